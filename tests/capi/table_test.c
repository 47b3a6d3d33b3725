/* Dimensions, fact tables and roll-up. */
#include "check.h"

#define LIST(text) text, (int64_t)sizeof text /* the literal's own NUL ends the last text */

static splan_dimension* make_dimension(splan_context* context) {
  splan_dimension* dimension = NULL;
  CHECK_OK(context, splan_dimension_create(context, "rep", 3, LIST("team\0ann\0bob"),
                                           LIST("\0team\0team"), NULL, 0, &dimension));
  return dimension;
}

static void test_dimension(splan_context* context) {
  splan_dimension *dimension = make_dimension(context), *none = NULL;
  splan_result* members = NULL;
  int64_t levels[4] = {0};
  CHECK(splan_dimension_create(context, "rep", 2, LIST("a\0a"), LIST("\0"), NULL, 0, &none) ==
        SPLAN_DUPLICATE);
  CHECK(splan_dimension_create(context, "rep", 2, LIST("a\0b"), LIST("b\0a"), NULL, 0, &none) ==
        SPLAN_INVALID_ARGUMENT); /* a cycle */
  CHECK(splan_dimension_create(context, "rep", 1, LIST("a"), LIST("x"), NULL, 0, &none) ==
        SPLAN_NOT_FOUND);
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "keys: must be 3 texts, each ended by NUL, and nothing else",
      splan_dimension_create(context, "rep", 3, LIST("a\0b"), LIST("\0\0"), NULL, 0, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "keys_size: -1 is negative",
                splan_dimension_create(context, "rep", 1, "a", -1, LIST(""), NULL, 0, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "keys: is NULL",
                splan_dimension_create(context, "rep", 1, NULL, 2, LIST(""), NULL, 0, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "name: is NULL",
                splan_dimension_create(context, NULL, 1, LIST("a"), LIST(""), NULL, 0, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "n: -1 is negative",
                splan_dimension_create(context, "rep", -1, LIST("a"), LIST(""), NULL, 0, &none));
  CHECK(splan_dimension_create(NULL, "rep", 1, LIST("a"), LIST(""), NULL, 0, &none) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(none == NULL);

  CHECK_OK(context, splan_dimension_members(context, dimension, &members));
  CHECK(splan_result_length(members, "key") == 4);
  CHECK(strcmp(splan_result_text(members, "key", 0), "*") == 0);
  CHECK_OK(context, splan_result_i64(context, members, "level", levels));
  CHECK(levels[0] == 0 && levels[1] == 1 && levels[3] == 2);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "dimension: is NULL",
                splan_dimension_members(context, NULL, &members));
  CHECK(splan_dimension_members(NULL, dimension, &members) == SPLAN_INVALID_ARGUMENT);
  splan_result_free(members);
  splan_dimension_free(dimension);
  splan_dimension_free(NULL);
}

static void test_table(splan_context* context) {
  const int32_t dates[] = {20454, SPLAN_NO_DATE, 20455}, no_dates[] = {0, INT32_MAX, 0};
  const int64_t sales[] = {100, 20, 3}, missing[] = {1, SPLAN_MISSING, 1};
  const int64_t huge[] = {INT64_MAX, 1, 0};
  splan_dimension* dimension = make_dimension(context);
  splan_table *table = NULL, *none = NULL;
  splan_result* sums = NULL;
  int64_t values[4] = {0};

  CHECK(splan_table_create(context, 3, no_dates, &none) == SPLAN_INVALID_ARGUMENT);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "n: -5 is negative",
                splan_table_create(context, -5, NULL, &none));
  CHECK(splan_table_create(NULL, 3, dates, &none) == SPLAN_INVALID_ARGUMENT && none == NULL);
  CHECK_OK(context, splan_table_create(context, 3, dates, &table));

  CHECK(splan_table_add_dimension(context, table, dimension, LIST("ann\0bob\0eve")) ==
        SPLAN_NOT_FOUND);
  CHECK(strncmp(splan_context_message(context), "rep[2]", 6) == 0);
  CHECK(splan_table_add_dimension(context, table, dimension, LIST("ann\0bob")) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "dimension: is NULL",
                splan_table_add_dimension(context, table, NULL, LIST("ann\0bob\0ann")));
  CHECK(splan_table_add_dimension(NULL, table, dimension, LIST("ann\0bob\0ann")) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_table_add_dimension(context, table, dimension, LIST("ann\0bob\0ann")));
  CHECK_REFUSED(context, SPLAN_DUPLICATE, "dimension: \"rep\" is in the table already",
                splan_table_add_dimension(context, table, dimension, LIST("ann\0bob\0ann")));
  splan_dimension_free(dimension); /* the table has what it needs */

  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "values[1]: is missing",
                splan_table_add_measure(context, table, "sales", 2, missing));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "decimals: 10 is not in 0..9",
                splan_table_add_measure(context, table, "sales", 10, sales));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "values: is NULL",
                splan_table_add_measure(context, table, "sales", 2, NULL));
  CHECK(splan_table_add_measure(NULL, table, "sales", 2, sales) == SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_table_add_measure(context, table, "sales", 2, sales));
  CHECK_OK(context, splan_table_add_measure(context, table, "huge", 0, huge));
  CHECK_REFUSED(context, SPLAN_DUPLICATE, "measure: \"sales\" is in the table already",
                splan_table_add_measure(context, table, "sales", 2, sales));

  CHECK_OK(context, splan_table_roll_up(context, table, "sales", 1, LIST("rep"), &sums));
  CHECK(splan_result_length(sums, "rep") == 4 && splan_result_length(sums, "value") == 4);
  CHECK_OK(context, splan_result_i64(context, sums, "value", values));
  CHECK(values[0] == 123 && values[1] == 123 && values[2] == 103 && values[3] == 20);
  splan_result_free(sums);
  sums = NULL;
  CHECK_OK(context, splan_table_roll_up(context, table, "sales", 0, NULL, 0, &sums));
  CHECK(splan_result_length(sums, "value") == 1);
  splan_result_free(sums);
  sums = NULL;
  CHECK(splan_table_roll_up(context, table, "huge", 1, LIST("rep"), &sums) == SPLAN_OVERFLOW);
  CHECK(splan_table_roll_up(context, table, "sale", 1, LIST("rep"), &sums) == SPLAN_NOT_FOUND);
  CHECK_REFUSED(context, SPLAN_NOT_FOUND, "dimensions: \"area\" is not in the table",
                splan_table_roll_up(context, table, "sales", 1, LIST("area"), &sums));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "table: is NULL",
                splan_table_roll_up(context, NULL, "sales", 1, LIST("rep"), &sums));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "measure: is NULL",
                splan_table_roll_up(context, table, NULL, 1, LIST("rep"), &sums));
  CHECK(splan_table_roll_up(context, table, "sales", INT64_MAX, LIST("rep"), &sums) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(splan_table_roll_up(NULL, table, "sales", 1, LIST("rep"), &sums) == SPLAN_INVALID_ARGUMENT);
  CHECK(sums == NULL);
  splan_table_free(table);
  splan_table_free(NULL);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_dimension(context);
  test_table(context);
  splan_context_free(context);
  return checks_failed();
}
