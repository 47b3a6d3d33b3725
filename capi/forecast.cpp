#include "salesplan/forecast/forecast.hpp"

#include <memory>

#include "boundary.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/forecast/cross_validation.hpp"
#include "salesplan/forecast/panel_accuracy.hpp"

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

forecast::Options settings_of(const splan_options* options) {
  return adapters::forecast_options(capi::options_or_defaults(options, "forecast"));
}

void add_intervals(splan_result& result, std::vector<forecast::Interval> intervals) {
  for (forecast::Interval& interval : intervals) {
    const std::string percent = adapters::percent_text(interval.level);
    result.add("lower_" + percent, std::move(interval.lower));
    result.add("upper_" + percent, std::move(interval.upper));
  }
}

}  // namespace

splan_status splan_forecast(splan_context* context, const splan_options* options, int64_t n,
                            const int64_t* offsets, const double* values, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    forecast::PanelForecast made =
        forecast::forecast(panel_of(n, offsets, values), settings_of(options));
    auto result = std::make_unique<splan_result>();
    result->add("mean", std::move(made.mean));
    add_intervals(*result, std::move(made.intervals));
    result->add("total_mean", std::move(made.total_mean));
    result->add("total_sd", std::move(made.total_sd));
    result->add("model", std::move(made.model));
    to = result.release();
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
    const forecast::Options settings = settings_of(options);
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
    add_intervals(*result, std::move(made.intervals));
    result->add("model", std::move(made.model));
    const auto add = [&](const char* name, auto value) {
      std::vector<decltype(value(table[0]))> column;
      for (const forecast::StepAccuracy& row : table) column.push_back(value(row));
      result->add(name, std::move(column));
    };
    using Row = forecast::StepAccuracy;
    add("by_step", [](const Row& row) { return row.step; });
    add("forecasts", [](const Row& row) { return row.forecasts; });
    add("bias", [](const Row& row) { return row.bias; });
    add("mae", [](const Row& row) { return row.mae; });
    add("mape", [](const Row& row) { return row.mape; });
    add("smape", [](const Row& row) { return row.smape; });
    add("mase", [](const Row& row) { return row.mase; });
    for (std::size_t i = 0; i < settings.levels.size(); ++i) {
      add(("coverage_" + adapters::percent_text(settings.levels[i])).c_str(),
          [i](const Row& row) { return row.coverage[i]; });
    }
    to = result.release();
  });
}
