// The company's target for several KPIs at once, seen against the market and the forecast.
#pragma once

#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::target {

/// What is known of one KPI: revenue, profit, customer count … Amounts are in the KPI's minor
/// units (cents, customers). NaN is "not given"; exactly one of growth and amount is given.
struct KpiGoal {
  std::string name;
  double base = 0;                              ///< the reference period's result
  double growth = core::missing_number;         ///< target = base·(1 + growth)
  double amount = core::missing_number;         ///< target = amount
  double market_size = core::missing_number;    ///< the whole market in the reference period, > 0
  double market_growth = core::missing_number;  ///< expected, > -1
  double forecast_mean = core::missing_number;  ///< of the target period
  double forecast_sd = core::missing_number;    ///< >= 0
};

/// The target of one KPI and what it implies; NaN where the input to it is not given.
struct KpiTarget {
  std::string name;
  core::Minor target = 0;
  double growth = 0;        ///< target / base - 1; NaN where the base is not positive
  double share_before = 0;  ///< base / market size
  double share_after = 0;   ///< target / (market size·(1 + market growth))
  double forecast_gap = 0;  ///< target - forecast mean: what the plan must add to the trend
  double attainment_probability = 0;  ///< P(result >= target), result normal around the forecast
};

/// One target per goal, in their order.
/// P = Φ((mean - target) / sd); with sd = 0 it is 1 where the mean reaches the target, else 0.
/// @throws Error(invalid_argument) naming "goals[k].growth" and the like, for infinities, values
///         outside their domain, an unnamed KPI, or not exactly one of growth and amount;
///         Error(duplicate) for a name given twice; Error(overflow) for a target beyond 64 bits.
std::vector<KpiTarget> company_target(core::View<const KpiGoal> goals);

}  // namespace salesplan::target

#ifndef SALESPLAN_COMPILED
#include "salesplan/target/company_target_inl.hpp"
#endif
