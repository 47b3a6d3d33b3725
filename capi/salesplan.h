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

/* Options of a scope, "forecast", "allocate" or "fiscal", at their defaults. SPLAN_NOT_FOUND for
 * any other scope. @since 0.1 */
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
 * @since 0.1 */
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

/* Writes all files of the plan into folder (made where it is missing), or none. @since 0.1 */
SPLAN_API splan_status splan_plan_write(splan_context* context, const splan_plan* plan,
                                        const char* folder);

#ifdef __cplusplus
}
#endif

#endif
