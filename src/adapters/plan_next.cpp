#include "adapters/plan_next.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/plan_rows.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;
using plan::Document;
using plan::Specification;

/// An owner's placed target in a month.
struct PlacedRow {
  std::size_t month = 0;
  const plan::PlacedMonth* placed = nullptr;
  std::size_t at = 0;
};

std::vector<PlacedRow> placed_rows(const Document& document) {
  std::vector<PlacedRow> rows;
  for (const plan::NextMonth& next : document.next) {
    for (std::size_t k = 0; next.placed && k < next.placed->owners.size(); ++k) {
      rows.push_back({next.month, &*next.placed, k});
    }
  }
  return rows;
}

/// Every resource that a month has, in the order in which they come up.
std::vector<std::string> resource_names(const Document& document) {
  std::vector<std::string> names;
  for (const plan::NextMonth& next : document.next) {
    for (std::size_t r = 0; next.placed && r < next.placed->resources.size(); ++r) {
      const std::string& name = next.placed->resources[r].name;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> placed_columns(const Specification& spec, const Document& document) {
  std::vector<std::string> columns{
      "reviewed_month", "next_month",  spec.dimensions[spec.owner].name(),
      "label",          "planned",     "last",
      "carry",          "forecast",    "sd",
      "target",         "probability", "held"};
  for (const std::string& name : resource_names(document)) {
    columns.push_back(name + "_needed");
    columns.push_back(name + "_available");
  }
  return columns;
}

std::vector<Json> placed_cells(const Specification& spec, const Document& document,
                               const PlacedRow& row) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const plan::PlacedMonth& placed = *row.placed;
  const std::int32_t member = owners.leaf(static_cast<std::size_t>(placed.owners[row.at]));
  std::vector<Json> cells{month_text(document, row.month - 1),
                          month_text(document, row.month),
                          owners.key(member),
                          owners.label(member),
                          placed.planned[row.at],
                          placed.from[row.at],
                          placed.carry[row.at],
                          number_or_null(placed.mean[row.at]),
                          number_or_null(placed.sd[row.at]),
                          placed.targets.target[row.at],
                          number_or_null(placed.targets.unit_probability[row.at]),
                          placed.targets.held[row.at]};
  for (const std::string& name : resource_names(document)) {
    const auto found =
        std::find_if(placed.resources.begin(), placed.resources.end(),
                     [&](const review::Resource& resource) { return resource.name == name; });
    if (found == placed.resources.end()) {
      cells.insert(cells.end(), {Json(nullptr), Json(nullptr)});
      continue;
    }
    const auto r = static_cast<std::size_t>(found - placed.resources.begin());
    cells.emplace_back(placed.targets.needed[r * placed.owners.size() + row.at]);
    cells.emplace_back(found->available[row.at]);
  }
  return cells;
}

}  // namespace

std::string next_target_csv(const Specification& spec, const Document& document) {
  const std::vector<std::size_t> all = all_dimensions(spec);
  std::vector<std::string> header{"reviewed_month", "next_month"};
  const std::vector<std::string> names = names_of(spec, all);
  header.insert(header.end(), names.begin(), names.end());
  for (const char* amount : {"planned_minor", "target_minor", "placed_minor"}) {
    header.emplace_back(amount);
  }
  CsvWriter csv(header);
  for (const plan::NextMonth& next : document.next) {
    for (std::size_t c = 0; c < next.cells.size(); ++c) {
      const Minor planned = document.revenue[next.month * next.cells.size() + c];
      if (planned == 0 && next.cells[c] == 0) continue;
      std::vector<std::string> row{month_text(document, next.month - 1),
                                   month_text(document, next.month)};
      const std::vector<std::string> keys = keys_of(spec, all, c);
      row.insert(row.end(), keys.begin(), keys.end());
      row.push_back(std::to_string(planned));
      row.push_back(std::to_string(next.cells[c]));
      row.push_back(next.placed ? std::to_string(next.placed->cells[c]) : "");
      csv.add(row);
    }
  }
  return csv.text();
}

bool has_placed_targets(const Document& document) {
  return std::any_of(document.next.begin(), document.next.end(),
                     [](const plan::NextMonth& next) { return next.placed.has_value(); });
}

std::string placed_targets_csv(const Specification& spec, const Document& document) {
  return rows_csv(placed_columns(spec, document), placed_rows(document),
                  [&](const auto& row) { return placed_cells(spec, document, row); });
}

void write_next(const Specification& spec, const Document& document, JsonWriter& json) {
  const std::vector<std::string> names = names_of(spec, spec.forecast.by);
  json.array("next_target", [&] {
    for (const plan::NextMonth& next : document.next) {
      for (std::size_t s = 0; s < next.units.size(); ++s) {
        const review::NextTarget& unit = next.units[s];
        if (unit.target == 0 && unit.gap == 0) continue;
        json.object([&] {
          json.field("month", month_text(document, next.month));
          const std::vector<std::string> keys = keys_of(spec, spec.forecast.by, s);
          for (std::size_t k = 0; k < names.size(); ++k) json.field(names[k], keys[k]);
          json.field("planned", unit.planned);
          json.field("gap", unit.gap);
          json.field("carried", unit.carried);
          json.field("target", unit.target);
          json.field("forecast", number_or_null(next.forecast_mean[s]));
          json.field("probability", number_or_null(next.probability[s]));
        });
      }
    }
  });
}

void write_placed_targets(const Specification& spec, const Document& document, JsonWriter& json) {
  json.array("next_total", [&] {
    for (const plan::NextMonth& next : document.next) {
      if (!next.placed) continue;
      const review::PlacedTargets& placed = next.placed->targets;
      json.object([&] {
        json.field("month", month_text(document, next.month));
        json.field("total", placed.total);
        json.field("at_probability", placed.placed);
        json.field("carried", placed.carried);
        json.field("cut", placed.cut);
        json.field("probability", number_or_null(placed.probability));
      });
    }
  });
  write_rows(
      "placed_targets", placed_columns(spec, document), placed_rows(document),
      [&](const auto& row) { return placed_cells(spec, document, row); }, json);
}

}  // namespace salesplan::adapters
