#include "adapters/plan_board.hpp"

#include <vector>

#include "salesplan/core/missing.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;
using plan::Document;
using plan::Specification;

Json groups_json(const std::vector<monitor::BoardGroup>& groups) {
  Json object = Json::object();
  for (const monitor::BoardGroup& group : groups) {
    Json& units = object[group.dimension] = Json::array();
    for (const monitor::BoardUnit& unit : group.units) {
      units.push_back({{"key", unit.key},
                       {"label", unit.label},
                       {"target", unit.target},
                       {"actual", unit.actual}});
    }
  }
  return object;
}

Json integer_or_null(Minor value) { return core::is_missing(value) ? Json(nullptr) : Json(value); }

}  // namespace

Json dashboard_json(const Specification& spec, const Document& document) {
  Json months = Json::array();
  for (const monitor::BoardMonth& month : document.dashboard.months) {
    Json days = Json::array();
    for (const monitor::BoardDay& day : month.days) {
      days.push_back({{"date", calendar::date_text(day.date)},
                      {"workday", day.workday},
                      {"actual_cumulative", integer_or_null(day.actual_cumulative)},
                      {"pace_cumulative", number_or_null(day.pace_cumulative)},
                      {"target", month.target}});
    }
    const char* status = month.status == monitor::MonthStatus::closed ? "closed"
                         : month.status == monitor::MonthStatus::open ? "open"
                                                                      : "planned";
    months.push_back({{"month", calendar::period_text(month.month)},
                      {"status", status},
                      {"target", month.target},
                      {"actual", integer_or_null(month.actual)},
                      {"forecast", number_or_null(month.forecast)},
                      {"landing", number_or_null(month.landing)},
                      {"pace", number_or_null(month.expected_by_now)},
                      {"units", groups_json(month.boards)},
                      {"mix", groups_json(month.mixes)},
                      {"days", days}});
  }
  return {{"schema", "salesplan.dashboard/1"}, {"company", spec.company},
          {"currency", spec.currency},         {"decimals", spec.decimals},
          {"language", spec.language},         {"months", months}};
}

}  // namespace salesplan::adapters
