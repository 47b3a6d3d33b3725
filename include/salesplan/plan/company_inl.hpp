// Bodies of company.hpp.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/company.hpp"

namespace salesplan::plan {
namespace detail {

/// What the planned months brought a year before, from the amounts of the known months, [months].
inline double base_of(const Specification& spec, const History& history,
                      const table::Cube& monthly) {
  core::Minor year = 0;
  for (std::size_t m = history.base_first(); m < history.months; ++m) {
    year = core::add(year, monthly[m], "facts");
  }
  core::Minor known = 0;
  double unknown = 0;
  for (std::size_t m = 0; m < spec.months; ++m) {
    const std::size_t month = history.same_month(m);
    if (month < history.months) {
      known = core::add(known, monthly[month], "facts");
    } else {
      unknown += static_cast<double>(year) / static_cast<double>(history.base_months());
    }
  }
  return static_cast<double>(known) + unknown;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<core::Minor> base_profit(const History& history) {
  std::vector<core::Minor> profit =
      sum_months(history.revenue, history.cells, history.base_first(), history.months);
  const std::vector<core::Minor> cost =
      sum_months(history.cost, history.cells, history.base_first(), history.months);
  for (std::size_t c = 0; c < profit.size(); ++c) {
    profit[c] = core::subtract(profit[c], cost[c], "profit");
  }
  return profit;
}

SALESPLAN_INLINE std::vector<std::int64_t> base_customers(const Specification& spec,
                                                          const History& history) {
  const calendar::Period first =
      calendar::shift(history.first, static_cast<std::int64_t>(history.base_first()));
  const calendar::Period end =
      calendar::shift(history.first, static_cast<std::int64_t>(history.months));
  std::vector<std::pair<std::int32_t, std::int32_t>> seen;  // leaf, customer
  const std::int32_t all = static_cast<std::int32_t>(spec.dimensions.front().leaf_count());
  for (std::size_t row = 0; row < spec.facts.size(); ++row) {
    const calendar::Date day{spec.facts.dates[row]};
    if (day < calendar::first_date(first) || day >= calendar::first_date(end)) continue;
    seen.emplace_back(spec.facts.members.front()[row], spec.customers[row]);
    seen.emplace_back(all, spec.customers[row]);
  }
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  std::vector<std::int64_t> count(static_cast<std::size_t>(all) + 1, 0);
  for (const auto& pair : seen) ++count[static_cast<std::size_t>(pair.first)];
  return count;
}

SALESPLAN_INLINE Company company(const Specification& spec, const History& history,
                                 const Outlook& ahead) {
  Company result;
  target::KpiGoal revenue = spec.revenue;
  table::Cube monthly = table::marginal(history.revenue, {0});
  revenue.base = detail::base_of(spec, history, monthly);
  revenue.forecast_mean = ahead.panel.total_mean[ahead.series];
  revenue.forecast_sd = ahead.panel.total_sd[ahead.series];
  result.goals.push_back(revenue);
  if (spec.profit) {
    target::KpiGoal profit = *spec.profit;
    const table::Cube cost = table::marginal(history.cost, {0});
    for (std::size_t m = 0; m < history.months; ++m) {
      monthly[m] = core::subtract(monthly[m], cost[m], "profit");
    }
    profit.base = detail::base_of(spec, history, monthly);
    result.goals.push_back(profit);
  }
  if (spec.customer_count) {
    target::KpiGoal customers = *spec.customer_count;
    customers.base = static_cast<double>(base_customers(spec, history).back());
    result.goals.push_back(customers);
  }
  for (const target::KpiGoal& goal : result.goals) {
    const std::string place = "target." + goal.name;
    try {
      result.targets.push_back(target::company_target({&goal, 1}).front());
    } catch (const Error& error) {
      throw error.moved_to(place + error.place().substr(core::at("goals", 0).size()));
    }
    const core::Minor amount = result.targets.back().target;
    if (amount <= 0) {
      const int decimals = goal.name == "customers" ? 0 : spec.decimals;
      const bool from_nothing = !core::is_missing(goal.growth) && goal.base <= 0;
      throw Error(
          ErrorCode::infeasible, place,
          from_nothing
              ? "grows from " + core::amount_text(static_cast<core::Minor>(goal.base), decimals) +
                    ", the result of the year before the plan; give its amount instead"
              : "is " + core::amount_text(amount, decimals) + "; a plan needs a target above zero");
    }
  }
  return result;
}

}  // namespace salesplan::plan
