// Eight doubles in the registers of the instruction set that a file is compiled for.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "salesplan/forecast/lanes.hpp"

// Everything here and in the kernels is in a namespace of the instruction set, and nothing else is
// called but the C library: the linker, which keeps one copy of an inline function, never puts the
// instructions of a better processor where another one meets them.
#if defined(__GNUC__) && defined(__AVX512F__)
#define SALESPLAN_LANE_SET avx512
#elif defined(__GNUC__) && defined(__AVX2__)
#define SALESPLAN_LANE_SET avx2
#else
#define SALESPLAN_LANE_SET baseline
#endif

#if defined(__GNUC__)
#define SALESPLAN_LANE_INLINE inline __attribute__((always_inline))
#define SALESPLAN_UNROLL _Pragma("GCC unroll 8")
#else
#define SALESPLAN_LANE_INLINE inline
#define SALESPLAN_UNROLL
#endif

namespace salesplan::forecast::detail::SALESPLAN_LANE_SET {

#if defined(__GNUC__) && defined(__AVX512F__)
using Part = double __attribute__((vector_size(64)));
using Bits = std::uint64_t __attribute__((vector_size(64)));
#elif defined(__GNUC__) && defined(__AVX2__)
using Part = double __attribute__((vector_size(32)));
using Bits = std::uint64_t __attribute__((vector_size(32)));
#elif defined(__GNUC__)
using Part = double __attribute__((vector_size(16)));
using Bits = std::uint64_t __attribute__((vector_size(16)));
#else
using Part = double;
using Bits = std::uint64_t;
#endif

constexpr std::size_t part_count = lane_count * sizeof(double) / sizeof(Part);

struct Pack {
  Part parts[part_count];
};

#define SALESPLAN_PACK_OPERATOR(op)                                                     \
  SALESPLAN_LANE_INLINE Pack operator op(Pack a, const Pack& b) {                       \
    SALESPLAN_UNROLL                                                                    \
    for (std::size_t i = 0; i < part_count; ++i) a.parts[i] = a.parts[i] op b.parts[i]; \
    return a;                                                                           \
  }                                                                                     \
  SALESPLAN_LANE_INLINE Pack& operator op##=(Pack& a, const Pack& b) { return a = a op b; }
SALESPLAN_PACK_OPERATOR(+)
SALESPLAN_PACK_OPERATOR(-)
SALESPLAN_PACK_OPERATOR(*)
SALESPLAN_PACK_OPERATOR(/)
#undef SALESPLAN_PACK_OPERATOR

/// The smaller of a and b, lane by lane; b where a is NaN.
SALESPLAN_LANE_INLINE void keep_lowest(Pack& b, const Pack& a) {
  SALESPLAN_UNROLL
  for (std::size_t i = 0; i < part_count; ++i) {
    b.parts[i] = a.parts[i] < b.parts[i] ? a.parts[i] : b.parts[i];
  }
}

/// The same value in every lane.
SALESPLAN_LANE_INLINE Pack all(double value) {
  Pack pack;
  SALESPLAN_UNROLL
  for (std::size_t i = 0; i < part_count; ++i) pack.parts[i] = value - Part{};
  return pack;
}
SALESPLAN_LANE_INLINE Pack load(const double* from) {
  Pack pack;
  SALESPLAN_UNROLL
  for (std::size_t i = 0; i < part_count; ++i) {
    std::memcpy(&pack.parts[i], from + i * lane_count / part_count, sizeof(Part));
  }
  return pack;
}
SALESPLAN_LANE_INLINE void store(double* to, const Pack& pack) {
  SALESPLAN_UNROLL
  for (std::size_t i = 0; i < part_count; ++i) {
    std::memcpy(to + i * lane_count / part_count, &pack.parts[i], sizeof(Part));
  }
}

/// The sum of the logarithms of eight positive factors a time, most of it counted in exponents.
class LogSum {
 public:
  /// Multiplies the factors in; `settle` must follow every eighth time or sooner.
  SALESPLAN_LANE_INLINE void multiply(const Pack& factors) { product_ *= factors; }

  /// Moves the exponents of the product, which is left in [1, 2), to the count.
  SALESPLAN_LANE_INLINE void settle() {
    SALESPLAN_UNROLL
    for (std::size_t i = 0; i < part_count; ++i) {
      Bits bits;
      std::memcpy(&bits, &product_.parts[i], sizeof bits);
      exponents_[i] += (bits >> 52) & 0x7ff;
      bits = (bits & 0xfffffffffffff) | 0x3ff0000000000000;
      std::memcpy(&product_.parts[i], &bits, sizeof bits);
    }
    offset_ += 0x3ff;
  }

  /// After `settle`.
  void take(Lanes& logs) const {
    constexpr double log_2 = 0.69314718055994531;
    std::uint64_t exponents[lane_count];
    std::memcpy(exponents, exponents_, sizeof exponents);
    store(logs.values, product_);
    for (std::size_t k = 0; k < lane_count; ++k) {
      const auto exponent = static_cast<double>(static_cast<std::int64_t>(exponents[k]) - offset_);
      logs.values[k] = std::log(logs.values[k]) + exponent * log_2;
    }
  }

 private:
  Pack product_ = all(1);
  Bits exponents_[part_count] = {};
  std::int64_t offset_ = 0;
};

}  // namespace salesplan::forecast::detail::SALESPLAN_LANE_SET
