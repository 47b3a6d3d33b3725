#!/bin/sh
# lint.sh BUILD_DIR: clang-tidy with the list of .clang-tidy over src/ and capi/, and with them the
# headers that they compile. BUILD_DIR is a configured build (it holds compile_commands.json); where
# it compiles the engine a room at a time, so does this.
set -eu
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
rooms=$build/src/CMakeFiles/salesplan.dir/Unity
if [ -d "$rooms" ]; then set -- src/adapters src/cli capi "$rooms"; else set -- src capi; fi
# The standard comes first, so that a target's own choice wins over it. A room's one source includes
# the others.
find "$@" \( -name '*.cpp' -o -name '*.cxx' \) -print0 | xargs -0 -P 2 -n 1 clang-tidy -p "$build" \
  --quiet --checks=-bugprone-suspicious-include --extra-arg-before=-std=c++20
