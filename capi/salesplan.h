/* salesplan: the C API.
 *
 * Conventions
 *
 * - Every call that can fail takes a splan_context first, puts its outputs last and returns a
 *   splan_status; the context then holds a message of one line, "place: what is wrong". Outputs are
 *   written only on success.
 * - A context belongs to one thread at a time. Everything else never changes once it is made and
 *   may be shared between threads, options excepted.
 * - Handles come out through a last argument and go through the matching _free, which takes NULL.
 *   Nothing else is the caller's to free; texts that are returned live as long as their handle. No
 *   pointer of the caller's is kept after a call.
 * - Texts are UTF-8 and end in NUL. A list of n texts is one block of `size` bytes, each text ended
 *   by NUL: "North\0South\0" with size 12 is a list of two.
 * - Dates are days since 1970-01-01, SPLAN_NO_DATE for none. A missing number is NaN, a missing
 *   int64 is SPLAN_MISSING. Money is in minor units (cents).
 * - Arrays may be NULL where n is 0 or the comment says so. Lengths are given as [n]; no n may
 *   exceed 2^40.
 * - Nothing is printed, no global state is touched, no exception leaves, no thread outlives a call.
 */
#ifndef SALESPLAN_H
#define SALESPLAN_H

#include <stdint.h>

#if defined(_WIN32) && !defined(SPLAN_STATIC)
#ifdef SPLAN_BUILD
#define SPLAN_API __declspec(dllexport)
#else
#define SPLAN_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define SPLAN_API __attribute__((visibility("default")))
#else
#define SPLAN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Status codes; these values never change. ---- */

typedef int32_t splan_status;

#define SPLAN_OK 0
#define SPLAN_INVALID_ARGUMENT (-1) /* a value outside its domain */
#define SPLAN_PARSE (-2)            /* text that is not what it should be */
#define SPLAN_INFEASIBLE (-3)       /* constraints that cannot hold together */
#define SPLAN_OVERFLOW (-4)         /* a result beyond the range of its type */
#define SPLAN_NOT_FOUND (-5)        /* an unknown key or name */
#define SPLAN_DUPLICATE (-6)        /* a key given twice */
#define SPLAN_IO (-7)               /* a file is missing, or cannot be read or written */
#define SPLAN_CANCELLED (-8)        /* the callback asked to stop */
#define SPLAN_OUT_OF_MEMORY (-9)    /* an allocation failed */
#define SPLAN_INTERNAL (-10)        /* a defect of salesplan */
#define SPLAN_UNSUPPORTED (-11)     /* known, but not in this build */
#define SPLAN_CONFLICT (-12)        /* somebody else has changed it in the meantime */

#define SPLAN_NO_DATE INT32_MIN
#define SPLAN_MISSING INT64_MIN

/* ---- Library ---- */

/* The version as text, "0.1.0", and as a number, major * 10000 + minor * 100 + patch.
 * Any thread. @since 0.1 */
SPLAN_API const char* splan_version(void);
SPLAN_API int32_t splan_version_number(void);

/* The name of a status, "infeasible"; "unknown" for any other number. Any thread. @since 0.1 */
SPLAN_API const char* splan_status_name(splan_status status);

/* ---- Context: where a call leaves its message ---- */

typedef struct splan_context splan_context;

/* Makes a context. SPLAN_OUT_OF_MEMORY, or SPLAN_INVALID_ARGUMENT where out is NULL. @since 0.1 */
SPLAN_API splan_status splan_context_create(splan_context** out);
SPLAN_API void splan_context_free(splan_context* context);

/* The message and status of the last call with this context; "" and SPLAN_OK after a success. The
 * text lives until the next call with the context. @since 0.1 */
SPLAN_API const char* splan_context_message(const splan_context* context);
SPLAN_API splan_status splan_context_status(const splan_context* context);

/* Called by long calls on the calling thread: the step's name and the share done, 0..1. A result
 * other than 0 stops the call with SPLAN_CANCELLED. It must return: an exception or longjmp out of
 * it is undefined behaviour. */
typedef int32_t (*splan_progress)(const char* step, double done, void* user_data);

/* Sets the callback of this context; NULL for none. @since 0.1 */
SPLAN_API splan_status splan_context_set_progress(splan_context* context, splan_progress callback,
                                                  void* user_data);

/* ---- Results: named columns of one type each ---- */

typedef struct splan_result splan_result;

#define SPLAN_COLUMN_I64 1
#define SPLAN_COLUMN_F64 2
#define SPLAN_COLUMN_TEXT 3

/* Frees a result, with the texts taken from it. @since 0.1 */
SPLAN_API void splan_result_free(splan_result* result);

/* Number of columns; name and type of column i, NULL and 0 where there is none. @since 0.1 */
SPLAN_API int32_t splan_result_columns(const splan_result* result);
SPLAN_API const char* splan_result_column_name(const splan_result* result, int32_t i);
SPLAN_API int32_t splan_result_column_type(const splan_result* result, int32_t i);

/* Number of values in a column; -1 where there is no such column. @since 0.1 */
SPLAN_API int64_t splan_result_length(const splan_result* result, const char* column);

/* Copies a column of that type to out [splan_result_length]. SPLAN_NOT_FOUND for an unknown column,
 * SPLAN_INVALID_ARGUMENT for a column of another type. @since 0.1 */
SPLAN_API splan_status splan_result_i64(splan_context* context, const splan_result* result,
                                        const char* column, int64_t* out);
SPLAN_API splan_status splan_result_f64(splan_context* context, const splan_result* result,
                                        const char* column, double* out);

/* One value of a text column; NULL where there is none. @since 0.1 */
SPLAN_API const char* splan_result_text(const splan_result* result, const char* column,
                                        int64_t row);

/* ---- Options: by name, checked when they are set ---- */

typedef struct splan_options splan_options;

/* Options of a scope, "forecast", say, at their defaults. SPLAN_NOT_FOUND for a scope that does not
 * exist; the message lists those that do. @since 0.1 */
SPLAN_API splan_status splan_options_create(splan_context* context, const char* scope,
                                            splan_options** out);
SPLAN_API void splan_options_free(splan_options* options);

/* Sets one option. SPLAN_NOT_FOUND for an unknown name, SPLAN_INVALID_ARGUMENT for a value outside
 * the option's domain or for an option of another type. One thread at a time. @since 0.1 */
SPLAN_API splan_status splan_options_set_i64(splan_context* context, splan_options* options,
                                             const char* name, int64_t value);
SPLAN_API splan_status splan_options_set_f64(splan_context* context, splan_options* options,
                                             const char* name, double value);
SPLAN_API splan_status splan_options_set_str(splan_context* context, splan_options* options,
                                             const char* name, const char* value);

/* All options of a scope, one a row: text columns name, type ("i64", "f64", "str"), default, unit,
 * text; f64 columns min and max (NaN: none). @since 0.1 */
SPLAN_API splan_status splan_options_list(splan_context* context, const char* scope,
                                          splan_result** out);

/* ---- Calendar ---- */

typedef struct splan_calendar splan_calendar;

/* Days since 1970-01-01 of dates given as year 1400..9999, month and day, and back. All [n].
 * SPLAN_INVALID_ARGUMENT for a date that does not exist; the message names dates[i]. @since 0.1 */
SPLAN_API splan_status splan_dates_from_ymd(splan_context* context, int64_t n, const int32_t* years,
                                            const int32_t* months, const int32_t* days,
                                            int32_t* out);
SPLAN_API splan_status splan_dates_to_ymd(splan_context* context, int64_t n, const int32_t* dates,
                                          int32_t* out_years, int32_t* out_months,
                                          int32_t* out_days);

/* A ready-made calendar: "CN" (mainland China, 2004..2026), "US" (federal), "WEEKDAYS" (Monday to
 * Friday, no holidays). SPLAN_NOT_FOUND for any other name. @since 0.1 */
SPLAN_API splan_status splan_calendar_named(splan_context* context, const char* name,
                                            splan_calendar** out);

/* A calendar of one's own. weekend: bit w set where weekday w (0 Monday .. 6 Sunday) is off.
 * dates [n], kinds [n]: 1 a public holiday, 2 a make-up workday (on a weekend day only). The
 * holidays of first_year..last_year are known; outside, the weekend alone decides and answers are
 * flagged. SPLAN_DUPLICATE for a date given twice, SPLAN_INVALID_ARGUMENT for a date outside the
 * known years; the message names days[i]. @since 0.1 */
SPLAN_API splan_status splan_calendar_create(splan_context* context, int32_t weekend, int64_t n,
                                             const int32_t* dates, const int32_t* kinds,
                                             int32_t first_year, int32_t last_year,
                                             splan_calendar** out);
SPLAN_API void splan_calendar_free(splan_calendar* calendar);

/* Workdays in each range first..last, both included; 0 where last is the day before first, an error
 * where it is earlier still. out_estimated (may be NULL): 1 where holidays of the range are not
 * known. All [n]. O(log holidays) a range. @since 0.1 */
SPLAN_API splan_status splan_calendar_workdays(splan_context* context,
                                               const splan_calendar* calendar, int64_t n,
                                               const int32_t* first, const int32_t* last,
                                               int64_t* out_workdays, int32_t* out_estimated);

/* The shifts[i]-th workday after dates[i] (before it where negative; the date itself for 0).
 * All [n]; out_estimated may be NULL. @since 0.1 */
SPLAN_API splan_status splan_calendar_add_workdays(splan_context* context,
                                                   const splan_calendar* calendar, int64_t n,
                                                   const int32_t* dates, const int64_t* shifts,
                                                   int32_t* out_dates, int32_t* out_estimated);

/* The nodes W1..W4 of the months that hold dates [n]: out_first, out_last and out_workdays [4 n],
 * first day, last day and workdays, four nodes a month. @since 0.1 */
SPLAN_API splan_status splan_calendar_month_nodes(splan_context* context,
                                                  const splan_calendar* calendar, int64_t n,
                                                  const int32_t* dates, int32_t* out_first,
                                                  int32_t* out_last, int64_t* out_workdays);

/* out_dates [n]: first day of the lunar year that begins in each of years [n], 1950..2100.
 * @since 0.1 */
SPLAN_API splan_status splan_lunar_new_year(splan_context* context, int64_t n, const int32_t* years,
                                            int32_t* out_dates);

/* Fiscal year, quarter 1..4 and month 1..12 of dates, by options of scope "fiscal" (NULL: the
 * calendar year). All [n]; any output may be NULL. @since 0.1 */
SPLAN_API splan_status splan_fiscal_of(splan_context* context, const splan_options* options,
                                       int64_t n, const int32_t* dates, int32_t* out_years,
                                       int32_t* out_quarters, int32_t* out_months);

/* ---- Table: dimensions, facts, roll-up ---- */

typedef struct splan_dimension splan_dimension;
typedef struct splan_table splan_table;

/* A dimension of n members: lists of n keys, n keys of parents ("" for the top) and n labels
 * (labels NULL: the keys). The message of an error names the row and column: an empty or repeated
 * key, an unknown parent, a cycle. @since 0.1 */
SPLAN_API splan_status splan_dimension_create(splan_context* context, const char* name, int64_t n,
                                              const char* keys, int64_t keys_size,
                                              const char* parents, int64_t parents_size,
                                              const char* labels, int64_t labels_size,
                                              splan_dimension** out);
SPLAN_API void splan_dimension_free(splan_dimension* dimension);

/* Its members in depth-first order, the root "*" first: text columns key, label, parent; i64
 * columns level, leaf (1 or 0), first_leaf, end_leaf (leaf ordinals below it). @since 0.1 */
SPLAN_API splan_status splan_dimension_members(splan_context* context,
                                               const splan_dimension* dimension,
                                               splan_result** out);

/* A fact table of n rows with their dates [n] (NULL: none). @since 0.1 */
SPLAN_API splan_status splan_table_create(splan_context* context, int64_t n, const int32_t* dates,
                                          splan_table** out);
SPLAN_API void splan_table_free(splan_table* table);

/* Adds the column of a dimension: a list of n keys of leaves, one a row. SPLAN_NOT_FOUND for an
 * unknown key, the message names the row. Before the table is shared. @since 0.1 */
SPLAN_API splan_status splan_table_add_dimension(splan_context* context, splan_table* table,
                                                 const splan_dimension* dimension, const char* keys,
                                                 int64_t keys_size);

/* Adds a measure: values [n] in units of 10^-decimals (0..9), none missing. Before the table is
 * shared. @since 0.1 */
SPLAN_API splan_status splan_table_add_measure(splan_context* context, splan_table* table,
                                               const char* name, int32_t decimals,
                                               const int64_t* values);

/* A measure summed over the members of the dimensions named (a list of count names), parents
 * included, one row a combination with a sum other than 0: a text column of keys for each
 * dimension, and the i64 column "value". SPLAN_OVERFLOW beyond 64 bits, SPLAN_DUPLICATE where two
 * columns would have one name. @since 0.1 */
SPLAN_API splan_status splan_table_roll_up(splan_context* context, const splan_table* table,
                                           const char* measure, int64_t count,
                                           const char* dimensions, int64_t dimensions_size,
                                           splan_result** out);

/* ---- Forecast ---- */

/* Forecasts n series. values [offsets[n]]: series i is values[offsets[i]] to
 * values[offsets[i + 1] - 1], oldest first, NaN missing; offsets [n + 1] start at 0. options: scope
 * "forecast", NULL for the defaults. Columns of the result: f64 "mean" [n * horizon], row-major;
 * for each level "lower_80" and "upper_80" [n * horizon]; "total_mean" and "total_sd" [n], of the
 * sum over the horizon; text "model" [n], what was used and why when it was a fallback.
 * SPLAN_INVALID_ARGUMENT for infinite values and offsets that do not fit. The same bits at any
 * number of threads. Reports progress as the step "forecast". @since 0.1 */
SPLAN_API splan_status splan_forecast(splan_context* context, const splan_options* options,
                                      int64_t n, const int64_t* offsets, const double* values,
                                      splan_result** out);

/* Scores n forecasts of h steps. train [offsets[n]], offsets [n + 1]: the series up to the
 * forecasts, as in splan_forecast, whose mean absolute difference over season_length steps is the
 * scale q; both NULL for no scaled scores. actual, mean [n * h], row-major, NaN where not known.
 * level in (0, 1) and lower, upper [n * h]: an interval, or NULL. Columns of the result, f64 [n]:
 * "bias" (mean of forecast less actual), "mae", "mape", "smape" (ratios), "mase", "rmsse" (mean
 * absolute and root mean squared error over q), "msis", "coverage"; NaN where there is nothing to
 * compare or to scale by. SPLAN_INVALID_ARGUMENT for a level or season_length outside its domain.
 * O(n h). @since 0.1 */
