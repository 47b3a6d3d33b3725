// The sales material of a plan: what there is of it and what takes it, and what comes out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/material/batches.hpp"
#include "salesplan/material/dated_pieces.hpp"
#include "salesplan/material/order_proposal.hpp"
#include "salesplan/material/pieces.hpp"
#include "salesplan/material/requirement.hpp"

namespace salesplan::plan {

/// A material on the morning of the plan's day, and how it is supplied.
struct MaterialItem {
  std::string key;
  std::string label;
  material::Pieces on_hand = 0;
  core::Minor unit_cost = 0;
  std::int64_t lead_time_days = 0;  ///< workdays, as the next
  std::int64_t buffer_days = 0;
  material::Packing packing;
  double order_cost = 0;                ///< minor units an order
  double error = core::missing_number;  ///< of a month's requirement: standard deviation / mean;
                                        ///< NaN: that of the company's forecast
  std::vector<material::DatedPieces> open_orders;
  std::vector<material::Batch> batches;  ///< of what is on hand, those that expire
  calendar::Date last_issue;             ///< no_date: not known
};

struct MaterialSettings {
  static constexpr std::int32_t visit = 0, promotion = 1;  ///< the activities; an event is a visit,
                                                           ///< or a unit sold on a promotion
  std::string comment;                                     ///< for the reader: what is assumed, say
  std::vector<MaterialItem> items;
  std::vector<material::ListLine> list;  ///< reps: leaf ordinals; tiers: positions
  double service = 0.95;                 ///< share of cycles without a stockout
  double carrying = 0.2;                 ///< of the value in stock, a year
  std::int64_t idle_days = 180;          ///< without an issue, after which stock is idle
};

/// What a material is needed for in a week, and what is there at its end.
struct MaterialWeek {
  calendar::Date start;  ///< first workday of the week, within the plan
  material::Pieces need = 0;
  material::Pieces arrives = 0;  ///< open orders and proposed ones
  material::Pieces stock = 0;    ///< at the end; below 0 is what came too late
};

struct MaterialRow {
  std::size_t item = 0;
  material::Pieces need = 0;  ///< of all weeks
  material::Pieces safety_stock = 0;
  material::Pieces reorder_point = 0;
  material::Pieces order_quantity = 0;  ///< the cheapest over a year; 0 without a need or a price
  material::Pieces covered = 0;         ///< of the need, by stock and open orders in time
  calendar::Date out_on;                ///< start of the first week that they do not cover; no_date
  material::Pieces expiring = 0;        ///< by the last day of the weeks, before they are needed
  core::Minor expiring_value = 0;
  core::Minor idle_value = 0;      ///< of the stock where nothing was issued for long
  material::Pieces overstock = 0;  ///< of what does not expire, beyond the need and safety stock
  core::Minor overstock_value = 0;
  std::vector<MaterialWeek> weeks;
  std::vector<material::OrderProposal> orders;
};

struct MaterialPlan {
  calendar::Date first;           ///< first day of the weeks
  calendar::Date last;            ///< last day
  std::vector<MaterialRow> rows;  ///< [items]
};

}  // namespace salesplan::plan
