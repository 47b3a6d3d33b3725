#include "salesplan/forecast/long_panel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::forecast {
namespace {

using calendar::Date;
using calendar::Grain;
using calendar::make_date;

TEST(LongPanel, SortsRowsIntoSeriesThatEndTogether) {
  const std::vector<std::int64_t> series = {1, 0, 0, 1, 0};
  const std::vector<Date> date = {make_date(2025, 3, 1), make_date(2025, 4, 9),
                                  make_date(2025, 1, 31), make_date(2025, 2, 1),
                                  make_date(2025, 2, 11)};
  const std::vector<double> value = {5, 4, 1, 7, 2};
  const LongPanel p = long_panel(series, date, value, Grain::month);
  EXPECT_EQ(p.offsets, (std::vector<std::int64_t>{0, 4, 7}));
  EXPECT_EQ(p.values[0], 1);
  EXPECT_EQ(p.values[1], 2);
  EXPECT_TRUE(std::isnan(p.values[2]));
  EXPECT_EQ(p.values[3], 4);
  EXPECT_EQ(p.values[4], 7);
  EXPECT_EQ(p.values[5], 5);
  EXPECT_TRUE(std::isnan(p.values[6]));
  EXPECT_EQ(p.first[1], calendar::make_period(Grain::month, 2025, 2));

  const LongPanel summed = long_panel(series, date, value, Grain::quarter, true);
  ASSERT_EQ(summed.values.size(), 4u);
  EXPECT_EQ(summed.values[0], 3);
  EXPECT_EQ(summed.values[2], 12);
}

TEST(LongPanel, TheGrainIsSeenFromTheDates) {
  const auto grain = [](const std::vector<Date>& dates) { return grain_of(dates); };
  EXPECT_EQ(grain({make_date(2025, 1, 1), make_date(2026, 1, 1)}), Grain::year);
  EXPECT_EQ(grain({make_date(2025, 1, 1), make_date(2025, 4, 1)}), Grain::quarter);
  EXPECT_EQ(grain({make_date(2025, 3, 31), make_date(2025, 6, 30)}), Grain::quarter);
  EXPECT_EQ(grain({make_date(2025, 1, 1), make_date(2025, 2, 1)}), Grain::month);
  EXPECT_EQ(grain({make_date(2025, 1, 31), make_date(2025, 2, 28)}), Grain::month);
  EXPECT_EQ(grain({make_date(2025, 1, 6), make_date(2025, 1, 20)}), Grain::week);
  EXPECT_EQ(grain({make_date(2025, 1, 6), make_date(2025, 1, 7)}), Grain::day);
  EXPECT_EQ(grain({make_date(2025, 1, 6)}), Grain::day);
  EXPECT_EQ(refusal([&] { grain({}); }), "dates: are empty");
  EXPECT_EQ(usual_season(Grain::month), 12);
  EXPECT_EQ(usual_season(Grain::day), 7);
}

TEST(LongPanel, RefusesRowsThatAreNoPanel) {
  const Date day = make_date(2025, 3, 1);
  const auto made = [&](std::vector<std::int64_t> series, std::vector<Date> date) {
    return refusal(
        [&] { long_panel(series, date, std::vector<double>(series.size(), 1.0), Grain::month); });
  };
  EXPECT_EQ(made({0, 0}, {day, day}), "date[1]: 2025-03 is given twice for its series");
  EXPECT_EQ(made({0}, {day, day}), "date: 2 values for 1 rows");
  EXPECT_EQ(made({-1}, {day}), "series[0]: -1 is not a number of a series");
  EXPECT_EQ(made({1, 1}, {day, make_date(2025, 4, 1)}), "series: 0 has no row");
  EXPECT_EQ(made({}, {}), "accepted");
  EXPECT_NE(made({0}, {calendar::no_date}).find("date[0]"), std::string::npos);
}

}  // namespace
}  // namespace salesplan::forecast
