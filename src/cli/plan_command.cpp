#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/file.hpp"
#include "adapters/plan_document.hpp"
#include "adapters/plan_reader.hpp"
#include "adapters/plan_writer.hpp"
#include "cli/commands.hpp"
#include "cli/store_file.hpp"
#include "salesplan/budget/trail.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/loop.hpp"

namespace salesplan::cli {
namespace {

struct PlanArguments {
  std::string spec;
  std::string out;
  bool json = false;
  bool quiet = false;
  std::string store, name, actor, reason;  // where the document is kept, as what, by whom and why
  std::int64_t now = 0;
};

std::string grouped(core::Minor minor, int decimals) {
  std::string text = core::amount_text(minor, decimals);
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t at = point; at > 3 + (text[0] == '-' ? 1U : 0U);) text.insert(at -= 3, 1, ',');
  return text;
}

void summarise(const plan::Specification& spec, const plan::Document& plan) {
  std::printf("%s: %s to %s\n", spec.company.c_str(),
              calendar::period_text(plan.months.front()).c_str(),
              calendar::period_text(plan.months.back()).c_str());
  for (const target::KpiTarget& kpi : plan.kpis) {
    const int decimals = kpi.name == "customers" ? 0 : spec.decimals;
    std::printf("  %-10s %18s", kpi.name.c_str(), grouped(kpi.target, decimals).c_str());
    if (kpi.growth == kpi.growth) std::printf("   growth %+.1f %%", 100 * kpi.growth);
    if (kpi.attainment_probability == kpi.attainment_probability) {
      std::printf("   probability %.0f %%", 100 * kpi.attainment_probability);
    }
    std::printf("\n");
  }
  for (const target::Difference& difference : plan.differences) {
    std::printf("  parts miss the whole at %s by %s\n", difference.label.c_str(),
                grouped(difference.difference, spec.decimals).c_str());
  }
  if (plan.differences.empty()) std::printf("  all parts meet the whole to the unit\n");
  if (plan.closed > 0) {
    std::printf("  period                      target            actual   attainment\n");
    for (const review::Attainment& row : plan.attainment.front().rows) {
      if (row.member != table::Dimension::root) continue;
      std::printf("  %-17s %15s %17s     %6.1f %%\n", plan.spans[row.span].name.c_str(),
                  grouped(row.target, spec.decimals).c_str(),
                  grouped(row.actual, spec.decimals).c_str(), 100 * row.rate());
    }
  }
  for (const std::string& note : plan.notes) std::printf("  note: %s\n", note.c_str());
}

// Adds the document to the trail of its name: one transaction, and an entry that stays.
void keep(const PlanArguments& arguments, const std::string& document) {
  if (arguments.name.empty() || arguments.actor.empty()) {
    throw Error(ErrorCode::invalid_argument, arguments.name.empty() ? "--name" : "--actor",
                "must be given with --store");
  }
  const std::unique_ptr<budget::Store> store = open_store(arguments.store);
  store->append(arguments.name,
                budget::next_entry(store->read(arguments.name), now_or(arguments.now),
                                   arguments.actor, "plan", arguments.reason, document));
}

void run_plan(const PlanArguments& arguments) {
  const bool tty = isatty(STDERR_FILENO) != 0;
  std::string shown;
  const plan::Progress progress = [&](const char* step, double done) {
    if (arguments.quiet) return true;
    if (tty) {
      std::fprintf(stderr, "\r%3.0f %%  %-16s%s", 100 * done, step, done >= 1 ? "\n" : "");
    } else if (shown != step) {  // a step that reports often is one line of a log
      std::fprintf(stderr, "%3.0f %%  %s\n", 100 * done, step);
      shown = step;
    }
    return true;
  };
  const auto start = std::chrono::steady_clock::now();
  progress("reading", 0);
  const std::string folder = std::filesystem::path(arguments.spec).parent_path().string();
  const plan::Specification spec = adapters::read_specification(
      adapters::read_file(arguments.spec), arguments.spec, folder.empty() ? "." : folder);
  const plan::Document document = plan::run(spec, progress);
  if (!arguments.store.empty()) keep(arguments, adapters::document_json(spec, document));
  if (arguments.json) std::fputs(adapters::document_json(spec, document).c_str(), stdout);
  if (arguments.out.empty()) {
    if (!arguments.json) summarise(spec, document);
    return;
  }
  const std::vector<adapters::PlanFile> files = adapters::plan_files(spec, document);
  adapters::write_plan_files(files, arguments.out);
  if (arguments.json) return;
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  summarise(spec, document);
  std::printf("  planned in %.2f s; written:\n", seconds.count());
  for (const adapters::PlanFile& file : files) {
    std::printf("    %s\n", (std::filesystem::path(arguments.out) / file.name).string().c_str());
  }
}

}  // namespace

void add_plan_command(CLI::App& app) {
  const auto arguments = std::make_shared<PlanArguments>();
  CLI::App* command = app.add_subcommand("plan", "Run the planning loop from a specification");
  command->add_option("spec", arguments->spec, "Plan specification, JSON")->required();
  command->add_option("--out", arguments->out, "Folder for the plan's files; made if missing");
  command->add_flag("--json", arguments->json, "Print the plan document as JSON");
  command->add_flag("--quiet", arguments->quiet, "Show no progress");
  command->add_option("--store", arguments->store,
                      "SQLite file that keeps the plan document: salesplan kept reads it");
  command->add_option("--name", arguments->name, "The plan's name there");
  command->add_option("--actor", arguments->actor, "Who plans");
  command->add_option("--reason", arguments->reason, "Why");
  command->add_option("--now", arguments->now, "Seconds since 1970-01-01 UTC; else the clock's");
  command->footer(
      "Examples:\n"
      "  salesplan plan plan.json --out out/        targets.csv, tasks.csv, dashboard.html, ...\n"
      "  salesplan plan plan.json --json > plan-document.json\n"
      "The specification is documented in docs/plan-specification.md.");
  command->callback([arguments] { run_plan(*arguments); });
}

}  // namespace salesplan::cli
