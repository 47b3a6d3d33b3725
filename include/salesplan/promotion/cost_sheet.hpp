// What a promotion costs, line by line: people, material, media, and the discount given away.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {

enum class CostKind : std::int32_t { people = 0, material = 1, media = 2, discount = 3, other = 4 };

/// One line of the budget: amount = fixed + per_unit·units sold on promotion.
struct CostLine {
  std::string name;
  CostKind kind = CostKind::other;
  core::Minor fixed = 0;  ///< minor units, >= 0
  double per_unit = 0;    ///< minor units a unit sold, >= 0; of a discount: the price cut
};

struct CostSheet {
  std::vector<core::Minor> line;            ///< the amount of each line
  std::array<core::Minor, 5> by_kind = {};  ///< indexed by CostKind
  core::Minor fixed = 0;                    ///< the part that does not depend on units
  core::Minor total = 0;                    ///< the sum of the lines, exactly
};

/// The budget sheet at `units` sold, each line rounded to the minor unit.
/// @throws Error(invalid_argument) naming "lines[i].per_unit" and the like for negative or
///         non-finite input or an unknown kind; Error(overflow) for an amount beyond 64 bits.
inline CostSheet cost_sheet(core::View<const CostLine> lines, double units) {
  need_not_negative(units, "units");
  CostSheet sheet;
  sheet.line.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const CostLine& line = lines[i];
    const std::string place = core::at("lines", static_cast<std::int64_t>(i));
    const auto kind = static_cast<std::size_t>(line.kind);
    if (kind >= sheet.by_kind.size()) {
      throw Error(ErrorCode::invalid_argument, place + ".kind", "is not a kind of cost");
    }
    if (line.fixed < 0) {
      throw Error(ErrorCode::invalid_argument, place + ".fixed",
                  std::to_string(line.fixed) + " is negative");
    }
    need_not_negative(line.per_unit, place + ".per_unit");
    const core::Minor amount = core::add(
        line.fixed, core::round_to_minor(line.per_unit * units, place + ".per_unit"), "lines");
    sheet.line.push_back(amount);
    sheet.by_kind[kind] = core::add(sheet.by_kind[kind], amount, "lines");
    sheet.fixed = core::add(sheet.fixed, line.fixed, "lines");
    sheet.total = core::add(sheet.total, amount, "lines");
  }
  return sheet;
}

}  // namespace salesplan::promotion
