// Which account goes to which territory: balanced, compact, and with as few moves as it takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/territory/partition_problem.hpp"

namespace salesplan::territory {

struct PartitionOptions {
  std::size_t effort = 1000;  ///< moves tried for each account, 1 .. 1e9
  std::uint64_t seed = 1;     ///< of the moves; another seed, another partition of like quality
};

struct Partition {
  std::vector<std::int32_t> territory;  ///< [accounts]
  std::vector<double> load;             ///< [measures, territories] row-major
  std::vector<double> gini;             ///< [measures] of load/ideal
  double cost = 0;                      ///< Σ cost
  double moving = 0;                    ///< Σ move_cost of accounts that moved
  double imbalance = 0;                 ///< Σ weight·((load - ideal)/ideal)²
  std::size_t moved = 0;                ///< accounts that leave the territory of today
  double bound = 0;  ///< no partition has less than this of cost + moving + imbalance
  double gap = 0;    ///< (total - bound)/total, 0 where the total is 0
};

/// The partition of least cost + moving + imbalance that keeps every bound (to 1e-9 of the mean
/// load), the largest Gini coefficients, every fixed account and, where borders are given, every
/// territory in one piece.
///
/// The loads' bounds are priced (Lagrange multipliers, subgradient steps), which gives the lower
/// bound and a start; shifts of one account and swaps of two are tried at a falling threshold; then
/// two to four territories at a time share out their accounts anew, which finds chains of moves
/// that only together end within bounds. With borders there are shifts and swaps alone.
/// Deterministic. The lower bound sees neither borders nor Gini
/// coefficients.
///
/// @throws Error(invalid_argument) naming "cost[i]", "measures[q].size[i]" and the like;
/// Error(infeasible) naming, by the caller's names, the territories and accounts that cannot be
/// served, or what the best partition found still breaks, or the least Gini coefficient found,
/// where it is not known to be impossible. O((effort + territories)·accounts·measures), times the
/// size of a territory with borders.
/// @source Hess & Samuels (1971), Experiences with a sales districting model, Management Science
/// 18(4-II); Fisher (1981), The Lagrangian relaxation method, Management Science 27(1); Dueck &
/// Scheuer (1990), Threshold accepting, Journal of Computational Physics 90; Kalcsics, Nickel &
/// Schröder (2005), Towards a unified territorial design approach, TOP 13.
Partition partition(const PartitionProblem& problem, const PartitionOptions& options = {});

}  // namespace salesplan::territory

#ifndef SALESPLAN_COMPILED
#include "salesplan/territory/partition_inl.hpp"
#endif
