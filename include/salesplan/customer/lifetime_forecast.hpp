// What a lifetime model says about each customer: alive or gone, purchases to come, and how sure.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/lifetime_fit.hpp"
#include "salesplan/customer/lifetime_model.hpp"

namespace salesplan::customer {

// All functions check the model, the histories and the horizon (0..1e9 and at most 1e4 times
// alpha + T; an integer for bg_bb, at most 1e6): Error(invalid_argument) names what is outside.
// They cost one evaluation a distinct history; `threads` is as in core::parallel_for. A new
// customer is the history x = t_x = T = 0.

/// P(still a customer), for each history [n] (bg_bb: at the next occasion).
std::vector<double> p_alive(const LifetimeModel& model, const Histories& histories,
                            int threads = 1);

/// Expected purchases within the next `horizon` units of time (bg_bb: occasions) [n].
/// NBD models with k = 1: E[Y(t) | x, t_x, T] of the papers; exact for k > 1 as well.
std::vector<double> expected_purchases(const LifetimeModel& model, const Histories& histories,
                                       double horizon, int threads = 1);

/// Discounted expected residual transactions [n]: all purchases to come, one at time t counting
/// exp(-rate·t). `rate` per unit of time, 1e-9..1e3; for a discount d per unit it is ln(1+d).
std::vector<double> discounted_purchases(const LifetimeModel& model, const Histories& histories,
                                         double rate, int threads = 1);

/// P(exactly `count` purchases within the next `horizon`) [n]; count an integer 0..1e6.
/// Probabilities are good to 1e-15, absolute.
std::vector<double> purchase_probability(const LifetimeModel& model, const Histories& histories,
                                         double horizon, double count, int threads = 1);

struct DrawOptions {
  int draws = 1000;        ///< a customer, 1..1e6
  std::uint64_t seed = 1;  ///< the same draws for the same seed, whatever the threads
  bool parameters = true;  ///< also draw the parameters, normal in logarithms (Laplace)
  int threads = 1;
};

/// Draws of the purchases within the next `horizon` [n x draws]: of the parameters (where the fit
/// has a covariance and `parameters` is set), of being alive, of the customer's own rates, and of
/// chance. Draw d of every customer is under the same parameters, so that portfolio totals have the
/// right spread. Error(invalid_argument) where n·draws exceeds 1e9.
std::vector<double> draw_purchases(const LifetimeFit& fit, const Histories& histories,
                                   double horizon, const DrawOptions& options = {});

/// Lower and upper ends of central intervals, and the means of the draws.
struct Intervals {
  std::vector<double> lower, mean, upper;  ///< [n]
};

/// Central intervals of coverage `level` in (0, 1) from draws [n x draws]: order statistics.
/// A row with a NaN gets NaN.
Intervals central_intervals(core::View<const double> draws, std::size_t n, double level);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/lifetime_forecast_inl.hpp"
#endif
