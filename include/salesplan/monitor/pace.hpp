// Pace: where the month stands against what was expected by now, and what the rest must bring.
#pragma once

#include <cstdint>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::monitor {

/// The state of a month after some of its days.
struct Pace {
  double expected_share = 0;  ///< of the month's sales that was to be in by now, 0..1
  double pace = 0;            ///< actual over the target expected by now; 1 is on plan; may be NaN
  double landing = 0;  ///< month end if the rest goes as the part before, minor units; may be NaN
  double required_daily =
      0;  ///< minor units a remaining workday to reach the target; NaN at the end
};

/// Pace by an expected share f: pace = actual / (target f), landing = actual / f, required =
/// (target - actual) / workdays left; NaN where the divisor is 0.
/// Error(invalid_argument) unless f is in 0..1 and workdays_left >= 0. O(1).
inline Pace pace_by_share(core::Minor target, core::Minor actual, double expected_share,
                          std::int64_t workdays_left) {
  if (!(expected_share >= 0 && expected_share <= 1)) {
    throw Error(ErrorCode::invalid_argument, "expected_share", "must be in 0..1");
  }
  if (workdays_left < 0) {
    throw Error(ErrorCode::invalid_argument, "workdays_left",
                std::to_string(workdays_left) + " is negative");
  }
  const double done = static_cast<double>(actual);
  const double goal = static_cast<double>(target);
  Pace result;
  result.expected_share = expected_share;
  result.pace = goal * expected_share > 0 ? done / (goal * expected_share) : core::missing_number;
  result.landing = expected_share > 0 ? done / expected_share : core::missing_number;
  result.required_daily =
      workdays_left > 0 ? (goal - done) / static_cast<double>(workdays_left) : core::missing_number;
  return result;
}

/// Pace in a straight line, by workdays: passed of total are over.
/// Error(invalid_argument) unless 0 <= passed <= total and total > 0. O(1).
inline Pace pace(core::Minor target, core::Minor actual, std::int64_t passed, std::int64_t total) {
  if (total <= 0 || passed < 0 || passed > total) {
    throw Error(ErrorCode::invalid_argument, "workdays",
                std::to_string(passed) + " of " + std::to_string(total) +
                    " passed; 0 <= passed <= total and total > 0 are needed");
  }
  return pace_by_share(target, actual, static_cast<double>(passed) / static_cast<double>(total),
                       total - passed);
}

}  // namespace salesplan::monitor
