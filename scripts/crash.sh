#!/bin/sh
# crash.sh [KILLS]: the long form of the crash test: kills a clerk at work on the SQLite store, 1,000
# times unless told otherwise, and prints what was acknowledged and what was lost.
set -eu
cd "$(dirname "$0")/.."
cmake --preset test >/dev/null
cmake --build --preset test --target budget_clerk >/dev/null
exec python3 tests/sqlite/crash_test.py build/test/tests/sqlite/budget_clerk "${1:-1000}"
