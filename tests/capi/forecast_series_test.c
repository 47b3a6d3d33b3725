/* Around a forecast: long rows, scores, past forecasts, regressors, groups, sums, and one series
 * cleaned, taken apart, put into words and spread over days. */
#include <math.h>

#include "check.h"

static splan_context* context;
static splan_options* options;

static const int64_t two_offsets[] = {0, 6};
static const double six[] = {1, 3, 2, 6, 5, 9};

static double number(const splan_result* result, const char* column, int64_t row) {
  static double values[4096];
  const int64_t length = splan_result_length(result, column);
  if (row >= length || length > 4096) return -1e300;
  if (splan_result_f64(context, result, column, values) != SPLAN_OK) return -1e300;
  return values[row];
}

static int64_t integer(const splan_result* result, const char* column, int64_t row) {
  static int64_t values[4096];
  const int64_t length = splan_result_length(result, column);
  if (row >= length || length > 4096) return -1;
  if (splan_result_i64(context, result, column, values) != SPLAN_OK) return -1;
  return values[row];
}

static void scores(void) {
  const double actual[] = {10, 20}, mean[] = {11, 18}, low[] = {9, 19}, high[] = {12, 21};
  splan_result *r = NULL, *none = NULL;
  CHECK_OK(context,
           splan_accuracy(context, 1, two_offsets, six, 1, 2, actual, mean, 0.8, low, high, &r));
  CHECK(number(r, "mae", 0) == 1.5);
  CHECK(fabs(number(r, "mase", 0) - 1.5 / 2.4) < 1e-12);
  CHECK(number(r, "coverage", 0) == 1);
  splan_result_free(r);
  CHECK_OK(context, splan_accuracy(context, 1, NULL, NULL, 1, 2, actual, mean, 0, NULL, NULL, &r));
  CHECK(isnan(number(r, "mase", 0)));
  splan_result_free(r);
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "h: 20000 exceeds 10000",
      splan_accuracy(context, 1, NULL, NULL, 1, 20000, actual, mean, 0, NULL, NULL, &none));

  CHECK_OK(context, splan_cross_validate(context, options, 1, two_offsets, six, 2, 1, &r));
  CHECK(integer(r, "origin", 0) == 3 && integer(r, "origin", 2) == 4);
  CHECK(number(r, "actual", 0) == 6 && number(r, "actual", 3) == 9);
  CHECK(integer(r, "by_step", 1) == 2);
  CHECK(number(r, "mae", 0) == 2.5 && number(r, "mae", 1) == 3);
  CHECK(splan_result_length(r, "coverage_80") == 2);
  splan_result_free(r);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "windows: 0 is not in 1 .. 1000",
                splan_cross_validate(context, options, 1, two_offsets, six, 0, 1, &none));
  CHECK(none == NULL);
}

static void long_rows(void) {
  const char ids[] = "b\0a\0b";
  const int32_t dates[] = {20089, 20089, 20120}; /* 1 January, 1 January, 1 February 2025 */
  const double values[] = {5, 7, 6};
  splan_result *r = NULL, *none = NULL;
  CHECK_OK(context, splan_long_panel(context, 3, ids, sizeof ids, dates, values, NULL, &r));
  CHECK(strcmp(splan_result_text(r, "id", 0), "b") == 0);
  CHECK(strcmp(splan_result_text(r, "grain", 0), "month") == 0);
  CHECK(integer(r, "offset", 2) == 4 && integer(r, "first_date", 0) == 20089);
  CHECK(integer(r, "season_length", 0) == 12);
  splan_result_free(r);
  CHECK(splan_long_panel(context, 3, ids, sizeof ids, dates, values, "minute", &none) ==
        SPLAN_PARSE);
  CHECK(none == NULL);
}

static void regressors(const splan_calendar* china) {
  const char effects[] = "workdays\0lunar_new_year", fair[] = "fair";
  const int64_t offsets[] = {0, 60}, falling[] = {0, -1}, one[] = {0, 1};
  const int32_t day = 17500; /* in 2017 */
  double holiday[62], y[60];
  int t;
  splan_result *x = NULL, *r = NULL, *none = NULL;
  CHECK_OK(context,
           splan_calendar_regressors(context, china, "month", 17167, 62, 2, effects, sizeof effects,
                                     0, NULL, 0, NULL, NULL, NULL, NULL, &x));
  CHECK(splan_result_columns(x) == 3);
  CHECK_OK(context, splan_result_f64(context, x, "lunar_new_year", holiday));
  splan_result_free(x);
  for (t = 0; t < 60; ++t) y[t] = 10 * t - 100 - 300 * holiday[t] + t * 7 % 5;
  CHECK_OK(context, splan_options_set_i64(context, options, "season_length", 12));
  CHECK_OK(context, splan_forecast_with(context, options, 1, offsets, y, 1, "new year", 9, 62,
                                        holiday, 0, &r));
  CHECK(fabs(number(r, "effect_units", 0) + 300) < 10); /* relative only if all are positive */
  CHECK(splan_result_length(r, "contribution") == 62);
  CHECK(strcmp(splan_result_text(r, "model", 0), "snaive with new year") == 0);
  splan_result_free(r);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "periods: 61 are not the 62 of all values and steps ahead",
                splan_forecast_with(context, options, 1, offsets, y, 1, "new year", 9, 61, holiday,
                                    0, &none));
  CHECK_OK(context, splan_options_set_i64(context, options, "season_length", 1));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "holiday_offsets[1]: -1 does not start at 0 and rise",
                splan_calendar_regressors(context, china, "month", 17167, 62, 0, NULL, 0, 1, fair,
                                          sizeof fair, falling, &day, &day, &day, &none));
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT,
      "holidays[0].dates: 2017 .. 2017 do not hold the years 2017 .. 2022 of the periods",
      splan_calendar_regressors(context, china, "month", 17167, 62, 0, NULL, 0, 1, fair,
                                sizeof fair, one, &day, (int32_t[]){0}, (int32_t[]){1}, &none));
  CHECK(none == NULL);
}

