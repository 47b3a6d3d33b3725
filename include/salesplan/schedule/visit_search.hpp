// The search for a rep's visit plan: slots on days, tours, and moves between them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "salesplan/numeric/random.hpp"
#include "salesplan/schedule/visit_travel.hpp"
#include "salesplan/schedule/visit_windows.hpp"

namespace salesplan::schedule::detail {

constexpr std::int32_t no_day = -1;

/// A visit to be placed: within days first..last (positions), on `day`.
struct VisitSlot {
  std::size_t customer = 0;
  std::size_t window = 0;  // of the customer
  std::int32_t first = 0;  // days allowed; none where last < first
  std::int32_t last = -1;
  std::int32_t day = no_day;
  bool fixed = false;
};

class VisitSearch {
 public:
  VisitSearch(const VisitProblem& problem, const VisitOptions& options,
              std::vector<calendar::Date> days, std::vector<VisitSlot> slots,
              std::vector<double> capacity, std::uint64_t stream)
      : problem_(problem),
        options_(options),
        travel_(problem, options),
        days_(std::move(days)),
        slots_(std::move(slots)),
        capacity_(std::move(capacity)),
        tours_(days_.size()),
        minutes_(days_.size(), 0.0),
        slots_of_(problem.customers.size()),
        before_(problem.customers.size()),
        random_(options.seed, stream) {
    for (std::size_t s = 0; s < slots_.size(); ++s) slots_of_[slots_[s].customer].push_back(s);
    for (const VisitCustomer& customer : problem.customers) {
      least_gap_.push_back(least_gap(customer));
      even_interval_.push_back(even_interval(customer.frequency));
    }
    for (const Visit& visit : problem.previous) before_[visit.customer].push_back(visit.date);
    for (auto& dates : before_) std::sort(dates.begin(), dates.end());
    find_near();
    mean_ =
        days_.empty() ? 0 : static_cast<double>(slots_.size()) / static_cast<double>(days_.size());
  }

  /// Fixed visits first, then those of the earlier plan, then the others where they cost least.
  void construct() {
    for (std::size_t s = 0; s < slots_.size(); ++s) {
      if (!slots_[s].fixed) continue;
      const std::int32_t day = slots_[s].day;
      slots_[s].day = no_day;
      insert(s, day);
    }
    for (std::size_t c = 0; c < before_.size(); ++c) {
      for (const std::size_t s : slots_of_[c]) {
        for (const calendar::Date date : before_[c]) {
          const auto day = static_cast<std::int32_t>(
              std::lower_bound(days_.begin(), days_.end(), date) - days_.begin());
          if (slots_[s].day != no_day || day < slots_[s].first || day > slots_[s].last) continue;
          if (days_[static_cast<std::size_t>(day)] == date && fits(s, day)) insert(s, day);
        }
      }
    }
    std::vector<std::size_t> order(slots_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return slots_[a].last - slots_[a].first < slots_[b].last - slots_[b].first;
    });
    for (const std::size_t s : order) {
      if (slots_[s].day == no_day) place_cheapest(s);
    }
  }

  /// Moves a visit, and now and then another one out of its way, at falling temperature.
  void anneal() {
    std::vector<std::size_t> movable;
    for (std::size_t s = 0; s < slots_.size(); ++s) {
      if (!slots_[s].fixed && slots_[s].last >= slots_[s].first) movable.push_back(s);
    }
    if (movable.empty() || days_.size() < 2) return;
    const double hottest = problem_.previous.empty() ? 30 : 5, coldest = 0.3;
    // Small plans need no less patience at each temperature.
    const std::int64_t block =
        std::max<std::int64_t>(500, static_cast<std::int64_t>(movable.size()));
    const double cooling = std::pow(coldest / hottest, 1 / static_cast<double>(options_.effort));
    double temperature = hottest;
    for (std::int64_t round = 0; round < options_.effort; ++round, temperature *= cooling) {
      for (std::int64_t i = 0; i < block; ++i) try_move(movable, temperature);
    }
    for (const std::size_t s : movable) {
      if (slots_[s].day == no_day) place_cheapest(s);
    }
  }

