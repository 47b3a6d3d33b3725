#include "adapters/plan_board.hpp"

#include <string>
#include <vector>

#include "adapters/dashboard_charts.hpp"
#include "adapters/plan_accounts.hpp"
#include "adapters/plan_alerts.hpp"
#include "adapters/plan_budget.hpp"
#include "adapters/plan_material.hpp"
#include "adapters/plan_moves.hpp"
#include "adapters/plan_next.hpp"
#include "adapters/plan_quotas.hpp"
#include "adapters/plan_review.hpp"
#include "adapters/plan_strategy.hpp"
#include "adapters/plan_task_board.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/plan/history.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;
using plan::Document;

Json integer_or_null(Minor value) { return core::is_missing(value) ? Json(nullptr) : Json(value); }

void write_groups(const std::vector<monitor::BoardGroup>& groups, JsonWriter& json) {
  for (const monitor::BoardGroup& group : groups) {
    json.array(group.dimension, [&] {
      for (const monitor::BoardUnit& unit : group.units) {
        json.object([&] { write_unit(unit, json); });
      }
    });
  }
}

const char* status_name(monitor::MonthStatus status) {
  return status == monitor::MonthStatus::closed ? "closed"
         : status == monitor::MonthStatus::open ? "open"
                                                : "planned";
}

void write_month(const monitor::BoardMonth& month, JsonWriter& json) {
  json.field("month", calendar::period_text(month.month));
  for (const auto& [name, value] : month_figures(month)) json.field(name, value);
  json.object("units", [&] { write_groups(month.boards, json); });
  json.object("mix", [&] { write_groups(month.mixes, json); });
  json.array("days", [&] {
    for (const monitor::BoardDay& day : month.days) {
      json.object([&] {
        json.field("date", calendar::date_text(day.date));
        json.field("workday", day.workday);
        json.field("actual_cumulative", integer_or_null(day.actual_cumulative));
        json.field("pace_cumulative", number_or_null(day.pace_cumulative));
        json.field("target", month.target);
      });
    }
  });
}

// Members without the root, so that parents count from 0; -1 has none.
void write_dimension(const table::Dimension& dimension, JsonWriter& json) {
  json.field("name", dimension.name());
  json.array("members", [&] {
    for (std::int32_t i = 1; i < static_cast<std::int32_t>(dimension.size()); ++i) {
      json.object([&] {
        json.field("key", dimension.key(i));
        if (dimension.label(i) != dimension.key(i)) json.field("label", dimension.label(i));
        if (dimension.level(i) > 1) json.field("parent", dimension.parent(i) - 1);
      });
    }
  });
}

// What a cell sold in the same month a year before; missing where no facts reach that far.
Minor before_of(const Document& document, std::size_t cell) {
  const std::size_t cells = document.revenue.size() / document.months.size();
  const plan::Sales& sales = document.sales;
  return cell / cells < sales.unknown || sales.revenue.size() == 0 ? core::missing_integer
                                                                   : sales.revenue[cell];
}

void write_facts(const plan::Specification& spec, const Document& document, JsonWriter& json) {
  const std::vector<std::size_t> rows = fact_cells(document);
  if (rows.size() > most_fact_rows) return;  // the page would be too heavy
  const std::vector<FactColumn> columns = fact_columns(spec, document);
  const auto write = [&](const FactColumn& column) {
    json.numbers(column.name, rows.size(), [&](std::size_t r) {
      const Minor value = column.value(rows[r]);
      return core::is_missing(value) ? "null" : std::to_string(value);
    });
  };
  json.object("facts", [&] {
    json.array("dimensions", [&] {
      for (const table::Dimension& dimension : spec.dimensions) {
        json.object([&] { write_dimension(dimension, json); });
      }
    });
    write(columns.front());
    json.object("members", [&] {
      for (const FactColumn& column : columns) {
        if (column.of_members) write(column);
      }
    });
    for (auto column = columns.begin() + 1; column != columns.end(); ++column) {
      if (!column->of_members) write(*column);
    }
  });
}

}  // namespace

void write_unit(const monitor::BoardUnit& unit, JsonWriter& json) {
  json.field("key", unit.key);
  json.field("label", unit.label);
  json.field("target", unit.target);
  json.field("actual", unit.actual);
}

std::vector<std::pair<const char*, Json>> month_figures(const monitor::BoardMonth& month) {
  return {{"status", status_name(month.status)},
          {"target", month.target},
          {"actual", integer_or_null(month.actual)},
          {"forecast", number_or_null(month.forecast)},
          {"landing", number_or_null(month.landing)},
          {"landing_lower", number_or_null(month.landing_lower)},
          {"landing_upper", number_or_null(month.landing_upper)},
          {"probability", number_or_null(month.probability)},
          {"pace", number_or_null(month.expected_by_now)}};
}

std::vector<std::size_t> fact_cells(const Document& document) {
  std::vector<std::size_t> cells;
  for (std::size_t i = 0; i < document.revenue.size(); ++i) {
    if (has_figure(document, i)) cells.push_back(i);
  }
  return cells;
}

bool has_figure(const Document& document, std::size_t cell) {
  const Minor before = before_of(document, cell);
  return document.revenue[cell] != 0 || document.actual[cell] != 0 ||
         (before != 0 && !core::is_missing(before));
}

std::vector<FactColumn> fact_columns(const plan::Specification& spec, const Document& document) {
  const std::size_t cells = document.revenue.size() / document.months.size();
  std::vector<FactColumn> columns{
      {"month", false, [=](std::size_t i) { return static_cast<Minor>(i / cells); }}};
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    const table::Dimension& dimension = spec.dimensions[d];
    columns.push_back({dimension.name(), true,
                       [=, &dimension, leaf = plan::leaf_of_cells(spec, d)](std::size_t i) {
                         return Minor{dimension.leaf(static_cast<std::size_t>(leaf[i % cells])) -
                                      1};
                       }});
  }
  columns.push_back({"target", false, [&](std::size_t i) { return document.revenue[i]; }});
  columns.push_back({"actual", false, [=, &document](std::size_t i) {
                       const bool begun = document.dashboard.months[i / cells].status !=
                                          monitor::MonthStatus::planned;
                       return begun ? document.actual[i] : core::missing_integer;
                     }});
  if (document.sales.unknown < document.months.size()) {
    columns.push_back({"before", false, [&](std::size_t i) { return before_of(document, i); }});
  }
  return columns;
}

void write_dashboard(const plan::Specification& spec, const Document& document, JsonWriter& json) {
  json.field("schema", "salesplan.dashboard/1");
  json.field("company", spec.company);
  json.field("currency", spec.currency);
  json.field("decimals", spec.decimals);
  json.field("language", spec.language);
  json.field("owner", spec.dimensions[spec.owner].name());
  json.array("months", [&] {
    for (const monitor::BoardMonth& month : document.dashboard.months) {
      json.object([&] { write_month(month, json); });
    }
  });
  write_charts(spec, document, json);
  write_quotas(spec, document, json);
  write_facts(spec, document, json);
  write_reviews(spec, document, json);
  write_alerts(spec, document, json);
  write_moves(spec, document, json);
  write_placed_targets(spec, document, json);
  write_strategy(spec, document, json);
  write_account_board(spec, document, json);
  write_task_board(spec, document, json);
  write_budget(spec, document, json);
  write_material(spec, document, json);
}

}  // namespace salesplan::adapters
