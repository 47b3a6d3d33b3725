#include "adapters/plan_document.hpp"

#include <vector>

#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "adapters/plan_board.hpp"
#include "adapters/plan_keys.hpp"

namespace salesplan::adapters {
namespace {

using plan::Document;
using plan::Specification;

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

}  // namespace salesplan::adapters
