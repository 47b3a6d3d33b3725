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

#include "salesplan/allocation/margins.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/basis.hpp"
#include "salesplan/plan/quotas.hpp"
#include "salesplan/target/hardness.hpp"
#include "salesplan/target/presence.hpp"

namespace salesplan::plan {
namespace detail {

/// The first day of each owner; no_date where an assignment is open or none names owners.
inline std::vector<calendar::Date> owner_starts(const Specification& spec) {
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  std::vector<calendar::Date> starts(owners, calendar::no_date);
  const auto& dimensions = spec.assignments.dimensions;
  const auto column = std::find(dimensions.begin(), dimensions.end(), spec.owner);
  if (column == dimensions.end()) return starts;
  std::vector<bool> seen(owners, false);
  for (const Assignment& row : spec.assignments.rows) {
    const auto owner =
        static_cast<std::size_t>(row.leaves[static_cast<std::size_t>(column - dimensions.begin())]);
    const bool open =
        row.from == calendar::no_date || (seen[owner] && starts[owner] == calendar::no_date);
    starts[owner] = open           ? calendar::no_date
                    : !seen[owner] ? row.from
                                   : std::min(starts[owner], row.from);
    seen[owner] = true;
  }
  return starts;
}

/// Weights with floors for cells without sales in the base year.
inline void lift_new_cells(const Specification& spec, const History& history,
                           std::vector<double>& weights) {
  if (!(spec.floor > 0)) return;
  const std::size_t cells = history.cells;
  const std::vector<bool> eligible = eligible_cells(spec, history);
  const std::vector<core::Minor> base =
      sum_months(history.revenue, cells, history.base_first(), history.months);
  const std::vector<std::size_t> peers = group_of_cells(spec, spec.peers);
  const std::size_t groups = group_count(spec, spec.peers);
  for (std::size_t m = 0; m < spec.months; ++m) {
    std::vector<double> sum(groups, 0), count(groups, 0);
    for (std::size_t c = 0; c < cells; ++c) {
      if (!eligible[m * cells + c]) continue;
      sum[peers[c]] += weights[m * cells + c];
      count[peers[c]] += 1;
    }
    for (std::size_t c = 0; c < cells; ++c) {
      if (!eligible[m * cells + c] || base[c] > 0) continue;
      double& weight = weights[m * cells + c];
      weight = std::max(weight, spec.floor * sum[peers[c]] / count[peers[c]]);
    }
  }
}

/// Weights of owners in their first months times the ramp.
inline void ramp_up(const Specification& spec, std::vector<double>& weights) {
  if (!spec.quotas || spec.quotas->ramp.empty()) return;
  const std::vector<double>& ramp = spec.quotas->ramp;
  const std::vector<calendar::Date> starts = owner_starts(spec);
  const std::vector<std::int32_t> owner = leaf_of_cells(spec, spec.owner);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const calendar::Date start = starts[static_cast<std::size_t>(owner[i % owner.size()])];
    if (start == calendar::no_date) continue;
    const calendar::Period first = calendar::period_of(start, calendar::Grain::month);
    const std::int64_t since = calendar::periods_between(first, spec.first_month) +
                               static_cast<std::int64_t>(i / owner.size());
    if (since < 0 || since >= static_cast<std::int64_t>(ramp.size())) continue;
    weights[i] *= ramp[static_cast<std::size_t>(since)];
  }
}

/// The absences of each owner, [owners].
inline std::vector<std::vector<calendar::DaySpan>> owner_absences(const Specification& spec) {
  std::vector<std::vector<calendar::DaySpan>> days(spec.dimensions[spec.owner].leaf_count());
  for (const OwnerAbsence& absence : spec.absences) {
    days[static_cast<std::size_t>(absence.owner)].push_back(absence.days);
  }
  return days;
}

/// When each combination of the assigned dimensions is covered, [groups]; one that always is where
/// part months do not count by their days.
inline std::vector<std::vector<calendar::DaySpan>> covered_days(const Specification& spec) {
  const Assignments& assigned = spec.assignments;
  std::vector<std::vector<calendar::DaySpan>> days(group_count(spec, assigned.dimensions));
  if (!spec.quotas->prorate) return days;
  for (const Assignment& row : assigned.rows) {
    days[assigned_group(spec, row)].push_back({row.from, row.to});
  }
  return days;
}

/// Weights by the workdays of a month on which a cell is covered and, where the team takes over,
/// its owner is not absent.
inline void count_presence(const Specification& spec, std::vector<double>& weights) {
  if (!spec.quotas) return;
  const bool team = spec.quotas->absent == target::AbsentPart::team;
  if (!spec.quotas->prorate && (!team || spec.absences.empty())) return;
  const std::vector<std::vector<calendar::DaySpan>> covered = covered_days(spec);
  std::vector<std::vector<calendar::DaySpan>> absences = owner_absences(spec);
  if (!team) absences.assign(absences.size(), {});
  const std::vector<std::size_t> group = group_of_cells(spec, spec.assignments.dimensions);
  const std::vector<std::int32_t> owner = leaf_of_cells(spec, spec.owner);
  const std::size_t cells = group.size();
  for (std::size_t m = 0; m < spec.months; ++m) {
    const calendar::Period month = calendar::shift(spec.first_month, static_cast<std::int64_t>(m));
    std::map<std::pair<std::size_t, std::int32_t>, double> shares;
    for (std::size_t c = 0; c < cells; ++c) {
      double& weight = weights[m * cells + c];
      if (!(weight > 0)) continue;
      const auto [share, isnew] = shares.try_emplace({group[c], owner[c]});
      if (isnew) {
        share->second = target::presence(spec.workdays, month, covered[group[c]],
                                         absences[static_cast<std::size_t>(owner[c])]);
      }
      weight *= share->second;
    }
  }
}

/// The basis with floors, ramps and presence.
inline std::vector<double> started_weights(const Specification& spec, const History& history,
                                           std::vector<double> basis) {
  lift_new_cells(spec, history, basis);
  ramp_up(spec, basis);
  count_presence(spec, basis);
  return basis;
}

/// The share of each month's workdays on which an owner is there, [owners * months].
inline std::vector<double> owner_presence(const Specification& spec) {
  std::vector<double> presence;
  for (const std::vector<calendar::DaySpan>& absences : owner_absences(spec)) {
    for (std::size_t m = 0; m < spec.months; ++m) {
      const auto ahead = static_cast<std::int64_t>(m);
      presence.push_back(absences.empty()
                             ? 1
                             : target::presence(spec.workdays,
                                                calendar::shift(spec.first_month, ahead), {},
                                                absences));
    }
  }
  return presence;
}

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

/// The axes of the cube of months and dimensions, and sums over some of them.
class MarginFitting {
 public:
  MarginFitting(const Specification& spec, double total) : spec_(spec), total_(total) {
    shape_.push_back(spec.months);
    std::vector<std::string> months;
    for (std::size_t m = 0; m < spec.months; ++m) {
      months.push_back(
          calendar::period_text(calendar::shift(spec.first_month, static_cast<std::int64_t>(m))));
    }
    labels_.push_back(std::move(months));
    for (const table::Dimension& dimension : spec.dimensions) {
      shape_.push_back(dimension.leaf_count());
      std::vector<std::string> keys;
      for (std::size_t leaf = 0; leaf < dimension.leaf_count(); ++leaf) {
        keys.push_back(dimension.key(dimension.leaf(leaf)));
      }
      labels_.push_back(std::move(keys));
    }
  }

