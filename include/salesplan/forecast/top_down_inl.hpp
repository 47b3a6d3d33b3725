// Bodies of top_down.hpp.
#pragma once

#include <algorithm>
#include <limits>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/forecast/column_check.hpp"
#include "salesplan/forecast/top_down.hpp"

namespace salesplan::forecast {
namespace detail {

constexpr std::size_t no_series = std::numeric_limits<std::size_t>::max();

/// The rows to start from: those given, or the total. Each bottom series is in exactly one.
SALESPLAN_INLINE std::vector<std::size_t> starting_rows(const SummingStructure& structure,
                                                        core::View<const std::int64_t> from) {
  std::vector<std::size_t> rows;
  if (from.empty()) {
    for (std::size_t i = 0; rows.empty() && i < structure.series(); ++i) {
      if (structure.members(i).size() == structure.bottoms()) rows.push_back(i);
    }
    if (rows.empty()) throw Error(ErrorCode::not_found, "from", "no series is the total");
    return rows;
  }
  std::vector<std::size_t> held(structure.bottoms(), no_series);
  for (std::size_t k = 0; k < from.size(); ++k) {
    const std::string place = core::at("from", static_cast<std::int64_t>(k));
    if (from[k] < 0 || static_cast<std::size_t>(from[k]) >= structure.series()) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(from[k]) + " is not one of " + std::to_string(structure.series()) +
                      " series");
    }
    rows.push_back(static_cast<std::size_t>(from[k]));
    for (const std::int32_t j : structure.members(rows.back())) {
      std::size_t& holder = held[static_cast<std::size_t>(j)];
      if (holder != no_series) {
        throw Error(ErrorCode::invalid_argument, place,
                    "series " + std::to_string(from[k]) + " shares bottom series " +
                        std::to_string(j) + " with series " + std::to_string(holder));
      }
      holder = rows.back();
    }
  }
  const auto lost = std::find(held.begin(), held.end(), no_series);
  if (lost != held.end()) {
    throw Error(ErrorCode::not_found, "from",
                "bottom series " + std::to_string(lost - held.begin()) + " is in none of them");
  }
  return rows;
}

