/* Forecasts of a panel of series of different lengths. */
#include <math.h>

#include "check.h"

int main(void) {
  const int64_t offsets[] = {0, 5, 7}, backwards[] = {0, 5, 4}, late[] = {1, 5, 7};
  const int64_t negative[] = {0, 5, -7}, beyond[] = {0, 5, INT64_MAX};
  const double values[] = {10, 12, NAN, 11, 13, 100, 102};
  const double infinite[] = {10, 12, 11, INFINITY, 13, 100, 102};
  double mean[6] = {0}, lower[6] = {0}, upper[6] = {0}, total[2] = {0};
  splan_context* context = NULL;
  splan_options *options = NULL, *fiscal = NULL;
  splan_result *result = NULL, *none = NULL;
  int i;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  CHECK_OK(context, splan_options_create(context, "forecast", &options));
  CHECK_OK(context, splan_options_set_i64(context, options, "horizon", 3));
  CHECK_OK(context, splan_options_set_i64(context, options, "threads", 0));
  CHECK_OK(context, splan_options_create(context, "fiscal", &fiscal));

  CHECK_OK(context, splan_forecast(context, options, 2, offsets, values, &result));
  CHECK(splan_result_length(result, "mean") == 6);
  CHECK(splan_result_length(result, "model") == 2);
  CHECK(splan_result_text(result, "model", 1)[0] != '\0');
  CHECK_OK(context, splan_result_f64(context, result, "mean", mean));
  CHECK_OK(context, splan_result_f64(context, result, "lower_80", lower));
  CHECK_OK(context, splan_result_f64(context, result, "upper_95", upper));
  CHECK_OK(context, splan_result_f64(context, result, "total_mean", total));
  for (i = 0; i < 6; ++i) CHECK(lower[i] < mean[i] && mean[i] < upper[i]);
  CHECK(mean[0] > 5 && mean[0] < 20 && mean[3] > 50 && mean[3] < 200);
  CHECK(fabs(mean[0] + mean[1] + mean[2] - total[0]) < 1e-9 * total[0]);
  splan_result_free(result);

  CHECK_OK(context, splan_forecast(context, NULL, 0, NULL, NULL, &result));
  CHECK(splan_result_length(result, "mean") == 0);
  splan_result_free(result);

  CHECK(splan_forecast(context, options, 2, offsets, infinite, &none) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_forecast(context, options, 2, backwards, values, &none) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_forecast(context, options, 2, late, values, &none) == SPLAN_INVALID_ARGUMENT);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "offsets[2]: -7 is negative",
                splan_forecast(context, options, 2, negative, values, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "offsets[2]: 9223372036854775807 exceeds 1099511627776",
                splan_forecast(context, options, 2, beyond, values, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "n: -2 is negative",
                splan_forecast(context, options, -2, offsets, values, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "offsets: is NULL",
                splan_forecast(context, options, 2, NULL, values, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "values: is NULL",
                splan_forecast(context, options, 2, offsets, NULL, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_forecast(context, options, 2, offsets, values, NULL));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "options: are of scope \"fiscal\", \"forecast\" is needed",
                splan_forecast(context, fiscal, 2, offsets, values, &none));
  CHECK(splan_forecast(NULL, options, 2, offsets, values, &none) == SPLAN_INVALID_ARGUMENT);
  CHECK(none == NULL);
  splan_options_free(options);
  splan_options_free(fiscal);
  splan_context_free(context);
  return checks_failed();
}
