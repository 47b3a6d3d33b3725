// What is to be shared out: accounts, territories, what should be balanced, and what holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::territory {

/// Something of which every territory should have its part: workload, potential, revenue.
struct Measure {
  std::string name;           ///< for messages
  std::vector<double> size;   ///< [accounts] >= 0, not all 0
  std::vector<double> lower;  ///< [territories] least load; empty, NaN: none
  std::vector<double> upper;  ///< [territories] most load; empty, NaN: none
  std::vector<double> ideal;  ///< [territories] > 0; empty: equal parts of the total
  double weight = 0;          ///< price of imbalance, >= 0: weight·Σ ((load - ideal)/ideal)²
  /// The largest Gini coefficient of load/ideal, 0 (all the same) .. 1; NaN: any.
  double most_gini = core::missing_number;
};

/// Two accounts or areas with a common border.
struct Border {
  std::int32_t a = 0;
  std::int32_t b = 0;
};

struct PartitionProblem {
  std::size_t accounts = 0;
  std::size_t territories = 0;
  /// [accounts, territories] row-major, >= 0; NaN: the account may not go there. Distances to
  /// centres or homes make territories compact (distance.hpp).
  core::View<const double> cost;
  std::vector<Measure> measures;
  core::View<const std::int32_t> fixed;  ///< [accounts] where an account must be, -1 anywhere
  core::View<const std::int32_t> today;  ///< [accounts] where an account is now, -1 nowhere
  core::View<const double> move_cost;    ///< [accounts] >= 0, price of leaving today's territory
  /// Given any, every territory is connected through borders between its own accounts.
  core::View<const Border> borders;
  core::View<const std::string> account_names;    ///< [accounts] or empty: "account 3"
  core::View<const std::string> territory_names;  ///< [territories] or empty: "territory 3"
};

}  // namespace salesplan::territory
