// United States: the public holidays of the federal government.
#pragma once

#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

/// The federal holidays of `year`, 1971..2100, on the dates on which they are observed, in order: a
/// Saturday's on the Friday before, a Sunday's on the Monday after. New Year's Day may so fall on
/// 31 December of the year before. Holidays since they took effect: Martin Luther King Jr. 1986,
/// Juneteenth 2021; Veterans Day was the fourth Monday of October until 1977. Not included: days
/// granted by order for one year, and Inauguration Day, which only Washington DC observes.
/// Error(invalid_argument) for other years.
/// @source 5 U.S.C. 6103; Executive Order 11582 (1971), section 3; Pub. L. 90-363, 94-97, 98-144,
/// 117-17.
std::vector<SpecialDay> us_federal_holidays(int year);

/// Workdays of the federal government, Monday to Friday, known for 1971..2100 by the law as it
/// stands.
WorkdayCalendar us_federal_calendar();

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/us_federal_inl.hpp"
#endif
