// What a user writes: a header or two and a few calls. It exits 0 when they answer right.
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/number_text.hpp"

int main() {
  namespace calendar = salesplan::calendar;
  const auto workdays =
      calendar::named_calendar("CN").workdays(calendar::parse_period("2026-02", "month"));
  return salesplan::core::parse_amount("12.34", 2, "amount") == 1234 && workdays.days == 16 ? 0 : 1;
}
