/* Review: bridges, findings, segment migration, placed targets. */
#include <math.h>

#include "check.h"
#include "columns.h"

static const int32_t parent[] = {-1, 0, 0};

static void test_bridges(splan_context* context) {
  const double before[] = {0, 500, 500}, after[] = {0, 550, 650}, wrong[] = {0, -1, 0};
  const double none[] = {1, 0, 1};
  const int64_t money_before[] = {0, 250000, 500000}, money_after[] = {0, 275000, 650000};
  const int32_t known[] = {0, 0, 0};
  splan_result *mix = NULL, *customers = NULL, *days = NULL, *told = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "units_after[1]: -1 is not a finite number of at least 0",
                splan_review_mix(context, NULL, 3, parent, before, wrong, money_before, money_after,
                                 NULL, NULL, &mix));
  CHECK(mix == NULL);
  CHECK_OK(context, splan_review_mix(context, NULL, 3, parent, before, after, money_before,
                                     money_after, NULL, NULL, &mix));
  CHECK(text_is(mix, "effect", 1, "mix"));
  CHECK(integer_at(context, mix, "amount", 0) == 150000);
  CHECK(integer_at(context, mix, "amount", 1) == 25000);
  CHECK(integer_at(context, mix, "own_mix", 0) == 25000);
  splan_result_free(mix);

  CHECK_OK(context, splan_review_customers(context, 3, parent, money_before, money_after, known,
                                           &customers));
  CHECK(integer_at(context, customers, "customers", 3) == 2);
  CHECK(splan_review_customers(context, -1, parent, NULL, NULL, NULL, &customers) ==
        SPLAN_INVALID_ARGUMENT);
  splan_result_free(customers);

  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "days_before[1]: 0 is not finite and positive",
                splan_review_calendar(context, 3, parent, money_before, money_after, none, after,
                                      NULL, NULL, &days));
  CHECK_OK(context, splan_review_calendar(context, 3, parent, money_before, money_after, before,
                                          after, NULL, NULL, &days));
  CHECK(integer_at(context, days, "amount", 0) == 25000 + 150000);
  CHECK(integer_at(context, days, "amount", 2) == 0);
  splan_result_free(days);

  const int64_t amount[] = {0, 25000, 150000};
  CHECK_OK(context, splan_review_findings(context, 3, parent, "All\0Bikes\0Helmets", 18, 1, "price",
                                          6, money_before, money_after, amount, 2, 0.6, 2, &told));
  CHECK(integer_at(context, told, "node", 0) == 2);
  CHECK(number_at(context, told, "share", 0) == 150.0 / 175);
  CHECK(text_is(told, "sentence_en", 0, "Helmets: price +1,500.00 (86 % of all movement)."));
  CHECK(text_is(told, "headline_en", 0, "All: 7,500.00 to 9,250.00, +1,750.00 (+23 %)."));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "decimals: 10 is not in 0..9",
                splan_review_findings(context, 3, parent, "All\0Bikes\0Helmets", 18, 1, "price", 6,
                                      money_before, money_after, amount, 2, 0.6, 10, &told));
  splan_result_free(told);
}

static void test_migration(splan_context* context) {
  const int32_t before[] = {0, 1, -1}, now[] = {1, 0, 0}, wrong[] = {2, 0, 0};
  const int64_t money[] = {5, 6, 7};
  splan_result* moved = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "before[0]: 2 is none of 2 segments, and not -1",
                splan_review_migration(context, 2, 3, wrong, now, money, money, &moved));
  CHECK_OK(context, splan_review_migration(context, 2, 3, before, now, money, money, &moved));
  CHECK(integer_at(context, moved, "customers", 1) == 1);
  CHECK(integer_at(context, moved, "money_now", 6) == 7);
  CHECK(integer_at(context, moved, "up", 0) == 1 && integer_at(context, moved, "down", 0) == 1);
  splan_result_free(moved);
}

static void test_targets(splan_context* context) {
  const double mean[] = {100000, 200000}, sd[] = {10000, 20000}, wrong[] = {1, NAN};
  const double hours[] = {0.001, 0.001}, there[] = {50, 1000};
  splan_result* placed = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "sd[1]: nan is not in [0, 1e+17]",
                splan_review_place_targets(context, NULL, 2, mean, wrong, NAN, NULL, NULL, NULL, 0,
                                           NULL, 0, NULL, NULL, NULL, &placed));
  CHECK_OK(context, splan_review_place_targets(context, NULL, 2, mean, sd, NAN, NULL, NULL, NULL, 1,
                                               "hours", 6, hours, there, NULL, &placed));
  CHECK(integer_at(context, placed, "target", 0) == 50000);
  CHECK(text_is(placed, "held", 0, "hours") && text_is(placed, "held", 1, ""));
  CHECK(integer_at(context, placed, "total", 0) == 294335);
  CHECK(number_at(context, placed, "needed", 0) == 50);
  splan_result_free(placed);
}

