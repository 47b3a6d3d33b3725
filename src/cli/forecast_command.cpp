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
#include "cli/option_flags.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/accuracy.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"
#include "salesplan/forecast/cleaning.hpp"
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
  std::string file;
  std::string id;
  std::string date;
  std::string grain;
  std::string value = "value";
  adapters::Options options{"forecast"};
  bool usual_season = true;  // of the dates, unless one is given
  std::string group;
  std::string calendar;
  std::string effects = "workdays";
  std::string report;
  std::string language = "en";
  bool clean = false;
  bool json = false;
  bool quiet = false;
};

// One series as it is read: values by the ordinal of their period, or by row without dates.
struct Series {
  std::string id;
  std::string group;
  std::map<std::int32_t, double> values;
};

struct Input {
  std::vector<Series> series;
  std::optional<calendar::Grain> grain;  // of the dates, where there are any
};

Input read_series(const ForecastArguments& arguments) {
  const adapters::CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const std::size_t value = csv.column(arguments.value);
  const bool with_id = !arguments.id.empty();
  const bool with_date = !arguments.date.empty();
  const std::size_t id = with_id ? csv.column(arguments.id) : 0;
  const std::size_t date = with_date ? csv.column(arguments.date) : 0;
  const bool with_group = !arguments.group.empty();
  const std::size_t group = with_group ? csv.column(arguments.group) : 0;

  Input input;
  if (!arguments.grain.empty()) input.grain = calendar::parse_grain(arguments.grain, "--grain");
  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string key(with_id ? csv.cell(r, id) : std::string_view());
    const auto place = index.emplace(key, input.series.size());
    if (place.second) {
      input.series.push_back({key, std::string(with_group ? csv.cell(r, group) : ""), {}});
    }
    Series& series = input.series[place.first->second];

    std::int32_t at = static_cast<std::int32_t>(series.values.size());
    if (with_date) {
      calendar::Period period = calendar::parse_period(csv.cell(r, date), csv.place(r, date));
      if (!input.grain) input.grain = period.grain;
      if (period.grain != *input.grain && period.grain == calendar::Grain::day) {
        period = calendar::period_of(calendar::first_date(period), *input.grain);
      }
      if (period.grain != *input.grain) {
        throw Error(ErrorCode::parse, csv.place(r, date),
                    "\"" + std::string(csv.cell(r, date)) + "\" is not a " +
                        calendar::grain_name(*input.grain));
      }
      at = period.ordinal;
    }
    const std::string_view text = csv.cell(r, value);
    const double number =
        text.empty() ? core::missing_number : core::parse_number(text, csv.place(r, value));
    if (!series.values.emplace(at, number).second) {
      throw Error(ErrorCode::duplicate, csv.place(r, date),
                  "the period is given twice for this series");
    }
  }
  if (input.series.empty()) throw Error(ErrorCode::invalid_argument, arguments.file, "has no rows");
  return input;
}

// The panel of the series, and their calendar effects or groups where those are asked for.
struct Task {
  std::vector<double> values;
  std::vector<std::int64_t> offsets{0};
  std::vector<std::int32_t> groups;
  forecast::Regressors regressors;  // series after series

  forecast::Panel panel() const { return {values, offsets}; }
};

