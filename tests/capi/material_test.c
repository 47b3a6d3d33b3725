/* Sales material: requirement, stock policy, order quantities, supply, scarce stock, the ledger. */
#include <math.h>

#include "check.h"
#include "columns.h"

static void test_requirement(splan_context* context) {
  const int32_t material[] = {0, 0}, tier[] = {-1, 1}, period[] = {0, 1}, plan_tier[] = {1, 0};
  const double each[] = {1, 2.5}, events[] = {3, 4};
  splan_result* need = NULL;
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "plan[1].period: 1 is not in 0..0",
      splan_material_requirement(context, 2, material, NULL, NULL, NULL, tier, each, 2, period,
                                 NULL, NULL, NULL, plan_tier, events, 1, 1, &need));
  CHECK_OK(context,
           splan_material_requirement(context, 2, material, NULL, NULL, NULL, tier, each, 2, period,
                                      NULL, NULL, NULL, plan_tier, events, 1, 2, &need));
  CHECK(integer_at(context, need, "pieces", 0) == 8);
  CHECK(integer_at(context, need, "pieces", 1) == 4);
  CHECK(integer_at(context, need, "list_line", 0) == 1);
  CHECK(!text_is(need, "pieces", 0, "8")); /* it is a number */
  splan_result_free(need);
}

static void test_policy(splan_context* context) {
  const double sd[] = {25, 0}, quantity[] = {100, 1}, errors[] = {5, -3, 8, 1, 0, 2, -7, 4, 3};
  double out[] = {-7, -7};
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "service: 2 is not in 0..1",
                splan_material_safety_stock(context, 2, 0.98, 2, sd, quantity, out));
  CHECK(out[0] == -7);
  CHECK_OK(context, splan_material_safety_stock(context, 0, 0.98, 2, sd, NULL, out));
  CHECK(fabs(out[0] - 51.34) < 0.01 && out[1] == 0);
  CHECK_OK(context, splan_material_safety_stock(context, 1, 0.98, 2, sd, quantity, out));
  CHECK(fabs(out[0] - 25.5) < 0.1);
  CHECK_OK(context, splan_material_empirical_safety_stock(context, 0, 0.9, 9, errors, 0, out));
  CHECK(out[0] == 8);
  CHECK(splan_material_empirical_safety_stock(context, 0, 0.95, 9, errors, 0, out) ==
        SPLAN_INFEASIBLE);
}

static void test_quantities(splan_context* context) {
  const int64_t from[] = {1, 1000, 2000}, need[] = {10, 62, 12, 130};
  const double price[] = {5, 4.8, 4.75}, one[] = {100}, setup[] = {54, 54, 54, 54};
  const double holding[] = {0.4, 0.4, 0.4, 0.4};
  int64_t order[4] = {-7};
  double cost = -7;
  splan_result *best = NULL, *joint = NULL;
  CHECK_OK(context,
           splan_material_order_quantity(context, 5000, 49, 0.2, 3, from, price, 0, 1, 0, &best));
  CHECK(integer_at(context, best, "quantity", 0) == 1000);
  CHECK(fabs(number_at(context, best, "yearly_cost", 0) - 24725) < 1e-9);
  splan_result_free(best);
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "breaks: is empty",
      splan_material_order_quantity(context, 5000, 49, 0.2, 0, NULL, NULL, 0, 1, 0, &best));
  CHECK_OK(context, splan_material_joint_order(context, 1, one, one, one, one, NULL, 1000, INFINITY,
                                               &joint));
  CHECK(fabs(number_at(context, joint, "quantity", 0) - 10) < 1e-9);
  CHECK(number_at(context, joint, "space_price", 0) == 0);
  splan_result_free(joint);
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "packing.pack: 0 is outside [1, 10^15] pieces",
      splan_material_lot_sizes(context, 4, need, setup, holding, NULL, 0, 0, order, &cost));
  CHECK(order[0] == -7 && cost == -7);
  CHECK_OK(context,
           splan_material_lot_sizes(context, 4, need, setup, holding, NULL, 1, 0, order, &cost));
  CHECK(order[0] == 84 && order[3] == 130 && fabs(cost - 142.4) < 1e-9);
}

