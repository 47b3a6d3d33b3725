// Corrects the forecast of a lifetime model by what it missed on rolling splits of its own past.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/customer/lifetime_fit.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/purchases.hpp"

namespace salesplan::customer {

/// What a model fitted to the time before an origin said of the time from there to the end.
struct RollingSplit {
  double horizon = 0;  ///< from the origin to the end, in units of time
  std::size_t customers = 0;
  double predicted = 0;  ///< purchases
  double actual = 0;
  double error = 0;  ///< mean |forecast - actual| a customer, corrected by the other splits
};

struct HoldoutCorrection {
  Lifetime kind = Lifetime::bg_nbd;
  double factor = 1;  ///< purchases over predicted purchases, of all splits together
  double error = 0;   ///< mean error a customer and unit of time over the splits
  std::vector<RollingSplit> splits;
};

/// Learns how much a model under- or over-predicts this company's purchases: it is refitted at the
/// end of 4/8, 5/8, 6/8 and 7/8 of the time from the first purchase to `calibration_end`, each time
/// forecasts the rest of the calibration period, and is held against what came. Nothing after
/// `calibration_end` is looked at. `factor` multiplies expected purchases; likeliest_purchases
/// turns the corrected total into a forecast for each customer.
/// @param kind an NBD model. @param options holdout_end is not looked at.
/// @throws Error(invalid_argument) where the calibration period is shorter than 8 days or nobody
/// bought before an origin, for bg_bb, and as summarize and fit_lifetime. Four fits.
HoldoutCorrection learn_correction(Lifetime kind, const Transactions& transactions,
                                   const SummaryOptions& options,
                                   const LifetimeOptions& fitting = {});

/// The forecast of least expected absolute error a customer among those that sum to `total` [n]:
/// the `total` likeliest purchases, taken by falling P(at least k purchases), k = 1, 2, …, of all
/// customers. Whole numbers but for one customer; equal probabilities by position. The mean is no
/// such forecast: most customers will buy nothing.
/// A total beyond all that the model finds possible (probabilities from 1e-9 on) is met by scaling.
/// @param total purchases within the horizon, >= 0: Σ expected · factor; 0 where the horizon is.
/// @throws Error(invalid_argument) as purchase_probability. O(n) for each count up to the largest
/// needed.
/// @source Minimises Σ E|Y_i - f_i| for given Σ f_i: each unit gains 2·P(Y_i >= k) - 1.
std::vector<double> likeliest_purchases(const LifetimeModel& model, const Histories& histories,
                                        double horizon, double total, int threads = 1);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/holdout_correction_inl.hpp"
#endif
