#!/bin/sh
# fuzz.sh SECONDS [SEED]: hostile callers and inputs under the address and undefined behaviour
# sanitizers, each of calls, plan and text a third of the time; prints what was called and how often.
# With ENGINE=libfuzzer clang's fuzzer chooses the input; build/fuzz keeps what it finds.
set -eu
cd "$(dirname "$0")/.."
each=$((${1:?usage: fuzz.sh SECONDS [SEED]} / 3))
seed=${2:-$(date +%s)}
if [ "${ENGINE-}" = libfuzzer ]; then preset=fuzz; else preset=asan; fi
cmake --preset $preset --log-level=NOTICE
cmake --build --preset $preset --target fuzzers
# An absurd size is to be refused by the allocator, as it is without the sanitizer.
export ASAN_OPTIONS=allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1

failed=0
for target in calls plan text; do
  program=build/$preset/tests/capi/hostile/fuzz_$target
  if [ $preset = fuzz ]; then
    mkdir -p build/fuzz/corpus_$target
    $program -max_total_time=$each -seed="$seed" -max_len=600 -timeout=20 -print_final_stats=1 \
      -artifact_prefix=build/fuzz/$target- build/fuzz/corpus_$target || failed=1
  else
    $program --seconds $each --seed "$seed" || failed=1
  fi
done
exit $failed
