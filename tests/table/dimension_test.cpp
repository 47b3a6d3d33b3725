#include "salesplan/table/dimension.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/table/fact_table.hpp"

namespace salesplan::table {
namespace {

std::string refused(const std::vector<MemberRow>& rows, const PlaceOf& place_of = {}) {
  return refusal([&] { Dimension("org", rows, place_of); });
}

TEST(Dimension, KeepsSiblingsAsGivenAndLeavesTogether) {
  // Parents may come after their children.
  const Dimension org("org", {{"ann", "east", ""},
                              {"west", "", "West"},
                              {"east", "*", "East"},
                              {"bob", "east", "Bob"},
                              {"cy", "west", ""}});
  ASSERT_EQ(org.size(), 6U);
  std::vector<std::string> keys;
  for (std::int32_t i = 0; i < 6; ++i) keys.push_back(org.key(i));
  EXPECT_EQ(keys, (std::vector<std::string>{"*", "west", "cy", "east", "ann", "bob"}));
  EXPECT_EQ(org.leaf_count(), 3U);
  EXPECT_EQ(org.label(org.find("ann")), "ann");
  EXPECT_EQ(org.label(org.find("bob")), "Bob");
  EXPECT_EQ(org.label(Dimension::root), "org");
  const std::int32_t east = org.find("east");
  EXPECT_EQ(org.first_leaf(east), 1);
  EXPECT_EQ(org.end_leaf(east), 3);
  EXPECT_EQ(org.first_leaf(Dimension::root), 0);
  EXPECT_EQ(org.end_leaf(Dimension::root), 3);
  EXPECT_EQ(org.parent(Dimension::root), -1);
  EXPECT_EQ(org.parent(east), Dimension::root);
  EXPECT_EQ(org.key(org.ancestor(org.find("bob"), 1)), "east");
  EXPECT_EQ(org.ancestor(org.find("bob"), 0), Dimension::root);
  EXPECT_EQ(org.ancestor(east, 2), east);
  EXPECT_EQ(org.find("dan"), -1);
  EXPECT_EQ(refusal([&] { org.at("dan", "x.csv:3 (rep)"); }),
            "x.csv:3 (rep): \"dan\" is not a member of dimension org");
}

TEST(Dimension, FactsBelongToLeaves) {
  const Dimension org("org", {{"east", "", ""}, {"ann", "east", ""}});
  EXPECT_EQ(leaf_ordinal(org, "ann", "here"), 0);
  EXPECT_EQ(refusal([&] { leaf_ordinal(org, "east", "here"); }),
            "here: \"east\" has members below it; facts belong to leaves");
}

TEST(Dimension, RefusesWhatIsNoHierarchy) {
  EXPECT_EQ(refused({{"a", "", ""}, {"", "a", ""}}), "org[1].key: a key must not be empty");
  EXPECT_EQ(refused({{"*", "", ""}}), "org[0].key: \"*\" is kept for the root");
  EXPECT_EQ(refused({{"a", "", ""}, {"b", "", ""}, {"a", "b", ""}}),
            "org[2].key: \"a\" is already at org[0].key");
  EXPECT_EQ(refused({{"a", "", ""}, {"b", "c", ""}}),
            "org[1].parent: \"c\" is not a key of dimension org");
  EXPECT_EQ(refused({{"a", "a", ""}}), "org[0].parent: the parents form a cycle: a < a");
  EXPECT_EQ(refused({{"x", "", ""}, {"a", "c", ""}, {"b", "a", ""}, {"c", "b", ""}}),
            "org[1].parent: the parents form a cycle: a < c < b < a");
  // A row below a cycle is not part of it.
  EXPECT_EQ(refused({{"d", "a", ""}, {"a", "b", ""}, {"b", "a", ""}}),
            "org[1].parent: the parents form a cycle: a < b < a");
}

TEST(Dimension, NamesRowsAsTheCallerDoes) {
  const PlaceOf place = [](std::size_t row, std::string_view column) {
    return "reps.csv:" + std::to_string(row + 2) + " (" + std::string(column) + ")";
  };
  EXPECT_EQ(refused({{"a", "", ""}, {"a", "", ""}}, place),
            "reps.csv:3 (key): \"a\" is already at reps.csv:2 (key)");
}

TEST(Dimension, MayBeEmpty) {
  const Dimension none("none", {});
  EXPECT_EQ(none.size(), 1U);
  EXPECT_EQ(none.leaf_count(), 0U);
}

TEST(Dimension, MayBeAsDeepAsItIsLong) {
  constexpr int depth = 100000;
  std::vector<MemberRow> rows;
  for (int i = 0; i < depth; ++i) {
    rows.push_back({std::to_string(i), i == 0 ? "" : std::to_string(i - 1), ""});
  }
  std::reverse(rows.begin(), rows.end());
  const Dimension chain("chain", rows);
  EXPECT_EQ(chain.leaf_count(), 1U);
  EXPECT_EQ(chain.level(chain.leaf(0)), depth);
  EXPECT_EQ(chain.key(chain.leaf(0)), std::to_string(depth - 1));

  rows.back().parent = std::to_string(depth - 1);  // closes it to a ring
  EXPECT_THROW(Dimension("ring", rows), Error);
}

TEST(Dimension, CoversItsLeavesForAnyHierarchy) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::size_t n = 1 + random() % 60;
    std::vector<MemberRow> rows;
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t above = random() % (i + 1);
      rows.push_back({std::to_string(i), above == i ? "" : std::to_string(above), ""});
    }
    std::shuffle(rows.begin(), rows.end(), random);
    const Dimension dimension("d", rows);
    ASSERT_EQ(dimension.size(), n + 1);
    for (std::int32_t i = 0; i <= static_cast<std::int32_t>(n); ++i) {
      std::set<std::int32_t> below;  // leaves that reach i by their parents
      for (std::size_t leaf = 0; leaf < dimension.leaf_count(); ++leaf) {
        std::int32_t m = dimension.leaf(leaf);
        EXPECT_TRUE(dimension.is_leaf(m));
        while (m > i) m = dimension.parent(m);
        if (m == i) below.insert(static_cast<std::int32_t>(leaf));
      }
      ASSERT_FALSE(below.empty());
      EXPECT_EQ(*below.begin(), dimension.first_leaf(i));
      EXPECT_EQ(*below.rbegin() + 1, dimension.end_leaf(i));
      EXPECT_EQ(static_cast<std::int32_t>(below.size()),
                dimension.end_leaf(i) - dimension.first_leaf(i));
      if (i > 0) {
        EXPECT_EQ(dimension.level(i), dimension.level(dimension.parent(i)) + 1);
      }
      EXPECT_EQ(dimension.find(dimension.key(i)), i);
    }
  }
}

}  // namespace
}  // namespace salesplan::table
