#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "adapters/forecast_report.hpp"
#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "cli/commands.hpp"
#include "cli/forecast_series.hpp"
#include "cli/option_flags.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/accuracy.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"
#include "salesplan/forecast/cleaning.hpp"
#include "salesplan/forecast/coherent.hpp"
#include "salesplan/forecast/cold_start.hpp"
#include "salesplan/forecast/cross_validation.hpp"
#include "salesplan/forecast/explain.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/horizon_sums.hpp"
#include "salesplan/forecast/long_panel.hpp"
#include "salesplan/forecast/regression.hpp"

namespace salesplan::cli {
namespace {

struct ForecastArguments {
  SeriesColumns columns;
  adapters::Options options{"forecast"};
  adapters::Options reconcile{"reconcile"};
  bool usual_season = true;  // of the dates, unless one is given
  std::string calendar;
  std::string effects = "workdays";
  std::string report;
  std::string language = "en";
  bool clean = false;
  bool json = false;
  bool quiet = false;
};

// What the calendar says of every series, one after another.
forecast::Regressors regressors_of(const ForecastArguments& arguments, const SeriesInput& input,
                                   const FlatSeries& flat, std::size_t horizon) {
  if (!input.grain) {
    throw Error(ErrorCode::invalid_argument, "--calendar", "needs the dates of --date");
  }
  const calendar::WorkdayCalendar workdays = calendar::named_calendar(arguments.calendar);
  const forecast::CalendarEffects effects = forecast::calendar_effects(split(arguments.effects));
  forecast::Regressors regressors;
  for (std::size_t s = 0; s < input.series.size(); ++s) {
    const std::size_t length = flat.panel().series(s).size() + horizon;
    forecast::Regressors own = forecast::calendar_regressors(
        workdays, {*input.grain, input.series[s].values.begin()->first}, length, effects);
    regressors.names = std::move(own.names);
    regressors.values.insert(regressors.values.end(), own.values.begin(), own.values.end());
  }
  return regressors;
}

// What the calendar contributed is taken out of the history before it is tested and taken apart.
void write_report(const ForecastArguments& arguments, const SeriesInput& input,
                  const FlatSeries& flat, const forecast::Options& options,
                  const forecast::PanelForecast& made, const std::vector<forecast::Effect>& effects,
                  const std::vector<double>& contribution) {
  constexpr std::size_t most = 200, windows = 6;  // a page of more series is not read
  const calendar::Language language =
      arguments.language == "zh" ? calendar::Language::zh : calendar::Language::en;
  std::vector<double> tested = flat.values;
  for (std::size_t s = 0; s < made.n && !contribution.empty(); ++s) {
    for (std::int64_t t = flat.offsets[s]; t < flat.offsets[s + 1]; ++t) {
      const auto at = static_cast<std::size_t>(t);
      tested[at] -= contribution[at + s * made.h];
    }
  }
  const forecast::CrossValidation past =
      forecast::cross_validate({tested, flat.offsets}, options, {windows, 1});
  const std::size_t shown = std::min(most, made.n), k = effects.size() / made.n;
  std::vector<adapters::ReportSeries> rows(shown);
  for (std::size_t s = 0; s < shown; ++s) {
    adapters::ReportSeries& row = rows[s];
    const core::View<const double> y = flat.panel().series(s);
    const auto part = [&](const std::vector<double>& matrix) {
      return std::vector<double>(matrix.begin() + static_cast<std::ptrdiff_t>(s * made.h),
                                 matrix.begin() + static_cast<std::ptrdiff_t>((s + 1) * made.h));
    };
    row.name = input.series[s].id;
    row.history.assign(y.begin(), y.end());
    row.mean = part(made.mean);
    for (const forecast::Interval& interval : made.intervals) {
      row.intervals.push_back({interval.level, part(interval.lower), part(interval.upper)});
    }
    row.model = made.model[s];
    if (k > 0) {
      row.effects.assign(effects.begin() + static_cast<std::ptrdiff_t>(s * k),
                         effects.begin() + static_cast<std::ptrdiff_t>((s + 1) * k));
    }
    const std::int32_t first = input.series[s].values.begin()->first;
    for (std::size_t t = 0; t < y.size() + made.h; ++t) {
      row.periods.push_back(
          input.grain ? calendar::period_text({*input.grain, first + static_cast<std::int32_t>(t)})
                      : std::to_string(t + 1));
    }
    forecast::Story story{"", y, static_cast<std::size_t>(options.season_length), {}, 0};
    if (input.grain) story.first = calendar::Period{*input.grain, first};
    std::vector<double> actual, mean;
    for (std::size_t r = 0; r < past.step.size(); ++r) {
      if (past.series[r] != static_cast<std::int64_t>(s) || past.step[r] != 1) continue;
      actual.push_back(past.actual[r]);
      mean.push_back(past.mean[r]);
    }
    story.usual_error = forecast::mape(actual, mean);
    forecast::SeriesForecast one;
    one.mean = row.mean;
    one.total_mean = made.total_mean[s];
    one.total_sd = made.total_sd[s];
    const core::View<const double> plain = forecast::Panel{tested, flat.offsets}.series(s);
    row.story =
        forecast::explain(story, forecast::diagnose(plain, story.season_length), one, language);
  }
  adapters::FileSet files;
  files.add(arguments.report,
            adapters::forecast_report(arguments.columns.value + ", " + arguments.columns.file, rows,
                                      forecast::accuracy_by_step(past, made.h), language));
  files.commit();
}

void run_forecast(const ForecastArguments& arguments) {
  if (arguments.language != "en" && arguments.language != "zh") {
    throw Error(ErrorCode::invalid_argument, "--language",
                "\"" + arguments.language + "\" is not en or zh");
  }
  SeriesInput input = read_series(arguments.columns);
  forecast::Options options = adapters::forecast_options(arguments.options);
  if (arguments.usual_season) {
    options.season_length = input.grain ? forecast::usual_season(*input.grain) : 1;
  }
  const bool summed = !arguments.columns.sums.empty();
  if (summed || !arguments.columns.group.empty()) end_together(input);
  FlatSeries flat = flatten(input, arguments.columns.file);
  if (arguments.clean) {
    for (std::size_t s = 0; s < input.series.size(); ++s) {
      const std::vector<double> cleaned =
          forecast::clean(flat.panel().series(s), static_cast<std::size_t>(options.season_length))
              .cleaned;
      std::copy(cleaned.begin(), cleaned.end(), flat.values.begin() + flat.offsets[s]);
    }
  }

  const bool bar = !arguments.quiet && isatty(STDERR_FILENO) != 0;
  const auto report = [bar](const char* step, double done) {
    if (!bar) return;
    const int filled = static_cast<int>(30 * done);
    std::fprintf(stderr, "\r%-10s [%-30.*s] %3.0f %%", step, filled,
                 "==============================", 100 * done);
    std::fflush(stderr);
  };
  const auto reported = [&](double done) {
    report("forecast", done);
    return true;
  };
  forecast::PanelForecast panel;
  std::vector<std::string> names;
  std::vector<forecast::Effect> effects;
  std::vector<double> contribution;
  if (summed) {
    SummedSeries sums = sum_series(input, flat, arguments.columns.sums);
    panel = forecast::forecast_coherent(
        sums.structure, sums.values, sums.periods, options,
        adapters::reconcile_options(arguments.reconcile),
        static_cast<std::size_t>(arguments.reconcile.integer("origins")), reported);
    names = std::move(sums.names);
  } else if (!arguments.calendar.empty()) {
    forecast::PanelRegression made = forecast::forecast_with(
        flat.panel(), regressors_of(arguments, input, flat, options.horizon), options, {true});
    panel = std::move(made.forecast);
    effects = std::move(made.effects);
    contribution = std::move(made.contribution);
  } else if (!arguments.columns.group.empty()) {
    panel = forecast::forecast_in_groups(flat.panel(), numbered_groups(input, 0, 1), options);
  } else {
    panel = forecast::forecast(flat.panel(), options, reported);
  }
  if (names.empty()) {
    for (const Series& series : input.series) names.push_back(series.id);
  }
  if (!arguments.report.empty()) {
    report("report", 0.5);
    write_report(arguments, input, flat, options, panel, effects, contribution);
  }
  report("done", 1);
  if (bar) std::fprintf(stderr, "\n");

  const auto step_text = [&](std::size_t s, std::size_t k) {
    const Series& last = input.series[summed ? 0 : s];  // sums and series end together
    const std::int64_t next =
        std::int64_t{last.values.rbegin()->first} + 1 + static_cast<std::int64_t>(k);
    if (!input.grain) return std::to_string(k + 1);
    return calendar::period_text({*input.grain, static_cast<std::int32_t>(next)});
  };
  const auto level_name = [&](std::size_t i) {
    return adapters::percent_text(panel.intervals[i].level);
  };
  if (arguments.json) {
    adapters::Json rows = adapters::Json::array();
    for (std::size_t s = 0; s < panel.n; ++s) {
      adapters::Json row{{"id", names[s]}, {"model", panel.model[s]}};
      for (std::size_t k = 0; k < panel.h; ++k) {
        const std::size_t at = s * panel.h + k;
        row["period"].push_back(step_text(s, k));
        row["mean"].push_back(adapters::number_or_null(panel.mean[at]));
        for (std::size_t i = 0; i < panel.intervals.size(); ++i) {
          row["lower_" + level_name(i)].push_back(
              adapters::number_or_null(panel.intervals[i].lower[at]));
          row["upper_" + level_name(i)].push_back(
              adapters::number_or_null(panel.intervals[i].upper[at]));
        }
      }
      rows.push_back(std::move(row));
    }
    std::printf("%s\n", rows.dump(1).c_str());
    return;
  }
  std::vector<std::string> header{"id", "period", "mean"};
  for (std::size_t i = 0; i < panel.intervals.size(); ++i) {
    header.push_back("lower_" + level_name(i));
    header.push_back("upper_" + level_name(i));
  }
  header.emplace_back("model");
  adapters::CsvWriter csv(header);
  for (std::size_t s = 0; s < panel.n; ++s) {
    for (std::size_t k = 0; k < panel.h; ++k) {
      const std::size_t at = s * panel.h + k;
      std::vector<std::string> row{names[s], step_text(s, k), core::to_text(panel.mean[at])};
      for (const forecast::Interval& interval : panel.intervals) {
        row.push_back(core::to_text(interval.lower[at]));
        row.push_back(core::to_text(interval.upper[at]));
      }
      row.push_back(panel.model[s]);
      csv.add(row);
    }
  }
  std::fputs(csv.text().c_str(), stdout);
}

}  // namespace

void add_forecast_command(CLI::App& app) {
  const auto arguments = std::make_shared<ForecastArguments>();
  CLI::App* command = app.add_subcommand("forecast", "Forecast the series of a CSV file");
  command->add_option("file", arguments->columns.file, "CSV, one row a series and period")
      ->required();
  command->add_option("--id", arguments->columns.id,
                      "Column that names the series; without it, one series");
  command->add_option(
      "--date", arguments->columns.date,
      "Column of the period: 2026, 2026-Q1, 2026-02, 2026-W07 or 2026-02-17; periods "
      "that are left out count as missing. Without it, rows are in order");
  command->add_option("--grain", arguments->columns.grain,
                      "Period that a date stands for: day, week, month, quarter, year");
  command
      ->add_option("--value", arguments->columns.value,
                   "Column of the values; an empty cell is missing")
      ->capture_default_str();
  command->add_option("--group", arguments->columns.group,
                      "Column of a group: series of fewer than two seasons take season and level "
                      "of the others in it");
  command->add_option("--sum", arguments->columns.sums,
                      "Columns whose sums are forecast too, so that all add up: region,channel; "
                      "region+channel for each pair");
  command->add_option("--calendar", arguments->calendar,
                      "CN, US or WEEKDAYS: estimate what the calendar does to the series");
  command
      ->add_option("--effects", arguments->effects,
                   "With --calendar: workdays, leap_day, lunar_new_year, easter; those below "
                   "two standard errors are left out")
      ->capture_default_str();
  command->add_flag("--clean", arguments->clean,
                    "Take outliers and stock-outs as what was expected then");
  command->add_option("--report", arguments->report,
                      "Write a page with words, charts and a backtest to this HTML file");
  command->add_option("--language", arguments->language, "Language of the report, en or zh")
      ->capture_default_str();
  add_option_flags(*command, arguments->options);
  add_option_flags(*command, arguments->reconcile, {"non_negative", "threads"});
  command->add_flag("--quiet", arguments->quiet, "Show no progress");
  command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  command->footer(
      "Without --season-length, dates bring their usual one: 7 for days, 52 for weeks, 12 for\n"
      "months, 4 for quarters.\n"
      "Examples:\n"
      "  salesplan forecast sales.csv --id region --date month --value revenue --horizon 12\n"
      "  salesplan forecast sales.csv --date month --value revenue --calendar CN \\\n"
      "    --effects workdays,lunar_new_year --report forecast.html\n"
      "  salesplan forecast sales.csv --id store --date month --value revenue --sum "
      "region,channel\n"
      "  salesplan forecast daily.csv --date day --grain month --value revenue --json");
  command->get_option("--group")->excludes("--calendar");
  command->get_option("--sum")->needs("--id")->excludes("--group", "--calendar", "--report");
  for (const char* const name : {"--method", "--origins"})
    command->get_option(name)->needs("--sum");
  command->callback([arguments, command] {
    arguments->usual_season = command->count("--season-length") == 0;
    run_forecast(*arguments);
  });
}

}  // namespace salesplan::cli
