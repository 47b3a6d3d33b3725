#include "adapters/plan_material.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/plan_fields.hpp"
#include "adapters/plan_rows.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::adapters {
namespace {

using material::Pieces;
using plan::Document;
using plan::MaterialItem;
using plan::MaterialRow;
using plan::MaterialSettings;
using plan::Specification;

constexpr const char* material_columns[] = {
    "material", "label",          "need",         "on_hand",       "on_order",
    "covered",  "out_on",         "safety_stock", "reorder_point", "order_quantity",
    "order_on", "order_pieces",   "days_late",    "overstock",     "overstock_value",
    "expiring", "expiring_value", "idle_value"};
constexpr const char* order_columns[] = {"material",  "label",  "order_on",  "arrives",
                                         "needed_on", "pieces", "days_late", "cost"};

Pieces pieces_cell(const CsvTable& csv, std::size_t row, const char* name, Pieces otherwise,
                   Pieces low, Pieces high) {
  if (!csv.has_column(name)) return otherwise;
  const std::size_t column = csv.column(name);
  if (csv.cell(row, column).empty()) return otherwise;
  const Pieces value = core::parse_integer(csv.cell(row, column), csv.place(row, column));
  if (value < low || value > high) {
    throw Error(ErrorCode::invalid_argument, csv.place(row, column),
                "must lie in " + std::to_string(low) + ".." + std::to_string(high));
  }
  return value;
}

double number_cell(const CsvTable& csv, std::size_t row, const char* name, double otherwise,
                   double high) {
  const double value = csv_number(csv, row, name, otherwise);
  if (value < 0 || value > high) {
    throw Error(ErrorCode::invalid_argument, csv.place(row, csv.column(name)),
                "must lie in 0.." + core::to_text(high));
  }
  return value;
}

void read_stock(const Specification& spec, MaterialSettings& settings, const CsvTable& csv) {
  const double minor = core::minor_per_unit(spec.decimals);
  const std::size_t key = csv.column("material");
  csv.column("on_hand");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    MaterialItem item;
    item.key = csv.cell(r, key);
    if (item.key.empty()) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, key), "must not be empty");
    }
    const bool twice = std::any_of(settings.items.begin(), settings.items.end(),
                                   [&](const MaterialItem& one) { return one.key == item.key; });
    if (twice) {
      throw Error(ErrorCode::duplicate, csv.place(r, key),
                  core::quoted(item.key) + " is given twice");
    }
    item.label = csv.has_column("label") ? csv.cell(r, csv.column("label")) : std::string_view();
    if (item.label.empty()) item.label = item.key;
    item.on_hand = pieces_cell(csv, r, "on_hand", 0, 0, material::most_pieces);
    item.unit_cost = csv_amount(csv, r, "unit_cost", spec.decimals, 0);
    if (item.unit_cost < 0) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column("unit_cost")),
                  "must not be negative");
    }
    item.lead_time_days = pieces_cell(csv, r, "lead_time_days", 0, 0, 1000);
    item.buffer_days = pieces_cell(csv, r, "buffer_days", 0, 0, 1000);
    item.packing.pack = pieces_cell(csv, r, "pack", 1, 1, material::most_pieces);
    item.packing.minimum_order = pieces_cell(csv, r, "minimum_order", 0, 0, material::most_pieces);
    item.order_cost = number_cell(csv, r, "order_cost", 0, 1e9) * minor;
    item.error = number_cell(csv, r, "error", core::missing_number, 100);
    if (csv.has_column("last_issue")) {
      const std::size_t column = csv.column("last_issue");
      const std::string_view text = csv.cell(r, column);
      if (!text.empty()) item.last_issue = calendar::parse_date(text, csv.place(r, column));
    }
    settings.items.push_back(std::move(item));
  }
  if (settings.items.empty()) {
    throw Error(ErrorCode::invalid_argument, csv.name(), "has no materials");
  }
}

std::size_t item_at(const MaterialSettings& settings, const CsvTable& csv, std::size_t row) {
  const std::size_t column = csv.column("material");
  const std::string_view key = csv.cell(row, column);
  const auto found = std::find_if(settings.items.begin(), settings.items.end(),
                                  [&](const MaterialItem& item) { return item.key == key; });
  if (found == settings.items.end()) {
    throw Error(ErrorCode::not_found, csv.place(row, column),
                core::quoted(key) + " is not in stock");
  }
  return static_cast<std::size_t>(found - settings.items.begin());
}

