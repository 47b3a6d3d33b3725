// A clerk who takes one budget round and round through its steps, and files a plan with every
// version that is in force. He writes down on standard output every entry that the store has
// acknowledged: "sequence hash" for the budget's, "p3 hash" for the plan's third, one a line.
//
//     budget_clerk FILE NAME work [STEPS]    until killed, or so many steps; conflicts are tried
//     again budget_clerk FILE NAME check           verifies the trail and writes down all its
//     entries

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "adapters/sqlite/sqlite_store.hpp"
#include "salesplan/budget/workflow.hpp"
#include "salesplan/core/number_text.hpp"

using namespace salesplan;
using namespace salesplan::budget;

namespace {

const Policy policy = {{{"ann", {Role::author}},
                        {"bob", {Role::reviewer, Role::controller}},
                        {"cid", {Role::approver}}}};

/// What comes next for a budget at this stage.
Command next(const Budget& budget) {
  Command command;
  command.now = budget.sequence;
  command.seen = budget.sequence;
  command.reason = "round " + std::to_string(budget.versions.size());
  const auto with = [&](Step step, const char* actor) {
    command.step = step;
    command.actor = actor;
    return command;
  };
  const bool new_version = budget.versions.size() > budget.in_force;
  switch (budget.stage) {
    case Stage::drafting:
      if (new_version) return with(Step::submit, "ann");
      command.lines = {{"Web", 100}, {"Fairs", 200}};
      return with(Step::draft, "ann");
    case Stage::review:
      return with(Step::endorse, "bob");
    case Stage::approval:
      return with(Step::approve, "cid");
    case Stage::execution:
      return with(Step::monitor, "bob");
    case Stage::monitoring:
      command.lines = {{"Web", budget.sequence}, {"Fairs", 200}};
      return with(Step::adjust, "ann");
    default:
      return with(Step::submit, "ann");
  }
}

/// In one write, so that a kill leaves no half line of it behind.
void note(const Entry& entry) {
  const std::string line = (entry.action == "plan" ? "p" : "") + std::to_string(entry.sequence) +
                           " " + entry.hash + "\n";
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0)
    throw Error(ErrorCode::io, "", "no output");
}

std::string plan_of(const std::string& name) { return name + " plan"; }

/// Files a document of some size; 1 where somebody else was quicker, and nothing was filed.
int file_plan(Store& store, const std::string& name, std::int64_t now) {
  const Trail plans = store.read(plan_of(name));
  const std::int64_t last = plans.entries.empty() ? 0 : plans.entries.back().at;
  const Entry entry =
      next_entry(plans, std::max(now, last), "ann", "plan", "", std::string(20000, 'x'));
  try {
    store.append(plan_of(name), entry);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::conflict) throw;
    return 1;
  }
  note(entry);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  try {
    adapters::SqliteStore store(argv[1]);
    const std::string name = argv[2];
    if (argv[3] == std::string("check")) {
      const Trail trail = store.read(name), plans = store.read(plan_of(name));
      replay(trail);
      verify(plans);
      for (const Entry& entry : trail.entries) note(entry);
      for (const Entry& entry : plans.entries) note(entry);
      return 0;
    }
    const std::int64_t steps = argc > 4 ? core::parse_integer(argv[4], "STEPS") : -1;
    std::int64_t conflicts = 0;
    for (std::int64_t done = 0; done != steps;) {
      const Trail trail = store.read(name);
      const Entry entry = decide(trail, policy, next(replay(trail)));
      try {
        store.append(name, entry);
      } catch (const Error& error) {
        if (error.code() != ErrorCode::conflict) throw;
        ++conflicts;
        continue;
      }
      note(entry);
      ++done;
      if (entry.action == "approve") conflicts += file_plan(store, name, entry.at);
    }
    std::fprintf(stderr, "%lld\n", static_cast<long long>(conflicts));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "budget_clerk: %s\n", error.what());
    return 1;
  }
  return 0;
}
