#!/bin/sh
# lint.sh BUILD_DIR: clang-tidy with the list of .clang-tidy over src/ and capi/, and with them the
# headers that they compile. BUILD_DIR is a configured build (it holds compile_commands.json).
set -eu
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
# The standard comes first, so that a target's own choice wins over it.
find src capi -name '*.cpp' -print0 | xargs -0 -P 2 -n 1 clang-tidy -p "$build" --quiet \
  --extra-arg-before=-std=c++20
