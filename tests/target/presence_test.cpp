#include "salesplan/target/presence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/calendar/calendars.hpp"

namespace salesplan::target {
namespace {
namespace presence_test {

using calendar::DaySpan;

calendar::Date day(const std::string& text) { return calendar::parse_date(text, "day"); }

DaySpan days(const std::string& first, const std::string& last) { return {day(first), day(last)}; }

double present(const std::string& period, const std::vector<DaySpan>& service,
               const std::vector<DaySpan>& absences) {
  static const calendar::WorkdayCalendar calendar = calendar::named_calendar("CN");
  return presence(calendar, calendar::parse_period(period, "period"), service, absences);
}

// February 2026 has 16 workdays in China: the new year's holiday is from the 15th to the 23rd, and
// the 14th and 28th, Saturdays, are worked.
TEST(Presence, CountsWorkdaysOfTheCalendar) {
  EXPECT_EQ(present("2026-02", {}, {}), 1);
  EXPECT_EQ(present("2026-02", {}, {days("2026-02-15", "2026-02-23")}), 1);
  EXPECT_EQ(present("2026-02", {}, {days("2026-02-14", "2026-02-14")}), 15 / 16.0);
  EXPECT_EQ(present("2026-02", {}, {days("2026-01-20", "2026-03-10")}), 0);
  EXPECT_EQ(present("2026-02", {}, {days("2026-03-01", "2026-03-10")}), 1);
}

TEST(Presence, JoinsLeavesAndIsAbsentWithinItsService) {
  EXPECT_EQ(present("2026-02", {{day("2026-02-14"), calendar::no_date}}, {}), 6 / 16.0);
  EXPECT_EQ(present("2026-02", {{calendar::no_date, day("2026-02-13")}}, {}), 10 / 16.0);
  EXPECT_EQ(present("2026-02", {days("2026-02-09", "2026-02-13")},
                    {days("2026-02-01", "2026-02-09"), days("2026-02-13", "2026-02-28")}),
            3 / 16.0);
  EXPECT_EQ(present("2026-02", {days("2026-03-01", "2026-03-31")}, {}), 0);
}

TEST(Presence, OverlapsCountOnce) {
  const std::vector<DaySpan> twice = {days("2026-02-10", "2026-02-12"),
                                      days("2026-02-09", "2026-02-11"),
                                      days("2026-02-10", "2026-02-10")};
  EXPECT_EQ(present("2026-02", {}, twice), 12 / 16.0);
  EXPECT_EQ(present("2026-02", twice, {}), 4 / 16.0);
}

TEST(Presence, GoesByDaysWhereNothingIsWorked) {
  EXPECT_EQ(present("2026-W08", {}, {days("2026-02-16", "2026-02-17")}), 5 / 7.0);
}

TEST(Presence, RefusesWhatEndsBeforeItBegins) {
  EXPECT_EQ(refusal([] {
              present("2026-02", {},
                      {days("2026-02-09", "2026-02-11"), {day("2026-02-10"), day("2026-02-09")}});
            }),
            "absences[1].last: 2026-02-09 is before 2026-02-10");
}

using Quotas = std::vector<core::Minor>;
using Shares = std::vector<double>;

TEST(PresentQuotas, GoToTheTeamOrStayOpen) {
  const Quotas quota = {1000, 1000, 3000, 3000};
  const Shares there = {0.5, 1, 1, 1};
  const PresentQuotas team = present_quotas(quota, there, 2);
  EXPECT_EQ(team.quota, (Quotas{571, 1000, 3429, 3000}));
  EXPECT_EQ(team.open, (Quotas{0, 0}));
  const PresentQuotas open = present_quotas(quota, there, 2, AbsentPart::open);
  EXPECT_EQ(open.quota, (Quotas{500, 1000, 3000, 3000}));
  EXPECT_EQ(open.open, (Quotas{500, 0}));
  // Where nobody is there nobody takes over.
  EXPECT_EQ(present_quotas(Quotas{700, 300}, Shares{0, 0}, 1).open, Quotas{1000});
}

TEST(PresentQuotas, EveryPeriodAddsUpAndWhoIsThereLosesNothing) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t units = 1 + random() % 8, periods = 1 + random() % 4;
    std::vector<core::Minor> quota;
    std::vector<double> there;
    for (std::size_t i = 0; i < units * periods; ++i) {
      quota.push_back(static_cast<core::Minor>(random() % 100000 * (random() % 4)));
      there.push_back(random() % 2 == 0 ? 1 : static_cast<double>(random() % 23) / 22);
    }
    for (const AbsentPart rule : {AbsentPart::team, AbsentPart::open}) {
      const PresentQuotas result = present_quotas(quota, there, periods, rule);
      for (std::size_t p = 0; p < periods; ++p) {
        core::Minor before = 0, after = result.open[p];
        for (std::size_t i = p; i < quota.size(); i += periods) {
          before += quota[i];
          after += result.quota[i];
          ASSERT_GE(result.quota[i], 0);
          if (there[i] == 1) {
            ASSERT_GE(result.quota[i], quota[i]) << round;
          }
          if (there[i] == 0) {
            ASSERT_EQ(result.quota[i], 0) << round;
          }
          if (rule == AbsentPart::open) {
            ASSERT_LE(result.quota[i], quota[i]) << round;
          }
        }
        ASSERT_EQ(before, after) << round;
      }
    }
  }
}

TEST(PresentQuotas, RefusesWhatMakesNoSense) {
  EXPECT_EQ(refusal([] {
              present_quotas(Quotas{1, 2, 3}, Shares{1, 1, 1}, 2);
            }),
            "periods: 2 do not divide 3 quotas");
  EXPECT_EQ(refusal([] {
              present_quotas(Quotas{1, -2}, Shares{1, 1}, 1);
            }),
            "quota[1]: is missing or negative");
  EXPECT_EQ(refusal([] {
              present_quotas(Quotas{1, 2}, Shares{1, 1.5}, 1);
            }),
            "presence[1]: 1.5 is not in [0, 1]");
  EXPECT_EQ(refusal([] {
              present_quotas(Quotas{1, 2}, Shares{1}, 1);
            }),
            "presence: 1 values for 2 items");
}

}  // namespace presence_test
}  // namespace
}  // namespace salesplan::target
