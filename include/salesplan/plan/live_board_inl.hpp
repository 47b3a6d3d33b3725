// Bodies of live_board.hpp.
#pragma once

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "salesplan/plan/board_month.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/live_board.hpp"
#include "salesplan/plan/week_sales.hpp"

namespace salesplan::plan {
namespace detail {

/// Months, then the dimensions of the plan.
inline std::vector<table::Dimension> live_dimensions(const Specification& spec,
                                                     const Document& document) {
  std::vector<table::MemberRow> months;
  for (const calendar::Period& month : document.months) {
    months.push_back({calendar::period_text(month), "", ""});
  }
  std::vector<table::Dimension> dimensions{table::Dimension("month", months)};
  dimensions.insert(dimensions.end(), spec.dimensions.begin(), spec.dimensions.end());
  return dimensions;
}

}  // namespace detail

SALESPLAN_INLINE LiveBoard::LiveBoard(const Specification& spec, Document& document)
    : spec_(&spec),
      document_(&document),
      axes_(spec.dimensions.size()),
      last_(calendar::last_date(document.months.back())),
      week_of_days_(week_of_days(spec, spec.first_month, spec.months)),
      cube_(detail::live_dimensions(spec, document), 1) {
  const History history = plan::history(spec);
  first_ = calendar::first_date(history.first);
  evening_ = history.as_of;
  daily_ = daily_revenue(spec, first_, last_);
  for (std::size_t d = 0; d < axes_; ++d) {
    cells_ *= spec.dimensions[d].leaf_count();
    targets_.push_back(table::marginal(document.revenue, {0, d + 1}));
  }
  const calendar::Date begin = calendar::first_date(document.months.front());
  const table::Measure& revenue = spec.facts.measure("revenue");
  std::vector<std::size_t> rows(spec.facts.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return spec.facts.dates[a] < spec.facts.dates[b];
  });
  std::vector<std::int32_t> leaves;
  std::vector<core::Minor> known;
  for (const std::size_t row : rows) {
    const calendar::Date day{spec.facts.dates[row]};
    if (day < begin || day > last_) continue;
    if (day > evening_) {
      to_come_.dates.push_back(day);
      to_come_.revenue.push_back(revenue.values[row]);
      for (const auto& members : spec.facts.members) to_come_.leaves.push_back(members[row]);
      continue;
    }
    leaves.push_back(static_cast<std::int32_t>(month_of(day)));
    for (const auto& members : spec.facts.members) leaves.push_back(members[row]);
    known.push_back(revenue.values[row]);
  }
  cube_.add(leaves, known);
}

SALESPLAN_INLINE std::size_t LiveBoard::month_of(calendar::Date date) const {
  return static_cast<std::size_t>(calendar::periods_between(
      spec_->first_month, calendar::period_of(date, calendar::Grain::month)));
}

SALESPLAN_INLINE std::size_t LiveBoard::cell_of(std::size_t month,
                                                const std::int32_t* leaves) const {
  std::size_t cell = month;
  for (std::size_t d = 0; d < axes_; ++d) {
    cell = cell * spec_->dimensions[d].leaf_count() + static_cast<std::size_t>(leaves[d]);
  }
  return cell;
}

// The member of each dimension of the cube, months first, in a cell of [months, leaves...].
SALESPLAN_INLINE std::vector<std::int32_t> LiveBoard::members_of(std::size_t cell) const {
  std::vector<std::int32_t> members(axes_ + 1);
  for (std::size_t d = axes_; d-- > 0;) {
    const std::size_t leaves = spec_->dimensions[d].leaf_count();
    members[d + 1] = spec_->dimensions[d].leaf(cell % leaves);
    cell /= leaves;
  }
  members[0] = cube_.dimensions()[0].leaf(cell);
  return members;
}

SALESPLAN_INLINE core::Minor LiveBoard::actual(std::size_t month, std::size_t d,
                                               std::int32_t member) const {
  std::vector<std::int32_t> members(axes_ + 1, table::Dimension::root);
  members[0] = cube_.dimensions()[0].leaf(month);
  members[d + 1] = member;
  return cube_.value(cube_.cell(members), 0);
}

