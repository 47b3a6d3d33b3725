// Are targets, work and potential shared fairly? Gini coefficients, with limits that can be
// enforced.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::target {

/// How unevenly values are shared: Σ_i Σ_j |x_i - x_j| / (2 n Σ x), from 0, all the same, to
/// 1 - 1/n, all with one (numeric/gini.hpp). NaN are left out; 0 where nothing is shared.
/// @param values >= 0, below 1e300.
/// @throws Error(invalid_argument) naming "values[i]". O(n log n).
double gini(core::View<const double> values);

/// What is to be shared fairly among units: hardness (1 - attainment probability), workload over
/// capacity, potential a head …
struct FairnessMeasure {
  std::string name;
  core::View<const double> values;      ///< [n] as for gini()
  double limit = core::missing_number;  ///< the largest Gini that is fair, in [0, 1]; NaN: none
};

/// How fairly a measure is shared. Without any value, mean, least and most are NaN.
struct Fairness {
  std::string name;
  double gini = 0;
  double limit = core::missing_number;
  bool fair = true;  ///< not above the limit
  double mean = core::missing_number;
  std::size_t least_unit = 0;  ///< the first with the least
  double least = core::missing_number;
  std::size_t most_unit = 0;
  double most = core::missing_number;
};

/// A row a measure, in their order.
/// @throws Error(invalid_argument) naming the measure and the unit; Error(duplicate) for a name
///         given twice. O(n log n) a measure.
std::vector<Fairness> fairness(core::View<const FairnessMeasure> measures,
                               core::View<const std::string> labels = {});

/// The report as a constraint.
/// @param labels of the units, for the message; empty: "unit 3".
/// @throws Error(infeasible) placed at the first measure above its limit: "workload: Gini 0.31
///         exceeds 0.2: Bob has 52, Ann 14, the mean is 33".
void require_fair(core::View<const Fairness> report, core::View<const std::string> labels = {});

}  // namespace salesplan::target

#ifndef SALESPLAN_COMPILED
#include "salesplan/target/fairness_inl.hpp"
#endif