  /// 2-opt on every day.
  void straighten() {
    for (std::size_t d = 0; d < tours_.size(); ++d) {
      std::vector<std::size_t>& tour = tours_[d];
      const auto stop = [&](std::size_t i) {
        return i == 0 || i > tour.size() ? travel_.home() : slots_[tour[i - 1]].customer;
      };
      for (bool better = true; better;) {
        better = false;
        for (std::size_t i = 1; i < tour.size(); ++i) {
          for (std::size_t j = i + 1; j <= tour.size(); ++j) {
            const double change = travel_(stop(i - 1), stop(j)) + travel_(stop(i), stop(j + 1)) -
                                  travel_(stop(i - 1), stop(i)) - travel_(stop(j), stop(j + 1));
            if (!(change < -1e-9)) continue;
            std::reverse(tour.begin() + static_cast<std::ptrdiff_t>(i - 1),
                         tour.begin() + static_cast<std::ptrdiff_t>(j));
            minutes_[d] += change;
            better = true;
          }
        }
      }
    }
  }

  const std::vector<VisitSlot>& slots() const { return slots_; }
  const std::vector<std::vector<std::size_t>>& tours() const { return tours_; }
  const TravelTimes& travel() const { return travel_; }
  double minutes(std::size_t day) const { return minutes_[day]; }
  double mean() const { return mean_; }

  /// Whether the gap to the customer's other visits allows the day.
  bool spaced(std::size_t s, std::int32_t day) const {
    const std::size_t customer = slots_[s].customer;
    const Neighbours near = neighbours(s, day);
    const calendar::Date date = days_[static_cast<std::size_t>(day)];
    const int gap = least_gap_[customer];
    return (near.before == calendar::no_date || date - near.before >= gap) &&
           (near.after == calendar::no_date || near.after - date >= gap);
  }

  /// Price of the dates that visits have: spacing, weekdays, moves.
  double date_cost() const {
    double cost = 0;
    for (std::size_t s = 0; s < slots_.size(); ++s) {
      if (slots_[s].day == no_day) continue;
      const std::size_t customer = slots_[s].customer;
      const calendar::Date before = neighbours(s, slots_[s].day).before;
      cost += interval_cost(customer, before, days_[static_cast<std::size_t>(slots_[s].day)]) +
              own_cost(customer, slots_[s].day);
    }
    return cost;
  }

 private:
  struct Neighbours {
    calendar::Date before, after;
  };

  // The customers next to each, of those that are visited.
  void find_near() {
    constexpr std::size_t most = 10;
    std::vector<std::size_t> others;
    for (std::size_t c = 0; c < slots_of_.size(); ++c) {
      if (!slots_of_[c].empty()) others.push_back(c);
    }
    near_.resize(slots_of_.size());
    for (const std::size_t c : others) {
      near_[c] = others;
      const auto end =
          near_[c].begin() + static_cast<std::ptrdiff_t>(std::min(most + 1, near_[c].size()));
      std::partial_sort(near_[c].begin(), end, near_[c].end(), [&](std::size_t a, std::size_t b) {
        if (a == c || b == c) return a == c && b != c;
        const double to_a = travel_(c, a), to_b = travel_(c, b);
        return to_a != to_b ? to_a < to_b : a < b;
      });
      near_[c].erase(end, near_[c].end());
      near_[c].erase(near_[c].begin());  // itself
    }
  }

  // The customer's other visits next to a day of the slot's window; of two on the day itself, one
  // is `before`. Windows follow each other, so that beyond the slot's own only the next one that
  // has a visit counts.
  Neighbours neighbours(std::size_t s, std::int32_t day) const {
    constexpr std::int32_t none = std::numeric_limits<std::int32_t>::max();
    const std::size_t customer = slots_[s].customer;
    const std::vector<std::size_t>& own = slots_of_[customer];
    std::int32_t before = no_day, after = none;
    const auto look = [&](std::size_t other) {
      const std::int32_t at = slots_[other].day;
      if (at == no_day) return;
      if (at <= day) before = std::max(before, at);
      if (at > day) after = std::min(after, at);
    };
    const std::size_t position = s - own.front();
    for (std::size_t i = position; i-- > 0;) {
      if (before != no_day && slots_[own[i]].window != slots_[own[i + 1]].window) break;
      look(own[i]);
    }
    for (std::size_t i = position + 1; i < own.size(); ++i) {
      if (after != none && slots_[own[i]].window != slots_[own[i - 1]].window) break;
      look(own[i]);
    }
    return {before == no_day ? problem_.customers[customer].last_visit
                             : days_[static_cast<std::size_t>(before)],
            after == none ? calendar::no_date : days_[static_cast<std::size_t>(after)]};
  }

