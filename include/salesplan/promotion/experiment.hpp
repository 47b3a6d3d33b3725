// The effect of a promotion that was given to some by lot: difference in means.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "salesplan/core/view.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {

/// What the members of one arm of an experiment did (spent, bought).
struct Arm {
  std::size_t n = 0;
  double mean = 0;
  double variance = 0;  ///< of one member, divisor n - 1
};

/// Summary of one arm's values [n >= 2], finite. Error(invalid_argument) otherwise. O(n).
inline Arm arm(core::View<const double> values) {
  if (values.size() < 2) {
    throw Error(ErrorCode::invalid_argument, "values",
                std::to_string(values.size()) + " values; an arm needs two");
  }
  Arm result;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    need_finite(values[i], core::at("values", static_cast<std::int64_t>(i)));
    const double before = values[i] - result.mean;
    result.mean += before / static_cast<double>(i + 1);
    squares += before * (values[i] - result.mean);
  }
  result.n = values.size();
  result.variance = squares / static_cast<double>(values.size() - 1);
  return result;
}

struct ExperimentEffect {
  Estimate each;       ///< effect on one member: difference of means
  Estimate total;      ///< on all members of the treated arm
  double p_value = 1;  ///< two-sided, of no effect
};

/// each = mean(treated) - mean(control) with se² = s²_t/n_t + s²_c/n_c (unequal variances, Welch);
/// the p-value from the normal distribution, so arms should have some 30 members or more.
/// Error(invalid_argument) for an arm of fewer than two or a variance outside its domain.
inline ExperimentEffect experiment_effect(const Arm& treated, const Arm& control) {
  const auto check = [](const Arm& a, const std::string& name) {
    if (a.n < 2) throw Error(ErrorCode::invalid_argument, name + ".n", "is below 2");
    need_estimate({a.mean, 0}, name);
    need_not_negative(a.variance, name + ".variance");
  };
  check(treated, "treated");
  check(control, "control");
  const double n = static_cast<double>(treated.n);
  ExperimentEffect effect;
  effect.each = {
      treated.mean - control.mean,
      std::sqrt(treated.variance / n + control.variance / static_cast<double>(control.n))};
  effect.total = {n * effect.each.mean, n * effect.each.sd};
  if (effect.each.sd > 0) {
    effect.p_value = 2 * numeric::normal_probability(-std::abs(effect.each.mean) / effect.each.sd);
  } else if (effect.each.mean != 0) {
    effect.p_value = 0;
  }
  return effect;
}

/// ROI of having treated the arm: (total·margin - cost) / cost, cost = fixed + per_member·n.
/// @param margin  share of the measured value that is profit: 1 where profit was measured
/// Error(invalid_argument) for costs that are negative or add up to nothing.
inline Estimate experiment_roi(const ExperimentEffect& effect, std::size_t treated, double margin,
                               double cost_per_member, double fixed_cost = 0) {
  need_finite(margin, "margin");
  need_not_negative(cost_per_member, "cost_per_member");
  need_not_negative(fixed_cost, "fixed_cost");
  const double cost = fixed_cost + cost_per_member * static_cast<double>(treated);
  if (!(cost > 0)) throw Error(ErrorCode::invalid_argument, "cost_per_member", "nothing was spent");
  return {effect.total.mean * margin / cost - 1, effect.total.sd * std::abs(margin) / cost};
}

}  // namespace salesplan::promotion
