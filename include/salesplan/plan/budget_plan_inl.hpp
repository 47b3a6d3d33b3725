// Bodies of budget_plan.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/budget_plan.hpp"

namespace salesplan::plan {
namespace detail {

/// Revenue of the cells of a leaf in months [first, end) of a cube, [leaves].
inline std::vector<core::Minor> leaf_revenue(const Specification& spec, const table::Cube& cube,
                                             std::size_t cells, std::size_t dimension,
                                             std::size_t first, std::size_t end) {
  const std::vector<std::int32_t> leaf = leaf_of_cells(spec, dimension);
  const std::vector<core::Minor> sum = sum_months(cube, cells, first, end);
  std::vector<core::Minor> result(spec.dimensions[dimension].leaf_count(), 0);
  for (std::size_t c = 0; c < cells; ++c) {
    core::Minor& own = result[static_cast<std::size_t>(leaf[c])];
    own = core::add(own, sum[c], "budget");
  }
  return result;
}

/// Revenue sold on each promotion from `first` to before `end`, minor units, [promotions].
inline std::vector<double> promotion_revenue(const Specification& spec, calendar::Period first,
                                             calendar::Period end) {
  const PromotionBook& book = *spec.promotions;
  const double minor = core::minor_per_unit(spec.decimals);
  std::vector<double> sold(book.names.size(), 0);
  for (std::size_t i = 0; i < book.month.size(); ++i) {
    if (book.promotion[i] < 0 || book.month[i] < first.ordinal || book.month[i] >= end.ordinal) {
      continue;
    }
    sold[static_cast<std::size_t>(book.promotion[i])] += book.revenue[i] * minor;
  }
  return sold;
}

/// The weights of the lines of a part, those that the basis asks for and that are known.
struct PartBasis {
  std::vector<double> history, target;
  budget::Basis basis;
};

inline PartBasis part_basis(const Specification& spec, const History& history,
                            const Document& document, std::size_t p, std::size_t first_line,
                            std::vector<std::string>& notes) {
  const BudgetSettings& settings = *spec.budget;
  const BudgetPart& part = settings.parts[p];
  const std::size_t n = budget_lines(spec, part);
  PartBasis known{std::vector<double>(n, 0), std::vector<double>(n, 0), settings.basis};
  const calendar::Period base = calendar::shift(spec.first_month, -12);
  const calendar::Period today = calendar::period_of(spec.today, calendar::Grain::month);
  for (const BudgetEntry& entry : settings.spent) {
    if (entry.month < base || !(entry.month < today)) continue;
    if (entry.line < first_line || entry.line >= first_line + n) continue;
    known.history[entry.line - first_line] += static_cast<double>(entry.amount);
  }
  const auto total = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
  };
  const auto positive = [](const std::vector<core::Minor>& amounts) {
    std::vector<double> weights;
    for (const core::Minor amount : amounts) {
      weights.push_back(static_cast<double>(std::max<core::Minor>(amount, 0)));
    }
    return weights;
  };
  if (part.dimension) {
    known.target = positive(
        leaf_revenue(spec, document.revenue, history.cells, *part.dimension, 0, spec.months));
    if (!(total(known.history) > 0)) {
      known.history = positive(leaf_revenue(spec, history.revenue, history.cells, *part.dimension,
                                            history.base_first(), history.months));
    }
  } else {
    known.target = promotion_revenue(spec, base, today);
    if (!(total(known.history) > 0)) known.history = known.target;
  }
  const auto leave_out = [&](double& share, const std::vector<double>& values, const char* name) {
    if (!(share > 0) || total(values) > 0) return;
    share = 0;
    notes.push_back("budget: no " + std::string(name) + " of " + part.name +
                    " is known, which is left out of its basis");
  };
  leave_out(known.basis.history, known.history, "history");
  leave_out(known.basis.target, known.target, "target");
  if (!(known.basis.history + known.basis.target + known.basis.equal > 0)) known.basis.equal = 1;
  return known;
}

/// The months of a line: by its revenue target, or evenly.
inline std::vector<core::Minor> month_amounts(const std::vector<double>& weights,
                                              core::Minor amount, std::size_t from) {
  const std::vector<double> rest(weights.begin() + static_cast<std::ptrdiff_t>(from),
                                 weights.end());
  return allocation::spread(amount, rest, {}, 1, allocation::ZeroWeights::equal);
}

/// Revenue targets by month of every leaf of a dimension, [leaves][months], never below 0.
inline std::vector<std::vector<double>> month_weights(const Specification& spec,
                                                      const Document& document, std::size_t cells,
                                                      std::size_t dimension) {
  std::vector<std::vector<double>> weights(spec.dimensions[dimension].leaf_count());
  for (std::size_t m = 0; m < spec.months; ++m) {
    const std::vector<core::Minor> month =
        leaf_revenue(spec, document.revenue, cells, dimension, m, m + 1);
    for (std::size_t leaf = 0; leaf < weights.size(); ++leaf) {
      weights[leaf].push_back(static_cast<double>(std::max<core::Minor>(month[leaf], 0)));
    }
  }
  return weights;
}

/// Where a month stands in the plan; negative before it.
inline std::int64_t month_index(const Specification& spec, calendar::Period month) {
  return calendar::periods_between(spec.first_month, month);
}

/// Sums of the entries of planned months, by line, then month.
using MonthSums = std::map<std::size_t, std::map<std::int64_t, core::Minor>>;

inline MonthSums month_sums(const Specification& spec, const std::vector<BudgetEntry>& entries,
                            const char* place) {
  MonthSums sums;
  for (const BudgetEntry& entry : entries) {
    const std::int64_t m = month_index(spec, entry.month);
    if (m < 0 || m >= static_cast<std::int64_t>(spec.months)) continue;
    core::Minor& sum = sums[entry.line][m];
    sum = core::add(sum, entry.amount, place);
  }
  return sums;
}

/// The months of a line after the changes decided before the end of month `until`.
inline std::vector<core::Minor> changed_months(const Specification& spec, const BudgetLine& line,
                                               const std::vector<double>& weights,
                                               const MonthSums& changes, std::int64_t until) {
  std::vector<core::Minor> months = month_amounts(weights, line.first, 0);
  const auto own = changes.find(line.line);
  if (own == changes.end()) return months;
  for (const auto& decided : own->second) {
    const std::int64_t j = decided.first;
    const core::Minor change = decided.second;
    if (j >= until) break;
    const auto rest = months.begin() + static_cast<std::ptrdiff_t>(j) + 1;
    core::Minor left = change;
    for (auto month = rest; month != months.end(); ++month) {
      left = core::add(left, *month, "budget.changes");
    }
    if (left < 0) {
      throw Error(ErrorCode::infeasible, "budget.changes",
                  calendar::period_text(calendar::shift(spec.first_month, j)) + " takes " +
                      core::amount_text(-change, spec.decimals) + " from a line of " +
                      core::quoted(spec.budget->parts[line.part].name) + " that has " +
                      core::amount_text(left - change, spec.decimals) + " left");
    }
    const std::vector<core::Minor> parts =
        month_amounts(weights, left, static_cast<std::size_t>(j) + 1);
    std::copy(parts.begin(), parts.end(), rest);
  }
  return months;
}

/// What the reserve holds after the changes decided before the end of month `until`.
inline core::Minor changed_reserve(const Specification& spec, core::Minor reserve,
                                   std::int64_t until) {
  for (const BudgetEntry& entry : spec.budget->changes) {
    if (month_index(spec, entry.month) < until) {
      reserve = core::subtract(reserve, entry.amount, "budget.changes");
    }
  }
  return reserve;
}

/// By line of a budget plan, the weights of its months.
inline std::vector<std::vector<double>> line_weights(const Specification& spec,
                                                     const History& history,
                                                     const Document& document,
                                                     const std::vector<BudgetLine>& lines) {
  std::vector<std::vector<std::vector<double>>> of_part;
  for (const BudgetPart& part : spec.budget->parts) {
    of_part.push_back(part.dimension ? month_weights(spec, document, history.cells, *part.dimension)
                                     : std::vector<std::vector<double>>());
  }
  std::vector<std::vector<double>> weights;
  for (const BudgetLine& line : lines) {
    const auto& part = of_part[line.part];
    weights.push_back(part.empty() ? std::vector<double>(spec.months, 1)
                                   : part[static_cast<std::size_t>(line.item)]);
  }
  return weights;
}

/// What is still to come of each leaf, after `closed` months.
struct LeafOutlook {
  std::vector<double> mean, variance;
};

inline LeafOutlook leaf_outlook(const Specification& spec, const History& history,
                                const Document& document, std::size_t dimension, std::size_t closed,
                                const Outlook& ahead) {
  const std::vector<std::size_t> series = group_of_cells(spec, spec.forecast.by);
  const std::vector<std::int32_t> leaf = leaf_of_cells(spec, dimension);
  const std::vector<core::Minor> rest =
      sum_months(document.revenue, history.cells, closed, spec.months);
  std::vector<double> sum(ahead.series, 0);
  const auto open = [&](std::size_t c) {
    return static_cast<double>(std::max<core::Minor>(rest[c], 0));
  };
  for (std::size_t c = 0; c < history.cells; ++c) sum[series[c]] += open(c);
  const std::size_t leaves = spec.dimensions[dimension].leaf_count();
  LeafOutlook result{std::vector<double>(leaves, 0), std::vector<double>(leaves, 0)};
  for (std::size_t c = 0; c < history.cells; ++c) {
    const std::size_t s = series[c];
    const double mean = ahead.panel.total_mean[s], sd = ahead.panel.total_sd[s];
    if (!(mean > 0 && sum[s] > 0)) continue;
    const auto l = static_cast<std::size_t>(leaf[c]);
    result.mean[l] += mean * open(c) / sum[s];
    if (sd > 0) result.variance[l] += sd * sd * open(c) / sum[s];
  }
  return result;
}

/// Target, landing and forecast of the rest, of every line of a part.
struct PartResults {
  std::vector<double> target, landing, rest, sd;
};

inline PartResults part_results(const Specification& spec, const History& history,
                                const Document& document, const BudgetPart& part,
                                std::size_t closed, const Outlook& ahead) {
  const std::size_t n = budget_lines(spec, part);
  PartResults results{std::vector<double>(n, 0), std::vector<double>(n, 0),
                      std::vector<double>(n, 0), std::vector<double>(n, 0)};
  if (part.dimension) {
    const std::vector<core::Minor> target =
        leaf_revenue(spec, document.revenue, history.cells, *part.dimension, 0, spec.months);
    const std::vector<core::Minor> actual =
        leaf_revenue(spec, document.actual, history.cells, *part.dimension, 0, closed);
    const LeafOutlook to_come =
        leaf_outlook(spec, history, document, *part.dimension, closed, ahead);
    for (std::size_t i = 0; i < n; ++i) {
      results.target[i] = static_cast<double>(target[i]);
      results.rest[i] = to_come.mean[i];
      results.sd[i] = std::sqrt(to_come.variance[i]);
      results.landing[i] = static_cast<double>(actual[i]) + results.rest[i];
    }
    return results;
  }
  const calendar::Period base = calendar::shift(spec.first_month, -12);
  const auto k = static_cast<std::int64_t>(closed);
  const std::vector<double> before = promotion_revenue(spec, base, spec.first_month);
  const std::vector<double> actual =
      promotion_revenue(spec, spec.first_month, calendar::shift(spec.first_month, k));
  // Months further on than a year have no month in the base year.
  const std::vector<double> rest = promotion_revenue(
      spec, calendar::shift(base, k),
      calendar::shift(base, std::min<std::int64_t>(12, static_cast<std::int64_t>(spec.months))));
  const double growth = document.kpis.front().growth;
  const double mean = ahead.panel.total_mean[ahead.series], sd = ahead.panel.total_sd[ahead.series];
  const double varies = mean > 0 && sd > 0 ? sd / mean : 0;
  for (std::size_t i = 0; i < n; ++i) {
    results.target[i] = before[i] * (1 + (std::isnan(growth) ? 0 : growth));
    results.rest[i] = rest[i];
    results.sd[i] = varies * rest[i];
    results.landing[i] = actual[i] + rest[i];
  }
  return results;
}

inline BudgetPlan planned_budget(const Specification& spec, const History& history,
                                 const Document& document, std::vector<std::string>& notes) {
  const BudgetSettings& settings = *spec.budget;
  BudgetPlan plan;
  plan.reserve = core::round_to_minor(settings.reserve * static_cast<double>(settings.total),
                                      "budget.reserve");
  std::vector<double> shares;
  for (const BudgetPart& part : settings.parts) shares.push_back(part.share);
  const std::vector<core::Minor> of_part =
      allocation::spread(settings.total - plan.reserve, shares);
  const MonthSums changes = month_sums(spec, settings.changes, "budget.changes");
  const MonthSums spent = month_sums(spec, settings.spent, "budget.spent");
  std::size_t first_line = 0;
  for (std::size_t p = 0; p < settings.parts.size(); ++p) {
    const std::size_t n = budget_lines(spec, settings.parts[p]);
    const PartBasis known = part_basis(spec, history, document, p, first_line, notes);
    const auto bounds = [&](const std::vector<core::Minor>& values) {
      return core::View<const core::Minor>(values.data() + first_line, values.empty() ? 0 : n);
    };
    std::vector<core::Minor> amounts;
    try {
      amounts =
          budget::split(of_part[p], n, known.basis, known.history, known.target,
                        {bounds(settings.lower), bounds(settings.upper), bounds(settings.locked)});
    } catch (const Error& error) {
      throw error.moved_to(core::at("budget.parts", static_cast<std::int64_t>(p)) + "." +
                           error.place());
    }
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t line = first_line + i;
      if (amounts[i] == 0 && changes.count(line) == 0 && spent.count(line) == 0) continue;
      plan.lines.push_back({line, p, static_cast<std::int32_t>(i), amounts[i], {}, {}});
    }
    first_line += n;
  }
  const auto all = static_cast<std::int64_t>(spec.months);
  const std::vector<std::vector<double>> weights =
      line_weights(spec, history, document, plan.lines);
  for (std::size_t l = 0; l < plan.lines.size(); ++l) {
    BudgetLine& line = plan.lines[l];
    line.planned = changed_months(spec, line, weights[l], changes, all);
    line.spent.assign(document.closed, 0);
    const auto own = spent.find(line.line);
    if (own == spent.end()) continue;
    for (const auto& month : own->second) {
      const auto m = static_cast<std::size_t>(month.first);
      if (m < document.closed) line.spent[m] = month.second;
    }
  }
  for (std::int64_t j = 0; j <= all; ++j) {
    plan.reserve_left = changed_reserve(spec, plan.reserve, j);
    if (plan.reserve_left < 0) {
      throw Error(ErrorCode::infeasible, "budget.changes",
                  "take " + core::amount_text(-plan.reserve_left, spec.decimals) +
                      " more than the reserve holds by " +
                      calendar::period_text(calendar::shift(spec.first_month, j - 1)));
    }
  }
  return plan;
}

