/* Customers from transactions to tiers and service, and how long they stay. */
#include <math.h>

#include "check.h"
#include "columns.h"

/* The golden point of Fader, Hardie & Lee (2005): 1.226 purchases in 39 weeks. */
static void test_known_model(splan_context* context) {
  const double params[] = {0.243, 4.414, 0.793, 2.426};
  const double x[] = {2}, t_x[] = {30.43}, T[] = {38.86};
  double value = -1;
  splan_lifetime* model = NULL;
  CHECK_OK(context, splan_lifetime_create(context, "bg_nbd", 1, params, &model));
  CHECK_OK(context, splan_lifetime_expected(context, model, 1, x, t_x, T, 39, &value));
  CHECK(fabs(value - 1.22602817476714) < 1e-12);
  CHECK_OK(context, splan_lifetime_discounted(context, model, 1, x, t_x, T, 0.01, &value));
  CHECK(value > 0);
  CHECK_OK(context, splan_lifetime_p_alive(context, model, 1, x, t_x, T, &value));
  CHECK(fabs(value - 0.726578570081) < 1e-11);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "horizon: -1 is not in 0..1e+09",
                splan_lifetime_expected(context, model, 1, x, t_x, T, -1, &value));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "t_x: is NULL",
                splan_lifetime_p_alive(context, model, 1, x, NULL, T, &value));
  CHECK(splan_lifetime_p_alive(context, NULL, 1, x, t_x, T, &value) == SPLAN_INVALID_ARGUMENT);
  CHECK(fabs(value - 0.726578570081) < 1e-11);
  splan_lifetime_free(model);
  splan_lifetime_free(NULL);
}

static void test_fit(splan_context* context) {
  const double x[] = {2, 0, 5, 1}, t_x[] = {30, 0, 35, 10}, T[] = {39, 39, 39, 39};
  const double border[] = {2, 1};
  double draws[200], lower[4], mean[4], upper[4], probability[12], likeliest[4];
  int i, d;
  splan_lifetime *model = NULL, *none = NULL;
  splan_result* summary = NULL;
  splan_options* options = NULL;
  CHECK_OK(context, splan_lifetime_fit(context, NULL, "pareto_nbd", 4, x, t_x, T, NULL, &model));
  CHECK_OK(context, splan_lifetime_summary(context, model, &summary));
  CHECK(text_is(summary, "parameter", 3, "beta") && text_is(summary, "model", 0, "pareto_nbd"));
  CHECK(splan_result_length(summary, "value") == 4);
  CHECK(integer_at(context, summary, "prior_used", 0) == 1);
  CHECK(integer_at(context, summary, "customers", 0) == 4);
  splan_result_free(summary);

  CHECK_OK(context, splan_options_create(context, "lifetime", &options));
  CHECK_OK(context, splan_options_set_i64(context, options, "draws", 50));
  CHECK_OK(context, splan_lifetime_draws(context, options, model, 4, x, t_x, T, 10, draws));
  CHECK_OK(context, splan_lifetime_interval(context, options, model, 4, x, t_x, T, 10, 0.8, lower,
                                            mean, upper));
  for (i = 0; i < 4; ++i) {
    double sum = 0;
    for (d = 0; d < 50; ++d) sum += draws[50 * i + d];
    CHECK(fabs(mean[i] - sum / 50) < 1e-12 && lower[i] <= upper[i]);
  }
  CHECK_OK(context, splan_customer_tier_probability(context, 4, 50, draws, 2, border, probability));
  CHECK(fabs(probability[0] + probability[1] + probability[2] - 1) < 1e-12);
  CHECK(splan_customer_tier_probability(context, (int64_t)1 << 40, (int64_t)1 << 40, draws, 2,
                                        border, probability) == SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_lifetime_likeliest(context, model, 4, x, t_x, T, 10, 2.5, likeliest));
  CHECK(fabs(likeliest[0] + likeliest[1] + likeliest[2] + likeliest[3] - 2.5) < 1e-12);
  splan_options_free(options);
  splan_lifetime_free(model);

  CHECK(splan_lifetime_fit(context, NULL, "nbd", 4, x, t_x, T, NULL, &none) == SPLAN_NOT_FOUND);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "x: is empty",
                splan_lifetime_fit(context, NULL, "bg_nbd", 0, NULL, NULL, NULL, NULL, &none));
  CHECK(none == NULL);
}

