#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "salesplan/target/fairness.hpp"
#include "salesplan/target/hardness.hpp"

namespace salesplan::cli {
namespace {

struct TargetArguments {
  std::string file;
  std::string total;
  std::vector<std::string> limits;
  int decimals = 2;
  bool json = false;
};

/// The first column of a file: what its rows are called.
std::vector<std::string> first_column(const adapters::CsvTable& csv) {
  std::vector<std::string> names;
  for (std::size_t r = 0; r < csv.rows(); ++r) names.emplace_back(csv.cell(r, 0));
  return names;
}

void run_hardness(const TargetArguments& arguments) {
  const adapters::CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const std::vector<std::string> names = first_column(csv);
  std::vector<double> mean, sd;
  std::vector<core::Minor> lower, upper, locked;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto amount = [&](const char* name) {
      return adapters::csv_amount(csv, r, name, arguments.decimals, core::missing_integer);
    };
    mean.push_back(static_cast<double>(adapters::csv_amount(csv, r, "mean", arguments.decimals)));
    sd.push_back(static_cast<double>(adapters::csv_amount(csv, r, "sd", arguments.decimals)));
    lower.push_back(amount("lower"));
    upper.push_back(amount("upper"));
    locked.push_back(amount("locked"));
  }
  const target::Hardness split =
      target::equal_hardness(flag_amount(arguments.total, arguments.decimals, "--total"), mean, sd,
                             {lower, upper, locked});
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < names.size(); ++r) {
    rows.push_back(
        {names[r], core::amount_text(split.target[r], arguments.decimals), split.probability[r]});
  }
  print_rows({std::string(csv.columns()[0]), "target", "probability"}, rows, arguments.json);
}

void run_fairness(const TargetArguments& arguments) {
  const adapters::CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const std::vector<std::string> names = first_column(csv);
  std::vector<double> limits(csv.columns().size(), core::missing_number);
  for (const std::string& limit : arguments.limits) {
    const std::size_t equals = limit.rfind('=');
    if (equals == std::string::npos) {
      throw Error(ErrorCode::parse, "--limit", core::quoted(limit) + " is not MEASURE=GINI");
    }
    const std::size_t column = csv.column(limit.substr(0, equals));
    limits[column] = core::parse_number(limit.substr(equals + 1), "--limit");
  }
  std::vector<std::vector<double>> values(csv.columns().size());
  std::vector<target::FairnessMeasure> measures;
  for (std::size_t c = 1; c < values.size(); ++c) {
    const std::string name(csv.columns()[c]);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      values[c].push_back(adapters::csv_number(csv, r, name));
    }
    measures.push_back({name, values[c], limits[c]});
  }
  const std::vector<target::Fairness> report = target::fairness(measures, names);
  std::vector<std::vector<Cell>> rows;
  for (const target::Fairness& row : report) {
    const bool any = !core::is_missing(row.most);
    rows.push_back({row.name, row.gini, core::is_missing(row.limit) ? Cell("") : Cell(row.limit),
                    std::string(row.fair ? "yes" : "no"), row.mean,
                    any ? names[row.least_unit] : std::string(), row.least,
                    any ? names[row.most_unit] : std::string(), row.most});
  }
  print_rows(
      {"measure", "gini", "limit", "fair", "mean", "least_unit", "least", "most_unit", "most"},
      rows, arguments.json);
  target::require_fair(report, names);
}

}  // namespace

void add_target_command(CLI::App& app) {
  CLI::App* group = app.add_subcommand("target", "Targets that are equally hard, fairly shared");
  group->require_subcommand(1);

  const auto hardness = std::make_shared<TargetArguments>();
  CLI::App* command = group->add_subcommand(
      "equal-hardness", "Targets that sum to a total and that everybody attains as likely");
  command
      ->add_option("file", hardness->file,
                   "CSV: who, then columns mean and sd of the forecast and, where wanted, lower, "
                   "upper, locked")
      ->required();
  command->add_option("--total", hardness->total, "Amount of all targets together")->required();
  add_decimals(*command, hardness->decimals);
  command->add_flag("--json", hardness->json, "Print JSON instead of CSV");
  command->callback([hardness] { run_hardness(*hardness); });

  const auto fairness = std::make_shared<TargetArguments>();
  command = group->add_subcommand("fairness", "Gini coefficients of what is to be shared fairly");
  command
      ->add_option("file", fairness->file,
                   "CSV: who, then a column a measure, such as hardness, workload, potential")
      ->required();
  command
      ->add_option("--limit", fairness->limits,
                   "MEASURE=GINI, any number of them; exit code 4 where one is exceeded")
      ->allow_extra_args(false);
  command->add_flag("--json", fairness->json, "Print JSON instead of CSV");
  command->footer("Example:\n  salesplan target fairness reps.csv --limit workload=0.1");
  command->callback([fairness] { run_fairness(*fairness); });
}

}  // namespace salesplan::cli
