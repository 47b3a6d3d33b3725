#include "adapters/plan_writer.hpp"

#include <cmath>
#include <filesystem>

#include "adapters/csv.hpp"
#include "adapters/dashboard/dashboard_html.hpp"
#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/history.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;
using plan::Document;
using plan::Specification;

std::string text(double value) { return std::isnan(value) ? "" : core::to_text(value); }

// The keys of the leaves of `dimensions` in combination `group`, row-major.
std::vector<std::string> keys_of(const Specification& spec,
                                 const std::vector<std::size_t>& dimensions, std::size_t group) {
  std::vector<std::string> keys(dimensions.size());
  for (std::size_t k = dimensions.size(); k-- > 0;) {
    const table::Dimension& dimension = spec.dimensions[dimensions[k]];
    keys[k] = dimension.key(dimension.leaf(group % dimension.leaf_count()));
    group /= dimension.leaf_count();
  }
  return keys;
}

std::vector<std::string> names_of(const Specification& spec,
                                  const std::vector<std::size_t>& dimensions) {
  std::vector<std::string> names;
  for (std::size_t d : dimensions) names.push_back(spec.dimensions[d].name());
  return names;
}

std::vector<std::size_t> all_dimensions(const Specification& spec) {
  std::vector<std::size_t> all;
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) all.push_back(d);
  return all;
}

void append(std::vector<std::string>& row, const std::vector<std::string>& more) {
  row.insert(row.end(), more.begin(), more.end());
}

