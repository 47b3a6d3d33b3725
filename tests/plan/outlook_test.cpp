#include "salesplan/plan/outlook.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace {

Outlook ahead(const Specification& spec, std::size_t closed = 0) {
  return outlook(spec, history(spec), closed);
}

TEST(Outlook, ForecastsEverySeriesAndTheCompany) {
  Specification spec = small_plan();
  spec.months = 2;
  spec.forecast.by = {0};
  sell_two_years(spec);
  const Outlook found = ahead(spec);
  EXPECT_EQ(found.series, 3U);
  EXPECT_EQ(found.horizon, 2U);
  EXPECT_EQ(found.panel.mean,
            (std::vector<double>{10000, 10000, 5000, 5000, 2500, 2500, 17500, 17500}));
  EXPECT_EQ(found.panel.total_mean, (std::vector<double>{20000, 10000, 5000, 35000}));
}

TEST(Outlook, MonthsBetweenHistoryAndPlanAreMissing) {
  Specification spec = small_plan();
  spec.months = 2;
  sell_two_years(spec);
  sell(spec, "2025-11-20", {0}, 90000);  // not known on the plan's day
  spec.today = calendar::parse_date("2025-11-01", "today");
  spec.first_month = calendar::parse_period("2025-11", "first_month");
  const std::vector<double> alike(4, 17500);  // two months of the one series and the company
  EXPECT_EQ(ahead(spec).panel.mean, alike);
  spec.first_month = calendar::parse_period("2026-11", "first_month");  // a year of gap
  EXPECT_EQ(history(spec).gap, 12U);
  EXPECT_EQ(ahead(spec).panel.mean, alike) << "zeros in the gap would be forecast for November";
}

TEST(Outlook, ClosedMonthsAreKnown) {
  Specification spec = small_plan();
  sell_two_years(spec);
  sell(spec, "2026-01-10", {0}, 40000);
  spec.months = 14;
  spec.as_of = calendar::parse_date("2026-01-31", "as_of");
  const Outlook found = ahead(spec, 1);
  ASSERT_EQ(found.horizon, 13U);
  EXPECT_EQ(found.panel.mean[0], 17500) << "February 2026";
  EXPECT_EQ(found.panel.mean[11], 40000) << "January 2027 follows January 2026";
}

TEST(Outlook, ForecastsSalesAWorkday) {
  Specification spec = small_plan();
  spec.months = 2;
  spec.forecast.per_workday = true;
  sell_two_years(spec);
  const Outlook found = ahead(spec);
  // Weekdays: 23 in January 2025, 22 in January 2026; 20 in both Februaries.
  EXPECT_NEAR(found.panel.mean[0], 17500.0 / 23 * 22, 1e-9);
  EXPECT_NEAR(found.panel.mean[1], 17500.0, 1e-9);
  EXPECT_NEAR(found.panel.total_mean[0], found.panel.mean[0] + found.panel.mean[1], 1e-9);
}

TEST(Outlook, TheSpreadOfTheSumIsInMonthsToo) {
  Specification spec = small_plan();
  spec.months = 2;
  spec.forecast.per_workday = true;
  double squares = 0;  // of what a workday sold more than a year before
  for (int m = 0; m < 12; ++m) {
    sell(spec, mid_month(2024, m), {0}, 10000);
    sell(spec, mid_month(2025, m), {0}, 12000);
    const auto days = [&](int year) {
      const calendar::Date day = calendar::parse_date(mid_month(year, m), "day");
      const calendar::Period month = calendar::period_of(day, calendar::Grain::month);
      return static_cast<double>(spec.workdays.workdays(month).days);
    };
    squares += std::pow(12000 / days(2025) - 10000 / days(2024), 2);
  }
  // Two independent months of 22 and 20 workdays, 21 on average.
  EXPECT_NEAR(ahead(spec).panel.total_sd[0], std::sqrt(2 * squares / 12) * 21, 1e-9);
}

TEST(Outlook, ASeriesStartsWithItsFirstSale) {
  Specification spec = small_plan();
  spec.months = 1;
  spec.forecast.by = {0};
  sell_two_years(spec);
  spec.dimensions[0] = table::Dimension(
      "rep",
      {{"ann", "", ""}, {"bob", "", ""}, {"cai", "", ""}, {"new", "", ""}, {"idle", "", ""}});
  sell(spec, "2025-11-15", {3}, 700);
  sell(spec, "2025-12-15", {3}, 900);
  const Outlook found = ahead(spec);
  EXPECT_EQ(found.panel.mean[3], 900) << "two months are too few for a season";
  EXPECT_TRUE(std::isnan(found.panel.mean[4])) << "nothing was ever sold";
}

TEST(Outlook, RefusalsNameTheSpecificationsField) {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.forecast.levels = {0.8, 80};
  EXPECT_EQ(refusal([&] { ahead(spec); }), "forecast.levels[1]: 80 is not between 0 and 1");
  spec.forecast.levels = {};
  spec.forecast.model = "oracle";
  EXPECT_EQ(refusal([&] { ahead(spec); }).rfind("forecast.model: \"oracle\" is unknown", 0), 0U);
}

TEST(Outlook, AnIntervalImpliesItsStandardDeviation) {
  EXPECT_NEAR(sd_of_interval(100, 100 + 1.959963984540054 * 7, 0.95), 7, 1e-9);
  EXPECT_NEAR(sd_of_interval(100, 100 + 1.2815515655446004 * 7, 0.80), 7, 1e-9);
}

}  // namespace
}  // namespace salesplan::plan
