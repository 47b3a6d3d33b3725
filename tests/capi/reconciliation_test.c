/* Forecasts that add up: a year with its halves, a tree, crossed groups. */
#include <math.h>

#include "check.h"

static int near(double a, double b) { return a - b < 1e-12 && b - a < 1e-12; }

static void test_structures(splan_context* context) {
  const int32_t parents[] = {-1, 0, 0}, wild[] = {-1, 7, 0}, groups[] = {0, 1}, gap[] = {0, 2};
  splan_summing* summing = NULL;
  splan_result* rows = NULL;
  int64_t first[4];
  CHECK(splan_summing_tree(context, 3, wild, &summing) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_summing_tree(context, INT64_MAX, parents, &summing) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_summing_groups(context, 2, 1, gap, &summing) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_summing_groups(context, (int64_t)1 << 40, (int64_t)1 << 40, groups, &summing) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(summing == NULL);
  CHECK_OK(context, splan_summing_tree(context, 3, parents, &summing));
  CHECK_OK(context, splan_summing_rows(context, summing, &rows));
  CHECK(splan_result_length(rows, "first") == 4 && splan_result_length(rows, "member") == 4);
  CHECK_OK(context, splan_result_i64(context, rows, "first", first));
  CHECK(first[0] == 0 && first[1] == 2 && first[3] == 4);
  splan_result_free(rows);
  splan_summing_free(summing);
  summing = NULL;
  CHECK_OK(context, splan_summing_groups(context, 2, 1, groups, &summing));
  splan_summing_free(summing);
}

static void test_reconciliation(splan_context* context) {
  const int32_t halves[] = {2};
  const double base[] = {14, 4, 6}, sd[] = {1, 1, 1}, shares[] = {1, 3};
  double out[3] = {7, 7, 7};
  splan_summing* year = NULL;
  splan_options* options = NULL;
  CHECK_OK(context, splan_summing_temporal(context, 2, 1, halves, &year));
  CHECK_OK(context, splan_options_create(context, "reconcile", &options));
  CHECK_OK(context, splan_options_set_str(context, options, "method", "wls_structural"));
  CHECK(splan_reconcile(context, NULL, year, 1, base, 0, NULL, out) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_reconcile(context, options, NULL, 1, base, 0, NULL, out) == SPLAN_INVALID_ARGUMENT);
  CHECK(out[0] == 7 && out[2] == 7);

  CHECK_OK(context, splan_reconcile(context, options, year, 1, base, 0, NULL, out));
  CHECK(near(out[0], 12) && near(out[0], out[1] + out[2]));
  CHECK_OK(context, splan_reconcile_sd(context, options, year, 1, sd, 0, NULL, out));
  CHECK(out[0] < 1);
  CHECK_OK(context, splan_top_down(context, year, 1, base, shares, 0, NULL, out));
  CHECK(out[0] == 14 && out[1] == 3.5 && out[2] == 10.5);
  CHECK_OK(context, splan_top_down(context, year, 1, base, NULL, 0, NULL, out));
  CHECK(near(out[1], 14 * 0.4));
  splan_options_free(options);
  splan_summing_free(year);
}

static void test_coherent_forecast(splan_context* context) {
  const int32_t parents[] = {-1, 0, 0};
  const double values[] = {1, 2, 3, NAN, 5, 6};
  double mean[6];
  splan_summing* company = NULL;
  splan_options *forecast = NULL, *reconcile = NULL;
  splan_result* r = NULL;
  CHECK_OK(context, splan_summing_tree(context, 3, parents, &company));
  CHECK_OK(context, splan_options_create(context, "forecast", &forecast));
  CHECK_OK(context, splan_options_set_str(context, forecast, "model", "snaive"));
  CHECK_OK(context, splan_options_set_i64(context, forecast, "horizon", 2));
  CHECK_OK(context, splan_options_create(context, "reconcile", &reconcile));
  CHECK(splan_forecast_coherent(context, forecast, NULL, company, 3, values, &r) ==
        SPLAN_INVALID_ARGUMENT); /* one origin, where two are needed */
  CHECK(splan_forecast_coherent(context, reconcile, forecast, company, 3, values, &r) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(splan_forecast_coherent(context, forecast, reconcile, company, 3, NULL, &r) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(r == NULL);
  CHECK_OK(context, splan_options_set_str(context, reconcile, "method", "ols"));
  CHECK_OK(context, splan_forecast_coherent(context, forecast, reconcile, company, 3, values, &r));
  CHECK(splan_result_length(r, "lower_80") == 6 && splan_result_length(r, "total_sd") == 3);
  CHECK_OK(context, splan_result_f64(context, r, "mean", mean));
  CHECK(near(mean[0], 9) && near(mean[2], 3) && near(mean[5], 6));
  splan_result_free(r);
  splan_options_free(reconcile);
  splan_options_free(forecast);
  splan_summing_free(company);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_structures(context);
  test_reconciliation(context);
  test_coherent_forecast(context);
  splan_context_free(context);
  return checks_failed();
}
