/* Options by name, and results by column. */
#include "check.h"

static void test_options(splan_context* context) {
  splan_options* options = NULL;
  CHECK(splan_options_create(context, "weather", &options) == SPLAN_NOT_FOUND);
  CHECK(strstr(splan_context_message(context),
               "scope: \"weather\" has no options; there are: forecast, allocate, ") != NULL);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "scope: is NULL",
                splan_options_create(context, NULL, &options));
  CHECK(options == NULL);
  CHECK(splan_options_create(NULL, "forecast", &options) == SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_options_create(context, "forecast", &options));

  CHECK_OK(context, splan_options_set_i64(context, options, "horizon", 3));
  CHECK_OK(context, splan_options_set_str(context, options, "model", "snaive"));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "forecast.horizon: 0 is not in 1..10000",
                splan_options_set_i64(context, options, "horizon", 0));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "forecast.horizon: must be an integer",
                splan_options_set_f64(context, options, "horizon", 3));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "forecast.horizon: must be an integer",
                splan_options_set_str(context, options, "horizon", "3"));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "value: is NULL",
                splan_options_set_str(context, options, "model", NULL));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "name: is NULL",
                splan_options_set_i64(context, options, NULL, 1));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "options: is NULL",
                splan_options_set_f64(context, NULL, "horizon", 1));
  CHECK(splan_options_set_i64(NULL, options, "horizon", 1) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_options_set_i64(context, options, "horizont", 1) == SPLAN_NOT_FOUND);
  CHECK(strncmp(splan_context_message(context), "forecast: no option \"horizont\"; there are: ",
                strlen("forecast: no option \"horizont\"; there are: ")) == 0);
  splan_options_free(options);
  splan_options_free(NULL);
}

static void test_list_and_result(splan_context* context) {
  splan_result* list = NULL;
  double bounds[16] = {0};
  int64_t none[16] = {0};
  CHECK(splan_options_list(NULL, "fiscal", &list) == SPLAN_INVALID_ARGUMENT);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_options_list(context, "fiscal", NULL));
  CHECK(splan_options_list(context, "", &list) == SPLAN_NOT_FOUND && list == NULL);
  CHECK_OK(context, splan_options_list(context, "fiscal", &list));

  CHECK(splan_result_columns(list) == 7);
  CHECK(splan_result_columns(NULL) == 0);
  CHECK(strcmp(splan_result_column_name(list, 0), "name") == 0);
  CHECK(splan_result_column_name(list, -1) == NULL);
  CHECK(splan_result_column_name(list, 7) == NULL);
  CHECK(splan_result_column_name(NULL, 0) == NULL);
  CHECK(splan_result_column_type(list, 0) == SPLAN_COLUMN_TEXT);
  CHECK(splan_result_column_type(list, 3) == SPLAN_COLUMN_F64);
  CHECK(splan_result_column_type(list, INT32_MAX) == 0);
  CHECK(splan_result_column_type(NULL, 0) == 0);

  CHECK(splan_result_length(list, "name") == 5);
  CHECK(splan_result_length(list, "Name") == -1);
  CHECK(splan_result_length(list, NULL) == -1);
  CHECK(splan_result_length(NULL, "name") == -1);
  CHECK(strcmp(splan_result_text(list, "name", 0), "start_month") == 0);
  CHECK(strcmp(splan_result_text(list, "default", 0), "1") == 0);
  CHECK(splan_result_text(list, "name", 5) == NULL);
  CHECK(splan_result_text(list, "name", INT64_MIN) == NULL);
  CHECK(splan_result_text(list, "min", 0) == NULL);
  CHECK(splan_result_text(list, NULL, 0) == NULL);
  CHECK(splan_result_text(NULL, "name", 0) == NULL);

  CHECK_OK(context, splan_result_f64(context, list, "max", bounds));
  CHECK(bounds[0] == 12 && bounds[1] != bounds[1]); /* NaN: none */
  CHECK_REFUSED(context, SPLAN_NOT_FOUND, "column: \"maximum\" is not in the result",
                splan_result_f64(context, list, "maximum", bounds));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "column: \"max\" has another type",
                splan_result_i64(context, list, "max", none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "column: is NULL",
                splan_result_i64(context, list, NULL, none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_result_f64(context, list, "max", NULL));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "result: is NULL",
                splan_result_f64(context, NULL, "max", bounds));
  CHECK(splan_result_f64(NULL, list, "max", bounds) == SPLAN_INVALID_ARGUMENT);
  splan_result_free(list);
  splan_result_free(NULL);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_options(context);
  test_list_and_result(context);
  splan_context_free(context);
  return checks_failed();
}
