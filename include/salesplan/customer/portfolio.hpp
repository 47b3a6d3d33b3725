// All customers of a company in one table: what they did, what to expect, their tier, what to do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/customer/care_plan.hpp"
#include "salesplan/customer/lifetime_fit.hpp"
#include "salesplan/customer/purchases.hpp"
#include "salesplan/customer/rfm.hpp"
#include "salesplan/customer/spend.hpp"
#include "salesplan/customer/tiers.hpp"

namespace salesplan::customer {

struct PortfolioOptions {
  calendar::Date today;                  ///< last day looked at
  Lifetime model = Lifetime::bg_nbd;     ///< one in continuous time: not bg_bb
  double unit_days = 7;                  ///< days in the unit of time, > 0
  double horizon = 52;                   ///< to look ahead, in units of time, > 0
  int levels = 5;                        ///< of the RFM scores
  std::vector<double> shares{0.5, 0.8};  ///< of expected value, for the tiers; see tiers_by_share
  int draws = 0;  ///< a customer, for the probability of each tier; 0 for none
  CareOptions care;
  LifetimeOptions fitting;
};

/// One row a customer, ascending by key, as in `summaries`.
struct PortfolioReview {
  Summaries summaries;
  RfmScores rfm;  ///< recency from the last purchase to today; frequency counts the first purchase
  LifetimeFit lifetime;
  SpendFit spend;  ///< customers 0 where amounts are not known or tell nothing
  std::vector<double> p_alive;
  std::vector<double> expected_purchases;  ///< within the horizon
  std::vector<double> expected_spend;      ///< a purchase; 1 where amounts are not known
  std::vector<double> expected_value;      ///< purchases · spend
  Tiers tiers;                             ///< by share of expected value
  /// [n x tiers] how likely the value within the horizon falls into each tier, under the
  /// uncertainty of the parameters, of the customer and of chance; empty without draws.
  std::vector<double> tier_probability;
  std::vector<CareItem> care;  ///< `customer` is the row
};

/// The whole table from transactions: summaries, RFM, lifetime and spend models, tiers with their
/// probabilities, and care.
///
/// Where no repeat buyer has a positive mean spend, the spend a purchase is the mean of all
/// purchases.
/// @param hysteresis its previous [n]: tiers of the customers in `summaries` the last time, or
/// empty.
/// @throws Error(invalid_argument) where nobody has bought by today, and as its parts.
PortfolioReview review_portfolio(const Transactions& transactions, const PortfolioOptions& options,
                                 const Hysteresis& hysteresis = {});

/// What customer i of the review would need for the next tier up, as explain_tier says it.
/// @param band of the hysteresis; 0 where there was no earlier tier.
std::string explain_tier(const PortfolioReview& review, std::size_t i, double band);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/portfolio_inl.hpp"
#endif
