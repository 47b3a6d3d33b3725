// Bodies of material_plan.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/material/batches.hpp"
#include "salesplan/material/order_quantity.hpp"
#include "salesplan/material/stock_policy.hpp"
#include "salesplan/material/stock_value.hpp"
#include "salesplan/plan/material_plan.hpp"

namespace salesplan::plan {
namespace detail {

/// The weeks of the plan for which material is planned, cut to its days.
struct MaterialWeeks {
  std::size_t months = 0;
  calendar::Date first, last;
  std::vector<calendar::Period> weeks;
  std::vector<calendar::Date> start, end;  ///< [weeks] first workday (or day), and last day

  std::int32_t of(calendar::Date date) const {
    return calendar::period_of(date, calendar::Grain::week).ordinal - weeks.front().ordinal;
  }
};

inline MaterialWeeks material_weeks(const Specification& spec) {
  MaterialWeeks result;
  const bool visits = spec.accounts && spec.accounts->day_hours > 0;
  result.months = visits ? spec.accounts->visit_months : std::min<std::size_t>(3, spec.months);
  result.first = calendar::first_date(spec.first_month);
  result.last = calendar::last_date(
      calendar::shift(spec.first_month, static_cast<std::int64_t>(result.months) - 1));
  for (calendar::Period week = calendar::period_of(result.first, calendar::Grain::week);
       calendar::first_date(week) <= result.last; week = calendar::next(week)) {
    const calendar::Date from = std::max(result.first, calendar::first_date(week));
    const calendar::Date to = std::min(result.last, calendar::last_date(week));
    const calendar::Date workday = spec.workdays.next_workday(from - 1).date;
    result.weeks.push_back(week);
    result.start.push_back(workday <= to ? workday : from);
    result.end.push_back(to);
  }
  return result;
}

/// Visits by week, rep and tier, and units on promotion by week.
inline std::vector<material::PlannedEvents> material_events(const Specification& spec,
                                                            const Document& document,
                                                            const MaterialWeeks& weeks) {
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, double> visits;
  for (const AccountVisit& visit : document.accounts.visits) {
    const AccountRow& row = document.accounts.rows[visit.account];
    visits[{weeks.of(visit.date), row.rep, static_cast<std::int32_t>(row.tier)}] += 1;
  }
  std::vector<material::PlannedEvents> events;
  for (const auto& one : visits) {
    events.push_back({std::get<0>(one.first), MaterialSettings::visit, std::get<1>(one.first),
                      material::any, std::get<2>(one.first), one.second});
  }
  if (!spec.promotions) return events;
  const std::int32_t today = calendar::period_of(spec.today, calendar::Grain::month).ordinal;
  for (std::size_t m = 0; m < weeks.months; ++m) {
    const calendar::Period month = calendar::shift(spec.first_month, static_cast<std::int64_t>(m));
    const std::int32_t before = calendar::shift(month, -12).ordinal;
    if (before >= today) continue;  // not yet known
    double units = 0;
    for (std::size_t i = 0; i < spec.promotions->month.size(); ++i) {
      if (spec.promotions->promotion[i] >= 0 && spec.promotions->month[i] == before) {
        units += spec.promotions->units[i];
      }
    }
    const double days = static_cast<double>(spec.workdays.workdays(month).days);
    if (!(units > 0 && days > 0)) continue;
    for (std::size_t w = 0; w < weeks.weeks.size(); ++w) {
      const calendar::Date from =
          std::max(calendar::first_date(weeks.weeks[w]), calendar::first_date(month));
      const calendar::Date to = std::min(weeks.end[w], calendar::last_date(month));
      if (to < from) continue;
      const std::int64_t workdays = spec.workdays.workdays(from, to).days;
      if (workdays == 0) continue;
      events.push_back({static_cast<std::int32_t>(w), MaterialSettings::promotion, material::any,
                        material::any, material::any,
                        units * static_cast<double>(workdays) / days});
    }
  }
  return events;
}

/// The relative standard deviation of the company's forecast of the plan's first month.
inline double forecast_error(const Outlook& ahead) {
  if (ahead.panel.intervals.empty()) return 0;
  const forecast::Interval& interval = ahead.panel.intervals.front();
  const std::size_t at = ahead.series * ahead.horizon;
  const double mean = ahead.panel.mean[at];
  const double sd = sd_of_interval(mean, interval.upper[at], interval.level);
  return mean > 0 && sd > 0 ? sd / mean : 0;
}

/// The pieces on hand by their last day of use, [batches + 1]: those of the item that expire within
/// the weeks, and the rest.
inline std::vector<material::Batch> stock_by_expiry(const MaterialItem& item,
                                                    const MaterialWeeks& weeks) {
  material::check_pieces(item.on_hand, "on_hand");
  std::vector<material::Batch> stock;
  material::Pieces rest = item.on_hand, kept = 0;
  for (const material::Batch& batch : item.batches) {
    if (batch.pieces > rest) {
      throw Error(
          ErrorCode::invalid_argument, "batches",
          "have more pieces together than the " + std::to_string(item.on_hand) + " on hand");
    }
    rest -= batch.pieces;
    if (batch.expires <= weeks.last) {
      stock.push_back(batch);
    } else {
      kept += batch.pieces;
    }
  }
  stock.push_back({calendar::no_date, rest + kept});
  return stock;
}

inline MaterialRow material_row(const Specification& spec, const MaterialWeeks& weeks,
                                std::size_t i, core::View<const material::Pieces> need,
                                double error) {
  const MaterialSettings& settings = *spec.material;
  const MaterialItem& item = settings.items[i];
  MaterialRow row;
  row.item = i;
  std::vector<material::DatedPieces> needs;
  for (std::size_t w = 0; w < need.size(); ++w) {
    row.need = core::add(row.need, need[w], "need");
    if (need[w] > 0) needs.push_back({weeks.start[w], need[w]});
  }
  const auto workdays = static_cast<double>(spec.workdays.workdays(weeks.first, weeks.last).days);
  const auto months = static_cast<double>(weeks.months);
  const double a_day = workdays > 0 ? static_cast<double>(row.need) / workdays : 0;
  const double monthly_sd =
      (std::isnan(item.error) ? error : item.error) * static_cast<double>(row.need) / months;
  const double daily_sd = workdays > 0 ? monthly_sd / std::sqrt(workdays / months) : 0;
  const material::LeadTimeDemand lead =
      material::lead_time_demand(a_day, daily_sd, static_cast<double>(item.lead_time_days));
  const double safety =
      std::max(0.0, material::safety_stock(material::Service::cycle, settings.service, lead.sd));
  row.safety_stock = material::pieces_up(safety, "safety_stock");
  row.reorder_point = material::reorder_point(lead.mean, safety);

  const std::vector<material::Batch> batches = stock_by_expiry(item, weeks);
  const material::Expiry expiry =
      material::expiry_outlook(batches, needs, spec.today, item.unit_cost);
  row.expiring = std::accumulate(expiry.lost.begin(), expiry.lost.end(), material::Pieces{0});
  row.expiring_value = expiry.value;
  const material::Pieces usable = item.on_hand - row.expiring;

  material::Supply supply;
  supply.on_hand = usable;
  supply.open_orders = item.open_orders;
  supply.safety_stock = row.safety_stock;
  supply.lead_time_days = item.lead_time_days;
  supply.buffer_days = item.buffer_days;
  supply.packing = item.packing;
  supply.order_cost = item.order_cost;
  const double workdays_a_year = workdays * 12 / months;
  if (workdays_a_year > 0) {
    supply.holding_cost = static_cast<double>(item.unit_cost) * settings.carrying / workdays_a_year;
  }
  row.orders = material::plan_supply(spec.workdays, spec.today, needs, supply).orders;
  if (row.need > 0 && item.unit_cost > 0 && settings.carrying > 0) {
    row.order_quantity =
        material::order_quantity(
            {static_cast<double>(row.need) * 12 / months, item.order_cost, settings.carrying},
            {{1, static_cast<double>(item.unit_cost)}}, material::Discount::all_units, item.packing)
            .quantity;
  }

  material::Pieces stock = item.on_hand, wanted = 0;
  for (std::size_t w = 0; w < need.size(); ++w) {
    MaterialWeek week{weeks.start[w], need[w], 0, 0};
    // What arrives within the week; before the first one, too.
    const auto within = [&](calendar::Date date) {
      return (w == 0 || date > weeks.end[w - 1]) && date <= weeks.end[w];
    };
    for (const material::DatedPieces& open : item.open_orders) {
      if (!within(open.date)) continue;
      week.arrives = core::add(week.arrives, open.pieces, "open_orders");
    }
    for (const material::OrderProposal& order : row.orders) {
      if (within(order.arrives)) week.arrives = core::add(week.arrives, order.pieces, "orders");
    }
    for (std::size_t b = 0; b + 1 < batches.size(); ++b) {
      const bool expires =
          (w == 0 || batches[b].expires > weeks.end[w - 1]) && batches[b].expires <= weeks.end[w];
      if (expires) stock = core::subtract(stock, expiry.lost[b], "stock");
    }
    stock = core::subtract(core::add(stock, week.arrives, "stock"), need[w], "stock");
    week.stock = stock;
    row.weeks.push_back(week);

    // Without further orders: what has arrived by the week's first workday serves it.
    material::Pieces known = usable;
    for (const material::DatedPieces& open : item.open_orders) {
      if (open.date <= weeks.start[w]) known = core::add(known, open.pieces, "open_orders");
    }
    const material::Pieces served = std::clamp<material::Pieces>(known - wanted, 0, need[w]);
    wanted = core::add(wanted, need[w], "need");
    row.covered += served;
    if (served < need[w] && row.out_on == calendar::no_date) row.out_on = weeks.start[w];
  }
  const material::StockHealth health = material::stock_health(
      {usable, item.unit_cost, 0.0, core::add(row.need, row.safety_stock, "safety_stock"),
       item.last_issue},
      spec.today, 0, settings.idle_days);
  if (item.last_issue != calendar::no_date) row.idle_value = health.idle_value;
  row.overstock = health.overstock;
  row.overstock_value = health.overstock_value;
  return row;
}

inline MaterialPlan planned_material(const Specification& spec, const Document& document,
                                     const Outlook& ahead) {
  const MaterialSettings& settings = *spec.material;
  const MaterialWeeks weeks = material_weeks(spec);
  const material::Requirement requirement =
      material::requirement(settings.list, material_events(spec, document, weeks),
                            settings.items.size(), weeks.weeks.size());
  const double error = forecast_error(ahead);
  MaterialPlan plan{weeks.first, weeks.last, {}};
  const core::View<const material::Pieces> pieces = requirement.pieces;
  for (std::size_t i = 0; i < settings.items.size(); ++i) {
    try {
      plan.rows.push_back(material_row(
          spec, weeks, i, pieces.subview(i * weeks.weeks.size(), weeks.weeks.size()), error));
    } catch (const Error& error_of_row) {
      throw error_of_row.moved_to("stock " + core::quoted(settings.items[i].key) + "." +
                                  error_of_row.place());
    }
  }
  return plan;
}

}  // namespace detail

SALESPLAN_INLINE MaterialPlan material_plan(const Specification& spec, const Document& document,
                                            const Outlook& ahead) {
  if (!spec.material) return {};
  try {
    return detail::planned_material(spec, document, ahead);
  } catch (const Error& error) {
    throw error.moved_to("material." + error.place());
  }
}

}  // namespace salesplan::plan
