// Bodies of quotas.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/basis.hpp"
#include "salesplan/plan/kept_sums.hpp"
#include "salesplan/plan/quotas.hpp"
#include "salesplan/plan/started_weights.hpp"
#include "salesplan/target/hardness.hpp"
#include "salesplan/target/presence.hpp"

namespace salesplan::plan {
namespace detail {

/// The share of each owner in the sum of the weights, [owners].
inline std::vector<double> owner_shares(const Specification& spec,
                                        const std::vector<double>& weights) {
  const std::vector<std::int32_t> owner = leaf_of_cells(spec, spec.owner);
  std::vector<double> shares(spec.dimensions[spec.owner].leaf_count(), 0);
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    shares[static_cast<std::size_t>(owner[i % owner.size()])] += weights[i];
    sum += weights[i];
  }
  for (double& share : shares) share /= sum;
  return shares;
}

/// The leaf of `quotas.within` in which each owner's weights lie, [owners]; 0 without one.
/// Error(infeasible) for an owner with weights in several.
inline std::vector<std::size_t> hardness_groups(const Specification& spec,
                                                const std::vector<double>& weights) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  std::vector<std::size_t> groups(owners.leaf_count(), 0);
  if (!spec.quotas->within) return groups;
  const table::Dimension& within = spec.dimensions[*spec.quotas->within];
  const std::vector<std::int32_t> owner = leaf_of_cells(spec, spec.owner);
  const std::vector<std::int32_t> leaf = leaf_of_cells(spec, *spec.quotas->within);
  std::vector<bool> seen(groups.size(), false);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] > 0)) continue;
    const auto o = static_cast<std::size_t>(owner[i % owner.size()]);
    const auto g = static_cast<std::size_t>(leaf[i % leaf.size()]);
    if (seen[o] && groups[o] != g) {
      throw Error(ErrorCode::infeasible, "quotas.within",
                  core::quoted(owners.key(owners.leaf(o))) + " is in " +
                      core::quoted(within.key(within.leaf(groups[o]))) + " and in " +
                      core::quoted(within.key(within.leaf(g))) + " of " + within.name());
    }
    seen[o] = true;
    groups[o] = g;
  }
  return groups;
}

/// The totals of owners, [owners], at which all of a group are equally hard; the groups keep their
/// sums in the basis, and an owner without a forecast its share. Empty where no forecast is known
/// to vary.
inline std::vector<double> equally_hard(const Specification& spec, const OwnerOutlook& outlook,
                                        const std::vector<double>& weights,
                                        const std::vector<double>& basis, core::Minor total) {
  const auto varies = [](double sd) { return sd > 0; };
  if (std::none_of(outlook.sd.begin(), outlook.sd.end(), varies)) return {};
  const std::vector<double> shares = owner_shares(spec, weights);
  const std::vector<std::size_t> groups = hardness_groups(spec, weights);
  std::vector<double> amounts = {static_cast<double>(total)};
  if (spec.quotas->within) {
    amounts.assign(spec.dimensions[*spec.quotas->within].leaf_count(), 0);
    const std::vector<std::int32_t> leaf = leaf_of_cells(spec, *spec.quotas->within);
    for (std::size_t i = 0; i < basis.size(); ++i) {
      amounts[static_cast<std::size_t>(leaf[i % leaf.size()])] +=
          basis[i] * static_cast<double>(total);
    }
  }
  std::vector<double> totals(shares.size(), 0);
  for (std::size_t g = 0; g < amounts.size(); ++g) {
    std::vector<std::size_t> owners;
    std::vector<double> mean, sd;
    double share = 0;
    for (std::size_t o = 0; o < shares.size(); ++o) {
      if (groups[o] != g || !(shares[o] > 0)) continue;
      owners.push_back(o);
      mean.push_back(outlook.mean[o] > 0 ? outlook.mean[o]
                                         : shares[o] * static_cast<double>(total));
      sd.push_back(outlook.sd[o]);
      share += shares[o];
    }
    const core::Minor whole = core::round_to_minor(amounts[g], "quotas.within");
    if (whole == 0 || std::none_of(sd.begin(), sd.end(), varies)) {
      for (const std::size_t o : owners) totals[o] = amounts[g] * shares[o] / share;
      continue;
    }
    const target::Hardness quota = target::equal_hardness(whole, mean, sd);
    for (std::size_t k = 0; k < owners.size(); ++k) {
      totals[owners[k]] =
          static_cast<double>(quota.target[k]) * (amounts[g] / static_cast<double>(whole));
    }
  }
  return totals;
}

}  // namespace detail

SALESPLAN_INLINE OwnerOutlook owner_outlook(const Specification& spec, const History& history,
                                            const Outlook& ahead,
                                            const std::vector<double>& weights,
                                            const OutlookMonths& months) {
  const std::size_t cells = history.cells;
  const std::vector<std::size_t> series = group_of_cells(spec, spec.forecast.by);
  const std::vector<std::int32_t> owner = leaf_of_cells(spec, spec.owner);
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  std::vector<double> mean(owners * ahead.series, 0), whole(ahead.series, 0);
  for (std::size_t m = 0; m < months.count; ++m) {
    const std::size_t month = months.first + m;
    std::vector<double> sum(ahead.series, 0);
    for (std::size_t c = 0; c < cells; ++c) sum[series[c]] += weights[month * cells + c];
    for (std::size_t c = 0; c < cells; ++c) {
      const std::size_t s = series[c];
      const double forecast = ahead.panel.mean[s * ahead.horizon + m];
      if (!(forecast > 0 && sum[s] > 0)) continue;
      const auto o = static_cast<std::size_t>(owner[c]);
      const double part = forecast * weights[month * cells + c] / sum[s];
      mean[o * ahead.series + s] +=
          months.kept.empty() ? part : part * months.kept[o * spec.months + month];
      whole[s] += part;
    }
  }
  OwnerOutlook outlook{std::vector<double>(owners, 0), std::vector<double>(owners, 0)};
  for (std::size_t o = 0; o < owners; ++o) {
    double variance = 0;
    for (std::size_t s = 0; s < ahead.series; ++s) {
      const double part = mean[o * ahead.series + s];
      const double sd = months.sd[s];
      outlook.mean[o] += part;
      if (part > 0 && sd > 0) variance += sd * sd * part / whole[s];
    }
    outlook.sd[o] = std::sqrt(variance);
  }
  return outlook;
}