SPLAN_API splan_status splan_accuracy(splan_context* context, int64_t n, const int64_t* offsets,
                                      const double* train, int64_t season_length, int64_t h,
                                      const double* actual, const double* mean, double level,
                                      const double* lower, const double* upper, splan_result** out);

/* Forecasts n series, values [offsets[n]], offsets [n + 1] as for splan_forecast, from earlier
 * origins: the last one horizon before each series' end, windows of them (1..1000), `step` values
 * (1..10000) apart. Columns of the result, one row a series, origin and step: i64 "series",
 * "origin" (number of values the forecast knew), "step" (1..horizon); f64 "actual", "mean", for
 * each level "lower_80" and "upper_80"; text "model". An origin before which a series has no value
 * gives no rows. Then the backtest table, one row a step ahead: i64 "by_step", "forecasts"; f64
 * "bias", "mae", "mape", "smape", "mase", for each level "coverage_80"; NaN where there is nothing
 * to score. Errors as for splan_forecast. @since 0.1 */
SPLAN_API splan_status splan_cross_validate(splan_context* context, const splan_options* options,
                                            int64_t n, const int64_t* offsets, const double* values,
                                            int64_t windows, int64_t step, splan_result** out);

/* The panel that long rows are: ids: a list of n names of series; dates [n], any day of the period;
 * values [n], NaN missing. grain: "day", "week", "month", "quarter" or "year", NULL or "" for that
 * of the dates (all first or all last days of months, quarters or years; weeks where all are one
 * weekday; else days). Columns of the result: text "id" [m], in the order of their first rows; i64
 * "offset" [m + 1]; f64 "value"; i64 "first_date" [m], the first day of each first period; text
 * "grain" [1]; i64 "season_length" [1], the usual one. Periods left out are NaN; all series end
 * with the last period of the rows. SPLAN_DUPLICATE for a period given twice. @since 0.1 */
SPLAN_API splan_status splan_long_panel(splan_context* context, int64_t n, const char* ids,
                                        int64_t ids_size, const int32_t* dates,
                                        const double* values, const char* grain,
                                        splan_result** out);

/* Regressors of the calendar for `periods` periods (0..1000000) of a grain from the one that holds
 * first_date: effects: a list of count names among "workdays", "leap_day", "lunar_new_year" (two
 * columns, with "before_lunar_new_year") and "easter". Holidays of one's own: holidays, a list of
 * holiday_count names; holiday i has the dates [holiday_offsets[holiday_count]] number
 * holiday_offsets[i] to holiday_offsets[i + 1] - 1, holiday_offsets [holiday_count + 1] from 0, one
 * a year, rising, for every year of the periods, and takes the days around them from first_days
 * [holiday_count] to last_days [holiday_count], both included; NULL where holiday_count is 0.
 * Columns of the result, f64 [periods] by the effects' names: workdays and shares of a holiday's
 * days, less their mean at the same place of the year. @since 0.1 */
SPLAN_API splan_status splan_calendar_regressors(
    splan_context* context, const splan_calendar* calendar, const char* grain, int32_t first_date,
    int64_t periods, int64_t count, const char* effects, int64_t effects_size,
    int64_t holiday_count, const char* holidays, int64_t holidays_size,
    const int64_t* holiday_offsets, const int32_t* dates, const int32_t* first_days,
    const int32_t* last_days, splan_result** out);

/* splan_forecast, values [offsets[n]], offsets [n + 1], with k regressors (at most 1000): names, a
 * list of k names; regressors [periods * k], series after series, a row of k for each of its values
 * and of its `horizon` steps ahead, finite; so periods is offsets[n] + n * horizon. only_clear: 1
 * drops those whose effect is below two standard errors. Columns of the result: those of
 * splan_forecast; f64 [n * k] "effect_ratio" (0.03: one unit more is 3 % more), "effect_units",
 * "effect_error", "effect_t", NaN for regressors that are not used; f64 "contribution" [periods],
 * the units all effects add to each value and step. @since 0.1 */
SPLAN_API splan_status splan_forecast_with(splan_context* context, const splan_options* options,
                                           int64_t n, const int64_t* offsets, const double* values,
                                           int64_t k, const char* names, int64_t names_size,
                                           int64_t periods, const double* regressors,
                                           int32_t only_clear, splan_result** out);

/* splan_forecast, values [offsets[n]], offsets [n + 1], where series of fewer than two seasons take
 * season and, the less they know of their own, level of the grown series of their group: groups
 * [n], any numbers. All series end in the same period. Columns as for splan_forecast. @since 0.1 */
SPLAN_API splan_status splan_forecast_in_groups(splan_context* context,
                                                const splan_options* options, int64_t n,
                                                const int64_t* offsets, const double* values,
                                                const int32_t* groups, splan_result** out);

/* Sums of k successive stretches of the horizon, such as quarters, of the n series values
 * [offsets[n]], offsets [n + 1]: lengths [k] steps each, together at most the option "horizon".
 * Columns of the result: f64 "mean", "sd" [n * k], row-major, for each level "lower_80" and
 * "upper_80" of the sum (not sums of bounds); text "model" [n]. @since 0.1 */
SPLAN_API splan_status splan_forecast_sums(splan_context* context, const splan_options* options,
                                           int64_t n, const int64_t* offsets, const double* values,
                                           int64_t k, const int64_t* lengths, splan_result** out);

/* Finds outliers, level shifts and stock-outs in values [n], NaN missing, and corrects those whose
 * flag is 1. Columns of the result: f64 "cleaned" [n]; one row a finding: text "kind" ("outlier",
 * "level shift", "stock-out"), i64 "first", "length", f64 "observed", "expected" (means). @since
 * 0.1 */
SPLAN_API splan_status splan_series_clean(splan_context* context, int64_t n, const double* values,
                                          int64_t season_length, int32_t outliers,
                                          int32_t stock_outs, int32_t level_shifts,
                                          splan_result** out);

/* What values [n], NaN missing, are made of. Columns of the result: f64 "trend", "season",
 * "remainder" [n]; one row a straight stretch: i64 "segment_first", f64 "segment_level",
 * "segment_slope"; one row a measure: text "measure", f64 "value": trend_strength, season_strength
 * (0..1), growth (of the trend over the last season, a ratio), peak, trough (positions),
 * peak_effect, trough_effect (ratios), autocorrelation_p, normality_p, calm_p (of the errors of the
 * ETS model; below 0.05 they are no noise). @since 0.1 */
SPLAN_API splan_status splan_series_diagnose(splan_context* context, int64_t n,
                                             const double* values, int64_t season_length,
                                             splan_result** out);

/* The forecast of one series in plain sentences. name may be NULL or "". values [n]. grain and
 * first_date: the period of values[0], NULL or "" where there are no dates. language: "en" or "zh".
 * Options as for splan_forecast. Columns of the result: text "text" [1]. @since 0.1 */
SPLAN_API splan_status splan_forecast_explain(splan_context* context, const splan_options* options,
                                              const char* name, int64_t n, const double* values,
                                              const char* grain, int32_t first_date,
                                              const char* language, splan_result** out);

/* How the sales of the month that holds `month` fall on its days, learned from values [n] of
 * successive days from first_date, NaN missing. Columns of the result, f64: "share" of each day of
 * the month, together 1; "kind" [9], factors of Monday .. Sunday, weekdays off and weekend days
 * worked; "phase" [9], of the first three workdays, the others, and the last five. @since 0.1 */
SPLAN_API splan_status splan_daily_profile(splan_context* context, const splan_calendar* calendar,
                                           int32_t first_date, int64_t n, const double* values,
                                           int32_t month, splan_result** out);

/* ---- Reconciliation: forecasts that add up ---- */

typedef struct splan_summing splan_summing;

/* How n series of a tree add up: parents [n], -1 for a top, else an earlier node; leaves are the
 * bottom series. SPLAN_INVALID_ARGUMENT names parent[i]. @since 0.1 */
SPLAN_API splan_status splan_summing_tree(splan_context* context, int64_t n, const int32_t* parents,
                                          splan_summing** out);

/* Crossed groups: the total, one series for each group of each grouping, then the bottom series.
 * groups [groupings * bottoms], row-major: the group of each bottom series, numbered 0, 1, ..
 * without gaps within a grouping. @since 0.1 */
SPLAN_API splan_status splan_summing_groups(splan_context* context, int64_t bottoms,
                                            int64_t groupings, const int32_t* groups,
                                            splan_summing** out);

/* One cycle of a series at several frequencies: for each of aggregates [n] the sums of so many
 * periods, then the periods. 12 with {12, 3}: the year, its quarters, its months. @since 0.1 */
SPLAN_API splan_status splan_summing_temporal(splan_context* context, int64_t periods, int64_t n,
                                              const int32_t* aggregates, splan_summing** out);
SPLAN_API void splan_summing_free(splan_summing* summing);

/* Its rows: i64 columns first [n + 1], member [first[n]], the bottom series that series i sums at
 * first[i] .. first[i + 1], and bottom_row [m], the series that is bottom series j. @since 0.1 */
SPLAN_API splan_status splan_summing_rows(splan_context* context, const splan_summing* summing,
                                          splan_result** out);

/* Coherent forecasts nearest to base [n * columns], row-major, by options of scope "reconcile"
 * (NULL: MinT with shrinkage). residuals [n * periods]: one-step errors, NULL for methods "ols" and
 * "wls_structural". out [n * columns]: every aggregate is the sum of its bottom series. The same
 * bits at any number of threads. @since 0.1 */
SPLAN_API splan_status splan_reconcile(splan_context* context, const splan_options* options,
                                       const splan_summing* summing, int64_t columns,
                                       const double* base, int64_t periods, const double* residuals,
                                       double* out);

/* Standard deviations of the reconciled forecasts from those of the base forecasts,
 * sd [n * columns] >= 0; residuals [n * periods] give their correlation, NULL for none.
 * SPLAN_UNSUPPORTED for more than 4000 series or 1000 aggregates. out_sd [n * columns]. @since 0.1
 */
SPLAN_API splan_status splan_reconcile_sd(splan_context* context, const splan_options* options,
                                          const splan_summing* summing, int64_t columns,
                                          const double* sd, int64_t periods,
                                          const double* residuals, double* out_sd);

/* Forecasts of all series of `summing` that add up: each is forecast on its own, a sum of its
 * bottom series' history, then all are reconciled. values [m * periods], row-major: the m bottom
 * series, oldest first, NaN missing, all ending together; before its first value a series counts as
 * nothing, later a missing one makes its sums missing. forecast_options: scope "forecast";
 * reconcile_options: scope "reconcile"; the errors of "origins" earlier one-step forecasts weigh in
 * the methods "wls_variance" and "mint_shrink", and reconciled they tell how wide the intervals
 * become. Columns of the result: those of splan_forecast, a row for each series in the order of
 * splan_summing_rows. SPLAN_INVALID_ARGUMENT for a series without a value and for too few origins.
 * @since 0.1 */
SPLAN_API splan_status splan_forecast_coherent(splan_context* context,
                                               const splan_options* forecast_options,
                                               const splan_options* reconcile_options,
                                               const splan_summing* summing, int64_t periods,
                                               const double* values, splan_result** out);

/* The rows from [count] of base [n * columns] shared out below and summed above: top-down where
 * from is the total (count 0), middle-out for a level in the middle. proportions [m] >= 0, NULL:
 * level by level in proportion to the base forecasts, for trees only. out [n * columns]. @since 0.1
 */
SPLAN_API splan_status splan_top_down(splan_context* context, const splan_summing* summing,
                                      int64_t columns, const double* base,
                                      const double* proportions, int64_t count, const int64_t* from,
                                      double* out);

/* ---- Allocation ---- */

/* Spreads total over n parts in proportion to weights [n] (>= 0), each part a multiple of the
 * option "unit", the sum exact. lower, upper, locked [n]: bounds and fixed parts, SPLAN_MISSING
 * for none; the arrays may be NULL. options: scope "allocate", NULL for the defaults.
 * SPLAN_INFEASIBLE where the bounds and locks leave no answer, SPLAN_INVALID_ARGUMENT for weights
 * outside their domain; the message names the item. out_parts [n]. O(n). @since 0.1 */
SPLAN_API splan_status splan_allocate_spread(splan_context* context, const splan_options* options,
                                             int64_t total, int64_t n, const double* weights,
                                             const int64_t* lower, const int64_t* upper,
                                             const int64_t* locked, int64_t* out_parts);

/* Breaks total down a tree of n nodes, so that every parent is the sum of its children. parents
 * [n]: index of the parent, -1 for node 0, the root; parents come before children. weights [n]: NaN
 * at an inner node stands for the sum of its children. labels: a list of n names for messages, or
 * NULL. lower, upper, locked [n] as for splan_allocate_spread, on any node. out_values [n]. O(n).
 * With the option "over_assignment", such as "0.05,0.1", the root hands down 5 % more than it has
 * and each node below it 10 % more: children then sum to that. @since 0.1 */
SPLAN_API splan_status splan_allocate_cascade(splan_context* context, const splan_options* options,
                                              int64_t total, int64_t n, const int32_t* parents,
                                              const double* weights, const int64_t* lower,
                                              const int64_t* upper, const int64_t* locked,
                                              const char* labels, int64_t labels_size,
                                              int64_t* out_values);

/* Why a node of splan_allocate_cascade, called with the same parents [n], weights [n], lower [n],
 * upper [n], locked [n] and labels, is what it is. out: one row for each split on the way from the
 * root to it: "node" its index; "pool" what is handed down to it and its siblings; "weight" and
 * "share" of the siblings' weight; "wish", its part at the siblings' common level; text "hold":
 * "none", "lower", "upper" or "locked", and "bound" that holds it; "from_below" 1 where the bound
 * is the sum of what its children may be; "price" ln(bound / wish); "rounding"; "value". Amounts in
 * minor units, wish and rounding real numbers. SPLAN_INVALID_ARGUMENT for a node outside the tree;
 * otherwise as splan_allocate_cascade.
 * @since 0.1 */
SPLAN_API splan_status splan_allocate_explain(splan_context* context, const splan_options* options,
                                              int64_t node, int64_t total, int64_t n,
                                              const int32_t* parents, const double* weights,
                                              const int64_t* lower, const int64_t* upper,
                                              const int64_t* locked, const char* labels,
                                              int64_t labels_size, splan_result** out);

/* Changes a plan in mid-year. plan [n]: the values of the tree's nodes, parents the sums of their
 * children. closed [n] or NULL: 1 for a leaf that is past and keeps its value, else 0; the open
 * leaves share the new total in proportion to what the plan gives them, and what a bound or lock
 * changes is made up for by the nearest siblings. parents [n], lower [n], upper [n], locked [n] and
 * labels as for splan_allocate_cascade. SPLAN_INFEASIBLE where what is closed and the bounds leave
 * no answer. out_values [n]. O(n). @since 0.1 */
