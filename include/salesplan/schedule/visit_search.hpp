// The search for a rep's visit plan: visits where they cost least, and moves between days.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "salesplan/numeric/random.hpp"
#include "salesplan/schedule/visit_dates.hpp"
#include "salesplan/schedule/visit_tours.hpp"
#include "salesplan/schedule/visit_travel.hpp"

namespace salesplan::schedule::detail {

class VisitSearch {
 public:
  VisitSearch(const VisitProblem& problem, const VisitOptions& options,
              std::vector<calendar::Date> days, std::vector<VisitSlot> slots,
              std::vector<double> capacity, std::uint64_t stream)
      : problem_(problem),
        options_(options),
        travel_(problem, options),
        dates_(problem, options, std::move(days), std::move(slots)),
        tours_(travel_, dates_.days()),
        capacity_(std::move(capacity)),
        random_(options.seed, stream) {
    find_near();
    if (dates_.days() > 0) {
      mean_ = static_cast<double>(dates_.slots().size()) / static_cast<double>(dates_.days());
    }
  }

  /// Fixed visits first, then those of the earlier plan, then the others where they cost least.
  void construct() {
    const std::vector<VisitSlot>& slots = dates_.slots();
    for (std::size_t s = 0; s < slots.size(); ++s) {
      if (!slots[s].fixed) continue;
      const std::int32_t day = slots[s].day;
      dates_.set_day(s, no_day);
      insert(s, day);
    }
    for (std::size_t s = 0; s < slots.size(); ++s) {
      for (const std::int32_t day : dates_.earlier_days(s)) {
        if (slots[s].day == no_day && fits(s, day)) insert(s, day);
      }
    }
    std::vector<std::size_t> order(slots.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return slots[a].last - slots[a].first < slots[b].last - slots[b].first;
    });
    for (const std::size_t s : order) {
      if (slots[s].day == no_day) place_cheapest(s);
    }
  }

  /// Moves a visit, and now and then another one out of its way, at falling temperature.
  void anneal() {
    const std::vector<VisitSlot>& slots = dates_.slots();
    std::vector<std::size_t> movable;
    for (std::size_t s = 0; s < slots.size(); ++s) {
      if (!slots[s].fixed && slots[s].last >= slots[s].first) movable.push_back(s);
    }
    if (movable.empty() || dates_.days() < 2) return;
    const double hottest = problem_.previous.empty() ? 30 : 5, coldest = 0.3;
    // Small plans need no less patience at each temperature.
    const std::int64_t block =
        std::max<std::int64_t>(500, static_cast<std::int64_t>(movable.size()));
    const double cooling = std::pow(coldest / hottest, 1 / static_cast<double>(options_.effort));
    temperature_ = hottest;
    for (std::int64_t round = 0; round < options_.effort; ++round, temperature_ *= cooling) {
      for (std::int64_t i = 0; i < block; ++i) try_move(movable);
    }
    for (const std::size_t s : movable) {
      if (slots[s].day == no_day) place_cheapest(s);
    }
  }

  /// 2-opt on every day.
  void straighten() { tours_.straighten(); }

  const VisitDates& dates() const { return dates_; }
  const VisitTours& tours() const { return tours_; }
  const TravelTimes& travel() const { return travel_; }

 private:
  using Place = VisitTours::Place;

  struct Near {
    std::array<std::uint32_t, 10> customers{};
    std::size_t count = 0;
  };

  // The customers next to each, of those that are visited.
  void find_near() {
    std::vector<std::uint32_t> others;
    for (std::uint32_t c = 0; c < problem_.customers.size(); ++c) {
      if (dates_.slots_of(c).size > 0) others.push_back(c);
    }
    near_.resize(problem_.customers.size());
    for (const std::uint32_t c : others) {
      Near& near = near_[c];
      near.count = std::min(near.customers.size(), others.size() - 1);
      std::vector<std::uint32_t> sorted = others;
      sorted.erase(std::find(sorted.begin(), sorted.end(), c));
      std::partial_sort_copy(sorted.begin(), sorted.end(), near.customers.begin(),
                             near.customers.begin() + static_cast<std::ptrdiff_t>(near.count),
                             [&](std::uint32_t a, std::uint32_t b) {
                               const double to_a = travel_(c, a), to_b = travel_(c, b);
                               return to_a != to_b ? to_a < to_b : a < b;
                             });
    }
  }

  double load_cost(double visits) const {
    const double off = visits - mean_;
    constexpr double beyond = 1000;  // a day with more than one visit above the mean
    return options_.evenness * off * off + (off > 1 ? beyond * (off - 1) : 0);
  }

  // Change of cost by a visit with so much more travel and such a date on a day with `visits`.
  double insertion_cost(double minutes, double date_price, std::size_t visits) const {
    const auto load = static_cast<double>(visits);
    return minutes + date_price + load_cost(load + 1) - load_cost(load) - unmet_;
  }

