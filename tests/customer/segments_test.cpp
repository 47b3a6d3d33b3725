#include "salesplan/customer/segments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "refusal.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int64_t>;

/// Three clouds of 60, 40 and 20 customers, the features on very different scales.
Values clouds(double spread, std::uint64_t seed) {
  numeric::Random random(seed);
  Values out;
  for (int i = 0; i < 120; ++i) {
    const int cloud = i < 60 ? 0 : i < 100 ? 1 : 2;
    out.push_back((cloud == 1 ? 10 : 0) + spread * random.normal());
    out.push_back(1000 * ((cloud == 2 ? 10 : 0) + spread * random.normal()));
  }
  return out;
}

TEST(Segments, FindsCloudsAndSaysThatTheyAreStable) {
  SegmentOptions options;
  options.segments = 3;
  const Segments found = find_segments(clouds(1, 1), 2, options);
  EXPECT_EQ(found.size, (Labels{60, 40, 20}));
  for (std::size_t i = 0; i < 120; ++i) {
    EXPECT_EQ(found.segment[i], i < 60 ? 0 : i < 100 ? 1 : 2);
  }
  EXPECT_NEAR(found.centre[2], 10, 0.6);
  EXPECT_NEAR(found.centre[5], 10000, 600);
  EXPECT_LT(found.within, 0.2);
  EXPECT_GT(found.stability, 0.98);
  options.threads = 2;
  const Segments again = find_segments(clouds(1, 1), 2, options);
  EXPECT_EQ(again.segment, found.segment);
  EXPECT_EQ(again.stability, found.stability);
}

TEST(Segments, SayThatNoiseIsNotStable) {
  numeric::Random random(4);
  Values noise;
  for (int i = 0; i < 400; ++i) noise.push_back(random.normal());
  SegmentOptions options;
  options.segments = 7;
  EXPECT_LT(find_segments(noise, 2, options).stability, 0.7);
}

TEST(Segments, OddCases) {
  SegmentOptions options;
  options.segments = 1;
  const Segments one = find_segments(Values{1, 2, 3}, 1, options);
  EXPECT_EQ(one.segment, (Labels{0, 0, 0}));
  EXPECT_NEAR(one.centre[0], 2, 1e-12);
  EXPECT_NEAR(one.within, 1, 1e-12);
  options.segments = 3;
  EXPECT_NEAR(find_segments(Values{1, 2, 3}, 1, options).within, 0, 1e-12);
  const Segments same = find_segments(Values(10, 0.1), 1, options);
  EXPECT_EQ(same.size, (Labels{10, 0, 0}));
  EXPECT_EQ(same.within, 0);
  options.resamples = 0;
  EXPECT_TRUE(std::isnan(find_segments(Values{1, 2, 3}, 1, options).stability));
}

// Golden: by hand, and scikit-learn's documentation of adjusted_rand_score (0.57, -0.5).
TEST(Segments, AdjustedRandIndex) {
  EXPECT_EQ(adjusted_rand_index(Labels{0, 0, 1, 1}, Labels{7, 7, 3, 3}), 1);
  EXPECT_NEAR(adjusted_rand_index(Labels{0, 0, 1, 1}, Labels{0, 1, 0, 1}), -0.5, 1e-15);
  EXPECT_NEAR(adjusted_rand_index(Labels{0, 0, 1, 2}, Labels{0, 0, 1, 1}), 0.5714285714285714,
              1e-15);
  EXPECT_EQ(adjusted_rand_index(Labels{0, 0}, Labels{0, 0}), 1);
  EXPECT_EQ(adjusted_rand_index(Labels{}, Labels{}), 1);
}

TEST(Segments, RefuseWhatCannotBe) {
  EXPECT_EQ(refusal([] {
              find_segments(Values{1, 2, 3}, 2);
            }),
            "features: 3 values are not rows of 2");
  EXPECT_EQ(refusal([] { find_segments(Values{1, 2, 3}, 1); }), "segments: 4 is not in 1..3");
  EXPECT_EQ(refusal([] {
              find_segments(Values{1, 2, 3, NAN}, 1);
            }),
            "features[3]: nan is not within -1e100..1e100");
  EXPECT_EQ(refusal([] { adjusted_rand_index(Labels{1}, Labels{-1}); }), "b[0]: is negative");
}

}  // namespace
}  // namespace salesplan::customer
