#include "salesplan/forecast/residual_tests.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace salesplan::forecast {
namespace {

TEST(ResidualTests, AreThoseOfR) {
  // R 4.2.2: Box.test(e, 3, "Ljung"), the formula of Jarque and Bera, Box.test((e - mean(e))^2, 3,
  // "Ljung").
  const std::vector<double> e = {0.3,  -1.2, 0.8,  0.1, core::missing_number, -0.5, 1.9, -0.7, 0.2,
                                 -0.1, 0.6,  -1.4, 0.9};
  for (double scale : {1.0, 1e-140, 1e140}) {
    std::vector<double> scaled = e;
    for (double& v : scaled) v *= scale;
    const ResidualTests r = test_residuals(scaled, 3, 0);
    EXPECT_NEAR(r.autocorrelation, 6.15212447255227, 1e-10);
    EXPECT_NEAR(r.autocorrelation_p, 0.104439096694475, 1e-10);
    EXPECT_NEAR(r.normality, 0.142136428678403, 1e-10);
    EXPECT_NEAR(r.normality_p, std::exp(-0.142136428678403 / 2), 1e-10);
    EXPECT_NEAR(r.calm, 3.8333530448168, 1e-10);
    EXPECT_NEAR(r.calm_p, 0.280030375115402, 1e-10);
  }
}

TEST(ResidualTests, NoiseIsPassedAndPatternIsNot) {
  std::mt19937 random(8);
  std::normal_distribution<double> normal(0, 1);
  std::vector<double> noise, wave, storm;
  for (int t = 0; t < 300; ++t) {
    noise.push_back(normal(random));
    wave.push_back(noise.back() + std::sin(t * 0.4));
    storm.push_back(noise.back() * (t % 60 < 20 ? 6 : 1));
  }
  const ResidualTests pure = test_residuals(noise, 12, 0);
  EXPECT_GT(pure.autocorrelation_p, 0.01);
  EXPECT_GT(pure.normality_p, 0.01);
  EXPECT_GT(pure.calm_p, 0.01);
  EXPECT_LT(test_residuals(wave, 12, 0).autocorrelation_p, 1e-6);
  EXPECT_LT(test_residuals(storm, 12, 0).calm_p, 1e-6);
  EXPECT_LT(test_residuals(storm, 12, 0).normality_p, 1e-6);
  EXPECT_TRUE(std::isnan(test_residuals(std::vector<double>(5, 1.0), 3, 0).mean));
  EXPECT_TRUE(std::isnan(test_residuals(std::vector<double>(50, 0.0), 3, 0).calm_p));
}

}  // namespace
}  // namespace salesplan::forecast
