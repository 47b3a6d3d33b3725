/* Spreading a total over parts and down a tree. */
#include <math.h>

#include "check.h"

#define LIST(text) text, (int64_t)sizeof text

static void test_spread(splan_context* context) {
  const double weights[] = {1, 1, 1}, zero[] = {0, 0, 0}, negative[] = {1, -1, 1};
  const double not_a_number[] = {1, NAN, 1};
  const int64_t lower[] = {SPLAN_MISSING, 40, SPLAN_MISSING};
  const int64_t upper[] = {30, SPLAN_MISSING, SPLAN_MISSING};
  const int64_t low[] = {30, 30, 30};
  const int64_t locked[] = {SPLAN_MISSING, SPLAN_MISSING, 10};
  int64_t parts[3] = {-7, -7, -7};
  splan_options *options = NULL, *fiscal = NULL;
  CHECK(splan_allocate_spread(context, NULL, 100, 3, weights, NULL, low, NULL, parts) ==
        SPLAN_INFEASIBLE);
  CHECK(splan_context_message(context)[0] != '\0');
  CHECK(splan_allocate_spread(context, NULL, 100, 3, negative, NULL, NULL, NULL, parts) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(splan_allocate_spread(context, NULL, 100, 3, not_a_number, NULL, NULL, NULL, parts) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(splan_allocate_spread(context, NULL, 100, 3, zero, NULL, NULL, NULL, parts) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "weights: is NULL",
                splan_allocate_spread(context, NULL, 100, 3, NULL, NULL, NULL, NULL, parts));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out_parts: is NULL",
                splan_allocate_spread(context, NULL, 100, 3, weights, NULL, NULL, NULL, NULL));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "n: -3 is negative",
                splan_allocate_spread(context, NULL, 100, -3, weights, NULL, NULL, NULL, parts));
  CHECK(splan_allocate_spread(context, NULL, 100, INT64_MAX, weights, NULL, NULL, NULL, parts) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(splan_allocate_spread(NULL, NULL, 100, 3, weights, NULL, NULL, NULL, parts) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(parts[0] == -7 && parts[1] == -7 && parts[2] == -7);

  CHECK_OK(context,
           splan_allocate_spread(context, NULL, 100, 3, weights, lower, upper, locked, parts));
  CHECK(parts[0] == 30 && parts[1] == 60 && parts[2] == 10);
  CHECK_OK(context, splan_allocate_spread(context, NULL, 100, 3, weights, NULL, NULL, NULL, parts));
  CHECK(parts[0] + parts[1] + parts[2] == 100);
  CHECK_OK(context,
           splan_allocate_spread(context, NULL, INT64_MAX, 3, weights, NULL, NULL, NULL, parts));
  CHECK(parts[0] + parts[1] + parts[2] == INT64_MAX);

  CHECK_OK(context, splan_options_create(context, "allocate", &options));
  CHECK_OK(context, splan_options_create(context, "fiscal", &fiscal));
  CHECK_OK(context, splan_options_set_str(context, options, "zero_weights", "equal"));
  CHECK_OK(context, splan_options_set_i64(context, options, "unit", 10));
  CHECK_OK(context, splan_allocate_spread(context, options, 90, 3, zero, NULL, NULL, NULL, parts));
  CHECK(parts[0] == 30 && parts[1] == 30 && parts[2] == 30);
  CHECK(splan_allocate_spread(context, options, 95, 3, zero, NULL, NULL, NULL, parts) != SPLAN_OK);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "options: are of scope \"fiscal\", \"allocate\" is needed",
                splan_allocate_spread(context, fiscal, 90, 3, zero, NULL, NULL, NULL, parts));
  splan_options_free(options);
  splan_options_free(fiscal);
}

static void test_controlled_rounding(splan_context* context) {
  const int32_t rows[] = {-1, 0, 0}, columns[] = {-1, 0, 0, 1, 1};
  const double values[] = {1400, 1300, 1600, 2400, 700, 900}; /* by columns 2, 3 and 4 */
  int64_t cells[6] = {-7, -7, -7, -7, -7, -7};
  splan_options* options = NULL;
  CHECK_OK(context, splan_options_create(context, "allocate", &options));
  CHECK_OK(context, splan_options_set_i64(context, options, "unit", 1000));
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "values: 5 values for 6 items",
      splan_allocate_controlled_rounding(context, options, 3, rows, 5, columns, 5, values, cells));
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "row_parents: is NULL",
      splan_allocate_controlled_rounding(context, options, 3, NULL, 5, columns, 6, values, cells));
  CHECK(cells[0] == -7);
  CHECK_OK(context, splan_allocate_controlled_rounding(context, options, 3, rows, 5, columns, 6,
                                                       values, cells));
  CHECK(cells[0] + cells[1] + cells[2] == 4000 || cells[0] + cells[1] + cells[2] == 5000);
  CHECK(cells[3] + cells[4] + cells[5] == 4000);
  CHECK(cells[0] + cells[3] == 3000 || cells[0] + cells[3] == 4000);
  CHECK(cells[1] + cells[4] == 2000);
  CHECK(cells[2] + cells[5] == 2000 || cells[2] + cells[5] == 3000);
  CHECK(cells[1] + cells[2] + cells[4] + cells[5] == 4000 ||
        cells[1] + cells[2] + cells[4] + cells[5] == 5000);
  splan_options_free(options);
}

