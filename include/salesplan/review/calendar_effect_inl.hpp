// Bodies of calendar_effect.hpp.
#pragma once

#include <cmath>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/review/calendar_effect.hpp"

namespace salesplan::review {

SALESPLAN_INLINE double selling_days(const calendar::WorkdayCalendar& workdays,
                                     calendar::Period period, double off_day,
                                     core::View<const HolidayWeight> holidays) {
  const auto check = [](double weight, const std::string& place) {
    if (!(weight >= 0) || std::isinf(weight)) {
      throw Error(ErrorCode::invalid_argument, place,
                  core::to_text(weight) + " is not a finite number of at least 0");
    }
  };
  check(off_day, "off_day");
  for (std::size_t h = 0; h < holidays.size(); ++h) {
    check(holidays[h].factor, core::at("holidays", static_cast<std::int64_t>(h)) + ".factor");
  }
  double days = 0;
  const calendar::Date last = calendar::last_date(period);
  for (calendar::Date day = calendar::first_date(period); day <= last; day = day + 1) {
    double weight = workdays.is_workday(day).workday ? 1 : off_day;
    for (const HolidayWeight& one : holidays) {
      for (const calendar::Date date : one.holiday.dates) {
        const std::int64_t after = day - date;
        if (after >= one.holiday.first_day && after <= one.holiday.last_day) weight *= one.factor;
      }
    }
    days += weight;
  }
  return days;
}

SALESPLAN_INLINE Bridge calendar_and_promotion(const allocation::Tree& tree,
                                               const CalendarAndPromotion& sales) {
  allocation::check_tree(tree);
  const std::size_t n = tree.size();
  const auto check = [n](const char* name, std::size_t size, bool optional) {
    if (size != n && !(optional && size == 0)) {
      throw Error(ErrorCode::invalid_argument, name,
                  std::to_string(size) + " values for " + std::to_string(n) + " nodes");
    }
  };
  check("before", sales.before.size(), false);
  check("after", sales.after.size(), false);
  check("days_before", sales.days_before.size(), sales.days_after.empty());
  check("days_after", sales.days_after.size(), sales.days_before.empty());
  check("promotion_before", sales.promotion_before.size(), true);
  check("promotion_after", sales.promotion_after.size(), true);
  const auto days = [](core::View<const double> given, const char* name, std::size_t i) {
    if (given.empty()) return 1.0;
    if (!(given[i] > 0) || std::isinf(given[i])) {
      throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                  core::to_text(given[i]) + " is not finite and positive");
    }
    return given[i];
  };
  const allocation::Children children = allocation::children_of(tree);
  std::vector<core::Minor> amount(3 * n);
  for (std::size_t i = 0; i < n; ++i) {
    if (children.count(i) > 0) continue;
    const core::Minor p0 = sales.promotion_before.empty() ? 0 : sales.promotion_before[i];
    const core::Minor p1 = sales.promotion_after.empty() ? 0 : sales.promotion_after[i];
    const double base =
        static_cast<double>(core::subtract(sales.before[i], p0, "promotion_before"));
    const double ratio =
        days(sales.days_after, "days_after", i) / days(sales.days_before, "days_before", i);
    amount[3 * i] = core::round_to_minor(base * (ratio - 1), "calendar");
    amount[3 * i + 1] = core::subtract(p1, p0, "promotion_after");
    amount[3 * i + 2] =
        core::subtract(core::subtract(core::subtract(sales.after[i], sales.before[i], "after"),
                                      amount[3 * i], "performance"),
                       amount[3 * i + 1], "performance");
  }
  return roll_up(tree, {"calendar", "promotion", "performance"}, sales.before, sales.after, amount);
}

}  // namespace salesplan::review