static void groups_and_sums(void) {
  const int64_t offsets[] = {0, 40, 41}, lengths[] = {1, 1}, beyond[] = {3};
  const int32_t groups[] = {7, 7};
  double values[41];
  int t;
  splan_result *r = NULL, *none = NULL;
  for (t = 0; t < 40; ++t) values[t] = 100 + t % 7;
  values[40] = 100;
  CHECK_OK(context, splan_forecast_in_groups(context, options, 2, offsets, values, groups, &r));
  CHECK(strncmp(splan_result_text(r, "model", 1), "group of 1", 10) == 0);
  splan_result_free(r);
  CHECK_OK(context, splan_forecast_sums(context, options, 2, offsets, values, 2, lengths, &r));
  CHECK(splan_result_length(r, "mean") == 4);
  CHECK(number(r, "lower_80", 0) < number(r, "mean", 0));
  splan_result_free(r);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "lengths[0]: 3 is below 1 or leads beyond the 2 steps of the horizon",
                splan_forecast_sums(context, options, 2, offsets, values, 1, beyond, &none));
  CHECK(none == NULL);
}

static void one_series(const splan_calendar* china) {
  double y[48];
  int t;
  splan_result *r = NULL, *none = NULL;
  for (t = 0; t < 48; ++t) y[t] = 500 + 3 * t + (t % 12 == 11 ? 200 : 0) + t * 29 % 13;
  y[20] = 2000;
  CHECK_OK(context, splan_series_clean(context, 48, y, 12, 1, 1, 0, &r));
  CHECK(splan_result_length(r, "first") == 1 && integer(r, "first", 0) == 20);
  CHECK(number(r, "cleaned", 20) < 800);
  splan_result_free(r);
  CHECK_OK(context, splan_series_diagnose(context, 48, y, 12, &r));
  CHECK(strcmp(splan_result_text(r, "measure", 1), "season_strength") == 0);
  CHECK(number(r, "value", 1) > 0.8);
  splan_result_free(r);
  CHECK_OK(context,
           splan_forecast_explain(context, options, "North", 48, y, "month", 17167, "en", &r));
  CHECK(strncmp(splan_result_text(r, "text", 0), "North: the next 2 months come to", 32) == 0);
  splan_result_free(r);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "language: \"fr\" is not en or zh",
                splan_forecast_explain(context, options, NULL, 48, y, NULL, 0, "fr", &none));
  CHECK_OK(context, splan_daily_profile(context, china, 20089, 48, y, 20120, &r));
  CHECK(splan_result_length(r, "share") == 28 && splan_result_length(r, "kind") == 9);
  splan_result_free(r);
  CHECK(none == NULL);
}

static int32_t stop_at_the_second(const char* step, double done, void* user_data) {
  CHECK(strcmp(step, "forecast") == 0 && done >= 0 && done <= 1);
  return ++*(int*)user_data == 2;
}

static void progress(void) {
  static double values[600];
  static int64_t offsets[301];
  int i, calls = 0;
  splan_result* none = NULL;
  for (i = 0; i <= 300; ++i) offsets[i] = 2 * i;
  CHECK_OK(context, splan_context_set_progress(context, stop_at_the_second, &calls));
  CHECK_REFUSED(context, SPLAN_CANCELLED, "forecast: cancelled by the caller",
                splan_forecast(context, options, 300, offsets, values, &none));
  CHECK(calls == 2 && none == NULL);
  CHECK_OK(context, splan_context_set_progress(context, NULL, NULL));
}

int main(void) {
  splan_calendar* china = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  CHECK_OK(context, splan_options_create(context, "forecast", &options));
  CHECK_OK(context, splan_options_set_str(context, options, "model", "snaive"));
  CHECK_OK(context, splan_options_set_i64(context, options, "horizon", 2));
  CHECK_OK(context, splan_calendar_named(context, "CN", &china));
  scores();
  long_rows();
  regressors(china);
  groups_and_sums();
  one_series(china);
  progress();
  splan_calendar_free(china);
  splan_options_free(options);
  splan_context_free(context);
  return checks_failed();
}