static void test_bad_histories(splan_context* context) {
  const struct {
    double x, t_x, T;
    const char* refusal;
  } cases[] = {{-1, 1, 2, "x[0]: -1 is not an integer in 0..1e7"},
               {1.5, 1, 2, "x[0]: 1.5 is not an integer in 0..1e7"},
               {NAN, 1, 2, "x[0]: nan is not an integer in 0..1e7"},
               {1, 3, 2, "t_x[0]: 3 is not in 0..T = 2"},
               {1, NAN, 2, "t_x[0]: nan is not in 0..T = 2"},
               {0, 1, 2, "t_x[0]: 1 with x = 0: zero where, and only where, x is"},
               {1, 1, HUGE_VAL, "T[0]: inf is not in 0..1e9"}};
  const double params[] = {0.243, 4.414, 0.793, 2.426}, negative[] = {-1}, one[] = {1};
  double value = -7;
  size_t i;
  splan_lifetime *model = NULL, *none = NULL;
  splan_result* spend = NULL;
  CHECK_OK(context, splan_lifetime_create(context, "bg_nbd", 1, params, &model));
  for (i = 0; i < sizeof cases / sizeof *cases; ++i) {
    CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, cases[i].refusal,
                  splan_lifetime_fit(context, NULL, "pareto_nbd", 1, &cases[i].x, &cases[i].t_x,
                                     &cases[i].T, NULL, &none));
    CHECK_REFUSED(
        context, SPLAN_INVALID_ARGUMENT, cases[i].refusal,
        splan_lifetime_p_alive(context, model, 1, &cases[i].x, &cases[i].t_x, &cases[i].T, &value));
  }
  CHECK(none == NULL && value == -7);
  splan_lifetime_free(model);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "x[0]: -1 is not an integer in 0..1e7",
                splan_spend_fit(context, NULL, 1, negative, one, &spend));
  CHECK(spend == NULL);
}

static void test_value(splan_context* context) {
  const double params[] = {0.243, 4.414, 0.793, 2.426};
  const double x[] = {2, 0}, t_x[] = {30.43, 0}, T[] = {38.86, 38.86}, spend[] = {10, 20};
  const double infinite[] = {10, HUGE_VAL};
  double value[] = {-1, -1}, expected[2];
  splan_lifetime* model = NULL;
  splan_options* options = NULL;
  CHECK_OK(context, splan_lifetime_create(context, "bg_nbd", 1, params, &model));
  CHECK_OK(context, splan_options_create(context, "lifetime_value", &options));
  CHECK_OK(context, splan_options_set_i64(context, options, "periods", 1));
  CHECK_OK(context, splan_options_set_f64(context, options, "period_length", 39));
  CHECK_OK(context, splan_options_set_f64(context, options, "discount", 1));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "spend[1]: inf is infinite",
                splan_lifetime_value(context, options, model, 2, x, t_x, T, infinite, value));
  CHECK(value[0] == -1 && value[1] == -1);
  CHECK_OK(context, splan_lifetime_value(context, options, model, 2, x, t_x, T, spend, value));
  CHECK_OK(context, splan_lifetime_expected(context, model, 2, x, t_x, T, 39, expected));
  CHECK(fabs(value[0] - 5 * expected[0]) < 1e-12 && fabs(value[1] - 10 * expected[1]) < 1e-12);
  splan_options_free(options);
  splan_lifetime_free(model);
}

