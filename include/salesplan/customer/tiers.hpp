// Customer tiers (A, B, C …) by borders, by share of value or by visit capacity, and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::customer {

// Tiers are numbered from 0, the best. `value` [n] is what customers are worth: a value score, past
// spend or a lifetime value, finite and >= 0. All functions throw Error(invalid_argument) naming
// the field and the customer for what is outside its domain, and cost O(n log n) at most.

/// Where the customers stood before, so that one near a border does not flip every month.
struct Hysteresis {
  core::View<const std::int64_t> previous =
      {};  ///< [n] tier, -1 for a new customer; empty: all new
  /// A border is crossed upward at border·(1 + band) and downward at border/(1 + band); in [0, 1].
  double band = 0.1;
};

/// "A" for tier 0 to "Z", then "T27" and on.
std::string tier_name(std::int64_t tier);

struct Tiers {
  std::vector<std::int64_t> tier;  ///< [n]
  /// [tiers - 1] least value of a new customer in each tier but the last, falling; infinite where a
  /// tier is closed.
  std::vector<double> border;
  std::vector<bool> held;  ///< [n] where only hysteresis keeps the customer in the tier
};

/// Tiers by borders that the company sets, falling, 1 to 99 of them, each finite and > 0.
Tiers tiers_by_border(core::View<const double> value, core::View<const double> border,
                      const Hysteresis& hysteresis = {});

/// Tiers by share of value (the ABC or Pareto curve): the largest customers that together make up
/// share[0] of the total are in tier 0, up to share[1] in tier 1, and so on; the customer that
/// crosses a share still belongs to it, and so do all with the same value. A value of 0 is always
/// in the last tier. @param share rising in (0, 1], 1 to 99 of them, such as {0.5, 0.8}.
Tiers tiers_by_share(core::View<const double> value, core::View<const double> share,
                     const Hysteresis& hysteresis = {});

/// Tiers by capacity: the seats[0] most valuable customers in tier 0, the next seats[1] in tier 1,
/// and so on; never more than there are seats. Hysteresis is a bonus of `band` for those who have
/// the seat against those who have not. Equal values by position. A value of 0 has no seat.
/// @param seats >= 0, 1 to 99 of them; see service_seats.
Tiers tiers_by_capacity(core::View<const double> value, core::View<const std::int64_t> seats,
                        const Hysteresis& hysteresis = {});

/// Share of the draws of a customer's value that fall into each tier [n x tiers].
/// @param draws [n x draws] of the value, as draw_purchases and draw_spend give them.
/// @param border as in Tiers.
std::vector<double> tier_probability(core::View<const double> draws, std::size_t n,
                                     core::View<const double> border);

/// What a customer would need for the next tier up; all zero in tier 0.
struct TierStep {
  double border = 0;     ///< least value there, hysteresis included; infinite where it is closed
  double missing = 0;    ///< in value
  double purchases = 0;  ///< of `value_per_purchase` each, rounded up; NaN where that is not > 0
};

/// @param tier, border as in Tiers. @param band of the hysteresis; 0 where there is none.
TierStep next_tier(double value, std::int64_t tier, core::View<const double> border, double band,
                   double value_per_purchase);

/// One line: "B: value 120, A starts at 180: 60 more, 3 purchases of 20".
std::string explain_tier(double value, std::int64_t tier, core::View<const double> border,
                         double band, double value_per_purchase,
                         core::View<const std::string> names);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/tiers_inl.hpp"
#endif
