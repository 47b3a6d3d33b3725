#include "salesplan/product/priority.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "refusal.hpp"
#include "salesplan/product/rank_stability.hpp"
#include "salesplan/product/resource_shares.hpp"

namespace salesplan::product {
namespace {

/// Five telephones by price, storage, camera, looks: an often printed TOPSIS exercise.
Criteria telephones() {
  return {{"price", "storage", "camera", "looks"},
          {false, true, true, true},
          {250, 16, 12, 5, 200, 16, 8, 3, 300, 32, 16, 4, 275, 32, 8, 4, 225, 16, 16, 2}};
}

TEST(Criteria, OfProductLines) {
  std::vector<ProductLine> lines(2);
  lines[0] = {"bikes", 300, 0.8, 0.3, 0.2, 1500};
  lines[1].name = "bells";
  lines[1].contribution = -5;
  const Criteria c = product_criteria(lines);
  ASSERT_EQ(c.rows(), 2u);
  EXPECT_EQ(c.value[0], 300);
  EXPECT_EQ(c.value[1], 0.8);
  EXPECT_NEAR(c.value[2], 1.5, 1e-15);
  EXPECT_NEAR(c.value[3], 0.2, 1e-15);
  EXPECT_EQ(c.value[4], -5);
  EXPECT_TRUE(std::isnan(c.value[5]) && std::isnan(c.value[6]) && std::isnan(c.value[7]));
  lines[1].resources = 0;
  EXPECT_EQ(refusal([&] { product_criteria(lines); }),
            "lines[1].resources: 0 is not finite and positive");
  lines[0].market_share = 1.5;
  EXPECT_EQ(refusal([&] { product_criteria(lines); }),
            "lines[0].market_share: 1.5 is outside [0, 1]");
}

TEST(Priority, TopsisExercise) {
  PriorityOptions options;
  options.method = Method::topsis;
  options.weights = {1, 1, 1, 1};
  const Priority p = priority(telephones(), options);
  const std::vector<double> published{0.534277, 0.308368, 0.691632, 0.534737, 0.401046};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(p.score[i], published[i], 5e-7);
  EXPECT_EQ(p.rank, (std::vector<std::size_t>{3, 5, 1, 2, 4}));
  EXPECT_EQ(p.weights, std::vector<double>(4, 0.25));
}

TEST(Priority, EntropyWeights) {
  // By an independent computation of the formula.
  const std::vector<double> expected{0.15777543313866, 0.4386387220604463, 0.26545390706614574,
                                     0.13813193773474786};
  const std::vector<double> weights = entropy_weights(telephones());
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(weights[j], expected[j], 1e-12);
  Criteria flat{{"a", "b"}, {true, true}, {1, 2, 1, 2, 1, 2}};
  EXPECT_EQ(entropy_weights(flat), std::vector<double>(2, 0.5));
  Criteria one{{"a", "b"}, {true, true}, {1, 2}};
  EXPECT_EQ(entropy_weights(one), std::vector<double>(2, 0.5));
}

TEST(Priority, NormalisesByRangeOrRank) {
  const Criteria c{{"profit", "cost"}, {true, false}, {10, 5, 20, 3, 20, NAN, 1000, 1}};
  const std::vector<double> range = normalise(c, Normalisation::min_max);
  const std::vector<double> expected{0, 0, 10 / 990.0, 0.5, 10 / 990.0, 0.5, 1, 1};
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(range[i], expected[i], 1e-15) << i;
  const std::vector<double> rank = normalise(c, Normalisation::rank);
  const std::vector<double> ranks{0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1};
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(rank[i], ranks[i], 1e-15) << i;
  const double huge = std::numeric_limits<double>::max();
  EXPECT_EQ(normalise({{"a"}, {true}, {-huge, 0, huge}}, Normalisation::min_max),
            (std::vector<double>{0, 0.5, 1}));
  EXPECT_EQ(normalise({{"a"}, {true}, {NAN, NAN}}, Normalisation::min_max),
            (std::vector<double>{0.5, 0.5}));
}

TEST(Priority, ScoreIsMonotoneAndFollowsPermutations) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    Criteria c{{"a", "b", "c"}, {true, false, true}, {}};
    for (int i = 0; i < 30; ++i) c.value.push_back(normal(random));
    for (Method method : {Method::weighted_score, Method::topsis}) {
      PriorityOptions options;
      options.method = method;
      options.weights = {3, 2, 1};
      const Priority before = priority(c, options);
      Criteria reversed = c;
      for (std::size_t i = 0; i < 10; ++i) {
        std::copy_n(c.value.begin() + static_cast<std::ptrdiff_t>(3 * i), 3,
                    reversed.value.begin() + static_cast<std::ptrdiff_t>(3 * (9 - i)));
      }
      const Priority mirror = priority(reversed, options);
      for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_NEAR(before.score[i], mirror.score[9 - i], 1e-12);
        EXPECT_GE(before.score[i], 0);
        EXPECT_LE(before.score[i], 1);
      }
      // The best of a column stays the column's best when it improves: its score cannot fall.
      Criteria better = c;
      const std::size_t first = static_cast<std::size_t>(
          std::find(before.rank.begin(), before.rank.end(), 1u) - before.rank.begin());
      better.value[3 * first] += 1;
      EXPECT_EQ(priority(better, options).rank[first], 1u);
    }
  }
}

