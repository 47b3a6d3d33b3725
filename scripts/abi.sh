#!/bin/sh
# abi.sh check|update LIBRARY: compares what LIBRARY exports with capi/abi/salesplan.abi, or records
# it there. LIBRARY needs debug information. Any difference fails the check: abidiff exits 4 and not
# 12 for a narrowed integer, so its "compatible" changes are none.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
record=$root/capi/abi/salesplan.abi
options='--exported-interfaces-only --drop-private-types'
case $1 in
  check)
    if ! abidiff $options --fail-no-debug-info --headers-dir2 "$root/capi" "$record" "$2"; then
      echo "abi: the exported interface changed; if it should, run 'make abi', commit" >&2
      echo "abi: capi/abi/salesplan.abi, and say so in CHANGELOG.md" >&2
      exit 1
    fi
    ;;
  update)
    abidw $options --headers-dir "$root/capi" --no-corpus-path --no-comp-dir-path --no-show-locs \
      "$2" | sed "s#$root/##" >"$record"
    ;;
esac
