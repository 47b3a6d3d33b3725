// Reconciliation and territories as a C program calls them.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "salesplan.h"

namespace {

class Capi : public ::testing::Test {
 protected:
  Capi() { splan_context_create(&context_); }
  ~Capi() override {
    splan_result_free(result_);
    splan_summing_free(summing_);
    splan_territory_free(territory_);
    splan_context_free(context_);
  }

  std::string message() const { return splan_context_message(context_); }

  splan_context* context_ = nullptr;
  splan_result* result_ = nullptr;
  splan_summing* summing_ = nullptr;
  splan_territory* territory_ = nullptr;
};

TEST_F(Capi, ReconcilesAYearWithItsHalves) {
  const int32_t halves[] = {2};
  ASSERT_EQ(splan_summing_temporal(context_, 2, 1, halves, &summing_), SPLAN_OK) << message();
  ASSERT_EQ(splan_summing_rows(context_, summing_, &result_), SPLAN_OK);
  EXPECT_EQ(splan_result_length(result_, "first"), 4);
  splan_options* options = nullptr;
  ASSERT_EQ(splan_options_create(context_, "reconcile", &options), SPLAN_OK);
  ASSERT_EQ(splan_options_set_str(context_, options, "method", "wls_structural"), SPLAN_OK);
  const double base[] = {14, 4, 6};
  double out[3] = {};
  EXPECT_EQ(splan_reconcile(context_, options, summing_, 1, base, 0, nullptr, out), SPLAN_OK);
  EXPECT_NEAR(out[0], 12, 1e-12);
  const double sd[] = {1, 1, 1};
  EXPECT_EQ(splan_reconcile_sd(context_, options, summing_, 1, sd, 0, nullptr, out), SPLAN_OK);
  EXPECT_LT(out[0], 1);
  splan_options_free(options);
  const double shares[] = {1, 3};
  EXPECT_EQ(splan_top_down(context_, summing_, 1, base, shares, 0, nullptr, out), SPLAN_OK);
  EXPECT_EQ(out[1], 3.5);
  EXPECT_EQ(splan_top_down(context_, summing_, 1, base, nullptr, 0, nullptr, out), SPLAN_OK);
  EXPECT_NEAR(out[1], 14 * 0.4, 1e-12);

  out[0] = 7;
  EXPECT_EQ(splan_reconcile(context_, nullptr, summing_, 1, base, 0, nullptr, out),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(out[0], 7);
  EXPECT_EQ(splan_reconcile(context_, nullptr, nullptr, 1, base, 0, nullptr, out),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(splan_summing_tree(context_, INT64_MAX, halves, &summing_), SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(splan_summing_groups(context_, int64_t{1} << 40, int64_t{1} << 40, halves, &summing_),
            SPLAN_INVALID_ARGUMENT);
}

TEST_F(Capi, PartitionsAccounts) {
  const double x[] = {0, 1, 2, 3};
  const double y[] = {0, 0, 0, 0};
  const double center_x[] = {0, 3};
  double cost[8] = {};
  ASSERT_EQ(splan_territory_distance(context_, 4, x, y, 2, center_x, y, nullptr, 2, 0, cost),
            SPLAN_OK);
  EXPECT_EQ(cost[1], 9);
  ASSERT_EQ(splan_territory_create(context_, 4, 2, cost, "Ada\0Bay\0Cox\0Dow", 16, "West\0East", 10,
                                   &territory_),
            SPLAN_OK)
      << message();
  const double visits[] = {1, 1, 1, 1};
  const double lower[] = {NAN, 3};
  ASSERT_EQ(splan_territory_add_measure(context_, territory_, "visits", visits, lower, nullptr,
                                        nullptr, 0),
            SPLAN_OK);
  const int32_t today[] = {0, 0, 0, 1};
  const double move_cost[] = {9, 9, 0.5, 9};
  const int32_t ends[] = {0, 1, 1, 2, 2, 3};
  EXPECT_EQ(splan_territory_set_today(context_, territory_, today, move_cost), SPLAN_OK);
  EXPECT_EQ(splan_territory_set_borders(context_, territory_, 3, ends), SPLAN_OK);
  ASSERT_EQ(splan_territory_partition(context_, nullptr, territory_, &result_), SPLAN_OK)
      << message();
  int64_t where[4] = {};
  ASSERT_EQ(splan_result_i64(context_, result_, "territory", where), SPLAN_OK);
  EXPECT_EQ(where[0], 0);
  EXPECT_EQ(where[1], 1);
  EXPECT_EQ(where[2], 1);
  double moving = 0;
  splan_result_f64(context_, result_, "moving", &moving);
  EXPECT_EQ(moving, 9.5);

  const int32_t fixed[] = {0, 0, -1, -1};
  EXPECT_EQ(splan_territory_set_fixed(context_, territory_, fixed), SPLAN_OK);
  EXPECT_EQ(splan_territory_partition(context_, nullptr, territory_, &result_), SPLAN_INFEASIBLE);
  EXPECT_EQ(message(),
            "measures[0]: East needs at least 3 visits, but the accounts that may go there have 2: "
            "Cox and Dow");
  EXPECT_EQ(splan_territory_create(context_, int64_t{1} << 39, 4, cost, nullptr, 0, nullptr, 0,
                                   &territory_),
            SPLAN_INVALID_ARGUMENT);
  EXPECT_EQ(splan_territory_distance(context_, 4, x, y, 2, center_x, y, nullptr, 3, 0, cost),
            SPLAN_INVALID_ARGUMENT);
}

}  // namespace