SPLAN_API splan_status splan_allocate_replan(splan_context* context, const splan_options* options,
                                             int64_t total, int64_t n, const int32_t* parents,
                                             const int64_t* plan, const int32_t* closed,
                                             const int64_t* lower, const int64_t* upper,
                                             const int64_t* locked, const char* labels,
                                             int64_t labels_size, int64_t* out_values);

/* Rounds a table so that its sums come out rounded as well: every cell is the multiple of the
 * option "unit" below or above its value, and so is the sum of every node of the tree of the rows
 * over all columns, of every node of the tree of the columns over all rows, and the total; of all
 * such tables one of least squared change. There always is one. row_parents [row_nodes] and
 * column_parents [column_nodes]: trees as for splan_allocate_cascade. values [cells]: row-major,
 * the leaves of the rows by those of the columns, in the order of their index; of either sign,
 * below 2^53 units. out_cells [cells]. options: scope "allocate", NULL for the defaults. @since 0.1
 */
SPLAN_API splan_status splan_allocate_controlled_rounding(
    splan_context* context, const splan_options* options, int64_t row_nodes,
    const int32_t* row_parents, int64_t column_nodes, const int32_t* column_parents, int64_t cells,
    const double* values, int64_t* out_cells);

/* Meets several margins of one table at once, to the unit: the table nearest to basis [cells] in
 * relative entropy within its bounds, in multiples of the option "unit". shape [dimensions]: the
 * length of each; cells are row-major and as many as they multiply to; a cell of basis 0 stays at 0
 * or at its lower bound. lower [cells], upper [cells], locked [cells] as for splan_allocate_spread.
 * masks [margins]: of each margin, the sum of 2^d over its dimensions d; 0 is the grand total.
 * totals [totals_count]: those of all margins, one margin after the other, each row-major over its
 * dimensions; >= 0, SPLAN_MISSING for one that is not exact. totals_lower [totals_count] and
 * totals_upper [totals_count], each or NULL: bounds of the sums without an exact total, >= 0;
 * SPLAN_MISSING where none. prices [totals_count] or NULL: what a unit by which a sum misses its
 * total or bound costs, in units of relative entropy, >= 0; NaN or above 500 where it must be met.
 * For a total of price p no cell below is multiplied or divided by more than e^p. labels: a list
 * of the dimensions' names and then of the members of each dimension in turn, for messages, or
 * NULL. SPLAN_INFEASIBLE names totals that no table can meet together. out_cells [cells].
 * out_excess [totals_count] or NULL: what the cells of each total sum to, less the nearest that was
 * asked; 0, but for totals with a price, and for tables of three and more margins where whole units
 * leave no way. @since 0.1 */
SPLAN_API splan_status splan_allocate_margins(
    splan_context* context, const splan_options* options, int64_t dimensions, const int64_t* shape,
    int64_t cells, const double* basis, const int64_t* lower, const int64_t* upper,
    const int64_t* locked, int64_t margins, const int32_t* masks, int64_t totals_count,
    const int64_t* totals, const int64_t* totals_lower, const int64_t* totals_upper,
    const double* prices, const char* labels, int64_t labels_size, int64_t* out_cells,
    int64_t* out_excess);

/* A plan under the planner's hand: operations on the nodes of a tree, logged, undone and replayed;
 * every parent is the sum of its children at all times. */
typedef struct splan_worksheet splan_worksheet;

/* leaves [n]: the values of the tree's nodes, of which the leaves' are taken. parents [n] and
 * labels as for splan_allocate_cascade. @since 0.1 */
SPLAN_API splan_status splan_worksheet_create(splan_context* context, int64_t n,
                                              const int32_t* parents, const int64_t* leaves,
                                              const char* labels, int64_t labels_size,
                                              splan_worksheet** out);
SPLAN_API void splan_worksheet_free(splan_worksheet* worksheet);

/* Does a step to a node, and so to the leaves below it: "proportional", "equal", "relative" or
 * "pattern" (amount is what they come to), "repeat" (amount is each one's value), "change",
 * "straight_line" or "growth" (amount is the first value), "clear", "replan" (the node comes to
 * amount and its nearest siblings make up for it; what is held stays, and so does the root where it
 * is not the node), "hold" or "release". options: scope "worksheet", NULL for the defaults.
 * SPLAN_INFEASIBLE where nothing is free to take the amount; a refused step changes nothing.
 * @since 0.1 */
SPLAN_API splan_status splan_worksheet_apply(splan_context* context, splan_worksheet* worksheet,
                                             const splan_options* options, const char* step,
                                             int64_t node, int64_t amount);

/* Takes the last step back, or brings one that was taken back. out_done [1]: 0 where there is none.
 * @since 0.1 */
SPLAN_API splan_status splan_worksheet_undo(splan_context* context, splan_worksheet* worksheet,
                                            int32_t* out_done);
SPLAN_API splan_status splan_worksheet_redo(splan_context* context, splan_worksheet* worksheet,
                                            int32_t* out_done);

/* out: a row for each node with its "value" and "held", 1 for a leaf that keeps its value, else 0.
 * @since 0.1 */
SPLAN_API splan_status splan_worksheet_values(splan_context* context,
                                              const splan_worksheet* worksheet, splan_result** out);

/* The steps that stand, in order; applied to a worksheet of the same start they give the same
 * values to the bit. out: text "step", i64 "node", "amount", and the options "action", "cells",
 * "growth", "last", "ratio", "reference", "pattern", "note". @since 0.1 */
SPLAN_API splan_status splan_worksheet_log(splan_context* context, const splan_worksheet* worksheet,
                                           splan_result** out);

/* Why a node is what it is: the steps that changed its value, in order. out: i64 "operation", its
 * place in the log, "before" and "after". @since 0.1 */
SPLAN_API splan_status splan_worksheet_history(splan_context* context,
                                               const splan_worksheet* worksheet, int64_t node,
                                               splan_result** out);

/* ---- Target ---- */

/* Targets of n units that sum to total and are equally hard: each that no bound holds is attained
 * with the same probability, its result being normal around mean [n] with standard deviation sd [n]
 * (>= 0), in minor units. lower [n], upper [n], locked [n] as for splan_allocate_spread; of the
 * options of scope "allocate", "unit" counts. SPLAN_INFEASIBLE where the bounds and locks leave no
 * answer. out_targets [n], out_probabilities [n]. O(n). @since 0.1 */
SPLAN_API splan_status splan_target_equal_hardness(splan_context* context,
                                                   const splan_options* options, int64_t total,
                                                   int64_t n, const double* mean, const double* sd,
                                                   const int64_t* lower, const int64_t* upper,
                                                   const int64_t* locked, int64_t* out_targets,
                                                   double* out_probabilities);

/* How fairly measures are shared among n units: hardness (1 - probability), workload over capacity,
 * potential … names: a list of measures names. values [measures * n], row-major, >= 0, NaN for a
 * unit that does not count. limits [measures] or NULL: the largest Gini coefficient that is fair,
 * in 0..1, NaN for none. labels: a list of n names for messages, or NULL. enforce 1:
 * SPLAN_INFEASIBLE where a measure exceeds its limit, naming it and the units with the most and the
 * least; else 0. out: a row a measure: text "measure", f64 "gini", "limit", i64 "fair", f64 "mean",
 * i64 "least_unit", f64 "least", i64 "most_unit", f64 "most". @since 0.1 */
SPLAN_API splan_status splan_target_fairness(splan_context* context, int64_t measures,
                                             const char* names, int64_t names_size, int64_t n,
                                             const double* values, const double* limits,
                                             const char* labels, int64_t labels_size,
                                             int32_t enforce, splan_result** out);

/* The share of the workdays of each of `periods` periods of a grain, from the one that holds
 * first_date, on which each of n units is there (of its days where a period has no workday).
 * services: when units are employed, service_unit [services] in 0..n - 1, from service_first
 * [services] to service_last [services], INT32_MIN for an open end; a unit without any always is.
 * absences likewise: absence_unit [absences], absence_first [absences], absence_last [absences].
 * Both days count, overlaps once. out_presence [n * periods], unit after unit. @since 0.1 */
SPLAN_API splan_status splan_target_presence(
    splan_context* context, const splan_calendar* calendar, const char* grain, int32_t first_date,
    int64_t periods, int64_t n, int64_t services, const int64_t* service_unit,
    const int32_t* service_first, const int32_t* service_last, int64_t absences,
    const int64_t* absence_unit, const int32_t* absence_first, const int32_t* absence_last,
    double* out_presence);

/* Quotas of n units that are there for presence [n * periods] (0..1) of each period: each keeps
 * that part of quotas [n * periods] (>= 0, minor units, unit after unit), and the rest of a period
 * goes to the others in proportion to what they keep (absent "team", or NULL) or stays open
 * ("open"; also where nobody is there). out_quotas [n * periods], out_open [periods]: in every
 * period they sum to the quotas given. @since 0.1 */
SPLAN_API splan_status splan_target_present_quotas(splan_context* context, int64_t n,
                                                   int64_t periods, const int64_t* quotas,
                                                   const double* presence, const char* absent,
                                                   int64_t* out_quotas, int64_t* out_open);

/* ---- Territory: accounts to territories, balanced and compact ---- */

typedef struct splan_territory splan_territory;

/* A problem of sharing accounts among territories. cost [accounts * territories], row-major, >= 0,
 * NaN where an account may not go. account_names and territory_names: lists for messages, or NULL.
 * @since 0.1 */
SPLAN_API splan_status splan_territory_create(splan_context* context, int64_t accounts,
                                              int64_t territories, const double* cost,
                                              const char* account_names, int64_t account_names_size,
                                              const char* territory_names,
                                              int64_t territory_names_size, splan_territory** out);
SPLAN_API void splan_territory_free(splan_territory* territory);

/* Adds a measure of which each territory should have its part. sizes [accounts] >= 0; lower, upper
 * [territories]: hard bounds of the load, NaN for none; ideal [territories] > 0; each may be NULL
 * (ideal: equal parts). weight >= 0 prices imbalance, weight * sum ((load - ideal) / ideal)^2. One
 * thread at a time, as all that change the problem. @since 0.1 */
SPLAN_API splan_status splan_territory_add_measure(splan_context* context,
                                                   splan_territory* territory, const char* name,
                                                   const double* sizes, const double* lower,
                                                   const double* upper, const double* ideal,
                                                   double weight);

/* The largest Gini coefficient (0..1, NaN: any) of the loads of the measure of this name, each over
 * its ideal: the partition keeps it, as it does hard bounds. @since 0.1 */
SPLAN_API splan_status splan_territory_set_most_gini(splan_context* context,
                                                     splan_territory* territory,
                                                     const char* measure, double most_gini);

/* Where accounts must be, fixed [accounts], -1 for anywhere. @since 0.1 */
SPLAN_API splan_status splan_territory_set_fixed(splan_context* context, splan_territory* territory,
                                                 const int32_t* fixed);

/* Where accounts are today [accounts], -1 for nowhere, and what it costs to move them, move_cost
 * [accounts] >= 0, NULL for nothing. @since 0.1 */
SPLAN_API splan_status splan_territory_set_today(splan_context* context, splan_territory* territory,
                                                 const int32_t* today, const double* move_cost);

/* Borders between accounts, ends [2 * n], two accounts each. With any, every territory is in one
 * piece. @since 0.1 */
SPLAN_API splan_status splan_territory_set_borders(splan_context* context,
                                                   splan_territory* territory, int64_t n,
                                                   const int32_t* ends);

/* The partition of least cost, moving and imbalance, by options of scope "territory" (NULL: the
 * defaults). i64 columns territory [accounts], moved [1]; f64 columns load [measures *
 * territories], row-major, gini [measures] of each load over its ideal, cost, moving, imbalance,
 * bound, gap [1 each]. SPLAN_INFEASIBLE names the territories and accounts that stand in the way,
 * or the least Gini coefficient found. @since 0.1 */
SPLAN_API splan_status splan_territory_partition(splan_context* context,
                                                 const splan_options* options,
                                                 const splan_territory* territory,
                                                 splan_result** out);

/* Costs for splan_territory_create: weights * distance^power (1 or 2) of accounts at x [accounts],
 * y [accounts] from centres at center_x [territories], center_y [territories]. weights [accounts],
 * NULL for 1. degrees: 1 where x is longitude
 * and y latitude, then in km. out_cost [accounts * territories]. @since 0.1 */
SPLAN_API splan_status splan_territory_distance(splan_context* context, int64_t accounts,
                                                const double* x, const double* y,
                                                int64_t territories, const double* center_x,
                                                const double* center_y, const double* weights,
                                                int32_t power, int32_t degrees, double* out_cost);

/* ---- Product lines ---- */

/* The usual criteria of n product lines, one period, NaN unknown: contribution [n], demand [n]
 * (orders wanted, growth or a score), market_share [n] in 0..1, largest_rival [n] in (0, 1],
 * resources [n] > 0 put in. Any may be NULL. Columns [n]: contribution, demand, relative_share =
 * own share / largest rival's, return_on_resources = contribution / resources. @since 0.1 */
SPLAN_API splan_status splan_product_criteria(splan_context* context, int64_t n,
                                              const double* contribution, const double* demand,
                                              const double* market_share,
                                              const double* largest_rival, const double* resources,
                                              splan_result** out);

/* The priority of n alternatives by k criteria: values [n * k], row-major, NaN unknown; higher [k]:
 * 0 where less is better (NULL: more is); weights [k] >= 0 (NULL: by entropy). options: scope
 * "product_priority". Columns: f64 [n] score in 0..1, share_first, share_top (of the changed
 * weightings in which it is first, among the top), mean_rank; i64 rank [n]; f64 weights [k],
 * normalised [n * k]. @since 0.1 */
SPLAN_API splan_status splan_product_priority(splan_context* context, const splan_options* options,
                                              int64_t n, int64_t k, const double* values,
                                              const int32_t* higher, const double* weights,
                                              splan_result** out);

/* ABC by share of the total value and XYZ by how steady the demand is, of n products.
 * demand [offsets[n]]: product i has demand[offsets[i]] to demand[offsets[i + 1] - 1], NaN missing;
 * its sum is the value. offsets [n + 1] start at 0.
 * options: scope "product_classes". Columns [n]: text abc, xyz; f64 value, variation. @since 0.1 */
SPLAN_API splan_status splan_product_classes(splan_context* context, const splan_options* options,
                                             int64_t n, const int64_t* offsets,
                                             const double* demand, splan_result** out);

/* The stage of life of n products from their sales [offsets[n]], oldest first, laid out by
 * offsets [n + 1] as in splan_product_classes. options: scope "product_lifecycle". Columns [n]:
 * text stage ("unknown", "introduction", "growth", "maturity", "decline"); f64 yearly_growth with
 * _sd. @since 0.1 */
