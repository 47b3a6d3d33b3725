#!/bin/sh
# crash.sh [KILLS]: the long form of the store's crash test, 1,000 kills unless told otherwise.
set -eu
cd "$(dirname "$0")/.."
cmake --preset test >/dev/null
cmake --build --preset test --target budget_clerk >/dev/null
exec python3 tests/sqlite/crash_test.py build/test/tests/sqlite/budget_clerk "${1:-1000}"
