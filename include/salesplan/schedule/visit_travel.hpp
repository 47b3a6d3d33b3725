// Minutes from door to door, and the least that any plan must travel.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "salesplan/schedule/visit_problem.hpp"
#include "salesplan/schedule/visit_windows.hpp"
#include "salesplan/territory/distance.hpp"

namespace salesplan::schedule::detail {

/// Minutes between all customers and the home, which is the last; both ways the same.
class TravelTimes {
 public:
  TravelTimes(const VisitProblem& problem, const VisitOptions& options)
      : size_(problem.customers.size() + 1), minutes_(size_ * size_, options.hop_minutes) {
    std::vector<double> x, y;
    std::vector<std::size_t> where;
    const auto place = [&](std::size_t i, double east, double north) {
      if (core::is_missing(east)) return;
      x.push_back(east);
      y.push_back(north);
      where.push_back(i);
    };
    for (std::size_t c = 0; c + 1 < size_; ++c)
      place(c, problem.customers[c].x, problem.customers[c].y);
    place(size_ - 1, problem.x, problem.y);
    const std::vector<double> km =
        territory::distance_cost(x, y, x, y, {}, 1, territory::Coordinates::degrees);
    std::vector<bool> known(size_, false);
    for (std::size_t i = 0; i < where.size(); ++i) {
      known[where[i]] = true;
      for (std::size_t j = 0; j < where.size(); ++j) {
        minutes_[where[i] * size_ + where[j]] +=
            60 * options.detour * km[i * where.size() + j] / options.speed_kmh;
      }
    }
    const auto area = [&](std::size_t i) {
      return i + 1 < size_ ? problem.customers[i].area : std::int32_t{-1};
    };
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j < size_; ++j) {
        if (known[i] && known[j]) continue;
        if (area(i) < 0 || area(i) != area(j)) minutes_[i * size_ + j] += options.trip_minutes;
      }
    }
    by_area_ = where.empty();
    metric_ = by_area_ || where.size() == size_;
  }

  double operator()(std::size_t from, std::size_t to) const { return minutes_[from * size_ + to]; }
  std::size_t home() const { return size_ - 1; }
  const double* from(std::size_t place) const { return &minutes_[place * size_]; }  ///< to each
  bool by_area() const { return by_area_; }  ///< no coordinates are known
  bool metric() const { return metric_; }    ///< known to have no detour that is shorter

 private:
  std::size_t size_;
  std::vector<double> minutes_;
  bool by_area_, metric_;
};

/// The fewest days that put into every window as many different days as it needs.
/// `windows` [n] of positions on a list of days: {last, first, days needed}.
struct DayWindow {
  std::size_t last;
  std::size_t first;
  int needed;
};
inline std::size_t fewest_days(std::vector<DayWindow> windows) {
  std::sort(windows.begin(), windows.end(), [](const DayWindow& a, const DayWindow& b) {
    return a.last != b.last ? a.last < b.last : a.first > b.first;
  });
  std::vector<std::size_t> taken;
  for (const DayWindow& window : windows) {
    const auto inside =
        static_cast<int>(std::count_if(taken.begin(), taken.end(), [&](std::size_t day) {
          return day >= window.first && day <= window.last;
        }));
    int missing = window.needed - inside;
    for (std::size_t day = window.last + 1; missing > 0 && day-- > window.first;) {
      if (std::find(taken.begin(), taken.end(), day) != taken.end()) continue;
      taken.push_back(day);
      --missing;
    }
  }
  return taken.size();
}

/// Less travel than this no plan has with `visits[c]` visits of each customer on `used` days or
/// more, whose windows are `windows[c]`.
inline double travel_bound(const VisitProblem& problem, const TravelTimes& travel,
                           const VisitOptions& options, const std::vector<std::size_t>& visits,
                           const std::vector<std::vector<DayWindow>>& windows, std::size_t used) {
  const std::size_t home = travel.home();
  double bound = 0;
  if (travel.by_area()) {
    // A tour of v visits in k areas has v + 1 legs, of which k + 1 are trips.
    std::map<std::int32_t, std::vector<DayWindow>> by_area;
    std::size_t all = 0, area_days = 0;
    for (std::size_t c = 0; c < home; ++c) {
      all += visits[c];
      if (problem.customers[c].area < 0) {
        area_days += visits[c];
      } else {
        auto& list = by_area[problem.customers[c].area];
        list.insert(list.end(), windows[c].begin(), windows[c].end());
      }
    }
    for (const auto& area : by_area) area_days += fewest_days(area.second);
    bound = static_cast<double>(all + used) * options.hop_minutes +
            static_cast<double>(std::max(area_days, used) + used) * options.trip_minutes;
    return all > 0 ? bound : 0;
  }
  // Half of the two cheapest legs at every stop.
  double nearest_home = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < home; ++c) {
    if (visits[c] == 0) continue;
    const double out = travel(home, c);
    nearest_home = std::min(nearest_home, out);
    double least = out, second = out;
    for (std::size_t other = 0; other < home; ++other) {
      if (other == c || visits[other] == 0) continue;
      const double leg = travel(c, other);
      if (leg < least) {
        second = least;
        least = leg;
      } else {
        second = std::min(second, leg);
      }
    }
    bound += static_cast<double>(visits[c]) * (least + second) / 2;
  }
  return used > 0 ? bound + static_cast<double>(used) * nearest_home : 0;
}

}  // namespace salesplan::schedule::detail
