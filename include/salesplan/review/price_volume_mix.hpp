// Why revenue or profit changed: how much was sold, what of it, at which price and at which cost.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/review/bridge.hpp"

namespace salesplan::review {

/// What was sold of each node before and after; leaves (products, say, below lines, below the
/// company) count, inner nodes are not read. All [n]; the base may be last year, or the plan.
struct SalesBeforeAfter {
  core::View<const double> units_before;  ///< finite, >= 0
  core::View<const double> units_after;
  core::View<const core::Minor> revenue_before;
  core::View<const core::Minor> revenue_after;
  core::View<const core::Minor> cost_before = {};  ///< empty, as cost_after: revenue is explained
  core::View<const core::Minor> cost_after = {};   ///< given: profit = revenue - cost is
};

/// At whose prices a change of volume, and on whose volume a change of price is counted.
enum class EffectWeights : std::int32_t {
  base_price = 0,  ///< Δq p₀ and q₁ Δp: the bridge of the books on management accounting
  mean = 1,  ///< Δq (p₀ + p₁)/2 and Δp (q₀ + q₁)/2 (Bennet; Marshall-Edgeworth): the same,
             ///< with its sign turned, when before and after change places
  joint = 2,  ///< Δq p₀ and q₀ Δp, and Δq Δp as an effect of its own, "joint"
};

struct PriceVolumeMixOptions {
  EffectWeights weights = EffectWeights::base_price;
  bool mix = true;  ///< false: the two-effect form, mix within volume
};

struct PriceVolumeMix {
  /// "volume", "mix" (unless left out), "price", "cost" (of profit), "joint" (where asked for),
  /// "new", "discontinued"; volume and mix as the whole company sees them: volume is growth with
  /// the units of the company, mix is growth other than that.
  Bridge bridge;
  /// The same as each node sees it: growth with its own units, and the shift between what it sells;
  /// own_volume + own_mix = volume + mix. Both [n].
  std::vector<core::Minor> own_volume;
  std::vector<core::Minor> own_mix;
};

/// Takes the change of revenue, or of profit where costs are given, apart. With w_i = v_i q₀_i, v
/// the unit value of the form (p₀, or the mean; p - c for profit) and G = Σ q₁ / Σ q₀ over the
/// leaves sold in both periods below a node:
///   volume_i = w_i (G_company - 1)    mix_i = w_i (q₁_i/q₀_i - G_company)
///   own_volume_g = (Σ w below g)(G_g - 1)
/// A leaf without units on one side has no price there: what it brought before is "discontinued",
/// what it brings now is "new".
/// @throws Error(invalid_argument) for a tree that is none, units outside their domain, other
///         lengths, and costs given on one side alone. O(n log n).
/// @source Bennet, Journal of the Royal Statistical Society 83, 1920; Horngren, Datar & Rajan, Cost
/// Accounting, ch. 14 (sales-quantity and sales-mix variances).
PriceVolumeMix price_volume_mix(const allocation::Tree& tree, const SalesBeforeAfter& sales,
                                const PriceVolumeMixOptions& options = {});

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/price_volume_mix_inl.hpp"
#endif
