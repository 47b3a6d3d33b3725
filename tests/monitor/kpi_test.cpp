#include "salesplan/monitor/kpi.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::monitor {
namespace {

std::string refused(std::vector<Kpi> kpis) {
  return refusal([&] { KpiTree({{"sales", true}, {"orders", true}}, std::move(kpis)); });
}

TEST(KpiTree, TakesARatioFromSumsAndNeverFromRatios) {
  const KpiTree tree({{"sales", true}, {"orders", true}},
                     {{"double", "2 * average", "", Direction::higher, ""},
                      {"average", "sales / orders", "", Direction::higher, ""},
                      {"amount", "sales", "", Direction::higher, ""}});
  // Two regions and their whole: 100/10, 300/10, 400/20.
  const std::vector<double> values{100, 10, 300, 10, 400, 20};
  const std::vector<double> kpis = tree.values(values);
  EXPECT_EQ(kpis[1], 10);
  EXPECT_EQ(kpis[4], 30);
  EXPECT_EQ(kpis[7], 20);
  EXPECT_EQ(kpis[6], 40);  // a KPI of a KPI that is given after it
  EXPECT_FALSE(tree.additive(0));
  EXPECT_FALSE(tree.additive(1));
  EXPECT_TRUE(tree.additive(2));
}

TEST(KpiTree, ReadsOtherCells) {
  const KpiTree tree({{"sales", true}}, {{"growth", "sales / before(sales) - 1", "", {}, ""},
                                         {"yearly", "sales / year_ago(sales) - 1", "", {}, ""},
                                         {"share", "sales / whole(sales)", "", {}, ""}});
  const std::vector<double> sales{200, 150, 50};
  const std::vector<std::int32_t> before{1, -1, -1}, year_ago{2, -1, -1}, whole{0, 0, 0};
  const std::vector<double> kpis = tree.values(sales, before, year_ago, whole);
  EXPECT_DOUBLE_EQ(kpis[0], 200.0 / 150 - 1);
  EXPECT_DOUBLE_EQ(kpis[1], 3);
  EXPECT_DOUBLE_EQ(kpis[5], 0.75);
  EXPECT_TRUE(std::isnan(kpis[3]));
  EXPECT_TRUE(std::isnan(tree.values(sales)[0]));
}

TEST(KpiTree, HasTheUsualKpis) {
  const KpiTree tree(usual_measures(), usual_kpis("CNY"));
  const std::vector<double> cell{1000, 700, 20, 15, 16, 10, 40, 8000, 450, 100, 600, 800};
  const std::vector<double> kpis = tree.values(cell);
  const auto kpi = [&](const std::string& name) {
    for (std::size_t k = 0; k < tree.kpis().size(); ++k) {
      if (tree.kpis()[k].name == name) return kpis[k];
    }
    return core::missing_number;
  };
  EXPECT_EQ(kpi("profit"), 300);
  EXPECT_EQ(kpi("new_customers"), 5);
  EXPECT_EQ(kpi("lost_customers"), 6);
  EXPECT_EQ(kpi("average_order"), 50);
  EXPECT_EQ(kpi("conversion"), 0.5);
  EXPECT_EQ(kpi("market_share"), 0.125);
  EXPECT_EQ(kpi("satisfaction"), 4.5);
  EXPECT_EQ(kpi("collection"), 0.75);
  for (std::size_t k = 0; k < tree.kpis().size(); ++k) {
    const std::string& name = tree.kpis()[k].name;
    EXPECT_EQ(tree.additive(k), name == "revenue" || name == "profit" || name == "order_count")
        << name;
  }
}

TEST(KpiTree, RefusesWhatCannotBeComputed) {
  EXPECT_EQ(refused({{"a", "b + 1", "", {}, ""}, {"b", "c", "", {}, ""}, {"c", "a", "", {}, ""}}),
            "kpis[0].formula: needs itself: a -> b -> c -> a");
  EXPECT_EQ(refused({{"x", "x", "", {}, ""}}), "kpis[0].formula: needs itself: x -> x");
  EXPECT_EQ(refused({{"x", "before(x)", "", {}, ""}}), "kpis[0].formula: needs itself: x -> x");
  EXPECT_EQ(refused({{"a", "sale", "", {}, ""}}),
            "kpis[0].formula: \"sale\" is neither a measure nor a KPI");
  EXPECT_EQ(refused({{"sales", "1", "", {}, ""}}), "kpis[0].name: \"sales\" is given twice");
  EXPECT_EQ(refused({{"", "1", "", {}, ""}}), "kpis[0].name: \"\" cannot be a name");
  EXPECT_EQ(refused({{"a", "1", "", {}, ""}, {"b", "(", "", {}, ""}}),
            "kpis[1].formula: at 2: a number, a name or \"(\" is needed, not the end");
  const KpiTree tree({{"sales", true}, {"orders", true}}, {});
  EXPECT_EQ(refusal([&] { tree.values(std::vector<double>(3)); }),
            "values: 3 values are no table of 2 measures");
  EXPECT_EQ(refusal([&] { tree.values(std::vector<double>(2), std::vector<std::int32_t>{1}); }),
            "before[0]: 1 is none of 1 cells");
}

TEST(KpiTree, TakesALongChainWithoutRecursion) {
  std::vector<Kpi> kpis;
  for (int i = 0; i < 100000; ++i) {
    kpis.push_back(
        {"k" + std::to_string(i), i < 99999 ? "k" + std::to_string(i + 1) : "1", "", {}, ""});
  }
  EXPECT_EQ(KpiTree({{"sales", true}}, std::move(kpis)).values(std::vector<double>{0})[0], 1);
}

TEST(Attainment, TurnsWithTheDirection) {
  EXPECT_EQ(attainment(90, 120, Direction::higher), 0.75);
  EXPECT_EQ(attainment(50, 40, Direction::lower), 0.8);
  EXPECT_TRUE(std::isnan(attainment(50, 0, Direction::higher)));
  EXPECT_TRUE(std::isnan(attainment(core::missing_number, 1, Direction::higher)));
}

}  // namespace
}  // namespace salesplan::monitor