static void test_cascade(splan_context* context) {
  const int32_t parents[] = {-1, 0, 0, 1, 1}, cycle[] = {-1, 2, 1, 1, 1},
                wild[] = {-1, 99, 0, 1, 1};
  const int32_t forward[] = {-1, 0, INT32_MIN, 1, INT32_MAX};
  const double weights[] = {NAN, NAN, 1, 1, 2};
  const int64_t upper[] = {SPLAN_MISSING, 100, SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING};
  const int64_t locked[] = {SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING, 45, SPLAN_MISSING};
  const double spread_weights[] = {1, 1, 1, 1, 1};
  int64_t values[5] = {-7, -7, -7, -7, -7};
  splan_options* options = NULL;
  CHECK(splan_allocate_cascade(context, NULL, 400, 5, cycle, weights, NULL, NULL, NULL, NULL, 0,
                               values) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_allocate_cascade(context, NULL, 400, 5, wild, weights, NULL, NULL, NULL, NULL, 0,
                               values) == SPLAN_INVALID_ARGUMENT);
  CHECK(splan_allocate_cascade(context, NULL, 400, 5, forward, weights, NULL, NULL, NULL, NULL, 0,
                               values) == SPLAN_INVALID_ARGUMENT);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "labels: must be 5 texts, each ended by NUL, and nothing else",
                splan_allocate_cascade(context, NULL, 400, 5, parents, weights, NULL, NULL, NULL,
                                       LIST("all\0north"), values));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "parents: is NULL",
                splan_allocate_cascade(context, NULL, 400, 5, NULL, weights, NULL, NULL, NULL, NULL,
                                       0, values));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "n: -1 is negative",
                splan_allocate_cascade(context, NULL, 400, -1, parents, weights, NULL, NULL, NULL,
                                       NULL, 0, values));
  CHECK(splan_allocate_cascade(NULL, NULL, 400, 5, parents, weights, NULL, NULL, NULL, NULL, 0,
                               values) == SPLAN_INVALID_ARGUMENT);
  CHECK(values[0] == -7 && values[4] == -7);

  CHECK_OK(context, splan_options_create(context, "allocate", &options));
  CHECK_OK(context, splan_options_set_str(context, options, "over_assignment", "0.05,0.1"));
  CHECK_OK(context, splan_allocate_cascade(context, options, 400, 5, parents, weights, NULL, NULL,
                                           NULL, NULL, 0, values));
  CHECK(values[0] == 400 && values[1] + values[2] == 420);
  CHECK(values[1] == 315 && values[3] + values[4] == 347); /* 1.1 * 315, rounded */
  CHECK_OK(context, splan_options_set_str(context, options, "over_assignment", "0,0,0.1"));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "allocate.over_assignment: 3 ratios for 2 levels that hand down",
                splan_allocate_cascade(context, options, 400, 5, parents, weights, NULL, NULL, NULL,
                                       NULL, 0, values));
  CHECK_REFUSED(
      context, SPLAN_UNSUPPORTED,
      "allocate.over_assignment: is for the levels of a tree: cascade and explain",
      splan_allocate_spread(context, options, 400, 5, spread_weights, NULL, NULL, NULL, values));
  splan_options_free(options);

  CHECK_OK(context, splan_allocate_cascade(context, NULL, 400, 5, parents, weights, NULL, upper,
                                           locked, LIST("all\0north\0south\0ann\0bob"), values));
  CHECK(values[0] == 400 && values[1] == 100 && values[2] == 300);
  CHECK(values[3] == 45 && values[4] == 55);
}

