// Pace and landing: where the month stands against its workdays, and where it will end.
#pragma once

#include <cstdint>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::monitor {

/// The state of a month after some of its workdays.
struct Pace {
  double expected_share = 0;  ///< share of the month's workdays that has passed, 0..1
  double pace = 0;            ///< actual over the target expected by now; 1 is on plan; may be NaN
  double landing = 0;         ///< projected month end, minor units; NaN before the first workday
  double required_daily =
      0;  ///< minor units a remaining workday to reach the target; NaN at the end
};

/// Pace by workdays: the month is expected to come in evenly over its workdays, so with p of w
/// passed, pace = actual / (target p/w), landing = actual w/p, required = (target - actual)/(w-p).
/// Error(invalid_argument) unless 0 <= passed <= total and total > 0. O(1).
inline Pace pace(core::Minor target, core::Minor actual, std::int64_t passed, std::int64_t total) {
  if (total <= 0 || passed < 0 || passed > total) {
    throw Error(ErrorCode::invalid_argument, "workdays",
                std::to_string(passed) + " of " + std::to_string(total) +
                    " passed; 0 <= passed <= total and total > 0 are needed");
  }
  const double share = static_cast<double>(passed) / static_cast<double>(total);
  const double done = static_cast<double>(actual);
  const double goal = static_cast<double>(target);
  Pace result;
  result.expected_share = share;
  result.pace = goal * share > 0 ? done / (goal * share) : core::missing_number;
  result.landing = passed > 0 ? done / share : core::missing_number;
  result.required_daily =
      passed < total ? (goal - done) / static_cast<double>(total - passed) : core::missing_number;
  return result;
}

}  // namespace salesplan::monitor
