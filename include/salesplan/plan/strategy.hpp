// Which product lines come first and which promotions pay, as far as the plan's data tell.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// The product lines by priority: contribution, growth and return on cost of the base year, ABC by
/// its revenue, XYZ and stage of life by the monthly revenue before the plan. Leaves without sales
/// in the base year have no place. Empty without ProductSettings.
std::vector<ProductLineRow> product_lines(const Specification& spec, const History& history);

/// The return of every promotion from the months that have ended by `as_of`; of one that never sold
/// then, what promotions of its type and depth let expect. Empty without a PromotionBook.
/// @throws what `promotion::evaluate` throws, placed at "promotions".
std::vector<PromotionRow> promotions(const Specification& spec, calendar::Date as_of);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/strategy_inl.hpp"
#endif
