// Bodies of ets.hpp.
#pragma once

#include <algorithm>
#include <cmath>

#include "salesplan/core/config.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/ets.hpp"
#include "salesplan/forecast/ets_search.hpp"
#include "salesplan/forecast/lane_choice.hpp"
#include "salesplan/forecast/scaled_series.hpp"
#include "salesplan/forecast/season_start.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE std::string name(const EtsForm& form) {
  std::string text = form.multiplicative_error ? "ETS(M," : "ETS(A,";
  text += form.trend == Trend::none ? "N," : form.trend == Trend::additive ? "A," : "Ad,";
  text += form.season == Season::none ? "N)" : form.season == Season::additive ? "A)" : "M)";
  return text;
}

SALESPLAN_INLINE EtsRun run_ets(core::View<const double> y, const EtsModel& model) {
  const std::size_t m = model.season.size();
  if ((m == 0) != (model.form.season == Season::none)) {
    throw Error(ErrorCode::invalid_argument, "model.season",
                std::to_string(m) + " states for " + name(model.form));
  }
  std::vector<double> ring(m * lane_count);
  std::vector<double> errors(y.size() * lane_count);
  for (std::size_t i = 0; i < ring.size(); ++i) ring[i] = model.season[i / lane_count];
  detail::EtsLanes lanes;
  broadcast(lanes.alpha, model.alpha);
  broadcast(lanes.beta, model.beta);
  broadcast(lanes.gamma, model.gamma);
  broadcast(lanes.phi, model.phi);
  broadcast(lanes.level, model.level);
  broadcast(lanes.trend, model.trend);
  detail::lane_kernels().filter_ets(model.form, y.data(), y.size(), m, ring.data(), errors.data(),
                                    lanes);

  EtsRun run;
  run.end = model;
  run.end.level = lanes.level[0];
  run.end.trend = lanes.trend[0];
  for (std::size_t j = 0; j < m; ++j) {
    run.end.season[j] = ring[(y.size() + j) % m * lane_count];
  }
  run.errors.resize(y.size());
  for (std::size_t t = 0; t < y.size(); ++t) {
    const bool missing = core::is_missing(y[t]);
    run.errors[t] = missing ? core::missing_number : errors[t * lane_count];
    run.observed += missing ? 0 : 1;
  }
  run.sum_squares = lanes.sum_squares[0];
  run.likelihood =
      static_cast<double>(run.observed) * std::log(run.sum_squares) + 2 * lanes.log_fit[0];
  return run;
}

namespace detail {

inline double parameter_count(const EtsForm& form, std::size_t m) {
  double count = 3;  // alpha, level, variance
  if (form.trend != Trend::none) count += 2;
  if (form.trend == Trend::damped) count += 1;
  if (form.season != Season::none) count += static_cast<double>(m);  // gamma and m - 1 states
  return count;
}

/// Why a form cannot be fitted to a series, or null.
inline const char* obstacle(const ScaledSeries& data, std::size_t m, const EtsForm& form) {
  if (!data.positive && (form.multiplicative_error || form.season == Season::multiplicative)) {
    return "needs positive values";
  }
  if (form.season != Season::none && m < 2) return "needs a season of at least 2";
  if (form.season != Season::none && data.y.size() < 2 * m) return "needs two seasons";
  if (data.observed <= parameter_count(form, m) + 1) return "has too few values";
  return nullptr;
}

/// Seasonal indices and the line of the first ten values or two seasons without them.
struct EtsStart {
  std::vector<double> season;
  double mean = 0;
  Line line;
};

inline EtsStart start_ets(const ScaledSeries& data, std::size_t m, Season season) {
  EtsStart start;
  const std::size_t wanted = std::max<std::size_t>(10, season == Season::none ? 0 : 2 * m);
  std::vector<double> head(data.y.begin(), data.y.begin() + static_cast<std::ptrdiff_t>(
                                                                std::min(wanted, data.y.size())));
  if (season != Season::none) {
    start.season = seasonal_indices(data.y, m, season);
    for (std::size_t t = 0; t < head.size(); ++t) {
      head[t] = season == Season::additive ? head[t] - start.season[t % m]
                                           : head[t] / start.season[t % m];
    }
  }
  double count = 0;
  for (double v : head) {
    if (core::is_missing(v)) continue;
    count += 1;
    start.mean += (v - start.mean) / count;
  }
  start.line = fit_line(head);
  return start;
}

/// The fit of one form, its AICc infinite when the search met no admissible point.
inline EtsFit fit_ets(const ScaledSeries& data, std::size_t m, const EtsForm& form,
                      const EtsStart& start) {
  EtsProblem problem(form, data.y, data.observed, start.season);
  const bool flat = form.trend == Trend::none;
  Point point{};
  const double value = LaneSearch<EtsProblem>(problem).minimise(
      problem.starts(flat ? start.mean : start.line.level, flat ? 0 : start.line.slope), point);

  EtsFit fit;
  fit.start = problem.model(point);
  fit.start.season = start.season;
  const double k = parameter_count(form, m);
  fit.aicc = value + 2 * k + 2 * k * (k + 1) / (data.observed - k - 1) +
             2 * data.observed * std::log(data.unit);
  return fit;
}

/// Puts a fit back into the series' own unit and adds the end states and the variance.
inline EtsFit finish(EtsFit fit, const ScaledSeries& data, std::size_t m) {
  const EtsRun run = run_ets(data.y, fit.start);
  fit.sigma2 = run.sum_squares / (data.observed - parameter_count(fit.start.form, m) + 1);
  if (!fit.start.form.multiplicative_error) fit.sigma2 *= data.unit * data.unit;
  fit.end = run.end;
  for (EtsModel* model : {&fit.start, &fit.end}) {
    model->level *= data.unit;
    model->trend *= data.unit;
    if (model->form.season == Season::additive) {
      for (double& s : model->season) s *= data.unit;
    }
  }
  return fit;
}

}  // namespace detail

