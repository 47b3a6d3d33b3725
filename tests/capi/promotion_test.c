/* Promotions: costs, returns, effects, outlooks, advice, the best mix and split. */
#include <math.h>

#include "check.h"
#include "columns.h"

static void test_costs(splan_context* context) {
  const int32_t kinds[] = {2, 3}, unknown[] = {5, 5};
  const int64_t fixed[] = {30000, 0};
  const double each[] = {0, 100};
  splan_result* sheet = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "lines[0].kind: is not a kind of cost",
                splan_promotion_costs(context, 1, 2, unknown, fixed, each, &sheet));
  CHECK_OK(context, splan_promotion_costs(context, 1500, 2, kinds, fixed, each, &sheet));
  CHECK(integer_at(context, sheet, "amount", 1) == 150000);
  CHECK(integer_at(context, sheet, "kind_amount", 2) == 30000);
  CHECK(integer_at(context, sheet, "fixed", 0) == 30000);
  CHECK(integer_at(context, sheet, "total", 0) == 180000);
  splan_result_free(sheet);
}

static void test_roi(splan_context* context) {
  const double units[] = {1500, 1500}, baseline[] = {1000, 1000}, sd[] = {50, 50};
  const double price[] = {10, 10}, margin[] = {4, 4}, discount[] = {1, 1}, fixed[] = {300, 300};
  const int32_t of[] = {1}, outside[] = {2};
  const double more[] = {200}, earned[] = {2}, wrong[] = {1500, -1};
  splan_result* roi = NULL;
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "promotions[1].units: -1 is not positive",
      splan_promotion_roi(context, NULL, 2, wrong, baseline, sd, NULL, NULL, price, margin,
                          discount, NULL, fixed, NULL, 0, NULL, NULL, NULL, NULL, &roi));
  CHECK_REFUSED(
      context, SPLAN_INVALID_ARGUMENT, "related_to[0]: 2 is outside [0, 2)",
      splan_promotion_roi(context, NULL, 2, units, baseline, sd, NULL, NULL, price, margin,
                          discount, NULL, fixed, NULL, 1, outside, more, NULL, earned, &roi));
  CHECK(roi == NULL);
  CHECK_OK(context,
           splan_promotion_roi(context, NULL, 2, units, baseline, sd, NULL, NULL, price, margin,
                               discount, NULL, fixed, NULL, 1, of, more, NULL, earned, &roi));
  CHECK(splan_result_columns(roi) == 29);
  CHECK(fabs(number_at(context, roi, "net", 0) - 200) < 1e-9);
  CHECK(fabs(number_at(context, roi, "net", 1) - 600) < 1e-9);
  CHECK(fabs(number_at(context, roi, "roi", 0) - 200.0 / 1800) < 1e-12);
  CHECK(fabs(number_at(context, roi, "roi_lower", 0) - (200 - 1.6448536269514722 * 200) / 1800) <
        1e-12);
  CHECK(fabs(number_at(context, roi, "break_even_uplift", 0) - 1300.0 / 3000) < 1e-12);
  splan_result_free(roi);
}

/* Eight products, each cut by a fifth in one of twenty months, when it sells 2.5 times as much. */
static void test_evaluate(splan_context* context) {
  int32_t period[160], product[160], promotion[160];
  double units[160], revenue[160], discount[160], cost[160];
  splan_result* made = NULL;
  int i;
  for (i = 0; i < 160; ++i) {
    const int line = i / 20, month = i % 20, on = month == line + 6;
    period[i] = month;
    product[i] = line;
    promotion[i] = on ? 1 : -1;
    units[i] = (on ? 250 : 100) * (1 + 0.02 * ((month * 7 + line * 3) % 5));
    revenue[i] = units[i] * (on ? 8 : 10);
    discount[i] = on ? 2 * units[i] : 0;
    cost[i] = 3 * units[i];
  }
  CHECK_OK(context, splan_promotion_evaluate(context, NULL, 160, period, product, promotion, units,
                                             revenue, discount, cost, 2, NULL, &made));
  CHECK(integer_at(context, made, "promotion", 0) == 1);
  CHECK(fabs(number_at(context, made, "log_uplift", 0) - log(2.5)) < 0.05);
  CHECK(number_at(context, made, "profit_probability", 0) > 0.99);
  CHECK(!text_is(made, "action", 0, "stop") && !text_is(made, "reason", 0, ""));
  splan_result_free(made);
  promotion[3] = 2;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "promotion[3]: 2 is outside [-1, 2)",
                splan_promotion_evaluate(context, NULL, 160, period, product, promotion, units,
                                         revenue, discount, cost, 2, NULL, &made));
}