SPLAN_API splan_status splan_product_lifecycle(splan_context* context, const splan_options* options,
                                               int64_t n, const int64_t* offsets,
                                               const double* sales, splan_result** out);

/* The growth/share quadrant of n product lines by market_growth and relative_share [n]: 0 star,
 * 1 cash cow, 2 question mark, 3 dog. high_growth (0.1, say) and high_share (1) divide the field.
 * out_quadrant [n]. @since 0.1 */
SPLAN_API splan_status splan_product_quadrant(splan_context* context, int64_t n,
                                              const double* market_growth,
                                              const double* relative_share, double high_growth,
                                              double high_share, int32_t* out_quadrant);

/* Amounts that add up to total in proportion to score [n] >= 0, each between floor and cap [n],
 * shares of the total in 0..1 (NULL: none). out_amounts [n]. @since 0.1 */
SPLAN_API splan_status splan_product_resources(splan_context* context, int64_t total, int64_t n,
                                               const double* score, const double* floor,
                                               const double* cap, int64_t* out_amounts);

/* ---- Customers ---- */

/* Sums up n transactions by customer: their keys customers [n], dates [n], amounts [n] in money,
 * negative for returns (NULL: not known). Lines of one customer and day are one purchase.
 * calibration_end: last day looked at; holdout_end: last day of a holdout, SPLAN_NO_DATE for none.
 * unit_days: days in the unit of time. Columns, one row a customer who bought by calibration_end,
 * ascending by key: i64 customer; f64 x (repeat purchases), t_x (first to last purchase), T (first
 * purchase to calibration_end), log_gaps, mean_spend (a repeat purchase), spend, returned,
 * holdout_purchases, holdout_spend. O(n log n).
 * @since 0.1 */
SPLAN_API splan_status splan_customer_summary(splan_context* context, int64_t n,
                                              const int64_t* customers, const int32_t* dates,
                                              const double* amounts, int32_t calibration_end,
                                              int32_t holdout_end, double unit_days,
                                              splan_result** out);

/* All customers in one table, from transactions, customers [n], dates [n] and amounts [n], as
 * above: RFM, lifetime and spend models, tiers, what to do. options: scope "customers", NULL for
 * the defaults; time is in days. previous [previous_n], as many as customers in the result: tiers
 * of the last time, -1 for new; NULL and 0: none. Columns, one row a customer: i64 customer,
 * purchases, days_since_last, recency, frequency, monetary (scores), tier (0 the best); f64 spend,
 * p_alive, expected_purchases, expected_spend, expected_value, stake, tier_probability (of its
 * tier, NaN without draws); text segment, care ("grow", "retain", "reactivate", "maintain"),
 * reason, next_tier (what the next tier up would take).
 * @since 0.1 */
SPLAN_API splan_status splan_customer_portfolio(splan_context* context,
                                                const splan_options* options, int64_t n,
                                                const int64_t* customers, const int32_t* dates,
                                                const double* amounts, int32_t today,
                                                int64_t previous_n, const int64_t* previous,
                                                splan_result** out);

/* RFM scores of n customers by quantile: recency [n] time since the last purchase, frequency [n],
 * monetary [n], all finite. options: scope "rfm". Columns: i64 recency, frequency, monetary (scores
 * from 1, the better the higher; equal values share one); text segment. O(n log n). @since 0.1 */
SPLAN_API splan_status splan_customer_rfm(splan_context* context, const splan_options* options,
                                          int64_t n, const double* recency, const double* frequency,
                                          const double* monetary, splan_result** out);

/* The same for recency [n], frequency [n], monetary [n] by borders between the scores, rising, 1 to
 * 99 of each: recency_borders [recency_n], frequency_borders [frequency_n], monetary_borders
 * [monetary_n]. @since 0.1 */
SPLAN_API splan_status splan_customer_rfm_borders(
    splan_context* context, int64_t n, const double* recency, const double* frequency,
    const double* monetary, int64_t recency_n, const double* recency_borders, int64_t frequency_n,
    const double* frequency_borders, int64_t monetary_n, const double* monetary_borders,
    splan_result** out);

/* Tiers of n customers by value [n] (finite, >= 0), tier 0 the best. limits [limits_n], one for
 * each tier but the last: by the option "by" shares of value rising in (0, 1], falling least
 * values, or numbers of seats. previous [n]: tiers of the last time, -1 for a new customer; NULL:
 * none. options: scope "tiers". Columns: i64 tier, held (1 where only hysteresis keeps it); f64
 * next_border, missing (to the next tier up, 0 in tier 0) [n]; border [limits_n], infinite where a
 * tier is closed. O(n log n). @since 0.1 */
SPLAN_API splan_status splan_customer_tiers(splan_context* context, const splan_options* options,
                                            int64_t n, const double* value, int64_t limits_n,
                                            const double* limits, const int64_t* previous,
                                            splan_result** out);

/* Share of draws [n * draws_n], row-major, of each customer's value that falls into each tier:
 * out [n * (border_n + 1)]; border [border_n] as in splan_customer_tiers. @since 0.1 */
SPLAN_API splan_status splan_customer_tier_probability(splan_context* context, int64_t n,
                                                       int64_t draws_n, const double* draws,
                                                       int64_t border_n, const double* border,
                                                       double* out);

/* What n customers would need for the next tier up: value [n], tier [n] and border [border_n] as of
 * splan_customer_tiers; band of the hysteresis, 0 where nobody had a tier before;
 * value_per_purchase [n] (NULL or NaN: not known); names: a list of border_n + 1 texts (NULL: A, B,
 * ...). Columns [n]: f64 border (infinite where closed), missing, purchases of that value, rounded
 * up (NaN: not known), all 0 in tier 0; text explanation. @since 0.1 */
SPLAN_API splan_status splan_customer_tier_steps(splan_context* context, int64_t n,
                                                 const double* value, const int64_t* tier,
                                                 int64_t border_n, const double* border,
                                                 double band, const double* value_per_purchase,
                                                 const char* names, int64_t names_size,
                                                 splan_result** out);

/* A value score of n customers in 0..1: the weighted mean of count criteria, each brought to 0..1
 * by the option "scale". values [count * n], one criterion after the other, the more the better,
 * NaN not known; weights [count] >= 0. options: scope "score". out [n], NaN where nothing is known.
 * @since 0.1 */
SPLAN_API splan_status splan_customer_score(splan_context* context, const splan_options* options,
                                            int64_t n, int64_t count, const double* values,
                                            const double* weights, double* out);

/* Segments of n customers by k-means on features [n * columns], row-major, finite. options: scope
 * "segments". Columns: i64 segment [n] (0 the largest), size [segments]; f64 centre [segments *
 * columns], within [1] (share of variance left), stability [1] (1 the same segments in resampled
 * customers, NaN without resamples). @since 0.1 */
SPLAN_API splan_status splan_customer_segments(splan_context* context, const splan_options* options,
                                               int64_t n, int64_t columns, const double* features,
                                               splan_result** out);

/* What to do for n customers: p_alive [n] in 0..1, expected_value [n] >= 0, potential [n] >= 0, NaN
 * not known (NULL: of nobody). options: scope "customers", of which lost_below and safe_from are
 * looked at. Columns, one row a customer, by care and then by stake: i64 customer (position); text
 * care, reason; f64 stake. @since 0.1 */
SPLAN_API splan_status splan_customer_care(splan_context* context, const splan_options* options,
                                           int64_t n, const double* p_alive,
                                           const double* expected_value, const double* potential,
                                           splan_result** out);

/* Customers that each tier but the last can take within visit hours [tiers - 1] a period. The
 * service of each tier, the best first: calls [tiers] a customer and period, hours_per_call
 * [tiers], the largest discount (0..1) discount_ceiling [tiers], response_hours [tiers] to answer,
 * budget_share [tiers] (they sum to 1). out_seats [tiers - 1].
 * @since 0.1 */
SPLAN_API splan_status splan_customer_service_seats(
    splan_context* context, int64_t tiers, const double* calls, const double* hours_per_call,
    const double* discount_ceiling, const double* response_hours, const double* budget_share,
    const double* hours, int64_t* out_seats);

/* Hours and budget by tier and customer under that service, calls [tiers], hours_per_call [tiers],
 * discount_ceiling [tiers], response_hours [tiers], budget_share [tiers]: tier [n], expected_return
 * [n] >= 0, budget in minor units, capacity in hours a period. Columns: i64 customers, tier_budget
 * [tiers], customer_budget [n] (each sums exactly); f64 hours [tiers], hours_needed, hours_short
 * [1].
 * @since 0.1 */
SPLAN_API splan_status splan_customer_service(splan_context* context, int64_t tiers,
                                              const double* calls, const double* hours_per_call,
                                              const double* discount_ceiling,
                                              const double* response_hours,
                                              const double* budget_share, int64_t n,
                                              const int64_t* tier, const double* expected_return,
                                              int64_t budget, double capacity, splan_result** out);

/* ---- Customer lifetime ---- */

typedef struct splan_lifetime splan_lifetime;

/* Fits a lifetime model, "bg_nbd", "mbg_nbd", "pareto_nbd", "mbg_cnbd_k" or "bg_bb", to n
 * histories: x [n] repeat purchases, t_x [n] time of the last one (0 where x is 0), T [n] time
 * observed, log_gaps [n] (NULL: none; see splan_customer_summary). options: scope "lifetime". Never
 * fails for want of data: the summary says whether a prior helped and what is not to be trusted.
 * @since 0.1 */
SPLAN_API splan_status splan_lifetime_fit(splan_context* context, const splan_options* options,
                                          const char* model, int64_t n, const double* x,
                                          const double* t_x, const double* T,
                                          const double* log_gaps, splan_lifetime** out);

/* A model at known params [4], in the order of the summary; k is 1 but for "mbg_cnbd_k".
 * @since 0.1 */
SPLAN_API splan_status splan_lifetime_create(splan_context* context, const char* model, int32_t k,
                                             const double* params, splan_lifetime** out);
SPLAN_API void splan_lifetime_free(splan_lifetime* lifetime);

/* Columns: text parameter [4]; f64 value, standard_error [4] (NaN: not known), log_likelihood [1]
 * (NaN where not fitted); i64 k, converged, prior_used, iterations, customers, distinct [1]; text
 * model, note [1]. @since 0.1 */
SPLAN_API splan_status splan_lifetime_summary(splan_context* context,
                                              const splan_lifetime* lifetime, splan_result** out);

/* For n histories x [n], t_x [n], T [n]: P(still a customer); purchases expected within horizon;
 * all purchases to come, discounted by exp(-rate * t). out [n]. @since 0.1 */
SPLAN_API splan_status splan_lifetime_p_alive(splan_context* context,
                                              const splan_lifetime* lifetime, int64_t n,
                                              const double* x, const double* t_x, const double* T,
                                              double* out);
SPLAN_API splan_status splan_lifetime_expected(splan_context* context,
                                               const splan_lifetime* lifetime, int64_t n,
                                               const double* x, const double* t_x, const double* T,
                                               double horizon, double* out);
SPLAN_API splan_status splan_lifetime_discounted(splan_context* context,
                                                 const splan_lifetime* lifetime, int64_t n,
                                                 const double* x, const double* t_x,
                                                 const double* T, double rate, double* out);

/* Discounted value of the purchases in the periods to come of n histories x [n], t_x [n], T [n]:
 * the sum over periods i = 1, 2, ... of the purchases expected in period i times spend [n]
 * (expected a purchase, NaN gives NaN) times margin / (1 + discount)^i. options: scope
 * "lifetime_value". out [n]. Without an end in sight it is splan_lifetime_discounted times spend.
 * @since 0.1 */
SPLAN_API splan_status splan_lifetime_value(splan_context* context, const splan_options* options,
                                            const splan_lifetime* lifetime, int64_t n,
                                            const double* x, const double* t_x, const double* T,
                                            const double* spend, double* out);

/* Fits Pareto/NBD to n histories x [n], t_x [n], T [n] of customers whose rates are moved by what
 * they are, row-major and within -1000..1000: purchase [n * purchase_columns] moves how often they
 * buy, leaving [n * leaving_columns] how soon they leave, each by the factor exp(sum of coefficient
 * * covariate). options: scope "lifetime". Columns: text parameter [4 + purchase_columns +
 * leaving_columns] (r, alpha, s, beta, purchase[0] ..., leaving[0] ...), note [1]; f64 value and
 * standard_error of each (NaN: not known), log_likelihood [1]; i64 converged, prior_used,
 * iterations [1]. @since 0.1 */
SPLAN_API splan_status splan_lifetime_covariate_fit(splan_context* context,
                                                    const splan_options* options, int64_t n,
                                                    const double* x, const double* t_x,
                                                    const double* T, int64_t purchase_columns,
                                                    const double* purchase, int64_t leaving_columns,
                                                    const double* leaving, splan_result** out);

/* At params [4 + purchase_columns + leaving_columns], such as that fit's values: for n histories
 * x [n], t_x [n], T [n] with purchase [n * purchase_columns] and leaving [n * leaving_columns],
 * P(still a customer), out_p_alive [n], and the purchases expected within horizon, out_expected
 * [n]. Either output may be NULL. @since 0.1 */
SPLAN_API splan_status splan_lifetime_covariate_forecast(
    splan_context* context, const double* params, int64_t n, const double* x, const double* t_x,
    const double* T, int64_t purchase_columns, const double* purchase, int64_t leaving_columns,
    const double* leaving, double horizon, double* out_p_alive, double* out_expected);

/* Draws of the purchases of n histories x [n], t_x [n], T [n] within horizon, of parameters and
 * chance: out [n * the option "draws"],
 * row-major. options: scope "lifetime". @since 0.1 */
SPLAN_API splan_status splan_lifetime_draws(splan_context* context, const splan_options* options,
                                            const splan_lifetime* lifetime, int64_t n,
                                            const double* x, const double* t_x, const double* T,
                                            double horizon, double* out);

/* From such draws for x [n], t_x [n], T [n], which are not kept: the ends out_lower [n] and
 * out_upper [n] of the central intervals of coverage level, in (0, 1), and out_mean [n]. Any output
 * may be NULL. @since 0.1 */
SPLAN_API splan_status splan_lifetime_interval(splan_context* context, const splan_options* options,
                                               const splan_lifetime* lifetime, int64_t n,
                                               const double* x, const double* t_x, const double* T,
                                               double horizon, double level, double* out_lower,
                                               double* out_mean, double* out_upper);

/* The forecast for x [n], t_x [n], T [n] of least expected absolute error that sums to total
 * purchases: out [n], whole
 * numbers but for one. @since 0.1 */
SPLAN_API splan_status splan_lifetime_likeliest(splan_context* context,
                                                const splan_lifetime* lifetime, int64_t n,
                                                const double* x, const double* t_x, const double* T,
                                                double horizon, double total, double* out);

