// Bodies of arima.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "salesplan/core/config.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/arima.hpp"
#include "salesplan/forecast/arima_search.hpp"
#include "salesplan/forecast/lane_search.hpp"
#include "salesplan/forecast/seasonal_adjustment.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE std::string name(const ArimaOrder& o, std::size_t season_length) {
  std::string text = "ARIMA";
  const auto add = [&text](int a, int b, int c) {
    text += '(';
    text += std::to_string(a);
    text += ',';
    text += std::to_string(b);
    text += ',';
    text += std::to_string(c);
    text += ')';
  };
  add(o.p, o.d, o.q);
  if (o.seasonal_p + o.seasonal_d + o.seasonal_q > 0) {
    add(o.seasonal_p, o.seasonal_d, o.seasonal_q);
    text += '[';
    text += std::to_string(season_length);
    text += ']';
  }
  if (o.constant) text += o.d + o.seasonal_d == 0 ? " with mean" : " with drift";
  return text;
}

SALESPLAN_INLINE std::vector<double> interpolate(core::View<const double> y,
                                                 std::size_t season_length) {
  std::vector<double> filled(y.begin(), y.end());
  if (std::none_of(y.begin(), y.end(), [](double v) { return core::is_missing(v); })) return filled;
  const SeasonalAdjustment season = adjust_season(y, season_length, false);
  std::size_t last = 0;
  for (std::size_t t = 1; t < y.size(); ++t) {
    if (core::is_missing(y[t])) continue;
    const double slope =
        (season.adjusted[t] - season.adjusted[last]) / static_cast<double>(t - last);
    for (std::size_t i = last + 1; i < t; ++i) {
      filled[i] = season.adjusted[last] + slope * static_cast<double>(i - last) + season.offset(i);
    }
    last = t;
  }
  return filled;
}

namespace detail {

inline std::vector<double> difference(std::vector<double> y, std::size_t lag) {
  for (std::size_t t = y.size(); t-- > lag;) y[t] -= y[t - lag];
  y.erase(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(std::min(lag, y.size())));
  return y;
}

inline std::vector<double> difference(core::View<const double> y, const ArimaOrder& order,
                                      std::size_t m) {
  std::vector<double> w(y.begin(), y.end());
  for (int i = 0; i < order.seasonal_d; ++i) w = difference(std::move(w), m);
  for (int i = 0; i < order.d; ++i) w = difference(std::move(w), 1);
  return w;
}

/// KPSS statistic of stationarity around a level, Bartlett weights up to 3 sqrt(n) / 13 lags.
inline double kpss(const std::vector<double>& y) {
  const std::size_t n = y.size();
  double mean = 0;
  for (double v : y) mean += v / static_cast<double>(n);
  const auto lags = static_cast<std::size_t>(3 * std::sqrt(static_cast<double>(n)) / 13);
  double partial = 0, eta = 0, variance = 0;
  for (double v : y) {
    partial += v - mean;
    eta += partial * partial;
    variance += (v - mean) * (v - mean);
  }
  for (std::size_t k = 1; k <= lags; ++k) {
    double covariance = 0;
    for (std::size_t t = k; t < n; ++t) covariance += (y[t] - mean) * (y[t - k] - mean);
    variance += 2 * (1 - static_cast<double>(k) / static_cast<double>(lags + 1)) * covariance;
  }
  return variance > 0 ? eta / (static_cast<double>(n) * variance) : 0;
}

/// 1 - var(remainder) / var(season + remainder) of the classical decomposition.
inline double seasonal_strength(core::View<const double> y, std::size_t m) {
  const std::vector<double> average = moving_average(y, m);
  const std::vector<double> index = seasonal_indices(y, m, Season::additive);
  double n = 0, mean_d = 0, ss_d = 0, mean_r = 0, ss_r = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double d = y[t] - average[t];
    if (core::is_missing(d)) continue;
    const double r = d - index[t % m];
    n += 1;
    const double dd = d - mean_d, dr = r - mean_r;
    mean_d += dd / n;
    mean_r += dr / n;
    ss_d += dd * (d - mean_d);
    ss_r += dr * (r - mean_r);
  }
  return ss_d > 0 ? 1 - ss_r / ss_d : 0;
}

