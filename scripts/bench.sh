#!/bin/sh
# bench.sh DIR [OPTIONS...]: runs every benchmark program in DIR, with OPTIONS such as
# --benchmark_min_time=0.01, then peers on the same instances: numpy, scipy (HiGHS) and CBC where they
# are installed, lifetimes from PyPI in build/peers where it can be had.
set -eu
programs=$(cd "$1" && pwd)
shift
for program in "$programs"/*_bench; do
  echo "== $(basename "$program")"
  "$program" "$@"
done

root=$(cd "$(dirname "$0")/.." && pwd)
peers=$root/bench/peers
export SALESPLAN_LIBRARY="$programs/../capi/libsalesplan.so" PYTHONPATH="$root/bindings/python"
for python in python3 /usr/bin/python3; do
  "$python" -c 'import numpy, scipy' 2>/dev/null || continue
  echo "== peers"
  "$python" "$peers/allocation_numpy.py"
  "$python" "$peers/margins_highs.py"
  "$python" "$peers/reconciliation_numpy.py"
  "$python" "$peers/budget_numpy.py" "$programs/budget_split_bench"
  "$python" "$peers/promotion_slsqp.py" "$programs/promotion_budget_mix_bench"
  "$python" "$peers/territory_highs.py"
  break
done
if command -v cbc >/dev/null; then
  echo "== visits beside CBC"
  python3 "$peers/visits_cbc.py" "$programs/../src/cli/salesplan"
fi
own=$root/build/peers
[ -x "$own/bin/python" ] || python3 -m venv "$own" || true
if [ -x "$own/bin/python" ]; then
  "$own/bin/python" -c 'import lifetimes' 2>/dev/null ||
    "$own/bin/python" -m pip install -q lifetimes==0.11.3 || true
  if "$own/bin/python" -c 'import lifetimes' 2>/dev/null; then
    echo "== lifetimes"
    "$own/bin/python" "$peers/customer_lifetimes.py" \
      "$root/../shared/data/customer/cdnow_sample_cbs_exact.csv"
  fi
fi
