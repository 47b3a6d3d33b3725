#include "salesplan/budget/last_change.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace salesplan::budget {
namespace last_change_test {

class LastChangeOf : public ::testing::Test {
 protected:
  void step(Step step, const char* actor, std::vector<Line> lines = {}) {
    act(store, "2026", policy, {step, actor, ++now, "why", std::move(lines), -1});
  }
  void approve(std::vector<Line> lines, Step first) {
    step(first, "ann", std::move(lines));
    step(Step::submit, "ann");
    step(Step::endorse, "bob");
    step(Step::approve, "cid");
  }
  LastChange last() { return last_change(store.read("2026")); }

  MemoryStore store;
  Policy policy{{{"ann", {Role::author}},
                 {"bob", {Role::reviewer, Role::controller}},
                 {"cid", {Role::approver}}},
                core::missing_integer};
  std::int64_t now = 0;
};

TEST_F(LastChangeOf, IsBetweenTheLastTwoVersionsInForce) {
  EXPECT_TRUE(last().lines.empty());
  step(Step::draft, "ann", {{"Web", 1}});
  EXPECT_TRUE(last().lines.empty());  // not approved
  approve({{"Web", 50}, {"Fairs", 30}, {"Samples", 20}}, Step::draft);
  EXPECT_EQ(last().lines.size(), 3u);
  EXPECT_TRUE(last().changed.empty());  // nothing before it
  step(Step::monitor, "bob");
  approve({{"Web", 55}, {"Samples", 15}, {"Mail", 5}}, Step::adjust);
  const LastChange change = last();
  EXPECT_EQ(change.lines[0].amount, 55);
  EXPECT_EQ(done_to(change, "Web"), Proposed::add);
  EXPECT_EQ(done_to(change, "Fairs"), Proposed::cut);  // gone
  EXPECT_EQ(done_to(change, "Samples"), Proposed::cut);
  EXPECT_EQ(done_to(change, "Mail"), Proposed::add);
  EXPECT_EQ(done_to(change, "Other"), Proposed::keep);

  step(Step::monitor, "bob");
  step(Step::adjust, "ann", {{"Web", 1}});  // written, and withdrawn
  EXPECT_EQ(done_to(last(), "Web"), Proposed::add);
  step(Step::withdraw, "ann");
  EXPECT_EQ(done_to(last(), "Web"), Proposed::add);
  approve({{"Web", 55}, {"Samples", 15}, {"Mail", 4}}, Step::adjust);
  EXPECT_EQ(done_to(last(), "Web"), Proposed::keep);
  EXPECT_EQ(done_to(last(), "Mail"), Proposed::cut);
}

}  // namespace last_change_test
}  // namespace salesplan::budget