/// The fits of one differenced series, all judged on the same values.
class ArimaFits {
 public:
  ArimaFits(core::View<const double> y, std::size_t m, const ArimaOrder& differences)
      : m_(m), w_(difference(y, differences, m)) {
    for (double v : w_) unit_ += std::fabs(v) / static_cast<double>(w_.size());
    if (!(unit_ > 0)) unit_ = 1;
    for (double& v : w_) v /= unit_;
  }

  /// The fit of one order; its criterion is infinite when it has too many parameters.
  ArimaFit fit(const ArimaOrder& order) const {
    ArimaFit fit;
    fit.order = order;
    fit.season_length = m_;
    fit.aicc = HUGE_VAL;
    const double n = static_cast<double>(w_.size());
    const double k =
        order.p + order.q + order.seasonal_p + order.seasonal_q + 1 + (order.constant ? 1 : 0);
    if (n <= k + 1) return fit;
    ArimaProblem problem(w_, order, m_);
    Point point{};
    const double value = LaneSearch<ArimaProblem>(problem).minimise(problem.starts(), point);
    problem.set(0, point);
    problem.run();
    fit.ar = problem.ar_polynomial(point);
    fit.ma = problem.ma_polynomial(point);
    fit.constant = unit_ * problem.constant(point);
    fit.sigma2 = unit_ * unit_ * problem.sum_squares() / (n - k + 1);
    fit.aicc = value + 2 * n * std::log(unit_) + 2 * k + 2 * k * (k + 1) / (n - k - 1);
    fit.errors = problem.last_errors(fit.ma.size());
    for (double& e : fit.errors) e *= unit_;
    return fit;
  }

 private:
  std::size_t m_;
  std::vector<double> w_;
  double unit_ = 0;
};

}  // namespace detail

SALESPLAN_INLINE ArimaFit fit_arima(core::View<const double> y, std::size_t season_length,
                                    const ArimaOrder& o) {
  const auto within = [](int value, int high) { return value >= 0 && value <= high; };
  const int parameters = o.p + o.q + o.seasonal_p + o.seasonal_q + (o.constant ? 1 : 0);
  if (!within(o.p, 5) || !within(o.q, 5) || !within(o.seasonal_p, 2) || !within(o.seasonal_q, 2) ||
      !within(o.d, 2) || !within(o.seasonal_d, 1) || parameters > 7 || season_length == 0) {
    throw Error(ErrorCode::invalid_argument, "order", name(o, season_length) + " is out of range");
  }
  const std::size_t lost =
      static_cast<std::size_t>(o.d) + static_cast<std::size_t>(o.seasonal_d) * season_length;
  if (y.size() <= lost + static_cast<std::size_t>(parameters) + 2) {
    throw Error(ErrorCode::invalid_argument, "y",
                std::to_string(y.size()) + " values are too few for " + name(o, season_length));
  }
  return detail::ArimaFits(y, season_length, o).fit(o);
}