  /// Sums of the basis over the dimensions of a margin.
  void keep(const KeptSums& kept, const std::vector<double>& basis) {
    std::vector<std::size_t> axes;
    for (const std::size_t d : kept.dimensions) axes.push_back(axis(d));
    std::sort(axes.begin(), axes.end());
    std::size_t count = 1;
    for (const std::size_t a : axes) count *= shape_[a];
    std::vector<double> sums(count, 0);
    for (std::size_t i = 0; i < basis.size(); ++i) {
      std::size_t rest = i, stride = 1, g = 0;
      for (std::size_t a = shape_.size(); a-- > 0; rest /= shape_[a]) {
        if (!std::binary_search(axes.begin(), axes.end(), a)) continue;
        g += rest % shape_[a] * stride;
        stride *= shape_[a];
      }
      sums[g] += basis[i] * total_;
    }
    Kept margin{std::move(axes), std::move(sums), {}, {}, {}};
    if (kept.within > 0) {
      margin.lower = margin.upper = std::exchange(margin.totals, {});
      for (double& sum : margin.lower) sum *= 1 - kept.within;
      for (double& sum : margin.upper) sum *= 1 + kept.within;
    }
    if (!core::is_missing(kept.price)) margin.price.assign(count, kept.price);
    kept_.push_back(std::move(margin));
  }

