#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"
#include "salesplan/material/order_quantity.hpp"
#include "salesplan/material/stock_policy.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;

struct PolicyArguments {
  std::string file;
  double level = 0.95, carrying = 0.2;
  bool fill = false, incremental = false, json = false;
};

// "1:5.00 1000:4.80": from so many pieces on, a price each.
std::vector<material::PriceBreak> price_breaks(const CsvTable& csv, std::size_t row) {
  const std::size_t column = csv.column("price");
  const std::string place = csv.place(row, column);
  std::string_view text = csv.cell(row, column);
  std::vector<material::PriceBreak> breaks;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view one = text.substr(0, end);
    const std::size_t colon = one.find(':');
    const bool plain = colon == std::string_view::npos;
    if (!one.empty()) {
      breaks.push_back({plain ? 1 : core::parse_integer(one.substr(0, colon), place),
                        core::parse_number(plain ? one : one.substr(colon + 1), place)});
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return breaks;
}

material::Pieces policy_pieces(const CsvTable& csv, std::size_t row, const char* name,
                               material::Pieces otherwise) {
  if (!csv.has_column(name)) return otherwise;
  const std::size_t column = csv.column(name);
  return csv.cell(row, column).empty()
             ? otherwise
             : core::parse_integer(csv.cell(row, column), csv.place(row, column));
}

void run_policy(const PolicyArguments& a) {
  const CsvTable csv(adapters::read_file(a.file), a.file);
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const double days = adapters::csv_number(csv, r, "workdays_a_year", 250);
    const double mean = adapters::csv_number(csv, r, "daily_mean");
    const double order_cost = adapters::csv_number(csv, r, "order_cost", 0);
    const double lead_days = adapters::csv_number(csv, r, "lead_time_days");
    const double daily_sd = adapters::csv_number(csv, r, "daily_sd", 0);
    const double lead_sd = adapters::csv_number(csv, r, "lead_time_sd", 0);
    const std::vector<material::PriceBreak> breaks = price_breaks(csv, r);
    const material::Packing packing{policy_pieces(csv, r, "pack", 1),
                                    policy_pieces(csv, r, "minimum_order", 0)};
    adapters::of_csv_row(csv, r, [&] {
      const material::LeadTimeDemand lead =
          material::lead_time_demand(mean, daily_sd, lead_days, lead_sd);
      const material::OrderQuantity order = material::order_quantity(
          {mean * days, order_cost, a.carrying}, breaks,
          a.incremental ? material::Discount::incremental : material::Discount::all_units, packing);
      const double safety =
          material::safety_stock(a.fill ? material::Service::fill : material::Service::cycle,
                                 a.level, lead.sd, static_cast<double>(order.quantity));
      rows.push_back({std::string(csv.cell(r, csv.column("material"))),
                      static_cast<double>(material::pieces_up(std::max(0.0, safety), "safety")),
                      static_cast<double>(material::reorder_point(lead.mean, safety)),
                      static_cast<double>(order.quantity), order.unit_price, order.yearly_cost});
    });
  }
  print_rows(
      {"material", "safety_stock", "reorder_point", "order_quantity", "unit_price", "yearly_cost"},
      rows, a.json);
}

}  // namespace

void add_material_policy_command(CLI::App& group) {
  const auto a = std::make_shared<PolicyArguments>();
  CLI::App* command = group.add_subcommand(
      "policy", "How much to keep, when to order again, and how much at a time");
  command
      ->add_option("materials", a->file,
                   "CSV: material, daily_mean (pieces a workday), lead_time_days, price (5.00, or "
                   "with breaks 1:5.00 1000:4.80); daily_sd, lead_time_sd, order_cost, pack, "
                   "minimum_order, workdays_a_year (250)")
      ->required();
  command->add_option("--level", a->level, "Of service, between 0 and 1")->capture_default_str();
  command->add_flag("--fill", a->fill,
                    "The level is the share of demand served, not of cycles without a stockout");
  command->add_option("--carrying", a->carrying, "Cost of stock a year, a share of its value")
      ->capture_default_str();
  command->add_flag("--incremental", a->incremental,
                    "Each price holds for the pieces from its break on, not for all");
  command->add_flag("--json", a->json, "Print JSON instead of CSV");
  command->callback([a] { run_policy(*a); });
}

}  // namespace salesplan::cli
