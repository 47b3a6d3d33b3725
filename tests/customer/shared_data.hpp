// Customer data in ../shared, for tests that skip where it is absent.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/purchases.hpp"

namespace salesplan::customer {

inline std::string shared_path(const std::string& file) {
  return std::string(SALESPLAN_SOURCE_DIR) + "/../shared/data/customer/" + file;
}

/// The columns of a CSV file with a header, quotes dropped; NaN where a cell is no number. Empty
/// where the file cannot be read.
using Columns = std::map<std::string, std::vector<double>>;

inline Columns read_columns(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::vector<std::string> names;
  Columns columns;
  for (bool header = true; std::getline(in, line); header = false) {
    std::erase_if(line, [](char c) { return c == '"' || c == '\r'; });
    std::istringstream cells(line);
    std::size_t column = 0;
    for (std::string cell; std::getline(cells, cell, ','); ++column) {
      if (header) {
        names.push_back(cell);
        continue;
      }
      char* end = nullptr;
      const double value = std::strtod(cell.c_str(), &end);
      columns[names.at(column)].push_back(*end == '\0' ? value : core::missing_number);
    }
  }
  return columns;
}

/// The histories of a data set of the golden tables, owned.
struct Portfolio {
  std::vector<double> x, t_x, T, log_gaps, mean_spend, holdout, holdout_spend;

  bool empty() const { return x.empty(); }
  Histories histories() const { return {x, t_x, T, log_gaps}; }
};

/// "donations" is a file of the tests; all else is in ../shared (empty where that is absent).
inline Portfolio read_portfolio(const std::string& name) {
  if (name == "donations") {
    const Columns table =
        read_columns(std::string(SALESPLAN_SOURCE_DIR) + "/tests/customer/donations.csv");
    Portfolio out;
    for (std::size_t i = 0; i < table.at("customers").size(); ++i) {
      const auto times = static_cast<std::size_t>(table.at("customers")[i]);
      out.x.insert(out.x.end(), times, table.at("x")[i]);
      out.t_x.insert(out.t_x.end(), times, table.at("t_x")[i]);
      out.T.insert(out.T.end(), times, table.at("T")[i]);
    }
    return out;
  }
  const std::map<std::string, std::array<const char*, 8>> files = {
      {"cdnow",
       {"cdnow_sample_cbs_exact.csv", "x", "t_x", "T", "", "zbar", "x_star", "spend_star"}},
      {"cdnow_rounded",
       {"cdnow_customers_summary_with_transactions.csv", "x", "t_x", "T", "", "zbar", "", ""}},
      {"cdnow_master",
       {"cdnow_master_cbs_exact.csv", "x", "t_x", "T", "", "zbar", "x_star", "spend_star"}},
      {"grocery", {"grocery_cbs.csv", "x", "t.x", "T.cal", "litt", "", "x.star", ""}}};
  const auto& names = files.at(name);
  const Columns table = read_columns(shared_path(names[0]));
  const auto column = [&](std::size_t i) {
    const auto found = table.find(names[i]);
    return found == table.end() ? std::vector<double>{} : found->second;
  };
  return {column(1), column(2), column(3), column(4), column(5), column(6), column(7)};
}

/// The purchases of CDNOW's sample, with their amounts; empty where ../shared is absent.
struct PurchaseLines {
  std::vector<std::int64_t> customer;
  std::vector<calendar::Date> date;
  std::vector<double> amount;

  Transactions view() const { return {customer, date, amount}; }
};

inline PurchaseLines read_cdnow_lines() {
  std::ifstream in(shared_path("CDNOW_sample.txt"));
  PurchaseLines out;
  std::int64_t master = 0, sample = 0;
  int day = 0, discs = 0;
  for (double dollars = 0; in >> master >> sample >> day >> discs >> dollars;) {
    out.customer.push_back(sample);
    out.date.push_back(calendar::make_date(day / 10000, day / 100 % 100, day % 100));
    out.amount.push_back(dollars);
  }
  return out;
}

/// The purchase days of the grocery customers, without amounts.
inline PurchaseLines read_grocery_lines() {
  std::ifstream in(shared_path("btydplus_groceryElog.csv"));
  PurchaseLines out;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::erase(line, '"');
    const std::size_t comma = line.find(',');
    out.customer.push_back(std::stoll(line.substr(0, comma)));
    out.date.push_back(calendar::parse_date(line.substr(comma + 1, 10), line));
  }
  return out;
}

}  // namespace salesplan::customer
