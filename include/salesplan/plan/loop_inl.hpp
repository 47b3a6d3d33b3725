// Bodies of loop.hpp: the loop itself, and the steps that join two rooms.
#pragma once

#include <algorithm>
#include <array>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/plan/basis.hpp"
#include "salesplan/plan/board.hpp"
#include "salesplan/plan/breakdown.hpp"
#include "salesplan/plan/company.hpp"
#include "salesplan/plan/loop.hpp"
#include "salesplan/plan/outlook.hpp"
#include "salesplan/plan/quotas.hpp"
#include "salesplan/plan/strategy.hpp"
#include "salesplan/target/hardness.hpp"

namespace salesplan::plan {
namespace detail {

/// Weights of a profit target on the nodes of the tree: the revenue target of each cell times the
/// base year's margin of its peers, never below zero.
inline std::vector<double> profit_weights(const Specification& spec, const History& history,
                                          const Breakdown& tree, const table::Cube& revenue) {
  const std::vector<std::size_t> peers = group_of_cells(spec, spec.peers);
  std::vector<double> sold(group_count(spec, spec.peers), 0);
  std::vector<double> earned(sold.size(), 0);
  const std::vector<core::Minor> base =
      sum_months(history.revenue, history.cells, history.base_first(), history.months);
  const std::vector<core::Minor> profit = base_profit(history);
  for (std::size_t c = 0; c < history.cells; ++c) {
    sold[peers[c]] += static_cast<double>(base[c]);
    earned[peers[c]] += static_cast<double>(profit[c]);
  }
  std::vector<double> weights = tree.weights;
  for (std::size_t node = 0; node < weights.size(); ++node) {
    if (tree.cell[node] == Breakdown::inner) continue;
    const std::size_t g = peers[tree.cell[node] % history.cells];
    const double margin = sold[g] > 0 ? std::max(earned[g] / sold[g], 0.0) : 0.0;
    weights[node] = margin * static_cast<double>(revenue[tree.cell[node]]);
  }
  return weights;
}

/// Tasks of every owner that has a target in a month, by owner, then month.
inline std::vector<OwnerTasks> owner_tasks(const Specification& spec, const Document& plan) {
  const table::Cube by_owner = table::marginal(plan.revenue, {0, spec.owner + 1});
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  std::vector<OwnerTasks> tasks;
  for (std::size_t owner = 0; owner < owners; ++owner) {
    for (std::size_t m = 0; m < spec.months; ++m) {
      const core::Minor target = by_owner[m * owners + owner];
      if (target == 0) continue;
      const std::array<schedule::WeekPlan, 4> weeks =
          schedule::week_plans(spec.workdays, plan.months[m], target);
      tasks.push_back({static_cast<std::int32_t>(owner), m, {weeks.begin(), weeks.end()}});
    }
  }
  return tasks;
}

/// The closed months one by one, the quarters they fill (of the plan's year), and all of them.
inline std::vector<review::Span> closed_spans(const Document& plan) {
  std::vector<review::Span> spans;
  for (std::size_t m = 0; m < plan.closed; ++m) {
    spans.push_back({calendar::period_text(plan.months[m]), m, 1});
  }
  for (std::size_t q = 0; q + 3 <= plan.closed; q += 3) {
    spans.push_back(
        {calendar::period_text(plan.months[q]) + ".." + calendar::period_text(plan.months[q + 2]),
         q, 3});
  }
  if (!spans.empty() && spans.back().count != plan.closed) {
    spans.push_back({calendar::period_text(plan.months[0]) + ".." +
                         calendar::period_text(plan.months[plan.closed - 1]),
                     0, plan.closed});
  }
  return spans;
}

/// The review after `closed` months: what the next month is to bring, by forecast series and, in
/// the proportions of the plan, by cell.
inline NextMonth next_month(const Specification& spec, const History& history, const Document& plan,
                            std::size_t closed) {
  const std::size_t cells = history.cells;
  const Outlook ahead = outlook(spec, history, closed);
  const std::vector<std::size_t> series = group_of_cells(spec, spec.forecast.by);

  std::vector<core::Minor> planned(ahead.series, 0);
  std::vector<core::Minor> remaining(ahead.series, 0);
  std::vector<core::Minor> gap(ahead.series, 0);
  for (std::size_t m = 0; m < spec.months; ++m) {
    for (std::size_t c = 0; c < cells; ++c) {
      const core::Minor target = plan.revenue[m * cells + c];
      const std::size_t s = series[c];
      if (m < closed) {
        const core::Minor open = core::subtract(target, plan.actual[m * cells + c], "gap");
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

  next.cells.assign(cells, 0);
  for (std::size_t s = 0; s < ahead.series; ++s) {
    const std::size_t at = s * ahead.horizon;
    const core::Minor wanted = next.units[s].target;
    const double sd = interval == nullptr ? core::missing_number
                                          : sd_of_interval(ahead.panel.mean[at],
                                                           interval->upper[at], interval->level);
    next.probability.push_back(
        target::attainment_probability(static_cast<double>(wanted), ahead.panel.mean[at], sd));
    if (wanted == 0) continue;
    std::vector<std::size_t> members;
    std::vector<double> weights;
    for (std::size_t c = 0; c < cells; ++c) {
      if (series[c] != s || plan.revenue[closed * cells + c] == 0) continue;
      members.push_back(c);
      weights.push_back(static_cast<double>(plan.revenue[closed * cells + c]));
    }
    const std::vector<core::Minor> parts = allocation::spread(wanted, weights);
    for (std::size_t k = 0; k < members.size(); ++k) next.cells[members[k]] = parts[k];
  }
  return next;
}

inline Document run(const Specification& spec, const Progress& progress) {
  const auto step = [&](const char* name, double done) {
    if (progress && !progress(name, done)) {
      throw Error(ErrorCode::cancelled, name, "cancelled by the caller");
    }
  };
  Document plan;
  plan.notes = spec.notes;
  for (std::size_t m = 0; m < spec.months; ++m) {
    plan.months.push_back(calendar::shift(spec.first_month, static_cast<std::int64_t>(m)));
  }

  step("history", 0);
  const History past = history(spec);
  if (!spec.workdays.known(calendar::first_date(past.first),
                           calendar::last_date(plan.months.back()))) {
    plan.notes.push_back("calendar " + spec.workdays.name() +
                         ": holidays are not known for all months; there the weekend rule decides");
  }

  step("forecast", 0.05);
  const Outlook ahead = outlook(spec, past, 0);
  plan.forecast = {ahead.series, ahead.panel};

  step("target", 0.2);
  const Company goals = company(spec, past, ahead);
  plan.kpis = goals.targets;
  if (past.base_months() < 12) {
    plan.notes.push_back("only " + std::to_string(past.base_months()) +
                         " months are known before the plan; their average stands for the others");
  }

  step("allocation", 0.25);
  const std::vector<double> basis = basis_weights(spec, past, ahead.panel.mean, plan.notes);
  const std::vector<double> weights =
      quota_weights(spec, past, ahead, plan.kpis.front().target, basis, plan.notes);
  const Breakdown tree = breakdown(spec, past, weights);
  for (const target::KpiTarget& kpi : plan.kpis) {
    if (kpi.name == "revenue") {
      plan.revenue =
          break_down(spec, kpi.target, tree, tree.weights, true, kpi.name, plan.differences);
    } else if (kpi.name == "profit") {
      plan.profit =
          break_down(spec, kpi.target, tree, profit_weights(spec, past, tree, plan.revenue), false,
                     kpi.name, plan.differences);
    } else {
      std::vector<std::int64_t> base = base_customers(spec, past);
      base.pop_back();
      plan.customers =
          allocation::spread(kpi.target, {std::vector<double>(base.begin(), base.end())});
    }
  }

  plan.quotas = quotas(spec, past, ahead, basis, plan.revenue);

  if (spec.products || spec.promotions) step("strategy", 0.3);
  plan.products = product_lines(spec, past);
  plan.promotions = promotions(spec, past.as_of);

  step("tasks", 0.35);
  plan.tasks = owner_tasks(spec, plan);

  step("attainment", 0.4);
  plan.actual = past.actual;
  plan.closed = past.closed;
  plan.spans = closed_spans(plan);
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    plan.attainment.push_back(
        {d, review::attainment(plan.revenue, plan.actual, d + 1, spec.dimensions[d], plan.spans)});
  }

  for (std::size_t closed = 1; closed <= plan.closed && closed < spec.months; ++closed) {
    step("next target",
         0.45 + 0.5 * static_cast<double>(closed) / static_cast<double>(spec.months));
    plan.next.push_back(next_month(spec, past, plan, closed));
  }

  step("dashboard", 0.95);
  plan.dashboard = board(spec, past, plan);
  step("done", 1);
  return plan;
}

}  // namespace detail

SALESPLAN_INLINE Document run(const Specification& spec, const Progress& progress) {
  try {
    return detail::run(spec, progress);
  } catch (const Error& error) {
    if (spec.source.empty() || error.code() == ErrorCode::cancelled) throw;
    throw error.moved_to(spec.source + ": " + error.place());
  }
}

}  // namespace salesplan::plan