// Series with dates end together where they lean on each other; else each with its own last period.
Task make_task(const ForecastArguments& arguments, Input& input) {
  Task task;
  if (!arguments.group.empty()) {
    if (input.grain) {
      std::int32_t last = input.series.front().values.rbegin()->first;
      for (const Series& series : input.series) {
        last = std::max(last, series.values.rbegin()->first);
      }
      for (Series& series : input.series) series.values.emplace(last, core::missing_number);
    }
    std::map<std::string, std::int32_t, std::less<>> names;
    for (const Series& series : input.series) {
      const auto number = static_cast<std::int32_t>(names.size());
      task.groups.push_back(names.emplace(series.group, number).first->second);
    }
  }
  for (const Series& series : input.series) {
    const std::int32_t first = series.values.begin()->first;
    const std::int64_t length = std::int64_t{series.values.rbegin()->first} - first + 1;
    if (length > 10'000'000) {
      throw Error(ErrorCode::invalid_argument, arguments.file,
                  "a series spans " + std::to_string(length) + " periods");
    }
    const std::size_t start = task.values.size();
    task.values.resize(start + static_cast<std::size_t>(length), core::missing_number);
    for (const auto& [at, number] : series.values) {
      task.values[start + static_cast<std::size_t>(at - first)] = number;
    }
    task.offsets.push_back(static_cast<std::int64_t>(task.values.size()));
  }
  return task;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    names.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

void add_regressors(const ForecastArguments& arguments, const Input& input, std::size_t horizon,
                    Task& task) {
  if (!input.grain) {
    throw Error(ErrorCode::invalid_argument, "--calendar", "needs the dates of --date");
  }
  const calendar::WorkdayCalendar workdays = calendar::named_calendar(arguments.calendar);
  const forecast::CalendarEffects effects = forecast::calendar_effects(split(arguments.effects));
  for (std::size_t s = 0; s < input.series.size(); ++s) {
    const std::size_t length =
        static_cast<std::size_t>(task.offsets[s + 1] - task.offsets[s]) + horizon;
    forecast::Regressors own = forecast::calendar_regressors(
        workdays, {*input.grain, input.series[s].values.begin()->first}, length, effects);
    task.regressors.names = std::move(own.names);
    task.regressors.values.insert(task.regressors.values.end(), own.values.begin(),
                                  own.values.end());
  }
}

// What the calendar contributed is taken out of the history before it is tested and taken apart.
void write_report(const ForecastArguments& arguments, const Input& input, const Task& task,
                  const forecast::Options& options, const forecast::PanelForecast& made,
                  const std::vector<forecast::Effect>& effects,
                  const std::vector<double>& contribution) {
  constexpr std::size_t most = 200, windows = 6;  // a page of more series is not read
  const calendar::Language language =
      arguments.language == "zh" ? calendar::Language::zh : calendar::Language::en;
  std::vector<double> tested = task.values;
  for (std::size_t s = 0; s < made.n && !contribution.empty(); ++s) {
    for (std::int64_t t = task.offsets[s]; t < task.offsets[s + 1]; ++t) {
      const auto at = static_cast<std::size_t>(t);
      tested[at] -= contribution[at + s * made.h];
    }
  }
  const forecast::CrossValidation past =
      forecast::cross_validate({tested, task.offsets}, options, {windows, 1});
  const std::size_t shown = std::min(most, made.n), k = task.regressors.names.size();
  std::vector<adapters::ReportSeries> rows(shown);
  for (std::size_t s = 0; s < shown; ++s) {
    adapters::ReportSeries& row = rows[s];
    const core::View<const double> y = task.panel().series(s);
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
    const core::View<const double> plain = forecast::Panel{tested, task.offsets}.series(s);
    row.story =
        forecast::explain(story, forecast::diagnose(plain, story.season_length), one, language);
  }
  adapters::FileSet files;
  files.add(arguments.report,
            adapters::forecast_report(arguments.value + ", " + arguments.file, rows,
                                      forecast::accuracy_by_step(past, made.h), language));
  files.commit();
}

void run_forecast(const ForecastArguments& arguments) {
  if (arguments.language != "en" && arguments.language != "zh") {
    throw Error(ErrorCode::invalid_argument, "--language",
                "\"" + arguments.language + "\" is not en or zh");
  }
  Input input = read_series(arguments);
  forecast::Options options = adapters::forecast_options(arguments.options);
  if (arguments.usual_season) {
    options.season_length = input.grain ? forecast::usual_season(*input.grain) : 1;
  }
  Task task = make_task(arguments, input);
  if (arguments.clean) {
    for (std::size_t s = 0; s < input.series.size(); ++s) {
      const std::vector<double> cleaned =
          forecast::clean(task.panel().series(s), static_cast<std::size_t>(options.season_length))
              .cleaned;
      std::copy(cleaned.begin(), cleaned.end(), task.values.begin() + task.offsets[s]);
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
  forecast::PanelForecast panel;
  std::vector<forecast::Effect> effects;
  std::vector<double> contribution;
  if (!arguments.calendar.empty()) {
    add_regressors(arguments, input, options.horizon, task);
    forecast::PanelRegression made =
        forecast::forecast_with(task.panel(), task.regressors, options, {true});
    panel = std::move(made.forecast);
    effects = std::move(made.effects);
    contribution = std::move(made.contribution);
  } else if (!arguments.group.empty()) {
    panel = forecast::forecast_in_groups(task.panel(), task.groups, options);
  } else {
    panel = forecast::forecast(task.panel(), options, [&](double done) {
      report("forecast", done);
      return true;
    });
  }
  if (!arguments.report.empty()) {
    report("report", 0.5);
    write_report(arguments, input, task, options, panel, effects, contribution);
  }
  report("done", 1);
  if (bar) std::fprintf(stderr, "\n");

  const auto step_text = [&](std::size_t s, std::size_t k) {
    const std::int64_t next =
        std::int64_t{input.series[s].values.rbegin()->first} + 1 + static_cast<std::int64_t>(k);
    if (!input.grain) return std::to_string(k + 1);
    return calendar::period_text({*input.grain, static_cast<std::int32_t>(next)});
  };
  const auto level_name = [&](std::size_t i) {
    return adapters::percent_text(panel.intervals[i].level);
  };
  if (arguments.json) {
    adapters::Json rows = adapters::Json::array();
    for (std::size_t s = 0; s < panel.n; ++s) {
      adapters::Json row{{"id", input.series[s].id}, {"model", panel.model[s]}};
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
      std::vector<std::string> row{input.series[s].id, step_text(s, k),
                                   core::to_text(panel.mean[at])};
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
  command->add_option("file", arguments->file, "CSV, one row a series and period")->required();
  command->add_option("--id", arguments->id,
                      "Column that names the series; without it, one series");
  command->add_option(
      "--date", arguments->date,
      "Column of the period: 2026, 2026-Q1, 2026-02, 2026-W07 or 2026-02-17; periods "
      "that are left out count as missing. Without it, rows are in order");
  command->add_option("--grain", arguments->grain,
                      "Period that a date stands for: day, week, month, quarter, year");
  command->add_option("--value", arguments->value, "Column of the values; an empty cell is missing")
      ->capture_default_str();
  command->add_option("--group", arguments->group,
                      "Column of a group: series of fewer than two seasons take season and level "
                      "of the others in it");
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
  command->add_flag("--quiet", arguments->quiet, "Show no progress");
  command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  command->footer(
      "Without --season-length, dates bring their usual one: 7 for days, 52 for weeks, 12 for\n"
      "months, 4 for quarters.\n"
      "Examples:\n"
      "  salesplan forecast sales.csv --id region --date month --value revenue --horizon 12\n"
      "  salesplan forecast sales.csv --date month --value revenue --calendar CN \\\n"
      "    --effects workdays,lunar_new_year --report forecast.html\n"
      "  salesplan forecast daily.csv --date day --grain month --value revenue --json");
  command->get_option("--group")->excludes("--calendar");
  command->callback([arguments, command] {
    arguments->usual_season = command->count("--season-length") == 0;
    run_forecast(*arguments);
  });
}

}  // namespace salesplan::cli
