// Bodies of comparison.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

#include "salesplan/calendar/month_nodes.hpp"
#include "salesplan/plan/comparison.hpp"
#include "salesplan/plan/week_sales.hpp"

namespace salesplan::plan {
namespace detail {

/// The month of each fact among those of Sales, -1 of one outside them or after the review's day.
inline std::vector<std::int32_t> sales_months(const Specification& spec, const History& history) {
  const calendar::Period first =
      calendar::shift(spec.first_month, -static_cast<std::int64_t>(Sales::lead));
  const auto months = static_cast<std::int64_t>(Sales::lead + spec.months);
  std::vector<std::int32_t> month;
  month.reserve(spec.facts.size());
  for (const std::int32_t days : spec.facts.dates) {
    const std::int64_t at = calendar::periods_between(
        first, calendar::period_of(calendar::Date{days}, calendar::Grain::month));
    const bool inside = at >= 0 && at < months && days <= history.as_of.days;
    month.push_back(inside ? static_cast<std::int32_t>(at) : -1);
  }
  return month;
}

/// A month in which a member sold to a customer.
struct Bought {
  std::int32_t member = 0;
  std::int32_t customer = 0;
  std::int32_t month = 0;

  bool operator<(const Bought& other) const {
    return std::tie(member, customer, month) < std::tie(other.member, other.customer, other.month);
  }
  bool operator==(const Bought& other) const {
    return member == other.member && customer == other.customer && month == other.month;
  }
};

/// Those of every member, parents included, each once, in order.
inline std::vector<Bought> bought_months(const Specification& spec, std::size_t d,
                                         const std::vector<std::int32_t>& month) {
  const table::Dimension& dimension = spec.dimensions[d];
  const std::vector<std::int64_t>& revenue = spec.facts.measure("revenue").values;
  const auto once = [](std::vector<Bought>& all) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  };
  std::vector<Bought> level;
  for (std::size_t row = 0; row < month.size(); ++row) {
    if (month[row] < 0 || revenue[row] <= 0) continue;
    const auto leaf = static_cast<std::size_t>(spec.facts.members[d][row]);
    level.push_back({dimension.leaf(leaf), spec.customers[row], month[row]});
  }
  once(level);
  std::vector<Bought> all;
  while (!level.empty()) {
    all.insert(all.end(), level.begin(), level.end());
    std::vector<Bought> above;
    for (Bought one : level) {
      one.member = dimension.parent(one.member);
      if (one.member >= 0) above.push_back(one);
    }
    once(above);
    level = std::move(above);
  }
  once(all);
  return all;
}

/// How many customers bought of each member in each span, [spans * members].
inline std::vector<BuyerCount> buyer_counts(const Specification& spec, const Document& document,
                                            std::size_t d, const std::vector<std::int32_t>& month) {
  const std::size_t members = spec.dimensions[d].size();
  const std::size_t months = Sales::lead + document.months.size();
  std::vector<BuyerCount> counts(document.spans.size() * members);
  for (std::size_t s = 0; s < document.spans.size(); ++s) {
    const bool known = document.spans[s].first >= document.sales.unknown;
    for (std::size_t member = 0; member < members; ++member) {
      counts[s * members + member] = {0, known ? 0 : core::missing_integer};
    }
  }
  const std::vector<Bought> bought = bought_months(spec, d, month);
  std::vector<std::size_t> until(months + 1);  // months in which it bought, before each
  for (std::size_t begin = 0, end = 0; begin < bought.size(); begin = end) {
    const Bought& first = bought[begin];
    std::fill(until.begin(), until.end(), std::size_t{0});
    for (; end < bought.size() && bought[end].member == first.member &&
           bought[end].customer == first.customer;
         ++end) {
      until[static_cast<std::size_t>(bought[end].month) + 1] = 1;
    }
    for (std::size_t m = 0; m < months; ++m) until[m + 1] += until[m];
    for (std::size_t s = 0; s < document.spans.size(); ++s) {
      const std::size_t from = document.spans[s].first, count = document.spans[s].count;
      BuyerCount& of = counts[s * members + static_cast<std::size_t>(first.member)];
      if (until[Sales::lead + from + count] > until[Sales::lead + from]) ++of.now;
      if (!core::is_missing(of.last_year) && until[from + count] > until[from]) ++of.last_year;
    }
  }
  return counts;
}

/// Conversion and satisfaction of each member in each span, [spans * members]; empty where nothing
/// is said of the dimension.
inline std::vector<Response> span_responses(const Specification& spec, const Document& document,
                                            std::size_t d) {
  const table::Dimension& dimension = spec.dimensions[d];
  const std::size_t leaves = dimension.leaf_count(), months = document.months.size();
  struct Sums {
    double visits = 0, orders = 0, answers = 0, satisfaction = 0;
  };
  std::vector<Sums> known;  // [months * leaves]
  for (const ResponseFact& fact : spec.responses) {
    const std::int64_t at = calendar::periods_between(spec.first_month, fact.month);
    if (fact.dimension != d || at < 0 || at >= static_cast<std::int64_t>(months)) continue;
    known.resize(months * leaves);
    Sums& of = known[static_cast<std::size_t>(at) * leaves + static_cast<std::size_t>(fact.leaf)];
    if (!core::is_missing(fact.visits) && !core::is_missing(fact.orders)) {
      of.visits += fact.visits;
      of.orders += fact.orders;
    }
    if (!core::is_missing(fact.satisfaction)) {
      of.answers += fact.answers;
      of.satisfaction += fact.answers * fact.satisfaction;
    }
  }
  std::vector<Response> rows;
  if (known.empty()) return rows;
  for (const review::Span& span : document.spans) {
    for (std::size_t member = 0; member < dimension.size(); ++member) {
      const auto m = static_cast<std::int32_t>(member);
      Sums all;
      for (std::size_t month = span.first; month < span.first + span.count; ++month) {
        for (std::int32_t leaf = dimension.first_leaf(m); leaf < dimension.end_leaf(m); ++leaf) {
          const Sums& one = known[month * leaves + static_cast<std::size_t>(leaf)];
          all.visits += one.visits;
          all.orders += one.orders;
          all.answers += one.answers;
          all.satisfaction += one.satisfaction;
        }
      }
      Response row;
      if (all.visits > 0) {
        row.orders = all.orders;
        row.conversion = all.orders / all.visits;
      }
      if (all.answers > 0) row.satisfaction = all.satisfaction / all.answers;
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace detail

SALESPLAN_INLINE Sales sales(const Specification& spec, const History& history) {
  Sales result;
  const std::size_t months = Sales::lead + spec.months;
  const calendar::Period first =
      calendar::shift(spec.first_month, -static_cast<std::int64_t>(Sales::lead));
  const std::int64_t before = calendar::periods_between(first, history.first);
  result.unknown = static_cast<std::size_t>(
      std::clamp<std::int64_t>(before, 0, static_cast<std::int64_t>(months)));
  const std::vector<std::int32_t> month = detail::sales_months(spec, history);
  std::vector<table::Axis> axes{{&month, months}};
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    axes.push_back({&spec.facts.members[d], spec.dimensions[d].leaf_count()});
  }
  result.revenue = table::aggregate(spec.facts.measure("revenue"), axes);
  if (spec.facts.measures.size() > 1) {
    result.cost = table::aggregate(spec.facts.measure("cost"), axes);
  }
  if (spec.units.empty()) return result;
  result.units.assign(months * history.cells, 0);
  for (std::size_t row = 0; row < month.size(); ++row) {
    if (month[row] < 0) continue;
    std::size_t cell = static_cast<std::size_t>(month[row]);
    for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
      cell = cell * axes[d + 1].extent + static_cast<std::size_t>(spec.facts.members[d][row]);
    }
    result.units[cell] += spec.units[row];
  }
  return result;
}

SALESPLAN_INLINE std::vector<AttainmentTable> attainment_tables(const Specification& spec,
                                                                const History& history,
                                                                const Document& document) {
  const std::vector<std::int32_t> month = detail::sales_months(spec, history);
  std::vector<AttainmentTable> tables;
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    const table::Dimension& dimension = spec.dimensions[d];
    AttainmentTable table;
    table.dimension = d;
    table.rows =
        review::attainment(document.revenue, document.actual, d + 1, dimension, document.spans);
    table.compared = review::compare(document.sales.revenue, Sales::lead, document.sales.unknown,
                                     d + 1, dimension, document.spans);
    if (!spec.customers.empty()) table.buyers = detail::buyer_counts(spec, document, d, month);
    table.responses = detail::span_responses(spec, document, d);
    tables.push_back(std::move(table));
  }
  return tables;
}

SALESPLAN_INLINE std::vector<WeekAttainment> week_attainment(const Specification& spec,
                                                             const Document& document) {
  constexpr std::size_t nodes = 4, year = Sales::lead * nodes;
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const std::size_t leaves = owners.leaf_count(), members = owners.size();
  const std::size_t months = Sales::lead + document.closed;

  // The node of every day, from the year before on.
  const calendar::Period first =
      calendar::shift(spec.first_month, -static_cast<std::int64_t>(Sales::lead));
  const std::int32_t begin = calendar::first_date(first).days;
  const std::vector<std::size_t> node_of_day = week_of_days(spec, first, months);

  table::Cube target({months * nodes, leaves}), sold({months * nodes, leaves});
  for (const OwnerTasks& tasks : document.tasks) {
    if (tasks.month >= document.closed) continue;
    for (std::size_t w = 0; w < nodes; ++w) {
      const std::size_t at = (Sales::lead + tasks.month) * nodes + w;
      target[at * leaves + static_cast<std::size_t>(tasks.owner)] = tasks.weeks[w].target;
    }
  }
  const std::vector<std::int64_t>& revenue = spec.facts.measure("revenue").values;
  for (std::size_t row = 0; row < spec.facts.size(); ++row) {
    const std::int64_t day = std::int64_t{spec.facts.dates[row]} - begin;
    if (day < 0 || day >= static_cast<std::int64_t>(node_of_day.size())) continue;
    const auto owner = static_cast<std::size_t>(spec.facts.members[spec.owner][row]);
    std::int64_t& sum = sold[node_of_day[static_cast<std::size_t>(day)] * leaves + owner];
    sum = core::add(sum, revenue[row], "revenue");
  }
  const table::Cube wanted = table::roll_up(target, 1, owners);
  const table::Cube reached = table::roll_up(sold, 1, owners);

  const auto share = [&](std::size_t at, std::size_t member) {
    const core::Minor whole = reached[at * members];
    return whole > 0
               ? static_cast<double>(reached[at * members + member]) / static_cast<double>(whole)
               : core::missing_number;
  };
  const std::size_t known = document.sales.unknown * nodes;
  std::vector<WeekAttainment> rows;
  for (std::size_t at = year; at < months * nodes; ++at) {
    for (std::size_t member = 0; member < members; ++member) {
      WeekAttainment row;
      row.month = at / nodes - Sales::lead;
      row.node = static_cast<int>(at % nodes) + 1;
      row.member = static_cast<std::int32_t>(member);
      row.target = wanted[at * members + member];
      row.compared.actual = reached[at * members + member];
      if (row.target == 0 && row.compared.actual == 0) continue;
      row.compared.share = share(at, member);
      if (at > known) row.compared.last_period = reached[(at - 1) * members + member];
      if (at >= known + year) {
        row.compared.last_year = reached[(at - year) * members + member];
        row.compared.share_last_year = share(at - year, member);
      }
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace salesplan::plan
