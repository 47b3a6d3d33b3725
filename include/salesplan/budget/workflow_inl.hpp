// Bodies of workflow.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/budget/workflow.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::budget {
namespace detail {

struct Move {
  Stage from;
  Step step;
  Stage to;
  Role role;
};

constexpr Move moves[] = {
    {Stage::drafting, Step::draft, Stage::drafting, Role::author},
    {Stage::drafting, Step::submit, Stage::review, Role::author},
    {Stage::review, Step::endorse, Stage::approval, Role::reviewer},
    {Stage::review, Step::reject, Stage::drafting, Role::reviewer},
    {Stage::approval, Step::approve, Stage::execution, Role::approver},
    {Stage::approval, Step::reject, Stage::drafting, Role::approver},
    {Stage::execution, Step::monitor, Stage::monitoring, Role::controller},
    {Stage::monitoring, Step::adjust, Stage::adjustment, Role::author},
    {Stage::monitoring, Step::close, Stage::closed, Role::controller},
    {Stage::adjustment, Step::draft, Stage::adjustment, Role::author},
    {Stage::adjustment, Step::submit, Stage::review, Role::author},
    {Stage::adjustment, Step::withdraw, Stage::monitoring, Role::author},
};

constexpr const char* step_names[] = {"draft",   "submit", "endorse",  "reject", "approve",
                                      "monitor", "adjust", "withdraw", "close"};
constexpr const char* role_names[] = {"author", "reviewer", "approver", "controller"};

/// An approval that leaves the budget waiting for another says so in its content.
constexpr const char* waiting = "a second approver is needed";

inline const Move& move_of(Stage stage, Step step) {
  for (const Move& move : moves) {
    if (move.from == stage && move.step == step) return move;
  }
  std::string allowed;
  for (const Move& move : moves) {
    if (move.from != stage) continue;
    allowed += (allowed.empty() ? "" : ", ") + std::string(step_name(move.step));
  }
  throw Error(ErrorCode::invalid_argument, "step",
              core::quoted(step_name(step)) + " is not possible in " + stage_name(stage) +
                  "; possible: " + (allowed.empty() ? "nothing" : allowed));
}

template <class Value, std::size_t n>
Value parse_name(const char* const (&names)[n], const std::string& name, const std::string& place) {
  std::string list;
  for (std::size_t i = 0; i < n; ++i) {
    if (name == names[i]) return static_cast<Value>(i);
    list += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  throw Error(ErrorCode::not_found, place, core::quoted(name) + " is none of " + list);
}

inline bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The budget after one more entry, whose actor's rights are not asked again.
inline void take(Budget& budget, const Entry& entry) {
  const Step step = parse_step(entry.action, "action");
  const Move& move = move_of(budget.stage, step);
  budget.sequence = entry.sequence;
  budget.head = entry.hash;
  if (step == Step::draft || step == Step::adjust) {
    budget.versions.push_back({entry.actor, entry.at, parse_lines(entry.content, "content")});
  }
  if (step == Step::draft || step == Step::adjust || step == Step::submit) {
    if (!among(budget.hands, entry.actor)) budget.hands.push_back(entry.actor);
  }
  if (step == Step::approve) budget.approvals.push_back(entry.actor);
  if (step == Step::approve && entry.content == waiting) return;
  budget.stage = step == Step::reject && budget.in_force > 0 ? Stage::adjustment : move.to;
  if (step == Step::approve) {
    budget.replaced = budget.in_force;
    budget.in_force = budget.versions.size();
  }
  if (step == Step::approve || step == Step::withdraw) budget.hands.clear();
  if (budget.stage != Stage::approval) budget.approvals.clear();
}

inline const Person& person_of(const Policy& policy, const std::string& name) {
  for (const Person& person : policy.people) {
    if (person.name == name) return person;
  }
  throw Error(ErrorCode::not_found, "actor",
              core::quoted(name) + " is not among the people of the policy");
}

}  // namespace detail

SALESPLAN_INLINE const char* stage_name(Stage stage) {
  constexpr const char* names[] = {"drafting",   "review",     "approval", "execution",
                                   "monitoring", "adjustment", "closed"};
  return names[static_cast<int>(stage)];
}

SALESPLAN_INLINE const char* step_name(Step step) {
  return detail::step_names[static_cast<int>(step)];
}

SALESPLAN_INLINE const char* role_name(Role role) {
  return detail::role_names[static_cast<int>(role)];
}

SALESPLAN_INLINE Step parse_step(const std::string& name, const std::string& place) {
  return detail::parse_name<Step>(detail::step_names, name, place);
}

SALESPLAN_INLINE Role parse_role(const std::string& name, const std::string& place) {
  return detail::parse_name<Role>(detail::role_names, name, place);
}

SALESPLAN_INLINE Budget replay(const Trail& trail) {
  verify(trail);
  Budget budget;
  for (std::size_t i = 0; i < trail.entries.size(); ++i) {
    try {
      detail::take(budget, trail.entries[i]);
    } catch (const Error& error) {
      throw Error(ErrorCode::parse, core::at("trail", static_cast<std::int64_t>(i)), error.what());
    }
  }
  return budget;
}

SALESPLAN_INLINE Entry decide(const Trail& trail, const Policy& policy, const Command& command) {
  const auto refuse = [](const char* place, const std::string& why) -> Error {
    return {ErrorCode::invalid_argument, place, why};
  };
  const Budget budget = replay(trail);
  if (command.seen >= 0 && command.seen != budget.sequence) {
    throw Error(ErrorCode::conflict, trail.name,
                "has " + std::to_string(budget.sequence) + " entries, " +
                    std::to_string(command.seen) + " were seen; nothing was changed");
  }
  const detail::Move& move = detail::move_of(budget.stage, command.step);
  const Person& actor = detail::person_of(policy, command.actor);
  if (std::find(actor.roles.begin(), actor.roles.end(), move.role) == actor.roles.end()) {
    throw refuse("actor", core::quoted(actor.name) + " is no " + role_name(move.role));
  }
  const bool judges = move.role == Role::reviewer || move.role == Role::approver;
  if (judges && detail::among(budget.hands, actor.name)) {
    throw refuse("actor", core::quoted(actor.name) +
                              " wrote or submitted this version and may not " +
                              step_name(command.step) + " it");
  }
  const bool asks_reason = command.step == Step::reject || command.step == Step::adjust ||
                           command.step == Step::withdraw || command.step == Step::close;
  if (asks_reason && command.reason.empty()) {
    throw refuse("reason", std::string("must be given to ") + step_name(command.step));
  }

  const bool writes = command.step == Step::draft || command.step == Step::adjust;
  if (writes == command.lines.empty()) {
    throw refuse("lines", writes ? "a version has at least one line"
                                 : std::string("are not for ") + step_name(command.step));
  }
  std::string content;
  if (writes) content = lines_text(command.lines);
  if (command.step == Step::submit && budget.versions.size() == budget.in_force) {
    throw refuse("step", "there is no version to submit");
  }
  if (command.step == Step::approve) {
    const core::Minor total = checked_total(budget.versions.back().lines);
    if (!core::is_missing(actor.limit) && total > actor.limit) {
      throw refuse("actor", core::quoted(actor.name) + " may approve up to " +
                                std::to_string(actor.limit) + ", the budget is " +
                                std::to_string(total));
    }
    if (detail::among(budget.approvals, actor.name)) {
      throw refuse("actor", core::quoted(actor.name) + " has approved already; " + detail::waiting);
    }
    const bool two = !core::is_missing(policy.second_above) && total > policy.second_above;
    if (two && budget.approvals.empty()) content = detail::waiting;
  }
  return next_entry(trail, command.now, command.actor, step_name(command.step), command.reason,
                    std::move(content));
}

SALESPLAN_INLINE Budget act(Store& store, const std::string& name, const Policy& policy,
                            const Command& command) {
  Trail trail = store.read(name);
  trail.entries.push_back(decide(trail, policy, command));
  Budget after = replay(trail);  // before the store acknowledges what could then still fail
  store.append(name, trail.entries.back());
  return after;
}

}  // namespace salesplan::budget
