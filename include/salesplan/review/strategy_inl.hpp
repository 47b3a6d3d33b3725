// Bodies of strategy.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "salesplan/forecast/explain.hpp"
#include "salesplan/review/findings.hpp"
#include "salesplan/review/strategy.hpp"

namespace salesplan::review {
namespace detail {

/// @throws Error(invalid_argument) at "`place`.`field`".
[[noreturn]] inline void refuse_strategy(const std::string& place, const char* field,
                                         const std::string& why) {
  throw Error(ErrorCode::invalid_argument, place + "." + field, why);
}

inline double goal_of(const StrategyRule& rule) {
  return core::is_missing(rule.goal) ? rule.threshold : rule.goal;
}

/// How far `value` lies on the rule's side of `limit`; positive beyond it.
inline double beyond(const StrategyRule& rule, double limit, double value) {
  return rule.below ? limit - value : value - limit;
}

inline void check_rule(const StrategyRule& rule, const std::string& place) {
  const auto need = [&](bool holds, const char* field, double value, const char* why) {
    if (!holds) refuse_strategy(place, field, core::to_text(value) + " " + why);
  };
  promotion::need_finite(rule.threshold, place + ".threshold");
  need(!std::isinf(rule.goal) && !(beyond(rule, goal_of(rule), rule.threshold) < 0), "goal",
       rule.goal, "is on the acting side of the threshold");
  need(rule.patience >= 1, "patience", 0, "is below 1");
  promotion::need_finite(rule.gain, place + ".gain");
  need(std::fabs(rule.gain) > 0, "gain", rule.gain, "moves nothing");
  promotion::need_positive(rule.step, place + ".step");
  promotion::need_not_negative(rule.grain, place + ".grain");
  need(rule.grain <= rule.step, "grain", rule.grain, "exceeds the step");
  need(rule.lowest <= rule.highest, "lowest", rule.lowest, "is not at most highest");
  promotion::need_estimate(rule.response, place + ".response");
}

inline void check_case(const StrategyCase& unit, std::size_t rules, const std::string& place) {
  if (unit.rule >= rules) {
    refuse_strategy(place, "rule", std::to_string(unit.rule) + " is none of the rules");
  }
  if (unit.measure.size() != unit.lever.size()) {
    refuse_strategy(place, "lever",
                    std::to_string(unit.lever.size()) + " values for " +
                        std::to_string(unit.measure.size()) + " months");
  }
  for (const auto& [field, values] :
       {std::pair("measure", unit.measure), std::pair("lever", unit.lever)}) {
    for (std::size_t t = 0; t < values.size(); ++t) {
      if (std::isinf(values[t])) {
        refuse_strategy(place, field, "is infinite in month " + std::to_string(t));
      }
    }
  }
  if (!unit.lever.empty() && core::is_missing(unit.lever[unit.lever.size() - 1])) {
    refuse_strategy(place, "lever", "is not known for the last month");
  }
  if (unit.sales < 0) refuse_strategy(place, "sales", std::to_string(unit.sales) + " is negative");
}

/// Months of the episode that lasts until the last month; 0: the rule does not act.
inline std::size_t acting_months(const StrategyRule& rule, core::View<const double> measure) {
  std::size_t months = 0, in_a_row = 0;
  bool acts = false;
  for (const double value : measure) {
    const bool back = !(beyond(rule, goal_of(rule), value) > 0);  // NaN too
    in_a_row = beyond(rule, rule.threshold, value) > 0 ? in_a_row + 1 : 0;
    acts = !back && (acts || in_a_row >= rule.patience);
    months = back ? 0 : acts ? months + 1 : in_a_row;
  }
  return acts ? months : 0;
}

/// Months, the last included, for which the lever has stood where it is; all when it never moved.
inline std::size_t standing_months(core::View<const double> lever) {
  const std::size_t n = lever.size();
  std::size_t months = 1;
  while (months < n && !(std::fabs(lever[n - 1 - months] - lever[n - 1]) > 0)) ++months;
  return months;
}

/// The move that `distance` asks for, within step and grain.
inline double wanted_move(const StrategyRule& rule, double distance) {
  const double size = std::min(std::fabs(rule.gain) * distance, rule.step);
  if (!(rule.grain > 0)) return std::copysign(size, rule.gain);
  const double most = std::floor(rule.step / rule.grain * (1 + 1e-12));
  const double grains = std::clamp(std::round(size / rule.grain), 1.0, most);
  return std::copysign(grains * rule.grain, rule.gain);
}

inline StrategyProposal propose(const StrategyRule& rule, const StrategyCase& unit, std::size_t at,
                                std::size_t months) {
  StrategyProposal made;
  made.at = at;
  made.months = months;
  const std::size_t n = unit.measure.size();
  for (std::size_t t = n - rule.patience; t < n; ++t) {
    made.distance +=
        beyond(rule, goal_of(rule), unit.measure[t]) / static_cast<double>(rule.patience);
  }
  made.from = made.to = unit.lever[n - 1];
  const std::size_t standing = standing_months(unit.lever);
  if (standing < n && standing <= rule.rest) {
    made.state = StrategyState::awaits_effect;
    return made;
  }
  const double move = wanted_move(rule, made.distance);
  const double room = move > 0 ? rule.highest - made.from : made.from - rule.lowest;
  double size = std::min(std::fabs(move), room);
  if (rule.grain > 0 && size < std::fabs(move)) {
    size = std::floor(size / rule.grain * (1 + 1e-12)) * rule.grain;
  }
  if (!(size > 0)) {
    made.state = StrategyState::at_bound;
    return made;
  }
  made.to += std::copysign(size, move);
  const double scale = static_cast<double>(unit.sales) * std::copysign(size, move);
  made.effect = {rule.response.mean * scale, rule.response.sd * std::fabs(scale)};
  return made;
}

/// The first of owner and departments that has no room; otherwise each takes the move.
inline std::string busy_department(const StrategyRule& rule,
                                   std::map<std::string, std::size_t>& load, std::size_t limit) {
  std::set<std::string> whose(rule.departments.begin(), rule.departments.end());
  if (!rule.owner.empty()) whose.insert(rule.owner);
  for (const std::string& one : whose) {
    if (limit > 0 && load[one] >= limit) return one;
  }
  for (const std::string& one : whose) ++load[one];
  return "";
}

}  // namespace detail

SALESPLAN_INLINE const char* state_name(StrategyState state) {
  static constexpr const char* names[] = {"change", "awaits_effect", "at_bound", "department_busy"};
  return names[static_cast<std::size_t>(state)];
}

SALESPLAN_INLINE std::vector<StrategyProposal> strategy_proposals(
    core::View<const StrategyRule> rules, core::View<const StrategyCase> cases,
    std::size_t per_department) {
  std::set<std::string> names;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const std::string place = core::at("rules", static_cast<std::int64_t>(r));
    detail::check_rule(rules[r], place);
    if (!names.insert(rules[r].name).second) {
      throw Error(ErrorCode::duplicate, place + ".name",
                  core::quoted(rules[r].name) + " is given twice");
    }
  }
  std::set<std::pair<std::size_t, std::string>> units;
  std::vector<StrategyProposal> moves, waiting;
  for (std::size_t c = 0; c < cases.size(); ++c) {
    const StrategyCase& unit = cases[c];
    const std::string place = core::at("cases", static_cast<std::int64_t>(c));
    detail::check_case(unit, rules.size(), place);
    const StrategyRule& rule = rules[unit.rule];
    if (!units.emplace(unit.rule, unit.unit).second) {
      throw Error(ErrorCode::duplicate, place + ".unit",
                  core::quoted(unit.unit) + " is given twice for " + core::quoted(rule.name));
    }
    const std::size_t months = detail::acting_months(rule, unit.measure);
    if (months == 0) continue;
    StrategyProposal made = detail::propose(rule, unit, c, months);
    (made.state == StrategyState::change ? moves : waiting).push_back(std::move(made));
  }
  std::stable_sort(moves.begin(), moves.end(), [&](const auto& a, const auto& b) {
    if (a.effect.mean > b.effect.mean || a.effect.mean < b.effect.mean) {
      return a.effect.mean > b.effect.mean;
    }
    return cases[a.at].sales > cases[b.at].sales;
  });
  std::map<std::string, std::size_t> load;
  for (StrategyProposal& one : moves) {
    one.busy = detail::busy_department(rules[cases[one.at].rule], load, per_department);
    if (!one.busy.empty()) one.state = StrategyState::department_busy;
  }
  const auto taken = [](const auto& one) { return one.state == StrategyState::change; };
  const auto put_off = std::stable_partition(moves.begin(), moves.end(), taken);
  waiting.insert(waiting.end(), put_off, moves.end());
  moves.erase(put_off, moves.end());
  std::sort(waiting.begin(), waiting.end(),
            [](const auto& a, const auto& b) { return a.at < b.at; });
  moves.insert(moves.end(), waiting.begin(), waiting.end());
  return moves;
}

