// What a visit plan is made from, and what it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/day_span.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::schedule {

/// `visits` in every `every` weeks or months: {1, 1, week} weekly, {1, 1, month} monthly. Weeks are
/// those of ISO 8601; where every > 1 they are counted from the first of the plan.
struct CallFrequency {
  int visits = 1;  ///< 1..31; 0: no visits
  int every = 1;   ///< 1..53
  calendar::Grain grain = calendar::Grain::week;
};

struct VisitCustomer {
  CallFrequency frequency;
  double minutes = 30;              ///< of one visit, > 0
  int least_gap_days = -1;          ///< between two visits; -1: half of the even interval
  std::int32_t area = -1;           ///< visits in one area are near each other; -1: in none
  double x = core::missing_number;  ///< longitude; NaN, with y, where it is not known
  double y = core::missing_number;  ///< latitude
  calendar::WeekdaySet preferred;   ///< weekdays that suit; empty: all
  calendar::Date last_visit;        ///< before the plan; no_date: none
};

/// A visit on a date.
struct Visit {
  std::size_t customer = 0;
  calendar::Date date;
};

/// Time of a day that is not for visits: a meeting, say.
struct BusyTime {
  calendar::Date date;
  double minutes = 0;
};

/// What one rep is to do.
struct VisitProblem {
  std::vector<VisitCustomer> customers;
  double day_minutes = 480;         ///< for visits and travel
  double x = core::missing_number;  ///< where days start and end; as for customers
  double y = core::missing_number;
  std::vector<calendar::DaySpan> absences;  ///< that do not overlap
  std::vector<BusyTime> busy;
  std::vector<Visit> fixed;     ///< appointments, and visits of an earlier plan that must stay
  std::vector<Visit> previous;  ///< an earlier plan, from which to move as little as possible
};

/// How much things are worth, in minutes of travel.
struct VisitOptions {
  double hop_minutes = 5;     ///< every leg takes, and all there is within an area
  double trip_minutes = 30;   ///< more between areas, where coordinates are not known
  double speed_kmh = 40;      ///< where they are
  double detour = 1.3;        ///< road by great circle
  double evenness = 3;        ///< price of (visits of a day - mean)²
  double spacing = 10;        ///< price of ((interval - even interval) / even interval)²
  double off_weekday = 20;    ///< price of a visit on a weekday that does not suit
  double moved = 60;          ///< price of a visit that was on another date in `previous`
  std::int64_t effort = 100;  ///< moves tried for each visit, 500 at least
  std::uint64_t seed = 1;
  int threads = 1;  ///< over reps; 0 for one a hardware thread
};

/// Why a visit is missing.
enum class UnmetReason {
  no_workday,  ///< holidays fill the window
  absent,      ///< the rep is absent on all its workdays
  spacing,     ///< every day is too near to another visit of the customer
  capacity,    ///< the days that are left have not the time
};

/// A visit that its frequency asks for between two dates, and that has none.
struct UnmetVisit {
  std::size_t customer = 0;
  calendar::Date first;
  calendar::Date last;
  UnmetReason reason = UnmetReason::capacity;
};

/// One day on which the rep works.
struct VisitDay {
  calendar::Date date;
  std::int64_t visits = 0;
  double visit_minutes = 0;
  double travel_minutes = 0;
  double free_minutes = 0;  ///< less than 0 only where fixed visits alone are too many
};

struct VisitPlan {
  std::vector<Visit> visits;          ///< by date, and on a date in the order of the tour
  std::vector<double> start_minutes;  ///< [visits] from the day's start, travel before included
  std::vector<UnmetVisit> unmet;
  std::vector<VisitDay> days;
  double mean_visits = 0;  ///< a day
  std::int64_t most_visits = 0;
  std::int64_t moved = 0;  ///< visits on dates that the previous plan has not for the customer
  double travel_minutes = 0;
  double cost = 0;         ///< travel, evenness, spacing, weekdays and moves, in minutes
  double bound = 0;        ///< no plan with these visits costs less
  bool estimated = false;  ///< holidays are not known for all days
};

}  // namespace salesplan::schedule
