// The workdays of a month, its four weeks, and how much of it has passed.
#include <cstdio>

#include "salesplan/calendar/calendars.hpp"
#include "salesplan/calendar/fiscal.hpp"
#include "salesplan/calendar/month_nodes.hpp"
#include "salesplan/core/error.hpp"

int main() {
  using namespace salesplan;
  const calendar::WorkdayCalendar china = calendar::named_calendar("CN");
  const calendar::Period february = calendar::parse_period("2026-02", "month");
  std::printf("2026-02: %d workdays\n", static_cast<int>(china.workdays(february).days));
  for (const calendar::MonthNode& week : calendar::month_nodes(china, february).nodes) {
    std::printf("  %s to %s: %d\n", calendar::date_text(week.first).c_str(),
                calendar::date_text(week.last).c_str(), static_cast<int>(week.workdays));
  }

  const calendar::Period march = calendar::next(february);
  const calendar::Date today = calendar::make_date(2026, 3, 13);
  std::printf("2026-03: %d of %d workdays have passed by the evening of %s\n",
              static_cast<int>(china.workdays(calendar::first_date(march), today).days),
              static_cast<int>(china.workdays(march).days), calendar::date_text(today).c_str());
  std::printf("the next workday is %s\n",
              calendar::date_text(china.next_workday(today).date).c_str());

  const calendar::FiscalCalendar from_july{7};
  const calendar::FiscalPeriod month =
      calendar::fiscal_period_of(from_july, today, calendar::Grain::month);
  std::printf("in a year that starts in July it is month %d of fiscal %d\n", month.number,
              month.year);

  const calendar::WorkdayCount later = china.workdays(calendar::parse_period("2027-02", "month"));
  std::printf("2027-02: %d workdays%s\n", static_cast<int>(later.days),
              later.estimated ? ", estimated: holidays are not known" : "");

  const auto show_error = [](const auto& call) {
    try {
      call();
    } catch (const Error& error) {
      std::printf("refused: %s\n", error.what());
    }
  };
  show_error([] { calendar::named_calendar("FR"); });
  show_error([] { calendar::parse_date("2026-2-17", "date"); });
  show_error([] { calendar::parse_date("2026-02-29", "date"); });
  show_error([&] { china.workdays(today, calendar::make_date(2026, 3, 1)); });
  show_error([] {
    calendar::WorkdayCalendar(
        "own", {calendar::saturday, calendar::sunday},
        {{calendar::make_date(2026, 3, 4), calendar::DayKind::makeup, "", ""}}, 2026, 2026);
  });
}