SALESPLAN_INLINE double realised_effect(core::Minor before, core::Minor after,
                                        core::Minor peers_before, core::Minor peers_after) {
  if (peers_before <= 0) return core::missing_number;
  return static_cast<double>(after) - static_cast<double>(before) *
                                          static_cast<double>(peers_after) /
                                          static_cast<double>(peers_before);
}

SALESPLAN_INLINE std::string sentence(const StrategyRule& rule, const StrategyCase& unit,
                                      const StrategyProposal& proposal, int decimals,
                                      calendar::Language language) {
  const bool english = language == calendar::Language::en;
  const auto number = [&](double value) { return forecast::rounded(value, language); };
  const auto money = [&](double amount) {
    return money_text(core::round_to_minor(amount, "effect"), decimals, true);
  };
  const std::string from = number(proposal.from), to = number(proposal.to);
  std::string text = unit.unit + (english ? ": " : "：") + rule.lever + " " + from;
  switch (proposal.state) {
    case StrategyState::awaits_effect:
      return text +
             (english ? ", the effect of the last move is awaited." : "，等待上次调整见效。");
    case StrategyState::at_bound:
      return text + (english ? ", at its bound." : "，已到界限。");
    default:
      break;
  }
  const std::string distance = number(proposal.distance), goal = number(detail::goal_of(rule));
  const std::string months = std::to_string(proposal.months);
  text += (english ? " to " : " → ") + to;
  if (english) {
    text += ", as " + rule.measure + " was " + distance + " from its goal of " + goal + " for " +
            months + (proposal.months == 1 ? " month" : " months");
  } else {
    text += "，因" + rule.measure + "连续" + months + "个月距目标" + goal + "有" + distance;
  }
  if (std::fabs(rule.response.mean) > 0 || rule.response.sd > 0) {
    const promotion::Interval likely = promotion::interval(proposal.effect, 0.8);
    text += english
                ? "; expected " + money(proposal.effect.mean) +
                      " a month (80 %: " + money(likely.lower) + " to " + money(likely.upper) + ")"
                : "；预计每月" + money(proposal.effect.mean) + "（80%区间：" + money(likely.lower) +
                      " 至 " + money(likely.upper) + "）";
  }
  if (!proposal.busy.empty()) {
    text += english ? "; waits for " + proposal.busy : "；等待" + proposal.busy;
  }
  return text + (english ? "." : "。");
}

}  // namespace salesplan::review
