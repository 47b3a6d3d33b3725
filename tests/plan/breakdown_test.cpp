#include "salesplan/plan/breakdown.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace breakdown_test {

constexpr std::size_t rep = 0, product = 1;

// The history of two years, of which only the number of cells matters here.
History past(Specification spec) {
  sell_two_years(spec);
  return history(spec);
}

Rule rule(std::optional<std::size_t> month, std::vector<Member> members) {
  Rule made;
  made.month = month;
  made.members = std::move(members);
  return made;
}
Rule lower(Rule made, core::Minor amount) { return made.lower = amount, made; }
Rule upper(Rule made, core::Minor amount) { return made.upper = amount, made; }
Rule lock(Rule made, core::Minor amount) { return made.lock = amount, made; }

Member of(const Specification& spec, std::size_t dimension, const char* key) {
  return {dimension, spec.dimensions[dimension].at(key, "key")};
}

/// Every node's value by its label, from the cells up; the parts must meet the whole everywhere.
std::map<std::string, core::Minor> values(const Specification& spec, core::Minor total,
                                          const std::vector<double>& weights) {
  const Breakdown tree = breakdown(spec, past(spec), weights);
  std::vector<target::Difference> differences;
  const table::Cube cube =
      break_down(spec, total, tree, tree.weights, true, "revenue", differences);
  EXPECT_TRUE(differences.empty());
  std::vector<core::Minor> sums(tree.parent.size(), 0);
  std::map<std::string, core::Minor> by_label;
  for (std::size_t node = sums.size(); node-- > 0;) {
    if (tree.cell[node] != Breakdown::inner) sums[node] = cube[tree.cell[node]];
    if (node > 0) sums[static_cast<std::size_t>(tree.parent[node])] += sums[node];
    by_label[tree.labels[node]] = sums[node];
  }
  EXPECT_EQ(sums[0], total);
  return by_label;
}

std::string refused(const Specification& spec, core::Minor total,
                    const std::vector<double>& weights) {
  return refusal([&] { values(spec, total, weights); });
}

// Two months of three reps, weights 4 : 2 : 2 in each.
Specification two_months() {
  Specification spec = small_plan();
  spec.months = 2;
  return spec;
}
const std::vector<double> weights{4, 2, 2, 4, 2, 2};

TEST(Breakdown, SplitsInTheOrderAskedFor) {
  Specification spec = two_months();
  auto found = values(spec, 1600, weights);
  EXPECT_EQ(found.at("company"), 1600);
  EXPECT_EQ(found.at("2026-01"), 800);
  EXPECT_EQ(found.at("2026-01 / north"), 600);
  EXPECT_EQ(found.at("2026-01 / north / ann"), 400);
  EXPECT_EQ(found.at("2026-02 / cai"), 200);
  EXPECT_EQ(found.size(), 11U);  // the company, and of each month itself, north and three reps
  spec.order = {rep, Specification::month_axis};
  found = values(spec, 1600, weights);
  EXPECT_EQ(found.at("north"), 1200);
  EXPECT_EQ(found.at("north / ann / 2026-01"), 400);
  EXPECT_EQ(found.size(), 11U);  // the company, north, three reps and six months
}

TEST(Breakdown, HasNoNodeWhereNothingIsToBeSold) {
  const auto found = values(two_months(), 1600, {4, 0, 0, 0, 0, 4});
  EXPECT_EQ(found.count("2026-01 / cai"), 0U);
  EXPECT_EQ(found.count("2026-02 / north"), 0U);
  EXPECT_EQ(found.at("2026-01 / north / ann"), 800);
}