static void test_experiment_and_effect(splan_context* context) {
  const double treated[] = {3, 5}, control[] = {1, 3}, unknown[] = {NAN, 1};
  double market[40], y[40];
  splan_result *experiment = NULL, *effect = NULL;
  int t;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "control[0]: nan is not finite",
                splan_promotion_experiment(context, 2, treated, 2, unknown, 1, 0, 0, &experiment));
  CHECK_OK(context,
           splan_promotion_experiment(context, 2, treated, 2, control, 1, 0.5, 0, &experiment));
  CHECK(number_at(context, experiment, "effect", 0) == 2);
  CHECK(number_at(context, experiment, "roi", 0) == 3);
  splan_result_free(experiment);

  for (t = 0; t < 40; ++t) {
    market[t] = 100 + 10 * sin(t) + t % 3;
    y[t] = 2 * market[t] + (t >= 32 ? 25 : 0) + (t * 5 % 7) * 0.1;
  }
  CHECK_OK(context, splan_promotion_effect(context, NULL, 40, y, 1, market, 32, 0, &effect));
  CHECK(splan_result_length(effect, "effect") == 8);
  CHECK(fabs(number_at(context, effect, "total", 0) - 200) < 5);
  splan_result_free(effect);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "start: -1 is negative",
                splan_promotion_effect(context, NULL, 40, y, 1, market, -1, 0, &effect));
}

static void test_response(splan_context* context) {
  int32_t unit[40], period[40];
  double price[40], display[40], volume[40];
  const char names[] = "display";
  splan_options* options = NULL;
  splan_result* response = NULL;
  int i;
  for (i = 0; i < 40; ++i) {
    unit[i] = i % 4;
    period[i] = i / 4;
    price[i] = i * 7 % 5 == 0 ? 8 : 10;
    display[i] = i * 3 % 7 < 2;
    volume[i] =
        exp(5 + 0.1 * unit[i] - 2 * log(price[i]) + 0.5 * display[i] + 0.01 * (i * 11 % 13));
  }
  CHECK_OK(context, splan_options_create(context, "promotion_response", &options));
  CHECK_OK(context, splan_options_set_str(context, options, "pooling", "intercept"));
  CHECK_OK(context, splan_promotion_response(context, options, 40, unit, period, volume, price, 1,
                                             names, sizeof names, display, NULL, &response));
  CHECK(text_is(response, "name", 0, "price") && text_is(response, "name", 1, "display"));
  CHECK(fabs(number_at(context, response, "coefficient", 0) + 2) < 0.1);
  CHECK(fabs(number_at(context, response, "coefficient", 1) - 0.5) < 0.05);
  CHECK(isnan(number_at(context, response, "pulled_forward_share", 0)));
  CHECK(integer_at(context, response, "rows", 0) == 40);
  splan_result_free(response);
  splan_options_free(options);
}

