// The stock ledger: every movement of a material, checked before it is booked, balanced to the
// piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "salesplan/calendar/period.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

enum class MovementKind : std::int32_t {
  receipt,   ///< from a supplier into `location`
  issue,     ///< from `location` to a rep and customer, first expired first out, by the usage rules
  giveback,  ///< from a rep back into `location`; frees the limits of its period
  transfer,  ///< from `location` to `to_location`, with the expiry dates
  count,     ///< `pieces` were counted in `location`; the difference is booked
  scrap,     ///< from `location`, first expired first, what has expired included
};

struct Movement {
  MovementKind kind = MovementKind::receipt;
  calendar::Date date;
  std::int32_t material = 0;
  std::int32_t location = 0;
  Pieces pieces = 0;              ///< > 0; for a count >= 0
  calendar::Date expires;         ///< of what comes in; no_date: keeps
  std::int32_t to_location = -1;  ///< of a transfer
  std::int32_t rep = -1;          ///< of an issue or giveback, -1: not said
  std::int32_t role = -1;         ///< of the rep
  std::int32_t customer = -1;
  std::int32_t tier = -1;  ///< of the customer
};

/// Whose issues a limit counts together.
enum class LimitOf : std::int32_t { everyone, rep, customer };

/// At most `limit` pieces in a period of `window`, of issues that match what is not -1. A limit of
/// 0 forbids: a role that may not hand out gifts, a tier that gets none.
struct UsageRule {
  std::int32_t material = -1;
  std::int32_t rep = -1;
  std::int32_t role = -1;
  std::int32_t tier = -1;
  LimitOf of = LimitOf::rep;
  calendar::Grain window = calendar::Grain::month;
  Pieces limit = 0;
};

/// What has happened to a material at a location: opening (0) + all that came in - all that went
/// out = on_hand, to the piece.
struct Balance {
  Pieces received = 0, given_back = 0, transferred_in = 0, counted_more = 0;
  Pieces issued = 0, transferred_out = 0, counted_less = 0, scrapped = 0;
  Pieces on_hand = 0;
  calendar::Date last_issue;  ///< no_date: never

  /// Whether anything ever came in; nothing goes out before.
  bool moved() const {
    return received > 0 || given_back > 0 || transferred_in > 0 || counted_more > 0;
  }
};

/// Stock of materials at locations, by expiry. What is refused changes nothing; what is booked is
/// never overwritten, and dates do not go back. Not for several threads at once.
class StockLedger {
 public:
  /// @throws Error(invalid_argument) for a rule outside its domain and more than 10^6 accounts.
  StockLedger(std::size_t materials, std::size_t locations, std::vector<UsageRule> rules = {});

  /// Books one movement.
  /// @throws Error(invalid_argument) for indices, dates or pieces outside their domain, a date
  ///         before the last one; Error(infeasible) where more is to go out than is there and good,
  ///         and where a usage rule forbids it, naming the rule and the limit. O(log n + batches).
  void book(const Movement& movement);

  /// Books all or none; the Error's place gets "movements[i].".
  void book_all(const std::vector<Movement>& movements);

  std::size_t materials() const { return materials_; }
  std::size_t locations() const { return locations_; }
  const Balance& balance(std::size_t material, std::size_t location) const {
    return accounts_[material * locations_ + location].balance;
  }
  /// By last day of use; the key max_date keeps for ever.
  const std::map<std::int32_t, Pieces>& batches(std::size_t material, std::size_t location) const {
    return accounts_[material * locations_ + location].batches;
  }
  const std::vector<Movement>& movements() const { return movements_; }

 private:
  struct Account {
    Balance balance;
    std::map<std::int32_t, Pieces> batches;
  };
  using Tally = std::tuple<std::size_t, std::int32_t, std::int32_t>;  // rule, period, who

  void check(const Movement& movement) const;
  Account& account(std::int32_t material, std::int32_t location);
  std::vector<std::pair<std::int32_t, Pieces>> picks(const Account& from, Pieces pieces,
                                                     std::int32_t good_on) const;
  std::vector<std::pair<Tally, Pieces>> usage(const Movement& movement) const;

  std::size_t materials_, locations_;
  std::vector<UsageRule> rules_;
  std::vector<Account> accounts_;  // [materials, locations]
  std::map<Tally, Pieces> used_;
  std::vector<Movement> movements_;
};

}  // namespace salesplan::material

#ifndef SALESPLAN_COMPILED
#include "salesplan/material/stock_ledger_inl.hpp"
#endif
