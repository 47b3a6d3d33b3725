// Bodies of regression.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/forecast/arima.hpp"
#include "salesplan/forecast/panel_check.hpp"
#include "salesplan/forecast/panel_writer.hpp"
#include "salesplan/forecast/regression.hpp"
#include "salesplan/numeric/least_squares.hpp"

namespace salesplan::forecast {
namespace detail {

/// Effects on the scale of the estimation: logarithms, or the values.
struct EstimatedEffects {
  std::vector<double> coefficient;  ///< [k], 0 where not used
  std::vector<double> covariance;   ///< [k, k]
  std::vector<bool> used;           ///< [k]
};

/// Differences as the orders say, then the errors the model makes of them.
inline std::vector<double> whiten(std::vector<double> z, const ArimaFit& fit) {
  const auto difference = [&z](std::size_t lag) {
    for (std::size_t t = z.size(); t-- > lag;) z[t] -= z[t - lag];
    z.erase(z.begin(), z.begin() + static_cast<std::ptrdiff_t>(lag));
  };
  for (int i = 0; i < fit.order.seasonal_d; ++i) difference(fit.season_length);
  for (int i = 0; i < fit.order.d; ++i) difference(1);
  for (std::size_t t = 0; t < z.size(); ++t) {  // z before t is errors already: an MA filter
    for (std::size_t j = 0; j < fit.ma.size() && j < t; ++j) z[t] -= fit.ma[j] * z[t - 1 - j];
  }
  return z;
}

/// The columns that are no combination of earlier ones, by modified Gram-Schmidt.
inline std::vector<bool> independent(std::vector<std::vector<double>> columns) {
  const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t t = 0; t < a.size(); ++t) sum += a[t] * b[t];
    return sum;
  };
  std::vector<bool> kept(columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const double before = dot(columns[j], columns[j]);
    for (std::size_t i = 0; i < j; ++i) {
      if (!kept[i]) continue;
      const double part = dot(columns[i], columns[j]) / dot(columns[i], columns[i]);
      for (std::size_t t = 0; t < columns[j].size(); ++t) columns[j][t] -= part * columns[i][t];
    }
    kept[j] = dot(columns[j], columns[j]) > 1e-10 * before && before > 0;
  }
  return kept;
}

/// Least squares of the whitened series on those whitened regressors that are `used`.
inline EstimatedEffects regress(const std::vector<double>& z,
                                const std::vector<std::vector<double>>& columns,
                                std::vector<bool> used) {
  const std::size_t k = columns.size();
  std::vector<std::size_t> index;
  for (std::size_t j = 0; j < k; ++j) {
    if (used[j]) index.push_back(j);
  }
  EstimatedEffects effects{std::vector<double>(k, 0.0), std::vector<double>(k * k, 0.0),
                           std::move(used)};
  if (index.empty()) return effects;
  std::vector<double> x;
  for (std::size_t t = 0; t < z.size(); ++t) {
    for (std::size_t j : index) x.push_back(columns[j][t]);
  }
  const numeric::LeastSquares fit = numeric::least_squares(x, z);
  for (std::size_t a = 0; a < index.size(); ++a) {
    effects.coefficient[index[a]] = fit.coefficient[a];
    for (std::size_t b = 0; b < index.size(); ++b) {
      effects.covariance[index[a] * k + index[b]] = fit.covariance[a * index.size() + b];
    }
  }
  return effects;
}

inline double t_value(const EstimatedEffects& effects, std::size_t j) {
  const double variance = effects.covariance[j * effects.coefficient.size() + j];
  if (variance > 0) return effects.coefficient[j] / std::sqrt(variance);
  return effects.coefficient[j] == 0 ? 0 : std::copysign(HUGE_VAL, effects.coefficient[j]);
}

/// Row t of the regressors times the coefficients.
inline double effect_at(const Regressors& x, const EstimatedEffects& effects, std::size_t t) {
  const std::size_t k = effects.coefficient.size();
  double sum = 0;
  for (std::size_t j = 0; j < k; ++j) sum += x.values[t * k + j] * effects.coefficient[j];
  return sum;
}

/// x' C x for the covariance C of the coefficients.
inline double variance_of(const EstimatedEffects& effects, const std::vector<double>& x) {
  const std::size_t k = x.size();
  double sum = 0;
  for (std::size_t a = 0; a < k; ++a) {
    for (std::size_t b = 0; b < k; ++b) sum += x[a] * effects.covariance[a * k + b] * x[b];
  }
  return sum > 0 ? sum : 0;
}

