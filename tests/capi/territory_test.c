/* Four accounts on a line, shared by two territories. */
#include <math.h>

#include "check.h"

#define LIST(text) text, (int64_t)sizeof text

int main(void) {
  const double x[] = {0, 1, 2, 3}, y[] = {0, 0, 0, 0}, center_x[] = {0, 3};
  const double visits[] = {1, 1, 1, 1}, lower[] = {NAN, 3}, move_cost[] = {9, 9, 0.5, 9};
  const int32_t today[] = {0, 0, 0, 1}, ends[] = {0, 1, 1, 2, 2, 3}, fixed[] = {0, 0, -1, -1};
  double cost[8], moving = 0, gini = 0;
  int64_t where[4];
  splan_context* context = NULL;
  splan_territory* problem = NULL;
  splan_result* found = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  CHECK(splan_territory_distance(context, 4, x, y, 2, center_x, y, NULL, 3, 0, cost) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_territory_distance(context, 4, x, y, 2, center_x, y, NULL, 2, 0, cost));
  CHECK(cost[0] == 0 && cost[1] == 9);
  CHECK(splan_territory_create(context, (int64_t)1 << 39, 4, cost, NULL, 0, NULL, 0, &problem) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_territory_create(context, 4, 2, cost, LIST("Ada\0Bay\0Cox\0Dow"),
                                           LIST("West\0East"), &problem));
  CHECK_OK(context,
           splan_territory_add_measure(context, problem, "visits", visits, lower, NULL, NULL, 0));
  CHECK_OK(context, splan_territory_set_today(context, problem, today, move_cost));
  CHECK_OK(context, splan_territory_set_borders(context, problem, 3, ends));
  CHECK_OK(context, splan_territory_partition(context, NULL, problem, &found));
  CHECK_OK(context, splan_result_i64(context, found, "territory", where));
  CHECK(where[0] == 0 && where[1] == 1 && where[2] == 1 && where[3] == 1);
  CHECK_OK(context, splan_result_f64(context, found, "moving", &moving));
  CHECK(moving == 9.5);
  splan_result_free(found);
  found = NULL;

  CHECK_REFUSED(context, SPLAN_NOT_FOUND, "measure: \"calls\" was not added",
                splan_territory_set_most_gini(context, problem, "calls", 0.1));
  CHECK_OK(context, splan_territory_set_most_gini(context, problem, "visits", 0.1));
  CHECK_REFUSED(context, SPLAN_INFEASIBLE,
                "measures[0]: no partition was found that shares visits with a Gini of at most "
                "0.1: the least found is 0.25, where East has most and West least",
                splan_territory_partition(context, NULL, problem, &found));
  CHECK_OK(context, splan_territory_set_most_gini(context, problem, "visits", 0.25));
  CHECK_OK(context, splan_territory_partition(context, NULL, problem, &found));
  CHECK_OK(context, splan_result_f64(context, found, "gini", &gini));
  CHECK(gini == 0.25);
  splan_result_free(found);
  found = NULL;

  CHECK_OK(context, splan_territory_set_fixed(context, problem, fixed));
  CHECK_REFUSED(
      context, SPLAN_INFEASIBLE,
      "measures[0]: East needs at least 3 visits, but the accounts that may go there have "
      "2: Cox and Dow",
      splan_territory_partition(context, NULL, problem, &found));
  CHECK(found == NULL);
  splan_territory_free(problem);
  splan_context_free(context);
  return checks_failed();
}
