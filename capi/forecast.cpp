#include "salesplan/forecast/forecast.hpp"

#include <memory>
#include <unordered_map>

#include "boundary.hpp"
#include "calendar.hpp"
#include "forecast_result.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"
#include "salesplan/forecast/cold_start.hpp"
#include "salesplan/forecast/cross_validation.hpp"
#include "salesplan/forecast/daily_profile.hpp"
#include "salesplan/forecast/explain.hpp"
#include "salesplan/forecast/horizon_sums.hpp"
#include "salesplan/forecast/long_panel.hpp"
#include "salesplan/forecast/panel_accuracy.hpp"
#include "salesplan/forecast/panel_check.hpp"
#include "salesplan/forecast/regression.hpp"

using namespace salesplan;

namespace {

forecast::Panel panel_of(int64_t n, const int64_t* offsets, const double* values) {
  const std::size_t series = capi::count(n, "n");
  static constexpr int64_t none = 0;
  const auto ends = series == 0 ? core::View<const int64_t>(&none, 1)
                                : capi::array(offsets, series + 1, "offsets");
  const std::size_t length = capi::count(ends.back(), core::at("offsets", n));
  return {capi::array(values, length, "values"), ends};
}

/// A column of one value a row.
template <class Rows, class Value>
void add_column(splan_result& result, const char* name, const Rows& rows, Value&& value) {
  std::vector<decltype(value(rows[0]))> column;
  for (const auto& row : rows) column.push_back(value(row));
  result.add(name, std::move(column));
}

}  // namespace

splan_status splan_forecast(splan_context* context, const splan_options* options, int64_t n,
                            const int64_t* offsets, const double* values, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const forecast::Panel panel = panel_of(n, offsets, values);
    to = capi::result_of(forecast::forecast(panel, capi::forecast_settings(options),
                                            capi::progress_of(*context)))
             .release();
  });
}

splan_status splan_accuracy(splan_context* context, int64_t n, const int64_t* offsets,
                            const double* train, int64_t season_length, int64_t h,
                            const double* actual, const double* mean, double level,
                            const double* lower, const double* upper, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t series = capi::count(n, "n");
    const std::size_t steps = capi::count(h, "h");
    const std::size_t season = capi::count(season_length, "season_length");
    if (steps > 10000) {
      throw Error(ErrorCode::invalid_argument, "h", std::to_string(h) + " exceeds 10000");
    }
    const std::size_t size = series * steps;
    const forecast::Panel past = train == nullptr ? forecast::Panel{} : panel_of(n, offsets, train);
    const auto known = capi::array(actual, size, "actual");
    const auto means = capi::array(mean, size, "mean");
    forecast::Interval interval;
    const bool with_interval = lower != nullptr || upper != nullptr;
    if (with_interval) {
      const auto low = capi::array(lower, size, "lower");
      const auto high = capi::array(upper, size, "upper");
      interval = {level, {low.begin(), low.end()}, {high.begin(), high.end()}};
    }
    forecast::PanelAccuracy scores = forecast::score_panel(past, season, steps, known, means,
                                                           with_interval ? &interval : nullptr);
    auto result = std::make_unique<splan_result>();
    result->add("bias", std::move(scores.bias));
    result->add("mae", std::move(scores.mae));
    result->add("mape", std::move(scores.mape));
    result->add("smape", std::move(scores.smape));
    result->add("mase", std::move(scores.mase));
    result->add("rmsse", std::move(scores.rmsse));
    result->add("msis", std::move(scores.msis));
    result->add("coverage", std::move(scores.coverage));
    to = result.release();
  });
}

splan_status splan_cross_validate(splan_context* context, const splan_options* options, int64_t n,
                                  const int64_t* offsets, const double* values, int64_t windows,
                                  int64_t step, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const forecast::Options settings = capi::forecast_settings(options);
    forecast::CrossValidation made =
        forecast::cross_validate(panel_of(n, offsets, values), settings,
                                 {capi::count(windows, "windows"), capi::count(step, "step")});
    const auto table = forecast::accuracy_by_step(made, settings.horizon);
    auto result = std::make_unique<splan_result>();
    result->add("series", std::move(made.series));
    result->add("origin", std::move(made.origin));
    result->add("step", std::move(made.step));
    result->add("actual", std::move(made.actual));
    result->add("mean", std::move(made.mean));
    capi::add_intervals(*result, std::move(made.intervals));
    result->add("model", std::move(made.model));
    using Row = forecast::StepAccuracy;
    add_column(*result, "by_step", table, [](const Row& row) { return row.step; });
    add_column(*result, "forecasts", table, [](const Row& row) { return row.forecasts; });
    add_column(*result, "bias", table, [](const Row& row) { return row.bias; });
    add_column(*result, "mae", table, [](const Row& row) { return row.mae; });
    add_column(*result, "mape", table, [](const Row& row) { return row.mape; });
    add_column(*result, "smape", table, [](const Row& row) { return row.smape; });
    add_column(*result, "mase", table, [](const Row& row) { return row.mase; });
    for (std::size_t i = 0; i < settings.levels.size(); ++i) {
      add_column(*result, ("coverage_" + adapters::percent_text(settings.levels[i])).c_str(), table,
                 [i](const Row& row) { return row.coverage[i]; });
    }
    to = result.release();
  });
}

