// Bodies of basis.hpp.
#pragma once

#include <algorithm>
#include <numeric>

#include "salesplan/allocation/basis.hpp"
#include "salesplan/plan/basis.hpp"

namespace salesplan::plan {
namespace detail {

/// Each group's amount shared out over its eligible cells in proportion to `key`; equally where the
/// keys of a group are all zero. Writes one month, [cells].
inline void share_out(const std::vector<double>& amount, const std::vector<std::size_t>& group,
                      const std::vector<double>& key, const std::vector<bool>& eligible,
                      std::size_t month, double* out) {
  const std::size_t cells = group.size();
  struct Sum {
    double keys = 0;
    double cells = 0;
  };
  std::vector<Sum> sums(amount.size());
  for (std::size_t c = 0; c < cells; ++c) {
    if (!eligible[month * cells + c]) continue;
    sums[group[c]].keys += key[c];
    sums[group[c]].cells += 1;
  }
  for (std::size_t c = 0; c < cells; ++c) {
    if (!eligible[month * cells + c]) continue;
    const Sum& sum = sums[group[c]];
    out[c] = amount[group[c]] * (sum.keys > 0 ? key[c] / sum.keys : 1 / sum.cells);
  }
}

/// The forecast of each cell's series and month, shared out by the base year.
inline std::vector<double> forecast_basis(const Specification& spec,
                                          const std::vector<double>& forecast,
                                          const std::vector<double>& base,
                                          const std::vector<bool>& eligible) {
  const std::vector<std::size_t> series = group_of_cells(spec, spec.forecast.by);
  std::vector<double> weights(eligible.size(), 0);
  std::vector<double> amount(group_count(spec, spec.forecast.by));
  for (std::size_t m = 0; m < spec.months; ++m) {
    for (std::size_t s = 0; s < amount.size(); ++s) {
      const double mean = forecast[s * spec.months + m];
      amount[s] = mean > 0 ? mean : 0;
    }
    share_out(amount, series, base, eligible, m, &weights[m * base.size()]);
  }
  return weights;
}

/// The same month of the latest known year; without a whole year, the average month.
inline std::vector<double> history_basis(const Specification& spec, const History& history,
                                         const std::vector<double>& base,
                                         const std::vector<bool>& eligible) {
  const std::size_t cells = base.size();
  std::vector<double> weights(eligible.size(), 0);
  for (std::size_t m = 0; m < spec.months; ++m) {
    const std::size_t month = history.same_month(m);
    for (std::size_t c = 0; c < cells; ++c) {
      if (!eligible[m * cells + c]) continue;
      weights[m * cells + c] =
          month < history.months
              ? static_cast<double>(std::max<core::Minor>(history.revenue[month * cells + c], 0))
              : base[c] / static_cast<double>(history.base_months());
    }
  }
  return weights;
}

/// The base year of each group of peers, the same for every eligible one of them.
inline std::vector<double> equal_basis(const Specification& spec, const std::vector<double>& base,
                                       const std::vector<bool>& eligible) {
  const std::vector<std::size_t> peers = group_of_cells(spec, spec.peers);
  std::vector<double> amount(group_count(spec, spec.peers), 0);
  for (std::size_t c = 0; c < base.size(); ++c) amount[peers[c]] += base[c];
  const std::vector<double> alike(base.size(), 1);
  std::vector<double> weights(eligible.size(), 0);
  for (std::size_t m = 0; m < spec.months; ++m) {
    share_out(amount, peers, alike, eligible, m, &weights[m * base.size()]);
  }
  return weights;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<bool> eligible_cells(const Specification& spec,
                                                  const History& history) {
  const std::size_t cells = history.cells;
  std::vector<bool> eligible(spec.months * cells, false);
  const Assignments& assigned = spec.assignments;
  if (assigned.dimensions.empty()) {
    const std::vector<core::Minor> base =
        sum_months(history.revenue, cells, history.base_first(), history.months);
    for (std::size_t i = 0; i < eligible.size(); ++i) eligible[i] = base[i % cells] > 0;
    return eligible;
  }
  const std::vector<std::size_t> group = group_of_cells(spec, assigned.dimensions);
  const std::size_t groups = group_count(spec, assigned.dimensions);
  for (std::size_t m = 0; m < spec.months; ++m) {
    const calendar::Period month = calendar::shift(spec.first_month, static_cast<std::int64_t>(m));
    std::vector<bool> covered(groups, false);
    for (const Assignment& row : assigned.rows) {
      if (row.from != calendar::no_date && row.from > calendar::last_date(month)) continue;
      if (row.to != calendar::no_date && row.to < calendar::first_date(month)) continue;
      covered[assigned_group(spec, row)] = true;
    }
    for (std::size_t c = 0; c < cells; ++c) eligible[m * cells + c] = covered[group[c]];
  }
  return eligible;
}

SALESPLAN_INLINE std::vector<double> basis_weights(const Specification& spec,
                                                   const History& history,
                                                   const std::vector<double>& forecast,
                                                   std::vector<std::string>& notes) {
  const std::vector<bool> eligible = eligible_cells(spec, history);
  std::vector<double> base;
  for (core::Minor sold :
       sum_months(history.revenue, history.cells, history.base_first(), history.months)) {
    base.push_back(static_cast<double>(std::max<core::Minor>(sold, 0)));
  }
  const std::vector<double> by_forecast = detail::forecast_basis(spec, forecast, base, eligible);
  const std::vector<double> by_history = detail::history_basis(spec, history, base, eligible);
  const std::vector<double> equal = detail::equal_basis(spec, base, eligible);

  const auto share = [&](const char* name, const std::vector<double>& weights, double wanted) {
    const bool empty = std::accumulate(weights.begin(), weights.end(), 0.0) <= 0;
    if (empty && wanted > 0) {
      notes.push_back(std::string("the basis \"") + name +
                      "\" has no sales to go by and is left out");
    }
    return empty ? 0.0 : wanted;
  };
  const std::vector<allocation::Basis> bases = {
      {by_forecast, share("forecast", by_forecast, spec.mix.forecast)},
      {by_history, share("history", by_history, spec.mix.history)},
      {equal, share("equal", equal, spec.mix.equal)}};
  if (bases[0].share + bases[1].share + bases[2].share <= 0) {
    throw Error(ErrorCode::infeasible, "allocation.basis",
                "no cell that is covered in the plan has sales to go by");
  }
  return allocation::blend(bases);
}

}  // namespace salesplan::plan
