// salesplan: the command line.

#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "cli/commands.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/version.hpp"

namespace {

constexpr int exit_internal = 1;
constexpr int exit_usage = 2;
constexpr int exit_input = 3;
constexpr int exit_infeasible = 4;
constexpr int exit_io = 5;

constexpr const char* footer =
    "Exit codes: 0 done; 1 defect of salesplan; 2 wrong usage; 3 bad input (the message names "
    "file,\n"
    "line and column, or the field); 4 constraints that cannot hold together; 5 a file cannot be\n"
    "read or written. Amounts are written with a point; whatever the locale, so are they read.";

int exit_code(salesplan::ErrorCode code) {
  switch (code) {
    case salesplan::ErrorCode::infeasible:
      return exit_infeasible;
    case salesplan::ErrorCode::io:
      return exit_io;
    case salesplan::ErrorCode::internal:
    case salesplan::ErrorCode::out_of_memory:
      return exit_internal;
    default:
      return exit_input;
  }
}

int fail(const char* message, int code) {
  std::fprintf(stderr, "salesplan: %s\n", message);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("From a yearly sales target to everybody's month.", "salesplan");
  app.set_version_flag("--version", std::to_string(SALESPLAN_VERSION_MAJOR) + "." +
                                        std::to_string(SALESPLAN_VERSION_MINOR) + "." +
                                        std::to_string(SALESPLAN_VERSION_PATCH));
  app.require_subcommand(1);
  app.footer(footer);
  salesplan::cli::add_plan_command(app);
  salesplan::cli::add_forecast_command(app);
  salesplan::cli::add_allocate_command(app);
  salesplan::cli::add_calendar_command(app);
  salesplan::cli::add_promotions_command(app);
  salesplan::cli::add_products_command(app);
  salesplan::cli::add_target_command(app);
  salesplan::cli::add_territory_command(app);
  salesplan::cli::add_customers_command(app);
  salesplan::cli::add_review_command(app);
  salesplan::cli::add_material_command(app);
  salesplan::cli::add_monitor_command(app);
  salesplan::cli::add_budget_command(app);
  salesplan::cli::add_visits_command(app);
  salesplan::cli::add_tasks_command(app);
  salesplan::cli::add_raci_command(app);
  salesplan::cli::add_flow_command(app);
#ifdef SALESPLAN_SQLITE
  salesplan::cli::add_kept_command(app);
#endif
#ifdef SALESPLAN_NOTICES
  salesplan::cli::add_notices_command(app);
#endif
#ifdef SALESPLAN_SERVE
  salesplan::cli::add_serve_command(app);
#endif
#ifdef SALESPLAN_XLSX
  salesplan::cli::add_workbook_command(app);
#endif
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_usage;
  } catch (const salesplan::Error& error) {
    return fail(error.what(), exit_code(error.code()));
  } catch (const std::bad_alloc&) {
    return fail("out of memory", exit_internal);
  } catch (const std::exception& error) {
    return fail(error.what(), exit_internal);
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    return fail("the output cannot be written", exit_io);
  return 0;
}
