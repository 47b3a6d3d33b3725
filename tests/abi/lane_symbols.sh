#!/bin/sh
# lane_symbols.sh SET OBJECT: the object compiled for a better instruction set defines nothing that
# the linker could share with other files: all its functions are in the namespace of the set.
set -eu
shared=$(nm -C --defined-only "$2" | grep -E ' [A-Za-z] ' | grep -v " r \| n " |
  grep -v "forecast::detail::$1" || true)
if [ -n "$shared" ]; then
  echo "$2 defines what others may define too:"
  echo "$shared"
  exit 1
fi
nm -C --defined-only "$2" | grep -q "forecast::detail::$1::filter_form"
