// Bodies of change_points.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/change_points.hpp"

namespace salesplan::forecast {
namespace detail {

/// Least-squares lines through any stretch, from running sums.
class StretchLines {
 public:
  explicit StretchLines(core::View<const double> y) {
    double mean = 0, size = 0, n = 0;
    for (double v : y) {
      if (core::is_missing(v)) continue;
      mean += v;
      n += 1;
    }
    if (n > 0) mean_ = mean / n;
    for (double v : y) {
      if (!core::is_missing(v)) size = std::max(size, std::fabs(v - mean_));
    }
    if (size > 0) unit_ = size;
    sums_.push_back({});
    for (std::size_t t = 0; t < y.size(); ++t) {
      Sums s = sums_.back();
      if (!core::is_missing(y[t])) {
        const double x = static_cast<double>(t), v = (y[t] - mean_) / unit_;
        s.n += 1;
        s.x += x;
        s.xx += x * x;
        s.v += v;
        s.xv += x * v;
        s.vv += v * v;
      }
      sums_.push_back(s);
    }
  }

  /// Sum of squares around the line through [first, end), in units of the largest deviation.
  double squares(std::size_t first, std::size_t end) const {
    const Moments m = moments(first, end);
    const double left = m.xx > 0 ? m.vv - m.xv * m.xv / m.xx : m.vv;
    return left > 0 ? left : 0;
  }

  Segment line(std::size_t first, std::size_t end) const {
    const Moments m = moments(first, end);
    const double slope = m.xx > 0 ? m.xv / m.xx : 0;
    const double level = m.v + slope * (static_cast<double>(first) - m.x);
    return {first, mean_ + unit_ * level, unit_ * slope};
  }

 private:
  struct Sums {
    double n = 0, x = 0, xx = 0, v = 0, xv = 0, vv = 0;
  };
  struct Moments {
    double x, v, xx, xv, vv;  // means, and sums of products around them
  };
  Moments moments(std::size_t first, std::size_t end) const {
    const Sums &a = sums_[first], &b = sums_[end];
    const double n = b.n - a.n;
    if (n == 0) return {0, 0, 0, 0, 0};
    const double x = (b.x - a.x) / n, v = (b.v - a.v) / n;
    return {x, v, b.xx - a.xx - n * x * x, b.xv - a.xv - n * x * v, b.vv - a.vv - n * v * v};
  }

  double mean_ = 0, unit_ = 1;
  std::vector<Sums> sums_;
};

}  // namespace detail

SALESPLAN_INLINE std::vector<Segment> segments(core::View<const double> y, std::size_t shortest) {
  if (shortest < 2) {
    throw Error(ErrorCode::invalid_argument, "shortest", std::to_string(shortest) + " is below 2");
  }
  constexpr std::size_t most = 10, longest = 3000;
  const std::size_t skipped = y.size() > longest ? y.size() - longest : 0;
  const core::View<const double> seen = y.subview(skipped, y.size() - skipped);
  const std::size_t n = seen.size();
  const detail::StretchLines lines(seen);

  // best[k][end]: least squares of k + 1 lines through the values before `end`.
  std::vector<std::vector<double>> best(1, std::vector<double>(n + 1, HUGE_VAL));
  std::vector<std::vector<std::size_t>> cut(1, std::vector<std::size_t>(n + 1, 0));
  for (std::size_t end = shortest; end <= n; ++end) best[0][end] = lines.squares(0, end);
  const double size = static_cast<double>(n);
  const auto criterion = [&](std::size_t k) {
    const double floor = 1e-12 * size;  // an exact fit is not infinitely good
    return size * std::log(std::max(best[k][n], floor) / size) +
           static_cast<double>(k) * (3 * std::log(size) + 6);
  };
  std::size_t chosen = 0;
  for (std::size_t k = 1; k < most && (k + 1) * shortest <= n; ++k) {
    best.emplace_back(n + 1, HUGE_VAL);
    cut.emplace_back(n + 1, 0);
    for (std::size_t end = (k + 1) * shortest; end <= n; ++end) {
      for (std::size_t at = k * shortest; at + shortest <= end; ++at) {
        const double total = best[k - 1][at] + lines.squares(at, end);
        if (total < best[k][end]) {
          best[k][end] = total;
          cut[k][end] = at;
        }
      }
    }
    if (criterion(k) < criterion(chosen)) chosen = k;
  }
  std::vector<Segment> result;
  std::size_t end = n;
  for (std::size_t k = chosen + 1; k-- > 0;) {
    const std::size_t first = cut[k][end];
    result.push_back(lines.line(first, end));
    result.back().first += skipped;
    end = first;
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace salesplan::forecast