TEST(Priority, RefusesBadInput) {
  Criteria c = telephones();
  PriorityOptions options;
  options.weights = {1, 1};
  EXPECT_EQ(refusal([&] { priority(c, options); }), "weights: 2 values for 4 columns");
  options.weights = {0, 0, 0, 0};
  EXPECT_EQ(refusal([&] { priority(c, options); }), "weights: are all 0");
  options.weights = {1, -1, 0, 0};
  EXPECT_EQ(refusal([&] { priority(c, options); }), "weights[1]: -1 is outside [0, 1e100]");
  c.value[2] = INFINITY;
  EXPECT_EQ(refusal([&] { priority(c); }), "value[2]: inf is not finite");
  c.value.pop_back();
  EXPECT_EQ(refusal([&] { priority(c); }), "value: 19 values do not fill 4 columns");
  EXPECT_EQ(refusal([] { priority({}); }), "column: is empty");
  EXPECT_TRUE(priority({{"a"}, {true}, {}}).score.empty());
}

TEST(RankStability, SaysHowOftenALineIsFirst) {
  const Criteria dominated{{"a", "b"}, {true, true}, {3, 3, 2, 2, 1, 1}};
  const RankStability certain = rank_stability(dominated, {});
  EXPECT_NEAR(certain.share_first[0], 1, 1e-9);
  EXPECT_NEAR(certain.mean_rank[2], 3, 1e-9);

  // First where its one strong criterion weighs more: a coin toss under symmetric changes.
  const Criteria even{{"a", "b"}, {true, true}, {1, 0, 0, 1}};
  PriorityOptions options;
  options.weights = {1, 1};
  StabilityOptions stability;
  stability.weightings = 10000;
  stability.top = 1;
  const RankStability tossed = rank_stability(even, options, stability);
  EXPECT_NEAR(tossed.share_first[0], 0.5, 0.02);
  EXPECT_NEAR(tossed.share_first[0] + tossed.share_first[1], 1, 1e-9);
  EXPECT_EQ(tossed.share_first, tossed.share_top);
  EXPECT_EQ(tossed.share_first, rank_stability(even, options, stability).share_first);
  stability.seed = 2;
  EXPECT_NE(tossed.share_first, rank_stability(even, options, stability).share_first);
  stability.change = 0;
  EXPECT_EQ(refusal([&] { rank_stability(even, options, stability); }),
            "change: 0 is outside (0, 1]");
  stability = {};
  stability.weightings = 0;
  EXPECT_EQ(refusal([&] { rank_stability(even, options, stability); }),
            "weightings: 0 is outside 1 .. 1000000");
}

TEST(ResourceShares, AddUpWithinFloorsAndCaps) {
  const std::vector<double> score{0.9, 0.5, 0.1, 0};
  const std::vector<double> floor{0, 0, 0.29, 0.05};
  const std::vector<double> cap{0.4, 1, 1, 1};
  const std::vector<core::Minor> amount = resource_shares(100, score, floor, cap);
  EXPECT_EQ(std::accumulate(amount.begin(), amount.end(), core::Minor{0}), 100);
  EXPECT_EQ(amount, (std::vector<core::Minor>{40, 26, 29, 5}));
  EXPECT_EQ(resource_shares(90, std::vector<double>(3, 0.0)), (std::vector<core::Minor>(3, 30)));
  EXPECT_EQ(refusal([&] { resource_shares(-1, score); }), "total: -1 is negative");
  EXPECT_EQ(refusal([&] {
              resource_shares(1, score, std::vector<double>{2, 0, 0, 0});
            }),
            "floor[0]: 2 is outside [0, 1]");
  EXPECT_EQ(refusal([&] { resource_shares(100, score, std::vector<double>(4, 0.3)); }),
            "lower: sum 120 exceeds the total 100");
}

}  // namespace
}  // namespace salesplan::product
