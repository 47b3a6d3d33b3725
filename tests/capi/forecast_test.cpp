// The forecasting functions of the C API, as a C program calls them.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "salesplan.h"

namespace {

struct Free {
  void operator()(splan_context* p) const { splan_context_free(p); }
  void operator()(splan_options* p) const { splan_options_free(p); }
  void operator()(splan_result* p) const { splan_result_free(p); }
  void operator()(splan_calendar* p) const { splan_calendar_free(p); }
};
template <class T>
using Own = std::unique_ptr<T, Free>;

class CForecast : public testing::Test {
 protected:
  void SetUp() override {
    splan_context* made = nullptr;
    ASSERT_EQ(splan_context_create(&made), SPLAN_OK);
    context_.reset(made);
    splan_options* options = nullptr;
    ASSERT_EQ(splan_options_create(made, "forecast", &options), SPLAN_OK);
    options_.reset(options);
    splan_options_set_str(made, options, "model", "snaive");
    splan_options_set_i64(made, options, "horizon", 2);
    splan_options_set_i64(made, options, "season_length", 1);
  }
  /// The result of a call that succeeded, or null.
  Own<splan_result> take(splan_status status, splan_result* result) {
    EXPECT_EQ(status, SPLAN_OK) << splan_context_message(context_.get());
    return Own<splan_result>(result);
  }
  std::vector<double> numbers(const Own<splan_result>& result, const char* column) {
    std::vector<double> values(static_cast<std::size_t>(
        std::max<std::int64_t>(0, splan_result_length(result.get(), column))));
    EXPECT_EQ(splan_result_f64(context_.get(), result.get(), column, values.data()), SPLAN_OK)
        << splan_context_message(context_.get());
    return values;
  }
  std::vector<std::int64_t> integers(const Own<splan_result>& result, const char* column) {
    std::vector<std::int64_t> values(static_cast<std::size_t>(
        std::max<std::int64_t>(0, splan_result_length(result.get(), column))));
    EXPECT_EQ(splan_result_i64(context_.get(), result.get(), column, values.data()), SPLAN_OK)
        << splan_context_message(context_.get());
    return values;
  }
  std::string message() const { return splan_context_message(context_.get()); }

