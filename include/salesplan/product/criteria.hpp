// What is known of product lines, as the criteria of their priority.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::product {

/// Facts of one period; NaN = not known.
struct ProductLine {
  std::string name;
  double contribution = core::missing_number;   ///< profit contribution, either sign
  double demand = core::missing_number;         ///< orders wanted, growth or a feedback score
  double market_share = core::missing_number;   ///< own, in [0, 1]
  double largest_rival = core::missing_number;  ///< share of the largest competitor, in (0, 1]
  double resources = core::missing_number;      ///< what was put in: cost, hours, stock; > 0
};

/// Alternatives by criteria, row-major [rows, columns]; NaN = not known.
struct Criteria {
  std::vector<std::string> column;
  std::vector<bool> higher_is_better;  ///< [columns]
  std::vector<double> value;           ///< [rows, columns]

  std::size_t columns() const { return column.size(); }
  std::size_t rows() const { return column.empty() ? 0 : value.size() / column.size(); }
};

/// The columns contribution, demand, relative share = own share / largest rival's, and return on
/// resources = contribution / resources, the more the better; NaN where a fact is missing.
/// @throws Error(invalid_argument) naming "lines[i].market_share" and the like. O(n).
inline Criteria product_criteria(core::View<const ProductLine> lines) {
  Criteria criteria{{"contribution", "demand", "relative share", "return on resources"},
                    std::vector<bool>(4, true),
                    {}};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const ProductLine& line = lines[i];
    const auto need = [i](bool holds, const char* field, double value, const char* why) {
      if (holds || core::is_missing(value)) return;
      throw Error(ErrorCode::invalid_argument,
                  core::at("lines", static_cast<std::int64_t>(i)) + field,
                  core::to_text(value) + why);
    };
    need(std::isfinite(line.contribution), ".contribution", line.contribution, " is not finite");
    need(std::isfinite(line.demand), ".demand", line.demand, " is not finite");
    need(line.market_share >= 0 && line.market_share <= 1, ".market_share", line.market_share,
         " is outside [0, 1]");
    need(line.largest_rival > 0 && line.largest_rival <= 1, ".largest_rival", line.largest_rival,
         " is outside (0, 1]");
    need(line.resources > 0 && std::isfinite(line.resources), ".resources", line.resources,
         " is not finite and positive");
    criteria.value.insert(criteria.value.end(),
                          {line.contribution, line.demand, line.market_share / line.largest_rival,
                           line.contribution / line.resources});
  }
  return criteria;
}

}  // namespace salesplan::product
