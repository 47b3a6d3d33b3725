// What a promotion brought: incremental units and margin, ROI, payback, break-even points.
#pragma once

#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {

/// The promotion's effect on another product: halo where positive, cannibalisation where negative.
struct RelatedEffect {
  std::string product;
  Estimate units;     ///< change of its units sold
  double margin = 0;  ///< its margin a unit
};

/// Amounts in one currency unit throughout; a margin is price less the cost of the goods.
struct PromotionFacts {
  double units = 0;         ///< sold during the promotion, > 0
  Estimate baseline;        ///< what would have been sold without it
  Estimate pulled_forward;  ///< what is missing from later sales because it was bought early
  std::vector<RelatedEffect> related;
  double price = 0;       ///< a unit, before the discount, > 0
  double margin = 0;      ///< a unit, before the discount
  double discount = 0;    ///< a unit, >= 0
  double unit_cost = 0;   ///< further promotion cost a unit sold (coupon handling, gift), >= 0
  double fixed_cost = 0;  ///< people, material, media, >= 0
  double periods = 1;     ///< length of the promotion, > 0; payback is in these
};

/// With q units sold, b baseline, p pulled forward, m margin, d discount, c unit cost, F fixed:
/// incremental units = q - b - p + halo - cannibalised; direct return = (q - b - p)·m; indirect
/// return = Σ related units·their margin; cost = F + (d + c)·q; net = direct + indirect - cost;
/// ROI = net / cost. The discount is charged on every unit that was sold with it, so the units
/// pulled forward cost their discount too; without them and related products this is the textbook
/// net = (q - b)(m - d) - b·d - F.
struct PromotionReturn {
  Estimate incremental_units;
  double cost = 0;
  double discount_given = 0;
  Estimate subsidised_discount;  ///< the part of it given on baseline sales
  Estimate direct_return;
  Estimate indirect_return;
  Estimate net;
  Estimate roi;  ///< NaN where nothing was spent
  Estimate
      incremental_revenue;      ///< paid for the promoted product beyond its baseline at full price
  double revenue_per_cost = 0;  ///< mean incremental revenue / cost (iROAS)
  double profit_probability = 0;  ///< P(net > 0)
  Interval roi_interval;
  double payback_periods = 0;  ///< fixed cost / (net before it, a period); infinite if never
  Interval payback_interval;
  double break_even_uplift = 0;  ///< of the product alone, see below; infinite if none pays
  Interval break_even_uplift_interval;
  double break_even_discount = 0;  ///< the discount a unit at which net = 0, same units sold
  Interval break_even_discount_interval;
};

/// The uplift u = q/b - 1 at which b(1 + u)(m - d - c) - b·m - F = 0, that is
/// u = (b(d + c) + F) / (b(m - d - c)); infinite where m - d - c <= 0.
/// @throws Error(invalid_argument) for a baseline that is not positive or other input not finite.
double break_even_uplift(double baseline, double margin, double discount, double fixed_cost = 0,
                         double unit_cost = 0);

/// The largest discount a unit that pays at an expected uplift u:
/// d = (b·u·m - F) / (b(1 + u)) - c; negative where not even a free promotion pays.
/// @throws Error(invalid_argument) for a baseline that is not positive, an uplift at or below -1,
/// or
///         other input that is not finite.
double break_even_discount(double baseline, double margin, double uplift, double fixed_cost = 0,
                           double unit_cost = 0);

/// The return of one promotion with intervals that cover with probability `level`. Baseline,
/// pulled-forward and related units are independent normal estimates; all returns are linear in
/// them, so means, deviations and intervals are exact; those of the payback and of the break-even
/// uplift are exact through the quantiles of what they fall with.
/// @throws Error(invalid_argument) naming the field outside its domain.
PromotionReturn promotion_return(const PromotionFacts& facts, double level = 0.9);

}  // namespace salesplan::promotion

#ifndef SALESPLAN_COMPILED
#include "salesplan/promotion/promotion_return_inl.hpp"
#endif
