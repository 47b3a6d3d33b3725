#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "salesplan/allocation/margin_rounding.hpp"
#include "salesplan/allocation/margins.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::cli {
namespace {

struct MarginArguments {
  std::string file;
  std::vector<std::string> margins;
  std::string weight = "weight";
  std::string unit;
  int decimals = 2;
  bool missed = false;
  bool json = false;
};

/// A column of a table's file that is a dimension: its members in the order of their appearance.
struct TableDimension {
  std::string name;
  std::vector<std::string> members;
  std::map<std::string, std::size_t, std::less<>> number;
};

/// An amount in minor units; NaN for an empty cell, or where there is no such column.
double amount_or_nan(const adapters::CsvTable& csv, std::size_t row, const char* column,
                     int decimals) {
  const core::Minor amount =
      adapters::csv_amount(csv, row, column, decimals, core::missing_integer);
  return core::is_missing(amount) ? core::missing_number : static_cast<double>(amount);
}

/// The table of a file that has a row a cell; cells without a row have no basis.
class TableFile {
 public:
  explicit TableFile(const MarginArguments& arguments)
      : csv_(adapters::read_file(arguments.file), arguments.file) {
    csv_.column(arguments.weight);
    for (std::size_t column = 0; column < csv_.columns().size(); ++column) {
      const std::string name(csv_.columns()[column]);
      if (name == arguments.weight || name == "lower" || name == "upper" || name == "locked") {
        continue;
      }
      column_.push_back(column);
      dimensions_.push_back({name, {}, {}});
    }
    read_members();
    basis.assign(cells_, 0.0);
    lower.assign(cells_, core::missing_number);
    upper.assign(cells_, core::missing_number);
    std::vector<bool> seen(cells_);
    for (std::size_t r = 0; r < csv_.rows(); ++r) {
      const std::size_t c = cell_of_row(r);
      if (seen[c]) throw Error(ErrorCode::duplicate, csv_.place(r, column_[0]), "is given twice");
      seen[c] = true;
      read_cell(r, c, arguments);
    }
  }

  const adapters::CsvTable& csv() const { return csv_; }
  const std::vector<TableDimension>& dimensions() const { return dimensions_; }

  std::size_t cell_of_row(std::size_t row) const {
    std::size_t cell = 0;
    for (std::size_t d = 0; d < dimensions_.size(); ++d) {
      const auto member = dimensions_[d].number.find(csv_.cell(row, column_[d]));
      cell = cell * dimensions_[d].members.size() + member->second;
    }
    return cell;
  }
  std::string_view member(std::size_t row, std::size_t d) const {
    return csv_.cell(row, column_[d]);
  }

  std::vector<double> basis, lower, upper;

 private:
  void read_members() {
    if (column_.empty() || csv_.rows() == 0) {
      throw Error(ErrorCode::invalid_argument, csv_.name(), "has no column or no row of cells");
    }
    for (std::size_t d = 0; d < dimensions_.size(); ++d) {
      TableDimension& dimension = dimensions_[d];
      for (std::size_t r = 0; r < csv_.rows(); ++r) {
        const std::string name(csv_.cell(r, column_[d]));
        if (dimension.number.emplace(name, dimension.members.size()).second) {
          dimension.members.push_back(name);
        }
      }
      if (dimension.members.size() > (std::size_t{1} << 28) / cells_) {
        throw Error(ErrorCode::unsupported, csv_.name(), "has more than 2^28 cells");
      }
      cells_ *= dimension.members.size();
    }
  }

  void read_cell(std::size_t r, std::size_t c, const MarginArguments& arguments) {
    basis[c] = adapters::csv_number(csv_, r, arguments.weight);
    const std::size_t weight = csv_.column(arguments.weight);
    if (!(basis[c] >= 0)) {
      throw Error(ErrorCode::invalid_argument, csv_.place(r, weight),
                  core::quoted(csv_.cell(r, weight)) + " is no number of at least 0");
    }
    lower[c] = amount_or_nan(csv_, r, "lower", arguments.decimals);
    upper[c] = amount_or_nan(csv_, r, "upper", arguments.decimals);
    const double locked = amount_or_nan(csv_, r, "locked", arguments.decimals);
    if (!core::is_missing(locked)) lower[c] = upper[c] = locked;
  }

  adapters::CsvTable csv_;
  std::vector<std::size_t> column_;  // of every dimension
  std::vector<TableDimension> dimensions_;
  std::size_t cells_ = 1;
};

/// The totals of a file over the dimensions that are among its columns; without a row, free.
class MarginFile {
 public:
  MarginFile(const std::string& file, const TableFile& table, int decimals) {
    const adapters::CsvTable csv(adapters::read_file(file), file);
    std::size_t size = 1;
    for (std::size_t d = 0; d < table.dimensions().size(); ++d) {
      const TableDimension& dimension = table.dimensions()[d];
      if (!csv.has_column(dimension.name)) continue;
      over_.push_back(d);
      name_ += (name_.empty() ? "" : " × ") + dimension.name;
      size *= dimension.members.size();
    }
    if (over_.empty()) name_ = "total";
    for (const std::string_view column : csv.columns()) check_column(csv, column, table);
    for (auto* values : {&total_, &lower_, &upper_, &price_}) {
      values->assign(size, core::missing_number);
    }
    std::vector<bool> seen(size);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      std::size_t g = 0;
      for (const std::size_t d : over_) {
        const TableDimension& dimension = table.dimensions()[d];
        const std::size_t column = csv.column(dimension.name);
        const auto member = dimension.number.find(csv.cell(r, column));
        if (member == dimension.number.end()) {
          throw Error(ErrorCode::not_found, csv.place(r, column),
                      core::quoted(csv.cell(r, column)) + " is not in " + table.csv().name());
        }
        g = g * dimension.members.size() + member->second;
      }
      if (seen[g]) throw Error(ErrorCode::duplicate, csv.place(r, 0), "is given twice");
      seen[g] = true;
      total_[g] = amount_or_nan(csv, r, "total", decimals);
      lower_[g] = amount_or_nan(csv, r, "lower", decimals);
      upper_[g] = amount_or_nan(csv, r, "upper", decimals);
      price_[g] = adapters::csv_number(csv, r, "price", core::missing_number);
      if (price_[g] < 0) {
        const std::size_t column = csv.column("price");
        throw Error(ErrorCode::invalid_argument, csv.place(r, column),
                    core::quoted(csv.cell(r, column)) + " is negative");
      }
    }
  }