SALESPLAN_INLINE OwnerBasis owner_basis(const Specification& spec, const History& history,
                                        const Outlook& ahead, const std::vector<double>& basis) {
  OwnerBasis owners{detail::started_weights(spec, history, basis), {}};
  if (!spec.quotas) return owners;
  owners.outlook = owner_outlook(spec, history, ahead, owners.weights,
                                 {0, spec.months, ahead.panel.total_sd, {}});
  return owners;
}

SALESPLAN_INLINE std::vector<double> quota_weights(const Specification& spec,
                                                   const OwnerBasis& owners, core::Minor total,
                                                   const std::vector<double>& basis,
                                                   std::vector<std::string>& notes) {
  std::vector<double> weights = owners.weights;
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(sum > 0)) {
    const bool ramped = !spec.quotas || !spec.quotas->ramp.empty();
    throw Error(ErrorCode::infeasible, ramped ? "quotas.ramp" : "schedule.absences",
                "leaves nothing that carries the target");
  }
  const double unit = core::minor_per_unit(spec.decimals);
  detail::MarginFitting fitting(spec, static_cast<double>(total) / unit);
  bool fits = !spec.margins.empty() || !spec.ranges.empty();
  if (spec.quotas && spec.quotas->equal_hardness) {
    std::vector<double> totals = detail::equally_hard(spec, owners.outlook, weights, basis, total);
    for (double& amount : totals) amount /= unit;
    if (totals.empty()) {
      notes.emplace_back("no forecast tells how sales vary; quotas follow the basis");
    } else {
      fitting.set(spec.owner, std::move(totals));
      fits = true;
    }
  }
  if (!fits) {
    if (weights == basis) return basis;
    for (double& weight : weights) weight /= sum;
    return weights;
  }
  for (const std::vector<std::size_t>& margin : spec.margins) fitting.keep({margin}, basis);
  for (const KeptSums& range : spec.ranges) fitting.keep(range, basis);
  return fitting.fit(weights, notes);
}

SALESPLAN_INLINE std::vector<Quota> quotas(const Specification& spec, const History& history,
                                           const Outlook& ahead, const OwnerBasis& owners,
                                           const std::vector<double>& basis,
                                           const table::Cube& revenue) {
  std::vector<Quota> rows;
  if (!spec.quotas) return rows;
  const std::vector<calendar::Date> starts = detail::owner_starts(spec);
  const table::Cube target = table::marginal(revenue, {spec.owner + 1});
  const table::Cube monthly = table::marginal(revenue, {0, spec.owner + 1});
  const core::Minor total =
      std::accumulate(target.cells().begin(), target.cells().end(), core::Minor{0});
  const std::vector<double> share = detail::owner_shares(spec, basis);
  const bool open = spec.quotas->absent == target::AbsentPart::open;
  const std::vector<double> presence = detail::owner_presence(spec);
  std::vector<double> workdays;
  for (std::size_t m = 0; m < spec.months; ++m) {
    const calendar::Period month = calendar::shift(spec.first_month, static_cast<std::int64_t>(m));
    workdays.push_back(static_cast<double>(spec.workdays.workdays(month).days));
  }
  const OwnerOutlook outlook = open && !spec.absences.empty()
                                   ? owner_outlook(spec, history, ahead, owners.weights,
                                                   {0, spec.months, ahead.panel.total_sd, presence})
                                   : owners.outlook;
  for (std::size_t o = 0; o < target.size(); ++o) {
    if (target[o] == 0) continue;
    Quota row;
    row.owner = static_cast<std::int32_t>(o);
    row.start = starts[o];
    const core::View<const double> there =
        core::View<const double>(presence).subview(o * spec.months, spec.months);
    double days = 0, present = 0;
    for (std::size_t m = 0; m < spec.months; ++m) {
      row.months.push_back(monthly[m * target.size() + o]);
      days += workdays[m];
      present += workdays[m] * there[m];
    }
    row.presence = days > 0 ? present / days : 1;
    if (open) {
      row.months =
          target::present_quotas(row.months, there, spec.months, target::AbsentPart::open).quota;
    }
    row.target = std::accumulate(row.months.begin(), row.months.end(), core::Minor{0});
    row.open = target[o] - row.target;
    row.basis = core::round_to_minor(share[o] * static_cast<double>(total), "basis");
    row.forecast = outlook.mean[o];
    row.sd = outlook.sd[o];
    row.probability = row.sd > 0 ? target::attainment_probability(static_cast<double>(row.target),
                                                                  row.forecast, row.sd)
                                 : core::missing_number;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace salesplan::plan
