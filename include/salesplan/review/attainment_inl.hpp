// Bodies of attainment.hpp.
#pragma once

#include "salesplan/core/error.hpp"
#include "salesplan/review/attainment.hpp"

namespace salesplan::review {

SALESPLAN_INLINE std::vector<Attainment> attainment(const table::Cube& target,
                                                    const table::Cube& actual, std::size_t axis,
                                                    const table::Dimension& dimension,
                                                    const std::vector<Span>& spans) {
  if (target.extents() != actual.extents()) {
    throw Error(ErrorCode::invalid_argument, "actual", "its cube has other extents than target's");
  }
  const table::Cube wanted = table::roll_up(table::marginal(target, {0, axis}), 1, dimension);
  const table::Cube reached = table::roll_up(table::marginal(actual, {0, axis}), 1, dimension);
  const std::size_t months = wanted.extents()[0];
  std::vector<Attainment> rows;
  rows.reserve(spans.size() * dimension.size());
  for (std::size_t s = 0; s < spans.size(); ++s) {
    const Span& span = spans[s];
    if (span.first > months || span.count > months - span.first) {
      throw Error(ErrorCode::invalid_argument, core::at("spans", static_cast<std::int64_t>(s)),
                  "\"" + span.name + "\" reaches beyond the " + std::to_string(months) + " months");
    }
    for (std::size_t m = 0; m < dimension.size(); ++m) {
      Attainment row;
      row.span = s;
      row.member = static_cast<std::int32_t>(m);
      for (std::size_t month = span.first; month < span.first + span.count; ++month) {
        const std::size_t cell = month * dimension.size() + m;
        row.target = core::add(row.target, wanted[cell], "target");
        row.actual = core::add(row.actual, reached[cell], "actual");
      }
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace salesplan::review