splan_status splan_long_panel(splan_context* context, int64_t n, const char* ids, int64_t ids_size,
                              const int32_t* dates, const double* values, const char* grain,
                              splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const std::vector<std::string> names = capi::texts(ids, ids_size, rows, "ids");
    const auto days = capi::array(dates, rows, "dates");
    const auto numbers = capi::array(values, rows, "values");
    std::vector<calendar::Date> when;
    for (int32_t day : days) when.push_back({day});
    const std::string wanted = capi::text_or_empty(grain);
    const calendar::Grain used =
        wanted.empty() ? forecast::grain_of(when) : calendar::parse_grain(wanted, "grain");

    std::unordered_map<std::string, std::int64_t> known;
    std::vector<std::string> series_names;
    std::vector<std::int64_t> series;
    for (const std::string& name : names) {
      const auto place = known.emplace(name, static_cast<std::int64_t>(series_names.size()));
      if (place.second) series_names.push_back(name);
      series.push_back(place.first->second);
    }
    forecast::LongPanel made = forecast::long_panel(series, when, numbers, used);
    auto result = std::make_unique<splan_result>();
    result->add("id", std::move(series_names));
    result->add("offset", std::move(made.offsets));
    result->add("value", std::move(made.values));
    add_column(*result, "first_date", made.first, [](const calendar::Period& period) {
      return std::int64_t{calendar::first_date(period).days};
    });
    result->add("grain", std::vector<std::string>{calendar::grain_name(used)});
    result->add("season_length", std::vector<std::int64_t>{forecast::usual_season(used)});
    to = result.release();
  });
}

splan_status splan_calendar_regressors(splan_context* context, const splan_calendar* calendar,
                                       const char* grain, int32_t first_date, int64_t periods,
                                       int64_t count, const char* effects, int64_t effects_size,
                                       int64_t holiday_count, const char* holidays,
                                       int64_t holidays_size, const int64_t* holiday_offsets,
                                       const int32_t* dates, const int32_t* first_days,
                                       const int32_t* last_days, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const calendar::Period first = calendar::period_of(
        {first_date}, calendar::parse_grain(&capi::required(grain, "grain"), "grain"));
    if (periods < 0 || periods > 1000000) {
      throw Error(ErrorCode::invalid_argument, "periods",
                  std::to_string(periods) + " is not in 0..1000000");
    }
    forecast::CalendarEffects wanted = forecast::calendar_effects(
        capi::texts(effects, effects_size, capi::count(count, "count"), "effects"));
    const std::size_t own = capi::count(holiday_count, "holiday_count");
    const std::vector<std::string> titles = capi::texts(holidays, holidays_size, own, "holidays");
    const auto ends = own == 0 ? core::View<const int64_t>()
                               : capi::array(holiday_offsets, own + 1, "holiday_offsets");
    const auto from = capi::array(first_days, own, "first_days");
    const auto until = capi::array(last_days, own, "last_days");
    std::int64_t passed = 0;
    for (std::size_t i = 0; i <= own && own > 0; ++i) {
      const std::int64_t end = ends[i];
      if (end < passed || end > capi::max_count || (i == 0 && end != 0)) {
        throw Error(ErrorCode::invalid_argument,
                    core::at("holiday_offsets", static_cast<std::int64_t>(i)),
                    std::to_string(end) + " does not start at 0 and rise");
      }
      passed = end;
    }
    const auto days = capi::array(dates, static_cast<std::size_t>(passed), "dates");
    for (std::size_t i = 0; i < own; ++i) {
      forecast::MovingHoliday holiday{titles[i], {}, from[i], until[i]};
      for (std::int64_t j = ends[i]; j < ends[i + 1]; ++j) {
        holiday.dates.push_back({days[static_cast<std::size_t>(j)]});
      }
      wanted.holidays.push_back(std::move(holiday));
    }
    const forecast::Regressors made =
        forecast::calendar_regressors(workdays, first, static_cast<std::size_t>(periods), wanted);
    auto result = std::make_unique<splan_result>();
    for (std::size_t j = 0; j < made.names.size(); ++j) {
      std::vector<double> column;
      for (std::size_t r = j; r < made.values.size(); r += made.names.size()) {
        column.push_back(made.values[r]);
      }
      result->add(made.names[j], std::move(column));
    }
    to = result.release();
  });
}