static void test_explain(splan_context* context) {
  const int32_t parents[] = {-1, 0, 0, 1, 1};
  const double weights[] = {NAN, NAN, 1, 1, 2};
  const int64_t upper[] = {SPLAN_MISSING, 100, SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING};
  int64_t nodes[3], values[3], bounds[3];
  double prices[3];
  splan_result *chain = NULL, *untouched = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "node: 5 is not one of the 5 nodes",
                splan_allocate_explain(context, NULL, 5, 400, 5, parents, weights, NULL, upper,
                                       NULL, NULL, 0, &untouched));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "node: -1 is negative",
                splan_allocate_explain(context, NULL, -1, 400, 5, parents, weights, NULL, upper,
                                       NULL, NULL, 0, &untouched));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_allocate_explain(context, NULL, 3, 400, 5, parents, weights, NULL, upper,
                                       NULL, NULL, 0, NULL));
  CHECK(untouched == NULL);
  CHECK_OK(context, splan_allocate_explain(context, NULL, 3, 400, 5, parents, weights, NULL, upper,
                                           NULL, NULL, 0, &chain));
  CHECK(splan_result_length(chain, "node") == 3);
  CHECK_OK(context, splan_result_i64(context, chain, "node", nodes));
  CHECK_OK(context, splan_result_i64(context, chain, "value", values));
  CHECK_OK(context, splan_result_i64(context, chain, "bound", bounds));
  CHECK_OK(context, splan_result_f64(context, chain, "price", prices));
  CHECK(nodes[0] == 0 && nodes[1] == 1 && nodes[2] == 3);
  CHECK(values[0] == 400 && values[1] == 100 && values[2] == 33);
  CHECK(strcmp(splan_result_text(chain, "hold", 0), "none") == 0);
  CHECK(strcmp(splan_result_text(chain, "hold", 1), "upper") == 0);
  CHECK(bounds[0] == SPLAN_MISSING && bounds[1] == 100 && prices[1] < 0);
  splan_result_free(chain);
}

static void test_replan(splan_context* context) {
  const int32_t parents[] = {-1, 0, 0, 1, 1}, closed[] = {0, 0, 0, 1, 0};
  const int64_t plan[] = {100, 40, 60, 10, 30}, broken[] = {100, 40, 60, 10, 31};
  int64_t values[5] = {-7, -7, -7, -7, -7};
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "plan[1]: 40 is not the sum of its children, 41",
                splan_allocate_replan(context, NULL, 100, 5, parents, broken, closed, NULL, NULL,
                                      NULL, NULL, 0, values));
  CHECK_REFUSED(context, SPLAN_INFEASIBLE, "total: 9 conflicts with locked 10 of node 3",
                splan_allocate_replan(context, NULL, 9, 5, parents, plan, closed, NULL, NULL, NULL,
                                      NULL, 0, values));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "plan: is NULL",
                splan_allocate_replan(context, NULL, 9, 5, parents, NULL, closed, NULL, NULL, NULL,
                                      NULL, 0, values));
  CHECK(values[0] == -7 && values[4] == -7);
  CHECK_OK(context, splan_allocate_replan(context, NULL, 118, 5, parents, plan, closed, NULL, NULL,
                                          NULL, NULL, 0, values));
  CHECK(values[0] == 118 && values[1] == 46 && values[2] == 72);
  CHECK(values[3] == 10 && values[4] == 36);
}

