// Purchases from a CSV file: who, when, and for how much.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "salesplan/calendar/date.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/purchases.hpp"

namespace salesplan::cli {

struct PurchaseColumns {
  std::string file;
  std::string customer = "customer";
  std::string date = "date";
  std::string amount = "amount";
  CLI::Option* amount_flag = nullptr;
};

/// The file and the flags that name its columns.
inline void add_purchase_columns(CLI::App& command, PurchaseColumns& columns) {
  command.add_option("file", columns.file, "CSV, one row a purchase or return");
  command.add_option("--customer", columns.customer, "Column that names the customer")
      ->capture_default_str();
  command.add_option("--date", columns.date, "Column of the day, 2026-02-17")
      ->capture_default_str();
  columns.amount_flag =
      command
          .add_option("--amount", columns.amount,
                      "Column of the money, negative for a return; may be left out of the file")
          ->capture_default_str();
}

struct PurchaseLines {
  std::vector<std::string> names;  ///< by key
  std::map<std::string, std::int64_t, std::less<>> keys;
  std::vector<std::int64_t> customer;
  std::vector<calendar::Date> date;
  std::vector<double> amount;  ///< empty where the file has none

  customer::Transactions view() const { return {customer, date, amount}; }
};

/// Error for a cell that is not what it should be, for an amount column that was named and is not
/// there, and for a file without rows.
inline PurchaseLines read_purchases(const PurchaseColumns& columns) {
  if (columns.file.empty()) throw CLI::RequiredError("file");
  const adapters::CsvTable csv(adapters::read_file(columns.file), columns.file);
  const std::size_t customer = csv.column(columns.customer);
  const std::size_t date = csv.column(columns.date);
  const bool with_amount = columns.amount_flag->count() > 0 || csv.has_column(columns.amount);
  const std::size_t amount = with_amount ? csv.column(columns.amount) : 0;
  PurchaseLines lines;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string name(csv.cell(r, customer));
    if (name.empty()) throw Error(ErrorCode::parse, csv.place(r, customer), "is empty");
    const auto [place, is_new] =
        lines.keys.emplace(name, static_cast<std::int64_t>(lines.names.size()));
    if (is_new) lines.names.push_back(name);
    lines.customer.push_back(place->second);
    lines.date.push_back(calendar::parse_date(csv.cell(r, date), csv.place(r, date)));
    if (with_amount) {
      lines.amount.push_back(core::parse_number(csv.cell(r, amount), csv.place(r, amount)));
    }
  }
  if (lines.customer.empty()) {
    throw Error(ErrorCode::invalid_argument, columns.file, "has no rows");
  }
  return lines;
}

}  // namespace salesplan::cli
