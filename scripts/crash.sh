#!/bin/sh
# crash.sh [KILLS]: the long form of the crash tests: kills a clerk at work on the SQLite store, and the
# command line while it observes alerts and delivers notices, 1,000 times each unless told otherwise,
# and prints what was written down and what was lost.
set -eu
cd "$(dirname "$0")/.."
cmake --preset test >/dev/null
cmake --build --preset test --target budget_clerk salesplan_cli >/dev/null
python3 tests/sqlite/crash_test.py build/test/tests/sqlite/budget_clerk "${1:-1000}"
exec python3 tests/notices/kill_test.py build/test/src/cli/salesplan "${1:-1000}"
