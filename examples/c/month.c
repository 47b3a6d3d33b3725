/* A month's workdays and a target spread over three reps, one of them fixed. */
#include <salesplan.h>
#include <stdio.h>

int main(void) {
  static const int32_t year = 2026, month = 2, day = 1;
  static const double weights[3] = {10, 20, 30};
  static const int64_t locked[3] = {SPLAN_MISSING, 20, SPLAN_MISSING};
  static const int64_t too_high[3] = {SPLAN_MISSING, 130, SPLAN_MISSING};
  splan_context* context = NULL;
  splan_calendar* calendar = NULL;
  int32_t first = 0, starts[4], ends[4];
  int64_t workdays[4], parts[3];
  int i;

  if (splan_context_create(&context) != SPLAN_OK) return 1;
  if (splan_dates_from_ymd(context, 1, &year, &month, &day, &first) != SPLAN_OK ||
      splan_calendar_named(context, "CN", &calendar) != SPLAN_OK ||
      splan_calendar_month_nodes(context, calendar, 1, &first, starts, ends, workdays) !=
          SPLAN_OK ||
      splan_allocate_spread(context, NULL, 100, 3, weights, NULL, NULL, locked, parts) !=
          SPLAN_OK) {
    fprintf(stderr, "%s\n", splan_context_message(context));
    return 1;
  }
  for (i = 0; i < 4; ++i) {
    printf("W%d: days %d to %d, %d workdays\n", i + 1, (int)(starts[i] - first) + 1,
           (int)(ends[i] - first) + 1, (int)workdays[i]);
  }
  printf("parts: %d %d %d\n", (int)parts[0], (int)parts[1], (int)parts[2]);
  if (splan_allocate_spread(context, NULL, 100, 3, weights, NULL, NULL, too_high, parts) ==
      SPLAN_INFEASIBLE) {
    printf("refused: %s\n", splan_context_message(context));
  }
  splan_calendar_free(calendar);
  splan_context_free(context);
  return 0;
}
