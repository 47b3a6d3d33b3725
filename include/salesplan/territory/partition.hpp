// Which account goes to which territory: balanced, compact, and with as few moves as it takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
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

struct PartitionOptions {
  std::size_t effort = 1000;  ///< moves tried for each account, 1 .. 1e9
  std::uint64_t seed = 1;     ///< of the moves; another seed, another partition of like quality
};

struct Partition {
  std::vector<std::int32_t> territory;  ///< [accounts]
  std::vector<double> load;             ///< [measures, territories] row-major
  double cost = 0;                      ///< Σ cost
  double moving = 0;                    ///< Σ move_cost of accounts that moved
  double imbalance = 0;                 ///< Σ weight·((load - ideal)/ideal)²
  std::size_t moved = 0;                ///< accounts that leave the territory of today
  double bound = 0;  ///< no partition has less than this of cost + moving + imbalance
  double gap = 0;    ///< (total - bound)/total, 0 where the total is 0
};

/// The partition of least cost + moving + imbalance that keeps every bound (to 1e-9 of the mean
/// load), every fixed account and, where borders are given, every territory in one piece.
///
/// The loads' bounds are priced (Lagrange multipliers, subgradient steps), which gives the lower
/// bound and a start; shifts of one account and swaps of two are tried at a falling threshold; then
/// two to four territories at a time share out their accounts anew, which finds chains of moves
/// that only together end within bounds. With borders there are shifts and swaps alone.
/// Deterministic. The lower bound does not see borders.
///
/// @throws Error(invalid_argument) naming "cost[i]", "measures[q].size[i]" and the like;
/// Error(infeasible) naming, by the caller's names, the territories and accounts that cannot be
/// served, or what the best partition found still breaks where it is not known to be impossible.
/// O((effort + territories)·accounts·measures), times the size of a territory with borders.
/// @source Hess & Samuels (1971), Experiences with a sales districting model, Management Science
/// 18(4-II); Fisher (1981), The Lagrangian relaxation method, Management Science 27(1); Dueck &
/// Scheuer (1990), Threshold accepting, Journal of Computational Physics 90; Kalcsics, Nickel &
/// Schröder (2005), Towards a unified territorial design approach, TOP 13.
Partition partition(const PartitionProblem& problem, const PartitionOptions& options = {});

}  // namespace salesplan::territory

#ifndef SALESPLAN_COMPILED
#include "salesplan/territory/partition_inl.hpp"
#endif