/// @param z  [n] on the scale of the estimation, the first and last observed
/// @param x  from the period of z[0] on
inline EstimatedEffects estimate_effects(const std::vector<double>& z, const Regressors& x,
                                         std::size_t m, bool only_clear) {
  const std::size_t n = z.size(), k = x.names.size();
  ArimaFit airline;  // at first only its differences
  airline.season_length = m;
  airline.order.d = airline.order.q = 1;
  if (m > 1) airline.order.seasonal_d = airline.order.seasonal_q = 1;

  EstimatedEffects effects{std::vector<double>(k, 0.0), std::vector<double>(k * k, 0.0), {}};
  std::vector<double> white;
  std::vector<std::vector<double>> columns(k);
  const bool gaps = std::any_of(z.begin(), z.end(), [](double v) { return core::is_missing(v); });
  const int rounds = gaps ? 12 : 3;
  for (int round = 0; round < rounds; ++round) {
    // Missing values are filled in the series without effects, where it is smooth; what is filled
    // leans on the effects, so that these need more rounds.
    std::vector<double> rest(n);
    for (std::size_t t = 0; t < n; ++t) rest[t] = z[t] - effect_at(x, effects, t);
    rest = interpolate(rest, m);
    if (round == 1 || round == 2) airline = fit_arima(rest, m, airline.order);
    for (std::size_t t = 0; t < n; ++t) rest[t] += effect_at(x, effects, t);
    white = whiten(std::move(rest), airline);
    for (std::size_t j = 0; j < k; ++j) {
      std::vector<double> column(n);
      for (std::size_t t = 0; t < n; ++t) column[t] = x.values[t * k + j];
      columns[j] = whiten(std::move(column), airline);
    }
    effects = regress(white, columns, independent(columns));
  }
  while (only_clear) {
    std::size_t weakest = k;
    for (std::size_t j = 0; j < k; ++j) {
      if (!effects.used[j] || std::fabs(t_value(effects, j)) >= 2) continue;
      if (weakest == k || std::fabs(t_value(effects, j)) < std::fabs(t_value(effects, weakest))) {
        weakest = j;
      }
    }
    if (weakest == k) break;
    std::vector<bool> used = effects.used;
    used[weakest] = false;
    effects = regress(white, columns, std::move(used));
  }
  return effects;
}

/// Puts the effects of the horizon into a forecast of the series without them.
/// @param factor  [h] and @param offset  [h] of every step: value = factor x adjusted + offset
/// @param rows    the regressors of the horizon, row-major [h, k]
inline void put_back(SeriesForecast& forecast, const std::vector<double>& factor,
                     const std::vector<double>& offset, const EstimatedEffects& effects,
                     const double* rows, double unit, bool relative) {
  const std::size_t k = effects.coefficient.size();
  double spread = 0, spread_after = 0;
  std::vector<double> total(k, 0.0);  // gradient of the sum over the horizon
  forecast.total_mean = 0;
  for (std::size_t u = 0; u < forecast.mean.size(); ++u) {
    const double plain = forecast.sd[u];
    forecast.mean[u] = factor[u] * forecast.mean[u] + offset[u];
    const double size = relative ? forecast.mean[u] : unit;
    const std::vector<double> x(rows + u * k, rows + (u + 1) * k);
    for (std::size_t j = 0; j < k; ++j) total[j] += size * x[j];
    spread += plain;
    spread_after += factor[u] * plain;
    forecast.sd[u] =
        std::sqrt(factor[u] * plain * factor[u] * plain + size * size * variance_of(effects, x));
    forecast.total_mean += forecast.mean[u];
  }
  const double scaled = spread > 0 ? forecast.total_sd * spread_after / spread : forecast.total_sd;
  forecast.total_sd = std::sqrt(scaled * scaled + variance_of(effects, total));
}

inline void name_effects(SeriesForecast& forecast, const std::vector<Effect>& effects) {
  std::string names;
  for (const Effect& effect : effects) {
    if (effect.used) names += (names.empty() ? " with " : ", ") + effect.name;
  }
  forecast.model += names.empty() ? " (no clear regressors)" : names;
}

}  // namespace detail