  double interval_cost(std::size_t customer, calendar::Date from, calendar::Date to) const {
    if (from == calendar::no_date || to == calendar::no_date) return 0;
    const double even = even_interval_[customer];
    const double off = (static_cast<double>(to - from) - even) / even;
    return options_.spacing * off * off;
  }

  // Price of the day for the customer, whatever else is on it.
  double own_cost(std::size_t customer, std::int32_t day) const {
    const calendar::Date date = days_[static_cast<std::size_t>(day)];
    const calendar::WeekdaySet suits = problem_.customers[customer].preferred;
    double cost = suits.bits != 0 && !suits.has(calendar::weekday(date)) ? options_.off_weekday : 0;
    if (!before_[customer].empty() &&
        !std::binary_search(before_[customer].begin(), before_[customer].end(), date)) {
      cost += options_.moved;
    }
    return cost;
  }

  double dates_change(std::size_t s, std::int32_t day) const {
    const std::size_t customer = slots_[s].customer;
    const Neighbours near = neighbours(s, day);
    const calendar::Date date = days_[static_cast<std::size_t>(day)];
    return interval_cost(customer, near.before, date) + interval_cost(customer, date, near.after) -
           interval_cost(customer, near.before, near.after) + own_cost(customer, day);
  }

  double load_cost(double visits) const {
    const double off = visits - mean_;
    constexpr double beyond = 1000;  // a day with more than one visit above the mean
    return options_.evenness * off * off + (off > 1 ? beyond * (off - 1) : 0);
  }

  struct Place {
    std::size_t position = 0;
    double minutes = 0;
  };

  // Where on the tour of a day the customer costs least.
  Place cheapest_place(std::size_t customer, std::int32_t day) const {
    const std::vector<std::size_t>& tour = tours_[static_cast<std::size_t>(day)];
    std::size_t from = travel_.home();
    Place best{0, std::numeric_limits<double>::infinity()};
    for (std::size_t i = 0; i <= tour.size(); ++i) {
      const std::size_t to = i < tour.size() ? slots_[tour[i]].customer : travel_.home();
      const double direct = tour.empty() ? 0 : travel_(from, to);
      const double minutes = travel_(from, customer) + travel_(customer, to) - direct;
      if (minutes < best.minutes) best = {i, minutes};
      from = to;
    }
    return best;
  }

  // Change of cost of an idle slot, or one that leaves another day, at a place of a day.
  double insertion_cost(std::size_t s, std::int32_t day, const Place& place) const {
    const auto visits = static_cast<double>(tours_[static_cast<std::size_t>(day)].size());
    return place.minutes + dates_change(s, day) + load_cost(visits + 1) - load_cost(visits) -
           unmet_;
  }

  void put_on(std::size_t s, std::int32_t day, const Place& place) {
    const std::size_t d = static_cast<std::size_t>(day);
    tours_[d].insert(tours_[d].begin() + static_cast<std::ptrdiff_t>(place.position), s);
    minutes_[d] += place.minutes + problem_.customers[slots_[s].customer].minutes;
    slots_[s].day = day;
  }

  // Puts an idle slot on a day; returns the change of cost.
  double insert(std::size_t s, std::int32_t day) {
    const Place place = cheapest_place(slots_[s].customer, day);
    const double change = insertion_cost(s, day, place);
    put_on(s, day, place);
    return change;
  }

  struct Removal {
    std::size_t position = 0;
    double minutes = 0;  // of travel
    double cost = 0;     // change
  };