/* How much a model missed on four rolling splits before calibration_end of n transactions,
 * customers [n] and dates [n] (see splan_customer_summary). Columns: f64 factor [1] (purchases over
 * predicted), error [1] (mean error a customer and unit of time); horizon, predicted, actual,
 * split_error [4]. @since 0.1 */
SPLAN_API splan_status splan_lifetime_correction(splan_context* context,
                                                 const splan_options* options, const char* model,
                                                 int64_t n, const int64_t* customers,
                                                 const int32_t* dates, int32_t calibration_end,
                                                 double unit_days, splan_result** out);

/* Fits the Gamma-Gamma spend model to n customers: x [n] repeat purchases, mean_spend [n] a repeat
 * purchase; those with x = 0 or mean_spend not > 0 do not count. options: scope "lifetime", of
 * which only the prior is looked at. Columns: text parameter [3] ("p", "q", "v"); f64 value,
 * standard_error [3], log_likelihood [1], log_covariance [9] (of ln p, ln q, ln v; empty where the
 * curvature gives none); i64 converged, prior_used, iterations, customers [1];
 * text note [1].
 * @since 0.1 */
SPLAN_API splan_status splan_spend_fit(splan_context* context, const splan_options* options,
                                       int64_t n, const double* x, const double* mean_spend,
                                       splan_result** out);

/* Spend expected a purchase of n customers with x [n] and mean_spend [n], as for splan_spend_fit,
 * at params [3] = p, q, v: out [n], NaN where it is infinite. @since 0.1
 */
SPLAN_API splan_status splan_spend_expected(splan_context* context, const double* params, int64_t n,
                                            const double* x, const double* mean_spend, double* out);

/* Draws of the money spent, out [n * draws_n] for purchases [n * draws_n] as splan_lifetime_draws
 * gave them: at params [3] and log_covariance [9] (NULL: certain) of splan_spend_fit, of n
 * customers with x [n] and mean_spend [n]. options: scope "lifetime", of which seed and threads are
 * looked at.
 * @since 0.1 */
SPLAN_API splan_status splan_spend_draws(splan_context* context, const splan_options* options,
                                         const double* params, const double* log_covariance,
                                         int64_t n, const double* x, const double* mean_spend,
                                         int64_t draws_n, const double* purchases, double* out);

/* ---- Promotions ----
 *
 * Columns of a result named x, x_sd, x_lower and x_upper are an estimate, its standard deviation
 * and its interval. Amounts are in one currency unit throughout, not in minor units, but where they
 * are int64. Where an array of standard deviations may be NULL, NULL is certainty. */

/* The budget sheet of a promotion at `units` sold: n lines of fixed + per_unit * units, each
 * rounded to the minor unit. kinds [n]: 0 people, 1 material, 2 media, 3 discount, 4 other; fixed
 * [n] >= 0 in minor units; per_unit [n] >= 0 in minor units a unit. Columns: i64 amount [n],
 * kind_amount [5], fixed [1], total [1]. @since 0.1 */
SPLAN_API splan_status splan_promotion_costs(splan_context* context, double units, int64_t n,
                                             const int32_t* kinds, const int64_t* fixed,
                                             const double* per_unit, splan_result** out);

/* What n promotions brought. units [n] > 0 sold, baseline [n] (baseline_sd [n]) what would
 * have been sold without, pulled_forward [n] (pulled_forward_sd [n]) what is missing from later
 * sales (NULL: none), price [n] > 0 and margin [n] a unit before the discount, discount [n] >= 0 a
 * unit, unit_cost [n] >= 0 a unit (NULL: none), fixed_cost [n] >= 0 (NULL: none), periods [n] > 0
 * its length (NULL: 1). Effects on m other products: of promotion related_to [m], by
 * related_units [m] (related_sd [m]), at related_margin [m] a unit.
 * With q units, b baseline, p pulled forward, m margin, d discount, c unit cost and F fixed cost:
 * cost = F + (d + c) q, net = (q - b - p) m + related units * their margin - cost, ROI = net /
 * cost. options: scope "promotion_roi". Columns, f64 [n] each: incremental_units, direct_return,
 * indirect_return, net, subsidised_discount and incremental_revenue, each with _sd; roi with _sd,
 * _lower, _upper; cost, discount_given, revenue_per_cost, profit_probability; payback_periods,
 * break_even_uplift and break_even_discount, each with _lower, _upper. NaN: nothing was spent;
 * infinite: never. The message of an error names promotions[i]. @since 0.1 */
SPLAN_API splan_status splan_promotion_roi(
    splan_context* context, const splan_options* options, int64_t n, const double* units,
    const double* baseline, const double* baseline_sd, const double* pulled_forward,
    const double* pulled_forward_sd, const double* price, const double* margin,
    const double* discount, const double* unit_cost, const double* fixed_cost,
    const double* periods, int64_t m, const int32_t* related_to, const double* related_units,
    const double* related_sd, const double* related_margin, splan_result** out);

/* What past promotions brought, from n rows of sales by period, product and promotion, each at most
 * once. period [n] consecutive numbers; product [n] in 0..n - 1; promotion [n] in 0..promotions - 1
 * or -1 for sales without one; units and revenue [n] > 0, discount [n] >= 0 given away, cost [n] >=
 * 0 of the goods; fixed_cost [promotions] (NULL: none). The response to the price is fitted on all
 * products together, each with its own elasticity shrunk to the common one. options: scope
 * "promotion_evaluate". Columns, one row a promotion that sold: i64 promotion; f64 units, baseline,
 * pulled_forward, elasticity and log_uplift with _sd, price, margin, discount; all columns of
 * splan_promotion_roi and of splan_promotion_recommend. @since 0.1 */
SPLAN_API splan_status splan_promotion_evaluate(splan_context* context,
                                                const splan_options* options, int64_t n,
                                                const int32_t* period, const int32_t* product,
                                                const int32_t* promotion, const double* units,
                                                const double* revenue, const double* discount,
                                                const double* cost, int64_t promotions,
                                                const double* fixed_cost, splan_result** out);

/* The effect of a promotion that was given by lot: values of treated [n] and control [m], 2 or more
 * each, finite. The ROI of having treated counts `margin` of the measured value as profit against
 * cost_per_member * n + fixed_cost, all >= 0; NaN where that is 0. Columns [1]: effect (on one
 * member) and total with _sd, p_value (two-sided, unequal variances), roi with _sd. @since 0.1 */
SPLAN_API splan_status splan_promotion_experiment(splan_context* context, int64_t n,
                                                  const double* treated, int64_t m,
                                                  const double* control, double margin,
                                                  double cost_per_member, double fixed_cost,
                                                  splan_result** out);

/* The effect of a promotion on one series y [n] (NaN missing) from period `start` over `length`
 * periods (0: to the end), against a forecast of what would have been. controls [k * n]: k series
 * that it cannot touch, one after the other, finite. options: scope "promotion_effect". Columns:
 * baseline and effect [length]; baseline_total and total with _sd [1], total_lower, total_upper,
 * p_value, placebo_p_value [1]; placebo [windows], effects in windows without a promotion divided
 * by their standard deviation; text model [1]. @since 0.1 */
SPLAN_API splan_status splan_promotion_effect(splan_context* context, const splan_options* options,
                                              int64_t n, const double* y, int64_t k,
                                              const double* controls, int64_t start, int64_t length,
                                              splan_result** out);

/* How ln(volume) responds to ln(price), k drivers and, by options of scope "promotion_response",
 * past prices and a season, over n rows: unit [n] (store or product) in 0..n - 1, period [n], at
 * most once a unit, volume and price [n] > 0, NaN unknown. driver_names: a list of k names, drivers
 * [k * n] one after the other, lags [k] >= 0 (NULL: none). Columns: text name [c]; f64 coefficient
 * [c], covariance [c * c], unit_coefficient [units * c] and unit_covariance [units * c * c] (empty
 * unless shrunk), sigma, log_likelihood [1], pulled_forward_share with _sd [1] (NaN without price
 * lags); i64 rows, converged [1]. @since 0.1 */
SPLAN_API splan_status splan_promotion_response(splan_context* context,
                                                const splan_options* options, int64_t n,
                                                const int32_t* unit, const int32_t* period,
                                                const double* volume, const double* price,
                                                int64_t k, const char* driver_names,
                                                int64_t driver_names_size, const double* drivers,
                                                const int32_t* lags, splan_result** out);

/* How products beside each other respond to each other's prices, from n rows: product [n] in
 * 0..products - 1, unit [n] (store) in 0..n - 1, period [n], each combination at most once; volume
 * and price [n] > 0, NaN unknown; of the row's own product k drivers: driver_names, a list, and
 * drivers [k * n] one after the other. options: scope "promotion_related". Columns: f64 elasticity
 * with _sd [products * products], row-major: of the row's sales to the column's price, below 0
 * halo, above 0 cannibalisation; i64 rows [products] used. @since 0.1 */
SPLAN_API splan_status splan_promotion_cross_elasticities(
    splan_context* context, const splan_options* options, int64_t products, int64_t n,
    const int32_t* product, const int32_t* unit, const int32_t* period, const double* volume,
    const double* price, int64_t k, const char* driver_names, int64_t driver_names_size,
    const double* drivers, splan_result** out);

/* By how many units each product changes while `promoted` is sold at `discount`, a share of its
 * price in [0, 1), and would have sold base [products] >= 0 meanwhile: elasticity [products *
 * products] with elasticity_sd [products * products] as above. out_units [products] with
 * out_units_sd [products], 0 of the promoted product: the related_units of splan_promotion_roi.
 * @since 0.1 */
SPLAN_API splan_status splan_promotion_related_effects(
    splan_context* context, int64_t products, const double* elasticity, const double* elasticity_sd,
    int32_t promoted, double discount, const double* base, double* out_units, double* out_units_sd);

/* What m planned promotions may return, from n similar past ones: types, categories: lists of n
 * texts; depth [n] in 0..1, result [n] (the ROI, say) and result_sd [n], how well it is known;
 * planned_types, planned_categories: lists of m texts; planned_depth [m]. options: scope
 * "promotion_outlook". Columns [m]: f64 result with _sd; i64 similar, past promotions of the
 * narrowest kind that has any; text basis, that kind. @since 0.1 */
SPLAN_API splan_status splan_promotion_outlook(
    splan_context* context, const splan_options* options, int64_t n, const char* types,
    int64_t types_size, const char* categories, int64_t categories_size, const double* depth,
    const double* result, const double* result_sd, int64_t m, const char* planned_types,
    int64_t planned_types_size, const char* planned_categories, int64_t planned_categories_size,
    const double* planned_depth, splan_result** out);

/* The ROI that n planned promotions may bring when log_uplift [n], ln(units with / without), is
 * normal with deviation log_uplift_sd [n]: its quantiles are exact. baseline [n] > 0 units, margin
 * [n] > 0 and discount [n] a unit, unit_cost and fixed_cost [n] (NULL: none); level covers the
 * interval. out_median [n], out_lower [n], out_upper [n], out_profit_probability [n] of an ROI
 * above 0. @since 0.1 */
SPLAN_API splan_status splan_promotion_roi_outlook(
    splan_context* context, int64_t n, const double* log_uplift, const double* log_uplift_sd,
    const double* baseline, const double* margin, const double* discount, const double* unit_cost,
    const double* fixed_cost, double level, double* out_median, double* out_lower,
    double* out_upper, double* out_profit_probability);

/* How n forecasts of ROI did: forecast [n], forecast_sd [n] > 0, realised [n], NaN unknown.
 * Columns: i64 realised [1], by_tenth [10] realised results by tenth of their forecast
 * distribution; f64 [1] bias, absolute_error, coverage_80, coverage_95, spread_factor, brier_score,
 * NaN where none is realised. @since 0.1 */
SPLAN_API splan_status splan_promotion_calibration(splan_context* context, int64_t n,
                                                   const double* forecast,
                                                   const double* forecast_sd,
                                                   const double* realised, splan_result** out);

/* Keep, change or stop each of n promotions: baseline [n] > 0 units, price, margin and discount [n]
 * a unit, unit_cost and fixed_cost [n] (NULL: none), log_uplift [n] (log_uplift_sd [n]) =
 * ln(units with / without) at the present discount, elasticity [n] (elasticity_sd [n]) the
 * coefficient of ln(price). options: scope
 * "promotion_recommend". Columns [n]: text action "keep", "change_depth" or "stop", reason; f64
 * depth, expected_net, recommended_profit_probability (at that depth), present_net. @since 0.1 */
SPLAN_API splan_status splan_promotion_recommend(
    splan_context* context, const splan_options* options, int64_t n, const double* baseline,
    const double* price, const double* margin, const double* discount, const double* unit_cost,
    const double* fixed_cost, const double* log_uplift, const double* log_uplift_sd,
    const double* elasticity, const double* elasticity_sd, splan_result** out);

/* Which promotions to run, how deep and when: of n choices, at most one for each promotion [n] in
 * 0..9999, the selection of the largest total value [n] with cost [n] >= 0 within the budget, both
 * in minor units. A choice runs from period start [n] >= 0 (NULL: 0) over periods [n] >= 1 (NULL:
 * 1) and takes load [n] >= 0 (NULL: 0) of capacity [c] in each (c = 0: no limit). m memberships put
 * promotion set_promotion [m] into set set_index [m] in 0..sets - 1, of which no two may run with
 * fewer than set_gap [sets] periods between them. options: scope "promotion_optimize". Columns: i64
 * chosen [number chosen], the indices, cost [1], nodes [1]; f64 value [1], bound [1]: no selection
 * is worth more. @since 0.1 */
SPLAN_API splan_status splan_promotion_optimize(
    splan_context* context, const splan_options* options, int64_t budget, int64_t n,
    const int32_t* promotion, const double* value, const int64_t* cost, const int32_t* start,
    const int32_t* periods, const double* load, int64_t c, const double* capacity, int64_t m,
    const int32_t* set_index, const int32_t* set_promotion, int64_t sets, const int32_t* set_gap,
    splan_result** out);

/* The split of a budget a period over n channels that brings the largest margin. shape [n]: 0 Hill,
 * scale x^slope / (half^slope + x^slope), S-shaped for a slope above 1; 1 logistic,
 * scale tanh(x ln 3 / (2 half)) (NULL: all Hill). scale [n] >= 0 units, half [n] > 0, slope [n]
 * (NULL: 1), margin [n] >= 0 a unit (NULL: 1); spend goes on working over lags [n] >= 1 periods
 * (NULL: 1), retention [n] in [0, 1) of it a period later (NULL: 0), normalised; lower [n] >= 0
 * (NULL: 0) and upper [n] bounds (NULL: none). options: scope "promotion_channels". Columns: f64
 * [n] spend, margin over all periods, roi, marginal_roi; [1] total_margin, bound. SPLAN_INFEASIBLE
 * for a budget below the sum of the lower bounds. @since 0.1 */
