#include "salesplan/calendar/period.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "calendar/golden_rows.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {
namespace {

constexpr Grain grains[] = {Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year};

TEST(Period, IsoWeeks) {
  for (const auto& row : golden_rows("iso_weeks.csv")) {
    const Date date = parse_date(row[0], "date");
    EXPECT_EQ(period_text(period_of(date, Grain::week)), row[1]) << row[0];
    EXPECT_EQ(parse_period(row[1], "week"), period_of(date, Grain::week)) << row[0];
  }
}

TEST(Period, PeriodsOfAGrainTileTheDays) {
  const unsigned seed = 20260217;
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int32_t> days(min_date.days + 3000, max_date.days - 3000);
  for (int i = 0; i < 5000; ++i) {
    const Date date{days(random)};
    for (Grain grain : grains) {
      SCOPED_TRACE(testing::Message()
                   << "seed " << seed << " day " << date.days << " " << grain_name(grain));
      const Period period = period_of(date, grain);
      EXPECT_LE(first_date(period), date);
      EXPECT_GE(last_date(period), date);
      EXPECT_EQ(last_date(previous(period)) + 1, first_date(period));
      EXPECT_EQ(first_date(next(period)) - 1, last_date(period));
      EXPECT_EQ(parse_period(period_text(period), "p"), period);
      const PeriodParts parts = period_parts(period);
      EXPECT_EQ(make_period(grain, parts.year, parts.number), period);
      EXPECT_EQ(periods_between(period, shift(period, -7)), -7);
    }
  }
}

TEST(Period, OrdinalsCountFrom1970) {
  for (Grain grain : grains) EXPECT_EQ(period_of(make_date(1970, 1, 1), grain).ordinal, 0);
  EXPECT_EQ(period_of(make_date(1969, 12, 28), Grain::week).ordinal, -1);
  EXPECT_EQ(period_of(make_date(1969, 12, 31), Grain::quarter).ordinal, -1);
  EXPECT_EQ(make_period(Grain::month, 2026, 2).ordinal, 56 * 12 + 1);
}

TEST(Period, OnlyWholePeriodsWithinTheRange) {
  EXPECT_EQ(first_date(period_of(min_date, Grain::month)), min_date);
  EXPECT_EQ(last_date(period_of(max_date, Grain::year)), max_date);
  EXPECT_THROW(period_of(min_date, Grain::week), Error);  // begins on 1399-12-30
  EXPECT_THROW(period_of(max_date, Grain::week), Error);  // ends on 10000-01-02
  EXPECT_EQ(date_text(first_date(period_of(min_date + 5, Grain::week))), "1400-01-06");
  EXPECT_EQ(date_text(last_date(period_of(max_date - 5, Grain::week))), "9999-12-26");
  for (Grain grain : grains) {
    const Period period = period_of(make_date(2026, 2, 17), grain);
    for (std::int64_t n : {std::int64_t{1} << 31, std::numeric_limits<std::int64_t>::max(),
                           std::numeric_limits<std::int64_t>::min()}) {
      EXPECT_THROW(shift(period, n), Error);
    }
    EXPECT_THROW(first_date({grain, std::numeric_limits<std::int32_t>::max()}), Error);
    EXPECT_THROW(last_date({grain, std::numeric_limits<std::int32_t>::min()}), Error);
  }
  EXPECT_THROW(first_date({static_cast<Grain>(5), 0}), Error);
  EXPECT_THROW(make_period(Grain::week, 2026, 54), Error);
  EXPECT_THROW(make_period(Grain::week, 2025, 53), Error);
  EXPECT_EQ(period_text(make_period(Grain::week, 2026, 53)), "2026-W53");
  EXPECT_THROW(make_period(Grain::day, 2026, 366), Error);
  EXPECT_THROW(make_period(Grain::quarter, 2026, 0), Error);
  EXPECT_THROW(make_period(Grain::year, 2026, 2), Error);
  EXPECT_THROW(
      periods_between(make_period(Grain::year, 2026, 1), make_period(Grain::month, 2026, 1)),
      Error);
}

TEST(Period, TextIsStrict) {
  for (const char* bad :
       {"", "26", "2026-", "2026-1", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-q1",
        "2026-W00", "2025-W53", "2026-W7", "2026-02-30", " 2026", "1399", "-026"}) {
    try {
      parse_period(bad, "spec.period");
      ADD_FAILURE() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::parse) << bad;
      EXPECT_EQ(error.place(), "spec.period") << bad;
    }
  }
  for (Grain grain : grains) EXPECT_EQ(parse_grain(grain_name(grain), "g"), grain);
  EXPECT_THROW(parse_grain("Month", "g"), Error);
}

}  // namespace
}  // namespace salesplan::calendar
