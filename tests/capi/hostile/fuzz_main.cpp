// One target as a program: under libFuzzer, or on its own: fuzz_TARGET --seconds S [--seed N]
// prints its figures; fuzz_TARGET --seed N repeats one round.
#include <cstdio>
#include <cstdlib>

#include "folder.hpp"
#include "targets.hpp"

using namespace salesplan::hostile;

namespace {

constexpr const Target& target = targets[SALESPLAN_FUZZ_TARGET];

}  // namespace

#ifdef SALESPLAN_LIBFUZZER

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ScratchFolder folder;
  Choices choices({data, data + size});
  target.run(choices);
  return 0;
}

#else

#include <chrono>
#include <cstring>
#include <exception>

#include "tally.hpp"

namespace {

bool run(std::uint64_t seed) {
  Choices choices(seed, target.bytes);
  try {
    target.run(choices);
    return true;
  } catch (const std::exception& error) {
    std::printf("fuzz_%s --seed %llu: %s\n", target.name, static_cast<unsigned long long>(seed),
                error.what());
    return false;
  }
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 0;
  std::uint64_t seed = 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--seconds") == 0) seconds = std::atof(argv[i + 1]);
    if (std::strcmp(argv[i], "--seed") == 0) seed = std::strtoull(argv[i + 1], nullptr, 10);
  }
  const ScratchFolder folder;
  const auto start = std::chrono::steady_clock::now();
  const auto spent = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::uint64_t rounds = 0, failures = 0;
  do {
    if (!run(seed + rounds++)) ++failures;
  } while (spent() < seconds);
  for (const auto& [function, tally] : tallies()) {
    std::printf("%-32s %9lld calls %9lld successes\n", function.c_str(),
                static_cast<long long>(tally.calls), static_cast<long long>(tally.successes));
  }
  std::printf("fuzz_%s: %llu rounds in %.0f s from seed %llu, %llu failures\n", target.name,
              static_cast<unsigned long long>(rounds), spent(),
              static_cast<unsigned long long>(seed), static_cast<unsigned long long>(failures));
  return failures == 0 ? 0 : 1;
}

#endif
