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

static void test_presence(splan_context* context) {
  /* January 2026 has 22 weekdays, February 20. */
  const int64_t unit[] = {1}, joined[] = {0}, nobody[] = {2};
  const int32_t january_1 = 20454, january_16 = 20469, january_29 = 20482, february_4 = 20488;
  const int32_t since[] = {january_16}, open_end[] = {INT32_MIN};
  const int32_t first[] = {january_29}, last[] = {february_4};
  const double expected[] = {11 / 22.0, 1, 20 / 22.0, 17 / 20.0};
  double presence[4] = {-7, -7, -7, -7};
  splan_calendar* weekdays = NULL;
  CHECK_OK(context, splan_calendar_named(context, "WEEKDAYS", &weekdays));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "absence_unit[0]: 2 is no unit",
                splan_target_presence(context, weekdays, "month", january_1, 2, 2, 0, NULL, NULL,
                                      NULL, 1, nobody, first, last, presence));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "units[1].absences[0].last: 2026-01-29 is before 2026-02-04",
                splan_target_presence(context, weekdays, "month", january_1, 2, 2, 0, NULL, NULL,
                                      NULL, 1, unit, last, first, presence));
  CHECK(presence[0] == -7);
  CHECK_OK(context, splan_target_presence(context, weekdays, "month", january_1, 2, 2, 1, joined,
                                          since, open_end, 1, unit, first, last, presence));
  for (int i = 0; i < 4; ++i) CHECK(presence[i] == expected[i]);
  splan_calendar_free(weekdays);
}

static void test_present_quotas(splan_context* context) {
  const int64_t quotas[] = {1000, 1000, 3000, 1000};
  const double presence[] = {0.5, 1, 1, 0.25};
  int64_t kept[4] = {-7, -7, -7, -7}, open[2] = {-7, -7};
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "absent: \"boss\" given; allowed: team, open",
                splan_target_present_quotas(context, 2, 2, quotas, presence, "boss", kept, open));
  CHECK(kept[0] == -7 && open[0] == -7);
  CHECK_OK(context,
           splan_target_present_quotas(context, 2, 2, quotas, presence, "open", kept, open));
  CHECK(kept[0] == 500 && kept[1] == 1000 && kept[2] == 3000 && kept[3] == 250);
  CHECK(open[0] == 500 && open[1] == 750);
  CHECK_OK(context, splan_target_present_quotas(context, 2, 2, quotas, presence, NULL, kept, open));
  CHECK(kept[0] == 571 && kept[2] == 3429 && kept[1] == 1600 && kept[3] == 400);
  CHECK(open[0] == 0 && open[1] == 0);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_equal_hardness(context);
  test_fairness(context);
  test_presence(context);
  test_present_quotas(context);
  splan_context_free(context);
  return checks_failed();
}
