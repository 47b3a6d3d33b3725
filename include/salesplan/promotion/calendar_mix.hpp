// Which promotions to run, how deep and when: the best selection under budget, capacity and gaps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::promotion {

/// One way to run one promotion: a depth and a start. At most one of a promotion's ways is chosen.
struct MixChoice {
  std::size_t promotion = 0;  ///< which promotion, 0 .. 9999
  double value = 0;           ///< expected net return; never chosen where not positive
  core::Minor cost = 0;       ///< >= 0
  std::int32_t start = 0;     ///< first period, >= 0
  std::int32_t periods = 1;   ///< >= 1; start + periods <= 1000
  double load = 0;            ///< of the capacity of each of its periods, >= 0
};

/// Promotions of which no two may run at once, nor with fewer than `gap` periods between them.
struct ExclusiveSet {
  std::vector<std::size_t> promotions;
  std::int32_t gap = 0;  ///< 0 .. 1000
};

struct MixLimits {
  core::Minor budget = 0;
  std::vector<double> capacity;  ///< of each period; empty = no limit, else it reaches every choice
  std::vector<ExclusiveSet> exclusive;
};

struct MixOptions {
  double gap = 1e-9;             ///< stop when (bound - value) <= gap·bound
  std::size_t nodes = 20000000;  ///< stop after so many steps of the search
};

struct MixPlan {
  std::vector<std::size_t> chosen;  ///< indices of choices, rising
  double value = 0;
  core::Minor cost = 0;
  double bound = 0;  ///< no selection is worth more; equal to the value up to `gap` where proven
  std::size_t nodes = 0;
};

/// The selection of the largest value. Budget, capacities and exclusive periods are rows of one
/// multiple-choice knapsack; their prices (Lagrange multipliers) come from subgradient steps, and a
/// depth-first branch and bound with these prices finds the selection and proves it, or stops at
/// `nodes` with the gap that is left. A budget below every cost gives the empty selection.
/// @throws Error(invalid_argument) naming "choices[i].cost" and the like outside their domain.
/// Exponential at worst; the bound holds whenever it stops.
/// @source Fisher (1981), The Lagrangian relaxation method for solving integer programming
/// problems, Management Science 27(1); Kellerer, Pferschy & Pisinger (2004), Knapsack Problems,
/// chapter 11 (multiple choice).
MixPlan best_mix(core::View<const MixChoice> choices, const MixLimits& limits,
                 const MixOptions& options = {});

}  // namespace salesplan::promotion

#ifndef SALESPLAN_COMPILED
#include "salesplan/promotion/calendar_mix_inl.hpp"
#endif