static void test_margins(splan_context* context) {
  const int64_t shape[] = {2, 3};
  const double basis[] = {1, 1, 1, 1, 0, 1};
  const int32_t masks[] = {1, 2};
  int64_t totals[] = {30, 30, 20, 20, 20};
  const int64_t upper[] = {
      5, SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING};
  const int64_t locked[] = {SPLAN_MISSING, SPLAN_MISSING, 9,
                            SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING};
  const char labels[] = "rep\0month\0Ann\0Bob\0Jan\0Feb\0Mar";
  int64_t cells[6] = {0};
  int64_t excess[5] = {7, 7, 7, 7, 7};
  CHECK_OK(context, splan_allocate_margins(context, NULL, 2, shape, 6, basis, NULL, upper, locked,
                                           2, masks, 5, totals, NULL, NULL, NULL, labels,
                                           sizeof labels, cells, excess));
  CHECK(cells[0] == 1 && cells[1] == 20 && cells[2] == 9);
  CHECK(cells[3] == 19 && cells[4] == 0 && cells[5] == 11);
  CHECK(excess[0] == 0 && excess[4] == 0);

  totals[3] = 40; /* more than Ann has in February, and Bob sells nothing then */
  totals[2] = 0;
  CHECK(splan_allocate_margins(context, NULL, 2, shape, 6, basis, NULL, NULL, NULL, 2, masks, 5,
                               totals, NULL, NULL, NULL, labels, sizeof labels, cells,
                               excess) == SPLAN_INFEASIBLE);
  CHECK(strstr(splan_context_message(context), "rep[Bob]: total 30 conflicts") != NULL);
  CHECK(cells[0] == 1);
  CHECK(splan_allocate_margins(context, NULL, 2, shape, 6, basis, NULL, NULL, NULL, 2, masks, 4,
                               totals, NULL, NULL, NULL, NULL, 0, cells,
                               NULL) == SPLAN_INVALID_ARGUMENT);
}

/* February between 12 and 15, and a total of Bob's that is worth at most a factor of e^0.5. */
static void test_margin_bounds_and_prices(splan_context* context) {
  const int64_t shape[] = {2, 3};
  const double basis[] = {10, 10, 10, 10, 0, 10};
  const int32_t masks[] = {1, 2};
  const int64_t totals[] = {30, 60, SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING};
  const int64_t least[] = {SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING, 12, SPLAN_MISSING};
  int64_t most[] = {SPLAN_MISSING, SPLAN_MISSING, SPLAN_MISSING, 15, SPLAN_MISSING};
  double prices[] = {-1, 0.5, 0, 0, 0};
  int64_t cells[6] = {0};
  int64_t excess[5] = {7, 7, 7, 7, 7};
  CHECK(splan_allocate_margins(context, NULL, 2, shape, 6, basis, NULL, NULL, NULL, 2, masks, 5,
                               totals, least, most, prices, NULL, 0, cells,
                               excess) == SPLAN_INVALID_ARGUMENT);
  CHECK(strstr(splan_context_message(context), "margins[0].price[0]: -1 is negative") != NULL);
  prices[0] = NAN;
  prices[3] = 600;
  CHECK_OK(context,
           splan_allocate_margins(context, NULL, 2, shape, 6, basis, NULL, NULL, NULL, 2, masks, 5,
                                  totals, least, most, prices, NULL, 0, cells, excess));
  CHECK(cells[0] == 9 && cells[1] == 12 && cells[2] == 9);
  CHECK(cells[3] == 16 && cells[4] == 0 && cells[5] == 16); /* 10 times e^0.5 is 16.49 */
  CHECK(excess[0] == 0 && excess[1] == -28 && excess[3] == 0);
  most[3] = 11;
  CHECK(splan_allocate_margins(context, NULL, 2, shape, 6, basis, NULL, NULL, NULL, 2, masks, 5,
                               totals, least, most, prices, NULL, 0, cells,
                               excess) == SPLAN_INFEASIBLE);
}

static void check_values(splan_context* context, const splan_worksheet* sheet,
                         const int64_t* expected) {
  splan_result* now = NULL;
  int64_t values[5], held[5];
  int i;
  CHECK_OK(context, splan_worksheet_values(context, sheet, &now));
  CHECK(splan_result_length(now, "value") == 5);
  CHECK_OK(context, splan_result_i64(context, now, "value", values));
  CHECK_OK(context, splan_result_i64(context, now, "held", held));
  for (i = 0; i < 5; ++i) CHECK(values[i] == expected[i]);
  CHECK(held[3] == 0 && held[2] == 0);
  splan_result_free(now);
}