TEST(Breakdown, RulesHoldAtEveryLevel) {
  Specification spec = two_months();
  const Member north = of(spec, rep, "north"), ann = of(spec, rep, "ann");
  spec.rules = {lower(rule(0, {}), 1000)};  // a month
  auto found = values(spec, 1600, weights);
  EXPECT_EQ(found.at("2026-01"), 1000);
  EXPECT_EQ(found.at("2026-02"), 600);
  EXPECT_EQ(found.at("2026-01 / north / ann"), 500);

  spec.rules = {upper(rule(0, {north}), 400)};  // a team's month: cai takes what it cannot
  found = values(spec, 1600, weights);
  EXPECT_EQ(found.at("2026-01 / north"), 400);
  EXPECT_EQ(found.at("2026-01 / north / ann"), 267);
  EXPECT_EQ(found.at("2026-01 / cai"), 400);

  spec.rules = {lock(rule(0, {ann}), 77)};  // one rep's month: all others there share the rest
  found = values(spec, 1600, weights);
  EXPECT_EQ(found.at("2026-01 / north / ann"), 77);
  EXPECT_EQ(found.at("2026-01"), 800);
  EXPECT_EQ(found.at("2026-01 / north"), 600);
  EXPECT_EQ(found.at("2026-01 / north / bob"), 523);

  // A floor below the node that gives way: it lifts every node above.
  spec.rules = {lower(rule(0, {ann}), 1200)};
  found = values(spec, 1600, weights);
  EXPECT_EQ(found.at("2026-01 / north / ann"), 1200);
  EXPECT_EQ(found.at("2026-02"), 400);

  spec.order = {rep, Specification::month_axis};
  spec.rules = {lock(rule({}, {north}), 100), upper(rule(1, {ann}), 10)};  // a team's year
  found = values(spec, 1600, weights);
  EXPECT_EQ(found.at("north"), 100);
  EXPECT_EQ(found.at("cai"), 1500);
  EXPECT_EQ(found.at("north / ann / 2026-02"), 10);
  EXPECT_EQ(found.at("north / ann / 2026-01"), 57);
}

TEST(Breakdown, BoundsHoldAndPartsMeetTheWholeWhateverTheRules) {
  Specification spec = small_plan_of_products();
  spec.months = 3;
  const table::Dimension& reps = spec.dimensions[rep];
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::vector<double> drawn(3 * 6);
    for (double& weight : drawn) weight = 1 + draw(1000);
    spec.rules.clear();
    for (std::int32_t member = 1; member < 5; ++member) {
      const bool leaf = reps.is_leaf(member);
      Rule made = rule({}, {{rep, member}});
      if (leaf && draw(2) == 0) made.month = static_cast<std::size_t>(draw(3));
      const int floor = draw(5000);
      if (draw(3) == 0) {
        made.lower = floor;
      } else if (leaf && draw(2) == 0) {
        made.lock = floor;
      } else {
        made.upper = 60000 + floor;
      }
      spec.rules.push_back(made);
    }
    spec.rules.back().lock.reset();  // cai takes what is left
    spec.rules.back().upper = 1'000'000;
    const core::Minor total = 100'000 + draw(100'000);
    const auto found = values(spec, total, drawn);
    for (const Rule& made : spec.rules) {
      const std::int32_t member = made.members[0].member;
      std::string label = reps.key(member);
      if (reps.parent(member) > 0) label.insert(0, reps.key(reps.parent(member)) + " / ");
      if (made.month) {
        label += " / 2026-0";
        label += static_cast<char>('1' + *made.month);
      }
      const core::Minor value = found.at(label);
      EXPECT_GE(value, made.lower.value_or(value)) << label;
      EXPECT_LE(value, made.upper.value_or(value)) << label;
      EXPECT_EQ(value, made.lock.value_or(value)) << label;
    }
  }
}

