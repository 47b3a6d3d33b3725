// A user's workday calendar from CSV.
#pragma once

#include <string>
#include <string_view>

#include "adapters/csv.hpp"
#include "salesplan/calendar/workday_calendar.hpp"

namespace salesplan::adapters {

/// Reads the columns date, kind ("holiday" or "makeup") and, where there is one, name. The known
/// years are those from the first date's to the last date's. Errors name line and column.
calendar::WorkdayCalendar read_calendar(const CsvTable& csv, const std::string& name,
                                        calendar::WeekdaySet weekend);

/// "sat,sun" as a set of weekdays; empty text: none. Error(parse) naming `place`.
calendar::WeekdaySet parse_weekend(std::string_view text, const std::string& place);

}  // namespace salesplan::adapters
