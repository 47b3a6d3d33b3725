// Bodies of comparison.hpp.
#pragma once

#include <cstdint>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/review/comparison.hpp"

namespace salesplan::review {

SALESPLAN_INLINE std::vector<Comparison> compare(const table::Cube& sales, std::size_t lead,
                                                 std::size_t unknown, std::size_t axis,
                                                 const table::Dimension& dimension,
                                                 const std::vector<Span>& spans) {
  constexpr std::size_t year = 12;
  const table::Cube sold = table::roll_up(table::marginal(sales, {0, axis}), 1, dimension);
  const std::size_t months = sold.extents()[0], members = dimension.size();
  const auto sum = [&](std::size_t first, std::size_t count, std::size_t member) {
    core::Minor all = 0;
    for (std::size_t m = first; m < first + count; ++m) {
      all = core::add(all, sold[m * members + member], "sales");
    }
    return all;
  };
  const auto share = [](core::Minor part, core::Minor whole) {
    return core::is_missing(part) || whole <= 0
               ? core::missing_number
               : static_cast<double>(part) / static_cast<double>(whole);
  };
  std::vector<Comparison> rows;
  rows.reserve(spans.size() * members);
  for (std::size_t s = 0; s < spans.size(); ++s) {
    const std::size_t first = lead + spans[s].first, count = spans[s].count;
    if (first > months || count > months - first) {
      throw Error(ErrorCode::invalid_argument, core::at("spans", static_cast<std::int64_t>(s)),
                  "\"" + spans[s].name + "\" reaches beyond the " + std::to_string(months - lead) +
                      " months");
    }
    const std::size_t total = rows.size();
    for (std::size_t member = 0; member < members; ++member) {
      Comparison row;
      row.actual = sum(first, count, member);
      if (first >= unknown + count) row.last_period = sum(first - count, count, member);
      if (first >= unknown + year) row.last_year = sum(first - year, count, member);
      rows.push_back(row);
      rows.back().share = share(row.actual, rows[total].actual);
      rows.back().share_last_year = share(row.last_year, rows[total].last_year);
    }
  }
  return rows;
}

}  // namespace salesplan::review
