// A rep's month as four weeks: days, workdays, the part of the target, and what to do.
#include <cstdio>

#include "salesplan/calendar/china.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"

int main() {
  using namespace salesplan;
  const calendar::WorkdayCalendar china = calendar::china_calendar();
  const auto show = [&](const char* month, core::Minor target) {
    std::printf("%s: %s\n", month, core::amount_text(target, 2).c_str());
    for (const schedule::WeekPlan& week :
         schedule::week_plans(china, calendar::parse_period(month, "month"), target)) {
      std::printf("  W%d  %s to %s  %d workdays  %s\n", week.node,
                  calendar::date_text(week.start).c_str(), calendar::date_text(week.due).c_str(),
                  static_cast<int>(week.workdays), core::amount_text(week.target, 2).c_str());
    }
  };
  show("2026-02", 3560000);
  show("2026-03", 4895000);
  for (const schedule::TaskTemplate& task : schedule::monthly_template()) {
    std::printf("W%d  %s\n", task.node, task.en.c_str());
  }
  try {
    show("2026-Q1", 13350000);
  } catch (const Error& error) {
    std::printf("refused: %s\n", error.what());
  }
}
