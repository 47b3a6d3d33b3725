// Rows on standard output: CSV, or a JSON array of objects.
#pragma once

#include <cstdio>
#include <string>
#include <variant>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/json.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::cli {

using Cell = std::variant<std::string, double>;

/// Prints rows with a cell for each name. A number that is not known is an empty cell, and one that
/// is not finite null in JSON.
inline void print_rows(const std::vector<std::string>& names,
                       const std::vector<std::vector<Cell>>& rows, bool json) {
  if (json) {
    adapters::Json array = adapters::Json::array();
    for (const std::vector<Cell>& row : rows) {
      adapters::Json object;
      for (std::size_t i = 0; i < names.size(); ++i) {
        const double* number = std::get_if<double>(&row[i]);
        object[names[i]] = number != nullptr ? adapters::number_or_null(*number)
                                             : adapters::Json(std::get<std::string>(row[i]));
      }
      array.push_back(std::move(object));
    }
    std::printf("%s\n", array.dump(1).c_str());
    return;
  }
  adapters::CsvWriter csv(names);
  for (const std::vector<Cell>& row : rows) {
    std::vector<std::string> cells;
    for (const Cell& cell : row) {
      const double* number = std::get_if<double>(&cell);
      cells.push_back(number == nullptr           ? std::get<std::string>(cell)
                      : core::is_missing(*number) ? ""
                                                  : core::to_text(*number));
    }
    csv.add(cells);
  }
  std::fputs(csv.text().c_str(), stdout);
}

}  // namespace salesplan::cli
