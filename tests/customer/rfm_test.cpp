#include "salesplan/customer/rfm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;
using Scores = std::vector<int>;

TEST(Rfm, QuantileScoresByHand) {
  EXPECT_EQ(quantile_scores(Values{10, 30, 20, 50, 40}, 5), (Scores{1, 3, 2, 5, 4}));
  EXPECT_EQ(quantile_scores(Values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5),
            (Scores{1, 1, 2, 2, 3, 3, 4, 4, 5, 5}));
  // Eight of ten bought once: all share the score of their middle rank.
  EXPECT_EQ(quantile_scores(Values{1, 1, 1, 1, 1, 1, 1, 1, 2, 3}, 5),
            (Scores{3, 3, 3, 3, 3, 3, 3, 3, 5, 5}));
  EXPECT_EQ(quantile_scores(Values{7, 7, 7}, 5), (Scores{3, 3, 3}));
  EXPECT_EQ(quantile_scores(Values{}, 5), Scores{});
}

TEST(Rfm, BordersByHand) {
  const Values recency{5, 30, 31, 400}, frequency{1, 2, 3, 10}, money{-5, 0, 100, 99.99};
  const Values r{30, 90}, f{2, 5}, m{0, 100};
  const RfmScores found = rfm_by_borders({recency, frequency, money}, {r, f, m});
  EXPECT_EQ(found.recency, (Scores{3, 3, 2, 1}));
  EXPECT_EQ(found.frequency, (Scores{1, 2, 2, 3}));
  EXPECT_EQ(found.monetary, (Scores{1, 2, 3, 2}));
}

TEST(Rfm, EveryCellHasItsSegment) {
  EXPECT_STREQ(rfm_segment(5, 5, 5, 5), "champions");
  EXPECT_STREQ(rfm_segment(5, 5, 1, 5), "new");
  EXPECT_STREQ(rfm_segment(4, 5, 1, 5), "promising");
  EXPECT_STREQ(rfm_segment(3, 5, 3, 5), "need attention");
  EXPECT_STREQ(rfm_segment(3, 5, 4, 5), "loyal");
  EXPECT_STREQ(rfm_segment(1, 5, 5, 5), "cannot lose");
  EXPECT_STREQ(rfm_segment(1, 5, 1, 5), "hibernating");
  EXPECT_STREQ(rfm_segment(10, 10, 10, 10), "champions");
  EXPECT_STREQ(rfm_segment(3, 3, 3, 3), "champions");
  EXPECT_STREQ(rfm_segment(2, 3, 2, 3), "need attention");
  EXPECT_STREQ(rfm_segment(1, 3, 3, 3), "cannot lose");
  EXPECT_STREQ(rfm_segment(1, 2, 1, 2), "hibernating");
  std::set<std::string> all;
  for (int r = 1; r <= 5; ++r) {
    for (int f = 1; f <= 5; ++f) all.insert(rfm_segment(r, 5, f, 5));
  }
  EXPECT_EQ(all.size(), 10u);
}

TEST(Rfm, ScoresFollowTheValuesAndNotTheOrder) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    numeric::Random random(seed);
    Values values;
    for (std::uint64_t i = 0; i < 50 + seed; ++i) {
      values.push_back(static_cast<double>(random.below(30)));
    }
    const Scores scores = quantile_scores(values, 5);
    Values turned(values.rbegin(), values.rend());
    Scores back = quantile_scores(turned, 5);
    std::reverse(back.begin(), back.end());
    EXPECT_EQ(back, scores);
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = 0; j < values.size(); ++j) {
        if (values[i] <= values[j]) {
          EXPECT_LE(scores[i], scores[j]);
        }
      }
    }
  }
  // Without ties the levels are as equal as can be.
  Values distinct;
  for (int i = 0; i < 103; ++i) distinct.push_back(std::sin(i));
  std::map<int, int> count;
  for (const int score : quantile_scores(distinct, 5)) ++count[score];
  for (const auto& [score, customers] : count) EXPECT_TRUE(customers == 20 || customers == 21);
}

TEST(Rfm, RefusesWhatCannotBe) {
  const Values one{1}, two{1, 2}, bad{NAN};
  EXPECT_EQ(refusal([&] { rfm_by_quantile({}); }), "recency: is empty");
  EXPECT_EQ(refusal([&] {
              rfm_by_quantile({two, one, two});
            }),
            "frequency: 1 values for 2 customers");
  EXPECT_EQ(refusal([&] { rfm_by_quantile({one, one, bad}); }), "monetary[0]: nan is not finite");
  EXPECT_EQ(refusal([&] { rfm_by_quantile({one, one, one}, 1); }), "levels: 1 is not in 2..100");
  EXPECT_EQ(refusal([&] {
              rfm_by_borders({one, one, one}, {one, {}, one});
            }),
            "borders.frequency: 0 borders are not 1..99");
  const Values falling{2, 1};
  EXPECT_EQ(refusal([&] {
              rfm_by_borders({one, one, one}, {falling, one, one});
            }),
            "borders.recency[1]: 1 is not finite and above the one before");
  EXPECT_EQ(refusal([] { rfm_segment(6, 5, 1, 5); }), "recency: 6 is not in 1..5");
}

}  // namespace
}  // namespace salesplan::customer
