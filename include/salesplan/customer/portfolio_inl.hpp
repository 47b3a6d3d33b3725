// Bodies of portfolio.hpp.
#pragma once

#include <algorithm>
#include <cstddef>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/portfolio.hpp"

namespace salesplan::customer {

SALESPLAN_INLINE PortfolioReview review_portfolio(const Transactions& transactions,
                                                  const PortfolioOptions& options,
                                                  const Hysteresis& hysteresis) {
  if (options.model == Lifetime::bg_bb) {
    throw Error(ErrorCode::invalid_argument, "model", "bg_bb counts occasions, not days");
  }
  PortfolioReview out;
  out.summaries = summarize(transactions, {options.today, calendar::no_date, options.unit_days});
  const Summaries& seen = out.summaries;
  const std::size_t n = seen.customer.size();
  if (n == 0) throw Error(ErrorCode::invalid_argument, "today", "nobody has bought by then");
  const bool amounts = !core::is_missing(seen.spend[0]);

  std::vector<double> recency, frequency;
  for (std::size_t i = 0; i < n; ++i) {
    recency.push_back(seen.T[i] - seen.t_x[i]);
    frequency.push_back(seen.x[i] + 1);
  }
  out.rfm = rfm_by_quantile({recency, frequency, amounts ? seen.spend : frequency}, options.levels);

  out.lifetime = fit_lifetime(options.model, seen.histories(), options.fitting);
  const int threads = options.fitting.threads;
  out.p_alive = p_alive(out.lifetime.model, seen.histories(), threads);
  out.expected_purchases =
      expected_purchases(out.lifetime.model, seen.histories(), options.horizon, threads);
  out.expected_spend.assign(n, 1);
  if (amounts) {
    double money = 0, purchases = 0;
    bool tells = false;
    for (std::size_t i = 0; i < n; ++i) {
      money += seen.spend[i];
      purchases += frequency[i];
      tells = tells || (seen.x[i] > 0 && seen.mean_spend[i] > 0);
    }
    std::fill(out.expected_spend.begin(), out.expected_spend.end(), money / purchases);
    if (tells) {
      out.spend = fit_spend(seen.x, seen.mean_spend);
      const std::vector<double> expected = expected_spend(out.spend.model, seen.x, seen.mean_spend);
      for (std::size_t i = 0; i < n; ++i) {
        if (!core::is_missing(expected[i])) out.expected_spend[i] = expected[i];
      }
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    out.expected_value.push_back(out.expected_purchases[i] * out.expected_spend[i]);
  }
  out.tiers = tiers_by_share(out.expected_value, options.shares, hysteresis);
  out.care = care_plan({out.p_alive, out.expected_value}, options.care);
  return out;
}

}  // namespace salesplan::customer
