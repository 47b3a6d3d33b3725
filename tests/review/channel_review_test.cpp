#include "salesplan/review/channel_review.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "refusal.hpp"

namespace salesplan::review {
namespace channel_review_test {

using core::Minor;

// Company, shop, web and phone. The shop: 100 visits, 20 orders of 5.00; then 120, 30 of 6.00.
const std::vector<std::int32_t> parent{-1, 0, 0, 0};
const std::vector<double> v0{0, 100, 50, 0}, v1{0, 120, 50, 10};
const std::vector<double> o0{0, 20, 5, 0}, o1{0, 30, 5, 2};
const std::vector<Minor> r0{0, 100'00, 25'00, 0}, r1{0, 180'00, 25'00, 9'00};
const std::vector<Minor> cost{0, 60'00, 10'00, 0}, spend{0, 20'00, 5'00, 0};

Minor effect(const ChannelReview& review, std::size_t node, const char* name) {
  for (std::size_t e = 0; e < review.bridge.effects.size(); ++e) {
    if (review.bridge.effects[e] == name) return review.bridge.at(node, e);
  }
  return core::missing_integer;
}

TEST(ChannelReview, TellsVisitsConversionAndOrderValueApart) {
  const ChannelReview review = channel_review({parent}, {v0, v1, o0, o1, r0, r1});
  EXPECT_EQ(effect(review, 1, "visits"), 20'00) << "20 more, of which a fifth orders 5.00";
  EXPECT_EQ(effect(review, 1, "conversion"), 30'00) << "6 orders more than that of 120";
  EXPECT_EQ(effect(review, 1, "order_value"), 30'00) << "30 orders, 1.00 more each";
  EXPECT_EQ(effect(review, 3, "new"), 9'00);
  EXPECT_EQ(review.bridge.base[0], 125'00);
  EXPECT_EQ(review.bridge.actual[0], 214'00);
  EXPECT_EQ(effect(review, 0, "visits"), 20'00);
}

TEST(ChannelReview, RatiosComeFromSums) {
  const ChannelReview review =
      channel_review({parent}, {v0, v1, o0, o1, r0, r1, cost, cost, spend, spend});
  EXPECT_DOUBLE_EQ(review.before.conversion[1], 0.2);
  EXPECT_DOUBLE_EQ(review.before.conversion[0], 25.0 / 150) << "not the mean of 0.2 and 0.1";
  EXPECT_DOUBLE_EQ(review.after.order_value[1], 6'00);
  EXPECT_DOUBLE_EQ(review.after.roi[1], 120.0 / 20 - 1);
  EXPECT_DOUBLE_EQ(review.before.roi[0], 55.0 / 25 - 1);
  EXPECT_TRUE(std::isnan(review.before.conversion[3]));
  EXPECT_TRUE(std::isnan(review.after.roi[3]));
}

TEST(ChannelReview, RefusesWhatIsNoCount) {
  const std::vector<double> wrong{0, 1, -1, 0}, few{1};
  EXPECT_EQ(refusal([&] {
              channel_review({parent}, {v0, wrong, o0, o1, r0, r1});
            }),
            "visits_after[2]: -1 is not a finite number of at least 0");
  EXPECT_EQ(refusal([&] {
              channel_review({parent}, {v0, v1, few, o1, r0, r1});
            }),
            "orders_before: 1 values for 4 nodes");
}

}  // namespace channel_review_test
}  // namespace salesplan::review
