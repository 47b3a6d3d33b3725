// What past promotions brought, all at once, from the sales with and without them.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/promotion/promotion_return.hpp"
#include "salesplan/promotion/recommendation.hpp"
#include "salesplan/promotion/sales_response.hpp"

namespace salesplan::promotion {

/// Sales by period, product and promotion, at most one row each; every column [n].
struct PromotionSales {
  core::View<const std::int32_t> period;     ///< consecutive numbers
  core::View<const std::int32_t> product;    ///< in [0, n)
  core::View<const std::int32_t> promotion;  ///< a promotion, or -1 = sold without one
  core::View<const double> units;            ///< > 0
  core::View<const double> revenue;          ///< paid, > 0
  core::View<const double> discount;         ///< given away, >= 0; read on promotions only
  core::View<const double> cost;             ///< of the goods, >= 0; read on promotions only
};

struct EvaluationOptions {
  double level = 0.9;  ///< coverage of the intervals, in (0, 1)
  int price_lags = 0;  ///< past prices, for the dip after a promotion; 0 .. 52
  RecommendationOptions recommendation;
};

/// One promotion that sold something.
struct PromotionEvaluation {
  std::int32_t promotion = 0;
  PromotionFacts facts;  ///< a unit's price, margin and discount are means by units sold
  Estimate log_uplift;   ///< log(units / baseline)
  Estimate elasticity;   ///< of the products sold on it, weighted by units
  PromotionReturn result;
  Recommendation recommendation;
};

struct Evaluation {
  std::vector<PromotionEvaluation> promotions;  ///< those that sold, in order
  SalesResponse response;                       ///< units are the products
};

/// How sales respond to the price paid is fitted on all products together, in logs, after what each
/// product and each period has in common is taken out; every product has its own elasticity, shrunk
/// to the common one. What product i sold on a promotion at a discount of share d would have been
/// units·(1 - d)^-elasticity_i without it; the errors of the products of one promotion are taken as
/// moving together, so its interval errs on the wide side. What a promotion takes from the other
/// products counts for it here: give such effects to `promotion_return` where they are known.
/// Depths that come with quantity (volume discounts) look more effective here than they are: large
/// orders bring the discount as well as the other way round.
/// @param fixed_cost  [promotions] people, material, media; >= 0
/// @throws Error(invalid_argument) naming "units[3]" and the like outside their domain; what
///         `fit_sales_response` throws; prices that never differ tell nothing. O(n log n) a sweep
///         over products and periods, some tens where few cells are empty.
Evaluation evaluate(const PromotionSales& sales, core::View<const double> fixed_cost,
                    const EvaluationOptions& options = {});

}  // namespace salesplan::promotion

#ifndef SALESPLAN_COMPILED
#include "salesplan/promotion/evaluation_inl.hpp"
#endif
