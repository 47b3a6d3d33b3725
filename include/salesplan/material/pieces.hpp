// Whole pieces of a material: their domain, and rounding to packs and minimum orders.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::material {

using Pieces = std::int64_t;

/// No quantity may exceed it, so that sums of thousands fit and doubles hold each exactly.
constexpr Pieces most_pieces = 1'000'000'000'000'000;

/// How a supplier sells: orders are whole packs and no smaller than the minimum.
struct Packing {
  Pieces pack = 1;           ///< pieces a pack, >= 1
  Pieces minimum_order = 0;  ///< pieces, >= 0
};

/// Error(invalid_argument) unless low <= pieces <= most_pieces.
inline void check_pieces(Pieces pieces, const std::string& place, Pieces low = 0) {
  if (pieces < low || pieces > most_pieces) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(pieces) + " is outside [" + std::to_string(low) + ", 10^15] pieces");
  }
}

/// Error(invalid_argument) unless low <= value <= 1e15; NaN is refused.
inline void check_amount(double value, const std::string& place, double low = 0) {
  if (!(value >= low && value <= 1e15)) {
    throw Error(ErrorCode::invalid_argument, place,
                core::to_text(value) + " is outside [" + core::to_text(low) + ", 1e15]");
  }
}

/// Error(invalid_argument) for a pack below 1 piece or a negative minimum.
inline void check_packing(const Packing& packing, const std::string& place) {
  check_pieces(packing.pack, place + ".pack", 1);
  check_pieces(packing.minimum_order, place + ".minimum_order");
}

/// Packs that hold `pieces` > 0, or 0.
constexpr Pieces packs_for(Pieces pieces, Pieces pack) {
  return pieces <= 0 ? 0 : (pieces - 1) / pack + 1;
}

/// The least number of packs in an order.
constexpr Pieces least_packs(const Packing& packing) {
  return packing.minimum_order > packing.pack ? packs_for(packing.minimum_order, packing.pack) : 1;
}

/// A quantity that is estimated as whole pieces, upwards; what rounding of doubles added is not.
inline Pieces pieces_up(double quantity, const std::string& place) {
  check_amount(quantity, place);
  return static_cast<Pieces>(std::ceil(quantity - 1e-12 * (1 + quantity)));
}

}  // namespace salesplan::material
