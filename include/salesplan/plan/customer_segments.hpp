// The customers of a closed month by how much they had bought: attainment, and who moved up or
// down.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"

namespace salesplan::plan {

/// The classes, the best first; "new" bought nothing in the twelve months before.
inline constexpr const char* segment_names[] = {"A", "B", "C", "new"};
constexpr std::size_t segment_count = 4;

/// Of every closed month for which the two years before are known: customers in the classes A, B
/// and C by what they bought in the twelve months before it (the largest that make up 80 %, 95 %,
/// and the rest), and those that bought nothing then. The month's target is spread over the classes
/// as last year's month was. Who moved: by class on the month's last evening against a year before,
/// with what was bought in this month and in last year's. Empty where the facts name no customers.
/// Needs targets and closed months of `document`. O(facts + months customers log customers).
std::vector<MonthSegments> customer_segments(const Specification& spec, const History& history,
                                             const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/customer_segments_inl.hpp"
#endif
