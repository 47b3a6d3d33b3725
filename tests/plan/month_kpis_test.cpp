#include "salesplan/plan/month_kpis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace month_kpis_test {

constexpr std::int32_t ann = 0, bob = 1;

/// Two years of sales to customer 0, and a January 2026 in which ann sells 120.00 to him, and bob
/// 20.00 to customer 1, who is new, with half of it as cost; cai sells nothing.
Specification january() {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.customers.assign(spec.facts.size(), 0);
  sell(spec, "2026-01-02", {ann}, 120'00);
  sell(spec, "2026-01-30", {bob}, 20'00);
  spec.customers.insert(spec.customers.end(), {0, 1});
  spec.facts.measures.push_back({"cost", 2, {}});
  for (const std::int64_t revenue : spec.facts.measures[0].values) {
    spec.facts.measures[1].values.push_back(revenue / 2);
  }
  spec.as_of = calendar::make_date(2026, 1, 31);
  spec.months = 3;
  spec.revenue.amount = 525'00;
  spec.review_by = {0};
  spec.owner = 0;
  spec.responses = {{spec.first_month, 0, ann, 100, 4, 3, 10}};
  return spec;
}

TEST(MonthKpis, AreWhatTheReviewsSay) {
  const Specification spec = january();
  const Document plan = run(spec);
  const MonthKpis kpis(spec, plan);
  const auto of = [&](const char* kpi, const char* key) {
    return kpis.of(parse_month_kpi(kpi, "kpi"), 0, spec.dimensions[0].at(key, "test"));
  };
  const std::map<std::string, std::map<std::string, double>> expected{
      {"sales", {{"*", 140'00}, {"ann", 120'00}, {"cai", 0}}},
      {"profit", {{"*", 70'00}, {"north", 70'00}, {"bob", 10'00}}},
      {"growth", {{"*", -0.2}, {"ann", 0.2}}},
      {"change", {{"*", -0.2}, {"bob", -0.6}}},
      {"share", {{"ann", 120.0 / 140}, {"cai", 0}}},
      {"customers", {{"*", 2}, {"ann", 1}, {"cai", 0}}},
      {"new_customers", {{"*", 1}, {"bob", 1}, {"ann", 0}}},
      {"returned_customers", {{"*", 0}}},
      {"lost_customers", {{"*", 0}, {"ann", 0}}},
      {"sales_per_customer", {{"*", 70'00}, {"ann", 120'00}}},
      {"orders", {{"ann", 4}, {"*", 4}}},
      {"average_order", {{"ann", 30'00}}},
      {"conversion", {{"ann", 0.04}}},
      {"satisfaction", {{"ann", 3}}}};
  for (const auto& [kpi, values] : expected) {
    for (const auto& [key, value] : values) {
      EXPECT_NEAR(of(kpi.c_str(), key.c_str()), value, 1e-9) << kpi << " of " << key;
    }
  }
  EXPECT_DOUBLE_EQ(
      of("attainment", "ann"),
      120'00.0 /
          static_cast<double>(plan.attainment[0]
                                  .rows[static_cast<std::size_t>(spec.dimensions[0].find("ann"))]
                                  .target));
  for (const char* kpi : {"sales_per_customer", "orders", "average_order", "conversion"}) {
    EXPECT_TRUE(std::isnan(of(kpi, "cai"))) << kpi;
  }
}

TEST(MonthKpis, ProbabilityIsOfTheMonthAfter) {
  Specification spec = january();
  for (std::size_t i = 0; i < spec.facts.size(); ++i) {
    spec.facts.measures[0].values[i] += static_cast<std::int64_t>(i % 7) * 500;
  }
  spec.forecast.levels = {0.8};
  const Document plan = run(spec);
  ASSERT_EQ(plan.next.size(), 1U);
  ASSERT_TRUE(plan.next[0].placed);
  const PlacedMonth& placed = *plan.next[0].placed;
  const MonthKpis kpis(spec, plan);
  for (std::size_t i = 0; i < placed.owners.size(); ++i) {
    const std::int32_t member = spec.dimensions[0].leaf(static_cast<std::size_t>(placed.owners[i]));
    const double z = (placed.mean[i] - static_cast<double>(placed.planned[i])) / placed.sd[i];
    EXPECT_NEAR(kpis.of(MonthKpi::probability, 0, member), std::erfc(-z / std::sqrt(2.0)) / 2,
                1e-12);
  }
  EXPECT_TRUE(std::isnan(kpis.of(MonthKpi::probability, 0, table::Dimension::root)));
}

TEST(MonthKpis, RulesSeeThem) {
  Specification spec = january();
  monitor::AlertRule rule;
  rule.name = "no new ones";
  rule.kpi = "new_customers";
  rule.threshold = 1;
  spec.alerts = {rule};
  StrategySettings settings;
  settings.rules.emplace_back();
  settings.rules[0].name = "margin";
  settings.rules[0].measure = "profit";
  settings.rules[0].threshold = 20'00;
  settings.rules[0].lever = "discount";
  settings.rules[0].gain = 1e-5;
  settings.levers = {{5, 5, 5}};
  spec.strategy = settings;
  const Document plan = run(spec);
  ASSERT_EQ(plan.alerts.size(), 2U);  // cai has a target; the whole and north have a new one
  EXPECT_EQ(spec.dimensions[0].key(plan.alerts[0].member), "ann");
  EXPECT_EQ(spec.dimensions[0].key(plan.alerts[1].member), "cai");
  ASSERT_EQ(plan.moves.size(), 2U);  // bob's 10.00 and cai's nothing
  EXPECT_NEAR(plan.moves[0].proposal.distance + plan.moves[1].proposal.distance, 30'00, 1e-9);
}

TEST(MonthKpis, RefuseWhatIsNotKnown) {
  EXPECT_EQ(refusal([] { parse_month_kpi("turnover", "rules[2].kpi"); }),
            "rules[2].kpi: \"turnover\" is not one of sales, profit, attainment, pace, growth, "
            "change, share, customers, new_customers, returned_customers, lost_customers, "
            "sales_per_customer, orders, average_order, conversion, satisfaction, probability");
  const auto watching = [](const char* kpi, auto&& change) {
    Specification spec = january();
    spec.alerts.emplace_back();
    spec.alerts[0].name = "rule";
    spec.alerts[0].kpi = kpi;
    change(spec);
    return refusal([&] { run(spec); });
  };
  EXPECT_EQ(watching("profit", [](Specification& spec) { spec.facts.measures.pop_back(); }),
            "alerts.rules[0].kpi: \"profit\" needs costs in the facts");
  EXPECT_EQ(watching("lost_customers", [](Specification& spec) { spec.customers.clear(); }),
            "alerts.rules[0].kpi: \"lost_customers\" needs customers in the facts");
  EXPECT_EQ(watching("lost_customers", [](Specification& spec) { spec.review_by.clear(); }),
            "alerts.rules[0].kpi: \"lost_customers\" needs reviews by the owner dimension");
  EXPECT_EQ(watching("orders", [](Specification& spec) { spec.responses.clear(); }),
            "alerts.rules[0].kpi: \"orders\" needs responses of the owner dimension");
}

}  // namespace month_kpis_test
}  // namespace salesplan::plan
