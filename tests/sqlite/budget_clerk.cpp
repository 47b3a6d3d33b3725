// A clerk who takes one budget round and round through its steps, and writes down on standard
// output every entry that the store has acknowledged: "sequence hash", one a line.
//
//     budget_clerk FILE NAME work [STEPS]    until killed, or so many steps; conflicts are tried
//     again budget_clerk FILE NAME check           verifies the trail and writes down all its
//     entries

#include <unistd.h>

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
  const std::string line = std::to_string(entry.sequence) + " " + entry.hash + "\n";
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0)
    throw Error(ErrorCode::io, "", "no output");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  try {
    adapters::SqliteStore store(argv[1]);
    const std::string name = argv[2];
    if (argv[3] == std::string("check")) {
      const Trail trail = store.read(name);
      replay(trail);
      for (const Entry& entry : trail.entries) note(entry);
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
    }
    std::fprintf(stderr, "%lld\n", static_cast<long long>(conflicts));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "budget_clerk: %s\n", error.what());
    return 1;
  }
  return 0;
}
