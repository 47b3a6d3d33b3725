#include "salesplan/forecast/coherent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/cross_validation.hpp"

namespace salesplan::forecast {
namespace {
namespace coherent_test {

constexpr double unknown = core::missing_number;
constexpr std::size_t length = 36;

/// A company of two regions, the first with two stores.
SummingStructure company() { return tree_structure(std::vector<std::int32_t>{-1, 0, 0, 1, 1}); }

/// Three bottom series in the order of their nodes: the second region, the two stores.
std::vector<double> sales() {
  std::vector<double> values;
  for (int series = 0; series < 3; ++series) {
    double level = 100 + 40 * series;
    for (std::size_t t = 0; t < length; ++t) {
      const double wave = std::sin(static_cast<double>(t) / 2 + series);
      const double noise = std::cos(static_cast<double>(t * t) + 3.0 * series);
      level += 1 + noise;
      values.push_back(level + 15 * wave + 5 * noise);
    }
  }
  return values;
}

Options ets() {
  Options options;
  options.model = "ets";
  options.horizon = 3;
  return options;
}

TEST(SumHistory, CountsASeriesFromItsFirstValueAndMissesWhatIsMissingLater) {
  const std::vector<double> bottom{unknown, unknown, 3,       4,   //
                                   unknown, 10,      unknown, 30,  //
                                   unknown, unknown, unknown, 7};
  const std::vector<double> sums = sum_history(company(), bottom, 4);
  ASSERT_EQ(sums.size(), 20U);
  EXPECT_TRUE(std::isnan(sums[0]));  // nobody had begun
  EXPECT_EQ(sums[1], 10);
  EXPECT_TRUE(std::isnan(sums[2]));  // the first store had, and is missing
  EXPECT_EQ(sums[3], 41);
  EXPECT_EQ(sums[4 + 1], 10);
  EXPECT_EQ(sums[4 + 3], 37);
  EXPECT_EQ(sums[8 + 2], 3);
  EXPECT_EQ(refusal([&] { sum_history(company(), bottom, 5); }),
            "values: 12 are not 3 series of 5");
  EXPECT_EQ(refusal([&] { sum_history(company(), bottom, 0); }),
            "values: 12 are not 3 series of 0");
}

TEST(ForecastCoherent, AddsUpAtEveryStepAndOverAll) {
  for (const Weighting weighting : {Weighting::ols, Weighting::wls_structural,
                                    Weighting::wls_variance, Weighting::mint_shrink}) {
    const PanelForecast made =
        forecast_coherent(company(), sales(), length, ets(), {weighting, false, 1});
    ASSERT_EQ(made.n, 5U);
    for (std::size_t u = 0; u < 3; ++u) {
      const auto mean = [&](std::size_t i) { return made.mean[i * 3 + u]; };
      EXPECT_EQ(mean(1), mean(3) + mean(4));
      EXPECT_NEAR(mean(0), mean(1) + mean(2), 1e-12 * mean(0));
      EXPECT_LT(made.intervals[0].lower[u], mean(0));
      EXPECT_NEAR(made.intervals[0].upper[u] - mean(0), mean(0) - made.intervals[0].lower[u], 1e-9);
    }
    EXPECT_NEAR(made.total_mean[0], made.total_mean[1] + made.total_mean[2],
                1e-12 * made.total_mean[0]);
    EXPECT_GT(made.total_sd[0], 0);
  }
}

TEST(ForecastCoherent, IsTheReconciliationOfForecastsByTheirPastErrors) {
  const SummingStructure structure = company();
  const std::vector<double> history = sum_history(structure, sales(), length);
  std::vector<std::int64_t> offsets;
  for (std::size_t i = 0; i <= 5; ++i) offsets.push_back(static_cast<std::int64_t>(i * length));
  const PanelForecast base = forecast({history, offsets}, ets());
  Options one = ets();
  one.horizon = 1;
  const CrossValidation past = cross_validate({history, offsets}, one, {10, 1});
  std::vector<double> errors;
  for (std::size_t r = 0; r < 50; ++r) errors.push_back(past.actual[r] - past.mean[r]);

  const PanelForecast made = forecast_coherent(structure, sales(), length, ets(), {}, 10);
  EXPECT_EQ(made.mean, reconcile(structure, base.mean, 3, errors, 10));
  EXPECT_EQ(made.model, base.model);

  const std::vector<double> after = reconcile(structure, errors, 10, errors, 10);
  for (std::size_t i = 0; i < 5; ++i) {
    double was = 0, is = 0;
    for (std::size_t t = i * 10; t < (i + 1) * 10; ++t) {
      was += errors[t] * errors[t];
      is += after[t] * after[t];
    }
    const double ratio = std::sqrt(is / was);
    EXPECT_NEAR(made.total_sd[i], ratio * base.total_sd[i], 1e-12 * base.total_sd[i]);
    for (std::size_t l = 0; l < 2; ++l) {
      const auto width = [&](const PanelForecast& f) {
        return f.intervals[l].upper[i * 3 + 2] - f.intervals[l].lower[i * 3 + 2];
      };
      EXPECT_NEAR(width(made), ratio * width(base), 1e-9);
    }
  }
}

TEST(ForecastCoherent, LeavesTheSpreadsWithoutPastErrors) {
  const ReconcileOptions ols{Weighting::ols, false, 1};
  const PanelForecast made = forecast_coherent(company(), sales(), length, ets(), ols, 0);
  std::vector<std::int64_t> offsets{0, length, 2 * length, 3 * length};
  const PanelForecast alone = forecast({sales(), offsets}, ets());
  EXPECT_EQ(made.total_sd[2], alone.total_sd[0]);
  EXPECT_EQ(made.total_sd[4], alone.total_sd[2]);
  EXPECT_NE(made.mean[2 * 3], alone.mean[0]);
}

TEST(ForecastCoherent, StaysAboveNothingWhereAsked) {
  std::vector<double> falling;
  for (int series = 0; series < 3; ++series) {
    for (std::size_t t = 0; t < length; ++t) {
      falling.push_back(series == 0 ? 40 - static_cast<double>(t)
                                    : 10.0 + static_cast<double>(t % 3));
    }
  }
  Options options = ets();
  options.horizon = 12;
  const PanelForecast free = forecast_coherent(company(), falling, length, options);
  EXPECT_LT(free.mean[2 * 12 + 11], 0);
  options.non_negative = true;
  const PanelForecast made = forecast_coherent(company(), falling, length, options);
  for (const double mean : made.mean) EXPECT_GE(mean, 0);
  for (const double lower : made.intervals[1].lower) EXPECT_GE(lower, 0);
  EXPECT_NEAR(made.mean[11], made.mean[12 + 11] + made.mean[2 * 12 + 11], 1e-9);
}

TEST(ForecastCoherent, RefusesWhatItCannotWeighOrForecast) {
  const auto refused = [](const std::vector<double>& values, std::size_t periods,
                          std::size_t origins) {
    return refusal([&] { forecast_coherent(company(), values, periods, ets(), {}, origins); });
  };
  EXPECT_EQ(refused(sales(), length, 1001), "origins: 1001 is more than 1000");
  EXPECT_EQ(refused(sales(), length, 1),
            "origins: 1 have an error of every series, 2 are needed; wls_structural needs none");
  EXPECT_EQ(refused({1, 2, 3, 4, 5, 6}, 2, 24),
            "origins: 1 have an error of every series, 2 are needed; wls_structural needs none");
  std::vector<double> empty = sales();
  std::fill(empty.begin(), empty.begin() + length, unknown);
  EXPECT_EQ(refused(empty, length, 24), "values: series 2 of the structure has no value");
}

}  // namespace coherent_test
}  // namespace
}  // namespace salesplan::forecast
