#!/bin/sh
# bench.sh DIR: runs every benchmark program in DIR, then peers in Python on the same instances where
# numpy and scipy are installed.
set -eu
for program in "$1"/*_bench; do
  echo "== $(basename "$program")"
  "$program"
done
peers=$(cd "$(dirname "$0")/../bench/peers" && pwd)
for python in python3 /usr/bin/python3; do
  "$python" -c 'import numpy, scipy' 2>/dev/null || continue
  echo "== peers"
  "$python" "$peers/allocation_numpy.py"
  "$python" "$peers/reconciliation_numpy.py"
  "$python" "$peers/promotion_slsqp.py" "$1/promotion_budget_mix_bench"
  break
done
