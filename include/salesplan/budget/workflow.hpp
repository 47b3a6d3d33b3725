// A budget's way from draft to closed: who may take which step, and what every step leaves behind.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/budget/lines.hpp"
#include "salesplan/budget/store.hpp"
#include "salesplan/budget/trail.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::budget {

enum class Stage { drafting, review, approval, execution, monitoring, adjustment, closed };

enum class Step { draft, submit, endorse, reject, approve, monitor, adjust, withdraw, close };

enum class Role { author, reviewer, approver, controller };

const char* stage_name(Stage stage);
const char* step_name(Step step);
const char* role_name(Role role);

/// The step or role of that name. Error(not_found) naming `place` and those that there are.
Step parse_step(const std::string& name, const std::string& place);
Role parse_role(const std::string& name, const std::string& place);

struct Person {
  std::string name;
  std::vector<Role> roles;
  core::Minor limit = core::missing_integer;  ///< most that an approver may approve; missing: any
};

struct Policy {
  std::vector<Person> people;
  core::Minor second_above = core::missing_integer;  ///< above it two approvers; missing: never
};

/// Lines as somebody wrote them down; a version is never changed.
struct Version {
  std::string author;
  std::int64_t at = 0;
  std::vector<Line> lines;
};

/// Where a budget stands, as its trail tells.
struct Budget {
  Stage stage = Stage::drafting;
  std::vector<Version> versions;       ///< version k is versions[k - 1]
  std::size_t in_force = 0;            ///< the version approved last; 0: none yet
  std::size_t replaced = 0;            ///< the version that was in force before it; 0: none
  std::vector<std::string> hands;      ///< who wrote or submitted since then
  std::vector<std::string> approvals;  ///< of the version in approval
  std::int64_t sequence = 0;           ///< entries of the trail
  std::string head;                    ///< hash of the last one; "" where there is none
};

/// Reads the trail from its first entry. Error(parse) naming "trail[i]" for a broken chain or a
/// step that its stage does not know.
Budget replay(const Trail& trail);

struct Command {
  Step step = Step::draft;
  std::string actor;
  std::int64_t now = 0;     ///< seconds since 1970-01-01 00:00 UTC
  std::string reason;       ///< must be given to reject, adjust, withdraw and close
  std::vector<Line> lines;  ///< of draft and adjust
  std::int64_t seen = -1;   ///< entries the actor has seen; -1: does not matter
};

/// The entry that the command adds to the trail.
///
///     drafting   -draft->    drafting    author        approval   -approve-> execution  approver
///     drafting   -submit->   review      author        execution  -monitor-> monitoring controller
///     review     -endorse->  approval    reviewer      monitoring -adjust->  adjustment author
///     adjustment -draft->    adjustment  author        monitoring -close->   closed     controller
///     adjustment -submit->   review      author        adjustment -withdraw-> monitoring author
///     review, approval -reject-> drafting, or adjustment where a version is in force
///
/// Four eyes: nobody reviews or approves what he wrote or submitted, and no two approvals are of
/// one person. A total above the policy's `second_above` stays in approval until a second approver;
/// each needs a limit not below the total.
/// @throws Error(conflict) where the trail is no longer as long as `seen`; Error(not_found) for an
///         actor who is not among the people; Error(invalid_argument) naming "step", "actor",
///         "reason" or "lines" for what the rules do not allow.
Entry decide(const Trail& trail, const Policy& policy, const Command& command);

/// Reads, decides, appends: the budget after the command. On any error nothing has changed.
Budget act(Store& store, const std::string& name, const Policy& policy, const Command& command);

}  // namespace salesplan::budget

#ifndef SALESPLAN_COMPILED
#include "salesplan/budget/workflow_inl.hpp"
#endif
