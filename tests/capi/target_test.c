/* Targets that are equally hard, and how fairly they are shared. */
#include <math.h>

#include "check.h"

static void test_equal_hardness(splan_context* context) {
  const double mean[] = {100, 200}, sd[] = {10, 20}, negative[] = {10, -1};
  const int64_t upper[] = {105, SPLAN_MISSING}, low[] = {5, 5};
  int64_t targets[2] = {-7, -7};
  double probabilities[2] = {-7, -7};
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "sd[1]: -1 is neither 0 nor in [1e-100, 1e100]",
                splan_target_equal_hardness(context, NULL, 330, 2, mean, negative, NULL, NULL, NULL,
                                            targets, probabilities));
  CHECK_REFUSED(context, SPLAN_INFEASIBLE, "upper: sum 10 is below the total 330",
                splan_target_equal_hardness(context, NULL, 330, 2, mean, sd, NULL, low, NULL,
                                            targets, probabilities));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out_probabilities: is NULL",
                splan_target_equal_hardness(context, NULL, 330, 2, mean, sd, NULL, NULL, NULL,
                                            targets, NULL));
  CHECK(targets[0] == -7 && probabilities[1] == -7);
  CHECK_OK(context, splan_target_equal_hardness(context, NULL, 330, 2, mean, sd, NULL, NULL, NULL,
                                                targets, probabilities));
  CHECK(targets[0] == 110 && targets[1] == 220);
  CHECK(fabs(probabilities[0] - 0.15865525393145707) < 1e-14);
  CHECK(probabilities[0] == probabilities[1]);
  CHECK_OK(context, splan_target_equal_hardness(context, NULL, 330, 2, mean, sd, NULL, upper, NULL,
                                                targets, probabilities));
  CHECK(targets[0] == 105 && targets[1] == 225);
}

static void test_fairness(splan_context* context) {
  const double values[] = {0.5, 0.5, NAN, 150, 50, NAN}, limits[] = {NAN, 0.2};
  const char names[] = "hardness\0workload", labels[] = "Ann\0Bob\0Cai";
  double gini[2];
  int64_t fair[2], most[2];
  splan_result *report = NULL, *untouched = NULL;
  CHECK_OK(context, splan_target_fairness(context, 2, names, sizeof names, 3, values, limits,
                                          labels, sizeof labels, 0, &report));
  CHECK(strcmp(splan_result_text(report, "measure", 1), "workload") == 0);
  CHECK_OK(context, splan_result_f64(context, report, "gini", gini));
  CHECK_OK(context, splan_result_i64(context, report, "fair", fair));
  CHECK_OK(context, splan_result_i64(context, report, "most_unit", most));
  CHECK(gini[0] == 0 && gini[1] == 0.25);
  CHECK(fair[0] == 1 && fair[1] == 0 && most[1] == 0);
  splan_result_free(report);
  CHECK_REFUSED(context, SPLAN_INFEASIBLE,
                "workload: Gini 0.25 exceeds 0.2: Ann has 150, Bob 50, the mean is 100",
                splan_target_fairness(context, 2, names, sizeof names, 3, values, limits, labels,
                                      sizeof labels, 1, &untouched));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "values: is NULL",
                splan_target_fairness(context, 2, names, sizeof names, 3, NULL, NULL, NULL, 0, 0,
                                      &untouched));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "names: must be 1 texts, each ended by NUL, and nothing else",
                splan_target_fairness(context, 1, names, sizeof names, 3, values, NULL, NULL, 0, 0,
                                      &untouched));
  CHECK(untouched == NULL);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_equal_hardness(context);
  test_fairness(context);
  splan_context_free(context);
  return checks_failed();
}