  /// Totals of the leaves of one dimension.
  void set(std::size_t dimension, std::vector<double> totals) {
    kept_.push_back({{axis(dimension)}, std::move(totals), {}, {}, {}});
  }

  /// The weights nearest to these that have all sums, summing to 1. Sums that are missed at their
  /// price are noted, the dearest first.
  std::vector<double> fit(const std::vector<double>& weights, std::vector<std::string>& notes) {
    const auto fixes_total = [](const Kept& kept) {
      return !kept.totals.empty() && kept.price.empty();
    };
    if (std::none_of(kept_.begin(), kept_.end(), fixes_total)) {
      kept_.push_back({{}, {total_}, {}, {}, {}});
    }
    std::vector<allocation::Margin> margins;
    for (const Kept& kept : kept_) {
      margins.push_back({name(kept), kept.axes, kept.totals, kept.lower, kept.upper, kept.price});
    }
    try {
      allocation::MarginFit fitted =
          allocation::fit_margins({shape_, weights, margins, {}, {}, labels_});
      note_misses(std::move(fitted.missed), notes);
      for (double& cell : fitted.cells) cell /= total_;
      return std::move(fitted.cells);
    } catch (const Error& error) {
      throw error.moved_to("allocation.margins: " + error.place());
    }
  }

 private:
  /// Sums over axes of the cube, as of allocation::Margin.
  struct Kept {
    std::vector<std::size_t> axes;
    std::vector<double> totals, lower, upper, price;
  };

  std::string name(const Kept& kept) const {
    std::string text;
    for (const std::size_t a : kept.axes) {
      text += text.empty() ? "" : " × ";
      text += a == 0 ? "month" : spec_.dimensions[a - 1].name();
    }
    return text.empty() ? "total" : text;
  }

  /// "month[2026-01, north]" of a margin's cell.
  std::string place(const Kept& kept, std::size_t g) const {
    std::string text;
    for (std::size_t k = kept.axes.size(); k-- > 0; g /= shape_[kept.axes[k]]) {
      text.insert(0, labels_[kept.axes[k]][g % shape_[kept.axes[k]]] + (text.empty() ? "" : ", "));
    }
    return name(kept) + "[" + text + "]";
  }

  void note_misses(std::vector<allocation::PricedMiss> missed,
                   std::vector<std::string>& notes) const {
    std::stable_sort(missed.begin(), missed.end(),
                     [](const auto& a, const auto& b) { return a.cost > b.cost; });
    constexpr std::size_t shown = 12;
    std::size_t count = 0;
    for (const allocation::PricedMiss& miss : missed) {
      const double minor = std::abs(miss.excess) * core::minor_per_unit(spec_.decimals);
      if (minor < 0.5 || ++count > shown) continue;
      notes.push_back("allocation.ranges: " + place(kept_[miss.margin], miss.cell) + " is " +
                      core::amount_text(std::llround(minor), spec_.decimals) +
                      (miss.excess > 0 ? " above" : " below") +
                      " what was to be kept, at its price");
    }
    if (count > shown) {
      notes.push_back("allocation.ranges: " + std::to_string(count - shown) +
                      " more sums are not kept, at their price");
    }
  }

  static std::size_t axis(std::size_t d) { return d == Specification::month_axis ? 0 : d + 1; }

  const Specification& spec_;
  double total_;
  std::vector<std::size_t> shape_;
  std::vector<std::vector<std::string>> labels_;
  std::vector<Kept> kept_;
};

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
