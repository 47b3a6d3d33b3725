// Distances from accounts to the centres of territories or the homes of reps.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::territory {

/// What x and y are.
enum class Coordinates {
  plane,    ///< any unit of length
  degrees,  ///< x longitude -180..180, y latitude -90..90; distances in km on the sphere
};

/// Cost of serving each account from each centre: weight · distance^power.
/// @param x, y         [accounts]
/// @param center_x, center_y [territories]
/// @param weight       [accounts] >= 0, such as visits; empty: 1
/// @param power        1 for travel, 2 for compact territories (squares, as Hess)
/// @returns [accounts, territories] row-major, for PartitionProblem::cost.
/// @throws Error(invalid_argument) naming "x[i]", "center_y[t]", "weight[i]".
/// O(accounts·territories).
inline std::vector<double> distance_cost(core::View<const double> x, core::View<const double> y,
                                         core::View<const double> center_x,
                                         core::View<const double> center_y,
                                         core::View<const double> weight = {}, int power = 2,
                                         Coordinates coordinates = Coordinates::plane) {
  const bool sphere = coordinates == Coordinates::degrees;
  const auto check = [](const char* field, core::View<const double> values, std::size_t count,
                        double lowest, double highest) {
    if (values.size() != count) {
      throw Error(
          ErrorCode::invalid_argument, field,
          std::to_string(values.size()) + " values where " + std::to_string(count) + " are needed");
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (values[i] >= lowest && values[i] <= highest) continue;
      throw Error(ErrorCode::invalid_argument, core::at(field, static_cast<std::int64_t>(i)),
                  core::to_text(values[i]) + " is not in " + core::to_text(lowest) + ".." +
                      core::to_text(highest));
    }
  };
  const double wide = sphere ? 180 : 1e30;
  const double high = sphere ? 90 : 1e30;
  check("x", x, x.size(), -wide, wide);
  check("y", y, x.size(), -high, high);
  check("center_x", center_x, center_x.size(), -wide, wide);
  check("center_y", center_y, center_x.size(), -high, high);
  if (!weight.empty()) check("weight", weight, x.size(), 0, 1e30);
  if (power != 1 && power != 2) {
    throw Error(ErrorCode::invalid_argument, "power", std::to_string(power) + " is not 1 or 2");
  }
  constexpr double radian = 3.14159265358979323846 / 180;
  constexpr double earth_diameter_km = 2 * 6371.0088;
  const auto distance = [&](std::size_t i, std::size_t t) {
    if (!sphere)
      return std::sqrt((x[i] - center_x[t]) * (x[i] - center_x[t]) +
                       (y[i] - center_y[t]) * (y[i] - center_y[t]));
    const double up = std::sin((y[i] - center_y[t]) * radian / 2);
    const double across = std::sin((x[i] - center_x[t]) * radian / 2);
    return earth_diameter_km *
           std::asin(std::min(
               1.0, std::sqrt(up * up + std::cos(y[i] * radian) * std::cos(center_y[t] * radian) *
                                            across * across)));
  };
  std::vector<double> cost;
  cost.reserve(x.size() * center_x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t t = 0; t < center_x.size(); ++t) {
      const double length = distance(i, t);
      cost.push_back((weight.empty() ? 1 : weight[i]) * (power == 2 ? length * length : length));
    }
  }
  return cost;
}

}  // namespace salesplan::territory
