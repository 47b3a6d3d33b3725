// Bodies of calendar_regressors.hpp.
#pragma once

#include <algorithm>
#include <cstdint>

#include "salesplan/calendar/china.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE std::vector<MovingHoliday> lunar_new_year_effects() {
  MovingHoliday before{"before_lunar_new_year", {}, -20, -1};
  MovingHoliday during{"lunar_new_year", {}, 0, 14};
  for (int year = 1950; year <= 2100; ++year) {
    before.dates.push_back(calendar::lunar_new_year(year));
  }
  during.dates = before.dates;
  return {before, during};
}

SALESPLAN_INLINE calendar::Date easter(int year) {
  if (year < 1583 || year > 4099) {
    throw Error(ErrorCode::invalid_argument, "year",
                std::to_string(year) + " is not in 1583 .. 4099");
  }
  const int a = year % 19, b = year / 100, c = year % 100;
  const int moon = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int week = (32 + 2 * (b % 4) + 2 * (c / 4) - moon - c % 4) % 7;
  const int late = (a + 11 * moon + 22 * week) / 451;
  const int day = moon + week - 7 * late + 114;
  return calendar::make_date(year, day / 31, day % 31 + 1);
}

SALESPLAN_INLINE MovingHoliday easter_effect() {
  MovingHoliday holiday{"easter", {}, -7, 1};
  for (int year = 1900; year < 2200; ++year) holiday.dates.push_back(easter(year));
  return holiday;
}

namespace detail {

/// Share of a holiday's days that fall into the period, over all its dates.
inline double holiday_share(const MovingHoliday& holiday, calendar::Period period) {
  const calendar::Date from = calendar::first_date(period), to = calendar::last_date(period);
  const double length = holiday.last_day - holiday.first_day + 1;
  double share = 0;
  auto date = std::lower_bound(holiday.dates.begin(), holiday.dates.end(),
                               calendar::Date{from.days - holiday.last_day});
  for (; date != holiday.dates.end() && date->days + holiday.first_day <= to.days; ++date) {
    const std::int32_t first = std::max(date->days + holiday.first_day, from.days);
    const std::int32_t last = std::min(date->days + holiday.last_day, to.days);
    share += (last - first + 1) / length;
  }
  return share;
}

/// Means of an effect by the place in the year.
class YearlyMean {
 public:
  void add(calendar::Period period, double value) {
    const auto place = static_cast<std::size_t>(calendar::period_parts(period).number);
    if (sum_.size() <= place) {
      sum_.resize(place + 1, 0.0);
      count_.resize(place + 1, 0.0);
    }
    sum_[place] += value;
    count_[place] += 1;
  }
  double at(calendar::Period period) const {
    const auto place = static_cast<std::size_t>(calendar::period_parts(period).number);
    return place < sum_.size() && count_[place] > 0 ? sum_[place] / count_[place] : 0;
  }

 private:
  std::vector<double> sum_, count_;
};

/// The periods that lie whole in the years first..last, both included.
template <class Visit>
void for_years(calendar::Grain grain, int first, int last, Visit&& visit) {
  calendar::Period period = calendar::period_of(calendar::make_date(first, 1, 1), grain);
  const calendar::Period end = calendar::period_of(calendar::make_date(last, 12, 31), grain);
  for (; period.ordinal <= end.ordinal; ++period.ordinal) visit(period);
}

inline void check_holiday(const MovingHoliday& holiday, const std::string& place, int first_year,
                          int last_year) {
  if (holiday.last_day < holiday.first_day || holiday.first_day < -366 || holiday.last_day > 366) {
    throw Error(ErrorCode::invalid_argument, place,
                "days " + std::to_string(holiday.first_day) + " .. " +
                    std::to_string(holiday.last_day) + " do not rise within a year");
  }
  if (holiday.dates.empty()) {
    throw Error(ErrorCode::invalid_argument, place + ".dates", "are empty");
  }
  for (std::size_t i = 0; i < holiday.dates.size(); ++i) {
    const std::string date = core::at(place + ".dates", static_cast<std::int64_t>(i));
    calendar::check_date(holiday.dates[i], date);
    if (i > 0 && holiday.dates[i] <= holiday.dates[i - 1]) {
      throw Error(ErrorCode::invalid_argument, date, "is not after the one before");
    }
  }
  const int from = calendar::date_parts(holiday.dates.front()).year;
  const int to = calendar::date_parts(holiday.dates.back()).year;
  if (from > first_year || to < last_year) {
    throw Error(ErrorCode::invalid_argument, place + ".dates",
                std::to_string(from) + " .. " + std::to_string(to) + " do not hold the years " +
                    std::to_string(first_year) + " .. " + std::to_string(last_year) +
                    " of the periods");
  }
}

}  // namespace detail

