#include "adapters/kpi_reader.hpp"

#include <utility>
#include <vector>

#include "adapters/json.hpp"

namespace salesplan::adapters {

monitor::KpiTree read_kpis(std::string_view text, const std::string& name) {
  JsonDocument document;
  parse_json(text, name, document);
  const JsonReader top(document.value(), name + ": ");
  top.allow({"measures", "kpis"});
  std::vector<monitor::MeasureName> measures;
  for (const JsonReader& item : top.get("measures").items()) {
    if (item.value().is_string()) {
      measures.push_back({item.text(), true});
      continue;
    }
    item.allow({"name", "adds"});
    measures.push_back({item.get("name").text(), item.boolean("adds", true)});
  }
  std::vector<monitor::Kpi> kpis;
  for (const JsonReader& item : top.get("kpis").items()) {
    item.allow({"name", "formula", "unit", "better", "owner"});
    monitor::Kpi kpi;
    kpi.name = item.get("name").text();
    kpi.formula = item.get("formula").text();
    kpi.unit = item.text("unit", "");
    kpi.owner = item.text("owner", "");
    if (item.has("better") && item.get("better").choice({"higher", "lower"}) == "lower") {
      kpi.better = monitor::Direction::lower;
    }
    kpis.push_back(std::move(kpi));
  }
  try {
    return {std::move(measures), std::move(kpis)};
  } catch (const Error& error) {
    throw error.moved_to(name + ": " + error.place());
  }
}

}  // namespace salesplan::adapters
