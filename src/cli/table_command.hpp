// A command that reads one table and prints rows: its file, the options of one scope, CSV or JSON.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "adapters/options.hpp"
#include "cli/option_flags.hpp"

namespace salesplan::cli {

struct TableArguments {
  explicit TableArguments(const char* scope = nullptr) {
    if (scope != nullptr) options.emplace(scope);
  }
  adapters::CsvTable table() const { return {adapters::read_file(file), file}; }

  std::string file;
  std::optional<adapters::Options> options;  ///< of the scope, where there is one
  bool json = false;
};

inline std::string cell_text(const adapters::CsvTable& csv, std::size_t row,
                             std::string_view name) {
  return std::string(csv.cell(row, csv.column(name)));
}

/// Adds `name` below `group`; `columns` says what the table holds.
template <class Arguments, class Run>
CLI::App* add_table_command(CLI::App& group, const char* name, const char* what,
                            const char* columns, const std::shared_ptr<Arguments>& arguments,
                            Run run) {
  CLI::App* command = group.add_subcommand(name, what);
  command->add_option("file", arguments->file, columns)->required();
  if (arguments->options) add_option_flags(*command, *arguments->options);
  command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  command->callback([arguments, run] { run(*arguments); });
  return command;
}

}  // namespace salesplan::cli
