// Bodies of random.hpp.
#pragma once

#include <cmath>

#include "salesplan/numeric/random.hpp"
#include "salesplan/numeric/special.hpp"

namespace salesplan::numeric {
namespace detail {

inline std::uint64_t mix64(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

}  // namespace detail

SALESPLAN_INLINE Random::Random(std::uint64_t seed, std::uint64_t stream)
    : state_(detail::mix64(detail::mix64(seed) + stream)) {}

SALESPLAN_INLINE std::uint64_t Random::bits() {
  return detail::mix64(state_ += 0x9E3779B97F4A7C15u);
}

SALESPLAN_INLINE double Random::uniform() {
  return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52;
}

SALESPLAN_INLINE std::uint64_t Random::below(std::uint64_t n) {
  // What lies below 2^64 mod n is drawn again, so that what is kept divides evenly. That is below
  // n: a draw from n on needs no second division to tell.
  for (;;) {
    const std::uint64_t draw = bits();
    if (draw >= n || draw >= (0 - n) % n) return draw % n;
  }
}

SALESPLAN_INLINE double Random::exponential() { return -std::log(uniform()); }

SALESPLAN_INLINE double Random::normal() {
  const double radius = std::sqrt(2 * exponential());
  return radius * std::cos(6.28318530717958647693 * uniform());
}

SALESPLAN_INLINE double Random::gamma(double shape) {
  if (shape < 1) return gamma(shape + 1) * std::exp(-exponential() / shape);
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double z = normal();
    const double root = 1 + c * z;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (-exponential() < 0.5 * z * z + d * (1 - v + std::log(v))) return d * v;
  }
}

SALESPLAN_INLINE double Random::beta(double a, double b) {
  // With tiny shapes both gammas can underflow: then the draw is at one end, by the odds a : b.
  const double x = gamma(a);
  const double y = gamma(b);
  if (x + y > 0) return x / (x + y);
  return uniform() * (a + b) < a ? 1 : 0;
}

SALESPLAN_INLINE double Random::poisson(double mean) {
  if (mean < 10) {
    double count = 0;
    for (double time = exponential(); time < mean; time += exponential()) count += 1;
    return count;
  }
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double scale = 1.1239 + 1.1328 / (b - 3.4);
  const double accept = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = uniform() - 0.5;
    const double v = uniform();
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= accept) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (std::log(v * scale / (a / (us * us) + b)) <= k * std::log(mean) - mean - log_gamma(k + 1)) {
      return k;
    }
  }
}

}  // namespace salesplan::numeric
