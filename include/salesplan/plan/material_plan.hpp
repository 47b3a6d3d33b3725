// What the visits and promotions of a plan take, and when to order it.
#pragma once

#include <cstddef>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/outlook.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// Sales material for the months in which visits are planned; for the first three where there are
/// none. A visit is an event of its week, with its rep and tier; so is each unit that a promotion
/// is to sell, which is taken to be what it sold in the same month of the base year, by workdays.
/// A week's need is due on its first workday.
///   safety stock   normal errors over the lead time; a day's have the variance that makes a
///                  month's as large as the item's, or as the company's forecast's
///   orders         material::plan_supply from the plan's day on
/// Needs the accounts of `document`.
/// @throws Error naming "material.items[i].on_hand" and the like.
MaterialPlan material_plan(const Specification& spec, const Document& document,
                           const Outlook& ahead);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/material_plan_inl.hpp"
#endif
