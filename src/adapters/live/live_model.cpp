#include "adapters/live/live_model.hpp"

#include <algorithm>
#include <utility>

#include "adapters/plan_alerts.hpp"
#include "adapters/plan_board.hpp"
#include "adapters/plan_task_board.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::adapters {
namespace {

std::string at(const std::string& path, std::size_t position) {
  return path + "/" + std::to_string(position);
}

std::string column_path(const FactColumn& column) {
  return (column.of_members ? "/facts/members/" : "/facts/") + pointer_token(column.name);
}

std::string unit_path(const monitor::Dashboard& board, const plan::UnitChange& change) {
  const monitor::BoardMonth& month = board.months[change.month];
  const monitor::BoardGroup& group = (change.mix ? month.mixes : month.boards)[change.group];
  return at(at("/months", change.month) + (change.mix ? "/mix/" : "/units/") +
                pointer_token(group.dimension),
            change.position);
}

Json integer_or_null(core::Minor value) {
  return core::is_missing(value) ? Json(nullptr) : Json(value);
}

}  // namespace

/// Operations in the order in which they are to be done.
class LiveModel::Patch {
 public:
  void replace(const std::string& path, const Json& value) {
    operation("replace", path, [&] { json_.field("value", value); });
  }
  void add(const std::string& path, const Json& value) {
    operation("add", path, [&] { json_.field("value", value); });
  }
  void add(const std::string& path, const monitor::BoardUnit& unit) {
    operation("add", path, [&] { json_.object("value", [&] { write_unit(unit, json_); }); });
  }
  void remove(const std::string& path) {
    operation("remove", path, [] {});
  }
  std::string take() && { return "[" + std::move(operations_) + "]"; }

 private:
  template <class Value>
  void operation(const char* name, const std::string& path, Value&& value) {
    json_ = JsonWriter(-1);
    json_.object([&] {
      json_.field("op", name);
      json_.field("path", path);
      value();
    });
    operations_ += (operations_.empty() ? "" : ",") + std::move(json_).take();
  }

  JsonWriter json_{-1};
  std::string operations_;
};

LiveModel::LiveModel(const plan::Specification& spec, plan::Document document, AlertKeeper keeper)
    : spec_(&spec),
      document_(std::move(document)),
      board_(spec, document_),
      book_(plan::alert_book(spec)),
      keeper_(std::move(keeper)),
      alerts_(spec, document_, board_),
      columns_(fact_columns(spec, document_)),
      rows_(fact_cells(document_)),
      with_facts_(rows_.size() <= most_fact_rows) {
  for (std::size_t row = 0; row < document_.tasks.size(); ++row) {
    const plan::OwnerTasks& tasks = document_.tasks[row];
    task_rows_.emplace(std::pair(tasks.month, tasks.owner), row);
    week_rows_.emplace(tasks.month, 0);
  }
  std::size_t weeks = 0;
  for (auto& [month, row] : week_rows_) row = 4 * weeks++;
  if (!keeper_) {
    keeper_ =
        [this](monitor::Instant now,
               const std::vector<monitor::Observation>& observations) -> const monitor::AlertBook& {
      book_.at(now, observations);
      return book_;
    };
  }
  for (const plan::MonthObservations& seen : plan::alert_observations(spec, document_)) {
    plan::state_changes(spec, keeper_(seen.time, seen.figures), seen.month, states_);
  }
}

std::string LiveModel::json() const {
  JsonWriter json(-1);
  json.object([&] {
    write_dashboard(*spec_, document_, json);
    json.object("live", [&] {
      json.field("sequence", sequence_);
      json.field("problem", problem_);
    });
  });
  return std::move(json).take();
}

std::string LiveModel::add(const LiveFacts& facts) {
  const plan::BoardChange change =
      board_.add(facts.dates, facts.leaves, facts.revenue, facts.evening);
  Patch patch;
  patch_units(change.units, patch);
  for (const plan::MonthChange& month : change.months) patch_month(month, patch);
  for (const std::size_t cell : change.cells) patch_fact(cell, patch);
  patch_weeks(change.weeks, patch);
  patch_alerts(alerts_.due(board_), patch);
  patch.replace("/live/sequence", ++sequence_);
  return std::move(patch).take();
}

std::string LiveModel::complain(const std::string& problem) {
  problem_ = problem;
  Patch patch;
  patch.replace("/live/problem", problem_);
  patch.replace("/live/sequence", ++sequence_);
  return std::move(patch).take();
}