SALESPLAN_INLINE RegressionForecast forecast_with(core::View<const double> y,
                                                  const Regressors& regressors,
                                                  const Options& options,
                                                  const RegressionOptions& regression) {
  const std::size_t n = y.size(), k = regressors.names.size(), h = options.horizon;
  check_options(options);
  check_values(y);
  check_regressors(regressors, n, h);
  RegressionForecast result;
  result.adjusted.assign(y.begin(), y.end());
  result.contribution.assign(n + h, 0.0);
  for (const std::string& name : regressors.names) {
    result.effects.push_back(
        {name, false, core::missing_number, core::missing_number, core::missing_number, 0});
  }

  std::size_t first = n, last = 0, observed = 0;
  double size = 0;
  bool positive = true, constant = true;
  for (std::size_t t = 0; t < n; ++t) {
    if (core::is_missing(y[t])) continue;
    if (observed++ == 0) first = t;
    last = t;
    size += std::fabs(y[t]);
    positive = positive && y[t] > 0;
    constant = constant && y[t] == y[first];
  }
  const auto m = static_cast<std::size_t>(options.season_length);
  if (k == 0 || constant || observed < (m > 1 ? 2 * m + k + 5 : k + 8)) {
    result.forecast = forecast_series(y, options);
    if (k > 0) result.forecast.model += " (no regressors: too few values)";
    return result;
  }
  const double unit = positive ? 1 : size / static_cast<double>(observed);
  Regressors seen{regressors.names,
                  {regressors.values.begin() + static_cast<std::ptrdiff_t>(first * k),
                   regressors.values.begin() + static_cast<std::ptrdiff_t>((last + 1) * k)}};
  std::vector<double> z;
  for (std::size_t t = first; t <= last; ++t) z.push_back(positive ? std::log(y[t]) : y[t] / unit);
  const detail::EstimatedEffects effects =
      detail::estimate_effects(z, seen, m, regression.only_clear);

  std::vector<double> factor(n + h, 1.0), offset(n + h, 0.0);
  double level = 0;
  for (std::size_t t = 0; t < n + h; ++t) {
    const double effect = detail::effect_at(regressors, effects, t);
    if (positive) {
      factor[t] = std::exp(std::min(5.0, std::max(-5.0, effect)));
    } else {
      offset[t] = unit * effect;
    }
    if (t >= n) continue;
    result.adjusted[t] = (y[t] - offset[t]) / factor[t];
    result.contribution[t] = y[t] - result.adjusted[t];
    if (!core::is_missing(y[t])) level += result.adjusted[t] / static_cast<double>(observed);
  }
  result.forecast = forecast_series(result.adjusted, options);
  for (std::size_t u = 0; u < h; ++u) {
    result.contribution[n + u] = (factor[n + u] - 1) * result.forecast.mean[u] + offset[n + u];
  }
  const auto after = static_cast<std::ptrdiff_t>(n);
  detail::put_back(result.forecast, {factor.begin() + after, factor.end()},
                   {offset.begin() + after, offset.end()}, effects,
                   regressors.values.data() + n * k, unit, positive);
  if (options.non_negative) {
    result.forecast.total_mean = 0;
    for (double& mean : result.forecast.mean) {
      result.forecast.total_mean += mean = std::max(mean, 0.0);
    }
  }

  for (std::size_t j = 0; j < k; ++j) {
    Effect& effect = result.effects[j];
    effect.used = effects.used[j];
    if (!effect.used) continue;
    const double b = effects.coefficient[j];
    const double error = std::sqrt(effects.covariance[j * k + j]);
    effect.t = detail::t_value(effects, j);
    if (positive) {
      effect.ratio = std::expm1(b);
      effect.units = effect.ratio * level;
      effect.standard_error = std::exp(b) * error;
    } else {
      effect.units = unit * b;
      effect.ratio = level == 0 ? core::missing_number : effect.units / level;
      effect.standard_error = unit * error;
    }
  }
  detail::name_effects(result.forecast, result.effects);
  return result;
}

SALESPLAN_INLINE PanelRegression forecast_with(const Panel& panel, const Regressors& regressors,
                                               const Options& options,
                                               const RegressionOptions& regression) {
  check_options(options);
  check_panel(panel);
  const std::size_t n = panel.size(), k = regressors.names.size(), h = options.horizon;
  check_regressors(regressors, panel.values.size(), n * h);
  PanelRegression result;
  result.effects.resize(n * k);
  result.contribution.resize(panel.values.size() + n * h);
  PanelWriter writer(n, h, options.levels, options.non_negative);
  core::parallel_for(n, options.threads, 4, [&](std::size_t i) {
    const std::size_t start = static_cast<std::size_t>(panel.offsets[i]) + i * h;
    const std::size_t end = static_cast<std::size_t>(panel.offsets[i + 1]) + (i + 1) * h;
    const Regressors own{regressors.names,
                         {regressors.values.begin() + static_cast<std::ptrdiff_t>(start * k),
                          regressors.values.begin() + static_cast<std::ptrdiff_t>(end * k)}};
    const RegressionForecast one = forecast_with(panel.series(i), own, options, regression);
    writer.put(i, one.forecast);
    std::copy(one.effects.begin(), one.effects.end(),
              result.effects.begin() + static_cast<std::ptrdiff_t>(i * k));
    std::copy(one.contribution.begin(), one.contribution.end(),
              result.contribution.begin() + static_cast<std::ptrdiff_t>(start));
  });
  result.forecast = writer.take();
  return result;
}

}  // namespace salesplan::forecast
