#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/file.hpp"
#include "adapters/xlsx/workbook.hpp"
#include "cli/commands.hpp"

namespace salesplan::cli {
namespace {

struct WorkbookArguments {
  std::string out;
  std::vector<std::string> files;
};

void run_workbook(const WorkbookArguments& arguments) {
  std::vector<std::unique_ptr<adapters::CsvTable>> tables;
  std::vector<adapters::Sheet> sheets;
  for (const std::string& file : arguments.files) {
    tables.push_back(std::make_unique<adapters::CsvTable>(adapters::read_file(file), file));
    sheets.push_back({std::filesystem::path(file).stem().string(), tables.back().get()});
  }
  adapters::write_workbook(arguments.out, sheets);
}

}  // namespace

void add_workbook_command(CLI::App& app) {
  const auto arguments = std::make_shared<WorkbookArguments>();
  CLI::App* command = app.add_subcommand("workbook", "Put CSV files into one XLSX workbook");
  command->add_option("out", arguments->out, "The workbook: plan.xlsx")->required();
  command->add_option("files", arguments->files, "CSV, a sheet each, named after its file")
      ->required();
  command->footer("Example:\n  salesplan workbook plan.xlsx out/targets.csv out/tasks.csv");
  command->callback([arguments] { run_workbook(*arguments); });
}

}  // namespace salesplan::cli