/* Product 1 sells more when product 0 is cut, by an elasticity of -0.5. */
static void test_related(splan_context* context) {
  int32_t product[80], unit[80], period[80];
  double volume[80], price[80], base[] = {0, 1000}, units[] = {-7, -7}, sd[2];
  const double elasticity[] = {-2, 0, -0.5, -1}, elasticity_sd[] = {0.1, 0.1, 0.1, 0.1};
  splan_result *found = NULL, *none = NULL;
  int i;
  for (i = 0; i < 80; ++i) {
    const int t = i / 4, cut = t * 3 % 5 == 0, other = t % 7 == 3;
    product[i] = i % 2;
    unit[i] = i / 2 % 2;
    period[i] = t;
    price[i] = product[i] == 0 ? (cut ? 8 : 10) : (other ? 4 : 5);
    volume[i] = exp(4 + 0.3 * unit[i] + 0.01 * (i * 11 % 13) +
                    (product[i] == 0 ? -2 : -0.5) * (cut ? log(0.8) : 0));
  }
  CHECK_OK(context, splan_promotion_cross_elasticities(context, NULL, 2, 80, product, unit, period,
                                                       volume, price, 0, NULL, 0, NULL, &found));
  CHECK(splan_result_length(found, "elasticity") == 4 &&
        integer_at(context, found, "rows", 1) == 40);
  CHECK(fabs(number_at(context, found, "elasticity", 0) + 2) < 0.15);
  CHECK(fabs(number_at(context, found, "elasticity", 2) + 0.5) < 0.15);
  CHECK(number_at(context, found, "elasticity_sd", 2) > 0);
  splan_result_free(found);
  volume[5] = -1;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "volume[5]: -1 is not positive",
                splan_promotion_cross_elasticities(context, NULL, 2, 80, product, unit, period,
                                                   volume, price, 0, NULL, 0, NULL, &none));
  CHECK(none == NULL);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "promoted: -1 is negative",
                splan_promotion_related_effects(context, 2, elasticity, elasticity_sd, -1, 0.19,
                                                base, units, sd));
  CHECK(units[0] == -7);
  CHECK_OK(context, splan_promotion_related_effects(context, 2, elasticity, elasticity_sd, 0, 0.19,
                                                    base, units, sd));
  CHECK(units[0] == 0 && sd[0] == 0);
  CHECK(fabs(units[1] - 1000 * (1 / 0.9 - 1)) < 1e-9 && sd[1] > 0);
}

static void test_outlook_and_ledger(splan_context* context) {
  const char type[] = "coupon", category[] = "bikes";
  const double depth[] = {0.2}, forecast[] = {0.5, 0, 0.2}, sd[] = {0.5, 1, 0.1};
  const double came[] = {1, -3, NAN};
  splan_result *outlook = NULL, *ledger = NULL;
  CHECK_OK(context,
           splan_promotion_outlook(context, NULL, 0, NULL, 0, NULL, 0, NULL, NULL, NULL, 1, type,
                                   sizeof type, category, sizeof category, depth, &outlook));
  CHECK(text_is(outlook, "basis", 0, "no history"));
  CHECK(number_at(context, outlook, "result_sd", 0) > 1);
  splan_result_free(outlook);
  {
    /* Half as much again, at 4 a unit: 2000 earned for 300 fixed and 1500 given away. */
    const double uplift[] = {0.40546510810816438}, spread[] = {0.2}, units[] = {1000};
    const double earned[] = {4}, given[] = {1}, fixed[] = {300}, lost[] = {-4};
    double median = 0, lower = 0, upper = 0, profit = 0;
    CHECK_OK(context,
             splan_promotion_roi_outlook(context, 1, uplift, spread, units, earned, given, NULL,
                                         fixed, 0.9, &median, &lower, &upper, &profit));
    CHECK(fabs(median - (2000.0 / 1800 - 1)) < 1e-12 && lower < median && median < upper);
    CHECK(profit > 0.5 && profit < 0.7);
    CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "margin[0]: -4 is not positive",
                  splan_promotion_roi_outlook(context, 1, uplift, spread, units, lost, given, NULL,
                                              fixed, 0.9, &median, &lower, &upper, &profit));
  }
  CHECK_OK(context, splan_promotion_calibration(context, 3, forecast, sd, came, &ledger));
  CHECK(integer_at(context, ledger, "realised", 0) == 2);
  CHECK(fabs(number_at(context, ledger, "bias", 0) + 1.25) < 1e-15);
  splan_result_free(ledger);
}

static void test_recommend(splan_context* context) {
  const double baseline[] = {1000, 1000}, price[] = {10, 10}, margin[] = {-1, 5};
  const double discount[] = {2, 2}, uplift[] = {0.5, 0.89257420525683902}, slope[] = {-2, -4};
  splan_result* advice = NULL;
  CHECK_OK(context, splan_promotion_recommend(context, NULL, 2, baseline, price, margin, discount,
                                              NULL, NULL, uplift, NULL, slope, NULL, &advice));
  CHECK(text_is(advice, "action", 0, "stop"));
  CHECK(text_is(advice, "action", 1, "change_depth"));
  CHECK(fabs(number_at(context, advice, "depth", 1) - 1.0 / 3) < 0.01);
  splan_result_free(advice);
}

