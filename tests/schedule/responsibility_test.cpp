#include "salesplan/schedule/responsibility.hpp"

#include <gtest/gtest.h>

#include "refusal.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"

namespace salesplan::schedule {
namespace {

TEST(Responsibility, TheShippedMatrixIsSoundAndNamesTheMonthsTasks) {
  const ResponsibilityMatrix matrix = sales_team_matrix();
  const ResponsibilityReview review = review_responsibilities(matrix);
  EXPECT_TRUE(review.sound);
  const auto tasks = monthly_template();
  ASSERT_EQ(matrix.tasks.size(), tasks.size());
  double hours = 0, load = 0;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    EXPECT_EQ(matrix.tasks[t].key, tasks[t].key);
    hours += matrix.tasks[t].hours;
  }
  for (const double one : review.load_hours) load += one;
  EXPECT_DOUBLE_EQ(load, hours);
}

TEST(Responsibility, ListsGapsOverlapsAndLoad) {
  ResponsibilityMatrix matrix{{"a", "b", "c"}, {5, 1, 1}, {}};
  matrix.tasks = {{"gap", {responsible, informed, 0}, 2},
                  {"double", {accountable | responsible, accountable, 0}, 2},
                  {"undone", {consulted, accountable, 0}, 2},
                  {"shared", {accountable | responsible, responsible, 0}, 4}};
  const ResponsibilityReview review = review_responsibilities(matrix);
  std::vector<std::string> found;
  for (const auto& finding : review.findings) {
    found.push_back(std::string(issue_name(finding.issue)) + " " + std::to_string(finding.index) +
                    " " + finding.detail);
  }
  EXPECT_EQ(found, (std::vector<std::string>{"nobody_accountable 0 ", "several_accountable 1 a, b",
                                             "nobody_responsible 2 ", "several_responsible 3 a, b",
                                             "overloaded 0 6 of 5 hours",
                                             "overloaded 1 2 of 1 hours", "idle 2 "}));
  EXPECT_EQ(review.load_hours, (std::vector<double>{6, 2, 0}));
  EXPECT_FALSE(review.sound);
}

TEST(Responsibility, TellsWhichTasksTheMonthAndTheMatrixDoNotShare) {
  ResponsibilityMatrix matrix = sales_team_matrix();
  std::vector<std::string> keys;
  for (const TaskTemplate& task : monthly_template()) keys.push_back(task.key);
  EXPECT_TRUE(match_tasks(matrix, keys).unknown.empty());
  EXPECT_TRUE(match_tasks(matrix, keys).uncovered.empty());
  matrix.tasks[3].key = "phoning";
  EXPECT_EQ(match_tasks(matrix, keys).unknown, (std::vector<std::size_t>{3}));
  EXPECT_EQ(match_tasks(matrix, keys).uncovered, (std::vector<std::string>{"visits"}));
}

TEST(Responsibility, RefusesWhatIsNoMatrix) {
  const auto refused = [](auto change) {
    ResponsibilityMatrix matrix = sales_team_matrix();
    change(matrix);
    return refusal([&] { review_responsibilities(matrix); });
  };
  EXPECT_EQ(refused([](auto& m) { m.roles[1] = m.roles[0]; }),
            "roles[1]: \"sales manager\" is given twice");
  EXPECT_EQ(refused([](auto& m) { m.tasks[2].key = "visits"; }),
            "tasks[3]: \"visits\" is given twice");
  EXPECT_EQ(refused([](auto& m) { m.tasks[0].parts.pop_back(); }),
            "tasks[0].parts: 3 values for 4 roles");
  EXPECT_EQ(refused([](auto& m) { m.tasks[0].parts[0] = 16; }),
            "tasks[0].parts: holds what is no part");
  EXPECT_EQ(refused([](auto& m) { m.tasks[0].hours = -1; }),
            "tasks[0].hours: -1 is not in 0..1e+06");
  EXPECT_EQ(refused([](auto& m) { m.capacity_hours = {1}; }),
            "capacity_hours: 1 values for 4 roles");
}

}  // namespace
}  // namespace salesplan::schedule
