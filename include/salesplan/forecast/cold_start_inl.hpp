// Bodies of cold_start.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/forecast/cold_start.hpp"
#include "salesplan/forecast/panel_check.hpp"
#include "salesplan/forecast/panel_writer.hpp"
#include "salesplan/forecast/season_start.hpp"

namespace salesplan::forecast {
namespace detail {

struct History {
  std::size_t observed = 0;
  bool negative = false;
  bool sold = false;
};

inline History look_at(core::View<const double> y) {
  History history;
  for (double v : y) {
    if (core::is_missing(v)) continue;
    ++history.observed;
    history.negative = history.negative || v < 0;
    history.sold = history.sold || v > 0;
  }
  return history;
}

inline bool is_grown(const History& history, std::size_t m) {
  return history.observed >= (m > 1 ? 2 * m : 8) && !history.negative && history.sold;
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return (values[n / 2] + values[n - n / 2 - 1]) / 2;
}

/// Mean of the last values without season, at most a season of them (or eight); and how many.
struct Level {
  double value = 0;
  double count = 0;
};

inline Level latest_level(core::View<const double> y, const std::vector<double>& season) {
  const std::size_t m = season.size(), most = std::max<std::size_t>(m, 8);
  Level level;
  for (std::size_t back = 0; back < y.size() && level.count < static_cast<double>(most); ++back) {
    const double v = y[y.size() - 1 - back];
    if (core::is_missing(v)) continue;
    level.value += v / season[back % m];
    level.count += 1;
  }
  if (level.count > 0) level.value /= level.count;
  return level;
}

}  // namespace detail

SALESPLAN_INLINE GroupShape group_shape(const Panel& panel, core::View<const std::size_t> members,
                                        std::size_t season_length) {
  const std::size_t m = std::max<std::size_t>(season_length, 1);
  GroupShape shape;
  std::vector<std::size_t> grown;
  std::vector<std::vector<double>> places(m);
  for (std::size_t i : members) {
    const core::View<const double> y = panel.series(i);
    if (!detail::is_grown(detail::look_at(y), m)) continue;
    grown.push_back(i);
    std::vector<double> index(m, 1.0);
    if (m > 1) index = seasonal_indices(y, m, Season::multiplicative);
    for (std::size_t back = 0; back < m; ++back) {  // y holds at least two seasons
      places[back].push_back(index[(y.size() - 1 - back) % m]);
    }
  }
  shape.grown = grown.size();
  if (grown.empty()) return shape;

  double mean = 0;
  for (std::size_t back = 0; back < m; ++back) {
    shape.season.push_back(detail::median(places[back]));
    mean += shape.season.back() / static_cast<double>(m);
  }
  for (double& s : shape.season) s /= mean;

  const double count = static_cast<double>(grown.size());
  std::vector<double> levels;
  for (std::size_t i : grown) {
    const core::View<const double> y = panel.series(i);
    // A level of nothing but zeros would have no logarithm: the mean of all values stands in.
    double level = detail::latest_level(y, shape.season).value, sum = 0, n = 0, squares = 0;
    for (double v : y) {
      if (core::is_missing(v)) continue;
      sum += v;
      n += 1;
    }
    if (!(level > 0)) level = sum / n;
    levels.push_back(std::log(level));
    shape.log_level += levels.back() / count;
    // Steps from season to season, or from value to value, show the noise without the trend.
    double pairs = 0;
    for (std::size_t t = m; t < y.size(); ++t) {
      const double step = y[t] - y[t - m];
      if (core::is_missing(step) || !(y[t] + y[t - m] > 0)) continue;
      const double relative = 2 * step / (y[t] + y[t - m]);
      squares += relative * relative / 2;
      pairs += 1;
    }
    shape.within += pairs > 0 ? squares / pairs / count : 0;
  }
  for (double level : levels) {
    const double d = level - shape.log_level;
    if (grown.size() > 1) shape.between += d * d / (count - 1);
  }
  if (grown.size() == 1) shape.between = 1;  // one analogue: within a factor of e either way
  return shape;
}

SALESPLAN_INLINE SeriesForecast forecast_from_group(core::View<const double> y,
                                                    const GroupShape& shape, std::size_t horizon) {
  const std::size_t m = shape.season.size();
  const detail::Level own = detail::latest_level(y, shape.season);
  double weight = 0;
  if (own.count > 0 && own.value > 0) {
    weight = shape.between > 0 ? own.count / (own.count + shape.within / shape.between) : 0;
  }
  const double log_level =
      weight > 0 ? weight * std::log(own.value) + (1 - weight) * shape.log_level : shape.log_level;
  const double level = std::exp(log_level);
  // Variance of the log of the level: not known, and moving on by as much as values stray from it.
  const double uncertain = (1 - weight) * shape.between + shape.within;

  SeriesForecast forecast;
  double variance = 0;
  for (std::size_t u = 0; u < horizon; ++u) {
    const double mean = level * shape.season[m - 1 - u % m];
    forecast.mean.push_back(mean);
    forecast.sd.push_back(mean * std::sqrt(shape.within + uncertain));
    forecast.total_mean += mean;
    variance += mean * mean * shape.within;
  }
  forecast.total_sd = std::sqrt(variance + forecast.total_mean * forecast.total_mean * uncertain);
  forecast.model = "group of " + std::to_string(shape.grown) + ", own level " +
                   core::to_text(std::round(100 * weight) / 100);
  return forecast;
}

SALESPLAN_INLINE PanelForecast forecast_in_groups(const Panel& panel,
                                                  core::View<const std::int32_t> group,
                                                  const Options& options) {
  check_options(options);
  check_panel(panel);
  const std::size_t n = panel.size();
  if (group.size() != n) {
    throw Error(ErrorCode::invalid_argument, "group",
                std::to_string(group.size()) + " groups for " + std::to_string(n) + " series");
  }
  const auto m = static_cast<std::size_t>(options.season_length);
  std::map<std::int32_t, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < n; ++i) members[group[i]].push_back(i);
  std::map<std::int32_t, GroupShape> shapes;
  for (const auto& [name, positions] : members) {
    shapes.emplace(name, group_shape(panel, positions, m));
  }
  PanelWriter writer(n, options.horizon, options.levels, options.non_negative);
  core::parallel_for(n, options.threads, 8, [&](std::size_t i) {
    const core::View<const double> y = panel.series(i);
    const detail::History history = detail::look_at(y);
    const GroupShape& shape = shapes.find(group[i])->second;
    const bool leans = shape.grown > 0 && !history.negative && !detail::is_grown(history, m);
    writer.put(
        i, leans ? forecast_from_group(y, shape, options.horizon) : forecast_series(y, options));
  });
  return writer.take();
}

}  // namespace salesplan::forecast
