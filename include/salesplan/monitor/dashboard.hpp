// The dashboard model: what a board shows, as data a host may draw itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::monitor {

/// Target and actual of one unit (a territory, a rep, a category) in one month, minor units.
struct BoardUnit {
  std::string key;
  std::string label;
  core::Minor target = 0;
  core::Minor actual = 0;
};

/// The units of one dimension.
struct BoardGroup {
  std::string dimension;
  std::vector<BoardUnit> units;
};

/// A day of the month: what has come in by its end, and what was expected by then.
struct BoardDay {
  calendar::Date date;
  bool workday = false;
  core::Minor actual_cumulative = core::missing_integer;  ///< missing: not yet known
  double pace_cumulative = 0;                             ///< target * share of workdays passed
};

enum class MonthStatus { planned, open, closed };

struct BoardMonth {
  calendar::Period month;
  MonthStatus status = MonthStatus::planned;
  core::Minor target = 0;
  core::Minor actual = core::missing_integer;   ///< missing in a month that is only planned
  double forecast = core::missing_number;       ///< made when the plan was
  double landing = core::missing_number;        ///< projected month end
  double landing_lower = core::missing_number;  ///< 80 % interval, where the past is daily
  double landing_upper = core::missing_number;
  double probability = core::missing_number;      ///< of reaching the target
  double expected_by_now = core::missing_number;  ///< target * share of workdays passed
  std::vector<BoardGroup> boards;                 ///< bars: target against actual
  std::vector<BoardGroup> mixes;                  ///< rings: shares of actual
  std::vector<BoardDay> days;
};

struct Dashboard {
  std::vector<BoardMonth> months;
};

}  // namespace salesplan::monitor
