#include "salesplan/promotion/channel_mix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "refusal.hpp"

namespace salesplan::promotion {
namespace {

std::vector<MediaChannel> media() {
  std::vector<MediaChannel> channels(3);
  channels[0] = {"radio", {numeric::ResponseShape::hill, 100, 20, 1}, 2};
  channels[0].retention = 0.5;
  channels[0].lags = 4;
  channels[1] = {"mail", {numeric::ResponseShape::hill, 80, 10, 3}, 3};
  channels[2] = {"posters", {numeric::ResponseShape::hill, 1, 50, 1}, 1};
  return channels;
}

TEST(ChannelMix, EqualisesMarginalRoi) {
  const ChannelMix mix = channel_mix(50, media(), 12);
  ASSERT_EQ(mix.channel.size(), 3u);
  EXPECT_EQ(mix.channel[0].name, "radio");
  EXPECT_NEAR(mix.channel[0].spend + mix.channel[1].spend + mix.channel[2].spend, 50, 1e-9);
  EXPECT_NEAR(mix.channel[0].marginal_roi, mix.channel[1].marginal_roi, 1e-9);
  EXPECT_EQ(mix.channel[2].spend, 0);
  EXPECT_TRUE(std::isnan(mix.channel[2].roi));
  EXPECT_LT(mix.channel[2].marginal_roi, mix.channel[0].marginal_roi);
  EXPECT_NEAR(
      mix.channel[1].margin,
      12 * 3 * numeric::response({numeric::ResponseShape::hill, 80, 10, 3}, mix.channel[1].spend),
      1e-9);
  EXPECT_NEAR(mix.channel[1].roi, mix.channel[1].margin / (12 * mix.channel[1].spend) - 1, 1e-12);
  EXPECT_NEAR(mix.margin, mix.channel[0].margin + mix.channel[1].margin, 1e-9);
}

TEST(ChannelMix, RefusesBadInput) {
  std::vector<MediaChannel> channels = media();
  channels[1].curve.half = -1;
  EXPECT_EQ(refusal([&] { channel_mix(50, channels, 12); }),
            "channels[1].curve.half: -1 is not finite and positive");
  channels = media();
  channels[2].margin = NAN;
  EXPECT_EQ(refusal([&] { channel_mix(50, channels, 12); }),
            "channels[2].margin: nan is not finite");
  EXPECT_EQ(refusal([&] { channel_mix(50, media(), 0); }), "periods: 0 is outside 1 .. 10000");
  channels = media();
  channels[0].lower = 60;
  EXPECT_EQ(refusal([&] { channel_mix(50, channels, 12); }),
            "budget: 50 is below the sum of the lower bounds 60");
}

}  // namespace
}  // namespace salesplan::promotion
