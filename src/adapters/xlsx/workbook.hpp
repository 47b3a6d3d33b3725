// Tables as an XLSX workbook.
#pragma once

#include <string>
#include <vector>

#include "adapters/csv.hpp"

namespace salesplan::adapters {

struct Sheet {
  std::string name;
  const CsvTable* table = nullptr;
};

/// Writes a workbook with a sheet a table: the head in bold and kept in sight, the columns with
/// filters. A column is one of numbers where every cell is empty or a number as it is written by us
/// (no leading zeros, at most 15 digits); all else is text, whatever it looks like, so that no
/// label is a formula and no key loses its zeros. The same tables give the same bytes. The file
/// appears complete or not at all.
/// @throws Error(invalid_argument) naming "sheets[i].name": empty, longer than 31 characters, with
///         []:*?/\\ or an apostrophe at an end, or given twice; Error(overflow) naming the cell for
///         more than 1,048,576 rows, 16,384 columns or 32,767 characters; Error(io) naming the
///         path.
void write_workbook(const std::string& path, const std::vector<Sheet>& sheets);

}  // namespace salesplan::adapters
