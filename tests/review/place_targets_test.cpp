#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "refusal.hpp"
#include "salesplan/review/next_target.hpp"

namespace salesplan::review {
namespace {

using core::Minor;

TEST(PlaceTargets, AtTheChosenProbabilityAndEquallyHard) {
  const std::vector<double> mean{100000, 200000}, sd{10000, 40000};
  PlacementRule rule;
  rule.total_sd = 50000;
  const PlacedTargets placed = place_targets({mean, sd}, rule);
  EXPECT_EQ(placed.total, 287333);  // 300000 - 0.2533471 * 50000
  EXPECT_NEAR(placed.probability, 0.6, 1e-5);
  EXPECT_EQ(placed.target[0] + placed.target[1], placed.total);
  EXPECT_NEAR(placed.unit_probability[0], 0.6, 1e-4);
  EXPECT_NEAR(placed.unit_probability[1], 0.6, 1e-4);
}

TEST(PlaceTargets, CarriesAsFarAsTheTotalStaysFeasible) {
  const std::vector<double> mean{100000}, sd{10000};
  const std::vector<Minor> small{1000}, large{100000};
  EXPECT_EQ(place_targets({mean, sd, {}, {}, small}).total, 97467 + 1000);
  const PlacedTargets most = place_targets({mean, sd, {}, {}, large});
  EXPECT_EQ(most.total, 102533);
  EXPECT_NEAR(most.probability, 0.4, 1e-4);
}

TEST(PlaceTargets, HoldsToWhatPeopleAndStockAllow) {
  const std::vector<double> mean{100000, 100000, 100000}, sd{10000, 10000, 10000}, ramp{1, 1, 0.5};
  const std::vector<Minor> last{80000, 70000, core::missing_integer};
  const Resource hours{"visit hours", {0.001, 0.001, 0.001}, {90, 1000, 1000}};
  PlacementRule rule;
  rule.max_change = 0.25;
  const PlacedTargets placed = place_targets({mean, sd, ramp, last, {}, {hours}}, rule);
  EXPECT_EQ(placed.target[0], 90000);  // hours, before the 100000 of the bounded change
  EXPECT_EQ(placed.target[1], 87500);
  EXPECT_EQ(placed.held, (std::vector<std::string>{"visit hours", "upper", ""}));
  EXPECT_NEAR(placed.needed[0], 90, 1e-9);
  const Resource stock{"stock", {1, 1, 1}, {10, 20, 30}};
  const PlacedTargets cut = place_targets({mean, sd, ramp, last, {}, {stock}}, rule);
  EXPECT_EQ(cut.target, (std::vector<Minor>{10, 20, 30}));
  EXPECT_EQ(cut.placed + cut.carried - cut.cut, 60);
}

TEST(PlaceTargets, SumsAndBoundsHold) {
  for (unsigned seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::size_t n = 1 + random() % 12;
    std::vector<double> mean, sd, ramp;
    std::vector<Minor> last, carry;
    Resource hours{"hours", {}, {}};
    for (std::size_t i = 0; i < n; ++i) {
      mean.push_back(static_cast<double>(random() % 1000000));
      sd.push_back(static_cast<double>(1 + random() % 100000));
      ramp.push_back(static_cast<double>(1 + random() % 10) / 10);
      last.push_back(random() % 3 == 0 ? core::missing_integer
                                       : static_cast<Minor>(random() % 1000000));
      carry.push_back(static_cast<Minor>(random() % 100000));
      hours.per_sale.push_back(static_cast<double>(random() % 10) / 1000);
      hours.available.push_back(static_cast<double>(random() % 5000));
    }
    const PlacedTargets placed = place_targets({mean, sd, ramp, last, carry, {hours}});
    EXPECT_EQ(std::accumulate(placed.target.begin(), placed.target.end(), Minor{0}), placed.total);
    EXPECT_EQ(placed.placed + placed.carried - placed.cut, placed.total);
    for (std::size_t i = 0; i < n; ++i) {
      const double target = static_cast<double>(placed.target[i]);
      EXPECT_LE(hours.per_sale[i] * target, hours.available[i] + 1e-6);
      if (!core::is_missing(last[i])) {
        EXPECT_LE(target, static_cast<double>(last[i]) * 1.25 + 1);
      }
    }
    // Units that nothing holds have one probability.
    double one = -1;
    for (std::size_t i = 0; i < n; ++i) {
      if (!placed.held[i].empty() || placed.target[i] == 0) continue;
      if (one < 0) one = placed.unit_probability[i];
      EXPECT_NEAR(placed.unit_probability[i], one, 2 / (sd[i] * ramp[i]) + 0.02);
    }
  }
}

TEST(PlaceTargets, Refuses) {
  const std::vector<double> mean{1}, none, negative{-1}, sd{1};
  EXPECT_EQ(refusal([&] { place_targets({none, none}); }), "mean: has no units");
  EXPECT_EQ(refusal([&] { place_targets({mean, negative}); }), "sd[0]: -1 is not in [0, 1e+17]");
  EXPECT_EQ(refusal([&] {
              place_targets({mean, sd, {}, {}, {}, {{"hours", {1}, {}}}});
            }),
            "resources[0].available: 0 values for 1 units");
  PlacementRule rule;
  rule.least_probability = 0.7;
  EXPECT_EQ(refusal([&] {
              place_targets({mean, sd}, rule);
            }),
            "least_probability: 0.7 is not in [0.001, 0.6]");
}

}  // namespace
}  // namespace salesplan::review
