// Bodies of lifecycle.hpp.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/least_squares.hpp"
#include "salesplan/product/lifecycle.hpp"

namespace salesplan::product {

SALESPLAN_INLINE Quadrant growth_share_quadrant(double market_growth, double relative_share,
                                                double high_growth, double high_share) {
  if (std::isnan(market_growth)) {
    throw Error(ErrorCode::invalid_argument, "market_growth", "is not a number");
  }
  if (!(relative_share >= 0)) {
    throw Error(ErrorCode::invalid_argument, "relative_share",
                core::to_text(relative_share) + " is not at least 0");
  }
  const bool strong = relative_share >= high_share;
  if (market_growth >= high_growth) return strong ? Quadrant::star : Quadrant::question_mark;
  return strong ? Quadrant::cash_cow : Quadrant::dog;
}

SALESPLAN_INLINE LifecycleStage lifecycle_stage(core::View<const double> sales,
                                                const StageOptions& options) {
  const auto need = [](bool holds, const char* place, double value, const char* why) {
    if (!holds) throw Error(ErrorCode::invalid_argument, place, core::to_text(value) + why);
  };
  need(options.periods_a_year > 0 && std::isfinite(options.periods_a_year), "periods_a_year",
       options.periods_a_year, " is not finite and positive");
  need(options.steady >= 0, "steady", options.steady, " is not at least 0");
  need(options.recent >= 4, "recent", static_cast<double>(options.recent), " is below 4");

  std::size_t first_sale = sales.size(), silent = 0;  // periods without a sale at the end
  const std::size_t from = sales.size() > options.recent ? sales.size() - options.recent : 0;
  std::vector<double> rows, logs;
  for (std::size_t t = 0; t < sales.size(); ++t) {
    if (std::isinf(sales[t])) {
      throw Error(ErrorCode::invalid_argument, core::at("sales", static_cast<std::int64_t>(t)),
                  "is infinite");
    }
    silent = sales[t] <= 0 ? silent + 1 : 0;
    if (!(sales[t] > 0)) continue;
    if (first_sale == sales.size()) first_sale = t;
    if (t < from) continue;
    rows.insert(rows.end(), {1, static_cast<double>(t - from)});
    logs.push_back(std::log(sales[t]));
  }
  if (first_sale < sales.size() && static_cast<double>(silent) >= options.periods_a_year) {
    return {Stage::decline, -1, 0};
  }
  if (logs.size() < 4) return {Stage::unknown, core::missing_number, core::missing_number};
  const numeric::LeastSquares line = numeric::least_squares(rows, logs);
  const double yearly = options.periods_a_year * line.coefficient[1];
  const double deviation = options.periods_a_year * std::sqrt(line.covariance[3]);
  LifecycleStage result;
  result.yearly_growth = std::expm1(yearly);
  result.growth_deviation = (1 + result.yearly_growth) * deviation;
  if (std::abs(result.yearly_growth) <= options.steady || std::abs(yearly) < 2 * deviation) {
    result.stage = Stage::maturity;
  } else if (yearly < 0) {
    result.stage = Stage::decline;
  } else {
    result.stage = sales.size() - first_sale <= options.young ? Stage::introduction : Stage::growth;
  }
  return result;
}

}  // namespace salesplan::product
