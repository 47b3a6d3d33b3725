// Choices made from bytes: those of a fuzzer, or of a generator with a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace salesplan::hostile {

class Choices {
 public:
  explicit Choices(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}

  Choices(std::uint64_t seed, std::size_t size) : bytes_(size) {
    std::mt19937_64 random(seed);
    for (std::uint8_t& byte : bytes_) byte = static_cast<std::uint8_t>(random());
  }

  bool done() const { return at_ >= bytes_.size(); }

  /// One of 0..n-1, for n up to 2^16; 0 once the bytes are used up.
  std::size_t below(std::size_t n) {
    if (n > 256) return (below(256) << 8 | below(256)) % n;
    return done() || n == 0 ? 0 : bytes_[at_++] % n;
  }

  /// True once in n times, and never once the bytes are used up.
  bool once_in(std::size_t n) { return !done() && below(n) == 0; }

  template <class Range>
  const auto& of(const Range& range) {
    return std::data(range)[below(std::size(range))];
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

}  // namespace salesplan::hostile
