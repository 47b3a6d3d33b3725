// What the owners sold in each week, W1 to W4, of the plan's months.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/specification.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::plan {

/// The week of every day of `months` months from `first` on, as month * 4 + 0..3, by
/// calendar::month_nodes.
std::vector<std::size_t> week_of_days(const Specification& spec, calendar::Period first,
                                      std::size_t months);

/// [months * 4, leaves of the owner dimension], minor units, of the facts up to `evening`.
/// Error(overflow) beyond 64 bits. O(facts + days).
table::Cube week_sales(const Specification& spec, calendar::Date evening);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/week_sales_inl.hpp"
#endif
