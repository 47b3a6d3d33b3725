#include "salesplan/budget/workflow.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "refusal.hpp"

namespace salesplan::budget {
namespace {

const Policy policy = {{{"ann", {Role::author, Role::approver}},
                        {"bob", {Role::reviewer}},
                        {"cid", {Role::approver}, 8000000},
                        {"dora", {Role::approver}, 8000000},
                        {"eve", {Role::controller, Role::reviewer}},
                        {"fay", {Role::approver}, 100}},
                       5000000};

const std::vector<Line> small = {{"Web", 3000000}, {"Fairs", 1000000}};
const std::vector<Line> large = {{"Web", 3000000}, {"Fairs", 2500000}, {"Gifts", 1}};

class WorkflowTest : public testing::Test {
 protected:
  Budget take(Step step, const char* actor, const std::vector<Line>& lines = {},
              const char* reason = "because") {
    return act(store_, "2026", policy, {step, actor, now_++, reason, lines});
  }
  std::string refused(Step step, const char* actor, const std::vector<Line>& lines = {},
                      const char* reason = "because") {
    const std::size_t before = store_.read("2026").entries.size();
    std::string said = refusal([&] { take(step, actor, lines, reason); });
    EXPECT_EQ(store_.read("2026").entries.size(), before);
    return said;
  }
  void approved(const std::vector<Line>& lines) {
    take(Step::draft, "ann", lines);
    take(Step::submit, "ann");
    take(Step::endorse, "bob");
  }

  MemoryStore store_;
  std::int64_t now_ = 1767600000;
};

TEST_F(WorkflowTest, GoesTheWholeWay) {
  approved(small);
  EXPECT_EQ(take(Step::approve, "cid").stage, Stage::execution);
  EXPECT_EQ(take(Step::monitor, "eve").stage, Stage::monitoring);
  EXPECT_EQ(take(Step::adjust, "ann", large).stage, Stage::adjustment);
  take(Step::submit, "ann");
  take(Step::endorse, "bob");
  EXPECT_EQ(take(Step::approve, "cid").stage, Stage::approval);
  const Budget adjusted = take(Step::approve, "dora");
  EXPECT_EQ(adjusted.stage, Stage::execution);
  EXPECT_EQ(adjusted.in_force, 2u);
  take(Step::monitor, "eve");
  EXPECT_EQ(take(Step::close, "eve").stage, Stage::closed);
  EXPECT_EQ(refused(Step::draft, "ann", small),
            "step: \"draft\" is not possible in closed; possible: nothing");

  const Budget budget = replay(store_.read("2026"));
  ASSERT_EQ(budget.versions.size(), 2u);
  EXPECT_EQ(lines_text(budget.versions[0].lines), "3000000 Web\n1000000 Fairs\n");
  const auto changes = difference(budget.versions[0].lines, budget.versions[1].lines);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].name, "Fairs");
  EXPECT_EQ(changes[0].after - changes[0].before, 1500000);
  EXPECT_EQ(changes[1].before, core::missing_integer);
}

TEST_F(WorkflowTest, EveryOtherStepIsRefused) {
  // From each stage on the way, the steps that the table does not list; counted so that a table
  // with more in it fails.
  int possible = 0;
  const auto count = [&] {
    const Trail trail = store_.read("2026");
    for (int s = 0; s <= static_cast<int>(Step::close); ++s) {
      const std::string said = refusal([&] {
        decide(trail, policy, {static_cast<Step>(s), "nobody", now_, "because", small});
      });
      possible += said.rfind("step: ", 0) == 0 ? 0 : 1;
    }
  };
  count();  // drafting
  take(Step::draft, "ann", small);
  take(Step::submit, "ann");
  count();  // review
  take(Step::endorse, "bob");
  count();  // approval
  take(Step::approve, "cid");
  count();  // execution
  take(Step::monitor, "eve");
  count();  // monitoring
  take(Step::adjust, "ann", large);
  count();  // adjustment
  EXPECT_EQ(possible, 2 + 2 + 2 + 1 + 2 + 3);
}

TEST_F(WorkflowTest, NobodyApprovesHisOwnDraft) {
  approved(small);
  EXPECT_EQ(refused(Step::approve, "ann"),
            "actor: \"ann\" wrote or submitted this version and may not approve it");
  EXPECT_EQ(refused(Step::reject, "ann"),
            "actor: \"ann\" wrote or submitted this version and may not reject it");
}

TEST_F(WorkflowTest, LimitsAndSecondApprover) {
  approved(large);
  EXPECT_EQ(refused(Step::approve, "fay"),
            "actor: \"fay\" may approve up to 100, the budget is 5500001");
  EXPECT_EQ(take(Step::approve, "cid").in_force, 0u);
  EXPECT_EQ(refused(Step::approve, "cid"),
            "actor: \"cid\" has approved already; a second approver is needed");
  // A rejection takes the first approval back.
  EXPECT_EQ(take(Step::reject, "dora").stage, Stage::drafting);
  take(Step::submit, "ann");
  take(Step::endorse, "bob");
  EXPECT_EQ(take(Step::approve, "dora").stage, Stage::approval);
  EXPECT_EQ(take(Step::approve, "cid").stage, Stage::execution);
}