// A cell of the list, which stands for any where it is empty.
std::string_view list_cell(const CsvTable& csv, std::size_t row, const char* name) {
  return csv.has_column(name) ? csv.cell(row, csv.column(name)) : std::string_view();
}

void read_list(const Specification& spec, MaterialSettings& settings, const CsvTable& csv) {
  const bool visits = spec.accounts && spec.accounts->day_hours > 0;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    material::ListLine line;
    line.material = static_cast<std::int32_t>(item_at(settings, csv, r));
    const std::string_view activity = list_cell(csv, r, "activity");
    if (activity == "visit") {
      line.activity = MaterialSettings::visit;
    } else if (activity == "promotion") {
      line.activity = MaterialSettings::promotion;
    } else if (!activity.empty()) {
      throw Error(ErrorCode::not_found, csv.place(r, csv.column("activity")),
                  core::quoted(activity) + " is neither visit nor promotion");
    }
    const std::string_view rep = list_cell(csv, r, "rep"), tier = list_cell(csv, r, "tier");
    if (!visits && !(rep.empty() && tier.empty())) {
      throw Error(ErrorCode::invalid_argument,
                  csv.place(r, csv.column(rep.empty() ? "tier" : "rep")),
                  "needs visits, which the plan does not have");
    }
    if (!rep.empty()) {
      line.rep = table::leaf_ordinal(spec.dimensions[spec.accounts->rep], rep,
                                     csv.place(r, csv.column("rep")));
    }
    if (!tier.empty()) {
      const auto& tiers = spec.accounts->tiers;
      const auto named = std::find_if(tiers.begin(), tiers.end(),
                                      [&](const auto& one) { return one.name == tier; });
      if (named == tiers.end()) {
        throw Error(ErrorCode::not_found, csv.place(r, csv.column("tier")),
                    core::quoted(tier) + " is no tier");
      }
      line.tier = static_cast<std::int32_t>(named - tiers.begin());
    }
    csv.column("pieces");
    line.pieces_an_event = number_cell(csv, r, "pieces", 0, 1e9);
    const bool twice =
        std::any_of(settings.list.begin(), settings.list.end(), [&](const material::ListLine& one) {
          return one.material == line.material && one.activity == line.activity &&
                 one.rep == line.rep && one.tier == line.tier;
        });
    if (twice) {
      throw Error(ErrorCode::duplicate, csv.place(r, csv.column("material")),
                  "has the activity, rep and tier of an earlier line");
    }
    settings.list.push_back(line);
  }
}

// Pieces of a material on a day: what arrives, what expires.
template <class Row>
void read_dated_pieces(MaterialSettings& settings, const CsvTable& csv, const char* date,
                       std::vector<Row> MaterialItem::*rows) {
  const std::size_t column = csv.column(date);
  csv.column("pieces");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    (settings.items[item_at(settings, csv, r)].*rows)
        .push_back({calendar::parse_date(csv.cell(r, column), csv.place(r, column)),
                    pieces_cell(csv, r, "pieces", 0, 1, material::most_pieces)});
  }
}

std::vector<Json> material_cells(const Specification& spec, const MaterialRow& row) {
  const MaterialItem& item = spec.material->items[row.item];
  Pieces on_order = 0;
  for (const material::DatedPieces& open : item.open_orders) on_order += open.pieces;
  const bool orders = !row.orders.empty();
  return {item.key,
          item.label,
          row.need,
          item.on_hand,
          on_order,
          row.covered,
          row.out_on == calendar::no_date ? Json(nullptr) : Json(calendar::date_text(row.out_on)),
          row.safety_stock,
          row.reorder_point,
          row.order_quantity,
          orders ? Json(calendar::date_text(row.orders[0].order_on)) : Json(nullptr),
          orders ? Json(row.orders[0].pieces) : Json(nullptr),
          orders ? Json(row.orders[0].days_late) : Json(nullptr),
          row.overstock,
          row.overstock_value,
          row.expiring,
          row.expiring_value,
          row.idle_value};
}