SALESPLAN_INLINE ArimaFit select_arima(core::View<const double> y, std::size_t season_length) {
  const bool seasonal = season_length > 1 && y.size() >= 2 * season_length + 5;
  const std::size_t m = seasonal ? season_length : 1;
  ArimaOrder base;
  if (seasonal && detail::seasonal_strength(y, m) > 0.64) base.seasonal_d = 1;
  while (base.d < 2 && detail::kpss(detail::difference(y, base, m)) > 0.463) ++base.d;
  const int differences = base.d + base.seasonal_d;
  const detail::ArimaFits fits(y, m, base);

  ArimaFit best;
  best.aicc = HUGE_VAL;
  std::vector<int> tried;
  const auto consider = [&](int p, int q, int sp, int sq, bool constant) {
    if (p < 0 || q < 0 || sp < 0 || sq < 0 || p > 5 || q > 5 || sp > 2 || sq > 2) return;
    if (p + q + sp + sq > 5 || (!seasonal && sp + sq > 0) || (constant && differences > 1)) return;
    const int key = (((p * 6 + q) * 3 + sp) * 3 + sq) * 2 + (constant ? 1 : 0);
    if (std::find(tried.begin(), tried.end(), key) != tried.end()) return;
    tried.push_back(key);
    ArimaOrder order = base;
    order.p = p;
    order.q = q;
    order.seasonal_p = sp;
    order.seasonal_q = sq;
    order.constant = constant;
    ArimaFit fit = fits.fit(order);
    if (fit.aicc < best.aicc) best = std::move(fit);
  };

  const int s = seasonal ? 1 : 0;
  const bool constant = differences <= 1;
  consider(2, 2, s, s, constant);
  consider(0, 0, 0, 0, constant);
  consider(1, 0, s, 0, constant);
  consider(0, 1, 0, s, constant);
  consider(0, 0, 0, 0, false);
  for (double before = HUGE_VAL; best.aicc < before;) {
    before = best.aicc;
    const ArimaOrder o = best.order;
    for (int step : {-1, 1}) {
      consider(o.p + step, o.q, o.seasonal_p, o.seasonal_q, o.constant);
      consider(o.p, o.q + step, o.seasonal_p, o.seasonal_q, o.constant);
      consider(o.p + step, o.q + step, o.seasonal_p, o.seasonal_q, o.constant);
      consider(o.p, o.q, o.seasonal_p + step, o.seasonal_q, o.constant);
      consider(o.p, o.q, o.seasonal_p, o.seasonal_q + step, o.constant);
      consider(o.p, o.q, o.seasonal_p + step, o.seasonal_q + step, o.constant);
    }
    consider(o.p, o.q, o.seasonal_p, o.seasonal_q, !o.constant);
  }
  if (!std::isfinite(best.aicc)) {
    throw Error(ErrorCode::invalid_argument, "y", "has too few values for ARIMA");
  }
  return best;
}

SALESPLAN_INLINE SeriesForecast forecast_arima(core::View<const double> y, const ArimaFit& fit,
                                               std::size_t gap, std::size_t horizon) {
  const std::size_t m = fit.season_length;
  const std::size_t steps = gap + horizon;
  // Autoregression of the values themselves: the differences multiplied in.
  std::vector<double> ar = fit.ar;
  const auto integrate = [&ar](std::size_t lag) {
    std::vector<double> wider(ar.size() + lag, 0.0);
    for (std::size_t i = 0; i < ar.size(); ++i) {
      wider[i] += ar[i];
      wider[i + lag] -= ar[i];
    }
    wider[lag - 1] += 1;
    ar = std::move(wider);
  };
  for (int i = 0; i < fit.order.d; ++i) integrate(1);
  for (int i = 0; i < fit.order.seasonal_d; ++i) integrate(m);
  double constant = fit.constant;
  for (double a : fit.ar) constant -= a * fit.constant;

  // Values and errors as if everything before the first were at rest, as in the fit.
  const std::size_t n = y.size();
  std::vector<double> path(y.begin(), y.end());
  std::vector<double> response(steps + 1, 0.0);
  response[0] = 1;
  for (std::size_t u = 0; u < steps; ++u) {
    double value = constant;
    for (std::size_t i = 0; i < ar.size() && i < n + u; ++i) value += ar[i] * path[n + u - 1 - i];
    for (std::size_t j = u; j < fit.ma.size(); ++j) {
      value += fit.ma[j] * fit.errors[fit.ma.size() - 1 - (j - u)];
    }
    path.push_back(value);
    if (u < fit.ma.size()) response[u + 1] = fit.ma[u];
    for (std::size_t i = 0; i < ar.size() && i <= u; ++i)
      response[u + 1] += ar[i] * response[u - i];
  }

  SeriesForecast forecast;
  forecast.model = name(fit.order, m);
  forecast.mean.assign(path.begin() + static_cast<std::ptrdiff_t>(n), path.end());
  spread_linear(
      forecast, gap, [&](std::size_t t, std::size_t u) { return response[u - t]; },
      [&](std::size_t) { return fit.sigma2; });
  return forecast;
}

}  // namespace salesplan::forecast