std::string month_text(const Document& document, std::size_t m) {
  return calendar::period_text(document.months[m]);
}

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
                 "task", "title", "role"});
  for (const plan::OwnerTasks& tasks : document.tasks) {
    for (const schedule::WeekPlan& week : tasks.weeks) {
      for (const schedule::TaskTemplate& task : spec.tasks) {
        if (task.node != week.node) continue;
        csv.add({month_text(document, tasks.month),
                 owners.key(owners.leaf(static_cast<std::size_t>(tasks.owner))),
                 "W" + std::to_string(week.node), calendar::date_text(week.start),
                 calendar::date_text(week.due), std::to_string(week.workdays),
                 std::to_string(week.target), task.key, spec.language == "zh" ? task.zh : task.en,
                 task.role.empty() ? owners.name() : task.role});
      }
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

std::string attainment_csv(const Specification& spec, const Document& document) {
  CsvWriter csv({"period", "dimension", "member", "label", "target_minor", "actual_minor",
                 "gap_minor", "attainment"});
  for (const plan::AttainmentTable& table : document.attainment) {
    const table::Dimension& dimension = spec.dimensions[table.dimension];
    for (const review::Attainment& row : table.rows) {
      if (row.target == 0 && row.actual == 0) continue;
      csv.add({document.spans[row.span].name, dimension.name(), dimension.key(row.member),
               dimension.label(row.member), std::to_string(row.target), std::to_string(row.actual),
               std::to_string(row.gap()), text(row.rate())});
    }
  }
  return csv.text();
}

std::string next_target_csv(const Specification& spec, const Document& document) {
  const std::vector<std::size_t> all = all_dimensions(spec);
  const std::vector<std::size_t> series = plan::group_of_cells(spec, spec.forecast.by);
  std::vector<std::string> header{"reviewed_month", "next_month"};
  append(header, names_of(spec, all));
  append(header, {"planned_minor", "target_minor"});
  CsvWriter csv(header);
  for (const plan::NextMonth& next : document.next) {
    for (std::size_t c = 0; c < next.cells.size(); ++c) {
      const Minor planned = document.revenue[next.month * next.cells.size() + c];
      if (planned == 0 && next.cells[c] == 0) continue;
      std::vector<std::string> row{month_text(document, next.month - 1),
                                   month_text(document, next.month)};
      append(row, keys_of(spec, all, c));
      append(row, {std::to_string(planned), std::to_string(next.cells[c])});
      csv.add(row);
    }
  }
  return csv.text();
}

Json keyed(const std::vector<std::string>& names, const std::vector<std::string>& keys) {
  Json object = Json::object();
  for (std::size_t k = 0; k < names.size(); ++k) object[names[k]] = keys[k];
  return object;
}

Json numbers(const double* values, std::size_t count) {
  Json array = Json::array();
  for (std::size_t i = 0; i < count; ++i) array.push_back(number_or_null(values[i]));
  return array;
}

// The sums of the revenue target over everything but the month, and but each dimension: parents
// included, so that a reader can check every level.
Json margins_json(const Specification& spec, const Document& document) {
  Json margins = Json::object();
  const table::Cube by_month = table::marginal(document.revenue, {0});
  for (std::size_t m = 0; m < document.months.size(); ++m) {
    margins["month"][month_text(document, m)] = by_month[m];
  }
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    const table::Dimension& dimension = spec.dimensions[d];
    const table::Cube sums =
        table::roll_up(table::marginal(document.revenue, {d + 1}), 0, dimension);
    for (std::size_t member = 0; member < dimension.size(); ++member) {
      margins[dimension.name()][dimension.key(static_cast<std::int32_t>(member))] = sums[member];
    }
  }
  return margins;
}

Json kpis_json(const Document& document) {
  Json kpis = Json::array();
  for (const target::KpiTarget& kpi : document.kpis) {
    kpis.push_back({{"name", kpi.name},
                    {"target", kpi.target},
                    {"growth", number_or_null(kpi.growth)},
                    {"share_before", number_or_null(kpi.share_before)},
                    {"share_after", number_or_null(kpi.share_after)},
                    {"forecast_gap", number_or_null(kpi.forecast_gap)},
                    {"attainment_probability", number_or_null(kpi.attainment_probability)}});
  }
  return kpis;
}

Json forecast_json(const Specification& spec, const Document& document) {
  const forecast::PanelForecast& panel = document.forecast.panel;
  const std::vector<std::string> names = names_of(spec, spec.forecast.by);
  Json rows = Json::array();
  for (std::size_t s = 0; s <= document.forecast.series; ++s) {
    Json row = s < document.forecast.series
                   ? keyed(names, keys_of(spec, spec.forecast.by, s))
                   : keyed(names, std::vector<std::string>(names.size(), "*"));
    row["model"] = panel.model[s];
    row["mean"] = numbers(&panel.mean[s * panel.h], panel.h);
    for (const forecast::Interval& interval : panel.intervals) {
      row["lower_" + percent_text(interval.level)] = numbers(&interval.lower[s * panel.h], panel.h);
      row["upper_" + percent_text(interval.level)] = numbers(&interval.upper[s * panel.h], panel.h);
    }
    row["total_mean"] = number_or_null(panel.total_mean[s]);
    row["total_sd"] = number_or_null(panel.total_sd[s]);
    rows.push_back(std::move(row));
  }
  return rows;
}

Json targets_json(const Specification& spec, const Document& document) {
  const std::vector<std::size_t> all = all_dimensions(spec);
  const bool with_profit = document.profit.size() > 0;
  Json columns = Json::array({"month"});
  for (const std::string& name : names_of(spec, all)) columns.push_back(name);
  columns.push_back("revenue");
  if (with_profit) columns.push_back("profit");
  Json rows = Json::array();
  const std::size_t cells = document.revenue.size() / document.months.size();
  for (std::size_t i = 0; i < document.revenue.size(); ++i) {
    if (document.revenue[i] == 0 && (!with_profit || document.profit[i] == 0)) continue;
    Json row = Json::array({month_text(document, i / cells)});
    for (std::string& key : keys_of(spec, all, i % cells)) row.push_back(std::move(key));
    row.push_back(document.revenue[i]);
    if (with_profit) row.push_back(document.profit[i]);
    rows.push_back(std::move(row));
  }
  return {{"columns", columns}, {"rows", rows}};
}

Json tasks_json(const Specification& spec, const Document& document) {
  Json templates = Json::array();
  for (const schedule::TaskTemplate& task : spec.tasks) {
    templates.push_back({{"week", task.node},
                         {"key", task.key},
                         {"en", task.en},
                         {"zh", task.zh},
                         {"role", task.role}});
  }
  const table::Dimension& owners = spec.dimensions[spec.owner];
  Json weeks = Json::array();
  for (const plan::OwnerTasks& tasks : document.tasks) {
    for (const schedule::WeekPlan& week : tasks.weeks) {
      weeks.push_back(
          {{"month", month_text(document, tasks.month)},
           {owners.name(), owners.key(owners.leaf(static_cast<std::size_t>(tasks.owner)))},
           {"week", week.node},
           {"start", calendar::date_text(week.start)},
           {"due", calendar::date_text(week.due)},
           {"workdays", week.workdays},
           {"target", week.target}});
    }
  }
  return {{"templates", templates}, {"weeks", weeks}};
}

Json attainment_json(const Specification& spec, const Document& document) {
  Json rows = Json::array();
  for (const plan::AttainmentTable& table : document.attainment) {
    const table::Dimension& dimension = spec.dimensions[table.dimension];
    for (const review::Attainment& row : table.rows) {
      if (row.target == 0 && row.actual == 0) continue;
      rows.push_back({{"period", document.spans[row.span].name},
                      {"dimension", dimension.name()},
                      {"member", dimension.key(row.member)},
                      {"target", row.target},
                      {"actual", row.actual},
                      {"attainment", number_or_null(row.rate())}});
    }
  }
  return rows;
}

Json next_json(const Specification& spec, const Document& document) {
  const std::vector<std::string> names = names_of(spec, spec.forecast.by);
  Json rows = Json::array();
  for (const plan::NextMonth& next : document.next) {
    for (std::size_t s = 0; s < next.units.size(); ++s) {
      const review::NextTarget& unit = next.units[s];
      if (unit.target == 0 && unit.gap == 0) continue;
      Json row{{"month", month_text(document, next.month)}};
      row.update(keyed(names, keys_of(spec, spec.forecast.by, s)));
      row.update({{"planned", unit.planned},
                  {"gap", unit.gap},
                  {"carried", unit.carried},
                  {"target", unit.target},
                  {"forecast", number_or_null(next.forecast_mean[s])},
                  {"probability", number_or_null(next.probability[s])}});
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

Json groups_json(const std::vector<monitor::BoardGroup>& groups) {
  Json object = Json::object();
  for (const monitor::BoardGroup& group : groups) {
    Json& units = object[group.dimension] = Json::array();
    for (const monitor::BoardUnit& unit : group.units) {
      units.push_back({{"key", unit.key},
                       {"label", unit.label},
                       {"target", unit.target},
                       {"actual", unit.actual}});
    }
  }
  return object;
}

Json integer_or_null(Minor value) { return core::is_missing(value) ? Json(nullptr) : Json(value); }

Json dashboard_json(const Specification& spec, const Document& document) {
  Json months = Json::array();
  for (const monitor::BoardMonth& month : document.dashboard.months) {
    Json days = Json::array();
    for (const monitor::BoardDay& day : month.days) {
      days.push_back({{"date", calendar::date_text(day.date)},
                      {"workday", day.workday},
                      {"actual_cumulative", integer_or_null(day.actual_cumulative)},
                      {"pace_cumulative", number_or_null(day.pace_cumulative)},
                      {"target", month.target}});
    }
    const char* status = month.status == monitor::MonthStatus::closed ? "closed"
                         : month.status == monitor::MonthStatus::open ? "open"
                                                                      : "planned";
    months.push_back({{"month", calendar::period_text(month.month)},
                      {"status", status},
                      {"target", month.target},
                      {"actual", integer_or_null(month.actual)},
                      {"forecast", number_or_null(month.forecast)},
                      {"landing", number_or_null(month.landing)},
                      {"pace", number_or_null(month.expected_by_now)},
                      {"units", groups_json(month.boards)},
                      {"mix", groups_json(month.mixes)},
                      {"days", days}});
  }
  return {{"schema", "salesplan.dashboard/1"}, {"company", spec.company},
          {"currency", spec.currency},         {"decimals", spec.decimals},
          {"language", spec.language},         {"months", months}};
}

}  // namespace

std::string document_json(const Specification& spec, const Document& document) {
  Json differences = Json::array();
  for (const target::Difference& difference : document.differences) {
    differences.push_back({{"place", difference.label},
                           {"whole", difference.whole},
                           {"parts", difference.parts},
                           {"difference", difference.difference}});
  }
  Json months = Json::array();
  for (std::size_t m = 0; m < document.months.size(); ++m)
    months.push_back(month_text(document, m));
  Json json{{"schema", "salesplan.document/1"},
            {"company", spec.company},
            {"currency", {{"code", spec.currency}, {"decimals", spec.decimals}}},
            {"months", months},
            {"closed_months", document.closed},
            {"kpis", kpis_json(document)},
            {"margins", margins_json(spec, document)},
            {"differences", differences},
            {"forecast", forecast_json(spec, document)},
            {"targets", targets_json(spec, document)}};
  if (!document.customers.empty()) {
    const table::Dimension& dimension = spec.dimensions.front();
    for (std::size_t leaf = 0; leaf < document.customers.size(); ++leaf) {
      json["customers"][dimension.key(dimension.leaf(leaf))] = document.customers[leaf];
    }
  }
  json["tasks"] = tasks_json(spec, document);
  json["attainment"] = attainment_json(spec, document);
  json["next_target"] = next_json(spec, document);
  json["dashboard"] = dashboard_json(spec, document);
  json["notes"] = document.notes;
  return json.dump(1) + "\n";
}

std::vector<PlanFile> plan_files(const Specification& spec, const Document& document) {
  return {{"targets.csv", targets_csv(spec, document)},
          {"tasks.csv", tasks_csv(spec, document)},
          {"forecast.csv", forecast_csv(spec, document)},
          {"attainment.csv", attainment_csv(spec, document)},
          {"next_target.csv", next_target_csv(spec, document)},
          {"plan.json", document_json(spec, document)},
          {"dashboard.html", dashboard_html(dashboard_json(spec, document).dump())}};
}

void write_plan_files(const std::vector<PlanFile>& files, const std::string& folder) {
  make_folder(folder);
  FileSet set;
  for (const PlanFile& file : files) {
    set.add((std::filesystem::path(folder) / file.name).string(), file.content);
  }
  set.commit();
}

}  // namespace salesplan::adapters
