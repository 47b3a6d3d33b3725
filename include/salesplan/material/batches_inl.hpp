// Bodies of batches.hpp.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>

#include "salesplan/material/batches.hpp"
#include "salesplan/material/stock_value.hpp"

namespace salesplan::material {
namespace detail {

/// Positions of the batches, the first to expire first.
inline std::vector<std::size_t> by_expiry(const std::vector<Batch>& batches) {
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const std::string place = core::at("batches", static_cast<std::int64_t>(i));
    calendar::check_date(last_use(batches[i].expires), place + ".expires");
    check_pieces(batches[i].pieces, place + ".pieces");
  }
  std::vector<std::size_t> order(batches.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return last_use(batches[a].expires) < last_use(batches[b].expires);
  });
  return order;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<Pick> first_expired_first_out(const std::vector<Batch>& batches,
                                                           Pieces pieces, calendar::Date on,
                                                           std::int64_t days_left) {
  calendar::check_date(on, "on");
  check_pieces(pieces, "pieces");
  if (days_left < 0 || days_left > 100000) {
    throw Error(ErrorCode::invalid_argument, "days_left",
                std::to_string(days_left) + " is outside 0..100000");
  }
  std::vector<Pick> picks;
  Pieces open = pieces;
  for (std::size_t i : detail::by_expiry(batches)) {
    if (open == 0) break;
    if (last_use(batches[i].expires) - on < days_left && batches[i].expires != calendar::no_date) {
      continue;
    }
    const Pieces taken = std::min(open, batches[i].pieces);
    if (taken > 0) picks.push_back({i, taken});
    open -= taken;
  }
  if (open > 0) {
    throw Error(ErrorCode::infeasible, "pieces",
                std::to_string(pieces) + " exceed the " + std::to_string(pieces - open) +
                    " in stock that are good on " + calendar::date_text(on));
  }
  return picks;
}

SALESPLAN_INLINE Expiry expiry_outlook(const std::vector<Batch>& batches,
                                       std::vector<DatedPieces> needs, calendar::Date today,
                                       core::Minor unit_cost) {
  calendar::check_date(today, "today");
  const std::vector<std::size_t> order = detail::by_expiry(batches);
  needs = detail::by_date(std::move(needs), today, "needs");
  Expiry outlook;
  for (const Batch& batch : batches) outlook.lost.push_back(batch.pieces);
  std::size_t next = 0;  // in `order`; what is before has been used or has expired
  for (const DatedPieces& need : needs) {
    Pieces open = need.pieces;
    while (open > 0 && next < order.size()) {
      Pieces& left = outlook.lost[order[next]];
      if (last_use(batches[order[next]].expires) >= need.date) {
        const Pieces taken = std::min(open, left);
        left -= taken;
        open -= taken;
        if (left > 0) break;
      }
      ++next;
    }
    outlook.unmet = core::add(outlook.unmet, open, "needs");
  }
  Pieces lost = 0;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    if (batches[i].expires == calendar::no_date) outlook.lost[i] = 0;
    lost = core::add(lost, outlook.lost[i], "batches");
  }
  outlook.value = stock_value(lost, unit_cost, "batches");
  return outlook;
}

}  // namespace salesplan::material
