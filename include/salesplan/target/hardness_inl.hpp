// Bodies of hardness.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "salesplan/allocation/split.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/wide.hpp"
#include "salesplan/numeric/normal.hpp"
#include "salesplan/target/hardness.hpp"

namespace salesplan::target {

SALESPLAN_INLINE double attainment_probability(double target, double mean, double sd) {
  if (std::isnan(target) || std::isnan(mean) || std::isnan(sd)) return core::missing_number;
  if (sd == 0) return mean >= target ? 1 : 0;
  return numeric::normal_probability((mean - target) / sd);
}

SALESPLAN_INLINE core::Minor challenge_target(double mean, double sd, double probability) {
  if (!std::isfinite(mean)) {
    throw Error(ErrorCode::invalid_argument, "mean", core::to_text(mean) + " is not finite");
  }
  if (!(sd >= 0) || std::isinf(sd)) {
    throw Error(ErrorCode::invalid_argument, "sd",
                core::to_text(sd) + " is not a finite number of at least 0");
  }
  if (!(probability > 0 && probability < 1)) {
    throw Error(ErrorCode::invalid_argument, "probability",
                core::to_text(probability) + " is not in (0, 1)");
  }
  return core::round_to_minor(mean - numeric::normal_quantile(probability) * sd, "target");
}

SALESPLAN_INLINE Hardness equal_hardness(core::Minor total, core::View<const double> mean,
                                         core::View<const double> sd,
                                         const allocation::Bounds& bounds, core::Minor unit) {
  namespace kernel = allocation::detail;
  const std::size_t n = mean.size();
  const core::Minor units = kernel::total_in_units(total, unit);
  if (total < 0) {
    throw Error(ErrorCode::invalid_argument, "total", std::to_string(total) + " is negative");
  }
  kernel::check_length("sd", sd.size(), n);
  kernel::check_lengths(bounds, n);

  // What is split by sd is the way from the forecasts to the total: differences need the head room.
  constexpr core::Minor limit = core::Minor{1} << 61;
  const core::Minor most = std::min(limit, std::numeric_limits<core::Minor>::max() / unit);
  const auto check_magnitude = [&](core::Minor value, const std::string& place) {
    if (value > most || value < -most) {
      throw Error(ErrorCode::overflow, place, "is beyond 2^61 in magnitude");
    }
  };
  check_magnitude(units, "total");
  std::vector<core::Minor> forecast(n), lower(n), upper(n), part(n);
  core::Wide rest = units, lowest = 0, highest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto k = static_cast<std::int64_t>(i);
    kernel::check_weight(sd[i], "sd", i);
    forecast[i] = core::round_to_minor(mean[i] / static_cast<double>(unit), core::at("mean", k));
    check_magnitude(forecast[i], core::at("mean", k));
    const kernel::Range range = kernel::range_in_units(bounds, i, unit, 0, most);
    check_magnitude(range.lower, core::at("lower", k));
    check_magnitude(range.upper, core::at("upper", k));
    lower[i] = range.lower - forecast[i];
    upper[i] = range.upper - forecast[i];
    rest -= forecast[i];
    lowest += range.lower;
    highest += range.upper;
  }
  kernel::check_sums(total, lowest * unit, highest * unit, bounds.locked);
  if (!kernel::has_guide(rest, sd, lower, upper)) {
    throw Error(ErrorCode::invalid_argument, "sd",
                "all free units have sd 0, and their forecasts do not meet the total");
  }
  kernel::split(rest, sd, lower, upper, part);

  Hardness result;
  result.target.reserve(n);
  result.probability.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    result.target.push_back((forecast[i] + part[i]) * unit);
    result.probability.push_back(
        attainment_probability(static_cast<double>(result.target[i]), mean[i], sd[i]));
  }
  return result;
}

}  // namespace salesplan::target
