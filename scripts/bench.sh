#!/bin/sh
# bench.sh DIR: runs every benchmark program in DIR, then peers in Python on the same instances: numpy
# and scipy where they are installed, lifetimes from PyPI in build/peers where it can be had.
set -eu
for program in "$1"/*_bench; do
  echo "== $(basename "$program")"
  "$program"
done
root=$(cd "$(dirname "$0")/.." && pwd)
peers=$root/bench/peers
for python in python3 /usr/bin/python3; do
  "$python" -c 'import numpy, scipy' 2>/dev/null || continue
  echo "== peers"
  "$python" "$peers/allocation_numpy.py"
  "$python" "$peers/reconciliation_numpy.py"
  "$python" "$peers/promotion_slsqp.py" "$1/promotion_budget_mix_bench"
  break
done
own=$root/build/peers
[ -x "$own/bin/python" ] || python3 -m venv "$own" || true
if [ -x "$own/bin/python" ]; then
  "$own/bin/python" -c 'import lifetimes' 2>/dev/null ||
    "$own/bin/python" -m pip install -q lifetimes==0.11.3 || true
  if "$own/bin/python" -c 'import lifetimes' 2>/dev/null; then
    echo "== lifetimes"
    SALESPLAN_LIBRARY=$1/../capi/libsalesplan.so PYTHONPATH=$root/bindings/python \
      "$own/bin/python" "$peers/customer_lifetimes.py" \
      "$root/../shared/data/customer/cdnow_sample_cbs_exact.csv"
  fi
fi
