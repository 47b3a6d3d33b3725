/* Dates, workdays and fiscal periods. */
#include "check.h"

static const int32_t new_year = 20454; /* 2026-01-01, a Thursday */

static void test_dates(splan_context* context) {
  const int32_t years[] = {1970, 2026, 2024}, months[] = {1, 1, 2}, days[] = {1, 1, 29};
  const int32_t no_day[] = {1, 1, 30};
  int32_t dates[] = {-7, -7, -7}, y[3] = {0}, m[3] = {0}, d[3] = {0};
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "dates[2]: day 30 is not within 1..29",
                splan_dates_from_ymd(context, 3, years, months, no_day, dates));
  CHECK(dates[0] == -7);
  CHECK_OK(context, splan_dates_from_ymd(context, 3, years, months, days, dates));
  CHECK(dates[0] == 0 && dates[1] == new_year && dates[2] == 19782);
  CHECK_OK(context, splan_dates_from_ymd(context, 0, NULL, NULL, NULL, NULL));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "n: -1 is negative",
                splan_dates_from_ymd(context, -1, years, months, days, dates));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "months: is NULL",
                splan_dates_from_ymd(context, 3, years, NULL, days, dates));
  CHECK(splan_dates_from_ymd(NULL, 3, years, months, days, dates) == SPLAN_INVALID_ARGUMENT);

  CHECK_OK(context, splan_dates_to_ymd(context, 3, dates, y, m, d));
  CHECK(memcmp(y, years, sizeof y) == 0 && memcmp(m, months, sizeof m) == 0);
  CHECK(memcmp(d, days, sizeof d) == 0);
  dates[1] = SPLAN_NO_DATE;
  y[0] = 7;
  CHECK(splan_dates_to_ymd(context, 3, dates, y, m, d) == SPLAN_INVALID_ARGUMENT);
  CHECK(y[0] == 7);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out_days: is NULL",
                splan_dates_to_ymd(context, 3, dates, y, m, NULL));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "n: 9223372036854775807 exceeds 1099511627776",
                splan_dates_to_ymd(context, INT64_MAX, dates, y, m, d));
  CHECK(splan_dates_to_ymd(NULL, 3, dates, y, m, d) == SPLAN_INVALID_ARGUMENT);
}

static void test_calendars(splan_context* context) {
  const int32_t off[] = {20454, 20457}; /* Thursday a holiday, Sunday 2026-01-04 made up */
  const int32_t kinds[] = {1, 2}, wrong_kinds[] = {1, 3}, holidays[] = {1, 1},
                twice[] = {20454, 20454};
  const int32_t first[] = {20454, 20454}, last[] = {20457, 20453}, earlier[] = {20457, 20452};
  const int64_t shifts[] = {1, -1};
  int64_t workdays[8] = {-7, -7};
  int32_t estimated[2] = {-7, -7}, moved[2] = {-7, -7}, from[8] = {0}, to[8] = {0};
  splan_calendar *own = NULL, *china = NULL, *none = NULL;

  CHECK_OK(context, splan_calendar_named(context, "CN", &china));
  CHECK(splan_calendar_named(context, "cn", &none) == SPLAN_NOT_FOUND && none == NULL);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "name: is NULL",
                splan_calendar_named(context, NULL, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out: is NULL",
                splan_calendar_named(context, "CN", NULL));
  CHECK(splan_calendar_named(NULL, "CN", &none) == SPLAN_INVALID_ARGUMENT);

  CHECK_OK(context, splan_calendar_create(context, 96, 2, off, kinds, 2026, 2026, &own));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "weekend: 128 is not in 0..127",
                splan_calendar_create(context, 128, 2, off, kinds, 2026, 2026, &none));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "kinds[1]: 3 is neither 1 (holiday) nor 2 (make-up workday)",
                splan_calendar_create(context, 96, 2, off, wrong_kinds, 2026, 2026, &none));
  CHECK(splan_calendar_create(context, 96, 2, twice, holidays, 2026, 2026, &none) ==
        SPLAN_DUPLICATE);
  CHECK(splan_calendar_create(context, 96, 2, off, kinds, 2027, 2027, &none) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(splan_calendar_create(context, 96, 2, off, kinds, 2027, 2026, &none) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "dates: is NULL",
                splan_calendar_create(context, 96, 2, NULL, kinds, 2026, 2026, &none));
  CHECK(splan_calendar_create(NULL, 96, 2, off, kinds, 2026, 2026, &none) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK(none == NULL);

  CHECK_OK(context, splan_calendar_workdays(context, own, 2, first, last, workdays, estimated));
  CHECK(workdays[0] == 2 && workdays[1] == 0 && estimated[0] == 0);
  CHECK_OK(context, splan_calendar_workdays(context, china, 2, first, last, workdays, NULL));
  CHECK_OK(context, splan_calendar_workdays(context, own, 0, NULL, NULL, NULL, NULL));
  CHECK(splan_calendar_workdays(context, own, 2, first, earlier, workdays, NULL) ==
        SPLAN_INVALID_ARGUMENT);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "calendar: is NULL",
                splan_calendar_workdays(context, NULL, 2, first, last, workdays, NULL));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "n: -9223372036854775808 is negative",
                splan_calendar_workdays(context, own, INT64_MIN, first, last, workdays, NULL));
  CHECK(splan_calendar_workdays(NULL, own, 2, first, last, workdays, NULL) ==
        SPLAN_INVALID_ARGUMENT);

  CHECK_OK(context, splan_calendar_add_workdays(context, own, 2, first, shifts, moved, estimated));
  CHECK(moved[0] == 20455 && moved[1] == 20453 && estimated[1] == 1);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "shifts: is NULL",
                splan_calendar_add_workdays(context, own, 2, first, NULL, moved, NULL));
  CHECK(splan_calendar_add_workdays(NULL, own, 2, first, shifts, moved, NULL) ==
        SPLAN_INVALID_ARGUMENT);

  CHECK_OK(context, splan_calendar_month_nodes(context, own, 2, off, from, to, workdays));
  CHECK(from[0] == new_year && to[3] == new_year + 30);
  CHECK(workdays[0] + workdays[1] + workdays[2] + workdays[3] == 22);
  CHECK(memcmp(from, from + 4, 4 * sizeof from[0]) == 0); /* both dates lie in January */
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "out_last: is NULL",
                splan_calendar_month_nodes(context, own, 2, off, from, NULL, workdays));
  CHECK(splan_calendar_month_nodes(NULL, own, 2, off, from, to, workdays) ==
        SPLAN_INVALID_ARGUMENT);
  splan_calendar_free(own);
  splan_calendar_free(china);
  splan_calendar_free(NULL);
}

