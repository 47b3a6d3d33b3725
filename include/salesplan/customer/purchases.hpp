// From transactions to what the models know of a customer: repeat count, recency, age, spend.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/customer/histories.hpp"

namespace salesplan::customer {

/// Order lines in any order.
struct Transactions {
  core::View<const std::int64_t> customer;  ///< any key
  core::View<const calendar::Date> date;
  core::View<const double> amount = {};  ///< in money, negative for a return; empty: not known
};

struct SummaryOptions {
  calendar::Date calibration_end;   ///< last day the models see
  calendar::Date holdout_end = {};  ///< last day of the holdout; none: no holdout
  double unit_days = 7;             ///< days in the unit of time: 7 for weeks; > 0
};

/// One row a customer who first bought by `calibration_end`, ascending by key. Spend is NaN where
/// amounts are not known.
struct Summaries {
  std::vector<std::int64_t> customer;
  std::vector<double> x;                  ///< repeat purchase days
  std::vector<double> t_x;                ///< first to last purchase, in units of time
  std::vector<double> T;                  ///< first purchase to calibration_end, in units of time
  std::vector<double> log_gaps;           ///< Σ ln(time between purchases), in units of time
  std::vector<double> mean_spend;         ///< a repeat purchase; 0 where x = 0
  std::vector<double> spend;              ///< all of it, first purchase included
  std::vector<double> returned;           ///< all of what came back
  std::vector<double> holdout_purchases;  ///< purchase days after calibration_end
  std::vector<double> holdout_spend;
  double unmatched_returns = 0;  ///< returned beyond what was bought in the same part

  Histories histories() const { return {x, t_x, T, log_gaps}; }
};

/// Sums up transactions by customer. Lines of one customer and day are one purchase.
///
/// Returns: a day with a negative line whose lines sum to 0 or less is no purchase; what came back
/// is taken off the customer's purchases before it, the latest first, none below 0. Those remain
/// purchases: the customer did come. What exceeds them (bought before the data begin) is counted in
/// `unmatched_returns`. Returns in the holdout are taken off holdout purchases only, so that
/// nothing leaks back. A zero-amount day without a negative line is a purchase. Lines after the
/// last day asked for are ignored.
/// @throws Error(invalid_argument) for lengths, for dates outside the calendar, amounts that are
/// not finite, unit_days <= 0 and holdout_end <= calibration_end. O(n log n).
/// @source Fader & Hardie, note 019 (brucehardie.com): same-day purchases are merged.
Summaries summarize(const Transactions& transactions, const SummaryOptions& options);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/purchases_inl.hpp"
#endif
