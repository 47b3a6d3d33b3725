#include "salesplan/plan/month_mix.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "plan/small_plan.hpp"

namespace salesplan::plan {
namespace month_mix_test {

/// January: 10 tea at 5.00 and 10 rice at 2.00 a year ago, 15 tea at 6.00 and 5 rice at 2.00 now.
Document mixed(Specification& spec) {
  spec = small_plan_of_products();
  const auto move = [&](const char* date, std::int32_t product, double units, core::Minor revenue) {
    sell(spec, date, {0, product}, revenue);
    spec.units.push_back(units);
  };
  move("2025-01-10", 0, 10, 50'00);
  move("2025-01-10", 1, 10, 20'00);
  move("2025-06-10", 1, 1, 2'00);
  move("2026-01-10", 0, 15, 90'00);
  move("2026-01-10", 1, 5, 10'00);
  spec.as_of = calendar::make_date(2026, 1, 31);
  spec.months = 2;
  spec.mix_by = {1, 0};
  return run(spec);
}

TEST(MonthMix, TellsVolumeMixAndPriceApart) {
  Specification spec = small_plan();
  const Document plan = mixed(spec);
  ASSERT_EQ(plan.mix.months.size(), 1U);
  const review::Bridge& revenue = plan.mix.months[0].revenue;
  EXPECT_EQ(revenue.base[0], 70'00);
  EXPECT_EQ(revenue.actual[0], 100'00);
  const auto effect = [&](const char* name) {
    for (std::size_t e = 0; e < revenue.effects.size(); ++e) {
      if (revenue.effects[e] == name) return revenue.at(0, e);
    }
    return core::missing_integer;
  };
  EXPECT_EQ(effect("volume"), 0) << "twenty pieces, as before";
  EXPECT_EQ(effect("mix"), 15'00) << "five from rice to tea";
  EXPECT_EQ(effect("price"), 15'00) << "fifteen tea, 1.00 dearer";
  EXPECT_TRUE(plan.mix.months[0].profit.base.empty()) << "costs are not known";
}

TEST(MonthMix, NamesTheNodesByTheirWay) {
  Specification spec = small_plan();
  const Document plan = mixed(spec);
  // The company, tea, rice, and below each north, ann, bob and cai.
  EXPECT_EQ(plan.mix.labels.size(), 1U + 2 * 5);
  EXPECT_EQ(plan.mix.labels[1], "tea");
  EXPECT_EQ(plan.mix.labels[3], "tea / north");
  EXPECT_EQ(plan.mix.parent[3], 1);
  EXPECT_EQ(plan.mix.labels[4], "tea / ann");
  EXPECT_EQ(plan.mix.parent[4], 3);
}

TEST(MonthMix, NeedsPieces) {
  Specification spec = small_plan();
  mixed(spec);
  spec.units.clear();
  EXPECT_TRUE(run(spec).mix.months.empty());
}

}  // namespace month_mix_test
}  // namespace salesplan::plan