SALESPLAN_INLINE BoardChange LiveBoard::add(core::View<const calendar::Date> dates,
                                            core::View<const std::int32_t> leaves,
                                            core::View<const core::Minor> revenue,
                                            calendar::Date evening) {
  const std::size_t n = dates.size();
  if (leaves.size() != n * axes_ || revenue.size() != n) {
    throw Error(ErrorCode::invalid_argument, leaves.size() != n * axes_ ? "leaves" : "revenue",
                "does not fit " + std::to_string(n) + " dates");
  }
  const calendar::Date begin = calendar::first_date(spec_->first_month);
  if (evening > last_) {
    throw Error(ErrorCode::invalid_argument, "evening",
                calendar::date_text(evening) + " is after the plan's last day, " +
                    calendar::date_text(last_));
  }
  evening = std::max(evening, evening_);
  for (std::size_t i = 0; i < n; ++i) {
    if (dates[i] < begin || dates[i] > last_) {
      throw Error(ErrorCode::invalid_argument, core::at("dates", static_cast<std::int64_t>(i)),
                  calendar::date_text(dates[i]) + " is not within the plan, " +
                      calendar::date_text(begin) + " to " + calendar::date_text(last_));
    }
    evening = std::max(evening, dates[i]);
  }
  return enter({{dates.begin(), dates.end()},
                {leaves.begin(), leaves.end()},
                {revenue.begin(), revenue.end()}},
               evening);
}

// Takes in new facts, and those that the evening brings, which are in `daily_` already.
SALESPLAN_INLINE BoardChange LiveBoard::enter(const Facts& facts, calendar::Date evening) {
  const auto end = static_cast<std::size_t>(
      std::upper_bound(to_come_.dates.begin(), to_come_.dates.end(), evening) -
      to_come_.dates.begin());
  Facts all = facts;
  all.dates.insert(all.dates.end(), to_come_.dates.begin() + static_cast<std::ptrdiff_t>(come_),
                   to_come_.dates.begin() + static_cast<std::ptrdiff_t>(end));
  all.leaves.insert(all.leaves.end(),
                    to_come_.leaves.begin() + static_cast<std::ptrdiff_t>(come_ * axes_),
                    to_come_.leaves.begin() + static_cast<std::ptrdiff_t>(end * axes_));
  all.revenue.insert(all.revenue.end(),
                     to_come_.revenue.begin() + static_cast<std::ptrdiff_t>(come_),
                     to_come_.revenue.begin() + static_cast<std::ptrdiff_t>(end));

  std::vector<std::int32_t> leaves;
  for (std::size_t i = 0; i < all.dates.size(); ++i) {
    leaves.push_back(static_cast<std::int32_t>(month_of(all.dates[i])));
    leaves.insert(leaves.end(), all.leaves.begin() + static_cast<std::ptrdiff_t>(i * axes_),
                  all.leaves.begin() + static_cast<std::ptrdiff_t>((i + 1) * axes_));
  }
  try {
    cube_.add(leaves, all.revenue);
  } catch (const Error& error) {
    const std::string& place = error.place();
    if (place.rfind("values[", 0) == 0) throw error.moved_to("revenue" + place.substr(6));
    if (place.rfind("leaves[", 0) != 0) throw;
    const std::size_t i = std::stoul(place.substr(7));  // its rows begin with the month
    throw error.moved_to(core::at("leaves", static_cast<std::int64_t>(i - i / (axes_ + 1) - 1)));
  }
  come_ = end;

  BoardChange change;
  std::set<std::size_t> months, cells, weeks;
  std::set<std::tuple<std::size_t, std::size_t, std::int32_t>> units;  // month, dimension, leaf
  for (std::size_t i = 0; i < all.dates.size(); ++i) {
    const std::size_t month = month_of(all.dates[i]);
    const std::int32_t* at = all.leaves.data() + i * axes_;
    months.insert(month);
    cells.insert(cell_of(month, at));
    const auto of_plan =
        static_cast<std::size_t>(all.dates[i] - calendar::first_date(spec_->first_month));
    const std::size_t week = week_of_days_[of_plan] * spec_->dimensions[spec_->owner].leaf_count() +
                             static_cast<std::size_t>(at[spec_->owner]);
    document_->week_sales[week] += all.revenue[i];  // the cube has checked the sum
    weeks.insert(week);
    for (std::size_t d = 0; d < axes_; ++d) units.emplace(month, d, at[d]);
    if (i >= facts.dates.size()) continue;
    core::Minor& day = daily_[static_cast<std::size_t>(all.dates[i] - first_)];
    day = core::add(day, all.revenue[i], "revenue");
    if (month + 1 < learned_for_) learned_for_ = 0;
  }
  // Every month that a day has passed of.
  const calendar::Date begin = calendar::first_date(spec_->first_month);
  const calendar::Date until = std::min(evening, last_);
  for (calendar::Date day = std::max(evening_, begin - 1); day < until;) {
    day = day + 1;
    months.insert(month_of(day));
    day = std::min(until, calendar::last_date(calendar::period_of(day, calendar::Grain::month)));
  }
  // A late fact changes how the month in progress is to come in.
  if (evening < last_ && evening >= begin && learned_for_ == 0) months.insert(month_of(evening));
  evening_ = evening;

  for (const std::size_t month : months) change.months.push_back(stand(month));
  for (const std::size_t cell : cells) {
    document_->actual[cell] = cube_.value(cube_.cell(members_of(cell)), 0);
  }
  for (const auto& [month, dimension, leaf] : units) {
    for (const bool mix : {false, true}) {
      const std::vector<std::size_t>& shown = mix ? spec_->mixes : spec_->boards;
      for (std::size_t group = 0; group < shown.size(); ++group) {
        if (shown[group] == dimension) change_unit(month, mix, group, leaf, change);
      }
    }
  }
  change.cells.assign(cells.begin(), cells.end());
  change.weeks.assign(weeks.begin(), weeks.end());
  return change;
}

