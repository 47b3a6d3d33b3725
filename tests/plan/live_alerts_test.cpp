#include "salesplan/plan/live_alerts.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"

namespace salesplan::plan {
namespace live_alerts_test {

calendar::Date day(const char* text) { return calendar::parse_date(text, "date"); }

monitor::AlertRule below(const char* kpi, double threshold) {
  monitor::AlertRule rule;
  rule.name = kpi;
  rule.kpi = kpi;
  rule.threshold = threshold;
  rule.inhibits = false;
  return rule;
}

/// A plan, its board, and what an alert book says as the board takes facts in.
class Live {
 public:
  explicit Live(Specification plan)
      : spec(std::move(plan)),
        document(run(spec)),
        board(spec, document),
        alerts(spec, document, board),
        book(alert_book(spec)) {
    for (const MonthObservations& seen : alert_observations(spec, document)) see(seen);
  }

  void sell(const std::vector<calendar::Date>& dates, const std::vector<std::int32_t>& leaves,
            const std::vector<core::Minor>& revenue, calendar::Date evening) {
    board.add(dates, leaves, revenue, evening);
    for (const MonthObservations& seen : alerts.due(board)) see(seen);
  }

  /// "1 ann firing 0.40": month, member, state, value.
  std::vector<std::string> texts(std::size_t from = 0) const {
    std::vector<std::string> all;
    for (std::size_t i = from; i < changes.size(); ++i) {
      const AlertChange& change = changes[i];
      all.push_back(std::to_string(change.month) + " " + spec.dimensions[0].key(change.member) +
                    " " + monitor::state_name(change.state) + " " +
                    std::to_string(change.value).substr(0, 4));
    }
    return all;
  }

  Specification spec;
  Document document;
  LiveBoard board;
  LiveAlerts alerts;
  monitor::AlertBook book;
  std::vector<monitor::AlertState> known;
  std::vector<AlertChange> changes;

 private:
  void see(const MonthObservations& seen) {
    book.at(seen.time, seen.figures);
    for (const AlertChange& change : state_changes(spec, book, seen.month, known)) {
      changes.push_back(change);
    }
  }
};

/// Two years of sales, then nothing yet; targets of 100.00, 50.00 and 25.00 a month.
Specification quarter() {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.months = 3;
  spec.revenue.amount = 525'00;
  spec.mix = {0, 1, 0};
  spec.review_by = {0};
  spec.as_of = day("2025-12-31");
  return spec;
}

// Facts one evening after the other, none of them late: what a plan that has seen all says.
TEST(LiveAlerts, AreThoseOfAPlanOfAllFacts) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Specification spec = quarter();
    spec.alerts = {below("attainment", 0.9), below("growth", 0), below("sales", 20'00),
                   below("share", 0.3), below("attainment", 0.7)};
    spec.alerts[4].name = "two months";
    spec.alerts[4].pending_for = std::int64_t{20} * 86400;
    Live live(spec);
    Specification all = spec;
    for (calendar::Date date = day("2026-01-01"); date <= day("2026-03-31"); date = date + 1) {
      const auto rep = static_cast<std::int32_t>(random() % 3);
      const auto amount = static_cast<core::Minor>(random() % 12'00);
      live.sell({date}, {rep}, {amount}, date);
      sell(all, calendar::date_text(date), {rep}, amount);
    }
    all.as_of = day("2026-03-31");
    const std::vector<AlertChange> batch = run(all).alerts;
    EXPECT_GT(batch.size(), 3U);
    ASSERT_EQ(live.changes.size(), batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      EXPECT_EQ(live.changes[i].month, batch[i].month);
      EXPECT_EQ(live.changes[i].rule, batch[i].rule);
      EXPECT_EQ(live.changes[i].member, batch[i].member);
      EXPECT_EQ(live.changes[i].state, batch[i].state);
      EXPECT_EQ(live.changes[i].value, batch[i].value);
    }
  }
}

// January has 22 workdays; on the evening of the 15th half of them are over.
TEST(LiveAlerts, PaceFiresAndRecoversWithinTheMonth) {
  Specification spec = quarter();
  spec.alerts = {below("pace", 0.8)};
  Live live(spec);
  live.sell({day("2026-01-15"), day("2026-01-15"), day("2026-01-15")}, {0, 1, 2},
            {30'00, 25'00, 12'50}, day("2026-01-15"));
  EXPECT_EQ(live.texts(), (std::vector<std::string>{"0 * firing 0.77", "0 north firing 0.73",
                                                    "0 ann firing 0.60"}));
  live.sell({day("2026-01-15")}, {0}, {20'00}, calendar::no_date);
  EXPECT_EQ(live.texts(3), (std::vector<std::string>{"0 * normal 1.00", "0 north normal 1.00",
                                                     "0 ann normal 1.00"}));
  // The plan of the same facts says on that evening what the live one said first.
  Specification all = spec;
  sell(all, "2026-01-15", {0}, 30'00);
  sell(all, "2026-01-15", {1}, 25'00);
  sell(all, "2026-01-15", {2}, 12'50);
  all.as_of = day("2026-01-15");
  EXPECT_EQ(run(all).alerts.size(), 3U);
}

// On the last day of a month facts go on coming in, and after it some are late.
TEST(LiveAlerts, AMonthThatHasEndedIsLookedAtAgain) {
  Specification spec = quarter();
  spec.alerts = {below("attainment", 0.9), below("pace", 0.9)};
  spec.alerts[0].where = spec.alerts[1].where = {{"rep", "cai"}};
  Live live(spec);
  live.sell({day("2026-01-30")}, {2}, {20'00}, day("2026-01-31"));
  EXPECT_EQ(live.texts(), (std::vector<std::string>{"0 cai firing 0.80", "0 cai firing 0.80"}));
  live.sell({day("2026-01-30")}, {2}, {5'00}, calendar::no_date);
  EXPECT_EQ(live.texts(2), (std::vector<std::string>{"0 cai normal 1.00", "0 cai normal 1.00"}));
  // A return comes late, when February is under way on its pace.
  live.sell({day("2026-02-13")}, {2}, {25'00}, day("2026-02-13"));
  live.sell({day("2026-01-20")}, {2}, {-10'00}, calendar::no_date);
  EXPECT_EQ(live.texts(4), (std::vector<std::string>{"0 cai firing 0.60"}));
  // Late for January, and February ends, and March begins, all at once.
  live.sell({day("2026-01-20"), day("2026-03-02")}, {2, 2}, {10'00, 25'00}, calendar::no_date);
  EXPECT_EQ(live.texts(5), (std::vector<std::string>{"0 cai normal 1.00"}));
}

TEST(LiveAlerts, WithoutRulesThereIsNothingToSee) {
  Live live(quarter());
  live.board.add(std::vector<calendar::Date>{day("2026-01-31")}, std::vector<std::int32_t>{0},
                 std::vector<core::Minor>{1});
  EXPECT_TRUE(live.alerts.due(live.board).empty());
}

}  // namespace live_alerts_test
}  // namespace salesplan::plan
