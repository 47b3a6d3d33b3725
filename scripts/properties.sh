#!/bin/sh
# The long form of tests/allocation/property_test.cpp: properties of so many random hierarchies and
# so many tables, and what was tried.
#
#   scripts/properties.sh [CASES]
set -eu
cd "$(dirname "$0")/.."
cmake --preset test >/dev/null
cmake --build --preset test --target test_allocation >/dev/null
SALESPLAN_CASES=$((${1:-1000000} / 500)) build/test/tests/test_allocation --gtest_filter='Properties.*' --gtest_brief=1
