// Priority of product lines from several criteria: weighted score or closeness to the ideal.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/product/criteria.hpp"

namespace salesplan::product {

enum class Normalisation {
  min_max,  ///< (x - min) / (max - min), 0.5 where all are equal
  rank,     ///< rank from 0 (worst) to 1 (best), ties at their mean; no outlier can dominate
};

enum class Method {
  weighted_score,  ///< sum of weight·normalised criterion
  topsis,          ///< d- / (d+ + d-), distances to the best and worst of all (see @source)
};

struct PriorityOptions {
  Method method = Method::weighted_score;
  Normalisation normalisation = Normalisation::min_max;  ///< of the weighted score
  std::vector<double> weights;  ///< [columns] >= 0, scaled to sum 1; empty = by entropy
};

struct Priority {
  std::vector<double> score;       ///< [rows] in [0, 1]
  std::vector<std::size_t> rank;   ///< [rows] 1 = first; equal scores by position
  std::vector<double> weights;     ///< [columns] used, sum 1
  std::vector<double> normalised;  ///< [rows, columns], 1 = best
};

/// Criteria on [0, 1], 1 the best whichever way they count. An unknown value takes the mean of the
/// known ones of its column, a column with none known is 0.5 throughout.
std::vector<double> normalise(const Criteria& criteria, Normalisation how);

/// Weights by how much a criterion tells the alternatives apart: w_j ∝ 1 - e_j, with the entropy
/// e_j = -sum p_ij ln p_ij / ln(rows) of p_ij = z_ij / sum_i z_ij, z min-max normalised. Equal
/// weights where nothing tells them apart.
/// @source Hwang & Yoon (1981), Multiple Attribute Decision Making, section 2.3 (entropy method).
std::vector<double> entropy_weights(const Criteria& criteria);

/// Scores and ranks. TOPSIS divides each column by its Euclidean length.
/// @throws Error(invalid_argument) for values that do not fill the columns, an infinite value, or
///         weights of a wrong number, negative, or all 0. O(rows·columns + rows log rows).
/// @source Hwang & Yoon (1981), section 3.2.4 (TOPSIS).
Priority priority(const Criteria& criteria, const PriorityOptions& options = {});

}  // namespace salesplan::product

#ifndef SALESPLAN_COMPILED
#include "salesplan/product/priority_inl.hpp"
#endif
