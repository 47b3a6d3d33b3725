// Bodies of requirement.hpp.
#pragma once

#include <array>
#include <map>
#include <string>

#include "salesplan/material/requirement.hpp"

namespace salesplan::material {
namespace detail {

template <class Row>
std::array<std::int32_t, 4> keys_of(const Row& row) {
  return {row.rep, row.tier, row.channel, row.activity};  // the most telling first
}

template <class Row>
void check_keys(const Row& row, const std::string& place) {
  constexpr const char* names[] = {".rep", ".tier", ".channel", ".activity"};
  const auto keys = keys_of(row);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] < any) {
      throw Error(ErrorCode::invalid_argument, place + names[i],
                  std::to_string(keys[i]) + " is below -1");
    }
  }
}

inline void check_index(std::int32_t index, std::size_t count, const std::string& place) {
  if (index < 0 || static_cast<std::size_t>(index) >= count) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(index) + " is not in 0.." +
                    std::to_string(static_cast<std::int64_t>(count) - 1));
  }
}

/// How specific a line is where it matches, from 1; 0 where it does not.
inline int match(const ListLine& line, const PlannedEvents& row) {
  const auto wanted = keys_of(line), given = keys_of(row);
  int weight = 1;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == any) continue;
    if (wanted[i] != given[i]) return 0;
    weight += 8 >> i;
  }
  return weight;
}

}  // namespace detail

SALESPLAN_INLINE Requirement requirement(const std::vector<ListLine>& list,
                                         const std::vector<PlannedEvents>& plan,
                                         std::size_t materials, std::size_t periods) {
  if (materials > 1000000 || periods > 100000 || materials * periods > 10000000) {
    throw Error(ErrorCode::invalid_argument, "materials", "times periods exceeds 10^7");
  }
  std::map<std::pair<std::int32_t, std::array<std::int32_t, 4>>, std::size_t> seen;
  for (std::size_t l = 0; l < list.size(); ++l) {
    const std::string place = core::at("list", static_cast<std::int64_t>(l));
    detail::check_index(list[l].material, materials, place + ".material");
    detail::check_keys(list[l], place);
    check_amount(list[l].pieces_an_event, place + ".pieces_an_event");
    const auto first = seen.emplace(std::pair(list[l].material, detail::keys_of(list[l])), l);
    if (!first.second) {
      throw Error(
          ErrorCode::duplicate, place,
          "has the keys of " + core::at("list", static_cast<std::int64_t>(first.first->second)));
    }
  }
  Requirement result;
  result.periods = periods;
  std::vector<double> sums(materials * periods, 0.0);
  for (std::size_t r = 0; r < plan.size(); ++r) {
    const std::string place = core::at("plan", static_cast<std::int64_t>(r));
    detail::check_index(plan[r].period, periods, place + ".period");
    detail::check_keys(plan[r], place);
    check_amount(plan[r].events, place + ".events");
    std::map<std::int32_t, std::pair<int, std::size_t>> best;  // by material: weight, line
    for (std::size_t l = 0; l < list.size(); ++l) {
      const int weight = detail::match(list[l], plan[r]);
      auto& of_material = best[list[l].material];
      if (weight > of_material.first) of_material = {weight, l};
    }
    for (const auto& [material, choice] : best) {
      if (choice.first == 0) continue;
      const double pieces = plan[r].events * list[choice.second].pieces_an_event;
      result.uses.push_back({r, choice.second, pieces});
      sums[static_cast<std::size_t>(material) * periods +
           static_cast<std::size_t>(plan[r].period)] += pieces;
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    result.pieces.push_back(pieces_up(sums[i], core::at("pieces", static_cast<std::int64_t>(i))));
  }
  return result;
}

}  // namespace salesplan::material