  allocation::Margin margin() const { return {name_, over_, total_, lower_, upper_, price_}; }
  const std::string& name() const { return name_; }

  /// "Ann, Jan" of one of its totals.
  std::string position(std::size_t g, const TableFile& table) const {
    std::string text;
    for (std::size_t k = over_.size(); k-- > 0;) {
      const std::vector<std::string>& members = table.dimensions()[over_[k]].members;
      text.insert(0, members[g % members.size()] + (text.empty() ? "" : ", "));
      g /= members.size();
    }
    return text;
  }
  double price(std::size_t g) const { return price_[g]; }

 private:
  void check_column(const adapters::CsvTable& csv, std::string_view name,
                    const TableFile& table) const {
    for (const char* known : {"total", "lower", "upper", "price"}) {
      if (name == known) return;
    }
    for (const std::size_t d : over_) {
      if (table.dimensions()[d].name == name) return;
    }
    throw Error(ErrorCode::not_found, csv.name(),
                core::quoted(name) + " is neither a dimension of " + table.csv().name() +
                    " nor total, lower, upper or price");
  }

  std::string name_;
  std::vector<std::size_t> over_;
  std::vector<double> total_, lower_, upper_, price_;
};

void run_margins(const MarginArguments& arguments) {
  const TableFile table(arguments);
  std::vector<MarginFile> files;
  for (const std::string& file : arguments.margins) {
    files.emplace_back(file, table, arguments.decimals);
  }
  std::vector<allocation::Margin> margins;
  for (const MarginFile& file : files) margins.push_back(file.margin());
  std::vector<std::size_t> shape;
  std::vector<std::vector<std::string>> labels;
  for (const TableDimension& dimension : table.dimensions()) {
    shape.push_back(dimension.members.size());
    labels.push_back(dimension.members);
  }
  const allocation::MarginProblem problem{
      shape, table.basis, margins, table.lower, table.upper, labels, [&](double minor) {
        return core::amount_text(static_cast<core::Wide>(std::round(minor)), arguments.decimals);
      }};
  const core::Minor unit =
      arguments.unit.empty() ? 1 : flag_amount(arguments.unit, arguments.decimals, "--unit");
  const allocation::RoundedTable fit =
      allocation::round_margins(problem, allocation::fit_margins(problem).cells, unit);

  std::vector<std::vector<Cell>> rows;
  if (arguments.missed) {
    for (const allocation::MarginMiss& miss : fit.missed) {
      const MarginFile& file = files[miss.margin];
      rows.push_back({file.name(), file.position(miss.cell, table),
                      core::amount_text(miss.excess, arguments.decimals), file.price(miss.cell)});
    }
    print_rows({"margin", "member", "excess", "price"}, rows, arguments.json);
    return;
  }
  std::vector<std::string> names;
  for (const TableDimension& dimension : table.dimensions()) names.push_back(dimension.name);
  names.emplace_back("amount");
  for (std::size_t r = 0; r < table.csv().rows(); ++r) {
    std::vector<Cell> row;
    for (std::size_t d = 0; d < table.dimensions().size(); ++d) {
      row.emplace_back(std::string(table.member(r, d)));
    }
    row.emplace_back(core::amount_text(fit.cells[table.cell_of_row(r)], arguments.decimals));
    rows.push_back(std::move(row));
  }
  print_rows(names, rows, arguments.json);
}

}  // namespace

void add_allocate_margins_command(CLI::App& allocate) {
  const auto arguments = std::make_shared<MarginArguments>();
  CLI::App* command = allocate.add_subcommand(
      "margins", "Meet several margins of one table at once, as near to its weights as may be");
  command
      ->add_option("table", arguments->file,
                   "CSV with a row a cell: a column for each dimension, a column of weights and, "
                   "where wanted, lower, upper, locked")
      ->required();
  command
      ->add_option("margins", arguments->margins,
                   "CSV files of totals: columns of some of the dimensions, and total, or lower "
                   "and upper; price where a total may be missed")
      ->required();
  command->add_option("--weight", arguments->weight, "Column of the weights")
      ->capture_default_str();
  add_decimals(*command, arguments->decimals);
  add_unit(*command, arguments->unit);
  command->add_flag("--missed", arguments->missed, "Print the totals that are missed instead");
  command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  command->footer("Example:\n  salesplan allocate margins table.csv reps.csv months.csv");
  command->callback([arguments] { run_margins(*arguments); });
}

}  // namespace salesplan::cli
