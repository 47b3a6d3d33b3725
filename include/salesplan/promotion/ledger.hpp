// What was forecast of promotions against what they returned, and how far forecasts can be trusted.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {

struct LedgerEntry {
  std::string promotion;
  Estimate forecast;                       ///< of its ROI, when it was planned; sd > 0
  double realised = core::missing_number;  ///< NaN until it is known
};

/// How the forecasts did; NaN where no entry is realised.
struct Calibration {
  std::size_t realised = 0;
  double bias = core::missing_number;            ///< mean of realised - forecast
  double absolute_error = core::missing_number;  ///< mean of |realised - forecast|
  double coverage_80 = core::missing_number;     ///< share inside the 80 % interval
  double coverage_95 = core::missing_number;
  /// Root mean square of (realised - forecast) / sd: by what to widen (above 1) or narrow.
  double spread_factor = core::missing_number;
  /// Mean of (P(ROI > 0) - it was)², 0.25 for a coin.
  double brier_score = core::missing_number;
  /// Realised results by tenth of their forecast distribution; even where calibrated.
  std::array<std::size_t, 10> by_tenth = {};
};

/// @throws Error(invalid_argument) for a forecast that is not finite, an sd that is not positive,
/// or
///         an infinite realised value. O(n).
/// @source Gneiting, Balabdaoui & Raftery (2007), Probabilistic forecasts, calibration and
/// sharpness, J. Royal Statistical Society B 69 (the histogram of probability integral transforms).
inline Calibration calibration(core::View<const LedgerEntry> ledger) {
  Calibration c;
  double bias = 0, absolute = 0, inside_80 = 0, inside_95 = 0, squares = 0, brier = 0;
  for (std::size_t i = 0; i < ledger.size(); ++i) {
    const LedgerEntry& entry = ledger[i];
    const std::string place = core::at("ledger", static_cast<std::int64_t>(i));
    need_estimate(entry.forecast, place + ".forecast");
    if (entry.forecast.sd == 0) {
      throw Error(ErrorCode::invalid_argument, place + ".forecast.sd", "is 0");
    }
    if (core::is_missing(entry.realised)) continue;
    need_finite(entry.realised, place + ".realised");
    const double error = entry.realised - entry.forecast.mean;
    const double p = numeric::normal_probability(error / entry.forecast.sd);
    ++c.realised;
    bias += error;
    absolute += std::abs(error);
    squares += (error / entry.forecast.sd) * (error / entry.forecast.sd);
    inside_80 += p >= 0.1 && p <= 0.9 ? 1 : 0;
    inside_95 += p >= 0.025 && p <= 0.975 ? 1 : 0;
    const double miss = probability_above(entry.forecast, 0) - (entry.realised > 0 ? 1 : 0);
    brier += miss * miss;
    ++c.by_tenth[p < 1 ? static_cast<std::size_t>(10 * p) : 9];
  }
  if (c.realised == 0) return c;
  const double n = static_cast<double>(c.realised);
  c.bias = bias / n;
  c.absolute_error = absolute / n;
  c.coverage_80 = inside_80 / n;
  c.coverage_95 = inside_95 / n;
  c.spread_factor = std::sqrt(squares / n);
  c.brier_score = brier / n;
  return c;
}

}  // namespace salesplan::promotion
