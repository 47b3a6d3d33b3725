// Who gets what where stock does not reach: priority first, then in proportion, in whole packs.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

struct Request {
  Pieces pieces = 0;          ///< asked for
  Pieces minimum = 0;         ///< of these, served before anybody's rest, 0..pieces
  std::int32_t priority = 0;  ///< 0 first
};

/// Pieces granted, [requests], multiples of the pack, none beyond the request rounded up to packs.
/// First the minimums, then the rests; each by priority, and within one priority in proportion to
/// what is asked for (`allocation::spread`), where packs do not reach everybody.
/// @param stock pieces >= 0; whole packs of it are given out   @param pack >= 1
/// @throws Error(invalid_argument) for values outside their domain. O(n log n).
std::vector<Pieces> share_out(Pieces stock, core::View<const Request> requests, Pieces pack = 1);

}  // namespace salesplan::material

#ifndef SALESPLAN_COMPILED
#include "salesplan/material/scarce_stock_inl.hpp"
#endif
