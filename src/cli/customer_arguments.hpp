// What the commands below "customers" share.
#pragma once

#include <string>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "cli/purchase_lines.hpp"
#include "cli/table_command.hpp"

namespace salesplan::cli {

struct CustomerStudyArguments : TableArguments {
  using TableArguments::TableArguments;

  PurchaseColumns columns;
  std::string until, holdout_until;
  std::string model = "bg_nbd";
  std::vector<std::string> purchase, leaving;  // covariates
  double unit_days = 7, horizon = 0, level = 80, rate = 0, factor = 0;
  std::vector<double> limits{0.5, 0.8}, weights;
  std::vector<double> recency_borders, frequency_borders, monetary_borders;
  std::string policies, budget;
  double capacity = 0;
  int decimals = 2;
};

/// A column as numbers; empty where it need not be there and is not.
inline std::vector<double> customer_numbers(const adapters::CsvTable& csv, std::string_view name,
                                            bool needed = true) {
  std::vector<double> values;
  if (!needed && !csv.has_column(name)) return values;
  for (std::size_t r = 0; r < csv.rows(); ++r) values.push_back(adapters::csv_number(csv, r, name));
  return values;
}

}  // namespace salesplan::cli
