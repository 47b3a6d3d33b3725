#!/bin/sh
# bench.sh DIR: runs every benchmark program in DIR.
set -eu
for program in "$1"/*_bench; do
  echo "== $(basename "$program")"
  "$program"
done