SPLAN_API splan_status splan_promotion_channels(
    splan_context* context, const splan_options* options, double budget, int64_t n,
    const int32_t* shape, const double* scale, const double* half, const double* slope,
    const double* margin, const double* retention, const int32_t* lags, const double* lower,
    const double* upper, splan_result** out);

/* ---- Visits: call frequencies to dates ---- */

typedef struct splan_visits splan_visits;

/* Visits of reps: day_minutes [reps] for visits and travel; x [reps] (longitude) and y [reps]
 * (latitude) where days start and end, NaN or NULL where that is not known. @since 0.1 */
SPLAN_API splan_status splan_visits_create(splan_context* context, int64_t reps,
                                           const double* day_minutes, const double* x,
                                           const double* y, splan_visits** out);
SPLAN_API void splan_visits_free(splan_visits* visits);

/* Adds n customers, numbered over all reps in the order in which they come. rep [n]: whose they
 * are; times [n] visits (0..31) in every [n] weeks, months where months [n] is 1 (NULL: 1 and 0);
 * minutes [n] of a visit; gap_days [n] at least between visits, -1 for half of the even interval;
 * area [n], -1 for none; x, y [n] as for reps; weekdays [n] that suit, bit w for weekday w, Monday
 * 0, 0 for all; last_visit [n], a date before the plan. All but rep, times and minutes may be NULL.
 * What is out of its domain is refused when the visits are planned. One thread at a time, as all
 * that add. @since 0.1 */
SPLAN_API splan_status splan_visits_add_customers(
    splan_context* context, splan_visits* visits, int64_t n, const int32_t* rep,
    const int32_t* times, const int32_t* every, const int32_t* months, const double* minutes,
    const int32_t* gap_days, const int32_t* area, const double* x, const double* y,
    const int32_t* weekdays, const int32_t* last_visit);

/* Adds n absences of rep [n], first [n] to last [n]; they must not overlap. @since 0.1 */
SPLAN_API splan_status splan_visits_add_absences(splan_context* context, splan_visits* visits,
                                                 int64_t n, const int32_t* rep,
                                                 const int32_t* first, const int32_t* last);

/* Adds n times that are not for visits: minutes [n] of rep [n] on dates [n]. @since 0.1 */
SPLAN_API splan_status splan_visits_add_busy(splan_context* context, splan_visits* visits,
                                             int64_t n, const int32_t* rep, const int32_t* dates,
                                             const double* minutes);

/* Adds n visits that must be: customers [n] on dates [n]; appointments, or what is locked of an
 * earlier plan. @since 0.1 */
SPLAN_API splan_status splan_visits_add_fixed(splan_context* context, splan_visits* visits,
                                              int64_t n, const int64_t* customers,
                                              const int32_t* dates);

/* Adds n visits of an earlier plan, customers [n] on dates [n], from which the new one moves as
 * little as possible. @since 0.1 */
SPLAN_API splan_status splan_visits_add_previous(splan_context* context, splan_visits* visits,
                                                 int64_t n, const int64_t* customers,
                                                 const int32_t* dates);

/* The dates of all visits from first to last, by options of scope "visits". Columns, a value a
 * visit: i64 customer, date (of each rep by date, and on a date in the order of the tour), f64
 * start_minutes from the day's start; a visit that is missing: i64 unmet_customer, unmet_first,
 * unmet_last (its window), text unmet_reason
 * ("no_workday", "absent", "spacing", "capacity"); a day of a rep: i64 day_rep, day_date,
 * day_visits, f64 day_visit_minutes, day_travel_minutes, day_free_minutes; a rep: f64 mean_visits
 * (a day), cost, bound (in minutes; no plan of these visits costs less), i64 most_visits, moved,
 * estimated (1: holidays are not known for all days). @since 0.1 */
SPLAN_API splan_status splan_visits_plan(splan_context* context, const splan_options* options,
                                         const splan_visits* visits, const splan_calendar* calendar,
                                         int32_t first, int32_t last, splan_result** out);

/* ---- Schedule: tasks of the month, responsibilities, flow ---- */

/* Months of tasks for reps, in the month that holds a date. n tasks: nodes [n] 1..4; keys: a list
 * of n texts; links that say what waits for what, both indices of tasks: link_task [links] waits
 * for link_after [links]. targets [reps] in minor units, spread over the nodes by worth [days], of
 * each day of the month, or with days 0 by workdays. What slipped last month: slipped_task
 * [slipped] of slipped_rep [slipped]. Columns, a node: i64 week_start, week_due, workdays, f64
 * share, workday_share, text moved_by (holidays, where by weekends alone the node would lie
 * elsewhere); i64 target [reps * 4]; a task of a rep: i64 rep, task, week, start, due, carried (1:
 * it slipped). SPLAN_INFEASIBLE for tasks that wait for each other. @since 0.1 */
SPLAN_API splan_status splan_month_tasks(splan_context* context, const splan_calendar* calendar,
                                         int32_t month, int64_t n, const int32_t* nodes,
                                         const char* keys, int64_t keys_size, int64_t links,
                                         const int32_t* link_task, const int32_t* link_after,
                                         int64_t reps, const int64_t* targets, int64_t days,
                                         const double* worth, int64_t slipped,
                                         const int32_t* slipped_rep, const int32_t* slipped_task,
                                         splan_result** out);

/* The month of a sales team that comes with salesplan: columns i64 node, text key, en, zh; i64
 * link_task, link_after. @since 0.1 */
SPLAN_API splan_status splan_month_task_template(splan_context* context, splan_result** out);

/* Checks a responsibility matrix (RACI): lists role_names of roles texts and tasks of n; parts [n *
 * roles], row-major, sums of 1 responsible, 2 accountable, 4 consulted, 8 informed; hours [n] a
 * month (NULL: 1 each), shared by those responsible; capacity_hours [roles] (NULL: not limited).
 * Columns, a row a finding: text issue ("nobody_accountable", "several_accountable",
 * "nobody_responsible", "several_responsible", "overloaded", "idle"), i64 index (of the task, or
 * for the last two of the role), text detail; f64 load_hours [roles]; i64 parts [roles], tasks with
 * a part; sound [1], 1 where nothing but several responsible or idle was found. @since 0.1 */
SPLAN_API splan_status splan_responsibilities_review(
    splan_context* context, int64_t roles, const char* role_names, int64_t role_names_size,
    const double* capacity_hours, int64_t n, const char* tasks, int64_t tasks_size,
    const int32_t* parts, const double* hours, splan_result** out);

/* The matrix of a sales team that comes with salesplan: columns text role, text task, f64 hours,
 * i64 parts, as above. @since 0.1 */
SPLAN_API splan_status splan_responsibilities_template(splan_context* context, splan_result** out);

/* Reviews a flow of n steps between departments: lists keys and departments; workdays [n] planned,
 * due [n], the workday by which a step must end, and measured [n], workdays it took, NaN or NULL
 * where there is none. Hand-offs: input_step [inputs] takes what the list input_names says, and
 * output_step [outputs] makes output_names; given_names, a list of given, come from outside, and
 * wanted_names, a list of wanted, go there. Columns, a step: f64 start, end, slack, i64 critical;
 * f64 workdays, measured_workdays [1]; i64 critical_path; hand-offs between departments: i64
 * crossing_from, crossing_to, text crossing_what; text orphan, outputs that nobody takes; i64 slow,
 * f64 slow_days, steps that the flow would win days with. SPLAN_DUPLICATE for an output of two
 * steps, SPLAN_NOT_FOUND for an input that nobody makes, SPLAN_INFEASIBLE for a cycle. @since 0.1
 */
SPLAN_API splan_status splan_flow_review(
    splan_context* context, int64_t n, const char* keys, int64_t keys_size, const char* departments,
    int64_t departments_size, const double* workdays, const double* due, const double* measured,
    int64_t inputs, const int32_t* input_step, const char* input_names, int64_t input_names_size,
    int64_t outputs, const int32_t* output_step, const char* output_names,
    int64_t output_names_size, int64_t given, const char* given_names, int64_t given_names_size,
    int64_t wanted, const char* wanted_names, int64_t wanted_names_size, splan_result** out);

/* The dates of n meetings from first to last: each every [n] so many weeks, or months where months
 * [n] is 1, the first those of `first`, on a workday [n] of it, from 1, below 0 from its end; on
 * the nearest where there are fewer, on none without any. Columns, by date: i64 meeting, date.
 * @since 0.1 */
SPLAN_API splan_status splan_meeting_dates(splan_context* context, const splan_calendar* calendar,
                                           int64_t n, const int32_t* months, const int32_t* every,
                                           const int32_t* workday, int32_t first, int32_t last,
                                           splan_result** out);

/* ---- Budget ----
 *
 * What lines (channels, promotions, people, regions) may spend, in minor units. */

/* A budget over n lines to the cent, in proportion to the basis: options of scope "budget_split"
 * weigh history [n] (what lines had), target [n] (what they are to bring), both >= 0 and NULL where
 * they do not count, and equal parts. lower, upper, locked [n]: floors, caps and fixed amounts as
 * for splan_allocate_spread. total >= 0. SPLAN_INFEASIBLE where they leave no answer. out_amounts
 * [n]. O(n). @since 0.1 */
SPLAN_API splan_status splan_budget_split(splan_context* context, const splan_options* options,
                                          int64_t total, int64_t n, const double* history,
                                          const double* target, const int64_t* lower,
                                          const int64_t* upper, const int64_t* locked,
                                          int64_t* out_amounts);

/* The amounts with the largest total response by response curves as for splan_promotion_channels:
 * shape [n], 0 Hill, 1 logistic (NULL: all Hill); scale [n] >= 0 in any one unit; half [n] > 0 in
 * minor units; slope [n] > 0 (NULL: 1). lower, upper, locked [n] as for splan_budget_split.
 * Columns: i64 amount [n]; f64 [1] response, bound (no split has a larger one), marginal (of one
 * minor unit more). @since 0.1 */
SPLAN_API splan_status splan_budget_best_split(splan_context* context, int64_t total, int64_t n,
                                               const int32_t* shape, const double* scale,
                                               const double* half, const double* slope,
                                               const int64_t* lower, const int64_t* upper,
                                               const int64_t* locked, splan_result** out);

/* What to change in a running budget, by options of scope "budget_adjustment". Of each line: budget
 * [n], planned [n] and spent [n] up to today, committed [n] >= spent, which cannot be cut (NULL:
 * what is spent), all >= 0; target [n] > 0 and landing [n], forecast with landing_sd [n] (NULL: 0),
 * of its result; marginal [n], result per unit of further spend, with marginal_sd [n] (NULL: 0);
 * elasticity [n] in (0, 1], of the result by the budget (NULL: 1); last [n], what was done last
 * time: 0 keep, 1 add, 2 cut, 3 freeze (NULL: 0). reserve >= 0: not given to a line. Columns, a row
 * a proposal: text action ("add", "cut", "move", "freeze"), i64 from, to (lines, -1 the reserve; a
 * freeze changes no budget), amount, f64 effect (change of result less the hurdle times change of
 * spend), lower, upper, text reason; after all of them: i64 budget [n], last [n], reserve [1]. O(n
 * log n). @since 0.1 */
SPLAN_API splan_status splan_budget_propose(splan_context* context, const splan_options* options,
                                            int64_t n, const int64_t* budget,
                                            const int64_t* planned, const int64_t* spent,
                                            const int64_t* committed, const double* target,
                                            const double* landing, const double* landing_sd,
                                            const double* marginal, const double* marginal_sd,
                                            const double* elasticity, const int32_t* last,
                                            int64_t reserve, splan_result** out);

/* An audit trail: entries that are only ever added, each chained to the one before by its hash. */
typedef struct splan_trail splan_trail;

/* An empty trail of that name, for entries that the host has kept. @since 0.1 */
SPLAN_API splan_status splan_trail_create(splan_context* context, const char* name,
                                          splan_trail** out);
SPLAN_API void splan_trail_free(splan_trail* trail);

/* Adds an entry as it was kept; reason and content may be NULL for "". It is checked by what reads
 * the trail, not here. One thread at a time. @since 0.1 */
SPLAN_API splan_status splan_trail_add(splan_context* context, splan_trail* trail, int64_t sequence,
                                       int64_t at, const char* actor, const char* action,
                                       const char* reason, const char* content, const char* hash);

/* All entries. Columns: i64 sequence, at (seconds since 1970-01-01 00:00 UTC), text actor, action,
 * reason, content, hash. @since 0.1 */
SPLAN_API splan_status splan_trail_entries(splan_context* context, const splan_trail* trail,
                                           splan_result** out);

/* Recomputes the chain. SPLAN_PARSE names the first entry that was changed, inserted, removed,
 * reordered or taken from another trail. head, a hash noted down elsewhere, must be that of some
 * entry, so that the last ones cannot be cut off (NULL or "": none was). @since 0.1 */
SPLAN_API splan_status splan_trail_verify(splan_context* context, const splan_trail* trail,
                                          const char* head);

/* Where a budget stands, by its trail, which is verified. Columns: text stage [1] ("drafting",
 * "review", "approval", "execution", "monitoring", "adjustment", "closed"); i64 [1] versions,
 * in_force (the version approved last, 0 for none), entries; text head [1], the last entry's hash,
 * approvals (who has approved the version that waits for another). @since 0.1 */
SPLAN_API splan_status splan_budget_standing(splan_context* context, const splan_trail* trail,
                                             splan_result** out);

/* A version, from 1, as it was written down: columns text line, i64 amount; text author [1], i64 at
 * [1]. SPLAN_NOT_FOUND for a version that is not there. @since 0.1 */
SPLAN_API splan_status splan_budget_version(splan_context* context, const splan_trail* trail,
                                            int64_t version, splan_result** out);

/* The lines that differ between two versions: columns text line, i64 before, after, SPLAN_MISSING
 * where a line is new or gone. @since 0.1 */
SPLAN_API splan_status splan_budget_difference(splan_context* context, const splan_trail* trail,
                                               int64_t from, int64_t to, splan_result** out);

/* The version in force, and what was done to its lines when it replaced the one before: columns
 * text line, i64 amount, last (0 keep, 1 add, 2 cut), as splan_budget_propose wants it. No rows
 * where nothing is in force. @since 0.1 */
SPLAN_API splan_status splan_budget_last_change(splan_context* context, const splan_trail* trail,
                                                splan_result** out);

/* The host's own store, two callbacks that run on the calling thread and must return. Reading adds
 * the entries kept under the name to the trail, oldest first, by splan_trail_add; the trail is not
 * the host's to free. Appending keeps one entry durably, or returns SPLAN_CONFLICT where the name
 * has another entry of that sequence already: a unique key over name and sequence does it. 0 is
 * success; any other result fails the call with SPLAN_IO. */