static void test_covariates(splan_context* context) {
  /* Customers of the class buy five times as often. */
  const double x[] = {1, 0, 2, 1, 9, 11, 10, 8}, T[] = {40, 40, 40, 40, 40, 40, 40, 40};
  const double t_x[] = {20, 0, 30, 35, 39, 38, 39, 37}, class_of[] = {0, 0, 0, 0, 1, 1, 1, 1};
  double params[5], alive[8], expected[8];
  int i;
  splan_result *fit = NULL, *none = NULL;
  CHECK_OK(context,
           splan_lifetime_covariate_fit(context, NULL, 8, x, t_x, T, 1, class_of, 0, NULL, &fit));
  CHECK(splan_result_length(fit, "value") == 5 && text_is(fit, "parameter", 4, "purchase[0]"));
  CHECK(integer_at(context, fit, "converged", 0) == 1);
  for (i = 0; i < 5; ++i) params[i] = number_at(context, fit, "value", i);
  CHECK(params[4] > 1 && params[4] < 3);
  splan_result_free(fit);
  CHECK_OK(context, splan_lifetime_covariate_forecast(context, params, 8, x, t_x, T, 1, class_of, 0,
                                                      NULL, 40, alive, expected));
  CHECK(alive[4] > 0.5 && alive[4] <= 1 && expected[4] > 4 * expected[0]);
  CHECK_OK(context, splan_lifetime_covariate_forecast(context, params, 8, x, t_x, T, 1, class_of, 0,
                                                      NULL, 40, NULL, NULL));
  params[0] = -1;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "params[0]: -1 is not in 1e-30..1e30",
                splan_lifetime_covariate_forecast(context, params, 8, x, t_x, T, 1, class_of, 0,
                                                  NULL, 40, alive, NULL));
  CHECK(splan_lifetime_covariate_fit(context, NULL, 8, x, t_x, T, -1, class_of, 0, NULL, &none) ==
            SPLAN_INVALID_ARGUMENT &&
        none == NULL);
}

static void test_tier_steps(splan_context* context) {
  const double value[] = {120, 20}, border[] = {100}, each[] = {30, 30};
  const int64_t tier[] = {0, 1}, outside[] = {0, 2};
  const char names[] = "key\0other", few[] = "key";
  splan_result *steps = NULL, *named = NULL, *none = NULL;
  CHECK_OK(context, splan_customer_tier_steps(context, 2, value, tier, 1, border, 0.1, each, NULL,
                                              0, &steps));
  CHECK(number_at(context, steps, "missing", 0) == 0);
  CHECK(fabs(number_at(context, steps, "missing", 1) - 90) < 1e-9);
  CHECK(number_at(context, steps, "purchases", 1) == 3);
  CHECK(text_is(steps, "explanation", 0, "A: value 120"));
  splan_result_free(steps);
  CHECK_OK(context, splan_customer_tier_steps(context, 2, value, tier, 1, border, 0, NULL, names,
                                              sizeof names, &named));
  CHECK(text_is(named, "explanation", 1, "other: value 20, key starts at 100: 80 more"));
  CHECK(isnan(number_at(context, named, "purchases", 1)));
  splan_result_free(named);
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "customers[1].tier: 2 is not in 0..1",
      splan_customer_tier_steps(context, 2, value, outside, 1, border, 0, NULL, NULL, 0, &none));
  CHECK(splan_customer_tier_steps(context, 2, value, tier, 1, border, 0, NULL, few, sizeof few,
                                  &none) == SPLAN_INVALID_ARGUMENT);
  CHECK(none == NULL);
}