SALESPLAN_INLINE MonthChange LiveBoard::stand(std::size_t m) {
  monitor::BoardMonth& month = document_->dashboard.months[m];
  const auto model = [&]() -> const std::optional<monitor::LandingModel>& {
    if (learned_for_ != m + 1) {
      const auto days = calendar::first_date(month.month) - first_;
      learned_ = landing_model(*spec_, first_, {daily_.begin(), daily_.begin() + days});
      learned_for_ = m + 1;
    }
    return learned_;
  };
  monitor::BoardMonth now;
  now.month = month.month;
  now.target = month.target;
  now.forecast = month.forecast;
  plan::stand(*spec_, evening_, actual(m, 0, table::Dimension::root), model, now);
  now.days = board_days(*spec_, now, evening_, first_, daily_);
  now.boards.swap(month.boards);
  now.mixes.swap(month.mixes);
  std::swap(now, month);
  return {m, std::move(now)};
}

// Rows of a group are in the order of the leaves; those with neither target nor actual are left
// out.
SALESPLAN_INLINE void LiveBoard::change_unit(std::size_t month, bool mix, std::size_t group,
                                             std::int32_t leaf, BoardChange& change) {
  monitor::BoardMonth& shown = document_->dashboard.months[month];
  std::vector<monitor::BoardUnit>& units = (mix ? shown.mixes : shown.boards)[group].units;
  const std::size_t d = (mix ? spec_->mixes : spec_->boards)[group];
  const table::Dimension& dimension = spec_->dimensions[d];
  const std::int32_t member = dimension.leaf(static_cast<std::size_t>(leaf));
  const core::Minor actual = this->actual(month, d, member);
  const core::Minor target =
      targets_[d][month * dimension.leaf_count() + static_cast<std::size_t>(leaf)];

  const auto at = std::lower_bound(units.begin(), units.end(), member,
                                   [&](const monitor::BoardUnit& unit, std::int32_t wanted) {
                                     return dimension.find(unit.key) < wanted;
                                   });
  const auto position = static_cast<std::size_t>(at - units.begin());
  const bool was = at != units.end() && at->key == dimension.key(member);
  const bool is = target != 0 || actual != 0;
  if (was && is) {
    if (at->actual == actual) return;
    at->actual = actual;
    change.units.push_back({UnitChange::changed, month, mix, group, position, *at});
  } else if (is) {
    units.insert(at, {dimension.key(member), dimension.label(member), target, actual});
    change.units.push_back({UnitChange::added, month, mix, group, position, units[position]});
  } else if (was) {
    units.erase(at);
    change.units.push_back({UnitChange::removed, month, mix, group, position, {}});
  }
}

}  // namespace salesplan::plan
