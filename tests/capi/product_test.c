/* Product lines: criteria, priority, classes, stage of life, quadrant, resources. */
#include <math.h>

#include "check.h"
#include "columns.h"

static void test_priority(splan_context* context) {
  const double contribution[] = {10, 30}, resources[] = {5, 10}, none[] = {5, 0};
  const double values[] = {10, 2, 30, 3}, weights[] = {3, 1};
  const int32_t higher[] = {1, 0};
  splan_result *criteria = NULL, *ranking = NULL;
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "lines[1].resources: 0 is not finite and positive",
      splan_product_criteria(context, 2, contribution, NULL, NULL, NULL, none, &criteria));
  CHECK_OK(context, splan_product_criteria(context, 2, contribution, NULL, NULL, NULL, resources,
                                           &criteria));
  CHECK(number_at(context, criteria, "return_on_resources", 1) == 3);
  CHECK(isnan(number_at(context, criteria, "relative_share", 0)));
  splan_result_free(criteria);

  CHECK_OK(context, splan_product_priority(context, NULL, 2, 2, values, higher, weights, &ranking));
  CHECK(number_at(context, ranking, "score", 0) == 0.25);
  CHECK(integer_at(context, ranking, "rank", 0) == 2);
  CHECK(number_at(context, ranking, "share_first", 1) > 0.9);
  CHECK(number_at(context, ranking, "normalised", 3) == 0);
  splan_result_free(ranking);
}

static void test_series(splan_context* context) {
  const int64_t offsets[] = {0, 6, 12}, falling[] = {0, 7, 6};
  const double sales[] = {90, 90, 90, 90, 90, 90, 1, 2, 4, 8, 16, 32};
  splan_result *classes = NULL, *stages = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "offsets[0]: offsets must rise from 0",
                splan_product_classes(context, NULL, 2, falling, sales, &classes));
  CHECK_OK(context, splan_product_classes(context, NULL, 2, offsets, sales, &classes));
  CHECK(text_is(classes, "abc", 0, "A") && text_is(classes, "abc", 1, "B"));
  CHECK(text_is(classes, "xyz", 0, "X") && text_is(classes, "xyz", 1, "Z"));
  CHECK(number_at(context, classes, "value", 1) == 63);
  splan_result_free(classes);
  CHECK_OK(context, splan_product_lifecycle(context, NULL, 2, offsets, sales, &stages));
  CHECK(text_is(stages, "stage", 0, "maturity") && text_is(stages, "stage", 1, "introduction"));
  splan_result_free(stages);
}

static void test_quadrant_and_resources(splan_context* context) {
  const double growth[] = {0.2, 0}, share[] = {1.5, -1}, score[] = {0.9, 0.1};
  const double floor[] = {0.2, 0.2}, cap[] = {0.3, 0.3};
  int32_t quadrant[] = {9, 9};
  int64_t amounts[] = {-7, -7};
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "products[1].relative_share: -1 is not at least 0",
                splan_product_quadrant(context, 2, growth, share, 0.1, 1, quadrant));
  CHECK(quadrant[0] == 9);
  CHECK_OK(context, splan_product_quadrant(context, 1, growth, share, 0.1, 1, quadrant));
  CHECK(quadrant[0] == 0);
  CHECK(splan_product_resources(context, 1000, 2, score, floor, cap, amounts) == SPLAN_INFEASIBLE);
  CHECK(amounts[0] == -7);
  CHECK_OK(context, splan_product_resources(context, 1000, 2, score, floor, NULL, amounts));
  CHECK(amounts[0] == 800 && amounts[1] == 200);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_priority(context);
  test_series(context);
  test_quadrant_and_resources(context);
  splan_context_free(context);
  return checks_failed();
}
