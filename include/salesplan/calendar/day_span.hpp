// Days from one to another, as absences and employments are given.
#pragma once

#include "salesplan/calendar/date.hpp"

namespace salesplan::calendar {

/// The days from `first` to `last`, both included.
struct DaySpan {
  Date first;
  Date last;
};

}  // namespace salesplan::calendar
