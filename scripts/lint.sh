#!/bin/sh
# lint.sh BUILD_DIR: clang-tidy with the list of .clang-tidy over the engine, all its headers and bodies
# in one source as tests/consumers compiles them, and over the adapters, the command line and capi/ as
# BUILD_DIR, a configured build, compiles them.
set -eu
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
engine=$PWD/tests/consumers/headers.cpp
# The standard comes first, so that a target's own choice wins over it. A room's one source includes
# the others. The longest begins first.
{
  echo "$engine"
  sed -n 's/^  "file": "\(.*\)".*/\1/p' "$build/compile_commands.json" |
    grep -E "^($PWD|$build)/(src/(adapters|cli|forecast/lane_kernels)|capi/)" | sort -ru
} | tr '\n' '\0' |
  xargs -0 -P 2 -n 1 clang-tidy -p "$build" \
    --quiet --checks=-bugprone-suspicious-include --extra-arg-before=-std=c++20
