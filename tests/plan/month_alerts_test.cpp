#include "salesplan/plan/month_alerts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace {

/// Ann, bob and cai of small_plan(), planned at 100.00, 50.00 and 25.00 a month for three months.
class MonthAlerts : public ::testing::Test {
 protected:
  MonthAlerts() {
    sell_two_years(spec);
    spec.months = 3;
    spec.revenue.amount = 525'00;
    spec.mix = {0, 1, 0};  // by history alone
    spec.review_by = {0};
    spec.owner = 0;
  }

  /// What three months bring one of the reps; the others meet their targets.
  Document after(std::int32_t rep, const std::vector<core::Minor>& brought) {
    for (std::size_t m = 0; m < brought.size(); ++m) {
      for (std::int32_t one = 0; one < 3; ++one) {
        sell(spec, mid_month(2026, static_cast<int>(m)), {one},
             one == rep ? brought[m] : 10000 >> one);
      }
    }
    spec.as_of = calendar::last_date(
        calendar::shift(spec.first_month, static_cast<std::int64_t>(brought.size()) - 1));
    return run(spec);
  }

  /// "2 cai firing 0.4": month, member, state, value.
  std::vector<std::string> texts(const Document& document) const {
    std::vector<std::string> all;
    for (const AlertChange& change : document.alerts) {
      all.push_back(std::to_string(change.month) + " " + spec.dimensions[0].key(change.member) +
                    " " + monitor::state_name(change.state) + " " +
                    std::to_string(change.value).substr(0, 4));
    }
    return all;
  }

  Specification spec = small_plan();
};

monitor::AlertRule below(const char* kpi, double threshold) {
  monitor::AlertRule rule;
  rule.name = "rule";
  rule.kpi = kpi;
  rule.threshold = threshold;
  return rule;
}

TEST_F(MonthAlerts, FireForWhoIsBelow) {
  spec.alerts = {below("attainment", 0.7)};
  EXPECT_EQ(texts(after(2, {10'00, 10'00, 25'00})),
            (std::vector<std::string>{"0 cai firing 0.40", "2 cai normal 1.00"}));
}

TEST_F(MonthAlerts, WaitForASecondMonth) {
  spec.alerts = {below("attainment", 0.7)};
  spec.alerts[0].pending_for = std::int64_t{20} * 86400;
  EXPECT_EQ(
      texts(after(2, {10'00, 10'00, 25'00})),
      (std::vector<std::string>{"0 cai pending 0.40", "1 cai firing 0.40", "2 cai normal 1.00"}));
}

TEST_F(MonthAlerts, SeeTheWholeAndTheLevelsBetween) {
  spec.alerts = {below("growth", -0.3)};
  EXPECT_EQ(
      texts(after(0, {10'00})),
      (std::vector<std::string>{"0 * firing -0.5", "0 north firing -0.6", "0 ann firing -0.9"}));
}

TEST_F(MonthAlerts, SeeSales) {
  spec.alerts = {below("sales", 26'00)};
  spec.alerts[0].where = {{"rep", "cai"}};
  EXPECT_EQ(texts(after(1, {50'00})), (std::vector<std::string>{"0 cai firing 2500"}));
}

TEST_F(MonthAlerts, RefuseRulesThatCannotBe) {
  spec.alerts = {below("attainment", 0.7)};
  spec.alerts[0].name = "";
  EXPECT_EQ(refusal([&] { after(0, {1'00}); }).find("alerts.rules[0].name: "), 0U);
}

}  // namespace
}  // namespace salesplan::plan
