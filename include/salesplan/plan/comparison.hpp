// The closed periods beside the plan, the period before them, and last year.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"

namespace salesplan::plan {

/// What was sold in the year before the plan and in its months, by cell.
Sales sales(const Specification& spec, const History& history);

/// A table a dimension, over the spans of `document`: attainment of the targets, sales beside last
/// period and last year, and how many customers bought (a sale above 0; one that buys from several
/// members counts in each, and once in what is above them), conversion and satisfaction where
/// Specification::responses tells of the dimension. Needs targets, sales, actual and spans
/// of `document`. O((cells + facts log facts) dimensions + members spans).
std::vector<AttainmentTable> attainment_tables(const Specification& spec, const History& history,
                                               const Document& document);

/// The weeks of the closed months for the members of the owner dimension that have a target or
/// sales; targets are those of the tasks. The node before a month's W1 is W4 of the month before.
std::vector<WeekAttainment> week_attainment(const Specification& spec, const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/comparison_inl.hpp"
#endif
