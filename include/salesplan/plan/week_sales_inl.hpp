// Bodies of week_sales.hpp.
#pragma once

#include <cstdint>

#include "salesplan/calendar/month_nodes.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/plan/week_sales.hpp"

namespace salesplan::plan {

SALESPLAN_INLINE std::vector<std::size_t> week_of_days(const Specification& spec,
                                                       calendar::Period first, std::size_t months) {
  std::vector<std::size_t> weeks;
  for (std::size_t m = 0; m < months; ++m) {
    const calendar::MonthNodes month =
        calendar::month_nodes(spec.workdays, calendar::shift(first, static_cast<std::int64_t>(m)));
    for (std::size_t w = 0; w < 4; ++w) {
      const auto days = static_cast<std::size_t>(month.nodes[w].last - month.nodes[w].first + 1);
      weeks.insert(weeks.end(), days, m * 4 + w);
    }
  }
  return weeks;
}

SALESPLAN_INLINE table::Cube week_sales(const Specification& spec, calendar::Date evening) {
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  table::Cube sold({spec.months * 4, owners});
  const std::vector<std::size_t> weeks = week_of_days(spec, spec.first_month, spec.months);
  const calendar::Date begin = calendar::first_date(spec.first_month);
  const std::vector<std::int64_t>& revenue = spec.facts.measure("revenue").values;
  for (std::size_t row = 0; row < spec.facts.size(); ++row) {
    const calendar::Date date{spec.facts.dates[row]};
    const std::int64_t day = date - begin;
    if (date > evening || day < 0 || day >= static_cast<std::int64_t>(weeks.size())) continue;
    const auto owner = static_cast<std::size_t>(spec.facts.members[spec.owner][row]);
    core::Minor& sum = sold[weeks[static_cast<std::size_t>(day)] * owners + owner];
    sum = core::add(sum, revenue[row], "revenue");
  }
  return sold;
}

}  // namespace salesplan::plan