  double visit_minutes(std::size_t s) const {
    return problem_.customers[dates_.slot(s).customer].minutes;
  }

  void put_on(std::size_t s, std::int32_t day, const Place& place) {
    tours_.insert(s, dates_.slot(s).customer, visit_minutes(s), day, place);
    dates_.set_day(s, day);
  }

  // Puts an idle slot on a day where it costs least.
  void insert(std::size_t s, std::int32_t day) {
    put_on(s, day, tours_.cheapest_place(dates_.slot(s).customer, day));
  }

  struct Removal {
    Place place;
    double cost = 0;  // change
  };

  // What taking a slot off its day changes.
  Removal removal(std::size_t s) const {
    const std::int32_t day = dates_.slot(s).day;
    const Place place = tours_.place_of(s, day);
    const auto visits = static_cast<double>(tours_.visits(day));
    return {place, unmet_ - place.minutes - dates_.price(s, day) + load_cost(visits - 1) -
                       load_cost(visits)};
  }

  void take_off(std::size_t s, const Place& place) {
    tours_.erase(visit_minutes(s), dates_.slot(s).day, place);
    dates_.set_day(s, no_day);
  }

  bool has_time(std::int32_t day, double more = 0) const {
    return tours_.minutes(day) + more <= capacity_[static_cast<std::size_t>(day)] + 1e-9;
  }

  bool fits(std::size_t s, std::int32_t day) const {
    if (!dates_.spaced(s, day)) return false;
    const double travel = tours_.cheapest_place(dates_.slot(s).customer, day).minutes;
    return has_time(day, travel + visit_minutes(s));
  }

  void place_cheapest(std::size_t s) {
    std::int32_t best = no_day;
    double least = std::numeric_limits<double>::infinity();
    const VisitSlot& slot = dates_.slot(s);
    for (std::int32_t day = slot.first; day <= slot.last; ++day) {
      if (!fits(s, day)) continue;
      const auto visits = static_cast<double>(tours_.visits(day));
      const double change = tours_.cheapest_place(slot.customer, day).minutes +
                            dates_.price(s, day) + load_cost(visits + 1) - load_cost(visits);
      if (change < least) {
        least = change;
        best = day;
      }
    }
    if (best != no_day) insert(s, best);
  }

  // A visit of a customer near to this one, which has one.
  std::size_t random_near_slot(std::size_t customer) {
    const Near& near = near_[customer];
    const VisitDates::Range theirs = dates_.slots_of(near.customers[random_.below(near.count)]);
    return theirs.first + random_.below(theirs.size);
  }

  // A day of the window: half of the time one on which a near customer is visited.
  std::int32_t random_day(std::size_t s) {
    const VisitSlot& slot = dates_.slot(s);
    if (near_[slot.customer].count > 0 && random_.below(2) == 0) {
      const std::int32_t day = dates_.slot(random_near_slot(slot.customer)).day;
      if (day != no_day && slot.allows(day)) return day;
    }
    const std::int32_t days = slot.last - slot.first + 1;
    return slot.first + static_cast<std::int32_t>(random_.below(static_cast<std::uint64_t>(days)));
  }

  // A visit on its way to another day, next to the customer's visits around that day.
  struct Relocation {
    std::size_t slot;
    std::int32_t day;
    VisitDates::Neighbours near;
  };

  // One visit to another day, alone, or with a visit to a near customer, or in exchange for one.
  void try_move(const std::vector<std::size_t>& movable) {
    const std::size_t s = movable[random_.below(movable.size())];
    const VisitSlot& slot = dates_.slot(s);
    const std::int32_t to = random_day(s);
    if (to == slot.day) return;
    const Relocation move{s, to, dates_.neighbours(s, to)};
    if (!dates_.spaced(s, to, move.near)) return;
    std::size_t other = s;
    std::int32_t other_to = no_day;
    const std::size_t visits = tours_.visits(to);
    const std::uint64_t kind = random_.below(8);
    if (kind < 4 && visits > 0) {
      other = tours_.stops(to)[random_.below(visits)].slot;
      if (dates_.slot(other).fixed) return;
      const std::int32_t from = slot.day;
      other_to = from != no_day && dates_.slot(other).allows(from) ? from : random_day(other);
    } else if (kind < 5 && near_[slot.customer].count > 0) {
      other = random_near_slot(slot.customer);
      other_to = to;
      if (dates_.slot(other).fixed || !dates_.slot(other).allows(to)) return;
    }
    if (other == s) {
      move_alone(move);
      return;
    }
    if (dates_.slot(other).customer == slot.customer || dates_.slot(other).day == other_to) return;
    const Relocation other_move{other, other_to, dates_.neighbours(other, other_to)};
    if (dates_.spaced(other, other_to, other_move.near)) move_both({move, other_move});
  }

