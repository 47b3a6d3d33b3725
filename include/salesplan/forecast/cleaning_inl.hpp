// Bodies of cleaning.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/arima.hpp"
#include "salesplan/forecast/change_points.hpp"
#include "salesplan/forecast/cleaning.hpp"
#include "salesplan/forecast/panel_check.hpp"
#include "salesplan/forecast/stl.hpp"

namespace salesplan::forecast {
namespace detail {

/// The p-quantile of values without NaN, between the order statistics; 0 of none.
inline double sample_quantile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double at = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

/// Missing values put on lines between their neighbours, also before the first and after the last.
inline std::vector<double> fill(core::View<const double> y, std::size_t m) {
  std::size_t first = 0, last = y.size() - 1;
  while (first < last && core::is_missing(y[first])) ++first;
  while (last > first && core::is_missing(y[last])) --last;
  std::vector<double> filled = interpolate(y.subview(first, last + 1 - first), m);
  filled.insert(filled.begin(), first, filled.front());
  filled.insert(filled.end(), y.size() - 1 - last, filled.back());
  return filled;
}

/// Trend and season of a filled series: what each value was expected to be.
struct Expectation {
  std::vector<double> season;     ///< [n] the same every year; 0 without two seasons
  std::vector<double> value;      ///< [n]
  std::vector<double> remainder;  ///< [n] of a fit without robust weights, which hug the values
};

inline Expectation expect(const std::vector<double>& y, std::size_t m) {
  const bool seasonal = m >= 2 && y.size() / 2 >= m;
  const auto take_apart = [&](std::size_t rounds) {
    return seasonal ? stl(y, m, {0, 0, rounds}) : mstl(y, {}, rounds);
  };
  const Decomposition parts = take_apart(15);
  Expectation result{seasonal ? parts.season[0] : std::vector<double>(y.size(), 0.0), parts.trend,
                     take_apart(0).remainder};
  for (std::size_t t = 0; t < y.size(); ++t) result.value[t] += result.season[t];
  return result;
}

/// The remainders that are ordinary: within three times the distance of the quartiles from them.
struct Ordinary {
  double low = 0, high = 0;
  bool holds(double remainder) const { return remainder >= low && remainder <= high; }
};

/// @param work  [n] NaN where a value does not count
inline Ordinary ordinary(const Expectation& expected, const std::vector<double>& work) {
  std::vector<double> remainder;
  double size = 0;
  for (std::size_t t = 0; t < work.size(); ++t) {
    if (core::is_missing(work[t])) continue;
    remainder.push_back(expected.remainder[t]);
    size = std::max(size, std::fabs(work[t]));
  }
  const double low = sample_quantile(remainder, 0.25), high = sample_quantile(remainder, 0.75);
  const double reach = 3 * (high - low) + 1e-9 * size;  // rounding is ordinary
  return {low - reach, high + reach};
}

/// Runs of zeros where there should be sales.
inline std::vector<Finding> find_stock_outs(core::View<const double> y) {
  std::vector<double> sold;
  double zeros = 0;
  for (double v : y) {
    if (core::is_missing(v)) continue;
    if (v < 0) return {};
    if (v == 0) zeros += 1;
    if (v > 0) sold.push_back(v);
  }
  const double count = static_cast<double>(sold.size());
  if (zeros == 0 || zeros > 0.2 * (zeros + count)) return {};
  const double low = sample_quantile(sold, 0.25), high = sample_quantile(sold, 0.75);
  if (low < high - low) return {};
  std::vector<Finding> runs;
  std::size_t first = 0;
  while (first < y.size() && !(y[first] > 0)) ++first;  // before the first sale nothing is out
  for (std::size_t t = first; t < y.size(); ++t) {
    if (y[t] != 0) continue;
    if (!runs.empty() && runs.back().first + runs.back().length == t) {
      ++runs.back().length;
    } else {
      runs.push_back({Oddity::stock_out, t, 1, 0, 0});
    }
  }
  return runs;
}

}  // namespace detail

SALESPLAN_INLINE const char* oddity_name(Oddity kind) {
  switch (kind) {
    case Oddity::outlier:
      return "outlier";
    case Oddity::level_shift:
      return "level shift";
    default:
      return "stock-out";
  }
}

SALESPLAN_INLINE Cleaning clean(core::View<const double> y, std::size_t season_length,
                                const Correction& correction) {
  if (season_length == 0) {
    throw Error(ErrorCode::invalid_argument, "season_length", "0 is below 1");
  }
  check_values(y);
  const std::size_t n = y.size();
  Cleaning result;
  result.cleaned.assign(y.begin(), y.end());
  const auto missing =
      std::count_if(y.begin(), y.end(), [](double v) { return core::is_missing(v); });
  if (n - static_cast<std::size_t>(missing) < 8) return result;

  // Stock-outs first: they are not looked at when the rest is judged.
  result.findings = detail::find_stock_outs(y);
  std::vector<double> work(y.begin(), y.end());
  std::vector<bool> out_of_stock(n, false);
  for (const Finding& run : result.findings) {
    for (std::size_t t = run.first; t < run.first + run.length; ++t) {
      work[t] = core::missing_number;
      out_of_stock[t] = true;
    }
  }
  std::vector<double> filled = detail::fill(work, season_length);

  // Level shifts next, and the series as it would be without them.
  const detail::Expectation first_look = detail::expect(filled, season_length);
  const detail::Ordinary usual_range = detail::ordinary(first_look, work);
  const auto usual = [&](std::size_t t) {
    return usual_range.holds(filled[t] - first_look.value[t]);
  };
  std::vector<double> plain(n);  // single outliers would look like two shifts
  for (std::size_t t = 0; t < n; ++t) {
    const bool alone = !usual(t) && (t == 0 || usual(t - 1)) && (t + 1 == n || usual(t + 1));
    plain[t] = (alone ? first_look.value[t] : filled[t]) - first_look.season[t];
  }
  std::vector<double> steps;
  for (std::size_t t = 1; t < n; ++t) steps.push_back(std::fabs(plain[t] - plain[t - 1]));
  const double usual_step = detail::sample_quantile(steps, 0.5);
  const std::vector<Segment> lines = segments(plain, std::max<std::size_t>(4, season_length / 2));
  std::vector<double> shift(n, 0.0);  // to add to what came before
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t at = lines[i].first;
    const double reached =
        lines[i - 1].level + lines[i - 1].slope * static_cast<double>(at - lines[i - 1].first);
    const double jump = lines[i].level - reached;
    if (!(std::fabs(jump) > 3 * 1.4826 * usual_step)) continue;
    const std::size_t end = i + 1 < lines.size() ? lines[i + 1].first : n;
    double observed = 0;
    for (std::size_t t = at; t < end; ++t) observed += filled[t] / static_cast<double>(end - at);
    result.findings.push_back({Oddity::level_shift, at, end - at, observed, observed - jump});
    for (std::size_t t = 0; t < at; ++t) shift[t] += jump;
  }
  for (std::size_t t = 0; t < n; ++t) filled[t] += shift[t];

  // Outliers last, on the level series.
  const detail::Expectation expected = detail::expect(filled, season_length);
  const detail::Ordinary range = detail::ordinary(expected, work);
  for (std::size_t t = 0; t < n; ++t) {
    const double usual_value = expected.value[t] - shift[t];
    const bool outlier = !core::is_missing(work[t]) && !range.holds(filled[t] - expected.value[t]);
    if (outlier) result.findings.push_back({Oddity::outlier, t, 1, y[t], usual_value});
    if ((outlier && correction.outliers) || (out_of_stock[t] && correction.stock_outs)) {
      result.cleaned[t] = usual_value;
    }
    if (correction.level_shifts) result.cleaned[t] += shift[t];
  }
  for (Finding& finding : result.findings) {
    if (finding.kind != Oddity::stock_out) continue;
    for (std::size_t t = finding.first; t < finding.first + finding.length; ++t) {
      finding.expected += (expected.value[t] - shift[t]) / static_cast<double>(finding.length);
    }
  }
  std::stable_sort(result.findings.begin(), result.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.first < b.first; });
  return result;
}

}  // namespace salesplan::forecast
