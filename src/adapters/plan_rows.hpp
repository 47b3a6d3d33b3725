// Rows of a plan whose columns and cells are listed once, for its document and its tables.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/json_writer.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {

/// A field with an array of objects, one a row, of what `cells` gives for it under `columns`;
/// nothing where there are no rows.
template <class Columns, class Rows, class Cells>
void write_rows(const char* name, const Columns& columns, const Rows& rows, Cells cells,
                JsonWriter& json) {
  if (rows.empty()) return;
  json.array(name, [&] {
    for (const auto& row : rows) {
      json.object([&] {
        const std::vector<Json> values = cells(row);
        for (std::size_t i = 0; i < values.size(); ++i) json.field(columns[i], values[i]);
      });
    }
  });
}

/// The same as CSV, where columns of money say their unit.
template <class Columns, class Rows, class Cells>
std::string rows_csv(const Columns& columns, const Rows& rows, Cells cells) {
  constexpr const char* money[] = {"revenue",
                                   "contribution",
                                   "cost",
                                   "net",
                                   "expected_value",
                                   "lifetime_value",
                                   "stake",
                                   "budget",
                                   "target",
                                   "actual",
                                   "gap",
                                   "last_period",
                                   "last_year",
                                   "planned",
                                   "last",
                                   "carry",
                                   "forecast",
                                   "sd",
                                   "budget_needed",
                                   "budget_available",
                                   "effect",
                                   "effect_lower",
                                   "effect_upper",
                                   "realised",
                                   "spent",
                                   "amount",
                                   "overstock_value",
                                   "expiring_value",
                                   "idle_value"};
  std::vector<std::string> header;
  for (const auto& name : columns) {
    const std::string& column = name;
    const bool is_money = std::find(std::begin(money), std::end(money), column) != std::end(money);
    header.push_back(is_money ? column + "_minor" : column);
  }
  CsvWriter csv(header);
  for (const auto& row : rows) {
    std::vector<std::string> texts;
    for (const Json& value : cells(row)) {
      texts.push_back(value.is_null()           ? std::string()
                      : value.is_string()       ? value.template get<std::string>()
                      : value.is_number_float() ? core::to_text(value.template get<double>())
                                                : value.dump());
    }
    csv.add(texts);
  }
  return csv.text();
}

}  // namespace salesplan::adapters