/// The series next above each: the smallest that holds it, no_series at a top.
SALESPLAN_INLINE std::vector<std::size_t> parents_in_tree(const SummingStructure& structure,
                                                          const std::vector<std::size_t>& order) {
  std::vector<std::size_t> parent(structure.series(), no_series);
  std::vector<char> known(structure.series(), 0);
  std::vector<std::size_t> above(structure.bottoms(), no_series);  // the last row seen with it
  for (const std::size_t i : order) {
    for (const std::int32_t j : structure.members(i)) {
      std::size_t& last = above[static_cast<std::size_t>(j)];
      if (known[i] == 0) {
        known[i] = 1;
        parent[i] = last;
      } else if (parent[i] != last) {
        const std::size_t other = last == no_series ? parent[i] : last;
        throw Error(
            ErrorCode::invalid_argument, core::at("series", static_cast<std::int64_t>(i)),
            "crosses series " + std::to_string(other) + ": forecast proportions need a tree");
      }
      last = i;
    }
  }
  return parent;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<double> historical_proportions(const SummingStructure& structure,
                                                            core::View<const std::int64_t> from,
                                                            core::View<const double> history,
                                                            std::size_t periods,
                                                            HistoricalProportions kind) {
  const std::vector<std::size_t> rows = detail::starting_rows(structure, from);
  detail::check_columns("history", history, structure.bottoms(), periods, 0);
  std::vector<double> proportions(structure.bottoms(), 0.0);
  std::vector<double> whole(periods);
  for (const std::size_t row : rows) {
    const auto members = structure.members(row);
    const auto values = [&](std::int32_t j) {
      return history.subview(static_cast<std::size_t>(j) * periods, periods);
    };
    std::fill(whole.begin(), whole.end(), 0.0);
    for (const std::int32_t j : members) {
      for (std::size_t t = 0; t < periods; ++t) whole[t] += values(j)[t];
    }
    double parts = 0;
    for (std::size_t t = 0; t < periods; ++t) {
      parts += kind == HistoricalProportions::of_averages ? whole[t] : whole[t] > 0 ? 1 : 0;
    }
    for (const std::int32_t j : members) {
      double& share = proportions[static_cast<std::size_t>(j)];
      if (!(parts > 0)) {
        share = 1 / static_cast<double>(members.size());
        continue;
      }
      for (std::size_t t = 0; t < periods; ++t) {
        if (kind == HistoricalProportions::of_averages) {
          share += values(j)[t];
        } else if (whole[t] > 0) {
          share += values(j)[t] / whole[t];
        }
      }
      share /= parts;
    }
  }
  return proportions;
}

SALESPLAN_INLINE std::vector<double> top_down(const SummingStructure& structure,
                                              core::View<const double> base, std::size_t columns,
                                              core::View<const double> proportions,
                                              core::View<const std::int64_t> from) {
  const std::vector<std::size_t> rows = detail::starting_rows(structure, from);
  detail::check_columns("base", base, structure.series(), columns);
  detail::check_columns("proportions", proportions, structure.bottoms(), 1, 0);
  std::vector<double> bottom(structure.bottoms() * columns);
  for (const std::size_t row : rows) {
    const auto members = structure.members(row);
    double whole = 0;
    for (const std::int32_t j : members) whole += proportions[static_cast<std::size_t>(j)];
    for (const std::int32_t member : members) {
      const auto j = static_cast<std::size_t>(member);
      const double share =
          whole > 0 ? proportions[j] / whole : 1 / static_cast<double>(members.size());
      for (std::size_t c = 0; c < columns; ++c) {
        bottom[j * columns + c] = share * base[row * columns + c];
      }
    }
  }
  return sum_up(structure, bottom, columns);
}

SALESPLAN_INLINE std::vector<double> top_down_by_forecast(const SummingStructure& structure,
                                                          core::View<const double> base,
                                                          std::size_t columns,
                                                          core::View<const std::int64_t> from) {
  const std::vector<std::size_t> rows = detail::starting_rows(structure, from);
  detail::check_columns("base", base, structure.series(), columns);
  // Larger series first, so that parents come before their children; a bottom series' own row last.
  std::vector<char> own(structure.series(), 0);
  for (const std::size_t row : structure.bottom_row) own[row] = 1;
  std::vector<std::size_t> order(structure.series());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const std::size_t size_a = structure.members(a).size();
    const std::size_t size_b = structure.members(b).size();
    return size_a != size_b ? size_a > size_b : own[a] < own[b];
  });
  const std::vector<std::size_t> parent = detail::parents_in_tree(structure, order);

  std::vector<double> children(structure.series() * columns, 0.0);  // sums of their base forecasts
  for (const std::size_t i : order) {
    if (parent[i] == detail::no_series) continue;
    for (std::size_t c = 0; c < columns; ++c) {
      children[parent[i] * columns + c] += base[i * columns + c];
    }
  }
  std::vector<double> value(base.begin(), base.end());
  std::vector<char> below(structure.series(), 0);
  for (const std::size_t row : rows) below[row] = 1;
  for (const std::size_t i : order) {
    if (below[i] != 0 || parent[i] == detail::no_series || below[parent[i]] == 0) continue;
    below[i] = 1;
    const double part = static_cast<double>(structure.members(i).size()) /
                        static_cast<double>(structure.members(parent[i]).size());
    for (std::size_t c = 0; c < columns; ++c) {
      const double siblings = children[parent[i] * columns + c];
      const double share = siblings > 0 ? base[i * columns + c] / siblings : part;
      value[i * columns + c] = share * value[parent[i] * columns + c];
    }
  }
  std::vector<double> bottom;
  for (const std::size_t row : structure.bottom_row) {
    const auto begin = value.begin() + static_cast<std::ptrdiff_t>(row * columns);
    bottom.insert(bottom.end(), begin, begin + static_cast<std::ptrdiff_t>(columns));
  }
  return sum_up(structure, bottom, columns);
}

}  // namespace salesplan::forecast
