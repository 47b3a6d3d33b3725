#!/bin/sh
# exports.sh LIBRARY: it exports splan_* and nothing else, and needs only libc and libm.
set -eu
exported=$(nm -D --defined-only "$1" | awk '{print $NF}')
foreign=$(echo "$exported" | grep -v '^splan_' || true)
needed=$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
  grep -vE '^(libc|libm)\.so\.[0-9]+$|^ld-linux' || true)
echo "$(echo "$exported" | grep -c '^splan_') exported functions"
if [ -n "$foreign$needed" ]; then
  echo "exports: not of the C API: $foreign" >&2
  echo "exports: needed beyond libc and libm: $needed" >&2
  exit 1
fi
