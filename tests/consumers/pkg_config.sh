#!/bin/sh
# pkg_config.sh PREFIX WORK_DIR [--with-c-api]: an installed salesplan, found by pkg-config.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export PKG_CONFIG_PATH="$(dirname "$(find "$1" -name salesplan.pc)")"
mkdir -p "$2"
cd "$2"
c++ -std=c++17 "$here/program.cpp" $(pkg-config --cflags --libs salesplan) -o program
./program
if [ "${3-}" = --with-c-api ]; then
  cc -std=c99 "$here/program.c" $(pkg-config --cflags --libs salesplan-c) -o program_c
  LD_LIBRARY_PATH=$(pkg-config --variable=libdir salesplan-c) ./program_c
fi
