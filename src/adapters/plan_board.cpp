#include "adapters/plan_board.hpp"

#include <string>
#include <vector>

#include "adapters/plan_accounts.hpp"
#include "adapters/plan_alerts.hpp"
#include "adapters/plan_quotas.hpp"
#include "adapters/plan_review.hpp"
#include "adapters/plan_strategy.hpp"
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
        json.object([&] {
          json.field("key", unit.key);
          json.field("label", unit.label);
          json.field("target", unit.target);
          json.field("actual", unit.actual);
        });
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
  json.field("status", status_name(month.status));
  json.field("target", month.target);
  json.field("actual", integer_or_null(month.actual));
  json.field("forecast", number_or_null(month.forecast));
  json.field("landing", number_or_null(month.landing));
  json.field("landing_lower", number_or_null(month.landing_lower));
  json.field("landing_upper", number_or_null(month.landing_upper));
  json.field("probability", number_or_null(month.probability));
  json.field("pace", number_or_null(month.expected_by_now));
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

std::string number_text(Minor value) {
  return core::is_missing(value) ? "null" : std::to_string(value);
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

// A row for each month and cell that has a figure; none where they would make the page too heavy.
void write_facts(const plan::Specification& spec, const Document& document, JsonWriter& json) {
  constexpr std::size_t most_rows = 100000;
  const std::size_t cells = document.revenue.size() / document.months.size();
  const auto actual = [&](std::size_t i) {
    const bool begun = document.dashboard.months[i / cells].status != monitor::MonthStatus::planned;
    return begun ? document.actual[i] : core::missing_integer;
  };
  const auto some = [](Minor value) { return value != 0 && !core::is_missing(value); };
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < document.revenue.size(); ++i) {
    if (some(document.revenue[i]) || some(actual(i))) rows.push_back(i);
  }
  if (rows.size() > most_rows) return;
  const auto column = [&](const char* name, const auto& value) {
    json.numbers(name, rows.size(), [&](std::size_t r) { return number_text(value(rows[r])); });
  };
  json.object("facts", [&] {
    json.array("dimensions", [&] {
      for (const table::Dimension& dimension : spec.dimensions) {
        json.object([&] { write_dimension(dimension, json); });
      }
    });
    column("month", [&](std::size_t i) { return static_cast<Minor>(i / cells); });
    json.object("members", [&] {
      for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
        const table::Dimension& dimension = spec.dimensions[d];
        const std::vector<std::int32_t> leaf = plan::leaf_of_cells(spec, d);
        column(dimension.name().c_str(), [&](std::size_t i) {
          return Minor{dimension.leaf(static_cast<std::size_t>(leaf[i % cells])) - 1};
        });
      }
    });
    column("target", [&](std::size_t i) { return document.revenue[i]; });
    column("actual", actual);
  });
}

}  // namespace

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
  write_quotas(spec, document, json);
  write_facts(spec, document, json);
  write_reviews(spec, document, json);
  write_alerts(spec, document, json);
  write_strategy(spec, document, json);
  write_account_board(spec, document, json);
}

}  // namespace salesplan::adapters