  // What taking a slot off its day changes.
  Removal removal(std::size_t s) const {
    const std::int32_t day = slots_[s].day;
    const std::vector<std::size_t>& tour = tours_[static_cast<std::size_t>(day)];
    const auto at = std::find(tour.begin(), tour.end(), s);
    const std::size_t customer = slots_[s].customer;
    const std::size_t from = at == tour.begin() ? travel_.home() : slots_[*(at - 1)].customer;
    const std::size_t to = at + 1 == tour.end() ? travel_.home() : slots_[*(at + 1)].customer;
    const double minutes = travel_(from, customer) + travel_(customer, to) -
                           (tour.size() == 1 ? 0 : travel_(from, to));
    const auto visits = static_cast<double>(tour.size());
    return {static_cast<std::size_t>(at - tour.begin()), minutes,
            unmet_ - minutes - dates_change(s, day) + load_cost(visits - 1) - load_cost(visits)};
  }

  void take_off(std::size_t s, const Removal& change) {
    const std::size_t d = static_cast<std::size_t>(slots_[s].day);
    tours_[d].erase(tours_[d].begin() + static_cast<std::ptrdiff_t>(change.position));
    minutes_[d] -= change.minutes + problem_.customers[slots_[s].customer].minutes;
    slots_[s].day = no_day;
  }

  // Takes a slot off its day; returns the change of cost.
  double remove(std::size_t s) {
    const Removal change = removal(s);
    take_off(s, change);
    return change.cost;
  }

  bool fits(std::size_t s, std::int32_t day) const {
    const std::size_t customer = slots_[s].customer;
    const std::size_t d = static_cast<std::size_t>(day);
    return spaced(s, day) && minutes_[d] + cheapest_place(customer, day).minutes +
                                     problem_.customers[customer].minutes <=
                                 capacity_[d] + 1e-9;
  }

  void place_cheapest(std::size_t s) {
    std::int32_t best = no_day;
    double least = std::numeric_limits<double>::infinity();
    for (std::int32_t day = slots_[s].first; day <= slots_[s].last; ++day) {
      if (!fits(s, day)) continue;
      const auto visits = static_cast<double>(tours_[static_cast<std::size_t>(day)].size());
      const double change = cheapest_place(slots_[s].customer, day).minutes + dates_change(s, day) +
                            load_cost(visits + 1) - load_cost(visits);
      if (change < least) {
        least = change;
        best = day;
      }
    }
    if (best != no_day) insert(s, best);
  }

  // A day of the window: half of the time one on which a near customer is visited.
  std::int32_t random_day(std::size_t s) {
    const std::vector<std::size_t>& near = near_[slots_[s].customer];
    if (!near.empty() && random_.below(2) == 0) {
      const std::vector<std::size_t>& theirs = slots_of_[near[random_.below(near.size())]];
      const std::int32_t day = slots_[theirs[random_.below(theirs.size())]].day;
      if (day != no_day && allowed(s, day)) return day;
    }
    const std::int32_t days = slots_[s].last - slots_[s].first + 1;
    return slots_[s].first +
           static_cast<std::int32_t>(random_.below(static_cast<std::uint64_t>(days)));
  }

  bool allowed(std::size_t s, std::int32_t day) const {
    return day >= slots_[s].first && day <= slots_[s].last;
  }

  // One visit to another day, alone, or with a visit to a near customer, or in exchange for one.
  void try_move(const std::vector<std::size_t>& movable, double temperature) {
    const std::size_t s = movable[random_.below(movable.size())];
    const std::int32_t to = random_day(s);
    if (to == slots_[s].day || !spaced(s, to)) return;
    std::size_t other = s;
    std::int32_t other_to = no_day;
    const std::vector<std::size_t>& there = tours_[static_cast<std::size_t>(to)];
    const std::vector<std::size_t>& near = near_[slots_[s].customer];
    const std::uint64_t kind = random_.below(8);
    if (kind < 4 && !there.empty()) {
      other = there[random_.below(there.size())];
      if (slots_[other].fixed) return;
      const std::int32_t from = slots_[s].day;
      other_to = from != no_day && allowed(other, from) ? from : random_day(other);
    } else if (kind < 5 && !near.empty()) {
      const std::vector<std::size_t>& theirs = slots_of_[near[random_.below(near.size())]];
      other = theirs[random_.below(theirs.size())];
      other_to = to;
      if (slots_[other].fixed || !allowed(other, to)) return;
    }
    if (other != s && (slots_[other].customer == slots_[s].customer ||
                       slots_[other].day == other_to || !spaced(other, other_to))) {
      return;
    }
    if (other == s) {
      move_alone(s, to, temperature);
    } else {
      relocate({{{s, to}, {other, other_to}}}, temperature);
    }
  }

