// Bodies of next_target.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/review/next_target.hpp"
#include "salesplan/target/hardness.hpp"

namespace salesplan::review {

SALESPLAN_INLINE std::vector<NextTarget> next_target(core::View<const core::Minor> planned,
                                                     core::View<const core::Minor> remaining,
                                                     core::View<const core::Minor> gap,
                                                     core::View<const double> reachable,
                                                     const CarryRule& rule) {
  const std::size_t n = planned.size();
  if (remaining.size() != n || gap.size() != n || reachable.size() != n) {
    throw Error(ErrorCode::invalid_argument, "next_target",
                "planned, remaining, gap and reachable must have one value a unit");
  }
  if (!(rule.share >= 0 && rule.share <= 1)) {
    throw Error(ErrorCode::invalid_argument, "carry.share", "must lie in [0, 1]");
  }
  if (!(rule.max_change >= 0 && rule.max_change <= 1)) {
    throw Error(ErrorCode::invalid_argument, "carry.max_change", "must lie in [0, 1]");
  }
  std::vector<NextTarget> result(n);
  for (std::size_t i = 0; i < n; ++i) {
    NextTarget& unit = result[i];
    if (planned[i] < 0 || remaining[i] < planned[i]) {
      throw Error(ErrorCode::invalid_argument, core::at("planned", static_cast<std::int64_t>(i)),
                  "must lie between 0 and what remains");
    }
    unit.planned = planned[i];
    unit.gap = gap[i];
    if (planned[i] > 0 && (gap[i] > 0 || rule.carry_surplus)) {
      const double plan = static_cast<double>(planned[i]);
      double carry =
          rule.share * static_cast<double>(gap[i]) * (plan / static_cast<double>(remaining[i]));
      carry = std::clamp(carry, -rule.max_change * plan, rule.max_change * plan);
      if (carry > 0 && !std::isnan(reachable[i])) {
        carry = std::min(carry, std::max(reachable[i] - plan, 0.0));
      }
      // Beyond 2^53 the double of a plan may exceed it.
      unit.carried = std::max(core::round_to_minor(carry, "carried"), -planned[i]);
    }
    unit.target = core::add(unit.planned, unit.carried, "target");
  }
  return result;
}

namespace detail {

inline void check_within(double value, double low, double high, const std::string& place) {
  if (!(value >= low && value <= high)) {
    throw Error(ErrorCode::invalid_argument, place,
                core::to_text(value) + " is not in [" + core::to_text(low) + ", " +
                    core::to_text(high) + "]");
  }
}

/// Bounds of a unit's target, and what sets the upper one.
struct Room {
  core::Minor lower = 0;
  core::Minor upper = core::Minor{1} << 60;
  std::string ceiling = "upper";
};

inline Room room_of(const PlacedUnits& units, const PlacementRule& rule, std::size_t i) {
  Room room;
  const core::Minor last = units.last.empty() ? core::missing_integer : units.last[i];
  if (!core::is_missing(last)) {
    check_within(static_cast<double>(last), 0, 1e17,
                 core::at("last", static_cast<std::int64_t>(i)));
    const double base = static_cast<double>(last);
    room.lower = core::round_to_minor(std::ceil(base * (1 - rule.max_change)), "last");
    room.upper = std::max(room.lower,
                          core::round_to_minor(std::floor(base * (1 + rule.max_change)), "last"));
  }
  for (const Resource& resource : units.resources) {
    if (!resource.hard || !(resource.per_sale[i] > 0)) continue;
    const double most = std::floor(resource.available[i] / resource.per_sale[i]);
    if (most < static_cast<double>(room.upper)) {
      room.upper = core::round_to_minor(most, resource.name);
      room.ceiling = resource.name;
    }
  }
  room.lower = std::min(room.lower, room.upper);
  return room;
}

inline void check_placement(const PlacedUnits& units, const PlacementRule& rule) {
  const std::size_t n = units.mean.size();
  const auto check_length = [n](const std::string& place, std::size_t size) {
    if (size != n) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(size) + " values for " + std::to_string(n) + " units");
    }
  };
  if (n == 0) throw Error(ErrorCode::invalid_argument, "mean", "has no units");
  check_length("sd", units.sd.size());
  if (!units.ramp.empty()) check_length("ramp", units.ramp.size());
  if (!units.last.empty()) check_length("last", units.last.size());
  if (!units.carry.empty()) check_length("carry", units.carry.size());
  for (std::size_t r = 0; r < units.resources.size(); ++r) {
    const std::string place = core::at("resources", static_cast<std::int64_t>(r));
    const Resource& resource = units.resources[r];
    check_length(place + ".per_sale", resource.per_sale.size());
    check_length(place + ".available", resource.available.size());
    for (std::size_t i = 0; i < n; ++i) {
      const auto k = static_cast<std::int64_t>(i);
      check_within(resource.per_sale[i], 0, 1e100, core::at(place + ".per_sale", k));
      check_within(resource.available[i], 0, 1e100, core::at(place + ".available", k));
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    const auto k = static_cast<std::int64_t>(i);
    check_within(units.mean[i], -1e17, 1e17, core::at("mean", k));
    check_within(units.sd[i], 0, 1e17, core::at("sd", k));
    if (!units.ramp.empty()) check_within(units.ramp[i], 0, 1, core::at("ramp", k));
    if (!units.carry.empty()) {
      check_within(static_cast<double>(units.carry[i]), 0, 1e17, core::at("carry", k));
    }
  }
  check_within(rule.probability, 0.001, 0.999, "probability");
  check_within(rule.least_probability, 0.001, rule.probability, "least_probability");
  check_within(rule.max_change, 0, 1, "max_change");
  if (!core::is_missing(rule.total_sd)) check_within(rule.total_sd, 0, 1e17, "total_sd");
}

}  // namespace detail

