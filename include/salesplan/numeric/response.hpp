// How sales respond to spend: saturating curves, concave or S-shaped.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::numeric {

enum class ResponseShape : std::int32_t {
  hill = 0,      ///< scale·x^slope / (half^slope + x^slope); S-shaped for slope > 1, else concave
  logistic = 1,  ///< scale·tanh(x·log(3) / (2·half)) = scale·(1 - e^-λx)/(1 + e^-λx); concave
};

/// Response to a spend x >= 0, from 0 up to `scale`; half of it at x = half.
struct ResponseCurve {
  ResponseShape shape = ResponseShape::hill;
  double scale = 1;  ///< >= 0
  double half = 1;   ///< > 0; of a logistic with rate λ it is log(3)/λ
  double slope = 1;  ///< > 0, used by hill
};

/// Error(invalid_argument) naming `place()`.scale and so on for a curve outside its domain.
template <class Place>
void check_response(const ResponseCurve& curve, const Place& place) {
  const auto refuse = [&](const char* field, double value, const char* why) -> Error {
    return {ErrorCode::invalid_argument, place() + field, core::to_text(value) + why};
  };
  if (!(curve.scale >= 0 && std::isfinite(curve.scale))) {
    throw refuse(".scale", curve.scale, " is not finite and at least 0");
  }
  if (!(curve.half > 0 && std::isfinite(curve.half))) {
    throw refuse(".half", curve.half, " is not finite and positive");
  }
  if (curve.shape == ResponseShape::hill && !(curve.slope >= 0.01 && curve.slope <= 100)) {
    throw refuse(".slope", curve.slope, " is outside [0.01, 100]");
  }
}

namespace detail {
constexpr double half_log_3 = 0.5493061443340548;

/// (half / spend)^slope of a Hill curve; the power of 1 is common and a power dear.
inline double hill_ratio(const ResponseCurve& curve, double spend) {
  const double ratio = curve.half / spend;
  return curve.slope == 1 ? ratio : std::pow(ratio, curve.slope);
}
}  // namespace detail

/// Response to `spend` >= 0.
inline double response(const ResponseCurve& curve, double spend) {
  if (spend == 0) return 0;
  if (curve.shape == ResponseShape::logistic) {
    return curve.scale * std::tanh(detail::half_log_3 * (spend / curve.half));
  }
  return curve.scale / (1 + detail::hill_ratio(curve, spend));
}

/// A slope and how it changes: elasticity = d log(slope) / d log(spend).
struct MarginalResponse {
  double slope = 0;
  double elasticity = 0;
};

/// d response / d spend; infinite at 0 for a Hill slope below 1.
inline MarginalResponse marginal_response(const ResponseCurve& curve, double spend) {
  if (curve.shape == ResponseShape::logistic) {
    const double z = detail::half_log_3 * (spend / curve.half);
    const double t = std::tanh(z);
    const double e = std::exp(-z);
    const double sech = 2 * e / (1 + e * e);
    return {curve.scale * (detail::half_log_3 / curve.half) * sech * sech, -2 * z * t};
  }
  if (spend == 0) {
    const double at_zero = curve.slope < 1   ? std::numeric_limits<double>::infinity()
                           : curve.slope > 1 ? 0
                                             : curve.scale / curve.half;
    return {curve.scale > 0 ? at_zero : 0, curve.slope - 1};
  }
  const double ratio = detail::hill_ratio(curve, spend);
  if (!(ratio < 1e300)) return {0, curve.slope - 1};
  const double saturation = 1 / (1 + ratio);
  return {curve.scale * curve.slope / spend * saturation * (ratio * saturation),
          curve.slope - 1 - 2 * curve.slope * saturation};
}

/// Whether spend_at_slope() knows the curve: Hill of slope 1, or logistic.
inline bool has_spend_at_slope(const ResponseCurve& curve) {
  return curve.shape == ResponseShape::logistic || curve.slope == 1;
}

struct SpendAtSlope {
  double spend = 0;
  double by_log = 0;  ///< d spend / d log(slope)
};

/// The spend at which the marginal response is `slope`, in (0, slope at 0].
inline SpendAtSlope spend_at_slope(const ResponseCurve& curve, double slope) {
  if (curve.shape == ResponseShape::logistic) {
    const double unit = curve.half / detail::half_log_3;
    const double share = slope * unit / curve.scale;  // sech²(spend / unit)
    const double t = std::sqrt(std::max(1 - share, 0.0));
    return {unit * std::log((1 + t) / std::sqrt(share)), -unit / (2 * t)};
  }
  const double root = std::sqrt(slope * curve.half / curve.scale);  // half / (half + spend)
  return {curve.half * (1 - root) / root, -curve.half / (2 * root)};
}

/// The spend below which the curve is convex; 0 for a concave one.
inline double inflection(const ResponseCurve& curve) {
  if (curve.shape == ResponseShape::logistic || curve.slope <= 1) return 0;
  return curve.half * std::pow((curve.slope - 1) / (curve.slope + 1), 1 / curve.slope);
}

}  // namespace salesplan::numeric
