#include "adapters/plan_alerts.hpp"

#include <cmath>
#include <vector>

#include "adapters/alert_rules.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/plan_rows.hpp"
#include "salesplan/plan/month_kpis.hpp"

namespace salesplan::adapters {
namespace {

using plan::Document;
using plan::Specification;

constexpr const char* alert_columns[] = {"month", "rule", "severity", "dimension", "member",
                                         "label", "kpi",  "state",    "value",     "threshold"};

std::vector<Json> alert_cells(const Specification& spec, const Document& document,
                              const plan::AlertChange& change) {
  const monitor::AlertRule& rule = spec.alerts[change.rule];
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const bool company = change.member == table::Dimension::root;
  const bool chart = rule.condition >= monitor::Condition::ewma;
  return {month_text(document, change.month),
          rule.name,
          rule.severity,
          company ? std::string("*") : owners.name(),
          owners.key(change.member),
          company ? spec.company : owners.label(change.member),
          rule.kpi,
          monitor::state_name(change.state),
          number_or_null(change.value),
          chart ? Json(nullptr) : Json(rule.threshold)};
}

}  // namespace

void read_alerts(Specification& spec, const JsonReader& field) {
  field.allow({"rules"});
  for (const JsonReader& rule : field.get("rules").items()) {
    spec.alerts.push_back(read_alert_rule(rule));
    plan::parse_month_kpi(spec.alerts.back().kpi, rule.get("kpi").path());
  }
}

Json alert_row(const Specification& spec, const Document& document,
               const plan::AlertChange& change) {
  const std::vector<Json> cells = alert_cells(spec, document, change);
  Json row = Json::object();
  for (std::size_t i = 0; i < cells.size(); ++i) row[alert_columns[i]] = cells[i];
  return row;
}

std::string alerts_csv(const Specification& spec, const Document& document) {
  return rows_csv(alert_columns, document.alerts,
                  [&](const auto& row) { return alert_cells(spec, document, row); });
}

void write_alerts(const Specification& spec, const Document& document, JsonWriter& json) {
  write_rows(
      "alerts", alert_columns, document.alerts,
      [&](const auto& row) { return alert_cells(spec, document, row); }, json);
}

}  // namespace salesplan::adapters