SALESPLAN_INLINE CalendarEffects calendar_effects(const std::vector<std::string>& names) {
  CalendarEffects effects;
  effects.workdays = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == "workdays") {
      effects.workdays = true;
    } else if (names[i] == "leap_day") {
      effects.leap_day = true;
    } else if (names[i] == "lunar_new_year") {
      for (const MovingHoliday& part : lunar_new_year_effects()) effects.holidays.push_back(part);
    } else if (names[i] == "easter") {
      effects.holidays.push_back(easter_effect());
    } else {
      throw Error(ErrorCode::not_found, core::at("effects", static_cast<std::int64_t>(i)),
                  "\"" + names[i] + "\" is none of workdays, leap_day, lunar_new_year, easter");
    }
  }
  return effects;
}

SALESPLAN_INLINE Regressors calendar_regressors(const calendar::WorkdayCalendar& workdays,
                                                calendar::Period first, std::size_t periods,
                                                const CalendarEffects& effects) {
  using calendar::Period;
  Regressors result;
  if (periods == 0) return result;
  const Period last = calendar::shift(first, static_cast<std::int64_t>(periods) - 1);
  const int first_year = calendar::date_parts(calendar::first_date(first)).year;
  const int last_year = calendar::date_parts(calendar::last_date(last)).year;
  const auto period_at = [&](std::size_t r) {
    return Period{first.grain, first.ordinal + static_cast<std::int32_t>(r)};
  };
  const auto add = [&](const std::string& name, auto&& value) {
    Regressors column{{name}, std::vector<double>(periods)};
    for (std::size_t r = 0; r < periods; ++r) column.values[r] = value(period_at(r));
    append(result, column);
  };

  if (effects.workdays) {
    if (first.grain == calendar::Grain::day) {
      throw Error(ErrorCode::invalid_argument, "workdays",
                  "of single days are no effect beside a season of 7");
    }
    const auto count = [&](Period p) { return static_cast<double>(workdays.workdays(p).days); };
    detail::YearlyMean mean;
    // Weekdays come round in 28 years; a calendar may know thousands.
    detail::for_years(first.grain,
                      std::max(calendar::date_parts(workdays.first_known()).year, last_year - 28),
                      std::min(calendar::date_parts(workdays.last_known()).year, first_year + 28),
                      [&](Period p) { mean.add(p, count(p)); });
    add("workdays", [&](Period p) { return count(p) - mean.at(p); });
  }
  if (effects.leap_day && first.grain >= calendar::Grain::month) {
    const auto holds = [](Period p) {
      const int year = calendar::date_parts(calendar::first_date(p)).year;
      const int days = calendar::days_in_month(year, 2);
      const calendar::Date end = calendar::make_date(year, 2, days);
      if (end < calendar::first_date(p) || end > calendar::last_date(p)) return 0.0;
      return days - 28.25;
    };
    add("leap_day", holds);
  }
  for (std::size_t i = 0; i < effects.holidays.size(); ++i) {
    const MovingHoliday& holiday = effects.holidays[i];
    detail::check_holiday(holiday, core::at("holidays", static_cast<std::int64_t>(i)), first_year,
                          last_year);
    const auto share = [&](Period p) { return detail::holiday_share(holiday, p); };
    detail::YearlyMean mean;
    const int from = calendar::date_parts(holiday.dates.front()).year;
    const int to = calendar::date_parts(holiday.dates.back()).year;
    detail::for_years(first.grain, from, to, [&](Period p) { mean.add(p, share(p)); });
    add(holiday.name, [&](Period p) { return share(p) - mean.at(p); });
  }
  return result;
}

}  // namespace salesplan::forecast
