/* A month of one shop, its KPIs, its live cube, and the alert that it is late. */
#include <math.h>
#include <string.h>

#include "check.h"

#define LIST(text) text, (int64_t)sizeof text

static void kpis(splan_context* context) {
  const double values[] = {300, 4, 100, 1};
  const int32_t whole[] = {0, 0}, adds[] = {1, 1};
  double value[4];
  int64_t additive[2];
  splan_result* found = NULL;
  CHECK_OK(context,
           splan_kpi_values(context, 2, LIST("sales\0orders"), adds, 2, LIST("average\0share"),
                            LIST("sales / orders\0sales / whole(sales)"), 2, values, NULL, NULL,
                            whole, &found));
  CHECK_OK(context, splan_result_f64(context, found, "value", value));
  CHECK_OK(context, splan_result_i64(context, found, "additive", additive));
  CHECK(value[0] == 75 && value[1] == 1 && value[2] == 100 && additive[0] == 0);
  splan_result_free(found);
  found = NULL;
  CHECK_REFUSED(context, SPLAN_PARSE,
                "kpis[0].formula: at 8: a number, a name or \"(\" is needed, not the end",
                splan_kpi_values(context, 1, LIST("sales"), NULL, 1, LIST("x"), LIST("sales +"), 0,
                                 NULL, NULL, NULL, NULL, &found));
  CHECK(found == NULL);
}

static void live_cube(splan_context* context) {
  const int32_t leaves[] = {0, 0, 1, 1, 1, 1}, customers[] = {5, 5, 6}, orders[] = {1, 1, -1};
  const int32_t members[] = {0, 0, 0, 1}, others[] = {0, 2, 0, 2}, late[] = {9, 9};
  const int64_t values[] = {100, 50, -20};
  int64_t value[2], count[2], both[2];
  splan_dimension *shops = NULL, *months = NULL;
  splan_live* live = NULL;
  splan_result* found = NULL;
  CHECK_OK(context, splan_dimension_create(context, "shop", 2, LIST("north\0south"), LIST("\0"),
                                           NULL, 0, &shops));
  CHECK_OK(context, splan_dimension_create(context, "month", 2, LIST("1\0002"), LIST("\0"), NULL, 0,
                                           &months));
  CHECK_OK(context, splan_live_create(context, 1, &live));
  CHECK_OK(context, splan_live_add_dimension(context, live, shops));
  CHECK_OK(context, splan_live_add_dimension(context, live, months));
  CHECK_OK(context, splan_live_add(context, live, 3, leaves, values, customers, orders));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "live: has facts; dimensions come before them",
                splan_live_add_dimension(context, live, shops));
  CHECK(splan_live_add(context, live, 1, late, values, NULL, NULL) == SPLAN_INVALID_ARGUMENT);
  CHECK_OK(context, splan_live_cells(context, live, 2, members, others, &found));
  CHECK_OK(context, splan_result_i64(context, found, "value", value));
  CHECK_OK(context, splan_result_i64(context, found, "customers", count));
  CHECK_OK(context, splan_result_i64(context, found, "customers_of_both", both));
  CHECK(value[0] == 130 && value[1] == 100 && count[0] == 1 && count[1] == 1 && both[1] == 1);
  splan_result_free(found);
  splan_live_free(live);
  splan_dimension_free(shops);
  splan_dimension_free(months);
}

static void landing(splan_context* context) {
  /* 2026-03-13: 10 of 22 workdays are over, and nothing is known of the past. */
  const int32_t evening[] = {20525};
  const int64_t sold[] = {3780000}, target[] = {9680000};
  double mean = 0, probability = 0;
  splan_calendar* calendar = NULL;
  splan_result* found = NULL;
  CHECK_OK(context, splan_calendar_named(context, "CN", &calendar));
  CHECK_OK(context, splan_landing(context, calendar, 20454, 0, NULL, NULL, 1, evening, sold, target,
                                  0.8, &found));
  CHECK_OK(context, splan_result_f64(context, found, "mean", &mean));
  CHECK_OK(context, splan_result_f64(context, found, "probability", &probability));
  CHECK(fabs(mean - 8316000) < 1e-6 && isnan(probability));
  splan_result_free(found);
  found = NULL;
  CHECK(splan_landing(context, calendar, 20454, 0, NULL, NULL, 1, evening, sold, target, 80,
                      &found) == SPLAN_INVALID_ARGUMENT);
  CHECK(found == NULL);
  splan_calendar_free(calendar);
}

static void charts(splan_context* context) {
  double length = 0, limit = 0;
  CHECK_OK(context, splan_chart_run_length(context, "cusum", 0.5, 5, 0, 2, &length));
  CHECK(fabs(length - 465) < 1);
  CHECK_OK(context, splan_chart_limit(context, "ewma", 0.1, 500, 2, &limit));
  CHECK(fabs(limit - 2.814) < 1e-3);
  CHECK(splan_chart_limit(context, "shewhart", 0.1, 500, 2, &limit) == SPLAN_NOT_FOUND);
  CHECK(splan_chart_run_length(context, "ewma", 0.1, 3, 0, 7, &length) == SPLAN_INVALID_ARGUMENT);
}

static void alerts(splan_context* context) {
  const char* rules =
      "{\"rules\": [{\"name\": \"late\", \"kpi\": \"pace\", \"condition\": \"below\","
      " \"threshold\": 0.9, \"receiver\": \"ann\"}]}";
  const double low[] = {0.8}, high[] = {1.0};
  char id[17] = "";
  int64_t observations = 0;
  splan_alerts* book = NULL;
  splan_result* found = NULL;
  CHECK(splan_alerts_create(context, "{\"rules\": [{}]}", &book) == SPLAN_NOT_FOUND);
  CHECK_OK(context, splan_alerts_create(context, rules, &book));
  CHECK_OK(context, splan_alerts_observe(context, book, 0, 1, LIST("pace"), LIST("region=north"),
                                         low, &found));
  CHECK(strcmp(splan_result_text(found, "kind", 0), "firing") == 0);
  CHECK(strlen(splan_result_text(found, "fingerprint", 0)) == 16);
  memcpy(id, splan_result_text(found, "fingerprint", 0), 16);
  splan_result_free(found);
  CHECK_OK(context, splan_alerts_payloads(context, book, "dingtalk", &found));
  CHECK(strstr(splan_result_text(found, "payload", 0), "\"msgtype\":\"markdown\"") != NULL);
  splan_result_free(found);
  CHECK_OK(context, splan_alerts_act(context, book, 1, id, "measure", "ann", "", "call them"));
  CHECK(splan_alerts_act(context, book, 1, id, "shout", "ann", "", "") == SPLAN_PARSE);
  CHECK_OK(context, splan_alerts_silence(context, book, "region=north", 2, 9, "ann", "fair"));
  CHECK_OK(context, splan_alerts_observe(context, book, 2, 1, LIST("pace"), LIST("region=north"),
                                         high, &found));
  CHECK(splan_result_length(found, "kind") == 0);
  splan_result_free(found);
  CHECK_OK(context, splan_alerts_list(context, book, &found));
  CHECK(strcmp(splan_result_text(found, "state", 0), "normal") == 0);
  CHECK_OK(context, splan_result_i64(context, found, "measure_observations", &observations));
  CHECK(observations == 1);
  splan_result_free(found);
  splan_alerts_free(book);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  kpis(context);
  live_cube(context);
  landing(context);
  charts(context);
  alerts(context);
  splan_context_free(context);
  return checks_failed();
}
