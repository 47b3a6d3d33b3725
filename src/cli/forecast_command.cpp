#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/forecast.hpp"

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
  bool json = false;
};

// One series as it is read: values by the ordinal of their period, or by row without dates.
struct Series {
  std::string id;
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

  Input input;
  if (!arguments.grain.empty()) input.grain = calendar::parse_grain(arguments.grain, "--grain");
  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string key(with_id ? csv.cell(r, id) : std::string_view());
    const auto place = index.emplace(key, input.series.size());
    if (place.second) input.series.push_back({key, {}});
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

int usual_season(const Input& input) {
  if (!input.grain) return 1;
  switch (*input.grain) {
    case calendar::Grain::day:
      return 7;
    case calendar::Grain::week:
      return 52;
    case calendar::Grain::month:
      return 12;
    case calendar::Grain::quarter:
      return 4;
    default:
      return 1;
  }
}

void run_forecast(const ForecastArguments& arguments) {
  const Input input = read_series(arguments);
  forecast::Options options = adapters::forecast_options(arguments.options);
  if (arguments.usual_season) options.season_length = usual_season(input);

  std::vector<double> values;
  std::vector<std::int64_t> offsets{0};
  for (const Series& series : input.series) {
    const std::int32_t first = series.values.begin()->first;
    const std::int64_t length = std::int64_t{series.values.rbegin()->first} - first + 1;
    if (length > 10'000'000) {
      throw Error(ErrorCode::invalid_argument, arguments.file,
                  "a series spans " + std::to_string(length) + " periods");
    }
    const std::size_t start = values.size();
    values.resize(start + static_cast<std::size_t>(length), core::missing_number);
    for (const auto& [at, number] : series.values) {
      values[start + static_cast<std::size_t>(at - first)] = number;
    }
    offsets.push_back(static_cast<std::int64_t>(values.size()));
  }
  const forecast::PanelForecast panel = forecast::forecast({values, offsets}, options);

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
  add_option_flags(*command, arguments->options);
  command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  command->footer(
      "Without --season-length, dates bring their usual one: 7 for days, 52 for weeks, 12 for\n"
      "months, 4 for quarters.\n"
      "Examples:\n"
      "  salesplan forecast sales.csv --id region --date month --value revenue --horizon 12\n"
      "  salesplan forecast daily.csv --date day --grain month --value revenue --json");
  command->callback([arguments, command] {
    arguments->usual_season = command->count("--season-length") == 0;
    run_forecast(*arguments);
  });
}

}  // namespace salesplan::cli
