#!/bin/sh
# format.sh [--check]: clang-format over the C and C++ files; with --check it only complains.
set -eu
cd "$(dirname "$0")/.."
if [ "${1-}" = --check ]; then mode='--dry-run -Werror'; else mode=-i; fi
find include src capi tests bench examples bindings docs \
  \( -name node_modules -o -name build \) -prune -o \
  -type f \( -name '*.hpp' -o -name '*.cpp' -o -name '*.h' -o -name '*.c' \) -print0 2>/dev/null |
  xargs -0 -P 2 -n 20 clang-format $mode
