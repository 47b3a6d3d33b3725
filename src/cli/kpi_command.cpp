#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/kpi_reader.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/monitor/kpi.hpp"

namespace salesplan::cli {
namespace {

struct KpiArguments {
  std::string cells;
  std::string kpis;
  std::string targets;
  std::string currency;
  bool json = false;
};

using CellKey = std::vector<std::string>;  // the month, "" where there is none; then the labels

/// The columns that say what a row is of: its month, and all that are neither measures nor `other`.
struct CellColumns {
  std::optional<std::size_t> month;
  std::vector<std::size_t> labels;
};

CellColumns cell_columns(const adapters::CsvTable& csv, const std::vector<std::string>& other) {
  CellColumns columns;
  for (std::size_t c = 0; c < csv.columns().size(); ++c) {
    const std::string_view name = csv.columns()[c];
    if (name == "month") {
      columns.month = c;
    } else if (std::find(other.begin(), other.end(), name) == other.end()) {
      columns.labels.push_back(c);
    }
  }
  return columns;
}

CellKey key_of(const adapters::CsvTable& csv, std::size_t row, const CellColumns& columns) {
  CellKey key{""};
  if (columns.month) {
    const calendar::Period month =
        calendar::parse_period(csv.cell(row, *columns.month), csv.place(row, *columns.month));
    key[0] = calendar::period_text(month);
  }
  for (const std::size_t c : columns.labels) key.emplace_back(csv.cell(row, c));
  return key;
}

/// The cells of a file, and for each those that before(x), year_ago(x) and whole(x) read.
class CellTable {
 public:
  CellTable(const adapters::CsvTable& csv, const std::vector<monitor::MeasureName>& measures) {
    std::vector<std::string> names;
    for (const monitor::MeasureName& measure : measures) names.push_back(measure.name);
    columns_ = cell_columns(csv, names);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      keys.push_back(key_of(csv, r, columns_));
      if (!place_.emplace(keys.back(), r).second) {
        throw Error(ErrorCode::duplicate, csv.place(r, 0), "the cell is given twice");
      }
      for (const std::string& name : names) {
        values.push_back(csv.has_column(name) ? adapters::csv_number(csv, r, name)
                                              : core::missing_number);
      }
    }
    for (const CellKey& key : keys) {
      before.push_back(months_back(key, 1));
      year_ago.push_back(months_back(key, 12));
      whole.push_back(place_of({key[0]}, key.size()));
    }
  }

  /// -1 where there is none; labels that are left out are empty.
  std::int32_t place_of(CellKey key, std::size_t size) const {
    key.resize(size);
    const auto found = place_.find(key);
    return found == place_.end() ? -1 : static_cast<std::int32_t>(found->second);
  }

  std::vector<CellKey> keys;
  std::vector<double> values;
  std::vector<std::int32_t> before, year_ago, whole;

 private:
  std::int32_t months_back(CellKey key, std::int64_t months) const {
    if (key[0].empty()) return -1;
    key[0] =
        calendar::period_text(calendar::shift(calendar::parse_period(key[0], "month"), -months));
    return place_of(key, key.size());
  }

  CellColumns columns_;
  std::map<CellKey, std::size_t> place_;
};

/// Targets by cell and KPI.
std::map<std::pair<CellKey, std::string>, double> read_targets(
    const std::string& file, const monitor::KpiTree& tree,
    const std::vector<std::string_view>& label_names) {
  std::map<std::pair<CellKey, std::string>, double> targets;
  if (file.empty()) return targets;
  const adapters::CsvTable csv(adapters::read_file(file), file);
  const std::size_t kpi = csv.column("kpi");
  CellColumns columns;
  if (csv.has_column("month")) columns.month = csv.column("month");
  for (const std::string_view name : label_names) columns.labels.push_back(csv.column(name));
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string name(csv.cell(r, kpi));
    if (std::none_of(tree.kpis().begin(), tree.kpis().end(),
                     [&](const monitor::Kpi& one) { return one.name == name; })) {
      throw Error(ErrorCode::not_found, csv.place(r, kpi), core::quoted(name) + " is no KPI");
    }
    targets[{key_of(csv, r, columns), name}] = adapters::csv_number(csv, r, "target");
  }
  return targets;
}

void run_kpis(const KpiArguments& arguments) {
  const monitor::KpiTree tree =
      arguments.kpis.empty()
          ? monitor::KpiTree(monitor::usual_measures(), monitor::usual_kpis(arguments.currency))
          : adapters::read_kpis(adapters::read_file(arguments.kpis), arguments.kpis);
  const adapters::CsvTable csv(adapters::read_file(arguments.cells), arguments.cells);
  const CellTable cells(csv, tree.measures());
  std::vector<std::string> names;
  for (const monitor::MeasureName& measure : tree.measures()) names.push_back(measure.name);
  std::vector<std::string_view> labels;
  for (const std::size_t c : cell_columns(csv, names).labels) labels.push_back(csv.columns()[c]);
  const auto targets = read_targets(arguments.targets, tree, labels);
  const std::vector<double> values =
      tree.values(cells.values, cells.before, cells.year_ago, cells.whole);

  std::vector<std::string> header{"month"};
  header.insert(header.end(), labels.begin(), labels.end());
  for (const char* name : {"kpi", "unit", "owner", "value", "target", "attainment"}) {
    header.emplace_back(name);
  }
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < cells.keys.size(); ++i) {
    for (std::size_t k = 0; k < tree.kpis().size(); ++k) {
      const monitor::Kpi& kpi = tree.kpis()[k];
      const double value = values[i * tree.kpis().size() + k];
      const auto found = targets.find({cells.keys[i], kpi.name});
      if (core::is_missing(value) && found == targets.end()) continue;
      const double target = found == targets.end() ? core::missing_number : found->second;
      std::vector<Cell> row(cells.keys[i].begin(), cells.keys[i].end());
      for (const std::string& text : {kpi.name, kpi.unit, kpi.owner}) row.emplace_back(text);
      for (const double number : {value, target, monitor::attainment(value, target, kpi.better)}) {
        row.emplace_back(number);
      }
      rows.push_back(std::move(row));
    }
  }
  print_rows(header, rows, arguments.json);
}

}  // namespace

void add_kpi_command(CLI::App& monitor) {
  const auto arguments = std::make_shared<KpiArguments>();
  CLI::App* command = monitor.add_subcommand("kpis", "Compute KPIs of cells by their formulas");
  command
      ->add_option("cells", arguments->cells,
                   "CSV: a row a cell, its measures in columns of their names; month and all other "
                   "columns say what the cell is of, empty ones standing for all")
      ->required();
  command->add_option("--kpis", arguments->kpis,
                      "JSON with measures and kpis (default: the usual ones)");
  command->add_option("--currency", arguments->currency, "Unit of the usual amounts");
  command->add_option("--targets", arguments->targets,
                      "CSV with the cells' columns, kpi and target");
  command->add_flag("--json", arguments->json, "Print JSON");
  command->footer("Example:\n  salesplan monitor kpis cells.csv --targets targets.csv");
  command->callback([arguments] { run_kpis(*arguments); });
}

}  // namespace salesplan::cli