static void test_strategy(splan_context* context) {
  static const char rules[] =
      "{\"rules\": [{\"name\": \"visits\", \"measure\": \"attainment\", \"acts\": \"below\","
      " \"threshold\": 0.9, \"lever\": \"visits\", \"gain\": 10, \"step\": 2, \"grain\": 1, "
      "\"highest\": 6,"
      " \"response\": {\"mean\": 0.02, \"sd\": 0.01}, \"owner\": \"sales\"}]}";
  const int32_t rule[] = {0, 0, 0}, wrong[] = {0, 0, 1};
  const double attainment[] = {0.95, 0.8, 1, 1, 0.7, 0.7}, visits[] = {4, 4, 4, 4, 6, 6};
  const int64_t sales[] = {100000, 100000, 100000};
  splan_result* made = NULL;
  CHECK_REFUSED(context, SPLAN_NOT_FOUND, "rules: rules[0]: the field \"measure\" is missing",
                splan_review_strategy(context, "{\"rules\": [{\"name\": \"x\"}]}", 0, NULL, 0, NULL,
                                      0, NULL, NULL, NULL, 2, &made));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "cases[2].rule: 1 is none of the rules",
                splan_review_strategy(context, rules, 3, "N\0S\0W", 6, wrong, 2, attainment, visits,
                                      sales, 2, &made));
  CHECK(made == NULL);
  CHECK_OK(context, splan_review_strategy(context, rules, 3, "N\0S\0W", 6, rule, 2, attainment,
                                          visits, sales, 2, &made));
  CHECK(splan_result_length(made, "case") == 2);
  CHECK(integer_at(context, made, "case", 0) == 0 && text_is(made, "state", 0, "change"));
  CHECK(number_at(context, made, "to", 0) == 5 && number_at(context, made, "effect", 0) == 2000);
  CHECK(integer_at(context, made, "case", 1) == 2 && text_is(made, "state", 1, "at_bound"));
  CHECK(text_is(made, "sentence_en", 1, "W: visits 6, at its bound."));
  splan_result_free(made);
}

static void test_channels(splan_context* context) {
  const int32_t above[] = {-1, 0};
  const double visits[] = {0, 100}, more[] = {0, 120}, orders[] = {0, 20}, now[] = {0, 30};
  const int64_t before[] = {0, 10000}, after[] = {0, 18000}, spend[] = {0, 2000};
  splan_result* found = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "orders_after: is NULL",
                splan_review_channels(context, 2, above, visits, more, orders, NULL, before, after,
                                      NULL, NULL, spend, spend, &found));
  CHECK_OK(context, splan_review_channels(context, 2, above, visits, more, orders, now, before,
                                          after, NULL, NULL, spend, spend, &found));
  CHECK(integer_at(context, found, "amount", 5) == 2000);
  CHECK(integer_at(context, found, "amount", 6) == 3000);
  CHECK(integer_at(context, found, "amount", 7) == 3000);
  CHECK(number_at(context, found, "conversion", 0) == 0.25);
  CHECK(number_at(context, found, "roi", 1) == 8);
  splan_result_free(found);
}

static void test_cycles(splan_context* context) {
  double sales[2 * 36];
  int i;
  splan_result* found = NULL;
  for (i = 0; i < 36; ++i) {
    sales[i] = i % 12 == 11 ? 150 : 100;
    sales[36 + i] = i < 24 ? 100 : 120;
  }
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_review_cycles(context, 2, "N\0S", 4, 36, sales, 12, "month", 0, NULL));
  CHECK_OK(context, splan_review_cycles(context, 2, "N\0S", 4, 36, sales, 12, "month", 0, &found));
  CHECK(splan_result_length(found, "growth") == 2);
  CHECK(integer_at(context, found, "peak", 0) == 35);
  CHECK(number_at(context, found, "season_strength", 0) > 0.9);
  CHECK(splan_result_length(found, "turn_at") >= 1);
  CHECK(integer_at(context, found, "turn_series", 0) == 1);
  CHECK(integer_at(context, found, "turn_at", 0) == 24);
  splan_result_free(found);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_bridges(context);
  test_migration(context);
  test_targets(context);
  test_strategy(context);
  test_channels(context);
  test_cycles(context);
  splan_context_free(context);
  return checks_failed();
}