struct MaterialOrder {
  const MaterialRow* row;
  const material::OrderProposal* order;
};

std::vector<MaterialOrder> orders_of(const Document& document) {
  std::vector<MaterialOrder> orders;
  for (const MaterialRow& row : document.material.rows) {
    for (const material::OrderProposal& order : row.orders) orders.push_back({&row, &order});
  }
  std::stable_sort(orders.begin(), orders.end(), [](const auto& a, const auto& b) {
    return a.order->order_on < b.order->order_on;
  });
  return orders;
}

std::vector<Json> order_cells(const Specification& spec, const MaterialOrder& one) {
  const MaterialItem& item = spec.material->items[one.row->item];
  return {
      item.key,
      item.label,
      calendar::date_text(one.order->order_on),
      calendar::date_text(one.order->arrives),
      calendar::date_text(one.order->needed_on),
      one.order->pieces,
      one.order->days_late,
      number_or_null(static_cast<double>(one.order->pieces) * static_cast<double>(item.unit_cost) +
                     item.order_cost)};
}

}  // namespace

void read_material(Specification& spec, const JsonReader& field, const DataReader& data) {
  field.allow(
      {"comment", "stock", "list", "open_orders", "batches", "service", "carrying", "idle_days"});
  MaterialSettings settings;
  settings.comment = field.text("comment", "");
  const auto table = [&](const JsonReader& given) {
    given.allow({"file", "csv"});
    return data.table_of(given);
  };
  read_stock(spec, settings, table(field.get("stock")));
  read_list(spec, settings, table(field.get("list")));
  if (const auto open = field.find("open_orders")) {
    read_dated_pieces(settings, table(*open), "date", &MaterialItem::open_orders);
  }
  if (const auto batches = field.find("batches")) {
    read_dated_pieces(settings, table(*batches), "expires", &MaterialItem::batches);
  }
  settings.service = field.number("service", settings.service);
  if (!(settings.service >= 0.5 && settings.service <= 0.9999)) {
    throw Error(ErrorCode::invalid_argument, field.path() + ".service", "must lie in 0.5..0.9999");
  }
  settings.carrying = field.number("carrying", settings.carrying);
  if (!(settings.carrying >= 0 && settings.carrying <= 10)) {
    throw Error(ErrorCode::invalid_argument, field.path() + ".carrying", "must lie in 0..10");
  }
  settings.idle_days = field.integer("idle_days", settings.idle_days);
  if (settings.idle_days < 1 || settings.idle_days > 36500) {
    throw Error(ErrorCode::invalid_argument, field.path() + ".idle_days", "must lie in 1..36500");
  }
  spec.material = std::move(settings);
}

void write_material(const Specification& spec, const Document& document, JsonWriter& json) {
  if (!spec.material) return;
  const plan::MaterialPlan& plan = document.material;
  json.object("material", [&] {
    if (!spec.material->comment.empty()) json.field("comment", spec.material->comment);
    json.field("first", calendar::date_text(plan.first));
    json.field("last", calendar::date_text(plan.last));
    write_rows(
        "items", material_columns, plan.rows,
        [&](const auto& row) { return material_cells(spec, row); }, json);
    json.array("weeks", [&] {
      for (const MaterialRow& row : plan.rows) {
        for (const plan::MaterialWeek& week : row.weeks) {
          json.object([&] {
            json.field("material", spec.material->items[row.item].key);
            json.field("start", calendar::date_text(week.start));
            json.field("need", week.need);
            json.field("arrives", week.arrives);
            json.field("stock", week.stock);
          });
        }
      }
    });
    write_rows(
        "orders", order_columns, orders_of(document),
        [&](const auto& one) { return order_cells(spec, one); }, json);
  });
}

std::string material_csv(const Specification& spec, const Document& document) {
  return rows_csv(material_columns, document.material.rows,
                  [&](const auto& row) { return material_cells(spec, row); });
}

std::string material_orders_csv(const Specification& spec, const Document& document) {
  return rows_csv(order_columns, orders_of(document),
                  [&](const auto& one) { return order_cells(spec, one); });
}

}  // namespace salesplan::adapters