typedef int32_t (*splan_store_read)(const char* name, splan_trail* trail, void* user_data);
typedef int32_t (*splan_store_append)(const char* name, int64_t sequence, int64_t at,
                                      const char* actor, const char* action, const char* reason,
                                      const char* content, const char* hash, void* user_data);

/* Where trails are kept. */
typedef struct splan_store splan_store;

/* A store behind callbacks, or in memory, for as long as the handle lives, where both are NULL. May
 * be shared between threads where the callbacks may be called from them. @since 0.1 */
SPLAN_API splan_status splan_store_create(splan_context* context, splan_store_read read,
                                          splan_store_append append, void* user_data,
                                          splan_store** out);
SPLAN_API void splan_store_free(splan_store* store);

/* A copy of the trail kept under a name; without entries where there is none. @since 0.1 */
SPLAN_API splan_status splan_store_trail(splan_context* context, splan_store* store,
                                         const char* name, splan_trail** out);

/* Who may do what. */
typedef struct splan_policy splan_policy;

/* names: a list of n people; roles [n]: the sum of 1 author, 2 reviewer, 4 approver, 8 controller;
 * limits [n]: most that an approver may approve, SPLAN_MISSING for any amount (NULL: any for all);
 * second_above: the total above which a second approver is needed, SPLAN_MISSING for never.
 * @since 0.1 */
SPLAN_API splan_status splan_policy_create(splan_context* context, int64_t n, const char* names,
                                           int64_t names_size, const int32_t* roles,
                                           const int64_t* limits, int64_t second_above,
                                           splan_policy** out);
SPLAN_API void splan_policy_free(splan_policy* policy);

/* Takes the budget of that name one step on, and adds one entry to its trail, or nothing. step:
 * "draft", "submit", "endorse", "reject", "approve", "monitor", "adjust", "withdraw", "close";
 * reason: must be given to reject, adjust, withdraw and close, else it may be NULL; now: seconds
 * since 1970-01-01 00:00 UTC, not before the last entry; seen: entries that the actor has seen, -1
 * where it does not matter; lines: a list of n names with amounts [n] >= 0, of draft and adjust
 * only. Nobody reviews or approves what he wrote or submitted. Columns as for
 * splan_budget_standing. SPLAN_CONFLICT where somebody else was there in the meantime,
 * SPLAN_NOT_FOUND for an unknown actor or step, SPLAN_INVALID_ARGUMENT for what the rules do not
 * allow. @since 0.1 */
SPLAN_API splan_status splan_budget_act(splan_context* context, splan_store* store,
                                        const splan_policy* policy, const char* name,
                                        const char* step, const char* actor, const char* reason,
                                        int64_t now, int64_t seen, int64_t n, const char* lines,
                                        int64_t lines_size, const int64_t* amounts,
                                        splan_result** out);

/* ---- Material ----
 *
 * Quantities are whole pieces, 0..10^15. Amounts are in one currency unit, not in minor units, but
 * where they are int64. Orders are multiples of pack >= 1 pieces and not below minimum >= 0. */

/* Pieces that a plan takes. The list has m lines: material [m] in 0..materials - 1, activity, rep,
 * channel and tier [m], -1 (NULL: all -1) for any, and pieces_an_event [m] >= 0. The plan has n
 * rows: period [n] in 0..periods - 1; plan_activity, plan_rep, plan_channel and plan_tier [n]
 * (NULL: all -1); events [n] >= 0. For each row and material the most specific line decides: one
 * with the rep before one without, then tier, channel, activity. Columns: i64 pieces [materials *
 * periods], sums rounded up; for each use of a material by a row: i64 plan_row, list_line; f64 use.
 * SPLAN_DUPLICATE for two lines of the same keys. @since 0.1 */
SPLAN_API splan_status splan_material_requirement(
    splan_context* context, int64_t m, const int32_t* material, const int32_t* activity,
    const int32_t* rep, const int32_t* channel, const int32_t* tier, const double* pieces_an_event,
    int64_t n, const int32_t* period, const int32_t* plan_activity, const int32_t* plan_rep,
    const int32_t* plan_channel, const int32_t* plan_tier, const double* events, int64_t materials,
    int64_t periods, splan_result** out);

/* Safety stocks out [n] of normal errors over the lead time with standard deviations sd [n] >= 0.
 * service 0: the share `level` of cycles has no stockout; 1: that share of demand is served from
 * the shelf, with order_quantity [n] > 0 (NULL only for service 0). 0 < level < 1. @since 0.1 */
SPLAN_API splan_status splan_material_safety_stock(splan_context* context, int32_t service,
                                                   double level, int64_t n, const double* sd,
                                                   const double* order_quantity, double* out);

/* The safety stock out [1] from errors [n] as they were, actual less forecast over lead times.
 * SPLAN_INFEASIBLE where they are too few to show the level. @since 0.1 */
SPLAN_API splan_status splan_material_empirical_safety_stock(splan_context* context,
                                                             int32_t service, double level,
                                                             int64_t n, const double* errors,
                                                             double order_quantity, double* out);

/* The order of least yearly cost: yearly demand > 0, order_cost >= 0 an order, carrying > 0 of the
 * value in stock a year. The price of a piece falls at n breaks: break_from [n] pieces, the first
 * at most 1, rising; price [n] > 0, falling. discount 0: the price holds for all units; 1: for the
 * units from its break on. Columns [1]: i64 quantity; f64 unit_price, yearly_cost. @since 0.1 */
SPLAN_API splan_status splan_material_order_quantity(splan_context* context, double demand,
                                                     double order_cost, double carrying, int64_t n,
                                                     const int64_t* break_from, const double* price,
                                                     int32_t discount, int64_t pack,
                                                     int64_t minimum, splan_result** out);

/* The quantities of n items of least yearly cost of orders and holding with sum of price * quantity
 * within the budget and of space * quantity within space_limit (infinite: no limit): demand,
 * order_cost, holding_cost [n] > 0 (a piece and year), price [n] >= 0, space [n] >= 0 (NULL: 0).
 * Columns: f64 quantity [n]; budget_price, space_price, the cost a unit more of a limit saves, and
 * yearly_cost [1]. @since 0.1 */
SPLAN_API splan_status splan_material_joint_order(splan_context* context, int64_t n,
                                                  const double* demand, const double* order_cost,
                                                  const double* holding_cost, const double* price,
                                                  const double* space, double budget,
                                                  double space_limit, splan_result** out);

/* The orders out_order [n] of least cost, out_cost [1], that meet need [n] at the start of each of
 * n periods: order_cost [n] >= 0 an order, holding [n] >= 0 a piece kept to the next period, price
 * [n] >= 0 a piece (NULL: the same throughout). Exact. @since 0.1 */
SPLAN_API splan_status splan_material_lot_sizes(splan_context* context, int64_t n,
                                                const int64_t* need, const double* order_cost,
                                                const double* holding, const double* price,
                                                int64_t pack, int64_t minimum, int64_t* out_order,
                                                double* out_cost);

/* When to order one material so that nothing is late. n needs: need_date [n], need [n]; m open
 * orders: arrival [m], arriving [m]. Orders arrive lead_time workdays later, buffer workdays before
 * the need (both 0..1000), and are joined where order_cost (an order) exceeds holding_cost (a piece
 * and workday). Columns, one row an order: i64 order_on, arrives, needed_on (days since
 * 1970-01-01), pieces, days_late (workdays; 0 in time); i64 projected, the stock after each day
 * with a need, by date; i64 estimated [1], 1 where holidays are not known. @since 0.1 */
SPLAN_API splan_status splan_material_supply(splan_context* context, const splan_calendar* calendar,
                                             int32_t today, int64_t n, const int32_t* need_date,
                                             const int64_t* need, int64_t on_hand, int64_t m,
                                             const int32_t* arrival, const int64_t* arriving,
                                             int64_t safety_stock, int64_t lead_time,
                                             int64_t buffer, int64_t pack, int64_t minimum,
                                             double order_cost, double holding_cost,
                                             splan_result** out);

/* Who gets how much of scarce stock, out [n] whole packs: pieces [n] asked for, of which minimum
 * [n] (NULL: 0) are served before anybody's rest, by priority [n], 0 first (NULL: all 0), and in
 * proportion within one priority. @since 0.1 */
SPLAN_API splan_status splan_material_share_out(splan_context* context, int64_t stock, int64_t pack,
                                                int64_t n, const int64_t* pieces,
                                                const int64_t* minimum, const int32_t* priority,
                                                int64_t* out);

/* What of n batches expires before it is used: expires [n] the last day of use (SPLAN_NO_DATE:
 * keeps), pieces [n]; m needs: need_date [m], need [m], served first expired first out from today
 * on. out_lost [n]; out_value [1] = lost * unit_cost, minor units. @since 0.1 */
SPLAN_API splan_status splan_material_expiry(splan_context* context, int64_t n,
                                             const int32_t* expires, const int64_t* pieces,
                                             int64_t m, const int32_t* need_date,
                                             const int64_t* need, int32_t today, int64_t unit_cost,
                                             int64_t* out_lost, int64_t* out_value);

/* Overstock and idle stock of n materials: on_hand [n], unit_cost [n] >= 0 minor units,
 * daily_demand [n] >= 0, safety_stock [n] (NULL: 0), last_issue [n] (SPLAN_NO_DATE: never).
 * Overstock is what exceeds the safety stock and the demand of horizon_days; stock is idle that has
 * not been issued for idle_days. Columns [n]: f64 days_of_stock; i64 overstock, overstock_value,
 * idle, idle_value (minor units). @since 0.1 */
SPLAN_API splan_status splan_material_health(splan_context* context, int64_t n,
                                             const int64_t* on_hand, const int64_t* unit_cost,
                                             const double* daily_demand,
                                             const int64_t* safety_stock, const int32_t* last_issue,
                                             int32_t today, double horizon_days, int64_t idle_days,
                                             splan_result** out);

typedef struct splan_ledger splan_ledger;

/* An empty stock ledger of materials at locations with n usage rules: at most rule_limit [n] pieces
 * a period of rule_window [n] (0 day, 1 week, 2 month, 3 quarter, 4 year) of issues that match
 * rule_material, rule_rep, rule_role and rule_tier [n] (-1: any; NULL: all -1), counted together by
 * rule_of [n]: 0 everyone, 1 each rep, 2 each customer. @since 0.1 */
SPLAN_API splan_status splan_ledger_create(splan_context* context, int64_t materials,
                                           int64_t locations, int64_t n,
                                           const int32_t* rule_material, const int32_t* rule_rep,
                                           const int32_t* rule_role, const int32_t* rule_tier,
                                           const int32_t* rule_of, const int32_t* rule_window,
                                           const int64_t* rule_limit, splan_ledger** out);
SPLAN_API void splan_ledger_free(splan_ledger* ledger);

/* Books n movements, all or none: kind [n] 0 receipt, 1 issue, 2 return, 3 transfer, 4 count, 5
 * scrap; dates [n], never falling; material, location [n]; pieces [n], of a count what was counted;
 * expires [n] of what comes in (NULL: keeps); to_location [n] of a transfer; rep, role, customer
 * and tier [n] of an issue or return, -1 not said (NULL: all -1). SPLAN_INFEASIBLE where more is to
 * go out than is there and has not expired, and where a usage rule forbids an issue. One thread at
 * a time. @since 0.1 */
SPLAN_API splan_status splan_ledger_book(splan_context* context, splan_ledger* ledger, int64_t n,
                                         const int32_t* kind, const int32_t* dates,
                                         const int32_t* material, const int32_t* location,
                                         const int64_t* pieces, const int32_t* expires,
                                         const int32_t* to_location, const int32_t* rep,
                                         const int32_t* role, const int32_t* customer,
                                         const int32_t* tier);

/* What is there and how it came: one row a material and location that ever moved. Columns, i64:
 * material, location, received, given_back, transferred_in, counted_more, issued, transferred_out,
 * counted_less, scrapped, on_hand (the first four less the next four), last_issue (SPLAN_NO_DATE:
 * never). @since 0.1 */
SPLAN_API splan_status splan_ledger_balance(splan_context* context, const splan_ledger* ledger,
                                            splan_result** out);

/* ---- Monitor: KPIs, the live cube, landings, control charts, alerts ---- */

/* KPIs of `cells` cells: values [cells * measures], row-major, NaN missing, of the measures in the
 * list measure_names of measures texts, of which adds [measures] is 0 for those that do not add up,
 * such as distinct customers (NULL: all do). kpis formulas over measures and each other: lists
 * kpi_names and formulas of kpis texts; a formula has numbers, names, + - * / ( ), min, max, abs,
 * and before(x), year_ago(x), whole(x), which read x in the cells that before, year_ago and whole
 * [cells] number, -1 for none (NULL: none). Columns: f64 "value" [cells * kpis], row-major, NaN
 * where something is missing or divided by 0; i64 "additive" [kpis], 1 where parts add up to the
 * whole. SPLAN_PARSE with the position in the formula, SPLAN_NOT_FOUND for an unknown name,
 * SPLAN_INVALID_ARGUMENT for KPIs that need each other. @since 0.1 */
SPLAN_API splan_status splan_kpi_values(splan_context* context, int64_t measures,
                                        const char* measure_names, int64_t measure_names_size,
                                        const int32_t* adds, int64_t kpis, const char* kpi_names,
                                        int64_t kpi_names_size, const char* formulas,
                                        int64_t formulas_size, int64_t cells, const double* values,
                                        const int32_t* before, const int32_t* year_ago,
                                        const int32_t* whole, splan_result** out);

typedef struct splan_live splan_live;

/* A live cube of sums of whole-number measures (0..1000) and of distinct customers in every cell of
 * its dimensions, which are added before the first fact. One thread at a time. @since 0.1 */
SPLAN_API splan_status splan_live_create(splan_context* context, int64_t measures,
                                         splan_live** out);
SPLAN_API void splan_live_free(splan_live* live);
SPLAN_API splan_status splan_live_add_dimension(splan_context* context, splan_live* live,
                                                const splan_dimension* dimension);

/* Adds n facts, all or none: leaves [n * dimensions], ordinals of leaves; values [n * measures];
 * customers [n], >= 0, or -1 for nobody (NULL: nobody); orders [n], 1 for one placed, -1 for one
 * taken back (NULL: 1 each). A correction or return has negative values. SPLAN_OVERFLOW where the
 * sizes of all values of a measure exceed 64 bits. @since 0.1 */
SPLAN_API splan_status splan_live_add(splan_context* context, splan_live* live, int64_t n,
                                      const int32_t* leaves, const int64_t* values,
                                      const int32_t* customers, const int32_t* orders);

/* Cells by members [n * dimensions], ordinals in depth-first order as in splan_dimension_members;
 * others [n * dimensions] (may be NULL): cells with which customers are compared, those of the
 * month before, say. Columns: i64 "value" [n * measures], "customers" [n]; with others,
 * "customers_of_both" [n]. @since 0.1 */
