// The dashboard model of a plan as facts come: whole, and as what each batch changes of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/plan_board.hpp"
#include "salesplan/monitor/alert_book.hpp"
#include "salesplan/plan/live_alerts.hpp"
#include "salesplan/plan/live_board.hpp"

namespace salesplan::adapters {

/// New facts in columns; `evening`, where given, is the day they are complete to.
struct LiveFacts {
  std::vector<calendar::Date> dates;
  std::vector<std::int32_t> leaves;  ///< [n, dimensions] leaf ordinals
  std::vector<core::Minor> revenue;
  calendar::Date evening = calendar::no_date;
};

/// A book of alerts that is kept elsewhere: has it observe, and returns it.
using AlertKeeper = std::function<const monitor::AlertBook&(
    monitor::Instant now, const std::vector<monitor::Observation>& observations)>;

class LiveModel {
 public:
  /// @param spec of the plan; must outlive the model
  /// @param keeper of the alerts; without one the model keeps them itself. It is told of the months
  ///               that are closed already too; what it throws is said on the page
  LiveModel(const plan::Specification& spec, plan::Document document, AlertKeeper keeper = {});
  LiveModel(const LiveModel&) = delete;  // the columns go on pointing into the other's document
  LiveModel& operator=(const LiveModel&) = delete;

  const plan::Specification& specification() const { return *spec_; }

  /// Number of changes so far.
  std::int64_t sequence() const { return sequence_; }

  /// The whole model (docs/dashboard-model.md), `live.sequence` among its members.
  std::string json() const;

  /// Takes facts, all or none.
  /// @returns what leads from the model before to the model now, as JSON Patch (RFC 6902), the
  ///          sequence included.
  /// @throws Error as LiveBoard.
  std::string add(const LiveFacts& facts);

  /// Has the page say that facts were refused; what add() returns.
  std::string complain(const std::string& problem);

 private:
  class Patch;
  void patch_month(const plan::MonthChange& change, Patch& patch) const;
  void patch_units(const std::vector<plan::UnitChange>& units, Patch& patch) const;
  void patch_fact(std::size_t cell, Patch& patch);
  void patch_weeks(const std::vector<std::size_t>& weeks, Patch& patch) const;
  void patch_alerts(const std::vector<plan::MonthObservations>& due, Patch& patch);

  const plan::Specification* spec_;
  plan::Document document_;  // its board and its actuals go along
  plan::LiveBoard board_;
  monitor::AlertBook book_;
  AlertKeeper keeper_;
  plan::LiveAlerts alerts_;
  std::vector<monitor::AlertState> states_;  // of the book's alerts, as the page knows them
  std::vector<FactColumn> columns_;
  std::vector<std::size_t> rows_;  // cells of the model's facts
  bool with_facts_ = true;
  std::map<std::size_t, std::size_t> week_rows_;  // months to their first row of the model's weeks
  std::map<std::pair<std::size_t, std::int32_t>, std::size_t> task_rows_;  // months and owners to
                                                                           // rows of its targets
  std::string problem_;
  std::int64_t sequence_ = 0;
};

}  // namespace salesplan::adapters