  bool accepts(double change, double temperature) {
    return change <= 0 || random_.uniform() < std::exp(-change / temperature);
  }

  // Puts a visit on another day unless that costs too much; nothing is touched before that is
  // known.
  void move_alone(std::size_t s, std::int32_t to, double temperature) {
    const std::int32_t from = slots_[s].day;
    double change = from == no_day ? 0 : removal(s).cost;
    const Place place = cheapest_place(slots_[s].customer, to);
    change += insertion_cost(s, to, place);
    const bool accept = accepts(change, temperature);
    const double minutes = minutes_[static_cast<std::size_t>(to)] +
                           (place.minutes + problem_.customers[slots_[s].customer].minutes);
    if (!accept || !(minutes <= capacity_[static_cast<std::size_t>(to)] + 1e-9)) return;
    if (from != no_day) take_off(s, removal(s));
    put_on(s, to, place);
  }

  struct Relocation {
    std::size_t slot;
    std::int32_t day;
  };

  // Does both relocations, and takes them back where they cost too much.
  void relocate(const std::array<Relocation, 2>& moves, double temperature) {
    constexpr std::size_t count = 2;
    std::array<std::int32_t, 4> touched{};
    for (std::size_t i = 0; i < count; ++i) {
      touched[2 * i] = moves[i].day;
      touched[2 * i + 1] = slots_[moves[i].slot].day;
    }
    for (std::size_t i = 0; i < 2 * count; ++i) {
      if (touched[i] == no_day) continue;
      const std::size_t d = static_cast<std::size_t>(touched[i]);
      saved_[i].assign(tours_[d].begin(), tours_[d].end());
      saved_minutes_[i] = minutes_[d];
    }
    double change = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (touched[2 * i + 1] != no_day) change += remove(moves[i].slot);
    }
    for (std::size_t i = 0; i < count; ++i) change += insert(moves[i].slot, moves[i].day);
    bool accept = accepts(change, temperature);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t d = static_cast<std::size_t>(moves[i].day);
      accept = accept && minutes_[d] <= capacity_[d] + 1e-9;
    }
    if (accept) return;
    for (std::size_t i = 0; i < 2 * count; ++i) {
      if (touched[i] == no_day) continue;
      const std::size_t d = static_cast<std::size_t>(touched[i]);
      tours_[d].assign(saved_[i].begin(), saved_[i].end());
      minutes_[d] = saved_minutes_[i];
    }
    for (std::size_t i = 0; i < count; ++i) slots_[moves[i].slot].day = touched[2 * i + 1];
  }

  static constexpr double unmet_ = 100000;  // price of a visit that is missing

  const VisitProblem& problem_;
  const VisitOptions& options_;
  TravelTimes travel_;
  std::vector<calendar::Date> days_;
  std::vector<VisitSlot> slots_;
  std::vector<double> capacity_;
  std::vector<std::vector<std::size_t>> tours_;  // slots of each day, in the order of the tour
  std::vector<double> minutes_;                  // visits and travel of each day
  std::vector<std::vector<std::size_t>> slots_of_;
  std::vector<int> least_gap_;         // [customers] days
  std::vector<double> even_interval_;  // [customers] days
  std::vector<std::vector<std::size_t>> near_;
  std::vector<std::vector<calendar::Date>> before_;
  numeric::Random random_;
  double mean_ = 0;
  std::array<std::vector<std::size_t>, 4> saved_;
  std::array<double, 4> saved_minutes_{};
};

}  // namespace salesplan::schedule::detail
