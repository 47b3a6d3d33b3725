// The M3 monthly competition, where its data is at hand: accuracy must stay where it was measured.
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/accuracy.hpp"
#include "salesplan/forecast/forecast.hpp"

namespace salesplan::forecast {
namespace {

struct Scores {
  double smape = 0, mase = 0, msis95 = 0;
};

Scores score(const std::string& model) {
  std::ifstream in(std::string(SALESPLAN_SOURCE_DIR) + "/../shared/data/forecast/m3_monthly.csv");
  std::vector<double> values;
  std::vector<std::int64_t> offsets;
  std::vector<std::vector<double>> tests;
  std::string line, last;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::stringstream cells(line);
    std::string cell[7];
    for (std::string& c : cell) std::getline(cells, c, ',');
    if (cell[0] != last) {
      last = cell[0];
      offsets.push_back(static_cast<std::int64_t>(values.size()));
      tests.emplace_back();
    }
    (cell[2] == "train" ? values : tests.back()).push_back(core::parse_number(cell[6], line));
  }
  offsets.push_back(static_cast<std::int64_t>(values.size()));
  Options options;
  options.model = model;
  options.horizon = 18;
  options.season_length = 12;
  options.threads = 0;
  const Panel panel{values, offsets};
  const PanelForecast f = forecast(panel, options);
  Scores mean;
  for (std::size_t i = 0; i < f.n; ++i) {
    const auto row = [&](const std::vector<double>& v) {
      return core::View<const double>(v.data() + i * f.h, f.h);
    };
    const double scale = seasonal_scale(panel.series(i), 12);
    const double n = static_cast<double>(f.n);
    mean.smape += 100 * smape(tests[i], row(f.mean)) / n;
    mean.mase += mase(tests[i], row(f.mean), scale) / n;
    mean.msis95 +=
        msis(tests[i], row(f.intervals[1].lower), row(f.intervals[1].upper), 0.95, scale) / n;
  }
  return mean;
}

class M3 : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::ifstream(std::string(SALESPLAN_SOURCE_DIR) +
                       "/../shared/data/forecast/m3_monthly.csv")) {
      GTEST_SKIP() << "../shared/data/forecast/m3_monthly.csv is absent";
    }
  }
};

TEST_F(M3, SnaiveGivesTheFiguresOfR) {
  const Scores s = score("snaive");
  EXPECT_NEAR(s.smape, 17.234, 0.001);  // R forecast 8.20, snaive(y, h = 18)
  EXPECT_NEAR(s.mase, 1.1461, 0.0001);
  EXPECT_NEAR(s.msis95, 8.605, 0.001);
}

TEST_F(M3, EtsIsMoreAccurateThanR) {
  const Scores s = score("ets");
  EXPECT_LT(s.smape, 13.8);   // R ets: 14.139
  EXPECT_LT(s.mase, 0.842);   // R ets: 0.8649
  EXPECT_LT(s.msis95, 6.15);  // R ets: 6.342
}

TEST_F(M3, ThetaIsThatOfStatsforecast) {
  const Scores theta = score("theta");
  EXPECT_NEAR(theta.smape, 13.827, 0.02);  // statsforecast 2.1.1 Theta
  EXPECT_NEAR(theta.mase, 0.8613, 0.001);
  const Scores dot = score("dot");
  EXPECT_LT(dot.smape, 13.80);  // DynamicOptimizedTheta: 13.725
  EXPECT_LT(dot.mase, 0.853);   // 0.8501
}

TEST_F(M3, CesIsMoreAccurateThanThatOfStatsforecast) {
  const Scores s = score("ces");
  EXPECT_LT(s.smape, 14.6);  // AutoCES: 15.413
  EXPECT_LT(s.mase, 0.851);  // 0.8670
}

TEST_F(M3, ArimaNeverFailsAndIsAsAccurateAsItsPeers) {
  const Scores s = score("arima");
  EXPECT_LT(s.mase, 0.868);  // statsforecast AutoARIMA 0.8740 on the 92 % it could fit
}

TEST_F(M3, TheAutomaticForecastBeatsTheBestPublishedCombination) {
  const Scores s = score("auto");
  EXPECT_LT(s.smape, 13.40);  // mean of statsforecast's ETS, CES, DOT, ARIMA: 13.573
  EXPECT_LT(s.mase, 0.820);   // 0.8221
  EXPECT_LT(s.msis95, 6.25);  // R ets: 6.342
}

}  // namespace
}  // namespace salesplan::forecast