SPLAN_API splan_status splan_live_cells(splan_context* context, const splan_live* live, int64_t n,
                                        const int32_t* members, const int32_t* others,
                                        splan_result** out);

/* Where months will end, as learned from n days of sales, values [n] from first_date on, and, for
 * thin units, from those of the whole they belong to, whole [n] (NULL: none); whole months count.
 * For each of m evenings, through [m]: sold [m], the month so far, and target [m], in minor units.
 * level in (0, 1) of the central interval. Columns [m]: f64 expected_share, pace, mean, sd, lower,
 * upper, probability (of reaching the target), required_daily; and [1] what was learned: f64
 * own_weight, day, smoothing, prior_weight, spread, i64 months. NaN where too little is known.
 * O(n · months) once, then O(days of a month) each. @since 0.1 */
SPLAN_API splan_status splan_landing(splan_context* context, const splan_calendar* calendar,
                                     int32_t first_date, int64_t n, const double* values,
                                     const double* whole, int64_t m, const int32_t* through,
                                     const int64_t* sold, const int64_t* target, double level,
                                     splan_result** out);

/* Average run length, observations to an alarm, of a control chart of independent N(shift, 1):
 * chart "ewma" with weight lambda in (0, 1] or "cusum" with allowance k >= 0 as weight; side: 0
 * upper, 1 lower, 2 both. out_length [1]: infinite from 1e12 on. @since 0.1 */
SPLAN_API splan_status splan_chart_run_length(splan_context* context, const char* chart,
                                              double weight, double limit, double shift,
                                              int32_t side, double* out_length);

/* out_limit [1]: the limit of a chart whose false alarms are run_length (2..1e6) observations
 * apart.
 * @since 0.1 */
SPLAN_API splan_status splan_chart_limit(splan_context* context, const char* chart, double weight,
                                         double run_length, int32_t side, double* out_limit);

typedef struct splan_alerts splan_alerts;

/* The alert book of a JSON document of rules, dimensions and working hours. Times are seconds since
 * 1970-01-01 00:00 by the host's wall clock and never run backwards. One thread at a time.
 * @since 0.1 */
SPLAN_API splan_status splan_alerts_create(splan_context* context, const char* rules,
                                           splan_alerts** out);
SPLAN_API void splan_alerts_free(splan_alerts* alerts);

/* Takes n observations: a list of n kpis, a list of n labels ("region=north;rep=ann", empty for the
 * company) and values [n], NaN missing; none at all lets time pass. Columns, a row for each alert
 * of each notice due: i64 "notice" from 0; text "kind" ("firing", "resolved", "no_data",
 * "escalated"), "receiver", "key" (the same for the same change, whenever it is delivered),
 * "fingerprint", "rule", "kpi", "severity", "labels"; f64 "value", "threshold"; i64 "started",
 * "ended" (0: not). @since 0.1 */
SPLAN_API splan_status splan_alerts_observe(splan_context* context, splan_alerts* alerts,
                                            int64_t now, int64_t n, const char* kpis,
                                            int64_t kpis_size, const char* labels,
                                            int64_t labels_size, const double* values,
                                            splan_result** out);

/* The notices of the last splan_alerts_observe as payloads, text column "payload", one a notice:
 * format "text", "alertmanager" (webhook version 4), "alertmanager_api" (its own /api/v2/alerts),
 * "dingtalk", "wecom" or "feishu". @since 0.1 */
SPLAN_API splan_status splan_alerts_payloads(splan_context* context, const splan_alerts* alerts,
                                             const char* format, splan_result** out);

/* What somebody did about an alert: action "acknowledge", "assign", "measure", "verify" or "close";
 * what: the assignee, or the measure; why may be empty. @since 0.1 */
SPLAN_API splan_status splan_alerts_act(splan_context* context, splan_alerts* alerts, int64_t now,
                                        const char* fingerprint, const char* action,
                                        const char* who, const char* why, const char* what);

/* No notices from `start` on, until `until`, for alerts at or below these labels. @since 0.1 */
SPLAN_API splan_status splan_alerts_silence(splan_context* context, splan_alerts* alerts,
                                            const char* labels, int64_t start, int64_t until,
                                            const char* who, const char* why);

/* All alerts, in the order they came up. Columns: text "fingerprint", "rule", "labels", "state"
 * ("normal", "pending", "firing", "recovering", "no_data"), "handling" ("open", "acknowledged",
 * "assigned", "measured", "verified", "closed"), "assignee"; i64 "since", "started", "episode"; f64
 * "value". Measures taken in the present episode, a row each: i64 "measure_alert" (row of its
 * alert), "measure_time", "measure_observations" (since); text "measure_who", "measure_what",
 * "measure_why"; f64 "measure_before", "measure_after". What happened, a row each: i64
 * "event_alert", "event_time"; text "event_who", "event_what", "event_why". @since 0.1 */
SPLAN_API splan_status splan_alerts_list(splan_context* context, const splan_alerts* alerts,
                                         splan_result** out);
/* ---- Review ----
 *
 * Why results changed, as bridges over a tree: parent [n], -1 for the first node, the root, and an
 * earlier node for every other. Leaves count; what is given for inner nodes is not read. A bridge
 * is the columns text effect [k]; i64 base [n], actual [n], amount [n * k], by node, then effect.
 * For every node base + effects = actual, and a parent's effects are the sums of its children's,
 * both to the minor unit. */

/* The change of revenue or, where costs are given, of profit by volume, mix and price (and cost),
 * over the tree parent [n], with what is new or discontinued, having no units_before [n] or
 * units_after [n] (finite, >= 0). revenue_before [n], revenue_after [n], cost_before [n] and
 * cost_after [n] (both NULL: revenue) in minor units. options: scope "review_mix". A bridge, and
 * i64 own_volume [n], own_mix [n]: volume and mix as each node sees them by itself. @since 0.1 */
SPLAN_API splan_status splan_review_mix(splan_context* context, const splan_options* options,
                                        int64_t n, const int32_t* parent,
                                        const double* units_before, const double* units_after,
                                        const int64_t* revenue_before, const int64_t* revenue_after,
                                        const int64_t* cost_before, const int64_t* cost_after,
                                        splan_result** out);

/* The change of sales by customers, the leaves of the tree parent [n]: new, returned, lost, grown,
 * shrunk, moved_in, moved_out. before [n] and after [n] in minor units; known [n]: 0, or 1 of one
 * that bought at some time before and, where it has no sales before, returned, or 2 of one that has
 * sales of another unit where it has none here, and moved; NULL: all 0. A bridge, and i64 customers
 * [7 * n], how many did so, by node. @since 0.1 */
SPLAN_API splan_status splan_review_customers(splan_context* context, int64_t n,
                                              const int32_t* parent, const int64_t* before,
                                              const int64_t* after, const int32_t* known,
                                              splan_result** out);

/* The change of sales over the tree parent [n] from before [n] to after [n] by the calendar, in
 * proportion to the selling days_before [n] and days_after [n] (> 0; both NULL: alike), by
 * promotions, which brought promotion_before [n] and promotion_after [n] of it (NULL: nothing), and
 * by performance. A bridge.
 * @since 0.1 */
SPLAN_API splan_status splan_review_calendar(splan_context* context, int64_t n,
                                             const int32_t* parent, const int64_t* before,
                                             const int64_t* after, const double* days_before,
                                             const double* days_after,
                                             const int64_t* promotion_before,
                                             const int64_t* promotion_after, splan_result** out);

/* The few largest effects of a bridge, at most `limit`, each told of the deepest node that bears
 * `focus`, in (0.5, 1], of it. The tree is parent [n]. labels: a list of n texts, effects: a list
 * of k texts; base [n], actual [n], amount [n * k]; decimals 0..9 of the currency. Columns: i64
 * node, effect, amount; f64 share of all movement; text sentence_en, sentence_zh; headline_en [1],
 * headline_zh [1]. @since 0.1
 */
SPLAN_API splan_status splan_review_findings(splan_context* context, int64_t n,
                                             const int32_t* parent, const char* labels,
                                             int64_t labels_size, int64_t k, const char* effects,
                                             int64_t effects_size, const int64_t* base,
                                             const int64_t* actual, const int64_t* amount,
                                             int64_t limit, double focus, int32_t decimals,
                                             splan_result** out);

/* How n customers moved between segments, at most 1000, 0 the best, from before [n] to now [n] (-1:
 * none), with money_before [n] and money_now [n] in minor units. Columns by segment before, then
 * now, each with none last: i64 customers, money_before, money_now [(segments + 1) squared]; f64
 * stay [segments], NaN of an empty one; i64 up, down [1]. @since 0.1 */
SPLAN_API splan_status splan_review_migration(splan_context* context, int64_t segments, int64_t n,
                                              const int32_t* before, const int32_t* now,
                                              const int64_t* money_before, const int64_t* money_now,
                                              splan_result** out);

/* Places next month's targets of n units: the total at the probability of the options, scope
 * "next_target", of forecasts of mean [n] and sd [n] (total_sd that of their sum, NaN: as if
 * independent), scaled by ramp [n] in 0..1 (NULL: 1), with the shortfall carry [n] >= 0 (NULL: 0)
 * taken up as far as it may be; each unit within its bounded change against last [n] (NULL or
 * SPLAN_MISSING: none) and, of hard resources, what there is; else equally hard. names: a list of
 * resources texts; per_sale [resources * n] used by a minor unit of sales and available
 * [resources * n], one resource after the other; hard [resources], 0: no limit (NULL: all are).
 * Columns: i64 total, placed, carried, cut [1], target [n]; f64 probability [1], unit_probability
 * [n], needed [resources * n]; text held [n]: "lower", "upper", a resource, or "". @since 0.1 */
SPLAN_API splan_status splan_review_place_targets(
    splan_context* context, const splan_options* options, int64_t n, const double* mean,
    const double* sd, double total_sd, const double* ramp, const int64_t* last,
    const int64_t* carry, int64_t resources, const char* names, int64_t names_size,
    const double* per_sale, const double* available, const int32_t* hard, splan_result** out);

/* What to change, by rules in JSON (docs/guide/16-review.md), of n cases: unit i of units, a list
 * of n texts, under rule [n], positions in the document, whose measure [n * months] and lever [n *
 * months] are known month by month, the latest last (NaN: not known), and whose sales [n] of a
 * month are in minor units; decimals 0..9 of the currency. Moves come first, the largest expected
 * effect leading, then what waits. Columns: i64 case, months; text state (change, awaits_effect,
 * at_bound, department_busy), busy, sentence_en, sentence_zh; f64 distance, from, to, effect,
 * effect_sd in minor units a month. @since 0.1 */
SPLAN_API splan_status splan_review_strategy(splan_context* context, const char* rules, int64_t n,
                                             const char* units, int64_t units_size,
                                             const int32_t* rule, int64_t months,
                                             const double* measure, const double* lever,
                                             const int64_t* sales, int32_t decimals,
                                             splan_result** out);

/* The cycles of n series, names a list of n texts, values [n * length] of successive periods, one
 * series after the other, NaN missing; season_length periods to a season. grain and first_date: the
 * period of the first value, NULL or "" where there are no dates. Columns, a row a series: f64
 * growth (of the trend over the last season, a ratio), trend_strength, season_strength (0..1),
 * peak_effect, trough_effect (ratios to the mean); i64 peak, trough (positions); text sentence_en,
 * sentence_zh. A row a change of course: i64 turn_series, turn_at (position); f64 turn_jump of the
 * level, turn_pace_before and turn_pace a period, ratios to the level before. @since 0.1 */
SPLAN_API splan_status splan_review_cycles(splan_context* context, int64_t n, const char* names,
                                           int64_t names_size, int64_t length, const double* values,
                                           int64_t season_length, const char* grain,
                                           int32_t first_date, splan_result** out);

/* Revenue over the tree parent [n] as visits times conversion times order value. Leaves count:
 * visits_before [n], visits_after [n], orders_before [n] and orders_after [n], finite and >= 0;
 * revenue_before [n] and revenue_after [n], cost_before [n] and cost_after [n] of what was sold,
 * and spend_before [n] and spend_after [n] on the channel in minor units (cost and spend NULL:
 * none). A bridge of visits, conversion, order_value, new and discontinued (without visits or
 * orders on one side); f64 conversion_before, conversion, order_value_before, order_value (minor
 * units), roi_before, roi (of the spend) [n], from the sums below each node; NaN where there is
 * nothing to divide by. @since 0.1 */
SPLAN_API splan_status splan_review_channels(
    splan_context* context, int64_t n, const int32_t* parent, const double* visits_before,
    const double* visits_after, const double* orders_before, const double* orders_after,
    const int64_t* revenue_before, const int64_t* revenue_after, const int64_t* cost_before,
    const int64_t* cost_after, const int64_t* spend_before, const int64_t* spend_after,
    splan_result** out);

/* ---- Plan ---- */

typedef struct splan_plan splan_plan;

/* Runs the planning loop on a specification in JSON (docs/plan-specification.md). Files it names
 * are read from folder (NULL: the current one). Reports progress. The message of an error names
 * the field by its path, or file, line and column. SPLAN_UNSUPPORTED in a build without adapters.
 * @since 0.1 */
SPLAN_API splan_status splan_plan_run(splan_context* context, const char* specification_json,
                                      const char* folder, splan_plan** out);

/* The same for a specification in a file; files it names are read from beside it. @since 0.1 */
SPLAN_API splan_status splan_plan_run_file(splan_context* context, const char* path,
                                           splan_plan** out);
SPLAN_API void splan_plan_free(splan_plan* plan);

/* The files of the plan: how many, and name and content of file i (NULL where there is none).
 * Among them are plan.json, the whole plan document, targets.csv and dashboard.html. @since 0.1 */
SPLAN_API int32_t splan_plan_files(const splan_plan* plan);
SPLAN_API const char* splan_plan_file_name(const splan_plan* plan, int32_t i);
SPLAN_API const char* splan_plan_file_content(const splan_plan* plan, int32_t i);

/* The whole plan document, JSON. @since 0.1 */
SPLAN_API const char* splan_plan_document(const splan_plan* plan);

/* The charts of a dashboard as Vega-Lite 5, of a plan document or a dashboard model in JSON
 * (docs/dashboard-model.md); month: "2026-03", NULL or "": the one the page opens with. Text
 * columns id, specification, one a chart. @since 0.1 */
SPLAN_API splan_status splan_vega_lite(splan_context* context, const char* model_json,
                                       const char* month, splan_result** out);

/* Writes all files of the plan into folder (made where it is missing), or none. @since 0.1 */
SPLAN_API splan_status splan_plan_write(splan_context* context, const splan_plan* plan,
                                        const char* folder);

#ifdef __cplusplus
}
#endif

#endif
