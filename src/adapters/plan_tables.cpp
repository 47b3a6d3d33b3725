#include "adapters/plan_tables.hpp"

#include <cmath>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/options.hpp"
#include "adapters/plan_keys.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;
using plan::Document;
using plan::Specification;

std::string text(double value) { return std::isnan(value) ? "" : core::to_text(value); }

// W1 to W4; composed by append, as GCC 12 warns without reason about "W" + text.
std::string week_name(int node) { return std::string("W").append(std::to_string(node)); }

void append(std::vector<std::string>& row, const std::vector<std::string>& more) {
  row.insert(row.end(), more.begin(), more.end());
}

}  // namespace

std::string targets_csv(const Specification& spec, const Document& document) {
  const std::vector<std::size_t> all = all_dimensions(spec);
  const bool with_profit = document.profit.size() > 0;
  std::vector<std::string> header{"month"};
  append(header, names_of(spec, all));
  header.emplace_back("revenue_minor");
  if (with_profit) header.emplace_back("profit_minor");
  CsvWriter csv(header);
  const std::size_t cells = document.revenue.size() / document.months.size();
  for (std::size_t i = 0; i < document.revenue.size(); ++i) {
    if (document.revenue[i] == 0 && (!with_profit || document.profit[i] == 0)) continue;
    std::vector<std::string> row{month_text(document, i / cells)};
    append(row, keys_of(spec, all, i % cells));
    row.push_back(std::to_string(document.revenue[i]));
    if (with_profit) row.push_back(std::to_string(document.profit[i]));
    csv.add(row);
  }
  return csv.text();
}

std::string tasks_csv(const Specification& spec, const Document& document) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  CsvWriter csv({"month", owners.name(), "week", "start", "due", "workdays", "week_target_minor",
                 "task", "title", "role", "carried", "moved_by"});
  for (const plan::OwnerTasks& tasks : document.tasks) {
    for (const schedule::DatedTask& dated : tasks.tasks) {
      const schedule::TaskTemplate& task = spec.tasks[dated.task];
      const schedule::WeekPlan& week = tasks.weeks[static_cast<std::size_t>(dated.node - 1)];
      csv.add({month_text(document, tasks.month),
               owners.key(owners.leaf(static_cast<std::size_t>(tasks.owner))), week_name(week.node),
               calendar::date_text(dated.start), calendar::date_text(dated.due),
               std::to_string(week.workdays), std::to_string(week.target), task.key,
               spec.language == "zh" ? task.zh : task.en,
               task.role.empty() ? owners.name() : task.role, dated.carried ? "1" : "",
               week.moved_by});
    }
  }
  return csv.text();
}

std::string forecast_csv(const Specification& spec, const Document& document) {
  const forecast::PanelForecast& panel = document.forecast.panel;
  std::vector<std::string> header = names_of(spec, spec.forecast.by);
  append(header, {"month", "mean_minor"});
  for (const forecast::Interval& interval : panel.intervals) {
    append(header,
           {"lower_" + percent_text(interval.level), "upper_" + percent_text(interval.level)});
  }
  header.emplace_back("model");
  CsvWriter csv(header);
  for (std::size_t s = 0; s <= document.forecast.series; ++s) {
    const std::vector<std::string> keys =
        s < document.forecast.series ? keys_of(spec, spec.forecast.by, s)
                                     : std::vector<std::string>(spec.forecast.by.size(), "*");
    for (std::size_t m = 0; m < panel.h; ++m) {
      const std::size_t at = s * panel.h + m;
      std::vector<std::string> row = keys;
      append(row, {month_text(document, m), text(panel.mean[at])});
      for (const forecast::Interval& interval : panel.intervals) {
        append(row, {text(interval.lower[at]), text(interval.upper[at])});
      }
      row.push_back(panel.model[s]);
      csv.add(row);
    }
  }
  return csv.text();
}

}  // namespace salesplan::adapters