static void test_worksheet(splan_context* context) {
  const int32_t parents[] = {-1, 0, 0, 1, 1};
  const int64_t leaves[] = {0, 0, 60, 10, 30}, start[] = {100, 40, 60, 10, 30};
  const int64_t doubled[] = {200, 80, 120, 20, 60}, left[] = {200, 80, 120, 0, 80};
  const int64_t missing[] = {0, 0, SPLAN_MISSING, 10, 30};
  int64_t before[2], after[2], operation[2];
  int32_t done = -7;
  splan_worksheet *sheet = NULL, *untouched = NULL;
  splan_result *log = NULL, *moves = NULL;
  splan_options *options = NULL, *allocate = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "leaves[South]: is missing",
                splan_worksheet_create(context, 5, parents, missing,
                                       LIST("All\0North\0South\0Ann\0Bob"), &untouched));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "leaves: is NULL",
                splan_worksheet_create(context, 5, parents, NULL, NULL, 0, &untouched));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_worksheet_create(context, 5, parents, leaves, NULL, 0, NULL));
  CHECK(untouched == NULL);
  CHECK_OK(context, splan_worksheet_create(context, 5, parents, leaves,
                                           LIST("All\0North\0South\0Ann\0Bob"), &sheet));
  check_values(context, sheet, start);
  CHECK_OK(context, splan_worksheet_undo(context, sheet, &done));
  CHECK(done == 0);

  CHECK_OK(context, splan_options_create(context, "worksheet", &options));
  CHECK_OK(context, splan_options_set_str(context, options, "action", "add"));
  CHECK_OK(context, splan_options_set_str(context, options, "note", "board, 3 March"));
  CHECK_OK(context, splan_worksheet_apply(context, sheet, options, "proportional", 0, 100));
  check_values(context, sheet, doubled);
  CHECK_OK(context, splan_worksheet_apply(context, sheet, NULL, "replan", 3, 0));
  check_values(context, sheet, left);
  CHECK_REFUSED(context, SPLAN_NOT_FOUND,
                "step: no step \"guess\"; there are: proportional, equal, relative, pattern, "
                "repeat, change, straight_line, growth, clear, replan, hold, release",
                splan_worksheet_apply(context, sheet, NULL, "guess", 3, 0));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "node: 5 is not one of the 5 nodes",
                splan_worksheet_apply(context, sheet, NULL, "clear", 5, 0));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "node: -1 is negative",
                splan_worksheet_apply(context, sheet, NULL, "clear", -1, 0));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "amount: is missing",
                splan_worksheet_apply(context, sheet, NULL, "equal", 1, SPLAN_MISSING));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "step: is NULL",
                splan_worksheet_apply(context, sheet, NULL, NULL, 1, 1));
  CHECK_OK(context, splan_options_create(context, "allocate", &allocate));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "options: are of scope \"allocate\", \"worksheet\" is needed",
                splan_worksheet_apply(context, sheet, allocate, "clear", 1, 1));
  check_values(context, sheet, left);

  CHECK_OK(context, splan_worksheet_log(context, sheet, &log));
  CHECK(splan_result_length(log, "step") == 2);
  CHECK(strcmp(splan_result_text(log, "step", 1), "replan") == 0);
  CHECK(strcmp(splan_result_text(log, "action", 0), "add") == 0);
  CHECK(strcmp(splan_result_text(log, "note", 0), "board, 3 March") == 0);
  CHECK_OK(context, splan_worksheet_history(context, sheet, 3, &moves));
  CHECK(splan_result_length(moves, "operation") == 2);
  CHECK_OK(context, splan_result_i64(context, moves, "operation", operation));
  CHECK_OK(context, splan_result_i64(context, moves, "before", before));
  CHECK_OK(context, splan_result_i64(context, moves, "after", after));
  CHECK(operation[1] == 1 && before[0] == 10 && after[0] == 20 && after[1] == 0);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "node: 5 is not one of the 5 nodes",
                splan_worksheet_history(context, sheet, 5, &moves));

  CHECK_OK(context, splan_worksheet_undo(context, sheet, &done));
  CHECK(done == 1);
  check_values(context, sheet, doubled);
  CHECK_OK(context, splan_worksheet_redo(context, sheet, &done));
  CHECK(done == 1);
  check_values(context, sheet, left);
  CHECK_OK(context, splan_worksheet_redo(context, sheet, &done));
  CHECK(done == 0);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out_done: is NULL",
                splan_worksheet_undo(context, sheet, NULL));
  check_values(context, sheet, left);
  splan_worksheet_free(NULL);
  splan_worksheet_free(sheet);
  splan_result_free(log);
  splan_result_free(moves);
  splan_options_free(options);
  splan_options_free(allocate);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_spread(context);
  test_controlled_rounding(context);
  test_cascade(context);
  test_explain(context);
  test_replan(context);
  test_margins(context);
  test_margin_bounds_and_prices(context);
  test_worksheet(context);
  splan_context_free(context);
  return checks_failed();
}
