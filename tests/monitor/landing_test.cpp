#include "salesplan/monitor/landing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <random>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "refusal.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::monitor {
namespace {

const calendar::Date january{17532};  // 2018-01-01

/// Days from January 2018 on: 100 on workdays, three times that on the last five of a month.
std::vector<double> rush(const calendar::WorkdayCalendar& workdays, std::size_t months) {
  std::vector<double> days;
  for (std::size_t m = 0; m < months; ++m) {
    const calendar::Period month = calendar::shift(
        calendar::period_of(january, calendar::Grain::month), static_cast<std::int64_t>(m));
    const calendar::Date end = calendar::last_date(month);
    for (calendar::Date day = calendar::first_date(month); day <= end; ++day.days) {
      const bool worked = workdays.is_workday(day).workday;
      days.push_back(!worked ? 0 : workdays.workdays(day, end).days <= 5 ? 300 : 100);
    }
  }
  return days;
}

TEST(Landing, WithoutAPastIsTheStraightLineByWorkdays) {
  const calendar::WorkdayCalendar workdays = calendar::named_calendar("CN");
  const calendar::Period march = calendar::parse_period("2026-03", "month");
  const calendar::Date evening = calendar::parse_date("2026-03-13", "day");
  const Landing at = landing({}, workdays, march, evening, 3780000, 9680000);
  const Pace line = pace(9680000, 3780000, 10, 22);
  EXPECT_DOUBLE_EQ(at.pace.pace, line.pace);
  EXPECT_DOUBLE_EQ(at.mean, line.landing);
  EXPECT_DOUBLE_EQ(at.pace.required_daily, line.required_daily);
  EXPECT_TRUE(std::isnan(at.lower));
  EXPECT_TRUE(std::isnan(at.probability));
  EXPECT_TRUE(std::isnan(landing({}, workdays, march, calendar::first_date(march) - 1, 0, 1).mean));
}

TEST(Landing, LearnsTheRushAtTheEnd) {
  const calendar::WorkdayCalendar workdays = calendar::named_calendar("US");
  const std::vector<double> days = rush(workdays, 25);
  const calendar::Period month =
      calendar::shift(calendar::period_of(january, calendar::Grain::month), 24);
  const std::size_t begin = days.size() - 31;
  const LandingModel model =
      learn_landing(workdays, january, core::View<const double>(days).subview(0, begin));
  EXPECT_EQ(model.months, 24u);
  double total = 0, sold = 0, straight = 0, learned = 0;
  for (std::size_t d = begin; d < days.size(); ++d) total += days[d];
  for (std::size_t d = 0; d < 31; ++d) {
    sold += days[begin + d];
    const calendar::Date evening = calendar::first_date(month) + static_cast<std::int64_t>(d);
    const std::int64_t passed = workdays.workdays(calendar::first_date(month), evening).days;
    if (passed == 0) continue;
    straight += std::abs(sold * static_cast<double>(workdays.workdays(month).days) /
                             static_cast<double>(passed) -
                         total);
    learned += std::abs(
        landing(model, workdays, month, evening, static_cast<core::Minor>(sold), 0).mean - total);
  }
  EXPECT_LT(learned, 0.2 * straight);
}

TEST(Landing, NarrowsAndEndsAtWhatIsIn) {
  const calendar::WorkdayCalendar workdays = calendar::named_calendar("US");
  std::mt19937_64 random(7);
  std::vector<double> days = rush(workdays, 24);
  for (double& day : days) day *= 0.5 + static_cast<double>(random() >> 11) * 0x1p-53;
  const LandingModel model = learn_landing(workdays, january, days);
  const calendar::Period month =
      calendar::shift(calendar::period_of(january, calendar::Grain::month), 24);
  const std::vector<double> shares = expected_shares(model, workdays, month);
  double width = std::numeric_limits<double>::infinity(), before = 1;
  for (std::size_t d = 0; d < shares.size(); ++d) {
    // Exactly as expected all the way, towards a target of a tenth more.
    const double whole = model.day * 31;
    const Landing at =
        landing(model, workdays, month, calendar::first_date(month) + static_cast<std::int64_t>(d),
                core::round_to_minor(whole * shares[d], "sold"),
                core::round_to_minor(whole * 1.1, "target"));
    EXPECT_LE(at.upper - at.lower, width * 1.001 + 1);
    EXPECT_LE(at.probability, before + 0.02);
    width = at.upper - at.lower;
    before = at.probability;
  }
  EXPECT_EQ(width, 0);
  EXPECT_EQ(before, 0);
  const Landing reached = landing(model, workdays, month, calendar::first_date(month), 500, 400);
  EXPECT_EQ(reached.probability, 1);
  EXPECT_GE(reached.lower, 500);
}

TEST(Landing, OnAdventureWorksBeatsTheStraightLineAndCoversWhatItSays) {
  const calendar::WorkdayCalendar workdays = calendar::named_calendar("US");
  const calendar::Date first = calendar::parse_date("2017-07-01", "day");
  const calendar::Date end = calendar::parse_date("2020-06-30", "day");
  std::map<std::string, std::vector<double>> units;  // the whole, territories, channels
  for (const char* year : {"2018", "2019", "2020"}) {
    const std::string file =
        std::string(SALESPLAN_SOURCE_DIR "/examples/adventureworks/sales_fy") + year + ".csv";
    const adapters::CsvTable csv(adapters::read_file(file), file);
    const std::size_t date = csv.column("date"), sales = csv.column("sales");
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      const calendar::Date day = calendar::parse_date(csv.cell(r, date), csv.place(r, date));
      const auto amount = static_cast<double>(core::parse_amount(csv.cell(r, sales), 2, "sales"));
      for (const std::string& unit :
           {std::string(), "t" + std::string(csv.cell(r, csv.column("territory"))),
            std::string(csv.cell(r, csv.column("channel")))}) {
        std::vector<double>& days = units[unit];
        days.resize(static_cast<std::size_t>(end - first) + 1);
        days[static_cast<std::size_t>(day - first)] += amount;
      }
    }
  }
  struct Tenth {
    double n = 0, learned = 0, straight = 0, inside = 0;
  };
  std::array<Tenth, 10> tenths;
  Tenth all;
  // Fiscal 2020, each month by what was known before it.
  for (int m = 24; m < 36; ++m) {
    const calendar::Period month =
        calendar::shift(calendar::period_of(first, calendar::Grain::month), m);
    const calendar::Date start = calendar::first_date(month);
    const auto known = static_cast<std::size_t>(start - first);
    const auto length = static_cast<std::size_t>(calendar::last_date(month) - start) + 1;
    const forecast::DailyProfile whole = forecast::daily_profile(
        workdays, first, core::View<const double>(units.at("")).subview(0, known));
    for (const auto& [name, days] : units) {
      const LandingModel model =
          learn_landing(workdays, first, core::View<const double>(days).subview(0, known), whole);
      double total = 0, sold = 0;
      for (std::size_t d = 0; d < length; ++d) total += days[known + d];
      if (!(total > 0)) continue;
      for (std::size_t d = 0; d + 1 < length; ++d) {
        sold += days[known + d];
        const calendar::Date evening = start + static_cast<std::int64_t>(d);
        const std::int64_t passed = workdays.workdays(start, evening).days;
        if (passed == 0) continue;
        const Landing at = landing(model, workdays, month, evening, static_cast<core::Minor>(sold),
                                   static_cast<core::Minor>(total));
        const double line =
            sold * static_cast<double>(workdays.workdays(month).days) / static_cast<double>(passed);
        for (Tenth* to : {&tenths[10 * d / length], &all}) {
          to->n += 1;
          to->learned += std::abs(at.mean / total - 1);
          to->straight += std::abs(line / total - 1);
          to->inside += at.lower <= total && total <= at.upper ? 1 : 0;
        }
      }
    }
  }
  for (std::size_t t = 0; t < 10; ++t) {
    EXPECT_LT(tenths[t].learned, tenths[t].straight) << "tenth " << t + 1;
  }
  EXPECT_GE(all.inside / all.n, 0.75);
  EXPECT_LE(all.inside / all.n, 0.85);
}

TEST(Landing, RefusesWhatCannotBe) {
  const calendar::WorkdayCalendar workdays = calendar::named_calendar("US");
  const calendar::Period month = calendar::parse_period("2018-02", "month");
  EXPECT_EQ(refusal([&] {
              learn_landing(workdays, january, std::vector<double>{1, NAN});
            }),
            "values[1]: is not finite");
  EXPECT_EQ(refusal([&] { landing({}, workdays, month, january, 1, 1); }),
            "through: 2018-01-01 is not a day of 2018-02 nor the day before it");
  EXPECT_EQ(refusal([&] { landing({}, workdays, month, calendar::first_date(month), 1, 1, 1.0); }),
            "level: must be in (0, 1)");
  EXPECT_EQ(learn_landing(workdays, january, {}).months, 0u);
  const LandingModel zero = learn_landing(workdays, january, std::vector<double>(900, 0.0));
  std::vector<double> huge(200, 1e308);
  huge[40] = -1e308;
  EXPECT_EQ(learn_landing(workdays, january, huge).months, 6u);
  EXPECT_EQ(landing(zero, workdays, month, calendar::first_date(month), 0, 5).mean, 0);
}

}  // namespace
}  // namespace salesplan::monitor
