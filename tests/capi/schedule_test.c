/* Three customers of one rep over two weeks. */
#include "check.h"

int main(void) {
  const double day[] = {480}, minutes[] = {60, 30, 30}, bad_day[] = {-1};
  const int32_t rep[] = {0, 0, 0}, times[] = {1, 2, 1}, every[] = {1, 1, 2}, nobody[] = {1};
  const int32_t first[] = {20612}, last[] = {20612}, dates[] = {20607}; /* 2026-06-08, 06-03 */
  const int64_t customers[] = {0}, unknown[] = {3};
  int64_t n = 0, days[16], who[16], i, met = 0;
  splan_context* context = NULL;
  splan_calendar* calendar = NULL;
  splan_visits* visits = NULL;
  splan_result* plan = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  CHECK_OK(context, splan_calendar_named(context, "US", &calendar));
  CHECK_OK(context, splan_visits_create(context, 1, day, NULL, NULL, &visits));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "customers[0].rep: 1 is not within 0..1 - 1",
                splan_visits_add_customers(context, visits, 1, nobody, times, NULL, NULL, minutes,
                                           NULL, NULL, NULL, NULL, NULL, NULL));
  CHECK_OK(context, splan_visits_add_customers(context, visits, 3, rep, times, every, NULL, minutes,
                                               NULL, rep, NULL, NULL, NULL, NULL));
  CHECK_OK(context, splan_visits_add_absences(context, visits, 1, rep, first, last));
  CHECK_OK(context, splan_visits_add_busy(context, visits, 1, rep, dates, minutes));
  CHECK_OK(context, splan_visits_add_fixed(context, visits, 1, customers, dates));
  CHECK_OK(context, splan_visits_add_previous(context, visits, 1, customers, dates));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "visits[0].customer: 3 is not one of 3",
                splan_visits_add_fixed(context, visits, 1, unknown, dates));
  CHECK_OK(context, splan_visits_plan(context, NULL, visits, calendar, 20605, 20616, &plan));
  n = splan_result_length(plan, "customer");
  CHECK(n == 7);
  CHECK(splan_result_length(plan, "unmet_reason") == 0);
  CHECK(splan_result_length(plan, "day_date") == 9);
  if (n == 7) {
    CHECK_OK(context, splan_result_i64(context, plan, "customer", who));
    CHECK_OK(context, splan_result_i64(context, plan, "date", days));
    for (i = 0; i < n; ++i) {
      CHECK(days[i] != first[0]);
      met += who[i] == 0 && days[i] == dates[0];
    }
  }
  CHECK(met == 1);
  splan_result_free(plan);
  plan = NULL;
  CHECK_OK(context, splan_visits_add_absences(context, visits, 1, rep, first, last));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "reps[0].absences[1].first: 2026-06-08 overlaps absences[0], which lasts until "
                "2026-06-08",
                splan_visits_plan(context, NULL, visits, calendar, 20605, 20616, &plan));
  CHECK(plan == NULL);
  splan_visits_free(visits);
  visits = NULL;
  CHECK_OK(context, splan_visits_create(context, 1, bad_day, NULL, NULL, &visits));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "reps[0].day_minutes: -1 is not in 0..1440",
                splan_visits_plan(context, NULL, visits, calendar, 20605, 20616, &plan));
  splan_visits_free(visits);
  splan_calendar_free(calendar);
  splan_context_free(context);
  return checks_failed();
}
