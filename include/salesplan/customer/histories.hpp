// What the lifetime models need to know of each customer: repeat count, recency and age.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::customer {

/// One value a customer, in any one unit of time; the first purchase is at time 0.
struct Histories {
  core::View<const double> x;    ///< repeat purchases: an integer, 0..1e7
  core::View<const double> t_x;  ///< time of the last one: 0 where x = 0, else in (0, T]
  core::View<const double> T;    ///< time observed since the first purchase, 0..1e9
  /// Σ ln(time between purchases), x terms; only `mbg_cnbd_k` looks at it. May be empty.
  core::View<const double> log_gaps = {};
};

namespace detail {

/// The distinct histories, ascending by (x, t_x, T), so that what is summed over them does not
/// depend on the order of the customers, and what is computed for them is computed once.
struct Distinct {
  std::vector<double> x, t_x, T;
  std::vector<double> customers;      ///< how many customers have this history
  std::vector<std::uint32_t> level;   ///< position of x in `levels`
  std::vector<double> levels;         ///< the distinct x, ascending
  std::vector<std::uint32_t> t_x_at;  ///< position of t_x in `times`
  std::vector<std::uint32_t> T_at;    ///< position of T in `times`
  std::vector<double> times;          ///< the distinct t_x and T, ascending
  std::vector<std::uint32_t> row_of;  ///< for each customer, the index of the history above

  std::size_t size() const { return x.size(); }
};

/// Error(invalid_argument) naming the field and the customer unless all values are in their domain
/// (2^31-2 customers at most). O(n) and a sort of the distinct times.
Distinct distinct_histories(const Histories& histories);

}  // namespace detail
}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/histories_inl.hpp"
#endif
