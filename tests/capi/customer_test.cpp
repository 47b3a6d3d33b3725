// The customer functions as a C program meets them: columns, outputs on failure, every refusal.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "salesplan.h"

namespace {

class CustomerApi : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(splan_context_create(&context), SPLAN_OK); }
  void TearDown() override { splan_context_free(context); }

  std::vector<double> numbers(const splan_result* result, const char* column) {
    std::vector<double> out(static_cast<std::size_t>(splan_result_length(result, column)));
    EXPECT_EQ(splan_result_f64(context, result, column, out.data()), SPLAN_OK) << column;
    return out;
  }
  std::vector<int64_t> integers(const splan_result* result, const char* column) {
    std::vector<int64_t> out(static_cast<std::size_t>(splan_result_length(result, column)));
    EXPECT_EQ(splan_result_i64(context, result, column, out.data()), SPLAN_OK) << column;
    return out;
  }
  std::string message() { return splan_context_message(context); }

  splan_context* context = nullptr;
};

// The golden point of Fader, Hardie & Lee (2005): 1.226 purchases in 39 weeks.
TEST_F(CustomerApi, ModelAtKnownParameters) {
  const double params[] = {0.243, 4.414, 0.793, 2.426};
  splan_lifetime* model = nullptr;
  ASSERT_EQ(splan_lifetime_create(context, "bg_nbd", 1, params, &model), SPLAN_OK);
  const double x[] = {2}, t_x[] = {30.43}, T[] = {38.86};
  double value = -1;
  EXPECT_EQ(splan_lifetime_expected(context, model, 1, x, t_x, T, 39, &value), SPLAN_OK);
  EXPECT_NEAR(value, 1.22602817476714, 1e-12);
  EXPECT_EQ(splan_lifetime_p_alive(context, model, 1, x, t_x, T, &value), SPLAN_OK);
  EXPECT_NEAR(value, 0.726578570081, 1e-11);
  EXPECT_EQ(splan_lifetime_expected(context, model, 1, x, t_x, T, -1, &value),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(message(), "horizon: -1 is not in 0..1e+09");
  EXPECT_NEAR(value, 0.726578570081, 1e-11);  // untouched
  EXPECT_EQ(splan_lifetime_p_alive(context, model, 1, x, nullptr, T, &value),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(message(), "t_x: is NULL");
  EXPECT_EQ(splan_lifetime_p_alive(context, nullptr, 1, x, t_x, T, &value), SPLAN_INVALID_ARGUMENT);
  splan_lifetime_free(model);
  splan_lifetime_free(nullptr);
}

TEST_F(CustomerApi, FitSummaryIntervalAndDraws) {
  const double x[] = {2, 0, 5, 1}, t_x[] = {30, 0, 35, 10}, T[] = {39, 39, 39, 39};
  splan_lifetime* model = nullptr;
  ASSERT_EQ(splan_lifetime_fit(context, nullptr, "pareto_nbd", 4, x, t_x, T, nullptr, &model),
            SPLAN_OK);
  splan_result* summary = nullptr;
  ASSERT_EQ(splan_lifetime_summary(context, model, &summary), SPLAN_OK);
  EXPECT_STREQ(splan_result_text(summary, "parameter", 3), "beta");
  EXPECT_STREQ(splan_result_text(summary, "model", 0), "pareto_nbd");
  EXPECT_EQ(numbers(summary, "value").size(), 4u);
  EXPECT_EQ(integers(summary, "prior_used"), std::vector<int64_t>{1});
  EXPECT_EQ(integers(summary, "customers"), std::vector<int64_t>{4});
  splan_result_free(summary);

  splan_options* options = nullptr;
  ASSERT_EQ(splan_options_create(context, "lifetime", &options), SPLAN_OK);
  ASSERT_EQ(splan_options_set_i64(context, options, "draws", 50), SPLAN_OK);
  std::vector<double> draws(200), lower(4), mean(4), upper(4);
  EXPECT_EQ(splan_lifetime_draws(context, options, model, 4, x, t_x, T, 10, draws.data()),
            SPLAN_OK);
  EXPECT_EQ(splan_lifetime_interval(context, options, model, 4, x, t_x, T, 10, 0.8, lower.data(),
                                    mean.data(), upper.data()),
            SPLAN_OK);
  for (std::size_t i = 0; i < 4; ++i) {
    double sum = 0;
    for (std::size_t d = 0; d < 50; ++d) sum += draws[50 * i + d];
    EXPECT_NEAR(mean[i], sum / 50, 1e-12);
    EXPECT_LE(lower[i], upper[i]);
  }
  const double border[] = {2, 1};
  std::vector<double> probability(12);
  EXPECT_EQ(
      splan_customer_tier_probability(context, 4, 50, draws.data(), 2, border, probability.data()),
      SPLAN_OK);
  EXPECT_NEAR(probability[0] + probability[1] + probability[2], 1, 1e-12);
  EXPECT_EQ(splan_customer_tier_probability(context, int64_t{1} << 40, int64_t{1} << 40,
                                            draws.data(), 2, border, probability.data()),
            SPLAN_INVALID_ARGUMENT);
  std::vector<double> likeliest(4);
  EXPECT_EQ(splan_lifetime_likeliest(context, model, 4, x, t_x, T, 10, 2.5, likeliest.data()),
            SPLAN_OK);
  EXPECT_NEAR(likeliest[0] + likeliest[1] + likeliest[2] + likeliest[3], 2.5, 1e-12);
  splan_options_free(options);
  splan_lifetime_free(model);

  model = nullptr;
  EXPECT_EQ(splan_lifetime_fit(context, nullptr, "nbd", 4, x, t_x, T, nullptr, &model),
            SPLAN_NOT_FOUND);
  EXPECT_EQ(
      splan_lifetime_fit(context, nullptr, "bg_nbd", 0, nullptr, nullptr, nullptr, nullptr, &model),
      SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(message(), "x: is empty");
  EXPECT_EQ(model, nullptr);
}

TEST_F(CustomerApi, SpendRfmAndTiers) {
  const double x[] = {2, 1, 0, 7}, spend[] = {22.35, 11.77, 0, 73.74};
  splan_result* fit = nullptr;
  ASSERT_EQ(splan_spend_fit(context, nullptr, 4, x, spend, &fit), SPLAN_OK);
  EXPECT_EQ(integers(fit, "customers"), std::vector<int64_t>{3});
  splan_result_free(fit);
  const double params[] = {6.25, 3.74, 15.44};
  double expected[4];
  EXPECT_EQ(splan_spend_expected(context, params, 4, x, spend, expected), SPLAN_OK);
  EXPECT_NEAR(expected[0], 24.6637139107612, 1e-12);

  splan_result* rfm = nullptr;
  ASSERT_EQ(splan_customer_rfm(context, nullptr, 4, x, spend, spend, &rfm), SPLAN_OK);
  EXPECT_EQ(integers(rfm, "frequency"), (std::vector<int64_t>{4, 2, 1, 5}));
  EXPECT_EQ(splan_result_length(rfm, "segment"), 4);
  splan_result_free(rfm);

  splan_result* tiers = nullptr;
  const double shares[] = {0.5, 0.8};
  ASSERT_EQ(splan_customer_tiers(context, nullptr, 4, spend, 2, shares, nullptr, &tiers), SPLAN_OK);
  EXPECT_EQ(integers(tiers, "tier"), (std::vector<int64_t>{1, 2, 2, 0}));
  EXPECT_EQ(numbers(tiers, "border"), (std::vector<double>{73.74, 22.35}));
  splan_result_free(tiers);
  tiers = nullptr;
  const double rising[] = {0.8, 0.5};
  EXPECT_EQ(splan_customer_tiers(context, nullptr, 4, spend, 2, rising, nullptr, &tiers),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(tiers, nullptr);
}

TEST_F(CustomerApi, FromTransactions) {
  const int64_t customers[] = {7, 9, 7, 7, 3};
  const int32_t dates[] = {20458, 20459, 20472, 20493, 20460};
  const double amounts[] = {10, 20, 30, -5, 7};
  splan_result* summary = nullptr;
  ASSERT_EQ(splan_customer_summary(context, 5, customers, dates, amounts, 20514, SPLAN_NO_DATE, 7,
                                   &summary),
            SPLAN_OK);
  EXPECT_EQ(integers(summary, "customer"), (std::vector<int64_t>{3, 7, 9}));
  EXPECT_EQ(numbers(summary, "x"), (std::vector<double>{0, 1, 0}));
  EXPECT_EQ(numbers(summary, "mean_spend"), (std::vector<double>{0, 25, 0}));
  splan_result_free(summary);

  splan_result* table = nullptr;
  const int64_t before[] = {0, 1, -1};
  ASSERT_EQ(splan_customer_portfolio(context, nullptr, 5, customers, dates, amounts, 20514, 3,
                                     before, &table),
            SPLAN_OK)
      << message();
  EXPECT_EQ(integers(table, "purchases"), (std::vector<int64_t>{1, 2, 1}));
  EXPECT_EQ(integers(table, "days_since_last"), (std::vector<int64_t>{54, 42, 55}));
  EXPECT_EQ(splan_result_length(table, "care"), 3);
  splan_result_free(table);
  table = nullptr;
  EXPECT_EQ(splan_customer_portfolio(context, nullptr, 5, customers, dates, amounts, 20514, 2,
                                     before, &table),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(message(), "previous: 2 values for 3 customers");
  EXPECT_EQ(splan_customer_portfolio(context, nullptr, 5, customers, dates, amounts, 20000, 0,
                                     nullptr, &table),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(message(), "today: nobody has bought by then");
}

}  // namespace
