// Bodies of summing_structure.hpp.
#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/forecast/column_check.hpp"
#include "salesplan/forecast/summing_structure.hpp"

namespace salesplan::forecast {
namespace detail {

/// "n", unless there are more series than a member can number.
SALESPLAN_INLINE void check_bottoms(std::size_t bottoms, const char* place) {
  if (bottoms == 0) throw Error(ErrorCode::invalid_argument, place, "there are no bottom series");
  if (bottoms > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    throw Error(ErrorCode::invalid_argument, place, "there are more than 2^31 bottom series");
  }
}

SALESPLAN_INLINE Error misplaced(const char* field, std::size_t i, std::int64_t value,
                                 const std::string& why) {
  return {ErrorCode::invalid_argument, core::at(field, static_cast<std::int64_t>(i)),
          std::to_string(value) + why};
}

/// Appends the row of bottom series j alone.
SALESPLAN_INLINE void add_bottom_row(SummingStructure& structure, std::size_t j) {
  structure.bottom_row.push_back(structure.first.size() - 1);
  structure.member.push_back(static_cast<std::int32_t>(j));
  structure.first.push_back(structure.member.size());
}

}  // namespace detail

SALESPLAN_INLINE SummingStructure summing_structure(std::size_t bottoms,
                                                    core::View<const std::int64_t> first,
                                                    core::View<const std::int32_t> member) {
  detail::check_bottoms(bottoms, "bottoms");
  if (first.empty() || first[0] != 0) {
    throw Error(ErrorCode::invalid_argument, "first[0]", "must be 0");
  }
  constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  SummingStructure structure;
  structure.first.assign(1, 0);
  structure.member.assign(member.begin(), member.end());
  structure.bottom_row.assign(bottoms, none);
  for (std::size_t i = 0; i + 1 < first.size(); ++i) {
    if (first[i + 1] <= first[i] || static_cast<std::size_t>(first[i + 1]) > member.size()) {
      throw detail::misplaced("first", i + 1, first[i + 1],
                              " does not end a row of at least one series");
    }
    const auto begin = structure.member.begin() + first[i];
    const auto end = structure.member.begin() + first[i + 1];
    std::sort(begin, end);
    for (auto k = begin; k != end; ++k) {
      const auto at = static_cast<std::size_t>(k - structure.member.begin());
      if (*k < 0 || static_cast<std::size_t>(*k) >= bottoms) {
        throw detail::misplaced("member", at, *k, " is not in 0.." + std::to_string(bottoms - 1));
      }
      if (k != begin && *k == *(k - 1)) {
        throw Error(ErrorCode::duplicate, core::at("series", static_cast<std::int64_t>(i)),
                    "holds bottom series " + std::to_string(*k) + " twice");
      }
    }
    if (end - begin == 1) {
      std::size_t& row = structure.bottom_row[static_cast<std::size_t>(*begin)];
      if (row == none) row = i;
    }
    structure.first.push_back(static_cast<std::size_t>(first[i + 1]));
  }
  if (structure.first.back() != member.size()) {
    throw Error(ErrorCode::invalid_argument, "member",
                std::to_string(member.size()) + " values where the rows end at " +
                    std::to_string(structure.first.back()));
  }
  const auto lost = std::find(structure.bottom_row.begin(), structure.bottom_row.end(), none);
  if (lost != structure.bottom_row.end()) {
    throw Error(ErrorCode::not_found, "member",
                "bottom series " + std::to_string(lost - structure.bottom_row.begin()) +
                    " has no row of its own");
  }
  return structure;
}

SALESPLAN_INLINE SummingStructure tree_structure(core::View<const std::int32_t> parent) {
  const std::size_t n = parent.size();
  detail::check_bottoms(n, "parent");
  std::vector<char> inner(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (parent[i] == -1) continue;
    if (parent[i] < 0 || static_cast<std::size_t>(parent[i]) >= i) {
      throw detail::misplaced("parent", i, parent[i], " is neither -1 nor an earlier node");
    }
    inner[static_cast<std::size_t>(parent[i])] = 1;
  }
  // Leaves are counted into all their ancestors, then written there in their order.
  SummingStructure structure;
  structure.first.assign(n + 1, 0);
  const auto climb = [&](std::size_t leaf, auto&& visit) {
    for (auto v = static_cast<std::int32_t>(leaf); v != -1; v = parent[static_cast<std::size_t>(v)])
      visit(static_cast<std::size_t>(v));
  };
  for (std::size_t i = 0; i < n; ++i) {
    if (inner[i] != 0) continue;
    structure.bottom_row.push_back(i);
    climb(i, [&](std::size_t v) { ++structure.first[v + 1]; });
  }
  for (std::size_t i = 0; i < n; ++i) structure.first[i + 1] += structure.first[i];
  structure.member.resize(structure.first.back());
  std::vector<std::size_t> next(structure.first.begin(), structure.first.end() - 1);
  for (std::size_t j = 0; j < structure.bottoms(); ++j) {
    climb(structure.bottom_row[j],
          [&](std::size_t v) { structure.member[next[v]++] = static_cast<std::int32_t>(j); });
  }
  return structure;
}

SALESPLAN_INLINE SummingStructure grouped_structure(std::size_t bottoms,
                                                    core::View<const std::int32_t> group) {
  detail::check_bottoms(bottoms, "bottoms");
  if (group.size() % bottoms != 0) {
    throw Error(ErrorCode::invalid_argument, "group",
                std::to_string(group.size()) + " values do not fill rows of " +
                    std::to_string(bottoms) + " bottom series");
  }
  SummingStructure structure;
  structure.first.assign(1, 0);
  for (std::size_t j = 0; j < bottoms; ++j) {
    structure.member.push_back(static_cast<std::int32_t>(j));
  }
  structure.first.push_back(bottoms);
  for (std::size_t from = 0; from < group.size(); from += bottoms) {
    std::vector<std::vector<std::int32_t>> rows;
    for (std::size_t j = 0; j < bottoms; ++j) {
      const std::int32_t g = group[from + j];
      if (g < 0 || static_cast<std::size_t>(g) >= bottoms) {
        throw detail::misplaced("group", from + j, g,
                                " is not in 0.." + std::to_string(bottoms - 1));
      }
      if (static_cast<std::size_t>(g) >= rows.size()) rows.resize(static_cast<std::size_t>(g) + 1);
      rows[static_cast<std::size_t>(g)].push_back(static_cast<std::int32_t>(j));
    }
    for (std::size_t g = 0; g < rows.size(); ++g) {
      if (rows[g].empty()) {
        throw Error(ErrorCode::invalid_argument, core::at("group", static_cast<std::int64_t>(from)),
                    "no bottom series is in group " + std::to_string(g) + " of grouping " +
                        std::to_string(from / bottoms));
      }
      structure.member.insert(structure.member.end(), rows[g].begin(), rows[g].end());
      structure.first.push_back(structure.member.size());
    }
  }
  for (std::size_t j = 0; j < bottoms; ++j) detail::add_bottom_row(structure, j);
  return structure;
}

SALESPLAN_INLINE SummingStructure temporal_structure(std::size_t periods,
                                                     core::View<const std::int32_t> aggregate) {
  detail::check_bottoms(periods, "periods");
  SummingStructure structure;
  structure.first.assign(1, 0);
  for (std::size_t k = 0; k < aggregate.size(); ++k) {
    const auto step = static_cast<std::size_t>(aggregate[k]);
    if (aggregate[k] < 2 || periods % step != 0) {
      throw detail::misplaced("aggregate", k, aggregate[k],
                              " is not a divisor above 1 of " + std::to_string(periods));
    }
    if (std::find(aggregate.begin(), aggregate.begin() + k, aggregate[k]) !=
        aggregate.begin() + k) {
      throw Error(ErrorCode::duplicate, core::at("aggregate", static_cast<std::int64_t>(k)),
                  std::to_string(aggregate[k]) + " is given twice");
    }
    for (std::size_t j = 0; j < periods; ++j) {
      structure.member.push_back(static_cast<std::int32_t>(j));
      if ((j + 1) % step == 0) structure.first.push_back(structure.member.size());
    }
  }
  for (std::size_t j = 0; j < periods; ++j) detail::add_bottom_row(structure, j);
  return structure;
}

SALESPLAN_INLINE std::vector<double> sum_up(const SummingStructure& structure,
                                            core::View<const double> bottom, std::size_t columns) {
  detail::check_columns("bottom", bottom, structure.bottoms(), columns);
  std::vector<double> sums(structure.series() * columns, 0.0);
  for (std::size_t i = 0; i < structure.series(); ++i) {
    double* sum = sums.data() + i * columns;
    for (const std::int32_t j : structure.members(i)) {
      const double* part = bottom.data() + static_cast<std::size_t>(j) * columns;
      for (std::size_t c = 0; c < columns; ++c) sum[c] += part[c];
    }
  }
  return sums;
}

}  // namespace salesplan::forecast