static void test_years(splan_context* context) {
  const int32_t years[] = {2026, 1950}, too_late[] = {2026, 2101};
  const int32_t dates[] = {20453, 20454};
  int32_t out[2] = {-7, -7}, fiscal_years[2] = {0}, quarters[2] = {0}, months[2] = {0};
  splan_options *fiscal = NULL, *allocate = NULL;
  CHECK_OK(context, splan_lunar_new_year(context, 2, years, out));
  CHECK(out[0] == 20501); /* 2026-02-17 */
  out[0] = -7;
  CHECK(splan_lunar_new_year(context, 2, too_late, out) == SPLAN_INVALID_ARGUMENT);
  CHECK(out[0] == -7);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "years: is NULL",
                splan_lunar_new_year(context, 2, NULL, out));
  CHECK(splan_lunar_new_year(NULL, 2, years, out) == SPLAN_INVALID_ARGUMENT);

  CHECK_OK(context, splan_options_create(context, "fiscal", &fiscal));
  CHECK_OK(context, splan_options_create(context, "allocate", &allocate));
  CHECK_OK(context, splan_options_set_i64(context, fiscal, "start_month", 7));
  CHECK_OK(context, splan_fiscal_of(context, fiscal, 2, dates, fiscal_years, quarters, months));
  CHECK(fiscal_years[0] == 2026 && quarters[0] == 2 && months[0] == 6);
  CHECK(fiscal_years[1] == 2026 && quarters[1] == 3 && months[1] == 7);
  CHECK_OK(context, splan_fiscal_of(context, NULL, 2, dates, fiscal_years, NULL, NULL));
  CHECK(fiscal_years[0] == 2025 && fiscal_years[1] == 2026);
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT,
                "options: are of scope \"allocate\", \"fiscal\" is needed",
                splan_fiscal_of(context, allocate, 2, dates, fiscal_years, NULL, NULL));
  CHECK_REFUSED(context, SPLAN_INVALID_ARGUMENT, "dates: is NULL",
                splan_fiscal_of(context, fiscal, 2, NULL, fiscal_years, NULL, NULL));
  CHECK(splan_fiscal_of(NULL, fiscal, 2, dates, fiscal_years, NULL, NULL) ==
        SPLAN_INVALID_ARGUMENT);
  splan_options_free(fiscal);
  splan_options_free(allocate);
}

int main(void) {
  splan_context* context = NULL;
  CHECK(splan_context_create(&context) == SPLAN_OK);
  test_dates(context);
  test_calendars(context);
  test_years(context);
  splan_context_free(context);
  return checks_failed();
}
