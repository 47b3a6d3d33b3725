/* Targets that are equally hard. */
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

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_equal_hardness(context);
  splan_context_free(context);
  return checks_failed();
}