  // Whether a change of cost is taken, by a chance drawn once. Asked first with the least that it
  // can cost while travel is not known, as most moves are out of the question then.
  class Acceptance {
   public:
    Acceptance(numeric::Random& random, double temperature)
        : random_(random), temperature_(temperature) {}
    bool operator()(double change) {
      if (change <= 0) return true;
      if (!drawn_) {
        chance_ = random_.uniform();
        drawn_ = true;
      }
      return chance_ < std::exp(-change / temperature_);
    }

   private:
    numeric::Random& random_;
    double temperature_;
    double chance_ = 0;
    bool drawn_ = false;
  };

  // Puts a visit on another day unless that costs too much; nothing is touched before that is
  // known.
  void move_alone(const Relocation& move) {
    const std::int32_t from = dates_.slot(move.slot).day;
    const Removal out = from == no_day ? Removal{} : removal(move.slot);
    const double price = dates_.price(move.slot, move.day, move.near);
    const std::size_t visits = tours_.visits(move.day);
    Acceptance accepts(random_, temperature_);
    if (!accepts(out.cost + insertion_cost(least_insertion(), price, visits))) return;
    const Place place = tours_.cheapest_place(dates_.slot(move.slot).customer, move.day);
    if (!accepts(out.cost + insertion_cost(place.minutes, price, visits))) return;
    if (!has_time(move.day, place.minutes + visit_minutes(move.slot))) return;
    if (from != no_day) take_off(move.slot, out.place);
    put_on(move.slot, move.day, place);
  }

  // Does both relocations, and takes them back where they cost too much.
  void move_both(const std::array<Relocation, 2>& moves) {
    struct Before {
      std::int32_t day;
      Place place;                   // there
      double minutes, minutes_then;  // of the days left and reached
    };
    std::array<Before, 2> before;
    double change = 0;
    for (std::size_t i = 0; i < 2; ++i) {
      const std::int32_t from = dates_.slot(moves[i].slot).day;
      before[i] = {from, {}, from == no_day ? 0 : tours_.minutes(from), 0};
      if (from == no_day) continue;
      const Removal out = removal(moves[i].slot);
      before[i].place = out.place;
      change += out.cost;
      take_off(moves[i].slot, out.place);
    }
    const std::array<std::size_t, 2> visits = {
        tours_.visits(moves[0].day),
        tours_.visits(moves[1].day) + (moves[0].day == moves[1].day ? 1 : 0)};
    const std::array<double, 2> price = {dates_.price(moves[0].slot, moves[0].day, moves[0].near),
                                         dates_.price(moves[1].slot, moves[1].day, moves[1].near)};
    const auto insertion = [&](std::size_t i, double minutes) {
      return insertion_cost(minutes, price[i], visits[i]);
    };
    Acceptance accepts(random_, temperature_);
    bool accept =
        accepts(change + insertion(0, least_insertion()) + insertion(1, least_insertion()));
    std::array<Place, 2> place;
    if (accept) {
      place[0] = tours_.cheapest_place(dates_.slot(moves[0].slot).customer, moves[0].day);
      change += insertion(0, place[0].minutes);
      accept = accepts(change + insertion(1, least_insertion()));
    }
    if (accept) {
      before[0].minutes_then = tours_.minutes(moves[0].day);
      put_on(moves[0].slot, moves[0].day, place[0]);
      place[1] = tours_.cheapest_place(dates_.slot(moves[1].slot).customer, moves[1].day);
      change += insertion(1, place[1].minutes);
      before[1].minutes_then = tours_.minutes(moves[1].day);
      put_on(moves[1].slot, moves[1].day, place[1]);
      if (accepts(change) && has_time(moves[0].day) && has_time(moves[1].day)) return;
      for (std::size_t i = 2; i-- > 0;) {
        take_off(moves[i].slot, place[i]);
        tours_.set_minutes(moves[i].day, before[i].minutes_then);
      }
    }
    for (std::size_t i = 2; i-- > 0;) {
      if (before[i].day == no_day) continue;
      put_on(moves[i].slot, before[i].day, before[i].place);
      tours_.set_minutes(before[i].day, before[i].minutes);
    }
  }

  // No insertion into a tour takes less: a leg more, by the triangle inequality.
  double least_insertion() const {
    return travel_.metric() ? options_.hop_minutes - 1e-6
                            : -std::numeric_limits<double>::infinity();
  }

  static constexpr double unmet_ = 100000;  // price of a visit that is missing

  const VisitProblem& problem_;
  const VisitOptions& options_;
  TravelTimes travel_;
  VisitDates dates_;
  VisitTours tours_;
  std::vector<double> capacity_;
  std::vector<Near> near_;  // [customers]
  numeric::Random random_;
  double mean_ = 0;
  double temperature_ = 0;
};

}  // namespace salesplan::schedule::detail