static void test_spend_rfm_and_tiers(splan_context* context) {
  const double x[] = {2, 1, 0, 7}, spend[] = {22.35, 11.77, 0, 73.74},
               params[] = {6.25, 3.74, 15.44};
  const double shares[] = {0.5, 0.8}, rising[] = {0.8, 0.5}, one[] = {2.5};
  const double counts[] = {0, 1, 2, 1, 1, 1}, wrong[] = {1, -1};
  const double indefinite[] = {1, 0, 0, 0, -1, 0, 0, 0, 1};
  double expected[4], money[6];
  splan_result *fit = NULL, *rfm = NULL, *borders = NULL, *tiers = NULL, *none = NULL;
  CHECK_OK(context, splan_spend_fit(context, NULL, 4, x, spend, &fit));
  CHECK(integer_at(context, fit, "customers", 0) == 3);
  CHECK(splan_result_length(fit, "log_covariance") == 9);
  splan_result_free(fit);
  CHECK_OK(context, splan_spend_draws(context, NULL, params, NULL, 2, x, spend, 3, counts, money));
  CHECK(money[0] == 0 && money[1] > 0 && money[2] > 0 && money[5] > 0);
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "log_covariance: is not positive definite",
      splan_spend_draws(context, NULL, params, indefinite, 1, x, spend, 1, counts, money));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "purchases[1]: -1 is not a count",
                splan_spend_draws(context, NULL, params, NULL, 1, x, spend, 2, wrong, money));
  CHECK_OK(context, splan_spend_expected(context, params, 4, x, spend, expected));
  CHECK(fabs(expected[0] - 24.6637139107612) < 1e-12);

  CHECK_OK(context, splan_customer_rfm(context, NULL, 4, x, spend, spend, &rfm));
  CHECK(integer_at(context, rfm, "frequency", 0) == 4 &&
        integer_at(context, rfm, "frequency", 3) == 5);
  CHECK(splan_result_length(rfm, "segment") == 4);
  splan_result_free(rfm);
  CHECK_OK(context,
           splan_customer_rfm_borders(context, 4, x, x, spend, 1, one, 1, one, 1, one, &borders));
  CHECK(integer_at(context, borders, "frequency", 0) == 1 &&
        integer_at(context, borders, "frequency", 3) == 2);
  splan_result_free(borders);

  CHECK_OK(context, splan_customer_tiers(context, NULL, 4, spend, 2, shares, NULL, &tiers));
  CHECK(integer_at(context, tiers, "tier", 0) == 1 && integer_at(context, tiers, "tier", 3) == 0);
  CHECK(number_at(context, tiers, "border", 0) == 73.74);
  splan_result_free(tiers);
  test_tier_steps(context);
  CHECK(splan_customer_tiers(context, NULL, 4, spend, 2, rising, NULL, &none) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(none == NULL);
}

static void test_score_segments_and_care(splan_context* context) {
  const double values[] = {1, 2, 3, 4, 40, 30, 20, NAN}, weights[] = {1, 1}, wrong[] = {1, -1};
  const double features[] = {0, 0.1, 9, 9.1}, alive[] = {0.9, 0.2}, value[] = {100, 50};
  double score[4] = {-7, -7, -7, -7};
  splan_options* options = NULL;
  splan_result *segments = NULL, *care = NULL, *none = NULL;
  CHECK(splan_customer_score(context, NULL, 4, 2, values, wrong, score) == SPLAN_INVALID_ARGUMENT);
  CHECK(score[0] == -7);
  CHECK_OK(context, splan_customer_score(context, NULL, 4, 2, values, weights, score));
  CHECK(score[3] > score[0] && score[0] >= 0 && score[3] <= 1); /* known by the first alone */

  CHECK_OK(context, splan_options_create(context, "segments", &options));
  CHECK_OK(context, splan_options_set_i64(context, options, "segments", 2));
  CHECK_OK(context, splan_customer_segments(context, options, 4, 1, features, &segments));
  CHECK(integer_at(context, segments, "segment", 0) == integer_at(context, segments, "segment", 1));
  CHECK(integer_at(context, segments, "segment", 0) != integer_at(context, segments, "segment", 2));
  splan_result_free(segments);
  splan_options_free(options);

  CHECK(splan_customer_care(context, NULL, 2, value, value, NULL, &none) == SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_customer_care(context, NULL, 2, alive, value, NULL, &care));
  CHECK(splan_result_length(care, "care") == 2);
  splan_result_free(care);
}

