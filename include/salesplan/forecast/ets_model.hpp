// The forms of exponential smoothing, their parameters and states.
#pragma once

#include <string>
#include <vector>

namespace salesplan::forecast {

enum class Trend { none, additive, damped };
enum class Season { none, additive, multiplicative };

/// A form ETS(error, trend, season) of the usual taxonomy.
struct EtsForm {
  bool multiplicative_error = false;
  Trend trend = Trend::none;
  Season season = Season::none;
};

/// "ETS(M,Ad,M)".
std::string name(const EtsForm& form);

/// A form with its parameters and the states before the first value. With q = level + phi trend and
/// e = y - q, y - (q + s) or y - q s, the states move
///   level = q + alpha e', trend = phi trend + beta e', s = s + gamma e or s + gamma e / q,
/// where e' is e, and e / s with a multiplicative season. A multiplicative error is e relative to
/// the one-step forecast. A missing value leaves e = 0.
struct EtsModel {
  EtsForm form;
  double alpha = 0;
  double beta = 0;   ///< of the trend; 0 without one
  double gamma = 0;  ///< of the season; 0 without one
  double phi = 1;    ///< damping; 1 for an undamped trend
  double level = 0;
  double trend = 0;
  std::vector<double> season;  ///< [m] of the values 0 .. m-1; empty without a season
};

}  // namespace salesplan::forecast
