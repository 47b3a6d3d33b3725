/* Three customers of one rep over two weeks. */
#include "check.h"
#include "columns.h"

static void test_month_tasks(splan_context* context) {
  static const char keys[] = "first\0second";
  const int32_t nodes[] = {1, 1}, task[] = {1}, after[] = {0}, circle[] = {1}, rep[] = {0};
  const int64_t targets[] = {2200, 1100};
  splan_calendar* weekdays = NULL;
  splan_result *made = NULL, *shipped = NULL;
  CHECK_OK(context, splan_calendar_named(context, "WEEKDAYS", &weekdays));
  CHECK_REFUSED(context, SPLAN_INFEASIBLE, "tasks[1].after: \"second\" waits for itself",
                splan_month_tasks(context, weekdays, 20610, 2, nodes, keys, sizeof keys, 1, task,
                                  circle, 2, targets, 0, NULL, 0, NULL, NULL, &made));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "slipped_task[0]: -1 is none of 2",
                splan_month_tasks(context, weekdays, 20610, 2, nodes, keys, sizeof keys, 1, task,
                                  after, 2, targets, 0, NULL, 1, rep, &(const int32_t){-1}, &made));
  CHECK(made == NULL);
  CHECK_OK(context, splan_month_tasks(context, weekdays, 20610, 2, nodes, keys, sizeof keys, 1,
                                      task, after, 2, targets, 0, NULL, 1, rep, task, &made));
  CHECK(integer_at(context, made, "week_start", 0) == 20605); /* 2026-06-01 */
  CHECK(integer_at(context, made, "target", 3) == 700);
  CHECK(integer_at(context, made, "target", 4) == 250);
  CHECK(number_at(context, made, "share", 0) == 5.0 / 22);
  CHECK(splan_result_length(made, "task") == 5);
  CHECK(integer_at(context, made, "carried", 0) == 1 && integer_at(context, made, "task", 0) == 1);
  CHECK(integer_at(context, made, "due", 1) + 1 == integer_at(context, made, "start", 2));
  CHECK(text_is(made, "moved_by", 0, ""));
  splan_result_free(made);
  splan_calendar_free(weekdays);
  CHECK_OK(context, splan_month_task_template(context, &shipped));
  CHECK(text_is(shipped, "key", 1, "visit-plan") && integer_at(context, shipped, "node", 11) == 4);
  CHECK(integer_at(context, shipped, "link_task", 0) == 1);
  splan_result_free(shipped);
}

static void test_responsibilities(splan_context* context) {
  static const char roles[] = "manager\0rep", tasks[] = "visits\0files";
  const int32_t parts[] = {2, 1, 0, 1}, wrong[] = {2, 1, 0, 16};
  const double hours[] = {10, 5}, capacity[] = {40, 12};
  splan_result *review = NULL, *shipped = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "parts[3]: 16 is not in 0..15",
                splan_responsibilities_review(context, 2, roles, sizeof roles, NULL, 2, tasks,
                                              sizeof tasks, wrong, NULL, &review));
  CHECK_OK(context, splan_responsibilities_review(context, 2, roles, sizeof roles, capacity, 2,
                                                  tasks, sizeof tasks, parts, hours, &review));
  CHECK(text_is(review, "issue", 0, "nobody_accountable"));
  CHECK(integer_at(context, review, "index", 0) == 1);
  CHECK(text_is(review, "issue", 1, "overloaded") &&
        text_is(review, "detail", 1, "15 of 12 hours"));
  CHECK(number_at(context, review, "load_hours", 1) == 15);
  CHECK(integer_at(context, review, "parts", 0) == 1);
  CHECK(integer_at(context, review, "sound", 0) == 0);
  splan_result_free(review);
  CHECK_OK(context, splan_responsibilities_template(context, &shipped));
  CHECK(text_is(shipped, "role", 0, "sales manager"));
  CHECK(splan_result_length(shipped, "parts") == 4 * splan_result_length(shipped, "task"));
  CHECK(integer_at(context, shipped, "parts", 0) == 3);
  splan_result_free(shipped);
}

static void test_flow(splan_context* context) {
  static const char keys[] = "draft\0check", departments[] = "sales\0finance", plan[] = "plan",
                    more[] = "note";
  const double workdays[] = {2, 1}, measured[] = {2, 4};
  const int32_t makes[] = {0}, takes[] = {1}, nowhere[] = {2};
  splan_result* review = NULL;
  CHECK_REFUSED(context, SPLAN_NOT_FOUND,
                "steps[1].inputs: \"note\" is made by no step and not given",
                splan_flow_review(context, 2, keys, sizeof keys, departments, sizeof departments,
                                  workdays, NULL, NULL, 1, takes, more, sizeof more, 1, makes, plan,
                                  sizeof plan, 0, NULL, 0, 0, NULL, 0, &review));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "input_step[0]: 2 is none of 2 steps",
                splan_flow_review(context, 2, keys, sizeof keys, departments, sizeof departments,
                                  workdays, NULL, NULL, 1, nowhere, plan, sizeof plan, 1, makes,
                                  plan, sizeof plan, 0, NULL, 0, 0, NULL, 0, &review));
  CHECK_OK(context,
           splan_flow_review(context, 2, keys, sizeof keys, departments, sizeof departments,
                             workdays, NULL, measured, 1, takes, plan, sizeof plan, 1, makes, plan,
                             sizeof plan, 0, NULL, 0, 0, NULL, 0, &review));
  CHECK(number_at(context, review, "workdays", 0) == 3);
  CHECK(number_at(context, review, "measured_workdays", 0) == 6);
  CHECK(number_at(context, review, "start", 1) == 2);
  CHECK(integer_at(context, review, "critical_path", 1) == 1);
  CHECK(text_is(review, "crossing_what", 0, "plan"));
  CHECK(integer_at(context, review, "slow", 0) == 1);
  CHECK(number_at(context, review, "slow_days", 0) == 3);
  CHECK(splan_result_length(review, "orphan") == 0);
  splan_result_free(review);
}

static void test_meetings(splan_context* context) {
  const int32_t months[] = {0, 1}, every[] = {1, 1}, workday[] = {1, -1}, none[] = {0, 1};
  const int32_t first = 20493, last = 20512; /* 2026-02-09, 02-28, a day that is worked */
  splan_calendar* china = NULL;
  splan_result* dates = NULL;
  CHECK_OK(context, splan_calendar_named(context, "CN", &china));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "meetings[0].workday: 0 is not in -31..-1 or 1..31",
                splan_meeting_dates(context, china, 2, months, every, none, first, last, &dates));
  CHECK_OK(context,
           splan_meeting_dates(context, china, 2, months, every, workday, first, last, &dates));
  CHECK(splan_result_length(dates, "date") == 3);
  CHECK(integer_at(context, dates, "date", 0) == first);
  CHECK(integer_at(context, dates, "date", 1) == last - 4); /* after the spring festival */
  CHECK(integer_at(context, dates, "meeting", 2) == 1);
  CHECK(integer_at(context, dates, "date", 2) == last);
  splan_result_free(dates);
  splan_calendar_free(china);
}

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
  test_month_tasks(context);
  test_responsibilities(context);
  test_flow(context);
  test_meetings(context);
  splan_context_free(context);
  return checks_failed();
}
