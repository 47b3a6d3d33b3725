// What each territory should carry: equal parts, or parts by the strength of its team.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/territory/partition_problem.hpp"

namespace salesplan::territory {

/// The strength of every team: Σ over its members of capacity · Σ_s need_s·skill_s, in capacity of
/// a member with full skills.
/// @param team     [members] 0 .. teams-1
/// @param capacity [members] >= 0, such as selling hours a month
/// @param skill    [members, skills] row-major, 0 (none) .. 1 (full); empty: all full
/// @param need     [skills] weights >= 0 with a positive sum, brought to sum 1
/// @throws Error(invalid_argument) naming "team[i]", "capacity[i]", "skill[k]", "need[s]".
inline std::vector<double> team_strength(std::size_t teams, core::View<const std::int32_t> team,
                                         core::View<const double> capacity,
                                         core::View<const double> skill = {},
                                         core::View<const double> need = {}) {
  const auto refuse = [](const char* field, std::size_t i, const std::string& why) {
    return Error(ErrorCode::invalid_argument, core::at(field, static_cast<std::int64_t>(i)), why);
  };
  if (capacity.size() != team.size() || skill.size() != team.size() * need.size()) {
    throw Error(ErrorCode::invalid_argument, "team",
                std::to_string(team.size()) + " members, " + std::to_string(capacity.size()) +
                    " capacities and " + std::to_string(skill.size()) + " marks in " +
                    std::to_string(need.size()) + " skills do not fit");
  }
  double needed = 0;
  for (std::size_t s = 0; s < need.size(); ++s) {
    if (!(need[s] >= 0 && need[s] <= 1e100)) {
      throw refuse("need", s, core::to_text(need[s]) + " is not in 0..1e100");
    }
    needed += need[s];
  }
  if (!need.empty() && !(needed > 0)) {
    throw Error(ErrorCode::invalid_argument, "need", "no skill is needed");
  }
  std::vector<double> strength(teams, 0.0);
  for (std::size_t i = 0; i < team.size(); ++i) {
    if (team[i] < 0 || static_cast<std::size_t>(team[i]) >= teams) {
      throw refuse("team", i,
                   std::to_string(team[i]) + " is not one of " + std::to_string(teams) + " teams");
    }
    if (!(capacity[i] >= 0 && capacity[i] <= 1e100)) {
      throw refuse("capacity", i, core::to_text(capacity[i]) + " is not in 0..1e100");
    }
    double fit = need.empty() ? 1 : 0;
    for (std::size_t s = 0; s < need.size(); ++s) {
      const double mark = skill[i * need.size() + s];
      if (!(mark >= 0 && mark <= 1)) {
        throw refuse("skill", i * need.size() + s, core::to_text(mark) + " is not in 0..1");
      }
      fit += need[s] / needed * mark;
    }
    strength[static_cast<std::size_t>(team[i])] += capacity[i] * fit;
  }
  return strength;
}

/// A measure of which every territory has its part to within `tolerance`: ideal = total ·
/// strength/Σ strength, bounds ideal·(1 ± tolerance).
/// @param size      [accounts] >= 0
/// @param strength  [territories] > 0; all equal for equal parts
/// @param tolerance >= 0; infinite for no bounds
/// @param weight    price of imbalance, as Measure::weight
/// @throws Error(invalid_argument) naming "strength[t]" or "tolerance".
inline Measure balanced(std::string name, std::vector<double> size,
                        core::View<const double> strength, double tolerance, double weight = 0) {
  if (!(tolerance >= 0)) {
    throw Error(ErrorCode::invalid_argument, "tolerance",
                core::to_text(tolerance) + " is not at least 0");
  }
  double total = 0;
  for (const double value : size) total += value;
  double whole = 0;
  for (std::size_t t = 0; t < strength.size(); ++t) {
    if (!(strength[t] > 0 && strength[t] <= 1e100)) {
      throw Error(ErrorCode::invalid_argument, core::at("strength", static_cast<std::int64_t>(t)),
                  core::to_text(strength[t]) + " is not above 0 and at most 1e100");
    }
    whole += strength[t];
  }
  Measure measure{std::move(name), std::move(size), {}, {}, {}, weight};
  for (const double part : strength) {
    measure.ideal.push_back(total * part / whole);
    if (std::isinf(tolerance)) continue;
    measure.lower.push_back(measure.ideal.back() * std::max(0.0, 1 - tolerance));
    measure.upper.push_back(measure.ideal.back() * (1 + tolerance));
  }
  return measure;
}

}  // namespace salesplan::territory
