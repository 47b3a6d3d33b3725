#include "salesplan/schedule/flow.hpp"

#include <gtest/gtest.h>

#include "refusal.hpp"

namespace salesplan::schedule {
namespace {

// Kelley and Walker's kind of example: 3 + 2 + 4 = 9 by plan, the other branch 3 + 1 + 4.
Flow campaign() {
  return {{{"targets", "sales", {"history"}, {"target"}, 3, core::missing_number, 3},
           {"material", "marketing", {"target"}, {"brochure"}, 2, core::missing_number, 1},
           {"list", "service", {"target"}, {"customers"}, 1, core::missing_number, 5},
           {"visits", "sales", {"brochure", "customers"}, {"orders", "notes"}, 4}},
          {"history"},
          {"orders"}};
}

TEST(Flow, FindsTheCriticalPathSlackAndWhatIsSlow) {
  const FlowReview review = review_flow(campaign());
  EXPECT_EQ(review.workdays, 9);
  EXPECT_EQ(review.critical_path, (std::vector<std::size_t>{0, 1, 3}));
  EXPECT_EQ(review.times[2].slack, 1);
  EXPECT_EQ(review.times[1].slack, 0);
  EXPECT_EQ(review.times[3].start, 5);
  EXPECT_EQ(review.crossings.size(), 4U);
  EXPECT_EQ(review.orphans, (std::vector<std::string>{"notes"}));
  EXPECT_EQ(review.measured_workdays, 12);
  ASSERT_EQ(review.slow.size(), 1U);
  EXPECT_EQ(review.slow[0], (std::pair<std::size_t, double>{2, 4}));
}

TEST(Flow, CountsSlackToDueDates) {
  Flow flow = campaign();
  flow.steps[1].due = 4;
  const FlowReview review = review_flow(flow);
  EXPECT_EQ(review.times[1].slack, -1);
  EXPECT_EQ(review.times[0].slack, -1);
  EXPECT_EQ(review_flow({}).workdays, 0);
}

TEST(Flow, RefusesCirclesOrphansAndDoubleOwners) {
  const auto refused = [](auto change) {
    Flow flow = campaign();
    change(flow);
    return refusal([&] { review_flow(flow); });
  };
  EXPECT_EQ(
      refused([](auto& f) { f.steps[0].inputs.push_back("notes"); }),
      "steps[3].inputs: the flow runs in a circle: \"visits\" -> \"targets\" -> \"material\" -> "
      "\"visits\"");
  EXPECT_EQ(refused([](auto& f) { f.steps[1].inputs.push_back("paper"); }),
            "steps[1].inputs: \"paper\" is made by no step and not given");
  EXPECT_EQ(refused([](auto& f) { f.wanted.push_back("praise"); }),
            "wanted[1]: \"praise\" is made by no step");
  EXPECT_EQ(refused([](auto& f) { f.steps[2].outputs.push_back("brochure"); }),
            "steps[2].outputs: \"brochure\" is made by \"material\" too");
  EXPECT_EQ(refused([](auto& f) { f.steps[2].key = "visits"; }),
            "steps[3].key: \"visits\" is given twice");
  EXPECT_EQ(refused([](auto& f) { f.steps[2].workdays = core::missing_number; }),
            "steps[2].workdays: nan is not in 0..1e+05");
  EXPECT_EQ(refused([](auto& f) { f.steps[2].department = ""; }), "steps[2].department: is empty");
}

}  // namespace
}  // namespace salesplan::schedule