splan_status splan_forecast_with(splan_context* context, const splan_options* options, int64_t n,
                                 const int64_t* offsets, const double* values, int64_t k,
                                 const char* names, int64_t names_size, int64_t periods,
                                 const double* regressors, int32_t only_clear, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const forecast::Panel panel = panel_of(n, offsets, values);
    const forecast::Options settings = capi::forecast_settings(options);
    const std::size_t count = capi::count(k, "k");
    if (count > 1000) {
      throw Error(ErrorCode::invalid_argument, "k", std::to_string(k) + " exceeds 1000");
    }
    forecast::Regressors x{capi::texts(names, names_size, count, "names"), {}};
    const auto given =
        capi::array(regressors, capi::count(periods, "periods") * count, "regressors");
    forecast::check_panel(panel);
    const std::size_t needed = panel.values.size() + panel.size() * settings.horizon;
    if (given.size() != needed * count) {
      throw Error(ErrorCode::invalid_argument, "periods",
                  std::to_string(periods) + " are not the " + std::to_string(needed) +
                      " of all values and steps ahead");
    }
    x.values.assign(given.begin(), given.end());
    forecast::PanelRegression made = forecast::forecast_with(panel, x, settings, {only_clear != 0});
    auto result = capi::result_of(std::move(made.forecast));
    using forecast::Effect;
    add_column(*result, "effect_ratio", made.effects, [](const Effect& e) { return e.ratio; });
    add_column(*result, "effect_units", made.effects, [](const Effect& e) { return e.units; });
    add_column(*result, "effect_error", made.effects,
               [](const Effect& e) { return e.standard_error; });
    add_column(*result, "effect_t", made.effects,
               [](const Effect& e) { return e.used ? e.t : core::missing_number; });
    result->add("contribution", std::move(made.contribution));
    to = result.release();
  });
}

splan_status splan_forecast_in_groups(splan_context* context, const splan_options* options,
                                      int64_t n, const int64_t* offsets, const double* values,
                                      const int32_t* groups, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const forecast::Panel panel = panel_of(n, offsets, values);
    const auto group = capi::array(groups, panel.size(), "groups");
    to = capi::result_of(
             forecast::forecast_in_groups(panel, group, capi::forecast_settings(options)))
             .release();
  });
}

splan_status splan_forecast_sums(splan_context* context, const splan_options* options, int64_t n,
                                 const int64_t* offsets, const double* values, int64_t k,
                                 const int64_t* lengths, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const forecast::Panel panel = panel_of(n, offsets, values);
    const forecast::Options settings = capi::forecast_settings(options);
    const auto given = capi::array(lengths, capi::count(k, "k"), "lengths");
    std::vector<std::size_t> steps;
    for (std::size_t i = 0; i < given.size(); ++i) {
      steps.push_back(capi::count(given[i], core::at("lengths", static_cast<std::int64_t>(i))));
    }
    forecast::check_panel(panel);
    forecast::check_options(settings);
    std::vector<std::vector<forecast::HorizonSum>> sums(panel.size());
    std::vector<std::string> model(panel.size());
    core::parallel_for(panel.size(), settings.threads, 8, [&](std::size_t i) {
      const auto one = forecast::forecast_series(panel.series(i), settings);
      sums[i] = forecast::horizon_sums(one, steps);
      model[i] = one.model;
    });
    std::vector<forecast::HorizonSum> rows;
    for (const auto& series : sums) rows.insert(rows.end(), series.begin(), series.end());
    auto result = std::make_unique<splan_result>();
    using forecast::HorizonSum;
    add_column(*result, "mean", rows, [](const HorizonSum& sum) { return sum.mean; });
    add_column(*result, "sd", rows, [](const HorizonSum& sum) { return sum.sd; });
    const auto bound = [&](const HorizonSum& sum, double p) {
      const double value = sum.quantile(p);
      return settings.non_negative && value < 0 ? 0.0 : value;
    };
    for (double level : settings.levels) {
      const std::string percent = adapters::percent_text(level);
      add_column(*result, ("lower_" + percent).c_str(), rows,
                 [&](const HorizonSum& sum) { return bound(sum, 0.5 - level / 2); });
      add_column(*result, ("upper_" + percent).c_str(), rows,
                 [&](const HorizonSum& sum) { return bound(sum, 0.5 + level / 2); });
    }
    result->add("model", std::move(model));
    to = result.release();
  });
}

