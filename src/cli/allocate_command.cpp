#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "cli/amount_wording.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::cli {
namespace {

struct AllocateArguments {
  std::string file;
  std::string total;
  std::string unit;
  std::string key;
  std::string weight = "weight";
  int decimals = 2;
  adapters::Options options{"allocate"};
  bool json = false;
};

void run_allocate(const AllocateArguments& arguments) {
  const adapters::CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const int decimals = arguments.decimals;
  const std::size_t weight = csv.column(arguments.weight);
  const std::size_t key = arguments.key.empty() ? 0 : csv.column(arguments.key);

  std::vector<double> weights;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    weights.push_back(core::parse_number(csv.cell(r, weight), csv.place(r, weight)));
    if (weights.back() < 0) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, weight),
                  "\"" + std::string(csv.cell(r, weight)) + "\" is negative");
    }
  }
  const auto amounts = [&](const char* name) {
    std::vector<core::Minor> values;
    if (!csv.has_column(name)) return values;
    const std::size_t column = csv.column(name);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      values.push_back(
          csv.cell(r, column).empty()
              ? core::missing_integer
              : core::parse_amount(csv.cell(r, column), decimals, csv.place(r, column)));
    }
    return values;
  };
  const std::vector<core::Minor> lower = amounts("lower");
  const std::vector<core::Minor> upper = amounts("upper");
  const std::vector<core::Minor> locked = amounts("locked");
  const core::Minor total = flag_amount(arguments.total, decimals, "--total");
  const core::Minor unit =
      arguments.unit.empty() ? 1 : flag_amount(arguments.unit, decimals, "--unit");
  const std::vector<core::Minor> parts = allocation::spread(
      total, weights, {lower, upper, locked}, unit,
      adapters::allocate_options(arguments.options).zero_weights, in_currency(decimals));

  const auto name = [&](std::size_t r) { return std::string(csv.cell(r, key)); };
  if (arguments.json) {
    adapters::Json rows = adapters::Json::array();
    for (std::size_t r = 0; r < parts.size(); ++r) {
      rows.push_back({{std::string(csv.columns()[key]), name(r)},
                      {"amount", core::amount_text(parts[r], decimals)},
                      {"minor", parts[r]}});
    }
    std::printf("%s\n", rows.dump(1).c_str());
    return;
  }
  adapters::CsvWriter out({std::string(csv.columns()[key]), "amount"});
  for (std::size_t r = 0; r < parts.size(); ++r) {
    out.add({name(r), core::amount_text(parts[r], decimals)});
  }
  std::fputs(out.text().c_str(), stdout);
}

}  // namespace

void add_allocate_command(CLI::App& app) {
  const auto arguments = std::make_shared<AllocateArguments>();
  CLI::App* command =
      app.add_subcommand("allocate", "Spread a total over the rows of a CSV file, to the cent");
  CLI::Option* file =
      command->add_option("file", arguments->file,
                          "CSV with a column of weights and, where wanted, lower, upper, locked");
  CLI::Option* total =
      command->add_option("--total", arguments->total, "Amount to spread, such as 1200000.00");
  command->add_option("--key", arguments->key, "Column to print beside the amount; else the first");
  command->add_option("--weight", arguments->weight, "Column of the weights")
      ->capture_default_str();
  add_decimals(*command, arguments->decimals);
  add_unit(*command, arguments->unit);
  add_option_flags(*command, arguments->options, {"unit", "over_assignment"});
  command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  add_allocate_margins_command(*command);
  add_allocate_rounding_command(*command);
  add_allocate_tree_commands(*command);
  command->footer(
      "Example:\n"
      "  salesplan allocate regions.csv --total 1200000.00 --key region --weight last_year");
  command->require_subcommand(0, 1);
  command->callback([arguments, command, file, total] {
    if (!command->get_subcommands().empty()) return;  // that has run
    for (const CLI::Option* needed : {file, total}) {
      if (needed->empty()) throw CLI::RequiredError(needed->get_name());
    }
    run_allocate(*arguments);
  });
}

}  // namespace salesplan::cli
