// Bodies of loop.hpp: the loop itself, and the steps that join two rooms.
#pragma once

#include <algorithm>
#include <array>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/forecast/daily_profile.hpp"
#include "salesplan/plan/accounts.hpp"
#include "salesplan/plan/basis.hpp"
#include "salesplan/plan/board.hpp"
#include "salesplan/plan/breakdown.hpp"
#include "salesplan/plan/budget_plan.hpp"
#include "salesplan/plan/company.hpp"
#include "salesplan/plan/comparison.hpp"
#include "salesplan/plan/customer_segments.hpp"
#include "salesplan/plan/loop.hpp"
#include "salesplan/plan/material_plan.hpp"
#include "salesplan/plan/month_alerts.hpp"
#include "salesplan/plan/month_mix.hpp"
#include "salesplan/plan/month_review.hpp"
#include "salesplan/plan/next_month.hpp"
#include "salesplan/plan/outlook.hpp"
#include "salesplan/plan/quotas.hpp"
#include "salesplan/plan/series_cycles.hpp"
#include "salesplan/plan/strategy.hpp"
#include "salesplan/plan/strategy_moves.hpp"
#include "salesplan/plan/week_sales.hpp"

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

/// What each day of a month is worth by the days before the plan; empty where weeks share the month
/// by workdays.
inline std::vector<double> day_worths(const Specification& spec, const History& history,
                                      calendar::Period month) {
  if (!spec.learned_weeks) return {};
  const calendar::Date first = calendar::first_date(history.first);
  const std::vector<core::Minor> daily = daily_revenue(spec, first, spec.today - 1);
  const std::vector<double> past(daily.begin(), daily.end());
  return forecast::daily_factors(forecast::daily_profile(spec.workdays, first, past), spec.workdays,
                                 month);
}

/// Tasks of every owner that has a target in a month, by owner, then month.
inline std::vector<OwnerTasks> owner_tasks(const Specification& spec, const History& history,
                                           const Document& plan) {
  const table::Cube by_owner = table::marginal(plan.revenue, {0, spec.owner + 1});
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  const calendar::Language language =
      spec.language == "zh" ? calendar::Language::zh : calendar::Language::en;
  std::vector<std::vector<double>> worths;
  for (std::size_t m = 0; m < spec.months; ++m) {
    worths.push_back(day_worths(spec, history, plan.months[m]));
  }
  std::vector<OwnerTasks> tasks;
  for (std::size_t owner = 0; owner < owners; ++owner) {
    for (std::size_t m = 0; m < spec.months; ++m) {
      const core::Minor target = by_owner[m * owners + owner];
      if (target == 0) continue;
      const std::array<schedule::WeekPlan, 4> weeks =
          schedule::week_plans(spec.workdays, plan.months[m], target, worths[m], language);
      std::vector<std::string> slipped;
      for (const SlippedTask& task : spec.slipped) {
        if (task.owner == static_cast<std::int32_t>(owner) &&
            calendar::next(task.month) == plan.months[m]) {
          slipped.push_back(task.key);
        }
      }
      tasks.push_back({static_cast<std::int32_t>(owner), m, weeks,
                       schedule::dated_tasks(spec.workdays, weeks, spec.tasks, slipped)});
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
  const OwnerBasis owners = owner_basis(spec, past, ahead, basis);
  const std::vector<double> weights =
      quota_weights(spec, owners, plan.kpis.front().target, basis, plan.notes);
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

  plan.quotas = quotas(spec, past, ahead, owners, basis, plan.revenue);

  if (spec.products || spec.promotions) step("strategy", 0.3);
  plan.products = product_lines(spec, past);
  plan.promotions = promotions(spec, past.as_of);
  if (spec.accounts) {
    step("accounts", 0.32);
    plan.accounts = accounts(spec, past, plan.notes);
  }

  if (spec.budget || spec.material) step("resources", 0.34);
  plan.material = material_plan(spec, plan, ahead);

  step("tasks", 0.35);
  plan.tasks = owner_tasks(spec, past, plan);

  step("attainment", 0.4);
  plan.actual = past.actual;
  plan.closed = past.closed;
  plan.sales = sales(spec, past);
  plan.budget = budget_plan(spec, past, plan, plan.notes);
  plan.spans = closed_spans(plan);
  plan.attainment = attainment_tables(spec, past, plan);
  plan.weeks = week_attainment(spec, plan);
  plan.week_sales = week_sales(spec, past.as_of);

  step("review", 0.43);
  plan.reviews = month_reviews(spec, past, plan);
  plan.mix = month_mix(spec, plan);
  plan.segments = customer_segments(spec, past, plan);
  plan.cycles = series_cycles(spec, past, plan);

  for (std::size_t closed = 1; closed <= plan.closed && closed < spec.months; ++closed) {
    step("next target",
         0.45 + 0.5 * static_cast<double>(closed) / static_cast<double>(spec.months));
    const Outlook from_here = outlook(spec, past, closed);
    plan.next.push_back(next_month(spec, past, plan, closed, from_here, owners));
    if (spec.budget && !spec.budget->spent.empty()) {
      plan.budget.reviews.push_back(budget_review(spec, past, plan, closed, from_here));
    }
  }

  plan.moves = strategy_moves(spec, plan);

  step("dashboard", 0.95);
  plan.dashboard = board(spec, past, plan);
  plan.alerts = month_alerts(spec, plan);
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