void LiveModel::patch_month(const plan::MonthChange& change, Patch& patch) const {
  const std::size_t month = change.month;
  const monitor::BoardMonth &before = change.before, &now = document_.dashboard.months[month];
  const std::string path = at("/months", month);
  const auto were = month_figures(before), are = month_figures(now);
  for (std::size_t f = 0; f < are.size(); ++f) {
    if (were[f].second != are[f].second) {
      patch.replace(path + "/" + are[f].first, are[f].second);
    }
  }
  for (std::size_t d = 0; d < now.days.size(); ++d) {
    const core::Minor sold = now.days[d].actual_cumulative;
    if (sold == before.days[d].actual_cumulative) continue;
    patch.replace(at(path + "/days", d) + "/actual_cumulative", integer_or_null(sold));
  }
  if (!with_facts_ || before.status != monitor::MonthStatus::planned ||
      now.status == monitor::MonthStatus::planned) {
    return;
  }
  // What was not known is now 0, until facts say more.
  const std::size_t cells = document_.revenue.size() / document_.months.size();
  const auto first = std::lower_bound(rows_.begin(), rows_.end(), month * cells);
  for (auto row = first; row != rows_.end() && *row < (month + 1) * cells; ++row) {
    patch.replace(at("/facts/actual", static_cast<std::size_t>(row - rows_.begin())),
                  document_.actual[*row]);
  }
}

void LiveModel::patch_units(const std::vector<plan::UnitChange>& units, Patch& patch) const {
  for (const plan::UnitChange& change : units) {
    const std::string path = unit_path(document_.dashboard, change);
    if (change.what == plan::UnitChange::removed) {
      patch.remove(path);
    } else if (change.what == plan::UnitChange::added) {
      patch.add(path, change.unit);
    } else {
      patch.replace(path + "/actual", change.unit.actual);
    }
  }
}

// The row of all owners in a month and that of each; owners without a target in it have none.
void LiveModel::patch_weeks(const std::vector<std::size_t>& weeks, Patch& patch) const {
  const std::size_t owners = spec_->dimensions[spec_->owner].leaf_count();
  for (const std::size_t cell : weeks) {
    const std::size_t week = cell / owners, month = week / 4;
    const auto all = week_rows_.find(month);
    if (all == week_rows_.end()) continue;
    patch.replace(at("/tasks/weeks", all->second + week % 4) + "/actual",
                  week_actual(*spec_, document_, week));
    const auto row = task_rows_.find({month, static_cast<std::int32_t>(cell % owners)});
    if (row == task_rows_.end() || document_.tasks.size() > most_owner_months) continue;
    patch.replace(at(at("/tasks/targets", row->second) + "/actual", week % 4),
                  document_.week_sales[cell]);
  }
}

void LiveModel::patch_alerts(const std::vector<plan::MonthObservations>& due, Patch& patch) {
  try {
    for (const plan::MonthObservations& seen : due) {
      const monitor::AlertBook& book = keeper_(seen.time, seen.figures);
      for (const plan::AlertChange& change :
           plan::state_changes(*spec_, book, seen.month, states_)) {
        const Json row = alert_row(*spec_, document_, change);
        const std::size_t rows = document_.alerts.size();
        if (rows == 0) {
          patch.add("/alerts", Json::array({row}));
        } else {
          patch.add(at("/alerts", rows), row);
        }
        document_.alerts.push_back(change);
      }
    }
  } catch (const Error& error) {  // the facts are in all the same
    problem_ = error.what();
    patch.replace("/live/problem", problem_);
  }
}

// The row of a cell comes with its first figure and goes with its last.
void LiveModel::patch_fact(std::size_t cell, Patch& patch) {
  if (!with_facts_) return;
  const auto place = std::lower_bound(rows_.begin(), rows_.end(), cell);
  const auto row = static_cast<std::size_t>(place - rows_.begin());
  const bool was = place != rows_.end() && *place == cell;
  if (was && has_figure(document_, cell)) {
    patch.replace(at("/facts/actual", row), document_.actual[cell]);
  } else if (was) {
    rows_.erase(place);
    for (const FactColumn& column : columns_) patch.remove(at(column_path(column), row));
  } else if (has_figure(document_, cell)) {
    rows_.insert(place, cell);
    if (rows_.size() > most_fact_rows) {
      with_facts_ = false;
      patch.remove("/facts");
      return;
    }
    for (const FactColumn& column : columns_) {
      patch.add(at(column_path(column), row), integer_or_null(column.value(cell)));
    }
  }
}

}  // namespace salesplan::adapters
