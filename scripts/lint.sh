#!/bin/sh
# lint.sh BUILD_DIR: clang-tidy with the list of .clang-tidy over src/ and capi/ as BUILD_DIR, a
# configured build, compiles them (file by file or a room at a time), and with them their headers.
set -eu
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
# The standard comes first, so that a target's own choice wins over it. A room's one source includes
# the others.
sed -n 's/^  "file": "\(.*\)".*/\1/p' "$build/compile_commands.json" |
  grep -E "^($PWD|$build)/(src|capi)/" | sort -u | tr '\n' '\0' |
  xargs -0 -P 2 -n 1 clang-tidy -p "$build" \
    --quiet --checks=-bugprone-suspicious-include --extra-arg-before=-std=c++20