static void test_supply(splan_context* context) {
  const int32_t day[] = {20519}; /* 2026-03-07, a Saturday */
  const int64_t pieces[] = {30};
  int64_t lost[] = {-7}, value = -7;
  splan_calendar* weekdays = NULL;
  splan_result *plan = NULL, *health = NULL;
  const double demand[] = {0};
  const int32_t never[] = {SPLAN_NO_DATE};
  CHECK_OK(context, splan_calendar_named(context, "WEEKDAYS", &weekdays));
  CHECK_OK(context, splan_material_supply(context, weekdays, 20500, 1, day, pieces, 10, 0, NULL,
                                          NULL, 5, 2, 0, 10, 0, 0, 0, &plan));
  CHECK(integer_at(context, plan, "arrives", 0) == 20518);
  CHECK(integer_at(context, plan, "order_on", 0) == 20516);
  CHECK(integer_at(context, plan, "pieces", 0) == 30);
  CHECK(integer_at(context, plan, "projected", 0) == 10);
  splan_result_free(plan);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "lead_time_days: -1 is outside 0..1000 workdays",
                splan_material_supply(context, weekdays, 20500, 1, day, pieces, 10, 0, NULL, NULL,
                                      5, -1, 0, 10, 0, 0, 0, &plan));
  splan_calendar_free(weekdays);
  CHECK_OK(context,
           splan_material_expiry(context, 1, day, pieces, 0, NULL, NULL, 20500, 250, lost, &value));
  CHECK(lost[0] == 30 && value == 7500);
  CHECK_OK(context, splan_material_health(context, 1, pieces, pieces, demand, NULL, never, 20500,
                                          90, 60, &health));
  CHECK(integer_at(context, health, "idle", 0) == 1);
  CHECK(integer_at(context, health, "idle_value", 0) == 900);
  splan_result_free(health);
}

static void test_share_out(splan_context* context) {
  const int64_t pieces[] = {100, 60, 30}, minimum[] = {0, 10, 0};
  const int32_t priority[] = {1, 1, 0};
  int64_t out[] = {-7, -7, -7};
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "stock: -1 is outside [0, 10^15] pieces",
                splan_material_share_out(context, -1, 10, 3, pieces, minimum, priority, out));
  CHECK(out[0] == -7);
  CHECK_OK(context, splan_material_share_out(context, 100, 10, 3, pieces, minimum, priority, out));
  CHECK(out[0] == 40 && out[1] == 30 && out[2] == 30);
}

static void test_ledger(splan_context* context) {
  const int32_t each_rep[] = {1}, month[] = {2}, kind[] = {0, 1, 1}, when[] = {20500, 20500, 20501};
  const int32_t zero[] = {0, 0, 0};
  const int64_t limit[] = {10}, pieces[] = {50, 8, 3};
  splan_ledger* ledger = NULL;
  splan_result* balance = NULL;
  CHECK_OK(context, splan_ledger_create(context, 1, 1, 1, NULL, NULL, NULL, NULL, each_rep, month,
                                        limit, &ledger));
  CHECK_REFUSED(context, SPLAN_INFEASIBLE,
                "movements[2].rules[0]: 3 pieces after 8 exceed the limit of 10 a month",
                splan_ledger_book(context, ledger, 3, kind, when, zero, zero, pieces, NULL, NULL,
                                  NULL, NULL, NULL, NULL));
  CHECK_OK(context, splan_ledger_book(context, ledger, 2, kind, when, zero, zero, pieces, NULL,
                                      NULL, NULL, NULL, NULL, NULL));
  CHECK_OK(context, splan_ledger_balance(context, ledger, &balance));
  CHECK(integer_at(context, balance, "on_hand", 0) == 42);
  CHECK(integer_at(context, balance, "last_issue", 0) == 20500);
  splan_result_free(balance);
  splan_ledger_free(ledger);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_requirement(context);
  test_policy(context);
  test_quantities(context);
  test_supply(context);
  test_share_out(context);
  test_ledger(context);
  splan_context_free(context);
  return checks_failed();
}