  Own<splan_context> context_;
  Own<splan_options> options_;
  splan_result* out_ = nullptr;
};

const double kValues[] = {1, 3, 2, 6, 5, 9};
const std::int64_t kOffsets[] = {0, 6};

TEST_F(CForecast, Accuracy) {
  const double actual[] = {10, 20}, mean[] = {11, 18}, low[] = {9, 19}, high[] = {12, 21};
  auto r = take(splan_accuracy(context_.get(), 1, kOffsets, kValues, 1, 2, actual, mean, 0.8, low,
                               high, &out_),
                out_);
  EXPECT_EQ(numbers(r, "mae")[0], 1.5);
  EXPECT_DOUBLE_EQ(numbers(r, "mase")[0], 1.5 / (12 / 5.0));
  EXPECT_EQ(numbers(r, "coverage")[0], 1);
  r = take(splan_accuracy(context_.get(), 1, nullptr, nullptr, 1, 2, actual, mean, 0, nullptr,
                          nullptr, &out_),
           out_);
  EXPECT_TRUE(std::isnan(numbers(r, "mase")[0]));
  EXPECT_EQ(splan_accuracy(context_.get(), 1, nullptr, nullptr, 1, 20000, actual, mean, 0, nullptr,
                           nullptr, &out_),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(message(), "h: 20000 exceeds 10000");
}

TEST_F(CForecast, CrossValidation) {
  auto r =
      take(splan_cross_validate(context_.get(), options_.get(), 1, kOffsets, kValues, 2, 1, &out_),
           out_);
  EXPECT_EQ(integers(r, "origin"), (std::vector<std::int64_t>{3, 3, 4, 4}));
  EXPECT_EQ(numbers(r, "actual"), (std::vector<double>{6, 5, 5, 9}));
  EXPECT_EQ(integers(r, "by_step"), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(numbers(r, "mae"), (std::vector<double>{2.5, 3}));
  EXPECT_EQ(numbers(r, "coverage_80").size(), 2u);
  EXPECT_EQ(splan_cross_validate(context_.get(), options_.get(), 1, kOffsets, kValues, 0, 1, &out_),
            SPLAN_INVALID_ARGUMENT);
}

TEST_F(CForecast, LongRows) {
  const char ids[] = "b\0a\0b";
  const std::int32_t dates[] = {20089, 20089, 20120};  // 2025-01-01, 2025-01-01, 2025-02-01
  const double values[] = {5, 7, 6};
  auto r = take(splan_long_panel(context_.get(), 3, ids, sizeof ids, dates, values, nullptr, &out_),
                out_);
  EXPECT_STREQ(splan_result_text(r.get(), "id", 0), "b");
  EXPECT_STREQ(splan_result_text(r.get(), "grain", 0), "month");
  EXPECT_EQ(integers(r, "offset"), (std::vector<std::int64_t>{0, 2, 4}));
  EXPECT_EQ(integers(r, "first_date")[0], 20089);
  EXPECT_EQ(integers(r, "season_length")[0], 12);
  EXPECT_EQ(splan_long_panel(context_.get(), 3, ids, sizeof ids, dates, values, "minute", &out_),
            SPLAN_PARSE);
}

TEST_F(CForecast, CalendarRegressorsAndTheForecastWithThem) {
  splan_calendar* made = nullptr;
  ASSERT_EQ(splan_calendar_named(context_.get(), "CN", &made), SPLAN_OK);
  const Own<splan_calendar> china(made);
  const char effects[] = "workdays\0lunar_new_year";
  auto x = take(splan_calendar_regressors(context_.get(), china.get(), "month", 17167, 62, 2,
                                          effects, sizeof effects, 0, nullptr, 0, nullptr, nullptr,
                                          nullptr, nullptr, &out_),
                out_);  // from January 2017
  EXPECT_EQ(splan_result_columns(x.get()), 3);
  const std::vector<double> holiday = numbers(x, "lunar_new_year");
  std::vector<double> y, rows;
  for (std::size_t t = 0; t < 62; ++t) {
    rows.push_back(holiday[t]);
    const double month = static_cast<double>(t);
    if (t < 60) y.push_back(1000 * std::exp(0.01 * month - 0.3 * holiday[t]) + (t * 7 % 5));
  }
  const std::int64_t offsets[] = {0, 60};
  splan_options_set_i64(context_.get(), options_.get(), "season_length", 12);
  auto r = take(splan_forecast_with(context_.get(), options_.get(), 1, offsets, y.data(), 1,
                                    "new year", 9, rows.data(), 0, &out_),
                out_);
  EXPECT_NEAR(numbers(r, "effect_ratio")[0], std::expm1(-0.3), 0.02);
  EXPECT_EQ(numbers(r, "contribution").size(), 62u);
  EXPECT_STREQ(splan_result_text(r.get(), "model", 0), "snaive with new year");
  rows[61] = NAN;
  EXPECT_EQ(splan_forecast_with(context_.get(), options_.get(), 1, offsets, y.data(), 1, "new year",
                                9, rows.data(), 0, &out_),
            SPLAN_INVALID_ARGUMENT);
  const char own[] = "fair";
  const std::int64_t bad[] = {0, -1};
  const std::int32_t day = 0;
  EXPECT_EQ(splan_calendar_regressors(context_.get(), china.get(), "month", 17167, 62, 0, nullptr,
                                      0, 1, own, sizeof own, bad, &day, &day, &day, &out_),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(message(), "holiday_offsets[1]: -1 does not start at 0 and rise");
}

TEST_F(CForecast, GroupsAndSums) {
  std::vector<double> values;
  for (int t = 0; t < 40; ++t) values.push_back(100 + t % 7);
  values.push_back(100);
  const std::int64_t offsets[] = {0, 40, 41};
  const std::int32_t groups[] = {7, 7};
  auto r = take(splan_forecast_in_groups(context_.get(), options_.get(), 2, offsets, values.data(),
                                         groups, &out_),
                out_);
  EXPECT_EQ(std::string(splan_result_text(r.get(), "model", 1)).substr(0, 10), "group of 1");
  const std::int64_t lengths[] = {1, 1};
  r = take(splan_forecast_sums(context_.get(), options_.get(), 2, offsets, values.data(), 2,
                               lengths, &out_),
           out_);
  EXPECT_EQ(numbers(r, "mean").size(), 4u);
  EXPECT_LT(numbers(r, "lower_80")[0], numbers(r, "mean")[0]);
  const std::int64_t beyond[] = {3};
  EXPECT_EQ(splan_forecast_sums(context_.get(), options_.get(), 2, offsets, values.data(), 1,
                                beyond, &out_),
            SPLAN_INVALID_ARGUMENT);
}

TEST_F(CForecast, OneSeriesCleanedDiagnosedExplainedAndSpread) {
  std::vector<double> y;
  for (int t = 0; t < 48; ++t) y.push_back(500 + 3 * t + (t % 12 == 11 ? 200 : 0) + t * 29 % 13);
  y[20] = 2000;
  auto r = take(splan_series_clean(context_.get(), 48, y.data(), 12, 1, 1, 0, &out_), out_);
  EXPECT_EQ(integers(r, "first"), (std::vector<std::int64_t>{20}));
  EXPECT_LT(numbers(r, "cleaned")[20], 800);
  r = take(splan_series_diagnose(context_.get(), 48, y.data(), 12, &out_), out_);
  EXPECT_STREQ(splan_result_text(r.get(), "measure", 1), "season_strength");
  EXPECT_GT(numbers(r, "value")[1], 0.8);
  splan_options_set_i64(context_.get(), options_.get(), "season_length", 12);
  for (const char* language : {"en", "zh"}) {
    r = take(splan_forecast_explain(context_.get(), options_.get(), "North", 48, y.data(), "month",
                                    17167, language, &out_),
             out_);
    EXPECT_NE(std::string(splan_result_text(r.get(), "text", 0)).find("North"), std::string::npos);
  }
  EXPECT_EQ(splan_forecast_explain(context_.get(), options_.get(), "North", 48, y.data(), nullptr,
                                   0, "fr", &out_),
            SPLAN_INVALID_ARGUMENT);
  splan_calendar* made = nullptr;
  ASSERT_EQ(splan_calendar_named(context_.get(), "WEEKDAYS", &made), SPLAN_OK);
  const Own<splan_calendar> weekdays(made);
  r = take(splan_daily_profile(context_.get(), weekdays.get(), 20089, 48, y.data(), 20120, &out_),
           out_);
  EXPECT_EQ(numbers(r, "share").size(), 28u);
}

TEST_F(CForecast, ProgressCanStopAPanel) {
  std::vector<double> values(600, 1.0);
  std::vector<std::int64_t> offsets;
  for (std::int64_t i = 0; i <= 300; ++i) offsets.push_back(2 * i);
  int calls = 0;
  splan_context_set_progress(
      context_.get(),
      [](const char* step, double, void* count) -> std::int32_t {
        EXPECT_STREQ(step, "forecast");
        return ++*static_cast<int*>(count) == 2 ? 1 : 0;
      },
      &calls);
  EXPECT_EQ(
      splan_forecast(context_.get(), options_.get(), 300, offsets.data(), values.data(), &out_),
      SPLAN_CANCELLED);
  EXPECT_EQ(calls, 2);
}

}  // namespace
