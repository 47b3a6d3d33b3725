#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/material/order_proposal.hpp"
#include "salesplan/material/requirement.hpp"
#include "salesplan/material/stock_ledger.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;

struct MaterialArguments {
  std::string file, plan, needs, open, today;
  std::string calendar = "CN";
  bool json = false;
};

/// Names in order of first appearance.
class Names {
 public:
  std::int32_t add(std::string_view name) {
    const auto place =
        position_.emplace(std::string(name), static_cast<std::int32_t>(names_.size()));
    if (place.second) names_.emplace_back(name);
    return place.first->second;
  }
  /// -1 where the cell is empty or there is no such column.
  std::int32_t add(const CsvTable& csv, std::size_t row, std::string_view column) {
    if (!csv.has_column(column)) return -1;
    const std::string_view cell = csv.cell(row, csv.column(column));
    return cell.empty() ? -1 : add(cell);
  }
  const std::string& operator[](std::size_t i) const { return names_[i]; }
  std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::int32_t, std::less<>> position_;
};

std::string_view cell_text(const CsvTable& csv, std::size_t row, std::string_view name) {
  return csv.cell(row, csv.column(name));
}

calendar::Date date(const CsvTable& csv, std::size_t row, std::string_view name) {
  return calendar::parse_date(cell_text(csv, row, name), csv.place(row, csv.column(name)));
}

material::Pieces pieces(const CsvTable& csv, std::size_t row, std::string_view name) {
  return core::parse_integer(cell_text(csv, row, name), csv.place(row, csv.column(name)));
}

material::Pieces pieces(const CsvTable& csv, std::size_t row, std::string_view name,
                        material::Pieces otherwise) {
  return csv.has_column(name) && !cell_text(csv, row, name).empty() ? pieces(csv, row, name)
                                                                    : otherwise;
}

void run_need(const MaterialArguments& arguments) {
  const CsvTable list_csv(adapters::read_file(arguments.file), arguments.file);
  const CsvTable plan_csv(adapters::read_file(arguments.plan), arguments.plan);
  Names materials, periods, activities, reps, channels, tiers;
  std::vector<material::ListLine> list;
  for (std::size_t r = 0; r < list_csv.rows(); ++r) {
    list.push_back({materials.add(cell_text(list_csv, r, "material")),
                    activities.add(list_csv, r, "activity"), reps.add(list_csv, r, "rep"),
                    channels.add(list_csv, r, "channel"), tiers.add(list_csv, r, "tier"),
                    adapters::csv_number(list_csv, r, "pieces_an_event")});
  }
  std::vector<material::PlannedEvents> plan;
  for (std::size_t r = 0; r < plan_csv.rows(); ++r) {
    plan.push_back({periods.add(cell_text(plan_csv, r, "period")),
                    activities.add(plan_csv, r, "activity"), reps.add(plan_csv, r, "rep"),
                    channels.add(plan_csv, r, "channel"), tiers.add(plan_csv, r, "tier"),
                    adapters::csv_number(plan_csv, r, "events")});
  }
  const material::Requirement need =
      material::requirement(list, plan, materials.size(), periods.size());
  std::vector<std::vector<Cell>> rows;
  for (std::size_t m = 0; m < materials.size(); ++m) {
    for (std::size_t p = 0; p < periods.size(); ++p) {
      rows.push_back(
          {materials[m], periods[p], static_cast<double>(need.pieces[m * periods.size() + p])});
    }
  }
  print_rows({"material", "period", "pieces"}, rows, arguments.json);
}

/// Dated pieces by material.
std::map<std::string, std::vector<material::DatedPieces>, std::less<>> dated(
    const std::string& file, const CsvTable& known) {
  std::map<std::string, std::vector<material::DatedPieces>, std::less<>> result;
  for (std::size_t r = 0; r < known.rows(); ++r)
    result[std::string(cell_text(known, r, "material"))];
  if (file.empty()) return result;
  const CsvTable csv(adapters::read_file(file), file);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto of = result.find(cell_text(csv, r, "material"));
    if (of == result.end()) {
      throw Error(ErrorCode::not_found, csv.place(r, csv.column("material")),
                  core::quoted(cell_text(csv, r, "material")) + " is not in " + known.name());
    }
    of->second.push_back({date(csv, r, "date"), pieces(csv, r, "pieces")});
  }
  return result;
}

void run_orders(const MaterialArguments& arguments) {
  const CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const calendar::WorkdayCalendar workdays = calendar::named_calendar(arguments.calendar);
  const calendar::Date today = calendar::parse_date(arguments.today, "--today");
  const auto needs = dated(arguments.needs, csv);
  auto open = dated(arguments.open, csv);
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string name(cell_text(csv, r, "material"));
    material::Supply supply;
    supply.on_hand = pieces(csv, r, "on_hand");
    supply.open_orders = open[name];
    supply.safety_stock = pieces(csv, r, "safety_stock", 0);
    supply.lead_time_days = pieces(csv, r, "lead_time_days");
    supply.buffer_days = pieces(csv, r, "buffer_days", 0);
    supply.packing = {pieces(csv, r, "pack", 1), pieces(csv, r, "minimum_order", 0)};
    supply.order_cost = adapters::csv_number(csv, r, "order_cost", 0);
    supply.holding_cost = adapters::csv_number(csv, r, "holding_cost", 0);
    const material::SupplyPlan plan = adapters::of_csv_row(csv, r, [&] {
      return material::plan_supply(workdays, today, needs.find(name)->second, supply);
    });
    for (const material::OrderProposal& order : plan.orders) {
      rows.push_back({name, calendar::date_text(order.order_on), calendar::date_text(order.arrives),
                      calendar::date_text(order.needed_on), static_cast<double>(order.pieces),
                      static_cast<double>(order.days_late)});
    }
  }
  print_rows({"material", "order_on", "arrives", "needed_on", "pieces", "days_late"}, rows,
             arguments.json);
}