inline BudgetReview reviewed_budget(const Specification& spec, const History& history,
                                    const Document& document, std::size_t closed,
                                    const Outlook& ahead) {
  const BudgetSettings& settings = *spec.budget;
  const BudgetPlan& plan = document.budget;
  const auto now = static_cast<std::int64_t>(closed) - 1;  // the month that has ended
  BudgetReview review;
  review.closed = closed;
  review.reserve = changed_reserve(spec, plan.reserve, now);
  const MonthSums changes = month_sums(spec, settings.changes, "budget.changes");
  std::vector<PartResults> results;
  for (const BudgetPart& part : settings.parts) {
    results.push_back(part_results(spec, history, document, part, closed, ahead));
  }
  const std::vector<std::vector<double>> weights =
      line_weights(spec, history, document, plan.lines);
  for (std::size_t l = 0; l < plan.lines.size(); ++l) {
    const BudgetLine& line = plan.lines[l];
    const BudgetPart& part = settings.parts[line.part];
    const PartResults& of = results[line.part];
    const auto item = static_cast<std::size_t>(line.item);
    if (std::isnan(part.elasticity) || !(of.target[item] > 0)) continue;
    const std::vector<core::Minor> months = changed_months(spec, line, weights[l], changes, now);
    budget::Progress progress;
    for (std::size_t m = 0; m < spec.months; ++m) {
      progress.budget = core::add(progress.budget, months[m], "budget");
      if (m >= closed) continue;
      progress.planned = core::add(progress.planned, months[m], "budget");
      progress.spent = core::add(progress.spent, line.spent[m], "budget.spent");
    }
    const core::Minor rest = progress.budget - progress.planned;
    if (rest <= 0) continue;
    progress.committed = progress.spent;
    progress.target = of.target[item];
    progress.landing = std::max(of.landing[item], 0.0);
    progress.landing_sd = of.sd[item];
    progress.marginal = part.elasticity * of.rest[item] / static_cast<double>(rest);
    progress.marginal_sd = part.elasticity * of.sd[item] / static_cast<double>(rest);
    progress.elasticity = part.elasticity;
    const auto own = changes.find(line.line);
    const bool decided = own != changes.end() && own->second.count(now - 1) > 0;
    const core::Minor last = decided ? own->second.at(now - 1) : 0;
    progress.last = last > 0   ? budget::Proposed::add
                    : last < 0 ? budget::Proposed::cut
                               : budget::Proposed::keep;
    review.lines.push_back(l);
    review.progress.push_back(progress);
  }
  try {
    review.adjustment = budget::propose(review.progress, review.reserve, settings.adjustment);
  } catch (const Error& error) {
    throw error.moved_to("budget." + error.place());
  }
  return review;
}

}  // namespace detail

SALESPLAN_INLINE std::size_t budget_lines(const Specification& spec, const BudgetPart& part) {
  return part.dimension ? spec.dimensions[*part.dimension].leaf_count()
                        : spec.promotions->names.size();
}

SALESPLAN_INLINE BudgetPlan budget_plan(const Specification& spec, const History& history,
                                        const Document& document, std::vector<std::string>& notes) {
  return spec.budget ? detail::planned_budget(spec, history, document, notes) : BudgetPlan();
}

SALESPLAN_INLINE BudgetReview budget_review(const Specification& spec, const History& history,
                                            const Document& document, std::size_t closed,
                                            const Outlook& ahead) {
  return detail::reviewed_budget(spec, history, document, closed, ahead);
}

}  // namespace salesplan::plan
