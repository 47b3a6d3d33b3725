// Pieces on days: what is needed, and what arrives.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

struct DatedPieces {
  calendar::Date date;
  Pieces pieces;
};

namespace detail {

/// In order of date, all checked, what is before today moved to today, a date once.
inline std::vector<DatedPieces> by_date(std::vector<DatedPieces> rows, calendar::Date today,
                                        const char* name) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string place = core::at(name, static_cast<std::int64_t>(i));
    calendar::check_date(rows[i].date, place + ".date");
    check_pieces(rows[i].pieces, place + ".pieces");
    rows[i].date = std::max(rows[i].date, today);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const DatedPieces& a, const DatedPieces& b) { return a.date < b.date; });
  std::vector<DatedPieces> merged;
  for (const DatedPieces& row : rows) {
    if (merged.empty() || merged.back().date != row.date) {
      merged.push_back(row);
    } else {
      merged.back().pieces += row.pieces;
      check_pieces(merged.back().pieces, name);
    }
  }
  return merged;
}

}  // namespace detail
}  // namespace salesplan::material
