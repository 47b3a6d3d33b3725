#include "salesplan/forecast/calendar_regressors.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/calendar/china.hpp"
#include "salesplan/calendar/us_federal.hpp"

namespace salesplan::forecast {
namespace {

using calendar::Grain;
using calendar::make_date;
using calendar::make_period;

std::vector<double> column(const Regressors& x, const std::string& name) {
  std::vector<double> values;
  for (std::size_t j = 0; j < x.names.size(); ++j) {
    if (x.names[j] != name) continue;
    for (std::size_t r = j; r < x.values.size(); r += x.names.size()) values.push_back(x.values[r]);
  }
  return values;
}

TEST(Easter, KnownSundays) {
  // Meeus (1991), ch. 8, and the tables of the Book of Common Prayer.
  EXPECT_EQ(easter(1991), make_date(1991, 3, 31));
  EXPECT_EQ(easter(1818), make_date(1818, 3, 22));
  EXPECT_EQ(easter(1943), make_date(1943, 4, 25));
  EXPECT_EQ(easter(2000), make_date(2000, 4, 23));
  EXPECT_EQ(easter(2026), make_date(2026, 4, 5));
  for (int year = 1583; year <= 4099; ++year) {
    EXPECT_EQ(calendar::weekday(easter(year)), calendar::sunday);
  }
  EXPECT_EQ(refusal([] { easter(1500); }), "year: 1500 is not in 1583 .. 4099");
}

TEST(CalendarRegressors, LunarNewYearMovesBetweenJanuaryAndFebruary) {
  CalendarEffects effects;
  effects.workdays = false;
  effects.holidays = lunar_new_year_effects();
  const Regressors x = calendar_regressors(calendar::china_calendar(),
                                           make_period(Grain::month, 2023, 1), 48, effects);
  EXPECT_EQ(x.names, (std::vector<std::string>{"before_lunar_new_year", "lunar_new_year"}));
  // 22 January 2023 and 10 February 2024: the 15 days fall 10 : 5 and 0 : 15.
  const std::vector<double> during = column(x, "lunar_new_year");
  EXPECT_NEAR(during[0] - during[12], 10 / 15.0, 1e-12);
  EXPECT_NEAR(during[1] - during[13], 5 / 15.0 - 1, 1e-12);
  const std::vector<double> before = column(x, "before_lunar_new_year");
  // 2 .. 21 January 2023; 21 January .. 9 February 2024.
  EXPECT_NEAR(before[0] - before[12], 1 - 11 / 20.0, 1e-12);
  // Nothing moves in the other months, and a year's shares move without adding anything.
  for (std::size_t t = 2; t < 12; ++t) {
    if (t < 11) {
      EXPECT_NEAR(during[t + 1], 0, t == 2 ? 0.1 : 1e-12) << t;
    }
  }
  for (std::size_t y = 0; y < 4; ++y) {
    EXPECT_NEAR(std::accumulate(during.begin() + static_cast<long>(12 * y),
                                during.begin() + static_cast<long>(12 * y + 12), 0.0),
                0, 1e-12);
  }
}

TEST(CalendarRegressors, AllEffectsAverageToNothing) {
  CalendarEffects effects;
  effects.leap_day = true;
  effects.holidays = {easter_effect()};
  for (Grain grain : {Grain::week, Grain::month, Grain::quarter}) {
    const std::size_t years = grain == Grain::week ? 28 : 400;
    const auto first =
        grain == Grain::week ? make_period(grain, 2000, 1) : make_period(grain, 1900, 1);
    const std::size_t a_year = grain == Grain::week ? 52 : grain == Grain::month ? 12 : 4;
    CalendarEffects own = effects;
    own.workdays = grain == Grain::week;
    if (grain != Grain::week) own.holidays.clear();
    const Regressors x =
        calendar_regressors(calendar::us_federal_calendar(), first, years * a_year, own);
    for (const std::string& name : x.names) {
      const std::vector<double> values = column(x, name);
      const double mean =
          std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
      EXPECT_NEAR(mean, 0, 0.02) << name;
    }
  }
}

TEST(CalendarRegressors, WorkdaysAndLeapDaysAreThoseOfTheCalendar) {
  CalendarEffects effects;
  effects.leap_day = true;
  const calendar::WorkdayCalendar china = calendar::china_calendar();
  const Regressors x = calendar_regressors(china, make_period(Grain::month, 2023, 1), 36, effects);
  const std::vector<double> days = column(x, "workdays"), leap = column(x, "leap_day");
  for (std::size_t t = 0; t < 24; ++t) {
    const auto count = [&](std::size_t at) {
      return static_cast<double>(
          china.workdays(calendar::shift(make_period(Grain::month, 2023, 1), static_cast<long>(at)))
              .days);
    };
    EXPECT_NEAR(days[t + 12] - days[t], count(t + 12) - count(t), 1e-12);
  }
  EXPECT_EQ(leap[1], -0.25);
  EXPECT_EQ(leap[13], 0.75);
  EXPECT_EQ(leap[12], 0);
}

TEST(CalendarRegressors, EffectsHaveNames) {
  const CalendarEffects effects = calendar_effects({"leap_day", "lunar_new_year", "easter"});
  EXPECT_FALSE(effects.workdays);
  EXPECT_TRUE(effects.leap_day);
  EXPECT_EQ(effects.holidays.size(), 3u);
  EXPECT_EQ(refusal([] {
              calendar_effects({"workdays", "moon"});
            }),
            "effects[1]: \"moon\" is none of workdays, leap_day, lunar_new_year, easter");
}

TEST(CalendarRegressors, RefusesWhatCannotBeKnown) {
  const calendar::WorkdayCalendar china = calendar::china_calendar();
  const auto made = [&](const MovingHoliday& holiday) {
    return refusal([&] {
      CalendarEffects effects;
      effects.holidays = {holiday};
      calendar_regressors(china, make_period(Grain::month, 2025, 1), 24, effects);
    });
  };
  const auto fair = make_date(2025, 5, 2);
  EXPECT_EQ(made({"fair", {}, 0, 1}), "holidays[0].dates: are empty");
  EXPECT_EQ(made({"fair", {fair}, 0, 1}),
            "holidays[0].dates: 2025 .. 2025 do not hold the years 2025 .. 2026 of the periods");
  EXPECT_EQ(made({"fair", {fair, fair}, 0, 1}),
            "holidays[0].dates[1]: is not after the one before");
  EXPECT_EQ(made({"fair", {fair, make_date(2026, 5, 2)}, 1, 0}),
            "holidays[0]: days 1 .. 0 do not rise within a year");
  EXPECT_EQ(made({"fair", {fair, make_date(2026, 5, 9)}, 0, 1}), "accepted");
  EXPECT_EQ(refusal([&] {
              calendar_regressors(china, make_period(Grain::day, 2025, 1), 7, CalendarEffects{});
            }),
            "workdays: of single days are no effect beside a season of 7");
}

}  // namespace
}  // namespace salesplan::forecast