SALESPLAN_INLINE EtsFit fit_ets(core::View<const double> y, std::size_t season_length,
                                const EtsForm& form) {
  const detail::ScaledSeries data = detail::scale_series(y);
  if (const char* why = detail::obstacle(data, season_length, form)) {
    throw Error(ErrorCode::invalid_argument, "y", name(form) + " " + why);
  }
  const EtsFit fit = detail::fit_ets(data, season_length, form,
                                     detail::start_ets(data, season_length, form.season));
  if (!std::isfinite(fit.aicc)) {
    throw Error(ErrorCode::invalid_argument, "y", name(form) + " has no admissible fit");
  }
  return detail::finish(fit, data, season_length);
}

SALESPLAN_INLINE std::vector<EtsFit> rank_ets(core::View<const double> y,
                                              std::size_t season_length) {
  const detail::ScaledSeries data = detail::scale_series(y);
  std::vector<EtsFit> fits;
  for (Season season : {Season::none, Season::additive, Season::multiplicative}) {
    // A season the series cannot carry is not worth its decomposition.
    if (detail::obstacle(data, season_length,
                         {season == Season::multiplicative, Trend::none, season})) {
      continue;
    }
    const detail::EtsStart start = detail::start_ets(data, season_length, season);
    for (Trend trend : {Trend::none, Trend::additive, Trend::damped}) {
      for (bool multiplicative_error : {false, true}) {
        const EtsForm form{multiplicative_error, trend, season};
        if (season == Season::multiplicative && !multiplicative_error) continue;
        if (detail::obstacle(data, season_length, form)) continue;
        EtsFit fit = detail::fit_ets(data, season_length, form, start);
        if (std::isfinite(fit.aicc)) {
          fits.push_back(detail::finish(std::move(fit), data, season_length));
        }
      }
    }
  }
  if (fits.empty()) {
    throw Error(ErrorCode::invalid_argument, "y", "has too few values for exponential smoothing");
  }
  std::stable_sort(fits.begin(), fits.end(),
                   [](const EtsFit& a, const EtsFit& b) { return a.aicc < b.aicc; });
  return fits;
}

SALESPLAN_INLINE EtsFit select_ets(core::View<const double> y, std::size_t season_length) {
  return rank_ets(y, season_length).front();
}

SALESPLAN_INLINE SeriesForecast forecast_ets(const EtsFit& fit, std::size_t gap,
                                             std::size_t horizon) {
  const EtsModel& model = fit.end;
  const std::size_t steps = gap + horizon;
  const std::size_t m = model.season.size();
  const bool ratio = model.form.season == Season::multiplicative;

  SeriesForecast forecast;
  forecast.model = name(model.form);
  std::vector<double> level(steps);  // without the multiplicative season
  std::vector<double> factor(steps, 1.0);
  std::vector<double> response(steps + 1, 0.0);  // of the level path to an error j steps before
  double damp = 1;
  double sum = 0;
  for (std::size_t u = 0; u < steps; ++u) {
    damp *= model.phi;
    sum += damp;
    level[u] = model.level + sum * model.trend;
    response[u + 1] = model.alpha + model.beta * sum;
    if (model.form.season == Season::additive) {
      level[u] += model.season[u % m];
      if ((u + 1) % m == 0) response[u + 1] += model.gamma;
    }
    if (ratio) factor[u] = model.season[u % m];
    forecast.mean.push_back(level[u] * factor[u]);
  }

  // Second moments of the level path: relative errors grow with it.
  std::vector<double> moment(steps, 1.0);
  if (model.form.multiplicative_error) {
    for (std::size_t u = 0; u < steps; ++u) {
      moment[u] = level[u] * level[u];
      for (std::size_t j = 1; j <= u; ++j) {
        moment[u] += fit.sigma2 * response[j] * response[j] * moment[u - j];
      }
    }
  }
  spread_linear(
      forecast, gap,
      [&](std::size_t t, std::size_t u) {
        if (t == u) return factor[u];
        double a = response[u - t];
        if (ratio && (u - t) % m == 0) a += model.gamma * level[u] / level[t];
        return factor[u] * a;
      },
      [&](std::size_t t) { return fit.sigma2 * moment[t]; });
  return forecast;
}

}  // namespace salesplan::forecast