static void test_service(splan_context* context) {
  const double calls[] = {4, 1}, hours_per_call[] = {2, 1}, discount[] = {0.1, 0};
  const double response[] = {4, 24}, share[] = {0.7, 0.3}, bad_share[] = {0.7, 0.7};
  const double hours[] = {17}, expected[] = {300, 100, 100};
  const int64_t tier[] = {0, 1, 1};
  int64_t seats[1] = {-7};
  splan_result *service = NULL, *none = NULL;
  CHECK(splan_customer_service_seats(context, 2, calls, hours_per_call, discount, response,
                                     bad_share, hours, seats) == SPLAN_INVALID_ARGUMENT);
  CHECK(seats[0] == -7);
  CHECK_OK(context, splan_customer_service_seats(context, 2, calls, hours_per_call, discount,
                                                 response, share, hours, seats));
  CHECK(seats[0] == 2); /* 8 hours a customer */
  CHECK_OK(context, splan_customer_service(context, 2, calls, hours_per_call, discount, response,
                                           share, 3, tier, expected, 1001, 9, &service));
  CHECK(integer_at(context, service, "tier_budget", 0) +
            integer_at(context, service, "tier_budget", 1) ==
        1001);
  CHECK(number_at(context, service, "hours_needed", 0) == 10);
  CHECK(number_at(context, service, "hours_short", 0) == 1);
  splan_result_free(service);
  CHECK(splan_customer_service(context, 2, calls, hours_per_call, discount, response, share, 3,
                               tier, expected, -1, 9, &none) == SPLAN_INVALID_ARGUMENT);
  CHECK(none == NULL);
}

static void test_transactions(splan_context* context) {
  const int64_t customers[] = {7, 9, 7, 7, 3}, before[] = {0, 1, -1};
  const int32_t dates[] = {20458, 20459, 20472, 20493, 20460};
  const double amounts[] = {10, 20, 30, -5, 7};
  splan_result *summary = NULL, *table = NULL, *correction = NULL, *none = NULL;
  CHECK_OK(context, splan_customer_summary(context, 5, customers, dates, amounts, 20514,
                                           SPLAN_NO_DATE, 7, &summary));
  CHECK(integer_at(context, summary, "customer", 0) == 3);
  CHECK(number_at(context, summary, "x", 1) == 1);
  CHECK(number_at(context, summary, "mean_spend", 1) == 25);
  splan_result_free(summary);

  CHECK_OK(context, splan_customer_portfolio(context, NULL, 5, customers, dates, amounts, 20514, 3,
                                             before, &table));
  CHECK(integer_at(context, table, "purchases", 1) == 2);
  CHECK(integer_at(context, table, "days_since_last", 0) == 54);
  CHECK(splan_result_length(table, "care") == 3);
  CHECK(number_at(context, table, "tier_probability", 0) >= 0);
  CHECK(!text_is(table, "next_tier", 0, ""));
  splan_result_free(table);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "previous: 2 values for 3 customers",
                splan_customer_portfolio(context, NULL, 5, customers, dates, amounts, 20514, 2,
                                         before, &none));
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "today: nobody has bought by then",
      splan_customer_portfolio(context, NULL, 5, customers, dates, amounts, 20000, 0, NULL, &none));
  CHECK(splan_lifetime_correction(context, NULL, "nbd", 5, customers, dates, 20514, 7, &none) ==
        SPLAN_NOT_FOUND);
  CHECK(none == NULL);
  CHECK_OK(context, splan_lifetime_correction(context, NULL, "bg_nbd", 5, customers, dates, 20514,
                                              7, &correction));
  CHECK(splan_result_length(correction, "predicted") == 4);
  splan_result_free(correction);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_known_model(context);
  test_fit(context);
  test_bad_histories(context);
  test_value(context);
  test_covariates(context);
  test_spend_rfm_and_tiers(context);
  test_score_segments_and_care(context);
  test_service(context);
  test_transactions(context);
  splan_context_free(context);
  return checks_failed();
}
