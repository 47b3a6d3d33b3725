// The maintenance-and-expansion plan: whom to win back, whom to keep, whom to grow, and for what.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/columns.hpp"

namespace salesplan::customer {

/// What can be done for a customer.
enum class Care { grow, retain, reactivate, maintain };

/// "grow", …
inline const char* care_name(Care care) {
  constexpr const char* names[] = {"grow", "retain", "reactivate", "maintain"};
  return names[static_cast<int>(care)];
}

/// One value a customer.
struct CareFacts {
  core::View<const double> p_alive;         ///< in 0..1
  core::View<const double> expected_value;  ///< within the horizon, in money, >= 0
  /// What the customer could buy from anybody within the horizon, in money, >= 0; NaN = not known,
  /// empty: of nobody.
  core::View<const double> potential = {};
};

struct CareOptions {
  double lost_below = 0.3;    ///< P(alive) below which a customer must be won back
  double safe_from = 0.8;     ///< P(alive) from which a customer needs no saving
  double wallet_share = 0.5;  ///< expected / potential below which a safe customer can grow
  double least_stake = 0;     ///< in money; with less at stake a customer is only maintained
};

struct CareItem {
  std::size_t customer = 0;  ///< position
  Care care = Care::maintain;
  double stake = 0;    ///< money to be won within the horizon, should it succeed completely
  std::string reason;  ///< "P(alive) 0.42; 310 more were it 1"
};

/// One item a customer, by care (grow, retain, reactivate, maintain) and then by stake, the largest
/// first, equal ones by position.
///
/// At stake for retention and reactivation is what the customer would bring if surely alive, beyond
/// what is expected: expected·(1/P - 1); for growth, potential - expected; for maintenance, what is
/// expected. P(alive) below 1e-6 counts as that.
/// @throws Error(invalid_argument) naming the field and the customer, or the option. O(n log n).
inline std::vector<CareItem> care_plan(const CareFacts& facts, const CareOptions& options = {}) {
  const std::size_t n = facts.p_alive.size();
  detail::check_amounts("p_alive", facts.p_alive, n);
  detail::check_amounts("expected_value", facts.expected_value, n);
  if (!facts.potential.empty()) detail::check_size("potential", facts.potential.size(), n);
  detail::check_range("lost_below", options.lost_below, 0, 1);
  detail::check_range("safe_from", options.safe_from, options.lost_below, 1);
  detail::check_range("wallet_share", options.wallet_share, 0, 1);
  detail::check_range("least_stake", options.least_stake, 0, 1e100);
  const auto rounded = [](double x) { return core::to_text(std::round(x * 100) / 100); };
  std::vector<CareItem> items;
  for (std::size_t i = 0; i < n; ++i) {
    const double p = facts.p_alive[i], expected = facts.expected_value[i];
    if (p > 1) throw detail::bad_value("p_alive", i, p, "exceeds 1");
    const double potential = facts.potential.empty() ? core::missing_number : facts.potential[i];
    if (!core::is_missing(potential) && !(potential >= 0 && std::isfinite(potential))) {
      throw detail::bad_value("potential", i, potential, "is not finite and >= 0");
    }
    CareItem item{i, Care::maintain, expected, "P(alive) " + rounded(p)};
    if (p < options.safe_from) {
      const double missing = expected * (1 / std::max(p, 1e-6) - 1);
      if (missing >= options.least_stake) {
        item.care = p < options.lost_below ? Care::reactivate : Care::retain;
        item.stake = missing;
        item.reason += "; " + rounded(missing) + " more were it 1";
      }
    } else if (expected < options.wallet_share * potential &&
               potential - expected >= options.least_stake) {
      item.care = Care::grow;
      item.stake = potential - expected;
      item.reason += "; buys " + rounded(expected) + " of a potential of " + rounded(potential);
    }
    items.push_back(std::move(item));
  }
  std::stable_sort(items.begin(), items.end(), [](const CareItem& a, const CareItem& b) {
    return a.care != b.care ? a.care < b.care : a.stake > b.stake;
  });
  return items;
}

}  // namespace salesplan::customer
