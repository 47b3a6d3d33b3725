// The tours of a rep's days: from home by the day's visits and back.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "salesplan/schedule/visit_travel.hpp"

namespace salesplan::schedule::detail {

class VisitTours {
 public:
  /// A stop, with the minutes of the leg that leads to it.
  struct Stop {
    double leg;
    std::uint32_t customer;
    std::uint32_t slot;
  };

  /// A position on a tour, and what travel a visit has more there.
  struct Place {
    std::size_t position = 0;
    double minutes = 0;
  };

  VisitTours(const TravelTimes& travel, std::size_t days)
      : travel_(travel),
        home_(static_cast<std::uint32_t>(travel.home())),
        stops_(days, std::vector<Stop>{{0, home_, 0}}),
        minutes_(days, 0.0) {}

  std::size_t days() const { return stops_.size(); }
  std::size_t visits(std::int32_t day) const { return stops(day).size() - 1; }

  /// Visits and travel.
  double minutes(std::int32_t day) const { return minutes_[static_cast<std::size_t>(day)]; }

  /// The visits of a day in the order of the tour, and home.
  const std::vector<Stop>& stops(std::int32_t day) const {
    return stops_[static_cast<std::size_t>(day)];
  }

  /// Where on the tour of a day the customer costs least.
  Place cheapest_place(std::size_t customer, std::int32_t day) const {
    const double* legs = travel_.from(customer);
    Place best{0, std::numeric_limits<double>::infinity()};
    double before = legs[home_];
    const std::vector<Stop>& tour = stops(day);
    for (std::size_t i = 0; i < tour.size(); ++i) {
      const double after = legs[tour[i].customer];
      const double minutes = before + after - tour[i].leg;
      if (minutes < best.minutes) best = {i, minutes};
      before = after;
    }
    return best;
  }

  /// Where a slot is on the tour of its day.
  Place place_of(std::size_t slot, std::int32_t day) const {
    const std::vector<Stop>& tour = stops(day);
    std::size_t i = 0;
    while (tour[i].slot != slot) ++i;
    const double direct = tour.size() == 2 ? 0 : travel_(before(tour, i), tour[i + 1].customer);
    return {i, tour[i].leg + tour[i + 1].leg - direct};
  }

  /// `minutes` is the time of the visit without travel.
  void insert(std::size_t slot, std::size_t customer, double minutes, std::int32_t day,
              const Place& place) {
    std::vector<Stop>& tour = stops_[static_cast<std::size_t>(day)];
    const double* legs = travel_.from(customer);
    tour[place.position].leg = legs[tour[place.position].customer];
    tour.insert(tour.begin() + static_cast<std::ptrdiff_t>(place.position),
                {legs[before(tour, place.position)], static_cast<std::uint32_t>(customer),
                 static_cast<std::uint32_t>(slot)});
    minutes_[static_cast<std::size_t>(day)] += place.minutes + minutes;
  }

  void erase(double minutes, std::int32_t day, const Place& place) {
    std::vector<Stop>& tour = stops_[static_cast<std::size_t>(day)];
    tour.erase(tour.begin() + static_cast<std::ptrdiff_t>(place.position));
    Stop& next = tour[place.position];
    next.leg = tour.size() == 1 ? 0 : travel_(before(tour, place.position), next.customer);
    minutes_[static_cast<std::size_t>(day)] -= place.minutes + minutes;
  }

  /// The tour as it was: taking back what was inserted and erased leaves rounding in its minutes.
  void set_minutes(std::int32_t day, double minutes) {
    minutes_[static_cast<std::size_t>(day)] = minutes;
  }

  /// 2-opt on every day.
  void straighten() {
    for (std::size_t d = 0; d < stops_.size(); ++d) {
      std::vector<Stop>& tour = stops_[d];
      for (bool better = true; better;) {
        better = false;
        for (std::size_t i = 0; i + 2 < tour.size(); ++i) {
          for (std::size_t j = i + 1; j + 1 < tour.size(); ++j) {
            const std::size_t from = before(tour, i), to = tour[j + 1].customer;
            const double change = travel_(from, tour[j].customer) + travel_(tour[i].customer, to) -
                                  tour[i].leg - tour[j + 1].leg;
            if (!(change < -1e-9)) continue;
            std::reverse(tour.begin() + static_cast<std::ptrdiff_t>(i),
                         tour.begin() + static_cast<std::ptrdiff_t>(j + 1));
            for (std::size_t k = i; k <= j + 1; ++k) {
              tour[k].leg = travel_(before(tour, k), tour[k].customer);
            }
            minutes_[d] += change;
            better = true;
          }
        }
      }
    }
  }

 private:
  std::size_t before(const std::vector<Stop>& tour, std::size_t position) const {
    return position == 0 ? home_ : tour[position - 1].customer;
  }

  const TravelTimes& travel_;
  std::uint32_t home_;
  std::vector<std::vector<Stop>> stops_;
  std::vector<double> minutes_;
};

}  // namespace salesplan::schedule::detail
