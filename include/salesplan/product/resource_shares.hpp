// Resources recommended for each product line: by priority, within floors and caps, to the cent.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::product {

/// Amounts that add up to `total`, in proportion to the scores, each line within its floor and cap.
/// @param total  minor units, >= 0
/// @param score  [n] priority, >= 0
/// @param floor  [n] least share of the total in [0, 1], or empty
/// @param cap    [n] largest share of the total in [0, 1], or empty
/// @throws Error(invalid_argument) for shares outside [0, 1] or of a wrong number and a negative
///         total; otherwise what allocation::spread throws, infeasible floors and caps among it.
inline std::vector<core::Minor> resource_shares(core::Minor total, core::View<const double> score,
                                                core::View<const double> floor = {},
                                                core::View<const double> cap = {}) {
  if (total < 0) {
    throw Error(ErrorCode::invalid_argument, "total", std::to_string(total) + " is negative");
  }
  const auto amounts = [&](core::View<const double> share, const char* name, bool up) {
    std::vector<core::Minor> amount;
    for (std::size_t i = 0; i < share.size(); ++i) {
      const std::string place = core::at(name, static_cast<std::int64_t>(i));
      if (!(share[i] >= 0 && share[i] <= 1)) {
        throw Error(ErrorCode::invalid_argument, place,
                    core::to_text(share[i]) + " is outside [0, 1]");
      }
      // A share such as 0.29 of 100 is 28.999999999999996 in doubles: forgive what is rounding.
      const double exact = share[i] * static_cast<double>(total);
      const double near = std::round(exact);
      const bool whole = std::abs(exact - near) <= 1e-12 * (1 + near);
      amount.push_back(core::round_to_minor(whole ? near
                                            : up  ? std::ceil(exact)
                                                  : std::floor(exact),
                                            place));
    }
    return amount;
  };
  const std::vector<core::Minor> lower = amounts(floor, "floor", true);
  const std::vector<core::Minor> upper = amounts(cap, "cap", false);
  return allocation::spread(total, score, {lower, upper, {}}, 1, allocation::ZeroWeights::equal);
}

}  // namespace salesplan::product
