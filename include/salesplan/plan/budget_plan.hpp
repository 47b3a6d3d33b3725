// The budget month by month: split over its lines, against what was spent, with what to change.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/outlook.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// How many lines a part has: the leaves of its dimension, or the promotions.
std::size_t budget_lines(const Specification& spec, const BudgetPart& part);

/// The budget without its reserve by the parts' shares, each part over its lines (budget::split),
/// each line over the months by its revenue target there, or evenly; then the changes decided.
/// Where the base year's spend of a part is not known, its sales are the history; what counts
/// nothing in a part is left out of its basis, and a note says so.
/// Needs the revenue target of `document`. No reviews yet.
/// @throws Error naming "budget.parts[i]" for bounds that cannot hold, "budget.changes" for
///         changes that take more than there is.
BudgetPlan budget_plan(const Specification& spec, const History& history, const Document& document,
                       std::vector<std::string>& notes);

/// What to change after `closed` months, 1 or more, fewer than are planned: budget::propose on the
/// lines with a target and a known elasticity β, with
///   target   the line's revenue target; of a promotion, what it sold in the base year, grown as
///            the company's target
///   landing  the actual revenue and `ahead`, the forecast from then on, shared among the cells of
///            a series by their remaining targets, the variance in the same proportions; of a
///            promotion, what it sold in the same months of the base year, varying as the company
///   marginal β · forecast of the rest / spend planned for the rest
///   last     whether the changes decided a month before gave to the line, or took
/// Empty where nothing spent is known.
BudgetReview budget_review(const Specification& spec, const History& history,
                           const Document& document, std::size_t closed, const Outlook& ahead);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/budget_plan_inl.hpp"
#endif