SALESPLAN_INLINE PlacedTargets place_targets(const PlacedUnits& units, const PlacementRule& rule) {
  detail::check_placement(units, rule);
  const std::size_t n = units.mean.size();
  std::vector<double> mean(n), sd(n);
  std::vector<detail::Room> room;
  std::vector<core::Minor> lower, upper;
  double total_mean = 0, variance = 0;
  core::Minor open = 0, least = 0, most = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double ramp = units.ramp.empty() ? 1 : units.ramp[i];
    mean[i] = ramp * units.mean[i];
    sd[i] = ramp * units.sd[i];
    total_mean += mean[i];
    variance += sd[i] * sd[i];
    room.push_back(detail::room_of(units, rule, i));
    lower.push_back(room[i].lower);
    upper.push_back(room[i].upper);
    least = core::add(least, lower[i], "last");
    most = std::min(core::Minor{1} << 60, core::add(most, upper[i], "last"));
    if (!units.carry.empty()) open = core::add(open, units.carry[i], "carry");
  }
  const double total_sd = core::is_missing(rule.total_sd) ? std::sqrt(variance) : rule.total_sd;

  PlacedTargets result;
  result.placed =
      std::max<core::Minor>(0, target::challenge_target(total_mean, total_sd, rule.probability));
  const core::Minor hardest = std::max(
      result.placed, target::challenge_target(total_mean, total_sd, rule.least_probability));
  result.carried = std::min(open, hardest - result.placed);
  result.total = std::clamp(result.placed + result.carried, least, most);
  result.cut = result.placed + result.carried - result.total;
  result.probability =
      target::attainment_probability(static_cast<double>(result.total), total_mean, total_sd);
  target::Hardness hardness = target::equal_hardness(result.total, mean, sd, {lower, upper, {}});
  result.target = std::move(hardness.target);
  result.unit_probability = std::move(hardness.probability);
  for (std::size_t i = 0; i < n; ++i) {
    result.held.push_back(result.target[i] == room[i].upper                        ? room[i].ceiling
                          : result.target[i] == room[i].lower && room[i].lower > 0 ? "lower"
                                                                                   : "");
  }
  for (const Resource& resource : units.resources) {
    for (std::size_t i = 0; i < n; ++i) {
      result.needed.push_back(resource.per_sale[i] * static_cast<double>(result.target[i]));
    }
  }
  return result;
}

}  // namespace salesplan::review
