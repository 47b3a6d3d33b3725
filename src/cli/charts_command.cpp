#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/vega_lite.hpp"
#include "cli/commands.hpp"

namespace salesplan::cli {
namespace {

struct ChartsArguments {
  std::string model;
  std::string month;
  std::string out;
};

// "units rep" as a file: what is no letter, digit or point becomes "_".
std::string chart_file(const std::string& folder, std::string id) {
  for (char& c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       static_cast<unsigned char>(c) >= 128;
    if (!plain) c = '_';
  }
  return (std::filesystem::path(folder) / (id + ".vl.json")).string();
}

void run_charts(const ChartsArguments& arguments) {
  const std::vector<adapters::VegaLiteChart> charts =
      adapters::vega_lite(adapters::read_file(arguments.model), arguments.model, arguments.month);
  if (arguments.out.empty()) {
    std::string text;
    for (const adapters::VegaLiteChart& chart : charts) {
      text += (text.empty() ? "{\n" : ",\n") + adapters::Json(chart.id).dump() + ": " +
              chart.specification;
    }
    std::printf("%s\n}\n", text.empty() ? "{" : text.c_str());
    return;
  }
  adapters::make_folder(arguments.out);
  adapters::FileSet files;
  for (const adapters::VegaLiteChart& chart : charts) {
    files.add(chart_file(arguments.out, chart.id), chart.specification + "\n");
  }
  files.commit();
  for (const adapters::VegaLiteChart& chart : charts) {
    std::printf("%s\n", chart_file(arguments.out, chart.id).c_str());
  }
}

}  // namespace

void add_charts_command(CLI::App& app) {
  const auto arguments = std::make_shared<ChartsArguments>();
  CLI::App* command = app.add_subcommand("charts", "Export a dashboard's charts as Vega-Lite");
  command->add_option("model", arguments->model, "Plan document or dashboard model, JSON")
      ->required();
  command->add_option("--month", arguments->month,
                      "Month of the charts that show one (default: as the page opens)");
  command->add_option("--out", arguments->out,
                      "Folder for a file a chart (default: print them all as one object)");
  command->footer("Example:\n  salesplan charts out/plan.json --month 2020-03 --out charts");
  command->callback([arguments] { run_charts(*arguments); });
}

}  // namespace salesplan::cli
