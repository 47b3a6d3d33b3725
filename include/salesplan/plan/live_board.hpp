// The live board: the board of a plan as facts come, without running the plan again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/monitor/landing.hpp"
#include "salesplan/monitor/live_cube.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// A row of a bar or a ring that came, changed or went.
struct UnitChange {
  enum What { added, changed, removed };
  What what = changed;
  std::size_t month = 0;
  bool mix = false;          ///< among BoardMonth::mixes, else among its boards
  std::size_t group = 0;     ///< position there
  std::size_t position = 0;  ///< of the row in the group, when it happened
  monitor::BoardUnit unit;   ///< as it is now
};

/// A month whose figures or days may have changed.
struct MonthChange {
  std::size_t month = 0;
  monitor::BoardMonth before;  ///< without rows of bars and rings
};

/// What new facts changed.
struct BoardChange {
  std::vector<MonthChange> months;  ///< ascending
  std::vector<UnitChange> units;    ///< in the order in which they happened
  std::vector<std::size_t> cells;   ///< of [months, leaves...] whose actual changed, ascending
  std::vector<std::size_t> weeks;   ///< of Document::week_sales, the same
};

/// Keeps the dashboard, the actuals and the sales by week of a plan's document up to date: they are
/// at any time what run() makes of all facts so far, bit for bit; all else stays as planned. Facts
/// of the specification later than the evening come in when the evening has come. One thread at a
/// time.
class LiveBoard {
 public:
  /// @param spec, document of one plan; both must outlive the board
  /// @throws Error(overflow) for more members of all dimensions than LiveCube holds.
  LiveBoard(const Specification& spec, Document& document);

  /// The last day whose facts are known.
  calendar::Date evening() const { return evening_; }

  /// Sales so far in a month of the plan, of a member of dimension `d`.
  core::Minor actual(std::size_t month, std::size_t d, std::int32_t member) const;

  /// Adds n facts, all or none: sales, and with a negative amount returns and corrections, late
  /// ones too. The evening moves on to the latest of their days, and to `evening`.
  /// @param dates   [n] within the plan's months
  /// @param leaves  [n, dimensions] leaf ordinals, row-major
  /// @param revenue [n] minor units
  /// @param evening not after the plan's last day; one before the present changes nothing
  /// @throws Error(invalid_argument) naming "dates[i]", "leaves[i]" or "evening"; Error(overflow)
  ///         naming "revenue[i]" as LiveCube.
  /// O(n · product of depths) for the cells, O(days of the month) for each month they are in. Only
  /// a fact of a month before the one in progress has the landing learned anew.
  BoardChange add(core::View<const calendar::Date> dates, core::View<const std::int32_t> leaves,
                  core::View<const core::Minor> revenue,
                  calendar::Date evening = calendar::no_date);

 private:
  struct Facts {
    std::vector<calendar::Date> dates;
    std::vector<std::int32_t> leaves;
    std::vector<core::Minor> revenue;
  };
  std::size_t month_of(calendar::Date date) const;
  std::size_t cell_of(std::size_t month, const std::int32_t* leaves) const;
  std::vector<std::int32_t> members_of(std::size_t cell) const;
  BoardChange enter(const Facts& facts, calendar::Date evening);
  MonthChange stand(std::size_t month);
  void change_unit(std::size_t month, bool mix, std::size_t group, std::int32_t leaf,
                   BoardChange& change);

  const Specification* spec_;
  Document* document_;
  std::size_t axes_ = 0;
  std::size_t cells_ = 1;  // combinations of leaves
  calendar::Date first_;   // of `daily_`
  calendar::Date last_;    // of the plan
  calendar::Date evening_;
  Facts to_come_;         // after the evening, by date
  std::size_t come_ = 0;  // of these, no longer to come
  std::vector<core::Minor> daily_;
  std::vector<std::size_t> week_of_days_;  // of the plan's months
  std::vector<table::Cube> targets_;       // [dimensions] by month and leaf
  monitor::LiveCube cube_;
  std::size_t learned_for_ = 0;  // the month that `learned_` is for, + 1; 0: none
  std::optional<monitor::LandingModel> learned_;
};

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/live_board_inl.hpp"
#endif
