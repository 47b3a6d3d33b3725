// Bodies of next_month.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/plan/accounts.hpp"
#include "salesplan/plan/next_month.hpp"
#include "salesplan/target/hardness.hpp"

namespace salesplan::plan {
namespace detail {

/// The standard deviation of a series' first month; NaN where its forecast has no interval.
inline double first_month_sd(const Outlook& ahead, std::size_t series) {
  if (ahead.panel.intervals.empty()) return core::missing_number;
  const forecast::Interval& interval = ahead.panel.intervals.front();
  const std::size_t at = series * ahead.horizon;
  return sd_of_interval(ahead.panel.mean[at], interval.upper[at], interval.level);
}

/// Amounts of groups of cells, carried down to the cells of planned month `m` in the proportions of
/// the plan. @param group [cells]. @param amount [groups]
inline std::vector<core::Minor> carried_down(const Document& document, std::size_t m,
                                             const std::vector<std::size_t>& group,
                                             const std::vector<core::Minor>& amount) {
  const std::size_t cells = group.size();
  std::vector<std::vector<std::size_t>> members(amount.size());
  std::vector<std::vector<double>> weights(amount.size());
  for (std::size_t c = 0; c < cells; ++c) {
    const core::Minor planned = document.revenue[m * cells + c];
    if (planned == 0) continue;
    members[group[c]].push_back(c);
    weights[group[c]].push_back(static_cast<double>(planned));
  }
  std::vector<core::Minor> result(cells, 0);
  for (std::size_t g = 0; g < amount.size(); ++g) {
    if (amount[g] == 0 || members[g].empty()) continue;
    const std::vector<core::Minor> parts = allocation::spread(amount[g], weights[g]);
    for (std::size_t k = 0; k < parts.size(); ++k) result[members[g][k]] = parts[k];
  }
  return result;
}

/// A resource of the owners: what it takes at the planned targets, and what there is, [owners].
inline review::Resource owner_resource(const std::string& name, bool hard, const PlacedMonth& month,
                                       const std::vector<double>& at_plan,
                                       const std::vector<double>& available) {
  review::Resource resource{name, {}, {}, hard};
  for (std::size_t k = 0; k < month.owners.size(); ++k) {
    const auto o = static_cast<std::size_t>(month.owners[k]);
    resource.per_sale.push_back(at_plan[o] / static_cast<double>(month.planned[k]));
    resource.available.push_back(available[o]);
  }
  return resource;
}

/// The budget of planned month `m` for each owner, [owners]: of the lines of owners, else of their
/// accounts; empty where there is neither.
inline std::vector<double> owner_budgets(const Specification& spec, const Document& document,
                                         std::size_t m) {
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  std::vector<double> budget;
  for (const BudgetLine& line : document.budget.lines) {
    if (spec.budget->parts[line.part].dimension != spec.owner) continue;
    budget.resize(owners, 0);
    budget[static_cast<std::size_t>(line.item)] += static_cast<double>(line.planned[m]);
  }
  if (!budget.empty() || !spec.accounts || spec.accounts->rep != spec.owner) return budget;
  if (spec.accounts->budget == 0) return budget;
  budget.assign(owners, 0);
  for (const AccountRow& row : document.accounts.rows) {
    budget[static_cast<std::size_t>(row.rep)] += static_cast<double>(row.budget);
  }
  return budget;
}

/// What owners take at the planned targets, and what there is in planned month `m`.
inline std::vector<review::Resource> owner_resources(const Specification& spec,
                                                     const Document& document, std::size_t m,
                                                     const PlacedMonth& month) {
  std::vector<review::Resource> resources;
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  if (spec.accounts && spec.accounts->rep == spec.owner && spec.accounts->day_hours > 0) {
    const std::vector<customer::ServicePolicy> policies = service_policies(*spec.accounts);
    std::vector<double> hours(owners, 0);
    for (const AccountRow& row : document.accounts.rows) {
      const customer::ServicePolicy& policy = policies[row.tier];
      hours[static_cast<std::size_t>(row.rep)] += policy.calls * policy.hours_per_call;
    }
    const double there = spec.accounts->day_hours *
                         static_cast<double>(spec.workdays.workdays(document.months[m]).days);
    resources.push_back(
        owner_resource("hours", true, month, hours, std::vector<double>(owners, there)));
  }
  const std::vector<double> budget = owner_budgets(spec, document, m);
  if (!budget.empty()) {
    resources.push_back(owner_resource("budget", false, month, budget, budget));
  }

  // Of a material each owner has the part that its planned target is of all.
  double planned = 0;
  for (const core::Minor one : month.planned) planned += static_cast<double>(one);
  for (const MaterialRow& row : document.material.rows) {
    const MaterialItem& item = spec.material->items[row.item];
    auto stock = static_cast<double>(item.on_hand);
    double need = 0, there = 0;
    bool begun = false;
    for (const MaterialWeek& week : row.weeks) {
      if (calendar::period_of(week.start, calendar::Grain::month) == document.months[m]) {
        if (!begun) there = std::max(stock, 0.0);
        begun = true;
        need += static_cast<double>(week.need);
        there += static_cast<double>(week.arrives);
      }
      stock = static_cast<double>(week.stock);
    }
    if (!(need > 0)) continue;
    std::vector<double> at_plan(owners, 0), available(owners, 0);
    for (std::size_t k = 0; k < month.owners.size(); ++k) {
      const auto o = static_cast<std::size_t>(month.owners[k]);
      const double share = static_cast<double>(month.planned[k]) / planned;
      at_plan[o] = share * need;
      available[o] = share * there;
    }
    resources.push_back(owner_resource(item.key, true, month, at_plan, available));
  }
  return resources;
}

/// What owners were to sell in the months around the end of `closed`, and what is open of it.
struct OwnerGaps {
  std::vector<core::Minor> planned, planned_last, gap;  ///< [owners]
};

inline OwnerGaps owner_gaps(const Specification& spec, const Document& document,
                            std::size_t closed) {
  const table::Cube target = table::marginal(document.revenue, {0, spec.owner + 1});
  const table::Cube actual = table::marginal(document.actual, {0, spec.owner + 1});
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  OwnerGaps gaps;
  for (std::size_t o = 0; o < owners; ++o) {
    gaps.planned.push_back(target[closed * owners + o]);
    gaps.planned_last.push_back(target[(closed - 1) * owners + o]);
    gaps.gap.push_back(0);
    for (std::size_t m = 0; m < closed; ++m) {
      const core::Minor open =
          core::subtract(target[m * owners + o], actual[m * owners + o], "gap");
      gaps.gap[o] = core::add(gaps.gap[o], open, "gap");
    }
  }
  return gaps;
}

}  // namespace detail

SALESPLAN_INLINE std::optional<PlacedMonth> placed_month(const Specification& spec,
                                                         const History& history,
                                                         const Document& document,
                                                         std::size_t closed, const Outlook& ahead,
                                                         const OwnerBasis& owners) {
  if (ahead.panel.intervals.empty()) return std::nullopt;
  constexpr double most = 1e15;
  const auto placeable = [&](double amount) { return std::abs(amount) <= most; };  // false for NaN
  std::vector<double> sd;
  for (std::size_t s = 0; s <= ahead.series; ++s) sd.push_back(detail::first_month_sd(ahead, s));
  const OwnerOutlook outlook =
      owner_outlook(spec, history, ahead, owners.weights, {closed, 1, sd, {}});
  const detail::OwnerGaps gaps = detail::owner_gaps(spec, document, closed);
  std::vector<core::Minor> last = gaps.planned_last;
  if (!document.next.empty() && document.next.back().placed) {
    const PlacedMonth& before = *document.next.back().placed;
    for (std::size_t k = 0; k < before.owners.size(); ++k) {
      last[static_cast<std::size_t>(before.owners[k])] = before.targets.target[k];
    }
  }

  PlacedMonth month;
  bool varies = false;
  for (std::size_t o = 0; o < last.size(); ++o) {
    if (gaps.planned[o] == 0) continue;
    const auto planned = static_cast<double>(gaps.planned[o]);
    const double season =
        gaps.planned_last[o] > 0 ? planned / static_cast<double>(gaps.planned_last[o]) : 0;
    const double from = season > 0 ? season * static_cast<double>(last[o]) : planned;
    const double carry =
        spec.carry.share * static_cast<double>(std::max<core::Minor>(gaps.gap[o], 0));
    const double spread = outlook.sd[o] < 1e-6 ? 0 : outlook.sd[o];
    for (const double amount : {outlook.mean[o], spread, from, carry}) {
      if (!placeable(amount)) return std::nullopt;
    }
    month.owners.push_back(static_cast<std::int32_t>(o));
    month.planned.push_back(gaps.planned[o]);
    month.from.push_back(core::round_to_minor(from, "last"));
    month.carry.push_back(core::round_to_minor(carry, "carry"));
    month.mean.push_back(outlook.mean[o]);
    month.sd.push_back(spread);
    varies = varies || (month.from.back() > 0 && spread > 0);
  }
  review::PlacementRule rule = spec.placement;
  rule.total_sd = sd.back() < 1e-6 ? 0 : sd.back();
  if (!varies || !placeable(rule.total_sd)) return std::nullopt;
  month.resources = detail::owner_resources(spec, document, closed, month);
  month.targets = review::place_targets(
      {month.mean, month.sd, {}, month.from, month.carry, month.resources}, rule);

  const std::vector<std::int32_t> leaf = leaf_of_cells(spec, spec.owner);
  std::vector<core::Minor> of_owner(last.size(), 0);
  for (std::size_t k = 0; k < month.owners.size(); ++k) {
    of_owner[static_cast<std::size_t>(month.owners[k])] = month.targets.target[k];
  }
  month.cells = detail::carried_down(document, closed, {leaf.begin(), leaf.end()}, of_owner);
  return month;
}

SALESPLAN_INLINE NextMonth next_month(const Specification& spec, const History& history,
                                      const Document& document, std::size_t closed,
                                      const Outlook& ahead, const OwnerBasis& owners) {
  const std::size_t cells = history.cells;
  const std::vector<std::size_t> series = group_of_cells(spec, spec.forecast.by);

  std::vector<core::Minor> planned(ahead.series, 0);
  std::vector<core::Minor> remaining(ahead.series, 0);
  std::vector<core::Minor> gap(ahead.series, 0);
  for (std::size_t m = 0; m < spec.months; ++m) {
    for (std::size_t c = 0; c < cells; ++c) {
      const core::Minor target = document.revenue[m * cells + c];
      const std::size_t s = series[c];
      if (m < closed) {
        const core::Minor open = core::subtract(target, document.actual[m * cells + c], "gap");
        gap[s] = core::add(gap[s], open, "gap");
      } else {
        remaining[s] = core::add(remaining[s], target, "remaining");
        if (m == closed) planned[s] = core::add(planned[s], target, "planned");
      }
    }
  }

  NextMonth next;
  next.month = closed;
  std::vector<double> reachable(ahead.series, core::missing_number);
  const forecast::Interval* interval =
      ahead.panel.intervals.empty() ? nullptr : &ahead.panel.intervals.front();
  for (std::size_t s = 0; s < ahead.series; ++s) {
    const std::size_t at = s * ahead.horizon;
    next.forecast_mean.push_back(ahead.panel.mean[at]);
    if (interval != nullptr) reachable[s] = interval->upper[at];
  }
  next.units = review::next_target(planned, remaining, gap, reachable, spec.carry);
  next.placed = placed_month(spec, history, document, closed, ahead, owners);

  std::vector<core::Minor> wanted;
  for (const review::NextTarget& unit : next.units) wanted.push_back(unit.target);
  next.cells = detail::carried_down(document, closed, series, wanted);
  for (std::size_t s = 0; s < ahead.series; ++s) {
    const std::size_t at = s * ahead.horizon;
    next.probability.push_back(target::attainment_probability(
        static_cast<double>(wanted[s]), ahead.panel.mean[at], detail::first_month_sd(ahead, s)));
  }
  return next;
}

}  // namespace salesplan::plan