void run_ledger(const MaterialArguments& arguments) {
  const CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  static const std::map<std::string_view, material::MovementKind> kinds{
      {"receipt", material::MovementKind::receipt}, {"issue", material::MovementKind::issue},
      {"return", material::MovementKind::giveback}, {"transfer", material::MovementKind::transfer},
      {"count", material::MovementKind::count},     {"scrap", material::MovementKind::scrap}};
  Names materials, locations, reps;
  std::vector<material::Movement> movements;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto kind = kinds.find(cell_text(csv, r, "kind"));
    if (kind == kinds.end()) {
      throw Error(ErrorCode::parse, csv.place(r, csv.column("kind")),
                  core::quoted(cell_text(csv, r, "kind")) +
                      " is none of receipt, issue, return, transfer, count, scrap");
    }
    material::Movement movement;
    movement.kind = kind->second;
    movement.date = date(csv, r, "date");
    movement.material = materials.add(cell_text(csv, r, "material"));
    movement.location = locations.add(cell_text(csv, r, "location"));
    movement.pieces = pieces(csv, r, "pieces");
    if (csv.has_column("expires") && !cell_text(csv, r, "expires").empty()) {
      movement.expires = date(csv, r, "expires");
    }
    movement.to_location = locations.add(csv, r, "to_location");
    movement.rep = reps.add(csv, r, "rep");
    movements.push_back(movement);
  }
  material::StockLedger ledger(materials.size(), locations.size());
  for (std::size_t r = 0; r < movements.size(); ++r) {
    adapters::of_csv_row(csv, r, [&] { ledger.book(movements[r]); });
  }
  std::vector<std::vector<Cell>> rows;
  for (std::size_t m = 0; m < materials.size(); ++m) {
    for (std::size_t l = 0; l < locations.size(); ++l) {
      const material::Balance& b = ledger.balance(m, l);
      if (!b.moved()) continue;
      rows.push_back({materials[m], locations[l]});
      for (material::Pieces sum :
           {b.received, b.given_back, b.transferred_in, b.counted_more, b.issued, b.transferred_out,
            b.counted_less, b.scrapped, b.on_hand}) {
        rows.back().emplace_back(static_cast<double>(sum));
      }
    }
  }
  print_rows({"material", "location", "received", "given_back", "transferred_in", "counted_more",
              "issued", "transferred_out", "counted_less", "scrapped", "on_hand"},
             rows, arguments.json);
}

}  // namespace

void add_material_command(CLI::App& app) {
  CLI::App* group = app.add_subcommand(
      "material", "Sales material: what is needed, when to order, what is there");
  group->require_subcommand(1);
  const auto arguments = std::make_shared<MaterialArguments>();
  CLI::App* need = group->add_subcommand("need", "What a plan of visits and promotions takes");
  need->add_option(
          "list", arguments->file,
          "CSV: material, pieces_an_event and, for some only, activity, rep, channel, tier")
      ->required();
  need->add_option("plan", arguments->plan,
                   "CSV: period, events and any of activity, rep, channel, tier")
      ->required();
  need->callback([arguments] { run_need(*arguments); });
  CLI::App* orders = group->add_subcommand("orders", "When to order so that nothing is late");
  orders
      ->add_option("materials", arguments->file,
                   "CSV: material, on_hand, lead_time_days; safety_stock, buffer_days, pack, "
                   "minimum_order, order_cost, holding_cost where there are any")
      ->required();
  orders->add_option("needs", arguments->needs, "CSV: material, date, pieces")->required();
  orders->add_option("--open", arguments->open, "Open orders, CSV: material, date, pieces");
  orders->add_option("--today", arguments->today, "Date, such as 2026-01-12")->required();
  orders->add_option("--calendar", arguments->calendar, "CN, US or WEEKDAYS")
      ->capture_default_str();
  orders->callback([arguments] { run_orders(*arguments); });
  CLI::App* ledger = group->add_subcommand("ledger", "Check movements of stock and balance them");
  ledger
      ->add_option("movements", arguments->file,
                   "CSV: kind (receipt, issue, return, transfer, count, scrap), date, material, "
                   "location, pieces; expires, to_location, rep where there are any")
      ->required();
  ledger->callback([arguments] { run_ledger(*arguments); });
  for (CLI::App* command : {need, orders, ledger}) {
    command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  }
  add_material_policy_command(*group);
  group->footer(
      "Examples:\n"
      "  salesplan material policy materials.csv --level 0.98\n"
      "  salesplan material need list.csv visits.csv\n"
      "  salesplan material orders materials.csv needs.csv --today 2026-01-12\n"
      "  salesplan material ledger movements.csv");
}

}  // namespace salesplan::cli
