#include "salesplan/forecast/daily_profile.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/calendar/china.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::forecast {
namespace {

using calendar::Date;
using calendar::Grain;
using calendar::make_date;

TEST(DailyProfile, FindsTheRushAtTheEndAndTheQuietWeekend) {
  const calendar::WorkdayCalendar china = calendar::china_calendar();
  const Date first = make_date(2024, 1, 1);
  std::vector<double> sales;
  std::mt19937 random(2);
  std::normal_distribution<double> normal(0, 0.05);
  for (std::int32_t d = 0; d < 731; ++d) {
    const Date day{first.days + d};
    const calendar::Period month = calendar::period_of(day, Grain::month);
    const bool worked = china.is_workday(day).workday;
    const auto left = china.workdays(day, calendar::last_date(month)).days;
    sales.push_back(1000 * (worked ? 1 : 0.2) * (worked && left <= 2 ? 3 : 1) *
                    std::exp(normal(random)));
  }
  const DailyProfile profile = daily_profile(china, first, sales);
  EXPECT_EQ(profile.days, 731u);
  EXPECT_NEAR(profile.kind[5] / profile.kind[2], 0.2, 0.06);  // Saturday
  EXPECT_NEAR(profile.kind[7] / profile.kind[2], 0.2, 0.1);   // holiday on a weekday
  EXPECT_NEAR(profile.kind[8] / profile.kind[2], 1, 0.25);    // worked weekend
  EXPECT_NEAR(profile.phase[8] / profile.phase[3], 3, 0.6);   // last workday
  EXPECT_NEAR(profile.phase[6] / profile.phase[3], 1, 0.15);

  const calendar::Period month = calendar::make_period(Grain::month, 2026, 2);
  const std::vector<double> shares = daily_shares(profile, china, month);
  ASSERT_EQ(shares.size(), 28u);
  EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1, 1e-12);
  EXPECT_LT(shares[16], 0.4 * shares[9]);  // 17 February is the lunar new year
  EXPECT_GT(shares[26], 1.8 * shares[9]);  // Friday 27 February, last but one: 28 is worked
}

TEST(DailyProfile, LittleDataChangesLittle) {
  const calendar::WorkdayCalendar china = calendar::china_calendar();
  const DailyProfile none = daily_profile(china, make_date(2025, 3, 1), {});
  EXPECT_EQ(none.kind[0], 1);
  const std::vector<double> one = {100, 0, 50, core::missing_number, -3};
  const DailyProfile little = daily_profile(china, make_date(2025, 3, 1), one);
  EXPECT_EQ(little.days, 3u);
  for (double factor : little.kind) EXPECT_NEAR(factor, 1, 0.25);
  const std::vector<double> bad = {1, HUGE_VAL};
  EXPECT_EQ(refusal([&] { daily_profile(china, make_date(2025, 3, 1), bad); }),
            "values[1]: is not finite");
  EXPECT_EQ(
      refusal([&] { daily_shares(none, china, calendar::make_period(Grain::quarter, 2025, 1)); }),
      "month: 2025-Q1 is not a month");
}

}  // namespace
}  // namespace salesplan::forecast
