// Random draws that are the same bits with every compiler and standard library.
#pragma once

#include <cstdint>

#include "salesplan/core/config.hpp"

namespace salesplan::numeric {

/// A generator: one 64-bit state, so `Random(seed, i)` gives every item i a stream of its own and
/// draws do not depend on the number of threads.
/// @source Steele, Lea & Flood, Fast splittable pseudorandom number generators, 2014 (SplitMix64).
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t bits();
  double uniform();                      ///< in (0, 1)
  std::uint64_t below(std::uint64_t n);  ///< an integer in [0, n), n >= 1
  double exponential();                  ///< mean 1
  double normal();                       ///< mean 0, variance 1
  /// Gamma with this shape > 0 and scale 1. @source Marsaglia & Tsang, ACM TOMS 26(3), 2000.
  double gamma(double shape);
  double beta(double a, double b);  ///< a, b > 0
  /// Poisson with this mean >= 0. @source Hörmann, Insurance: Math. & Econ. 12, 1993 (PTRS).
  double poisson(double mean);

 private:
  std::uint64_t state_;
};

}  // namespace salesplan::numeric

#ifndef SALESPLAN_COMPILED
#include "salesplan/numeric/random_inl.hpp"
#endif
