// Bodies of board.hpp.
#pragma once

#include <utility>
#include <vector>

#include "salesplan/plan/board.hpp"
#include "salesplan/plan/board_month.hpp"

namespace salesplan::plan {
namespace detail {

/// Every leaf of dimension `d` with its target and actual in month `m`, and what has neither left
/// out.
inline monitor::BoardGroup units(const Specification& spec, const table::Cube& target,
                                 const table::Cube& actual, std::size_t d, std::size_t m) {
  const table::Dimension& dimension = spec.dimensions[d];
  monitor::BoardGroup group{dimension.name(), {}};
  const std::size_t leaves = dimension.leaf_count();
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    const std::int32_t member = dimension.leaf(leaf);
    const core::Minor wanted = target[m * leaves + leaf];
    const core::Minor reached = actual[m * leaves + leaf];
    if (wanted == 0 && reached == 0) continue;
    group.units.push_back({dimension.key(member), dimension.label(member), wanted, reached});
  }
  return group;
}

}  // namespace detail

SALESPLAN_INLINE monitor::Dashboard board(const Specification& spec, const History& history,
                                          const Document& document) {
  const calendar::Date first = calendar::first_date(document.months.front());
  const std::vector<core::Minor> daily =
      daily_revenue(spec, first, calendar::last_date(document.months.back()));
  const table::Cube target = table::marginal(document.revenue, {0});
  const table::Cube actual = table::marginal(document.actual, {0});
  std::vector<std::pair<table::Cube, table::Cube>> by_dimension;
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    by_dimension.emplace_back(table::marginal(document.revenue, {0, d + 1}),
                              table::marginal(document.actual, {0, d + 1}));
  }

  monitor::Dashboard dashboard;
  for (std::size_t m = 0; m < document.months.size(); ++m) {
    monitor::BoardMonth month;
    month.month = document.months[m];
    month.target = target[m];
    month.forecast =
        document.forecast.panel.mean[document.forecast.series * document.months.size() + m];
    const auto model = [&] {
      const calendar::Date before = calendar::first_date(history.first);
      const std::vector<core::Minor> past =
          daily_revenue(spec, before, calendar::first_date(month.month) - 1);
      return landing_model(spec, before, {past.begin(), past.end()});
    };
    stand(spec, history.as_of, actual[m], model, month);
    month.days = board_days(spec, month, history.as_of, first, daily);
    for (std::size_t d : spec.boards) {
      month.boards.push_back(
          detail::units(spec, by_dimension[d].first, by_dimension[d].second, d, m));
    }
    for (std::size_t d : spec.mixes) {
      month.mixes.push_back(
          detail::units(spec, by_dimension[d].first, by_dimension[d].second, d, m));
    }
    dashboard.months.push_back(std::move(month));
  }
  return dashboard;
}

}  // namespace salesplan::plan
