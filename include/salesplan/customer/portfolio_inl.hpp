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
namespace detail {

/// As PortfolioReview::tier_probability. Customers are drawn in blocks, as all draws at once would
/// fill the memory: a tier's probability looks at one customer only.
inline std::vector<double> draw_tier_probability(const PortfolioReview& review,
                                                 const PortfolioOptions& options) {
  constexpr std::size_t block = 10000;
  const Histories all = review.summaries.histories();
  const std::size_t n = all.x.size();
  DrawOptions draw;
  draw.draws = options.draws;
  draw.threads = options.fitting.threads;
  std::vector<double> out;
  for (std::size_t first = 0; first < n; first += block) {
    const std::size_t size = std::min(block, n - first);
    std::vector<double> value = draw_purchases(
        review.lifetime,
        {all.x.subview(first, size), all.t_x.subview(first, size), all.T.subview(first, size)},
        options.horizon, draw);
    if (review.spend.customers > 0) {
      const core::View<const double> mean_spend = review.summaries.mean_spend;
      value = draw_spend(review.spend, all.x.subview(first, size), mean_spend.subview(first, size),
                         value, draw.seed, draw.threads);
    } else {
      for (std::size_t k = 0; k < value.size(); ++k) {
        value[k] *= review.expected_spend[first + k / static_cast<std::size_t>(draw.draws)];
      }
    }
    const std::vector<double> found = tier_probability(value, size, review.tiers.border);
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

}  // namespace detail

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
  if (options.draws > 0) out.tier_probability = detail::draw_tier_probability(out, options);
  out.care = care_plan({out.p_alive, out.expected_value}, options.care);
  return out;
}

SALESPLAN_INLINE std::string explain_tier(const PortfolioReview& review, std::size_t i,
                                          double band) {
  std::vector<std::string> names;
  for (std::size_t t = 0; t <= review.tiers.border.size(); ++t) {
    names.push_back(tier_name(static_cast<std::int64_t>(t)));
  }
  return explain_tier(review.expected_value[i], review.tiers.tier[i], review.tiers.border, band,
                      review.expected_spend[i], names);
}

}  // namespace salesplan::customer
