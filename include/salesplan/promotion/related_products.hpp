// What a promotion of one product does to those beside it: halo and cannibalisation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/promotion/promotion_return.hpp"
#include "salesplan/promotion/sales_response.hpp"

namespace salesplan::promotion {

/// Sales of a few products that may take customers from each other or bring them, one row a
/// product, unit (store) and period.
struct RelatedSales {
  core::View<const std::int32_t> product;  ///< [n] each in [0, products)
  core::View<const std::int32_t> unit;     ///< [n] each in [0, n)
  core::View<const std::int32_t> period;   ///< [n]
  core::View<const double> volume;         ///< [n] > 0, NaN = not known
  core::View<const double> price;          ///< [n] > 0, NaN = not known
  std::vector<Driver> drivers;             ///< of the row's own product: display, feature, deal
};

/// Row i, column j: by how many percent product i sells more when the price of j rises by one
/// percent; below 0 the two go together (halo), above 0 they replace each other. On the diagonal
/// the own price.
struct CrossElasticities {
  std::size_t products = 0;
  std::vector<Estimate> elasticity;  ///< [products, products]
  std::vector<std::size_t> rows;     ///< [products] used: those where all prices are known

  const Estimate& of(std::size_t product, std::size_t price_of) const {
    return elasticity[product * products + price_of];
  }
};

struct RelatedOptions {
  double season_length = 0;  ///< periods in a year for a seasonal wave; 0 = none
  int harmonics = 1;         ///< waves a year
};

/// Fits, for each product, its log volume on the log prices of all of them in the same unit and
/// period, its drivers and a season, with an own intercept for each unit (fixed effects). A cut
/// that several products have together is nobody's own: prices that always move together are
/// refused.
/// @throws Error(invalid_argument) for sizes that do not fit, numbers outside their domain, and as
///         "products[i].…" what `fit_sales_response` finds wrong with that product's model;
///         Error(duplicate) for a product, unit and period given twice.
///         O(n log n + n·products²).
/// @source Montgomery (1997), Creating micro-marketing pricing strategies using supermarket scanner
/// data, Marketing Science 16 (the log-log demand system of Dominick's orange juice).
CrossElasticities cross_elasticities(const RelatedSales& sales, std::size_t products,
                                     const RelatedOptions& options = {});

/// By how many units the other products change while `promoted` is sold at `discount`, a share of
/// its price in [0, 1): base·((1 - discount)^elasticity - 1), the deviation by the delta method. As
/// `PromotionFacts::related` takes them, margins 0 and names empty; 0 at `promoted` itself.
/// @param base [products] what each would sell during the promotion without it, >= 0
/// @throws Error(invalid_argument) naming what is outside its domain.
std::vector<RelatedEffect> related_effects(const CrossElasticities& elasticities,
                                           std::size_t promoted, double discount,
                                           core::View<const double> base);

}  // namespace salesplan::promotion

#ifndef SALESPLAN_COMPILED
#include "salesplan/promotion/related_products_inl.hpp"
#endif
