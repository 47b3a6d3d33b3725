#include "salesplan/target/consistency.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::target {
namespace consistency_test {

using core::Minor;

const std::vector<std::int32_t> parent{-1, 0, 0, 1, 1, 2};
const std::vector<std::string> labels{"Company", "North", "South", "Ann", "Bob", "Cai"};
const allocation::Tree company{parent, labels};

std::string refusal(const std::vector<Minor>& value) {
  try {
    differences(company, value);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Consistency, NothingToSayWhereAllLevelsMeet) {
  EXPECT_TRUE(differences(company, std::vector<Minor>{100, 60, 40, 25, 35, 40}).empty());
}

TEST(Consistency, ListsEveryLevelThatDoesNot) {
  const auto found = differences(company, std::vector<Minor>{100, 60, 45, 25, 30, 45});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].label, "Company");
  EXPECT_EQ(found[0].whole, 100);
  EXPECT_EQ(found[0].parts, 105);
  EXPECT_EQ(found[0].difference, 5);
  EXPECT_EQ(found[1].node, 1u);
  EXPECT_EQ(found[1].label, "North");
  EXPECT_EQ(found[1].difference, -5);
}

TEST(Consistency, RefusesMissingValuesAndOverflow) {
  constexpr Minor most = std::numeric_limits<Minor>::max();
  EXPECT_EQ(refusal({1, 2}), "value: 2 values for 6 nodes");
  EXPECT_EQ(refusal({1, 1, 0, core::missing_integer, 1, 0}),
            "value[3]: the value of Ann is missing");
  EXPECT_EQ(refusal({most, most, 0, most, 1, 0}),
            "North: its parts sum to 9223372036854775808, beyond 64 bits");
  EXPECT_EQ(refusal({-most, 1, 1, 1, 0, 1}), "Company: 2 - -9223372036854775807 exceeds 64 bits");
}

}  // namespace consistency_test
}  // namespace salesplan::target
