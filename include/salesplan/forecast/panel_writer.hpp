// A panel's forecast, filled series by series.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "salesplan/forecast/error_quantile.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/forecast/series_forecast.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::forecast {

/// Puts forecasts of single series into the rows of a panel's; rows may be put from several
/// threads.
class PanelWriter {
 public:
  /// @param levels  of the intervals, each in (0, 1)
  PanelWriter(std::size_t n, std::size_t horizon, const std::vector<double>& levels,
              bool non_negative)
      : non_negative_(non_negative) {
    panel_.n = n;
    panel_.h = horizon;
    panel_.mean.resize(n * horizon);
    panel_.total_mean.resize(n);
    panel_.total_sd.resize(n);
    panel_.model.resize(n);
    for (double level : levels) {
      panel_.intervals.push_back(
          {level, std::vector<double>(n * horizon), std::vector<double>(n * horizon)});
      normal_.push_back(numeric::normal_quantile(0.5 + level / 2));
      heavy_.push_back(heavy_quantile(0.5 + level / 2));
    }
  }

  void put(std::size_t i, const SeriesForecast& one) {
    const std::vector<double>& quantiles = one.heavy_tails ? heavy_ : normal_;
    const auto floor = [&](double v) { return non_negative_ && v < 0 ? 0.0 : v; };
    for (std::size_t u = 0; u < panel_.h; ++u) {
      const std::size_t at = i * panel_.h + u;
      panel_.mean[at] = one.mean[u];
      for (std::size_t k = 0; k < quantiles.size(); ++k) {
        const double half = quantiles[k] * one.sd[u];
        panel_.intervals[k].lower[at] = floor(one.mean[u] - half);
        panel_.intervals[k].upper[at] = floor(one.mean[u] + half);
      }
    }
    panel_.total_mean[i] = one.total_mean;
    panel_.total_sd[i] = one.total_sd;
    panel_.model[i] = one.model;
  }

  PanelForecast take() { return std::move(panel_); }

 private:
  bool non_negative_;
  PanelForecast panel_;
  std::vector<double> normal_, heavy_;
};

}  // namespace salesplan::forecast
