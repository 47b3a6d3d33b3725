// Customer lifetime value: the purchases to come, times what one brings in, discounted.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/core/view.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/lifetime_model.hpp"

namespace salesplan::customer {

struct LifetimeValueOptions {
  int periods = 12;          ///< to come, 1..10000
  double period_length = 1;  ///< in the unit of time of the histories, > 0
  double discount = 0;       ///< a period, >= 0: 0.01 for 1 %
  double margin = 1;         ///< share of the spend that stays, 0..1
  int threads = 1;           ///< as in core::parallel_for
};

/// Discounted value of the purchases within the periods to come [n]:
/// Σ_i (E[Y(i·length)] - E[Y((i-1)·length)]) · spend · margin / (1 + discount)^i.
/// Without an end in sight it is `discounted_purchases` · spend · margin.
/// @param spend [n] expected a purchase (expected_spend), in money; NaN gives NaN.
/// @throws Error(invalid_argument) for lengths, infinite spend, options outside their domain, and
/// as expected_purchases. One expectation a period and distinct history.
/// @source Fader, Hardie & Lee, JMR 42(4), 2005; checked against lifetimes'
/// customer_lifetime_value.
inline std::vector<double> lifetime_value(const LifetimeModel& model, const Histories& histories,
                                          core::View<const double> spend,
                                          const LifetimeValueOptions& options = {}) {
  detail::check_size("spend", spend.size(), histories.x.size());
  for (std::size_t i = 0; i < spend.size(); ++i) {
    if (std::isinf(spend[i])) throw detail::bad_value("spend", i, spend[i], "is infinite");
  }
  detail::check_range("periods", options.periods, 1, 10000);
  detail::check_range("period_length", options.period_length, 1e-9, 1e9);
  detail::check_range("discount", options.discount, 0, 1e6);
  detail::check_range("margin", options.margin, 0, 1);
  std::vector<double> value(spend.size()), before(spend.size());
  double factor = options.margin;
  for (int period = 1; period <= options.periods; ++period) {
    factor /= 1 + options.discount;
    const std::vector<double> by =
        expected_purchases(model, histories, period * options.period_length, options.threads);
    for (std::size_t i = 0; i < spend.size(); ++i) {
      value[i] += (by[i] - before[i]) * spend[i] * factor;
    }
    before = by;
  }
  return value;
}

}  // namespace salesplan::customer
