// Bodies of china.hpp.
#pragma once

#include <iterator>
#include <utility>
#include <vector>

#include "salesplan/calendar/china.hpp"
#include "salesplan/calendar/china_data_inl.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {

namespace detail {

struct HolidayNames {
  const char* en;
  const char* zh;
};

inline HolidayNames names_of(CnHoliday holiday) {
  switch (holiday) {
    case CnHoliday::new_year:
      return {"New Year's Day", "元旦"};
    case CnHoliday::spring_festival:
      return {"Spring Festival", "春节"};
    case CnHoliday::tomb_sweeping:
      return {"Tomb-sweeping Day", "清明节"};
    case CnHoliday::labour_day:
      return {"Labour Day", "劳动节"};
    case CnHoliday::dragon_boat:
      return {"Dragon Boat Festival", "端午节"};
    case CnHoliday::victory_day:
      return {"Victory Day 70th Anniversary", "抗战胜利70周年纪念日"};
    case CnHoliday::mid_autumn:
      return {"Mid-autumn Festival", "中秋节"};
    case CnHoliday::national_day:
      break;
  }
  return {"National Day", "国庆节"};
}

}  // namespace detail

SALESPLAN_INLINE WorkdayCalendar china_calendar() {
  std::vector<SpecialDay> days;
  for (const detail::CnRun& run : detail::cn_runs) {
    const detail::HolidayNames names = detail::names_of(run.holiday);
    const Date first = make_date(run.first / 10000, run.first / 100 % 100, run.first % 100);
    for (std::int32_t i = 0; i < run.days; ++i) {
      days.push_back({first + i, run.kind, names.en, names.zh});
    }
  }
  return {"CN", {saturday, sunday}, std::move(days), detail::cn_first_year, detail::cn_last_year};
}

SALESPLAN_INLINE Date lunar_new_year(int year) {
  constexpr int first = detail::cn_lunar_first_year;
  constexpr int last = first + static_cast<int>(std::size(detail::cn_lunar_new_years)) - 1;
  if (year < first || year > last) {
    throw Error(ErrorCode::invalid_argument, "year",
                std::to_string(year) + " is not within " + std::to_string(first) + ".." +
                    std::to_string(last));
  }
  const int month_day = detail::cn_lunar_new_years[year - first];
  return make_date(year, month_day / 100, month_day % 100);
}

}  // namespace salesplan::calendar