static void test_optimize(splan_context* context) {
  const int32_t promotion[] = {0, 0, 1}, start[] = {0, 0, 1}, periods[] = {2, 2, 2};
  const int32_t set[] = {0, 0}, member[] = {0, 1}, gap[] = {0}, negative[] = {0, -1, 1};
  const double value[] = {5, 8, 7};
  const int64_t cost[] = {10, 20, 15};
  splan_result* plan = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "promotion[1]: -1 is negative",
                splan_promotion_optimize(context, NULL, 5, 3, negative, value, cost, NULL, NULL,
                                         NULL, 0, NULL, 0, NULL, NULL, 0, NULL, &plan));
  CHECK_OK(context,
           splan_promotion_optimize(context, NULL, 100, 3, promotion, value, cost, start, periods,
                                    NULL, 0, NULL, 0, NULL, NULL, 0, NULL, &plan));
  CHECK(splan_result_length(plan, "chosen") == 2);
  CHECK(integer_at(context, plan, "chosen", 0) == 1 && integer_at(context, plan, "cost", 0) == 35);
  splan_result_free(plan);
  CHECK_OK(context,
           splan_promotion_optimize(context, NULL, 100, 3, promotion, value, cost, start, periods,
                                    NULL, 0, NULL, 2, set, member, 1, gap, &plan));
  CHECK(splan_result_length(plan, "chosen") == 1);
  CHECK(number_at(context, plan, "bound", 0) == 8);
  splan_result_free(plan);
  CHECK_OK(context, splan_promotion_optimize(context, NULL, 5, 3, promotion, value, cost, NULL,
                                             NULL, NULL, 0, NULL, 0, NULL, NULL, 0, NULL, &plan));
  CHECK(splan_result_length(plan, "chosen") == 0);
  CHECK(integer_at(context, plan, "cost", 0) == 0 && number_at(context, plan, "bound", 0) == 0);
  splan_result_free(plan);
}

static void test_channels(splan_context* context) {
  const double scale[] = {1, 2}, half[] = {10, 20}, slope[] = {3, 1}, upper[] = {100, 12};
  const int32_t shape[] = {0, 2};
  splan_result* split = NULL;
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "channels[1].shape: 2 is neither 0 nor 1",
                splan_promotion_channels(context, NULL, 40, 2, shape, scale, half, slope, NULL,
                                         NULL, NULL, NULL, upper, &split));
  CHECK_OK(context, splan_promotion_channels(context, NULL, 40, 2, NULL, scale, half, slope, NULL,
                                             NULL, NULL, NULL, upper, &split));
  CHECK(fabs(number_at(context, split, "spend", 0) + number_at(context, split, "spend", 1) - 40) <
        1e-9);
  CHECK(number_at(context, split, "spend", 1) <= 12);
  {
    const double lower[] = {30, 20}, unknown[] = {1, NAN};
    splan_result* none = NULL;
    CHECK(splan_promotion_channels(context, NULL, 40, 2, NULL, scale, half, slope, NULL, NULL, NULL,
                                   lower, NULL, &none) == SPLAN_INFEASIBLE);
    CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                  "channels[1].curve.scale: nan is not finite and at least 0",
                  splan_promotion_channels(context, NULL, 40, 2, NULL, unknown, half, slope, NULL,
                                           NULL, NULL, NULL, NULL, &none));
    CHECK(none == NULL);
  }
  CHECK(fabs(number_at(context, split, "total_margin", 0) - number_at(context, split, "bound", 0)) <
        1e-6);
  splan_result_free(split);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_costs(context);
  test_roi(context);
  test_evaluate(context);
  test_experiment_and_effect(context);
  test_response(context);
  test_related(context);
  test_outlook_and_ledger(context);
  test_recommend(context);
  test_optimize(context);
  test_channels(context);
  splan_context_free(context);
  return checks_failed();
}
