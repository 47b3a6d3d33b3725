#include "salesplan/forecast/forecast.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/error_quantile.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::forecast {
namespace forecast_test {

constexpr double nan = core::missing_number;

std::vector<double> monthly(unsigned seed, std::size_t n) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 5);
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t);
    y.push_back(200 + 0.5 * x + 30 * std::sin(x * 3.14159265358979 / 6) + normal(random));
  }
  return y;
}

Options options(const std::string& model, std::size_t h = 18, int m = 12) {
  Options o;
  o.model = model;
  o.horizon = h;
  o.season_length = m;
  return o;
}

struct Data {
  std::vector<double> values;
  std::vector<std::int64_t> offsets = {0};
  void add(const std::vector<double>& y) {
    values.insert(values.end(), y.begin(), y.end());
    offsets.push_back(static_cast<std::int64_t>(values.size()));
  }
  Panel panel() const { return {values, offsets}; }
};

std::string error_of(const Panel& panel, const Options& o) {
  try {
    forecast(panel, o);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

TEST(Forecast, SameBitsAtAnyThreadCountAndInAnyOrder) {
  Data forward, backward;
  for (unsigned i = 0; i < 20; ++i) forward.add(monthly(i, 40 + 3 * i));
  for (unsigned i = 20; i-- > 0;) backward.add(monthly(i, 40 + 3 * i));
  for (const std::string& model : models()) {
    Options o = options(model);
    const PanelForecast one = forecast(forward.panel(), o);
    o.threads = 4;
    const PanelForecast four = forecast(forward.panel(), o);
    EXPECT_EQ(one.mean, four.mean);
    EXPECT_EQ(one.intervals[1].upper, four.intervals[1].upper);
    EXPECT_EQ(one.total_sd, four.total_sd);
    EXPECT_EQ(one.model, four.model);
    const PanelForecast turned = forecast(backward.panel(), o);
    for (std::size_t i = 0; i < 20; ++i) {
      EXPECT_EQ(one.total_mean[i], turned.total_mean[19 - i]);
      EXPECT_EQ(one.mean[i * 18 + 17], turned.mean[(19 - i) * 18 + 17]);
    }
  }
}

TEST(Forecast, ScalesWithTheSeries) {
  const std::vector<double> y = monthly(3, 100);
  for (const std::string& model : models()) {
    const SeriesForecast one = forecast_series(y, options(model));
    for (double scale : {1e-11, 1e-3, 1e9}) {
      std::vector<double> scaled = y;
      for (double& v : scaled) v *= scale;
      const SeriesForecast other = forecast_series(scaled, options(model));
      EXPECT_EQ(one.model, other.model);
      for (std::size_t u = 0; u < one.mean.size(); ++u) {
        EXPECT_NEAR(other.mean[u] / scale, one.mean[u], 1e-4 * one.mean[u]) << model << scale;
        EXPECT_NEAR(other.sd[u] / scale, one.sd[u], 1e-3 * one.sd[u]) << model << scale;
      }
      EXPECT_NEAR(other.total_sd / scale, one.total_sd, 1e-3 * one.total_sd);
    }
  }
}

TEST(Forecast, OddSeriesGiveNumbersOrANamedFallback) {
  const std::vector<std::vector<double>> odd = {
      {5},
      {5, 7},
      {5, 7, 6},
      {1, 2, 3, 4},
      {1, 2, 3, 4, 5},
      {nan, nan, 4, nan},
      {4, nan, nan, nan, 6},
      std::vector<double>(50, 0.0),
      std::vector<double>(50, 1e12),
      {0, 0, 0, 0, 0, 0, 0, 0, 1},
      {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2},
      {-1, -5, -2, -8, -3, -7},
      {1e12, 1e12 + 1, 1e12, 1e12 + 3, 1e12 - 2, 1e12},
      {1e-9, 2e-9, 1e-9, 3e-9, 1e-9, 2e-9},
      {1e150, -1e150, 1e150, 1e-150, 0, 1e150},
      {1e-300, 2e-300, 1e-300, 1e-300, 3e-300, 1e-300},
      {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1e9},
  };
  for (const std::string& model : models()) {
    for (int m : {1, 4, 12, 365}) {
      for (std::size_t i = 0; i < odd.size(); ++i) {
        const SeriesForecast f = forecast_series(odd[i], options(model, 13, m));
        ASSERT_EQ(f.mean.size(), 13u);
        for (std::size_t u = 0; u < 13; ++u) {
          EXPECT_TRUE(std::isfinite(f.mean[u])) << model << " series " << i << " m " << m;
          EXPECT_TRUE(std::isfinite(f.sd[u]) && f.sd[u] >= 0) << model << " series " << i;
        }
        EXPECT_TRUE(std::isfinite(f.total_sd) && f.total_sd >= 0);
        EXPECT_FALSE(f.model.empty());
      }
    }
  }
}

TEST(Forecast, AThousandRandomOddSeriesNeverGiveNaN) {
  const unsigned seed = 4711;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  for (int round = 0; round < 1000; ++round) {
    std::vector<double> y(1 + below(60));
    const double scale = std::pow(10.0, static_cast<double>(below(24)) - 10);
    const unsigned zeros = below(3), gaps = below(3), levels = 1 + below(50);
    for (double& v : y) {
      v = (static_cast<double>(below(levels)) - (round % 4 == 0 ? 3 : 0)) * scale;
      if (zeros && below(2)) v = 0;
      if (gaps && below(3) == 0) v = nan;
    }
    if (std::all_of(y.begin(), y.end(), [](double v) { return std::isnan(v); })) continue;
    const std::string& model = models()[static_cast<std::size_t>(round) % models().size()];
    const int season[] = {1, 2, 7, 12};
    const SeriesForecast f = forecast_series(y, options(model, 14, season[below(4)]));
    for (std::size_t u = 0; u < 14; ++u) {
      ASSERT_TRUE(std::isfinite(f.mean[u]) && std::isfinite(f.sd[u])) << round << " " << f.model;
      ASSERT_GE(f.sd[u], 0) << round;
    }
    ASSERT_TRUE(std::isfinite(f.total_mean) && std::isfinite(f.total_sd)) << round;
  }
}

TEST(Forecast, FallbacksAreNamed) {
  const auto model_of = [](const std::vector<double>& y, const char* model, int m) {
    return forecast_series(y, options(model, 2, m)).model;
  };
  EXPECT_EQ(model_of({nan, nan}, "ets", 1), "none (no values)");
  EXPECT_EQ(model_of({}, "ets", 1), "none (no values)");
  EXPECT_EQ(model_of({3}, "ets", 1), "naive (one value)");
  EXPECT_EQ(model_of({3, 3, nan, 3}, "ets", 1), "constant");
  EXPECT_EQ(model_of({3, 4, 5}, "ets", 12), "naive (3 values)");
  EXPECT_EQ(model_of({3, 4, 5}, "snaive", 12), "naive (shorter than a season)");
  EXPECT_EQ(model_of({3, 4, 5}, "snaive", 2), "snaive");
  EXPECT_TRUE(std::isnan(forecast_series(std::vector<double>{nan}, options("ets")).mean[0]));
  EXPECT_EQ(forecast_series(std::vector<double>{3}, options("ets", 2)).sd[1], 3);
}

TEST(Forecast, ValuesMissingAtTheEndAreStepsAhead) {
  std::vector<double> y = monthly(8, 60);
  const SeriesForecast full = forecast_series(y, options("ets", 12));
  y.insert(y.end(), 3, nan);
  const SeriesForecast late = forecast_series(y, options("ets", 9));
  for (std::size_t u = 0; u < 9; ++u) {
    EXPECT_DOUBLE_EQ(late.mean[u], full.mean[u + 3]);
    EXPECT_DOUBLE_EQ(late.sd[u], full.sd[u + 3]);
  }
}

TEST(Forecast, SnaiveRepeatsTheLastSeason) {
  const std::vector<double> y = {1, 2, 3, 11, nan, 13};
  const SeriesForecast f = forecast_series(y, options("snaive", 4, 3));
  EXPECT_EQ(f.mean, (std::vector<double>{11, 2, 13, 11}));
  EXPECT_DOUBLE_EQ(f.sd[0], 10);
  EXPECT_DOUBLE_EQ(f.sd[3], 10 * std::sqrt(2.0));
  // Steps 1 and 4 share their error, the others do not.
  EXPECT_DOUBLE_EQ(f.total_sd, 10 * std::sqrt(4.0 + 1 + 1 + 1));
}

TEST(Forecast, NonNegativeClipsMeansAndBounds) {
  Data data;
  data.add({9, 7, 6, 5, 3, 2, 1, 0, 0, 1, 0});
  Options o = options("ets", 8, 1);
  o.non_negative = true;
  const PanelForecast f = forecast(data.panel(), o);
  double sum = 0;
  for (std::size_t u = 0; u < 8; ++u) {
    EXPECT_GE(f.mean[u], 0);
    EXPECT_GE(f.intervals[0].lower[u], 0);
    EXPECT_GE(f.intervals[0].upper[u], f.mean[u]);
    sum += f.mean[u];
  }
  EXPECT_DOUBLE_EQ(f.total_mean[0], sum);
  o.non_negative = false;
  EXPECT_LT(forecast(data.panel(), o).intervals[1].lower[7], 0);
}

TEST(Forecast, IntervalsAreCentredAndNested) {
  Data data;
  data.add(monthly(1, 80));
  struct Case {
    std::string model;
    double q75, q95;
  };
  const double root = std::sqrt(2.0);
  for (const Case& c : {Case{"naive2", 0.6744897501960817, 1.6448536269514722},  // R qnorm
                        Case{"ets", 0.7406970841126830 / root, 2.1318467863266496 / root}}) {  // qt
    Options o = options(c.model);
    o.levels = {0.5, 0.9};
    const PanelForecast f = forecast(data.panel(), o);
    const SeriesForecast one = forecast_series(data.values, o);
    for (std::size_t u = 0; u < 18; ++u) {
      EXPECT_NEAR(f.intervals[1].upper[u] - f.mean[u], c.q95 * one.sd[u], 1e-9) << c.model;
      EXPECT_NEAR(f.mean[u] - f.intervals[0].lower[u], c.q75 * one.sd[u], 1e-9) << c.model;
    }
  }
}

TEST(Forecast, EmptyPanelsAreFine) {
  const PanelForecast f = forecast(Panel{}, options("auto"));
  EXPECT_EQ(f.n, 0u);
  EXPECT_TRUE(f.mean.empty());
  EXPECT_EQ(f.intervals.size(), 2u);
}

TEST(Forecast, BadInputIsNamed) {
  Data data;
  data.add({1, 2, 3, 4, 5, 6});
  EXPECT_EQ(error_of(data.panel(), options("prophet")).substr(0, 47),
            "model: \"prophet\" is unknown; allowed: auto, ets");
  EXPECT_EQ(error_of(data.panel(), options("ets", 0)), "horizon: 0 is not in 1 .. 10000");
  EXPECT_EQ(error_of(data.panel(), options("ets", 1, 0)), "season_length: 0 is below 1");
  Options o = options("ets");
  o.levels = {0.8, 1.0};
  EXPECT_EQ(error_of(data.panel(), o), "levels[1]: 1 is not between 0 and 1");
  o = options("ets");
  o.threads = -1;
  EXPECT_EQ(error_of(data.panel(), o), "threads: -1 is below 0");
  Data bad = data;
  bad.values[2] = HUGE_VAL;
  EXPECT_EQ(error_of(bad.panel(), options("ets")), "values[2]: inf is beyond 1e150 in size");
  bad = data;
  bad.offsets = {0, 4, 3, 6};
  EXPECT_EQ(error_of(bad.panel(), options("ets")),
            "offsets[2]: 3 falls or exceeds the number of values");
  bad.offsets = {0, 5};
  EXPECT_EQ(error_of(bad.panel(), options("ets")), "offsets: end before the last value");
}

TEST(NormalQuantile, KnownValues) {
  EXPECT_NEAR(numeric::normal_quantile(0.975), 1.9599639845400545, 1e-14);  // R qnorm(0.975)
  EXPECT_NEAR(numeric::normal_quantile(0.9), 1.2815515655446004, 1e-14);
  EXPECT_NEAR(numeric::normal_quantile(1e-10), -6.3613409024040557, 1e-12);
  EXPECT_EQ(numeric::normal_quantile(0.5), 0);
}

TEST(Forecast, EveryModelAnswersAtEveryShortLength) {
  for (const std::string& model : models()) {
    for (std::size_t n = 1; n <= 40; ++n) {
      std::vector<double> y;
      for (std::size_t t = 0; t < n; ++t) y.push_back(100 + static_cast<double>(t * t * 37 % 61));
      for (int season : {1, 4, 12}) {
        Options options;
        options.model = model;
        options.horizon = 5;
        options.season_length = season;
        const SeriesForecast f = forecast_series(y, options);
        ASSERT_EQ(f.mean.size(), 5u) << model << " " << n;
        ASSERT_EQ(f.sd.size(), 5u) << model << " " << n;
        for (std::size_t u = 0; u < 5; ++u) {
          EXPECT_TRUE(std::isfinite(f.mean[u])) << model << " " << n << " " << season;
          EXPECT_TRUE(std::isfinite(f.sd[u]) && f.sd[u] >= 0) << model << " " << n << " " << season;
        }
        EXPECT_NE(f.model, "");
      }
    }
  }
}

TEST(HeavyQuantile, KnownValues) {
  EXPECT_NEAR(heavy_quantile(0.975), 2.7764451051977943 / std::sqrt(2.0), 1e-12);  // R qt(.975, 4)
  EXPECT_NEAR(heavy_quantile(0.1), -1.5332062740589443 / std::sqrt(2.0), 1e-12);
  EXPECT_EQ(heavy_quantile(0.5), 0);
}

}  // namespace forecast_test
}  // namespace salesplan::forecast
