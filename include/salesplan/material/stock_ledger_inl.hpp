// Bodies of stock_ledger.hpp.
#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "salesplan/core/money.hpp"
#include "salesplan/material/stock_ledger.hpp"

namespace salesplan::material {
namespace detail {

inline void check_member(std::int32_t index, std::int64_t low, std::int64_t count,
                         const std::string& place) {
  if (index < low || index >= count) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(index) + " is not in " + std::to_string(low) + ".." +
                    std::to_string(count - 1));
  }
}

constexpr std::int32_t keeps = calendar::max_date.days;
constexpr std::int32_t no_limit = std::numeric_limits<std::int32_t>::min();

}  // namespace detail

SALESPLAN_INLINE StockLedger::StockLedger(std::size_t materials, std::size_t locations,
                                          std::vector<UsageRule> rules)
    : materials_(materials), locations_(locations), rules_(std::move(rules)) {
  if (materials > 1000000 || locations > 1000000 || materials * locations > 1000000) {
    throw Error(ErrorCode::invalid_argument, "materials", "times locations exceeds 10^6");
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const UsageRule& rule = rules_[i];
    const std::string place = core::at("rules", static_cast<std::int64_t>(i));
    detail::check_member(rule.material, -1, static_cast<std::int64_t>(materials),
                         place + ".material");
    for (const auto& [index, name] : {std::pair(rule.rep, ".rep"), std::pair(rule.role, ".role"),
                                      std::pair(rule.tier, ".tier")}) {
      detail::check_member(index, -1, std::int64_t{1} << 31, place + name);
    }
    detail::check_member(static_cast<std::int32_t>(rule.of), 0, 3, place + ".of");
    detail::check_member(static_cast<std::int32_t>(rule.window), 0, 5, place + ".window");
    check_pieces(rule.limit, place + ".limit");
  }
  accounts_.resize(materials * locations);
}

SALESPLAN_INLINE void StockLedger::check(const Movement& movement) const {
  const auto locations = static_cast<std::int64_t>(locations_);
  detail::check_member(static_cast<std::int32_t>(movement.kind), 0, 6, "kind");
  calendar::check_date(movement.date, "date");
  if (!movements_.empty() && movement.date < movements_.back().date) {
    throw Error(ErrorCode::invalid_argument, "date",
                calendar::date_text(movement.date) + " is before the last movement, of " +
                    calendar::date_text(movements_.back().date));
  }
  detail::check_member(movement.material, 0, static_cast<std::int64_t>(materials_), "material");
  detail::check_member(movement.location, 0, locations, "location");
  check_pieces(movement.pieces, "pieces", movement.kind == MovementKind::count ? 0 : 1);
  if (movement.expires != calendar::no_date) calendar::check_date(movement.expires, "expires");
  if (movement.kind == MovementKind::transfer) {
    detail::check_member(movement.to_location, 0, locations, "to_location");
    if (movement.to_location == movement.location) {
      throw Error(ErrorCode::invalid_argument, "to_location", "is the location itself");
    }
  }
}

SALESPLAN_INLINE StockLedger::Account& StockLedger::account(std::int32_t material,
                                                            std::int32_t location) {
  return accounts_[static_cast<std::size_t>(material) * locations_ +
                   static_cast<std::size_t>(location)];
}

/// Which batches go out, the first to expire first, of those good on that day.
SALESPLAN_INLINE std::vector<std::pair<std::int32_t, Pieces>> StockLedger::picks(
    const Account& from, Pieces pieces, std::int32_t good_on) const {
  std::vector<std::pair<std::int32_t, Pieces>> taken;
  Pieces open = pieces;
  for (auto batch = from.batches.lower_bound(good_on); batch != from.batches.end() && open > 0;
       ++batch) {
    taken.emplace_back(batch->first, std::min(open, batch->second));
    open -= taken.back().second;
  }
  if (open > 0) {
    throw Error(ErrorCode::infeasible, "pieces",
                std::to_string(pieces) + " exceed the " + std::to_string(pieces - open) +
                    " in stock" + (good_on == detail::no_limit ? "" : " that have not expired"));
  }
  return taken;
}

