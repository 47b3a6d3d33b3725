// Numbers of a CSV table by column name, and errors of what is made from them at their cell.
#pragma once

#include <string>

#include "adapters/csv.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {

/// The number in a column that must be there; NaN for an empty cell.
inline double csv_number(const CsvTable& csv, std::size_t row, std::string_view name) {
  const std::size_t column = csv.column(name);
  const std::string_view cell = csv.cell(row, column);
  return cell.empty() ? core::missing_number : core::parse_number(cell, csv.place(row, column));
}

/// The number in a column that need not be there, nor filled.
inline double csv_number(const CsvTable& csv, std::size_t row, std::string_view name,
                         double otherwise) {
  if (!csv.has_column(name)) return otherwise;
  const double number = csv_number(csv, row, name);
  return core::is_missing(number) ? otherwise : number;
}

/// The amount in a column that must be there and filled, in minor units.
inline core::Minor csv_amount(const CsvTable& csv, std::size_t row, std::string_view name,
                              int decimals) {
  const std::size_t column = csv.column(name);
  return core::parse_amount(csv.cell(row, column), decimals, csv.place(row, column));
}

/// The amount in a column that need not be there, nor filled.
inline core::Minor csv_amount(const CsvTable& csv, std::size_t row, std::string_view name,
                              int decimals, core::Minor otherwise) {
  if (!csv.has_column(name) || csv.cell(row, csv.column(name)).empty()) return otherwise;
  return csv_amount(csv, row, name, decimals);
}

/// Runs `body`, which judges a row; its Error names the cell of the column called as the Error's
/// place, or the row.
template <class Body>
auto of_csv_row(const CsvTable& csv, std::size_t row, Body&& body) {
  try {
    return body();
  } catch (const Error& error) {
    const std::string& field = error.place();
    if (csv.has_column(field)) throw error.moved_to(csv.place(row, csv.column(field)));
    const std::string first = csv.place(row, 0);
    throw error.moved_to(first.substr(0, first.rfind(" (")) + " (" + field + ")");
  }
}

/// Runs `body`, which judges whole columns; its Error at "price[3]" or "lines[3].price" names that
/// cell of the table, any other the file.
template <class Body>
auto of_csv_columns(const CsvTable& csv, Body&& body) {
  try {
    return body();
  } catch (const Error& error) {
    const std::string& place = error.place();
    const std::size_t bracket = place.find('['), dot = place.find("].");
    const std::string column =
        dot == std::string::npos ? place.substr(0, bracket) : place.substr(dot + 2);
    if (bracket != std::string::npos && csv.has_column(column)) {
      const std::size_t row = std::stoul(place.substr(bracket + 1));
      if (row < csv.rows()) throw error.moved_to(csv.place(row, csv.column(column)));
    }
    throw error.moved_to(csv.name() + " (" + place + ")");
  }
}

}  // namespace salesplan::adapters