TEST_F(WorkflowTest, AnAdjustmentMayBeRejectedAndWithdrawn) {
  approved(small);
  take(Step::approve, "cid");
  take(Step::monitor, "eve");
  take(Step::adjust, "ann", large);
  take(Step::submit, "ann");
  EXPECT_EQ(take(Step::reject, "bob").stage, Stage::adjustment);
  const Budget budget = take(Step::withdraw, "ann");
  EXPECT_EQ(budget.stage, Stage::monitoring);
  EXPECT_EQ(budget.in_force, 1u);
  EXPECT_EQ(budget.versions.size(), 2u);
}

TEST_F(WorkflowTest, Refusals) {
  EXPECT_EQ(refused(Step::submit, "ann"), "step: there is no version to submit");
  EXPECT_EQ(refused(Step::draft, "zoe", small),
            "actor: \"zoe\" is not among the people of the policy");
  EXPECT_EQ(refused(Step::draft, "bob", small), "actor: \"bob\" is no author");
  EXPECT_EQ(refused(Step::draft, "ann"), "lines: a version has at least one line");
  EXPECT_EQ(refused(Step::draft, "ann", {{"Web", 1}, {"Web", 2}}),
            "lines[1].name: \"Web\" is given twice");
  EXPECT_EQ(refused(Step::draft, "ann", {{"Web", -1}}),
            "lines[0].amount: -1 is missing or negative");
  EXPECT_EQ(refused(Step::draft, "ann", {{"a\nb", 1}}),
            "lines[0].name: \"a b\" is empty or holds control characters");
  take(Step::draft, "ann", small);
  EXPECT_EQ(refused(Step::submit, "ann", small), "lines: are not for submit");
  take(Step::submit, "ann");
  EXPECT_EQ(refused(Step::reject, "bob", {}, ""), "reason: must be given to reject");
  EXPECT_EQ(refused(Step::reject, "bob", {}, "a\nb"), "reason: holds control characters");
  now_ = 5;
  EXPECT_EQ(refused(Step::endorse, "bob"),
            "now: 1970-01-01T00:00:05 is before the last entry, of 2026-01-05T08:00:09");
  EXPECT_EQ(refusal([] { parse_step("approved", "ACTION"); }),
            "ACTION: \"approved\" is none of draft, submit, endorse, reject, approve, monitor, "
            "adjust, withdraw, close");
}

TEST_F(WorkflowTest, WhoHasSeenLessIsToldOfTheConflict) {
  take(Step::draft, "ann", small);
  EXPECT_EQ(refusal([&] {
              act(store_, "2026", policy, {Step::submit, "ann", now_, "", {}, 0});
            }),
            "2026: has 1 entries, 0 were seen; nothing was changed");
  EXPECT_EQ(act(store_, "2026", policy, {Step::submit, "ann", now_, "", {}, 1}).sequence, 2);
  const Entry late = next_entry({"2026", {}}, now_, "ann", "draft", "", "1 Web\n");
  EXPECT_EQ(refusal([&] { store_.append("2026", late); }),
            "2026: entry 1 has been written by somebody else in the meantime; nothing was changed");
}

TEST_F(WorkflowTest, AChangedTrailIsSeen) {
  approved(small);
  take(Step::approve, "cid");
  const Trail whole = store_.read("2026");
  replay(whole);
  const std::string head = whole.entries.back().hash;
  const auto said = [&](auto change) {
    Trail trail = whole;
    change(trail);
    return refusal([&] { verify(trail, head); });
  };
  const std::string changed =
      ": does not match its hash: it, or what is before it, has been changed";
  EXPECT_EQ(said([](Trail&) {}), "accepted");
  EXPECT_EQ(said([](Trail& t) { t.entries[1].actor = "bob"; }), "trail[1]" + changed);
  EXPECT_EQ(said([](Trail& t) { t.entries[0].content = "9 Web\n"; }), "trail[0]" + changed);
  EXPECT_EQ(said([](Trail& t) { t.entries[3].hash[0] ^= 1; }), "trail[3]" + changed);
  EXPECT_EQ(said([](Trail& t) { t.name = "2025"; }), "trail[0]" + changed);
  EXPECT_EQ(said([](Trail& t) { t.entries.erase(t.entries.begin() + 1); }),
            "trail[1]: is not the entry that follows");
  EXPECT_EQ(said([](Trail& t) { t.entries.pop_back(); }),
            "trail: holds no entry with the hash \"" + head + "\": entries are missing");
  // Fields that run into each other have another hash.
  Entry a = whole.entries[0], b = a;
  a.actor = "ab", a.action = "c";
  b.actor = "a", b.action = "bc";
  EXPECT_NE(entry_hash("t", "", a), entry_hash("t", "", b));
  // A chain that is right of itself, but tells of what is not possible.
  Trail forged{"2026", {next_entry({"2026", {}}, 1, "cid", "approve", "", "")}};
  EXPECT_EQ(refusal([&] { replay(forged); }),
            "trail[0]: step: \"approve\" is not possible in drafting; possible: draft, submit");
}

}  // namespace
}  // namespace salesplan::budget