splan_status splan_series_clean(splan_context* context, int64_t n, const double* values,
                                int64_t season_length, int32_t outliers, int32_t stock_outs,
                                int32_t level_shifts, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const auto y = capi::array(values, capi::count(n, "n"), "values");
    forecast::Cleaning made = forecast::clean(y, capi::count(season_length, "season_length"),
                                              {outliers != 0, stock_outs != 0, level_shifts != 0});
    auto result = std::make_unique<splan_result>();
    result->add("cleaned", std::move(made.cleaned));
    using forecast::Finding;
    add_column(*result, "kind", made.findings,
               [](const Finding& f) { return std::string(forecast::oddity_name(f.kind)); });
    add_column(*result, "first", made.findings,
               [](const Finding& f) { return static_cast<std::int64_t>(f.first); });
    add_column(*result, "length", made.findings,
               [](const Finding& f) { return static_cast<std::int64_t>(f.length); });
    add_column(*result, "observed", made.findings, [](const Finding& f) { return f.observed; });
    add_column(*result, "expected", made.findings, [](const Finding& f) { return f.expected; });
    to = result.release();
  });
}

splan_status splan_series_diagnose(splan_context* context, int64_t n, const double* values,
                                   int64_t season_length, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const auto y = capi::array(values, capi::count(n, "n"), "values");
    forecast::Diagnosis made = forecast::diagnose(y, capi::count(season_length, "season_length"));
    auto result = std::make_unique<splan_result>();
    result->add("trend", std::move(made.trend));
    result->add("season", std::move(made.season));
    result->add("remainder", std::move(made.remainder));
    using forecast::Segment;
    add_column(*result, "segment_first", made.course,
               [](const Segment& s) { return static_cast<std::int64_t>(s.first); });
    add_column(*result, "segment_level", made.course, [](const Segment& s) { return s.level; });
    add_column(*result, "segment_slope", made.course, [](const Segment& s) { return s.slope; });
    const std::pair<const char*, double> measures[] = {
        {"trend_strength", made.trend_strength},
        {"season_strength", made.season_strength},
        {"growth", made.growth},
        {"peak", static_cast<double>(made.peak)},
        {"trough", static_cast<double>(made.trough)},
        {"peak_effect", made.peak_effect},
        {"trough_effect", made.trough_effect},
        {"autocorrelation_p", made.residuals.autocorrelation_p},
        {"normality_p", made.residuals.normality_p},
        {"calm_p", made.residuals.calm_p}};
    add_column(*result, "measure", measures, [](const auto& m) { return std::string(m.first); });
    add_column(*result, "value", measures, [](const auto& m) { return m.second; });
    to = result.release();
  });
}

splan_status splan_forecast_explain(splan_context* context, const splan_options* options,
                                    const char* name, int64_t n, const double* values,
                                    const char* grain, int32_t first_date, const char* language,
                                    splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const forecast::Options settings = capi::forecast_settings(options);
    const std::string code = &capi::required(language, "language");
    if (code != "en" && code != "zh") {
      throw Error(ErrorCode::invalid_argument, "language", "\"" + code + "\" is not en or zh");
    }
    forecast::Story story;
    story.name = capi::text_or_empty(name);
    story.y = capi::array(values, capi::count(n, "n"), "values");
    story.season_length = static_cast<std::size_t>(settings.season_length);
    const std::string unit = capi::text_or_empty(grain);
    if (!unit.empty()) {
      story.first = calendar::period_of({first_date}, calendar::parse_grain(unit, "grain"));
    }
    story.usual_error = forecast::usual_error(story.y, settings, 6);
    auto result = std::make_unique<splan_result>();
    result->add("text", std::vector<std::string>{forecast::explain(
                            story, forecast::diagnose(story.y, story.season_length),
                            forecast::forecast_series(story.y, settings),
                            code == "en" ? calendar::Language::en : calendar::Language::zh)});
    to = result.release();
  });
}

splan_status splan_daily_profile(splan_context* context, const splan_calendar* calendar,
                                 int32_t first_date, int64_t n, const double* values, int32_t month,
                                 splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const auto sales = capi::array(values, capi::count(n, "n"), "values");
    const forecast::DailyProfile profile = forecast::daily_profile(workdays, {first_date}, sales);
    const calendar::Period wanted = calendar::period_of({month}, calendar::Grain::month);
    auto result = std::make_unique<splan_result>();
    result->add("share", forecast::daily_shares(profile, workdays, wanted));
    result->add("kind", std::vector<double>(profile.kind.begin(), profile.kind.end()));
    result->add("phase", std::vector<double>(profile.phase.begin(), profile.phase.end()));
    to = result.release();
  });
}
