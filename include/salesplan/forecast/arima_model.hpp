// An ARIMA model: its orders, and its parameters once fitted.
#pragma once

#include <cstddef>
#include <vector>

namespace salesplan::forecast {

/// ARIMA(p,d,q)(P,D,Q)[m], with a mean (d + D = 0) or a drift (d + D = 1) if `constant`.
struct ArimaOrder {
  int p = 0, d = 0, q = 0;
  int seasonal_p = 0, seasonal_d = 0, seasonal_q = 0;
  bool constant = false;
};

/// A fitted ARIMA model. The polynomials are those of the differenced series less its constant:
/// z_t = sum ar[i] z_{t-1-i} + e_t + sum ma[j] e_{t-1-j}, seasons multiplied out.
struct ArimaFit {
  ArimaOrder order;
  std::size_t season_length = 1;
  std::vector<double> ar, ma;
  double constant = 0;  ///< mean of the differenced series
  double sigma2 = 0;
  double aicc = 0;
  std::vector<double> errors;  ///< of the last values, as many as there are ma
};

}  // namespace salesplan::forecast