/// The tallies an issue or giveback changes, with what they would be; refuses one over its limit.
SALESPLAN_INLINE std::vector<std::pair<StockLedger::Tally, Pieces>> StockLedger::usage(
    const Movement& movement) const {
  std::vector<std::pair<Tally, Pieces>> changed;
  const bool out = movement.kind == MovementKind::issue;
  for (std::size_t r = 0; r < rules_.size(); ++r) {
    const UsageRule& rule = rules_[r];
    const auto matches = [](std::int32_t wanted, std::int32_t given) {
      return wanted == -1 || wanted == given;
    };
    if (!matches(rule.material, movement.material) || !matches(rule.rep, movement.rep) ||
        !matches(rule.role, movement.role) || !matches(rule.tier, movement.tier)) {
      continue;
    }
    const std::int32_t who = rule.of == LimitOf::everyone ? -1
                             : rule.of == LimitOf::rep    ? movement.rep
                                                          : movement.customer;
    const Tally tally{r, calendar::period_of(movement.date, rule.window).ordinal, who};
    const auto found = used_.find(tally);
    const Pieces before = found == used_.end() ? 0 : found->second;
    if (out && before + movement.pieces > rule.limit) {
      throw Error(ErrorCode::infeasible, core::at("rules", static_cast<std::int64_t>(r)),
                  std::to_string(movement.pieces) + " pieces after " + std::to_string(before) +
                      " exceed the limit of " + std::to_string(rule.limit) + " a " +
                      calendar::grain_name(rule.window));
    }
    changed.emplace_back(
        tally, out ? before + movement.pieces : std::max<Pieces>(0, before - movement.pieces));
  }
  return changed;
}

SALESPLAN_INLINE void StockLedger::book(const Movement& movement) {
  check(movement);
  Account& here = account(movement.material, movement.location);
  Balance& balance = here.balance;
  const std::int32_t expires =
      movement.expires == calendar::no_date ? detail::keeps : movement.expires.days;
  Pieces in = 0, out = movement.pieces;
  Pieces Balance::*in_sum = nullptr;
  Pieces Balance::*out_sum = nullptr;
  switch (movement.kind) {
    case MovementKind::receipt:
    case MovementKind::giveback:
      std::swap(in, out);
      in_sum = movement.kind == MovementKind::receipt ? &Balance::received : &Balance::given_back;
      break;
    case MovementKind::count:
      in = std::max<Pieces>(0, movement.pieces - balance.on_hand);
      out = std::max<Pieces>(0, balance.on_hand - movement.pieces);
      in_sum = &Balance::counted_more;
      out_sum = &Balance::counted_less;
      break;
    case MovementKind::issue:
      out_sum = &Balance::issued;
      break;
    case MovementKind::transfer:
      out_sum = &Balance::transferred_out;
      break;
    case MovementKind::scrap:
      out_sum = &Balance::scrapped;
  }
  const bool used = movement.kind == MovementKind::issue || movement.kind == MovementKind::giveback;
  const bool moved = movement.kind == MovementKind::transfer;

  // All that can fail comes first, so that a refusal changes nothing.
  const auto taken = picks(
      here, out, movement.kind == MovementKind::issue ? movement.date.days : detail::no_limit);
  const auto tallies = used ? usage(movement) : std::vector<std::pair<Tally, Pieces>>();
  Account* there = moved ? &account(movement.material, movement.to_location) : nullptr;
  check_pieces(balance.on_hand + in, "on_hand");
  if (in_sum != nullptr) core::add(balance.*in_sum, in, "pieces");
  if (out_sum != nullptr) core::add(balance.*out_sum, out, "pieces");
  if (moved) {
    check_pieces(there->balance.on_hand + out, "on_hand");
    core::add(there->balance.transferred_in, out, "pieces");
  }
  for (const auto& [tally, pieces] : tallies) used_.emplace(tally, 0);
  movements_.push_back(movement);
  try {
    if (in > 0) here.batches.emplace(expires, 0);
    for (std::size_t i = 0; moved && i < taken.size(); ++i)
      there->batches.emplace(taken[i].first, 0);
  } catch (...) {
    movements_.pop_back();
    throw;
  }

  for (const auto& [tally, pieces] : tallies) used_.find(tally)->second = pieces;
  if (in > 0) here.batches.find(expires)->second += in;
  for (const auto& [batch, pieces] : taken) {
    const auto left = here.batches.find(batch);
    left->second -= pieces;
    if (left->second == 0) here.batches.erase(left);
    if (moved) there->batches.find(batch)->second += pieces;
  }
  balance.on_hand += in - out;
  if (in_sum != nullptr) balance.*in_sum += in;
  if (out_sum != nullptr) balance.*out_sum += out;
  if (movement.kind == MovementKind::issue) balance.last_issue = movement.date;
  if (moved) {
    there->balance.transferred_in += out;
    there->balance.on_hand += out;
  }
}

SALESPLAN_INLINE void StockLedger::book_all(const std::vector<Movement>& movements) {
  StockLedger booked = *this;
  for (std::size_t i = 0; i < movements.size(); ++i) {
    try {
      booked.book(movements[i]);
    } catch (const Error& error) {
      throw error.moved_to(core::at("movements", static_cast<std::int64_t>(i)) + "." +
                           error.place());
    }
  }
  *this = std::move(booked);
}

}  // namespace salesplan::material
