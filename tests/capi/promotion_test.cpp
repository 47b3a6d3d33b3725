// Promotions and product lines through the C API.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "salesplan.h"

namespace {

using Context = std::unique_ptr<splan_context, void (*)(splan_context*)>;
using Result = std::unique_ptr<splan_result, void (*)(splan_result*)>;

class Promotions : public testing::Test {
 protected:
  Promotions() {
    splan_context* made = nullptr;
    EXPECT_EQ(splan_context_create(&made), SPLAN_OK);
    context_.reset(made);
  }

  splan_context* context() const { return context_.get(); }
  const char* message() const { return splan_context_message(context()); }

  std::vector<double> numbers(const Result& result, const char* column) const {
    std::vector<double> values(static_cast<std::size_t>(splan_result_length(result.get(), column)));
    EXPECT_EQ(splan_result_f64(context(), result.get(), column, values.data()), SPLAN_OK)
        << message();
    return values;
  }

  std::vector<int64_t> integers(const Result& result, const char* column) const {
    std::vector<int64_t> values(
        static_cast<std::size_t>(splan_result_length(result.get(), column)));
    EXPECT_EQ(splan_result_i64(context(), result.get(), column, values.data()), SPLAN_OK)
        << message();
    return values;
  }

 private:
  Context context_{nullptr, &splan_context_free};
};

Result own(splan_result* result) { return {result, &splan_result_free}; }

TEST_F(Promotions, CostSheet) {
  const int32_t kinds[] = {2, 3};
  const int64_t fixed[] = {30000, 0};
  const double each[] = {0, 100};
  splan_result* out = nullptr;
  ASSERT_EQ(splan_promotion_costs(context(), 1500, 2, kinds, fixed, each, &out), SPLAN_OK);
  const Result sheet = own(out);
  EXPECT_EQ(integers(sheet, "amount"), (std::vector<int64_t>{30000, 150000}));
  EXPECT_EQ(integers(sheet, "kind_amount"), (std::vector<int64_t>{0, 0, 30000, 150000, 0}));
  EXPECT_EQ(integers(sheet, "total"), (std::vector<int64_t>{180000}));
  const int32_t unknown[] = {5, 5};
  EXPECT_EQ(splan_promotion_costs(context(), 1, 2, unknown, fixed, each, &out),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_STREQ(message(), "lines[0].kind: is not a kind of cost");
}

TEST_F(Promotions, RoiWithRelatedProducts) {
  const double units[] = {1500, 1500}, baseline[] = {1000, 1000}, sd[] = {50, 50};
  const double price[] = {10, 10}, margin[] = {4, 4}, discount[] = {1, 1}, fixed[] = {300, 300};
  const int32_t of[] = {1};
  const double more[] = {200}, earned[] = {2};
  splan_result* out = nullptr;
  ASSERT_EQ(splan_promotion_roi(context(), nullptr, 2, units, baseline, sd, nullptr, nullptr, price,
                                margin, discount, nullptr, fixed, nullptr, 1, of, more, nullptr,
                                earned, &out),
            SPLAN_OK)
      << message();
  const Result roi = own(out);
  EXPECT_NEAR(numbers(roi, "net")[0], 200, 1e-9);
  EXPECT_NEAR(numbers(roi, "net")[1], 600, 1e-9);
  EXPECT_NEAR(numbers(roi, "roi")[0], 200.0 / 1800, 1e-12);
  EXPECT_NEAR(numbers(roi, "roi_lower")[0], (200 - 1.6448536269514722 * 200) / 1800, 1e-12);
  EXPECT_NEAR(numbers(roi, "break_even_uplift")[0], 1300.0 / 3000, 1e-12);
  EXPECT_EQ(splan_result_columns(roi.get()), 29);

  const double wrong[] = {1500, -1};
  EXPECT_EQ(splan_promotion_roi(context(), nullptr, 2, wrong, baseline, sd, nullptr, nullptr, price,
                                margin, discount, nullptr, fixed, nullptr, 0, nullptr, nullptr,
                                nullptr, nullptr, &out),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_STREQ(message(), "promotions[1].units: -1 is not positive");
  const int32_t outside[] = {2};
  EXPECT_EQ(splan_promotion_roi(context(), nullptr, 2, units, baseline, sd, nullptr, nullptr, price,
                                margin, discount, nullptr, fixed, nullptr, 1, outside, more,
                                nullptr, earned, &out),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_STREQ(message(), "related_to[0]: 2 is outside [0, 2)");
}

TEST_F(Promotions, EvaluateRecommends) {
  std::vector<int32_t> period, product, promotion;
  std::vector<double> units, revenue, discount, cost;
  for (int32_t i = 0; i < 8; ++i) {
    for (int32_t t = 0; t < 20; ++t) {
      const bool on = t == i + 6;
      const double sold = (on ? 250 : 100) * (1 + 0.02 * ((t * 7 + i * 3) % 5));
      period.push_back(t);
      product.push_back(i);
      promotion.push_back(on ? 1 : -1);
      units.push_back(sold);
      revenue.push_back(sold * (on ? 8 : 10));
      discount.push_back(on ? 2 * sold : 0);
      cost.push_back(3 * sold);
    }
  }
  splan_result* out = nullptr;
  ASSERT_EQ(splan_promotion_evaluate(context(), nullptr, 160, period.data(), product.data(),
                                     promotion.data(), units.data(), revenue.data(),
                                     discount.data(), cost.data(), 2, nullptr, &out),
            SPLAN_OK)
      << message();
  const Result made = own(out);
  EXPECT_EQ(integers(made, "promotion"), (std::vector<int64_t>{1}));
  EXPECT_NEAR(numbers(made, "log_uplift")[0], std::log(2.5), 0.05);
  EXPECT_GT(numbers(made, "profit_probability")[0], 0.99);
  EXPECT_STRNE(splan_result_text(made.get(), "reason", 0), "");
}

TEST_F(Promotions, ExperimentEffectResponse) {
  const double treated[] = {3, 5}, control[] = {1, 3};
  splan_result* out = nullptr;
  ASSERT_EQ(splan_promotion_experiment(context(), 2, treated, 2, control, 1, 0.5, 0, &out),
            SPLAN_OK);
  const Result experiment = own(out);
  EXPECT_EQ(numbers(experiment, "effect")[0], 2);
  EXPECT_EQ(numbers(experiment, "roi")[0], 3);
  const double nan[] = {NAN, 1};
  EXPECT_EQ(splan_promotion_experiment(context(), 2, treated, 2, nan, 1, 0, 0, &out),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_STREQ(message(), "control[0]: nan is not finite");

  std::vector<double> y, x;
  for (int t = 0; t < 40; ++t) {
    x.push_back(100 + 10 * std::sin(t) + t % 3);
    y.push_back(2 * x.back() + (t >= 32 ? 25 : 0) + (t * 5 % 7) * 0.1);
  }
  ASSERT_EQ(splan_promotion_effect(context(), nullptr, 40, y.data(), 1, x.data(), 32, 0, &out),
            SPLAN_OK)
      << message();
  const Result effect = own(out);
  EXPECT_EQ(splan_result_length(effect.get(), "effect"), 8);
  EXPECT_NEAR(numbers(effect, "total")[0], 200, 5);
  EXPECT_EQ(splan_promotion_effect(context(), nullptr, INT64_C(1) << 30, y.data(), INT64_C(1) << 30,
                                   x.data(), 32, 0, &out),
            SPLAN_INVALID_ARGUMENT);

  std::vector<int32_t> unit(40), period(40);
  std::vector<double> price, display, volume;
  for (int i = 0; i < 40; ++i) {
    const auto at = static_cast<std::size_t>(i);
    unit[at] = i % 4;
    period[at] = i / 4;
    price.push_back(i * 7 % 5 == 0 ? 8 : 10);
    display.push_back(i * 3 % 7 < 2);
    volume.push_back(std::exp(5 + 0.1 * (i % 4) - 2 * std::log(price[at]) + 0.5 * display[at] +
                              0.01 * (i * 11 % 13)));
  }
  const char names[] = "display";
  splan_options* options = nullptr;
  ASSERT_EQ(splan_options_create(context(), "promotion_response", &options), SPLAN_OK);
  ASSERT_EQ(splan_options_set_str(context(), options, "pooling", "intercept"), SPLAN_OK);
  const splan_status status =
      splan_promotion_response(context(), options, 40, unit.data(), period.data(), volume.data(),
                               price.data(), 1, names, sizeof names, display.data(), nullptr, &out);
  splan_options_free(options);
  ASSERT_EQ(status, SPLAN_OK) << message();
  const Result response = own(out);
  EXPECT_STREQ(splan_result_text(response.get(), "name", 0), "price");
  EXPECT_NEAR(numbers(response, "coefficient")[0], -2, 0.1);
  EXPECT_NEAR(numbers(response, "coefficient")[1], 0.5, 0.05);
  EXPECT_TRUE(std::isnan(numbers(response, "pulled_forward_share")[0]));
}

TEST_F(Promotions, OutlookAndLedger) {
  const char planned[] = "coupon", category[] = "bikes";
  const double depth[] = {0.2};
  splan_result* out = nullptr;
  ASSERT_EQ(splan_promotion_outlook(context(), nullptr, 0, nullptr, 0, nullptr, 0, nullptr, nullptr,
                                    nullptr, 1, planned, sizeof planned, category, sizeof category,
                                    depth, &out),
            SPLAN_OK)
      << message();
  const Result outlook = own(out);
  EXPECT_STREQ(splan_result_text(outlook.get(), "basis", 0), "no history");
  EXPECT_GT(numbers(outlook, "result_sd")[0], 1);

  const double forecast[] = {0.5, 0, 0.2}, sd[] = {0.5, 1, 0.1}, came[] = {1, -3, NAN};
  ASSERT_EQ(splan_promotion_calibration(context(), 3, forecast, sd, came, &out), SPLAN_OK);
  const Result ledger = own(out);
  EXPECT_EQ(integers(ledger, "realised")[0], 2);
  EXPECT_NEAR(numbers(ledger, "bias")[0], -1.25, 1e-15);
}

TEST_F(Promotions, RecommendStopsASaleBelowCost) {
  const double baseline[] = {1000}, price[] = {10}, margin[] = {-1}, discount[] = {2};
  const double uplift[] = {0.5}, slope[] = {-2};
  splan_result* out = nullptr;
  ASSERT_EQ(splan_promotion_recommend(context(), nullptr, 1, baseline, price, margin, discount,
                                      nullptr, nullptr, uplift, nullptr, slope, nullptr, &out),
            SPLAN_OK);
  EXPECT_STREQ(splan_result_text(own(out).get(), "action", 0), "stop");
}

TEST_F(Promotions, OptimizeKeepsSetsApart) {
  const int32_t promotion[] = {0, 0, 1}, start[] = {0, 0, 1}, periods[] = {2, 2, 2};
  const double value[] = {5, 8, 7};
  const int64_t cost[] = {10, 20, 15};
  const int32_t set[] = {0, 0}, member[] = {0, 1}, gap[] = {0};
  splan_result* out = nullptr;
  ASSERT_EQ(
      splan_promotion_optimize(context(), nullptr, 100, 3, promotion, value, cost, start, periods,
                               nullptr, 0, nullptr, 0, nullptr, nullptr, 0, nullptr, &out),
      SPLAN_OK)
      << message();
  EXPECT_EQ(integers(own(out), "chosen"), (std::vector<int64_t>{1, 2}));
  ASSERT_EQ(splan_promotion_optimize(context(), nullptr, 100, 3, promotion, value, cost, start,
                                     periods, nullptr, 0, nullptr, 2, set, member, 1, gap, &out),
            SPLAN_OK);
  const Result apart = own(out);
  EXPECT_EQ(integers(apart, "chosen"), (std::vector<int64_t>{1}));
  EXPECT_EQ(numbers(apart, "bound")[0], 8);
  ASSERT_EQ(
      splan_promotion_optimize(context(), nullptr, 5, 3, promotion, value, cost, nullptr, nullptr,
                               nullptr, 0, nullptr, 0, nullptr, nullptr, 0, nullptr, &out),
      SPLAN_OK);
  EXPECT_EQ(splan_result_length(own(out).get(), "chosen"), 0);
  const int32_t negative[] = {0, -1, 1};
  EXPECT_EQ(
      splan_promotion_optimize(context(), nullptr, 5, 3, negative, value, cost, nullptr, nullptr,
                               nullptr, 0, nullptr, 0, nullptr, nullptr, 0, nullptr, &out),
      SPLAN_INVALID_ARGUMENT);
  EXPECT_STREQ(message(), "promotion[1]: -1 is negative");
}

TEST_F(Promotions, ChannelsShareTheBudget) {
  const double scale[] = {1, 2}, half[] = {10, 20}, slope[] = {3, 1}, upper[] = {100, 12};
  splan_result* out = nullptr;
  ASSERT_EQ(splan_promotion_channels(context(), nullptr, 40, 2, nullptr, scale, half, slope,
                                     nullptr, nullptr, nullptr, nullptr, upper, &out),
            SPLAN_OK)
      << message();
  const Result split = own(out);
  const std::vector<double> spend = numbers(split, "spend");
  EXPECT_NEAR(spend[0] + spend[1], 40, 1e-9);
  EXPECT_LE(spend[1], 12);
  EXPECT_NEAR(numbers(split, "total_margin")[0], numbers(split, "bound")[0], 1e-6);
  const int32_t shape[] = {0, 2};
  EXPECT_EQ(splan_promotion_channels(context(), nullptr, 40, 2, shape, scale, half, slope, nullptr,
                                     nullptr, nullptr, nullptr, upper, &out),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_STREQ(message(), "channels[1].shape: 2 is neither 0 nor 1");
}

TEST_F(Promotions, ProductLines) {
  const double contribution[] = {10, 30}, resources[] = {5, 10};
  splan_result* out = nullptr;
  ASSERT_EQ(splan_product_criteria(context(), 2, contribution, nullptr, nullptr, nullptr, resources,
                                   &out),
            SPLAN_OK);
  const Result criteria = own(out);
  EXPECT_EQ(numbers(criteria, "return_on_resources"), (std::vector<double>{2, 3}));
  EXPECT_TRUE(std::isnan(numbers(criteria, "relative_share")[0]));

  const double values[] = {10, 2, 30, 3};
  const int32_t higher[] = {1, 0};
  const double weights[] = {3, 1};
  ASSERT_EQ(splan_product_priority(context(), nullptr, 2, 2, values, higher, weights, &out),
            SPLAN_OK);
  const Result ranking = own(out);
  EXPECT_EQ(numbers(ranking, "score"), (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(integers(ranking, "rank"), (std::vector<int64_t>{2, 1}));
  EXPECT_GT(numbers(ranking, "share_first")[1], 0.9);

  const int64_t offsets[] = {0, 6, 12};
  const double sales[] = {90, 90, 90, 90, 90, 90, 1, 2, 4, 8, 16, 32};
  ASSERT_EQ(splan_product_classes(context(), nullptr, 2, offsets, sales, &out), SPLAN_OK);
  const Result classes = own(out);
  EXPECT_STREQ(splan_result_text(classes.get(), "abc", 0), "A");
  EXPECT_STREQ(splan_result_text(classes.get(), "xyz", 1), "Z");
  ASSERT_EQ(splan_product_lifecycle(context(), nullptr, 2, offsets, sales, &out), SPLAN_OK);
  const Result stages = own(out);
  EXPECT_STREQ(splan_result_text(stages.get(), "stage", 0), "maturity");
  EXPECT_STREQ(splan_result_text(stages.get(), "stage", 1), "introduction");
  const int64_t falling[] = {0, 7, 6};
  EXPECT_EQ(splan_product_lifecycle(context(), nullptr, 2, falling, sales, &out),
            SPLAN_INVALID_ARGUMENT);

  const double growth[] = {0.2, 0}, share[] = {1.5, -1};
  int32_t quadrant[] = {9, 9};
  EXPECT_EQ(splan_product_quadrant(context(), 1, growth, share, 0.1, 1, quadrant), SPLAN_OK);
  EXPECT_EQ(quadrant[0], 0);
  quadrant[0] = 9;
  EXPECT_EQ(splan_product_quadrant(context(), 2, growth, share, 0.1, 1, quadrant),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_STREQ(message(), "products[1].relative_share: -1 is not at least 0");
  EXPECT_EQ(quadrant[0], 9);

  const double score[] = {0.9, 0.1}, floor[] = {0.2, 0.2};
  int64_t amounts[] = {0, 0};
  EXPECT_EQ(splan_product_resources(context(), 1000, 2, score, floor, nullptr, amounts), SPLAN_OK);
  EXPECT_EQ(amounts[0], 800);
  const double most[] = {0.3, 0.3};
  EXPECT_EQ(splan_product_resources(context(), 1000, 2, score, floor, most, amounts),
            SPLAN_INFEASIBLE);
}

}  // namespace
