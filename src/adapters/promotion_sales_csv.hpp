// Sales by period, product and promotion, from a CSV table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/csv.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/promotion/evaluation.hpp"

namespace salesplan::adapters {

struct PromotionSalesColumns {
  std::vector<std::string> promotions;  ///< names, in order of first appearance
  std::vector<std::string> products;
  calendar::Grain grain = calendar::Grain::month;  ///< of the periods
  std::vector<std::int32_t> period, product, promotion;
  std::vector<double> units, revenue, discount, cost;

  promotion::PromotionSales view() const {
    return {period, product, promotion, units, revenue, discount, cost};
  }
};

/// The columns period (such as 2026-02), product, promotion (empty: sold without one), units,
/// revenue, discount and cost. `known` names promotions beforehand, in their order; others follow.
/// Error(parse) for a cell that is not what it should be, Error(invalid_argument) outside its
/// domain, Error(duplicate) for a period, product and promotion given twice; each names the cell.
PromotionSalesColumns read_promotion_sales(const CsvTable& csv,
                                           const std::vector<std::string>& known = {});

}  // namespace salesplan::adapters
