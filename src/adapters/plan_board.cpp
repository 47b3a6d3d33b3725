#include "adapters/plan_board.hpp"

#include <vector>

#include "adapters/plan_accounts.hpp"
#include "adapters/plan_strategy.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;

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

}  // namespace

void write_dashboard(const plan::Specification& spec, const plan::Document& document,
                     JsonWriter& json) {
  json.field("schema", "salesplan.dashboard/1");
  json.field("company", spec.company);
  json.field("currency", spec.currency);
  json.field("decimals", spec.decimals);
  json.field("language", spec.language);
  json.array("months", [&] {
    for (const monitor::BoardMonth& month : document.dashboard.months) {
      json.object([&] { write_month(month, json); });
    }
  });
  write_strategy(spec, document, json);
  write_account_board(spec, document, json);
}

}  // namespace salesplan::adapters
