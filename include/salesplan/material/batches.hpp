// Stock by expiry: first expired first out, what will expire before it is used, and its value.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/material/dated_pieces.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

/// Pieces with one last day of use; no_date keeps for ever.
struct Batch {
  calendar::Date expires;
  Pieces pieces;
};

/// The last day of use as a place in time.
constexpr calendar::Date last_use(calendar::Date expires) {
  return expires == calendar::no_date ? calendar::max_date : expires;
}

/// What is used of a batch, by its position.
struct Pick {
  std::size_t batch;
  Pieces pieces;
};

/// The batches for an issue of `pieces`: those that expire first, good for at least `days_left`
/// days after the issue. @throws Error(infeasible) where they do not reach, naming what there is;
/// Error(invalid_argument) for values outside their domain. O(n log n).
std::vector<Pick> first_expired_first_out(const std::vector<Batch>& batches, Pieces pieces,
                                          calendar::Date on, std::int64_t days_left = 0);

struct Expiry {
  std::vector<Pieces> lost;  ///< [batches] that expire unused
  Pieces unmet = 0;          ///< needs beyond the stock that is good
  core::Minor value = 0;     ///< of what is lost
};

/// What expires if planned needs are served first expired first out from `today` on. `unit_cost` in
/// minor units >= 0. Stock that has expired before today is lost. Errors as above;
/// Error(overflow) for a value beyond 64 bits.
Expiry expiry_outlook(const std::vector<Batch>& batches, std::vector<DatedPieces> needs,
                      calendar::Date today, core::Minor unit_cost);

}  // namespace salesplan::material

#ifndef SALESPLAN_COMPILED
#include "salesplan/material/batches_inl.hpp"
#endif
