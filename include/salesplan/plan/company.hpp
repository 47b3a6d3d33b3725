// The company's targets: what each KPI was in the base year, and what it is to be.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/outlook.hpp"
#include "salesplan/target/company_target.hpp"

namespace salesplan::plan {

/// Revenue and, where the specification has goals for them, profit and customer count.
struct Company {
  std::vector<target::KpiGoal> goals;      ///< with base and forecast filled in
  std::vector<target::KpiTarget> targets;  ///< one a goal
};

/// The base of revenue and profit is what the planned months brought a year before (the average
/// month of the base year stands for one that is not known), so a plan of one month grows from one
/// month; that of the customer count is the base year. Error as target::company_target,
/// placed at "target.revenue.growth" and the like; Error(infeasible) for a target that is not above
/// zero.
Company company(const Specification& spec, const History& history, const Outlook& ahead);

/// Revenue less cost of the base year in each cell, [cells].
std::vector<core::Minor> base_profit(const History& history);

/// Distinct customers of the base year for each leaf of the first dimension; one more value, the
/// last, counts them for the company, where a customer of two leaves counts once. [leaves + 1]
std::vector<std::int64_t> base_customers(const Specification& spec, const History& history);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/company_inl.hpp"
#endif
