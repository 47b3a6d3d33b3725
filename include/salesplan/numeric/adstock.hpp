// Carry-over of spend into later periods, and the response of a channel that has it.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/numeric/response.hpp"

namespace salesplan::numeric {

/// Weights of the lags 0 .. lags - 1.
enum class Carryover {
  geometric,  ///< retention^l
  binomial,   ///< (1 - l/lags)^(1/retention - 1)
};

/// Weights [lags]; `normalised` to sum 1. @param retention in [0, 1) (binomial: 0 is no carry-over)
/// @throws Error(invalid_argument) for a retention outside [0, 1) or lags outside 1 .. 1000.
/// @source Jin, Wang, Sun, Chan & Koehler (2017), Bayesian methods for media mix modeling with
/// carryover and shape effects, Google; the binomial form is that of Meridian's documentation.
inline std::vector<double> carryover_weights(Carryover form, double retention, std::size_t lags,
                                             bool normalised = true) {
  if (!(retention >= 0 && retention < 1)) {
    throw Error(ErrorCode::invalid_argument, "retention",
                core::to_text(retention) + " is outside [0, 1)");
  }
  if (lags < 1 || lags > 1000) {
    throw Error(ErrorCode::invalid_argument, "lags",
                std::to_string(lags) + " is outside 1 .. 1000");
  }
  std::vector<double> weights(lags, 1.0);
  double sum = 1;
  for (std::size_t l = 1; l < lags; ++l) {
    const double lag = static_cast<double>(l);
    weights[l] = form == Carryover::geometric ? std::pow(retention, lag)
                 : retention == 0
                     ? 0
                     : std::pow(1 - lag / static_cast<double>(lags), 1 / retention - 1);
    sum += weights[l];
  }
  if (normalised) {
    for (double& w : weights) w /= sum;
  }
  return weights;
}

/// What of the spend [n] works in each period: sum over l of weights[l]·spend[t - l]. [n]
inline std::vector<double> adstock(core::View<const double> spend,
                                   core::View<const double> weights) {
  std::vector<double> working(spend.size(), 0.0);
  for (std::size_t t = 0; t < spend.size(); ++t) {
    for (std::size_t l = 0; l < weights.size() && l <= t; ++l) {
      working[t] += weights[l] * spend[t - l];
    }
  }
  return working;
}

/// The response to the same spend x in each of `periods` periods, summed over them and, with
/// `tail`, over the periods after them in which the last spend still works: a sum of curves in x,
/// as `split_spend` takes it. As curve(c·x) is a curve of the same shape with half/c, periods in
/// which the same share c works are one curve of a larger scale.
/// @throws Error(invalid_argument) for periods outside 1 .. 10000 or a negative weight.
inline std::vector<ResponseCurve> sustained_response(const ResponseCurve& curve,
                                                     core::View<const double> weights,
                                                     std::size_t periods, bool tail = true) {
  if (periods < 1 || periods > 10000) {
    throw Error(ErrorCode::invalid_argument, "periods",
                std::to_string(periods) + " is outside 1 .. 10000");
  }
  for (std::size_t l = 0; l < weights.size(); ++l) {
    if (!(weights[l] >= 0 && std::isfinite(weights[l]))) {
      throw Error(ErrorCode::invalid_argument, core::at("weights", static_cast<std::int64_t>(l)),
                  core::to_text(weights[l]) + " is not finite and at least 0");
    }
  }
  std::vector<double> spend(periods, 1.0);
  if (tail && !weights.empty()) spend.resize(periods + weights.size() - 1, 0.0);
  std::vector<ResponseCurve> sum;
  double last = -1;
  for (double share : adstock(spend, weights)) {
    if (!(share > 0)) continue;
    if (std::abs(share - last) <= 1e-12 * share) {
      sum.back().scale += curve.scale;
      continue;
    }
    last = share;
    sum.push_back(curve);
    sum.back().half = curve.half / share;
  }
  return sum;
}

}  // namespace salesplan::numeric
