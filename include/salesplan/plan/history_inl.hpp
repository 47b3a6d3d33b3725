// Bodies of history.hpp.
#pragma once

#include <algorithm>

#include "salesplan/plan/history.hpp"

namespace salesplan::plan {
namespace detail {

/// A cube of `measure` over `months` months from `first` and the leaves of the dimensions, from
/// the facts up to `last`.
inline table::Cube monthly_cube(const Specification& spec, const table::Measure& measure,
                                calendar::Period first, std::size_t months, calendar::Date last) {
  std::vector<std::int32_t> month(spec.facts.size());
  for (std::size_t row = 0; row < month.size(); ++row) {
    const calendar::Date day{spec.facts.dates[row]};
    const std::int64_t at =
        calendar::periods_between(first, calendar::period_of(day, calendar::Grain::month));
    const bool inside = at >= 0 && at < static_cast<std::int64_t>(months) && day <= last;
    month[row] = inside ? static_cast<std::int32_t>(at) : -1;
  }
  std::vector<table::Axis> axes{{&month, months}};
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    axes.push_back({&spec.facts.members[d], spec.dimensions[d].leaf_count()});
  }
  return table::aggregate(measure, axes);
}

}  // namespace detail

SALESPLAN_INLINE History history(const Specification& spec) {
  const calendar::Date start = calendar::first_date(spec.first_month);
  if (spec.today > start) {
    throw Error(ErrorCode::invalid_argument, "today",
                calendar::date_text(spec.today) + " is after the first day of the plan, " +
                    calendar::date_text(start));
  }
  const calendar::Period end = calendar::period_of(spec.today, calendar::Grain::month);
  std::int32_t earliest = spec.today.days;
  std::int32_t latest = calendar::no_date.days;
  for (std::int32_t day : spec.facts.dates) {
    earliest = std::min(earliest, day);
    latest = std::max(latest, day);
  }
  History result;
  result.first = calendar::period_of({earliest}, calendar::Grain::month);
  result.months = static_cast<std::size_t>(calendar::periods_between(result.first, end));
  result.gap = static_cast<std::size_t>(calendar::periods_between(end, spec.first_month));
  if (result.months == 0) {
    throw Error(ErrorCode::invalid_argument, "facts",
                "no complete month before " + calendar::date_text(spec.today));
  }
  result.cells = 1;
  const std::size_t longest = std::max(result.months, spec.months);
  for (const table::Dimension& dimension : spec.dimensions) {
    const std::size_t leaves = dimension.leaf_count();
    if (leaves != 0 && result.cells > table::Cube::max_cells / longest / leaves) {
      throw Error(ErrorCode::overflow, "dimensions",
                  std::to_string(longest) + " months of all combinations of leaves are more than " +
                      std::to_string(table::Cube::max_cells) + " cells");
    }
    result.cells *= leaves;
  }
  result.as_of = spec.as_of != calendar::no_date ? spec.as_of : calendar::Date{latest};
  const table::Measure& revenue = spec.facts.measure("revenue");
  result.revenue =
      detail::monthly_cube(spec, revenue, result.first, result.months, calendar::max_date);
  result.actual = detail::monthly_cube(spec, revenue, spec.first_month, spec.months, result.as_of);
  if (spec.facts.measures.size() > 1) {
    result.cost = detail::monthly_cube(spec, spec.facts.measure("cost"), result.first,
                                       result.months, calendar::max_date);
  }
  for (std::size_t m = 0; m < spec.months; ++m) {
    const calendar::Period month = calendar::shift(spec.first_month, static_cast<std::int64_t>(m));
    if (calendar::last_date(month) <= result.as_of) result.closed = m + 1;
  }
  return result;
}

SALESPLAN_INLINE std::vector<std::size_t> group_of_cells(
    const Specification& spec, const std::vector<std::size_t>& dimensions) {
  std::vector<std::size_t> group{0};
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    const std::size_t extent = spec.dimensions[d].leaf_count();
    // The step of this dimension among the groups: the product of the extents named after it.
    const auto named = std::find(dimensions.begin(), dimensions.end(), d);
    std::size_t step = named == dimensions.end() ? 0 : 1;
    for (auto after = named; step != 0 && ++after != dimensions.end();) {
      step *= spec.dimensions[*after].leaf_count();
    }
    std::vector<std::size_t> wider;
    wider.reserve(group.size() * extent);
    for (std::size_t above : group) {
      for (std::size_t leaf = 0; leaf < extent; ++leaf) wider.push_back(above + leaf * step);
    }
    group = std::move(wider);
  }
  return group;
}

SALESPLAN_INLINE std::size_t assigned_group(const Specification& spec, const Assignment& row) {
  std::size_t group = 0;
  for (std::size_t k = 0; k < row.leaves.size(); ++k) {
    group = group * spec.dimensions[spec.assignments.dimensions[k]].leaf_count() +
            static_cast<std::size_t>(row.leaves[k]);
  }
  return group;
}

SALESPLAN_INLINE std::vector<std::int32_t> leaf_of_cells(const Specification& spec, std::size_t d) {
  const std::vector<std::size_t> group = group_of_cells(spec, {d});
  return {group.begin(), group.end()};
}

SALESPLAN_INLINE std::size_t group_count(const Specification& spec,
                                         const std::vector<std::size_t>& dimensions) {
  std::size_t count = 1;
  for (std::size_t d : dimensions) count *= spec.dimensions[d].leaf_count();
  return count;
}

SALESPLAN_INLINE std::vector<core::Minor> sum_months(const table::Cube& cube, std::size_t cells,
                                                     std::size_t first, std::size_t end) {
  std::vector<core::Minor> sum(cells, 0);
  for (std::size_t m = first; m < end; ++m) {
    for (std::size_t c = 0; c < cells; ++c)
      sum[c] = core::add(sum[c], cube[m * cells + c], "facts");
  }
  return sum;
}

SALESPLAN_INLINE std::vector<core::Minor> daily_revenue(const Specification& spec,
                                                        calendar::Date first, calendar::Date last) {
  std::vector<core::Minor> daily(static_cast<std::size_t>(last - first + 1), 0);
  const table::Measure& revenue = spec.facts.measure("revenue");
  for (std::size_t row = 0; row < spec.facts.size(); ++row) {
    const calendar::Date day{spec.facts.dates[row]};
    if (day < first || day > last) continue;
    core::Minor& sum = daily[static_cast<std::size_t>(day - first)];
    sum = core::add(sum, revenue.values[row], "revenue");
  }
  return daily;
}

}  // namespace salesplan::plan
