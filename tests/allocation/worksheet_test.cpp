#include "salesplan/allocation/worksheet.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"

namespace salesplan::allocation {
namespace worksheet_test {

using core::Minor;
using Minors = std::vector<Minor>;

// Company over North (Ann, Bob) and South (Cai, Dee).
const std::vector<std::int32_t> parent{-1, 0, 0, 1, 1, 2, 2};
const std::vector<std::string> labels{"Company", "North", "South", "Ann", "Bob", "Cai", "Dee"};
const Tree company{parent, labels};
const Minors start{0, 0, 0, 10, 20, 30, 40};

Minors values(const Worksheet& sheet) { return {sheet.values().begin(), sheet.values().end()}; }

Operation total(std::size_t node, Minor amount) {
  Operation op;
  op.node = node;
  op.amount = amount;
  return op;
}

Operation step(Step what, std::size_t node) {
  Operation op;
  op.step = what;
  op.node = node;
  return op;
}

TEST(Worksheet, RollsUpAndChangesANode) {
  Worksheet sheet(company, start);
  EXPECT_EQ(values(sheet), (Minors{100, 30, 70, 10, 20, 30, 40}));
  sheet.apply(total(0, 200));
  EXPECT_EQ(values(sheet), (Minors{200, 60, 140, 20, 40, 60, 80}));
  sheet.apply(step(Step::hold, 1));
  sheet.apply(total(0, 260));
  EXPECT_EQ(values(sheet), (Minors{260, 60, 200, 20, 40, 86, 114}));
  sheet.apply(step(Step::release, 3));
  sheet.apply(step(Step::clear, 1));
  EXPECT_EQ(values(sheet), (Minors{240, 40, 200, 0, 40, 86, 114}));
}

TEST(Worksheet, KnowsEveryMethod) {
  const auto after = [](Operation op) {
    Worksheet sheet(company, start);
    sheet.apply(op);
    return values(sheet);
  };
  Operation op = total(2, 100);
  op.step = Step::equal;
  EXPECT_EQ(after(op), (Minors{130, 30, 100, 10, 20, 50, 50}));
  op.step = Step::relative;
  op.reference = 1;  // Ann : Bob = 1 : 2
  op.amount = 90;
  EXPECT_EQ(after(op), (Minors{120, 30, 90, 10, 20, 30, 60}));
  op.step = Step::pattern;
  op.pattern = "2 1";
  EXPECT_EQ(after(op), (Minors{120, 30, 90, 10, 20, 60, 30}));
  op.step = Step::repeat;
  op.amount = 7;
  EXPECT_EQ(after(op), (Minors{44, 30, 14, 10, 20, 7, 7}));
  op.step = Step::straight_line;
  op.last = 9;
  EXPECT_EQ(after(op), (Minors{46, 30, 16, 10, 20, 7, 9}));
  op.step = Step::growth;
  op.ratio = 1;
  EXPECT_EQ(after(op), (Minors{51, 30, 21, 10, 20, 7, 14}));
  op.step = Step::change;
  op.action = Action::add;
  op.ratio = 0.1;
  EXPECT_EQ(after(op), (Minors{107, 30, 77, 10, 20, 33, 44}));
}

TEST(Worksheet, ReplansAroundANode) {
  Worksheet sheet(company, start);
  Operation op = total(3, 0);  // Ann leaves: Bob takes what he can, and he can take it all
  op.step = Step::replan;
  sheet.apply(op);
  EXPECT_EQ(values(sheet), (Minors{100, 30, 70, 0, 30, 30, 40}));
  sheet.apply(step(Step::hold, 5));
  op = total(0, 200);
  op.step = Step::replan;
  sheet.apply(op);
  EXPECT_EQ(sheet.values()[0], 200);
  EXPECT_EQ(sheet.values()[3], 0);
  EXPECT_EQ(sheet.values()[5], 30) << "what is held is closed";
  op = total(1, 500);
  op.step = Step::replan;
  const Minors before = values(sheet);
  EXPECT_EQ(refusal([&] { sheet.apply(op); }), "total: 200 conflicts with locked 500 of North");
  EXPECT_EQ(values(sheet), before);
  sheet.undo();
  sheet.undo();
  sheet.undo();
  EXPECT_EQ(values(sheet), (Minors{100, 30, 70, 10, 20, 30, 40}));
}

TEST(Worksheet, TellsWhatMadeANode) {
  Worksheet sheet(company, start);
  sheet.apply(total(0, 200));           // 0
  sheet.apply(step(Step::hold, 1));     // 1: changes no value
  sheet.apply(total(0, 260));           // 2: not Ann
  sheet.apply(step(Step::release, 3));  // 3
  sheet.apply(total(3, 25));            // 4
  const auto told = [&](std::size_t node) {
    std::vector<std::vector<Minor>> rows;
    for (const Move& move : sheet.history(node)) {
      rows.push_back({static_cast<Minor>(move.operation), move.before, move.after});
    }
    return rows;
  };
  using Rows = std::vector<std::vector<Minor>>;
  EXPECT_EQ(told(3), (Rows{{0, 10, 20}, {4, 20, 25}}));
  EXPECT_EQ(told(0), (Rows{{0, 100, 200}, {2, 200, 260}, {4, 260, 265}}));
  sheet.undo();
  EXPECT_EQ(told(3), (Rows{{0, 10, 20}}));
  EXPECT_EQ(refusal([&] { sheet.history(7); }), "node: 7 is not one of the 7 nodes");
}

TEST(Worksheet, ChangesNothingWhereItRefuses) {
  Worksheet sheet(company, start);
  sheet.apply(step(Step::hold, 0));
  const Minors before = values(sheet);
  EXPECT_EQ(refusal([&] { sheet.apply(total(0, 200)); }),
            "held: no cell is free to take the remaining 100");
  EXPECT_EQ(refusal([&] { sheet.apply(total(7, 200)); }), "node: 7 is not one of the 7 nodes");
  Operation op = step(Step::relative, 1);
  op.reference = 9;
  EXPECT_EQ(refusal([&] { sheet.apply(op); }), "reference: 9 is not one of the 7 nodes");
  sheet.apply(step(Step::release, 0));
  op = step(Step::repeat, 0);
  op.amount = std::numeric_limits<Minor>::max();
  EXPECT_EQ(refusal([&] { sheet.apply(op); }),
            "South: its parts sum to 18446744073709551614, beyond 64 bits");
  EXPECT_EQ(values(sheet), before);
  EXPECT_EQ(sheet.log().size(), 2U) << "what was refused is not logged";
  EXPECT_EQ(refusal([] { Worksheet(company, Minors{0, 0}); }), "leaves: 2 values for 7 items");
  EXPECT_EQ(refusal([] {
              Worksheet(company, Minors{0, 0, 0, core::missing_integer, 1, 1, 1});
            }),
            "leaves[Ann]: is missing");
}

TEST(Worksheet, ForgetsWhatWasTakenBackOnceSomethingElseIsDone) {
  Worksheet sheet(company, start);
  EXPECT_FALSE(sheet.undo());
  sheet.apply(total(0, 200));
  sheet.apply(total(0, 300));
  EXPECT_TRUE(sheet.undo());
  EXPECT_EQ(sheet.values()[0], 200);
  EXPECT_TRUE(sheet.redo());
  EXPECT_EQ(sheet.values()[0], 300);
  EXPECT_FALSE(sheet.redo());
  sheet.undo();
  sheet.apply(total(1, 5));
  EXPECT_FALSE(sheet.redo());
  EXPECT_EQ(sheet.log().size(), 2U);
}

TEST(Worksheet, UndoesAndReplaysRandomOperationsToTheBit) {
  constexpr unsigned seed = 20261126;
  SCOPED_TRACE(seed);
  std::mt19937_64 engine(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(engine() % n); };
  int done = 0;
  for (int round = 0; round < 200; ++round) {
    const std::size_t n = 2 + static_cast<std::size_t>(below(12));
    std::vector<std::int32_t> above{-1};
    while (above.size() < n) above.push_back(static_cast<std::int32_t>(below(above.size())));
    const Tree tree{above};
    Minors leaves(n);
    for (Minor& leaf : leaves) leaf = below(1000);
    Worksheet sheet(tree, leaves);
    std::vector<Minors> states{values(sheet)};
    for (int k = 0; k < 20; ++k) {
      Operation op;
      op.step = static_cast<Step>(below(12));
      op.node = static_cast<std::size_t>(below(n));
      op.reference = static_cast<std::size_t>(below(n));
      op.action = static_cast<Action>(below(3));
      op.amount = below(5000);
      op.last = below(5000);
      op.ratio = static_cast<double>(below(100)) / 100;
      op.pattern = below(2) == 0 ? "1 2*" : "!* P";
      if (refusal([&] { sheet.apply(op); }) != "accepted") continue;
      states.push_back(values(sheet));
      ++done;
    }
    Worksheet replayed(tree, leaves);
    for (const Operation& op : sheet.log()) replayed.apply(op);
    ASSERT_EQ(values(replayed), values(sheet)) << round;
    for (std::size_t v = 0; v < n; ++v) {
      Minor now = states[0][v];
      for (const Move& move : sheet.history(v)) {
        ASSERT_EQ(move.before, now);
        ASSERT_EQ(move.before, states[move.operation][v]);
        ASSERT_EQ(move.after, states[move.operation + 1][v]);
        now = move.after;
      }
      ASSERT_EQ(now, sheet.values()[v]) << "the moves are all there";
    }
    for (std::size_t k = states.size(); k-- > 1;) {
      ASSERT_EQ(values(sheet), states[k]) << round;
      ASSERT_TRUE(sheet.undo());
    }
    ASSERT_EQ(values(sheet), states[0]) << round;
    while (sheet.redo()) {
    }
    ASSERT_EQ(values(sheet), states.back()) << round;
  }
  EXPECT_GT(done, 2000);
}

}  // namespace worksheet_test
}  // namespace salesplan::allocation
