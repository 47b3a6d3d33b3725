// The commands of the command line. Each adds itself to the program and runs when it is chosen.
#pragma once

#include <CLI/CLI.hpp>

namespace salesplan::cli {

void add_plan_command(CLI::App& app);
void add_charts_command(CLI::App& app);
void add_forecast_command(CLI::App& app);
void add_allocate_command(CLI::App& app);
void add_allocate_tree_commands(CLI::App& allocate);  // below "allocate"
void add_allocate_margins_command(CLI::App& allocate);
void add_allocate_rounding_command(CLI::App& allocate);
void add_calendar_command(CLI::App& app);
void add_promotions_command(CLI::App& app);
void add_promotion_study_commands(CLI::App& promotions);  // below "promotions"
void add_products_command(CLI::App& app);
void add_target_command(CLI::App& app);
void add_territory_command(CLI::App& app);
void add_customers_command(CLI::App& app);
void add_customer_lifetime_commands(CLI::App& customers);  // below "customers"
void add_customer_study_commands(CLI::App& customers);     // below "customers"
void add_review_command(CLI::App& app);
void add_strategy_command(CLI::App& review);  // below "review"
void add_channels_command(CLI::App& review);  // below "review"
void add_cycles_command(CLI::App& review);    // below "review"
void add_material_command(CLI::App& app);
void add_material_policy_command(CLI::App& material);  // below "material"
void add_monitor_command(CLI::App& app);
void add_kpi_command(CLI::App& monitor);  // below "monitor"
void add_budget_command(CLI::App& app);
void add_visits_command(CLI::App& app);
void add_tasks_command(CLI::App& app);
void add_raci_command(CLI::App& app);
void add_flow_command(CLI::App& app);
void add_kept_command(CLI::App& app);      // where SALESPLAN_SQLITE is on
void add_notices_command(CLI::App& app);   // where SALESPLAN_NOTICES is on
void add_serve_command(CLI::App& app);     // where SALESPLAN_SERVE is on
void add_workbook_command(CLI::App& app);  // where SALESPLAN_XLSX is on

}  // namespace salesplan::cli
