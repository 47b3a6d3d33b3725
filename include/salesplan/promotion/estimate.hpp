// An estimated number: mean, standard deviation, interval; and the checks of numbers given.
#pragma once

#include <cmath>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::promotion {

/// A quantity taken as normal; sd 0 is certain.
struct Estimate {
  double mean = 0;
  double sd = 0;
};

struct Interval {
  double lower = 0;
  double upper = 0;
};

/// The value that the quantity stays below with probability p in (0, 1).
inline double quantile(const Estimate& e, double p) {
  return e.sd > 0 ? e.mean + e.sd * numeric::normal_quantile(p) : e.mean;
}

/// The central interval that covers with probability `level` in (0, 1).
inline Interval interval(const Estimate& e, double level) {
  return {quantile(e, 0.5 - level / 2), quantile(e, 0.5 + level / 2)};
}

/// P(quantity > limit).
inline double probability_above(const Estimate& e, double limit) {
  if (!(e.sd > 0)) return e.mean > limit ? 1 : 0;
  return numeric::normal_probability((e.mean - limit) / e.sd);
}

/// Error(invalid_argument) at `place` unless the value is finite.
inline void need_finite(double value, const std::string& place) {
  if (!std::isfinite(value)) {
    throw Error(ErrorCode::invalid_argument, place, core::to_text(value) + " is not finite");
  }
}

/// Error(invalid_argument) at `place` unless the value is finite and at least 0.
inline void need_not_negative(double value, const std::string& place) {
  need_finite(value, place);
  if (value < 0) {
    throw Error(ErrorCode::invalid_argument, place, core::to_text(value) + " is negative");
  }
}

/// Error(invalid_argument) at `place` unless the value is finite and above 0.
inline void need_positive(double value, const std::string& place) {
  need_finite(value, place);
  if (value <= 0) {
    throw Error(ErrorCode::invalid_argument, place, core::to_text(value) + " is not positive");
  }
}

/// Error(invalid_argument) at `place` unless mean and sd are finite and the sd is at least 0.
inline void need_estimate(const Estimate& e, const std::string& place) {
  need_finite(e.mean, place + ".mean");
  need_not_negative(e.sd, place + ".sd");
}

/// Error(invalid_argument) unless the value is inside (0, 1).
inline void need_inside_0_1(double value, const std::string& place) {
  if (!(value > 0 && value < 1)) {
    throw Error(ErrorCode::invalid_argument, place, core::to_text(value) + " is outside (0, 1)");
  }
}

}  // namespace salesplan::promotion
