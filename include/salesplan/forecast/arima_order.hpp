// The orders of a seasonal ARIMA model.
#pragma once

#include <cstddef>
#include <string>

namespace salesplan::forecast {

/// ARIMA(p,d,q)(P,D,Q)[m], with a mean (d + D = 0) or a drift (d + D = 1) if `constant`.
struct ArimaOrder {
  int p = 0, d = 0, q = 0;
  int seasonal_p = 0, seasonal_d = 0, seasonal_q = 0;
  bool constant = false;
};

/// "ARIMA(1,1,0)(0,1,1)[12]", with " with drift" or " with mean".
std::string name(const ArimaOrder& order, std::size_t season_length);

}  // namespace salesplan::forecast
