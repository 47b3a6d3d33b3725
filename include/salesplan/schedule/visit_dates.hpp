// The dates of a rep's visits: on which days each may be, how far apart, and what that costs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/schedule/visit_problem.hpp"
#include "salesplan/schedule/visit_windows.hpp"

namespace salesplan::schedule::detail {

constexpr std::int32_t no_day = -1;

/// A visit to be placed: within days first..last (positions), on `day`.
struct VisitSlot {
  std::uint32_t customer = 0;
  std::uint32_t window = 0;  // of the customer
  std::int32_t first = 0;    // days allowed; none where last < first
  std::int32_t last = -1;
  std::int32_t day = no_day;
  bool fixed = false;

  bool allows(std::int32_t on) const { return on >= first && on <= last; }
};

class VisitDates {
 public:
  /// Slots that follow each other.
  struct Range {
    std::size_t first = 0, size = 0;
  };

  /// The customer's visits next to a day.
  struct Neighbours {
    calendar::Date before, after;
  };

  /// `slots` are by customer.
  VisitDates(const VisitProblem& problem, const VisitOptions& options,
             std::vector<calendar::Date> days, std::vector<VisitSlot> slots)
      : problem_(problem),
        options_(options),
        days_(std::move(days)),
        slots_(std::move(slots)),
        slots_of_(problem.customers.size()),
        before_(problem.customers.size()) {
    for (std::size_t s = slots_.size(); s-- > 0;) {
      Range& own = slots_of_[slots_[s].customer];
      own = {s, own.size + 1};
    }
    for (const VisitCustomer& customer : problem.customers) {
      least_gap_.push_back(least_gap(customer));
      even_interval_.push_back(even_interval(customer.frequency));
    }
    for (const Visit& visit : problem.previous) before_[visit.customer].push_back(visit.date);
    for (auto& dates : before_) std::sort(dates.begin(), dates.end());
  }

  std::size_t days() const { return days_.size(); }
  const std::vector<VisitSlot>& slots() const { return slots_; }
  const VisitSlot& slot(std::size_t s) const { return slots_[s]; }
  Range slots_of(std::size_t customer) const { return slots_of_[customer]; }
  void set_day(std::size_t s, std::int32_t day) { slots_[s].day = day; }

  /// Days of the plan on which the earlier plan has the customer, that the slot may have.
  std::vector<std::int32_t> earlier_days(std::size_t s) const {
    std::vector<std::int32_t> out;
    for (const calendar::Date date : before_[slots_[s].customer]) {
      const auto day = static_cast<std::int32_t>(
          std::lower_bound(days_.begin(), days_.end(), date) - days_.begin());
      if (slots_[s].allows(day) && date_of(day) == date) out.push_back(day);
    }
    return out;
  }

  /// Of two visits on the day itself, one is `before`. Windows follow each other, so that beyond
  /// the slot's own only the next one that has a visit counts.
  Neighbours neighbours(std::size_t s, std::int32_t day) const {
    constexpr std::int32_t none = std::numeric_limits<std::int32_t>::max();
    const std::size_t customer = slots_[s].customer;
    const Range own = slots_of_[customer];
    std::int32_t before = no_day, after = none;
    const auto look = [&](std::size_t other) {
      const std::int32_t at = slots_[other].day;
      if (at == no_day) return;
      if (at <= day) before = std::max(before, at);
      if (at > day) after = std::min(after, at);
    };
    for (std::size_t i = s; i-- > own.first;) {
      if (before != no_day && slots_[i].window != slots_[i + 1].window) break;
      look(i);
    }
    for (std::size_t i = s + 1; i < own.first + own.size; ++i) {
      if (after != none && slots_[i].window != slots_[i - 1].window) break;
      look(i);
    }
    return {before == no_day ? problem_.customers[customer].last_visit : date_of(before),
            after == none ? calendar::no_date : date_of(after)};
  }

  /// Whether the gap to the customer's other visits allows the day.
  bool spaced(std::size_t s, std::int32_t day, const Neighbours& near) const {
    const calendar::Date date = date_of(day);
    const int gap = least_gap_[slots_[s].customer];
    return (near.before == calendar::no_date || date - near.before >= gap) &&
           (near.after == calendar::no_date || near.after - date >= gap);
  }
  bool spaced(std::size_t s, std::int32_t day) const { return spaced(s, day, neighbours(s, day)); }

  /// What a visit on the day costs more than none.
  double price(std::size_t s, std::int32_t day, const Neighbours& near) const {
    const std::size_t customer = slots_[s].customer;
    const calendar::Date date = date_of(day);
    return interval_cost(customer, near.before, date) + interval_cost(customer, date, near.after) -
           interval_cost(customer, near.before, near.after) + own_cost(customer, date);
  }
  double price(std::size_t s, std::int32_t day) const { return price(s, day, neighbours(s, day)); }

  /// What the dates of all visits cost: spacing, weekdays, moves.
  double cost() const {
    double cost = 0;
    for (std::size_t s = 0; s < slots_.size(); ++s) {
      if (slots_[s].day == no_day) continue;
      const std::size_t customer = slots_[s].customer;
      const calendar::Date before = neighbours(s, slots_[s].day).before;
      cost += interval_cost(customer, before, date_of(slots_[s].day)) +
              own_cost(customer, date_of(slots_[s].day));
    }
    return cost;
  }

 private:
  calendar::Date date_of(std::int32_t day) const { return days_[static_cast<std::size_t>(day)]; }

  double interval_cost(std::size_t customer, calendar::Date from, calendar::Date to) const {
    if (from == calendar::no_date || to == calendar::no_date) return 0;
    const double even = even_interval_[customer];
    const double off = (static_cast<double>(to - from) - even) / even;
    return options_.spacing * off * off;
  }

  // Price of the date for the customer, whatever else is on it.
  double own_cost(std::size_t customer, calendar::Date date) const {
    const calendar::WeekdaySet suits = problem_.customers[customer].preferred;
    double cost = suits.bits != 0 && !suits.has(calendar::weekday(date)) ? options_.off_weekday : 0;
    if (!before_[customer].empty() &&
        !std::binary_search(before_[customer].begin(), before_[customer].end(), date)) {
      cost += options_.moved;
    }
    return cost;
  }

  const VisitProblem& problem_;
  const VisitOptions& options_;
  std::vector<calendar::Date> days_;
  std::vector<VisitSlot> slots_;
  std::vector<Range> slots_of_;        // [customers]
  std::vector<int> least_gap_;         // [customers] days
  std::vector<double> even_interval_;  // [customers] days
  std::vector<std::vector<calendar::Date>> before_;
};

}  // namespace salesplan::schedule::detail
