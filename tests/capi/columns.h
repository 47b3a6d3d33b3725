/* Values out of the columns of a result. */
#ifndef SALESPLAN_TESTS_CAPI_COLUMNS_H
#define SALESPLAN_TESTS_CAPI_COLUMNS_H

#include "check.h"

/* A value of an f64 column with up to 256. */
static double number_at(splan_context* context, const splan_result* result, const char* column,
                        int64_t row) {
  double values[256] = {0};
  CHECK(splan_result_length(result, column) > row && splan_result_length(result, column) <= 256);
  CHECK_OK(context, splan_result_f64(context, result, column, values));
  return values[row];
}

/* A value of an i64 column with up to 256. */
static int64_t integer_at(splan_context* context, const splan_result* result, const char* column,
                          int64_t row) {
  int64_t values[256] = {0};
  CHECK(splan_result_length(result, column) > row && splan_result_length(result, column) <= 256);
  CHECK_OK(context, splan_result_i64(context, result, column, values));
  return values[row];
}

static int text_is(const splan_result* result, const char* column, int64_t row, const char* text) {
  const char* found = splan_result_text(result, column, row);
  return found != NULL && strcmp(found, text) == 0;
}

#endif
