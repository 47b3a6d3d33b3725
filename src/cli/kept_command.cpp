#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "adapters/sqlite/sqlite_store.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"
#include "salesplan/budget/trail.hpp"

namespace salesplan::cli {
namespace {

struct KeptArguments {
  std::string store, name;
  std::int64_t entry = 0;
  bool json = false;
};

std::vector<Cell> entry_cells(const budget::Entry& entry) {
  return {static_cast<double>(entry.sequence),
          static_cast<double>(entry.at),
          entry.actor,
          entry.action,
          entry.reason,
          entry.hash};
}

void run_kept(const KeptArguments& a) {
  adapters::SqliteStore store(a.store);
  std::vector<std::vector<Cell>> rows;
  if (a.name.empty()) {
    for (const std::string& name : store.names()) {
      const budget::Trail trail = store.read(name);
      budget::verify(trail);
      rows.push_back({name});
      for (const Cell& cell : entry_cells(trail.entries.back())) rows.back().push_back(cell);
    }
    print_rows({"name", "entries", "at", "actor", "step", "reason", "hash"}, rows, a.json);
    return;
  }
  const budget::Trail trail = store.read(a.name);
  budget::verify(trail);
  if (trail.entries.empty()) {
    throw Error(ErrorCode::not_found, a.store, "keeps nothing called " + core::quoted(a.name));
  }
  if (a.entry == 0) {
    for (const budget::Entry& entry : trail.entries) rows.push_back(entry_cells(entry));
    print_rows({"entry", "at", "actor", "step", "reason", "hash"}, rows, a.json);
    return;
  }
  if (a.entry < 1 || a.entry > static_cast<std::int64_t>(trail.entries.size())) {
    throw Error(ErrorCode::not_found, "--entry",
                std::to_string(a.entry) + " is not in 1.." + std::to_string(trail.entries.size()));
  }
  std::fputs(trail.entries[static_cast<std::size_t>(a.entry) - 1].content.c_str(), stdout);
}

}  // namespace

void add_kept_command(CLI::App& app) {
  const auto a = std::make_shared<KeptArguments>();
  CLI::App* command =
      app.add_subcommand("kept", "What a store keeps: plans, budgets, and who did what when");
  command->add_option("store", a->store, "The SQLite file")->required();
  command->add_option("name", a->name, "A plan or budget: its entries");
  command->add_option("--entry", a->entry, "Print what this one brought: a plan's document, lines");
  command->add_flag("--json", a->json, "Print JSON instead of CSV");
  command->footer(
      "Every chain is verified on the way.\n"
      "Examples:\n"
      "  salesplan plan plan.json --store plans.db --name 2026 --actor ann --out out\n"
      "  salesplan kept plans.db\n"
      "  salesplan kept plans.db 2026 --entry 1 > plan-document.json");
  command->callback([a] { run_kept(*a); });
}

}  // namespace salesplan::cli