TEST(Breakdown, RefusesARuleThatNamesNoPlace) {
  Specification spec = small_plan_of_products();
  spec.months = 1;
  const std::vector<double> sold{4, 2, 1, 0, 0, 0};
  const Member north = of(spec, rep, "north"), ann = of(spec, rep, "ann"),
               cai = of(spec, rep, "cai"), tea = of(spec, product, "tea");
  const auto refused_rule = [&](const Rule& made) {
    spec.rules = {upper(rule({}, {ann}), 5), lower(made, 5)};
    return refused(spec, 100, sold);
  };
  EXPECT_EQ(refused_rule(rule(0, {tea})),
            "allocation.rules[1].where: must name \"rep\", which stands above what it names in "
            "allocation.order");
  EXPECT_EQ(refused_rule(rule({}, {ann, tea})),
            "allocation.rules[1].where: must name \"month\", which stands above what it names in "
            "allocation.order");
  EXPECT_EQ(refused_rule(rule(0, {north})),
            "allocation.rules[1].where: names \"north\", which has members below it, above a "
            "further axis");
  EXPECT_EQ(refused_rule(rule({}, {cai})),
            "allocation.rules[1].where: no cell of the plan lies there: nothing sold or nobody "
            "covers it");
  spec.rules = {lower(rule({}, {ann}), 5), lower(rule({}, {ann}), 6)};
  EXPECT_EQ(refused(spec, 100, sold),
            "allocation.rules[1].lower: an earlier rule bounds the same node");
}

TEST(Breakdown, ConflictsNameTheRulesInCurrencyUnits) {
  Specification spec = two_months();
  const Member north = of(spec, rep, "north"), ann = of(spec, rep, "ann"),
               bob = of(spec, rep, "bob");
  spec.rules = {upper(rule(0, {north}), 50000), lower(rule(0, {ann}), 30000),
                lower(rule(0, {bob}), 20001)};
  EXPECT_EQ(refused(spec, 160000, weights),
            "2026-01 / north: upper 500.00 (allocation.rules[0]) conflicts with lower 300.00 "
            "(allocation.rules[1]) of 2026-01 / north / ann, lower 200.01 (allocation.rules[2]) of "
            "2026-01 / north / bob");
  spec.rules = {lock(rule(0, {ann}), 160001)};
  EXPECT_EQ(refused(spec, 160000, weights),
            "target.revenue: 1600.00 conflicts with locked 1600.01 (allocation.rules[0]) of "
            "2026-01 / north / ann");
  spec.decimals = 0;
  EXPECT_EQ(refused(spec, 160000, weights),
            "target.revenue: 160000 conflicts with locked 160001 (allocation.rules[0]) of "
            "2026-01 / north / ann");
  spec.decimals = 2;
  spec.rules = {lower(rule(0, {ann}), 500), upper(rule(0, {ann}), 499)};
  EXPECT_EQ(refused(spec, 160000, weights),
            "allocation.rules[1]: lower 5.00 exceeds upper 4.99 of the same node");
  spec.rules = {lock(rule(0, {ann}), 500), lower(rule(0, {ann}), 501)};
  EXPECT_EQ(refused(spec, 160000, weights),
            "allocation.rules[1]: lower 5.01 exceeds lock 5.00 of the same node");
  spec.rules = {upper(rule(0, {ann}), 500), lock(rule(0, {ann}), 501)};
  EXPECT_EQ(refused(spec, 160000, weights),
            "allocation.rules[1]: lock 5.01 exceeds upper 5.00 of the same node");
}

TEST(Breakdown, RefusesATreeThatIsTooDeepOrTooLarge) {
  Specification spec = two_months();
  std::vector<table::MemberRow> chain;
  for (int i = 0; i < 65; ++i) {
    chain.push_back({std::to_string(i), i == 0 ? "" : std::to_string(i - 1), ""});
  }
  spec.dimensions[0] = table::Dimension("rep", chain);
  sell(spec, "2025-12-31", {0}, 100);
  const auto built = [&](std::size_t cells) {
    return refusal([&] { breakdown(spec, history(spec), std::vector<double>(cells, 1.0)); });
  };
  EXPECT_EQ(built(2), "dimensions[0]: \"64\" lies 65 levels deep; allowed: 64");
  chain.pop_back();
  spec.dimensions[0] = table::Dimension("rep", chain);
  EXPECT_EQ(built(2), "accepted");
  EXPECT_EQ(
      built(Breakdown::max_cells + 1),
      "dimensions: 4194305 months and combinations of leaves need a target; allowed: 4194304");
}

}  // namespace breakdown_test
}  // namespace salesplan::plan
