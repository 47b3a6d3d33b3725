#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"
#include "salesplan/review/cycle.hpp"

namespace salesplan::cli {
namespace {

struct CycleArguments {
  std::string file;
  std::int64_t season = 12;
  bool sentences = false;
  bool json = false;
};

/// The periods of a column that must follow each other, the first of them.
calendar::Period first_period(const adapters::CsvTable& csv, std::size_t column) {
  calendar::Period first;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const calendar::Period at = calendar::parse_period(csv.cell(r, column), csv.place(r, column));
    if (r == 0) first = at;
    if (at != calendar::shift(first, static_cast<std::int64_t>(r))) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, column),
                  core::quoted(csv.cell(r, column)) + " does not follow the period before it");
    }
  }
  return first;
}

void run_cycles(const CycleArguments& arguments) {
  const adapters::CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const std::size_t period = csv.column("period");
  forecast::Story story;
  story.season_length = static_cast<std::size_t>(arguments.season);
  if (csv.rows() > 0) story.first = first_period(csv, period);
  std::vector<std::vector<Cell>> rows;
  for (std::size_t column = 0; column < csv.columns().size(); ++column) {
    if (column == period) continue;
    story.name = std::string(csv.columns()[column]);
    std::vector<double> values;
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      values.push_back(adapters::csv_number(csv, r, story.name));
    }
    const review::Cycle cycle = review::cycle(values, story.season_length);
    if (arguments.sentences) {
      for (const calendar::Language language : {calendar::Language::en, calendar::Language::zh}) {
        std::printf("%s\n", review::sentence(cycle, story, language).c_str());
      }
      continue;
    }
    std::string turns;
    for (const review::Turn& turn : cycle.turns) {
      turns += (turns.empty() ? "" : " ") + forecast::period_name(turn.at, story);
    }
    const bool seasonal = cycle.season_strength > 0;
    const auto place = [&](std::size_t at) {
      return seasonal ? forecast::season_place(at, story, calendar::Language::en) : std::string();
    };
    rows.push_back({story.name, cycle.growth, cycle.trend_strength, cycle.season_strength,
                    place(cycle.peak), cycle.peak_effect, place(cycle.trough), cycle.trough_effect,
                    turns});
  }
  if (arguments.sentences) return;
  print_rows({"series", "growth", "trend_strength", "season_strength", "peak", "peak_effect",
              "trough", "trough_effect", "turns"},
             rows, arguments.json);
}

}  // namespace

void add_cycles_command(CLI::App& review) {
  const auto arguments = std::make_shared<CycleArguments>();
  CLI::App* cycles = review.add_subcommand("cycles", "Trend, season and changes of course");
  cycles
      ->add_option("file", arguments->file,
                   "CSV: the column period, such as 2026-01, and a column a series")
      ->required();
  cycles->add_option("--season", arguments->season, "Periods to a season")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  cycles->add_flag("--sentences", arguments->sentences, "Print them in words");
  cycles->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  cycles->callback([arguments] { run_cycles(*arguments); });
}

}  // namespace salesplan::cli
