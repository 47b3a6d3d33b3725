// Bodies of evaluation.hpp.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "salesplan/core/missing.hpp"
#include "salesplan/promotion/evaluation.hpp"

namespace salesplan::promotion {
namespace detail {

SALESPLAN_INLINE void check_promotion_sales(const PromotionSales& sales, std::size_t promotions) {
  const std::size_t n = sales.units.size();
  const auto need_size = [n](std::size_t size, const char* name) {
    if (size != n) {
      throw Error(ErrorCode::invalid_argument, name,
                  std::to_string(size) + " values for " + std::to_string(n) + " rows");
    }
  };
  need_size(sales.period.size(), "period");
  need_size(sales.product.size(), "product");
  need_size(sales.promotion.size(), "promotion");
  need_size(sales.revenue.size(), "revenue");
  need_size(sales.discount.size(), "discount");
  need_size(sales.cost.size(), "cost");
  std::set<std::array<std::int32_t, 3>> seen;
  for (std::size_t i = 0; i < n; ++i) {
    const auto place = [i](const char* name) {
      return core::at(name, static_cast<std::int64_t>(i));
    };
    const auto need_index = [&](std::int32_t value, std::int64_t lowest, std::size_t end,
                                const char* name) {
      if (value < lowest || value >= static_cast<std::int64_t>(end)) {
        throw Error(ErrorCode::invalid_argument, place(name),
                    std::to_string(value) + " is outside [" + std::to_string(lowest) + ", " +
                        std::to_string(end) + ")");
      }
    };
    need_index(sales.product[i], 0, n, "product");
    need_index(sales.promotion[i], -1, promotions, "promotion");
    need_positive(sales.units[i], place("units"));
    need_positive(sales.revenue[i], place("revenue"));
    if (!seen.insert({sales.period[i], sales.product[i], sales.promotion[i]}).second) {
      throw Error(ErrorCode::duplicate, place("promotion"),
                  "the period, product and promotion are given twice");
    }
    if (sales.promotion[i] < 0) continue;
    need_not_negative(sales.discount[i], place("discount"));
    need_not_negative(sales.cost[i], place("cost"));
  }
}

/// The response of units sold to the price paid and to the sales of the other products.
SALESPLAN_INLINE SalesResponse response_of_products(const PromotionSales& sales, int price_lags) {
  struct Sold {
    double units = 0;
    double revenue = 0;
  };
  std::map<std::pair<std::int32_t, std::int32_t>, Sold> sold;  // by product and period
  std::map<std::int32_t, double> all;                          // units by period
  for (std::size_t i = 0; i < sales.units.size(); ++i) {
    Sold& to = sold[{sales.product[i], sales.period[i]}];
    to.units += sales.units[i];
    to.revenue += sales.revenue[i];
    all[sales.period[i]] += sales.units[i];
  }
  std::vector<std::int32_t> unit, period;
  std::vector<double> volume, price, market;
  for (const auto& [key, cell] : sold) {
    unit.push_back(key.first);
    period.push_back(key.second);
    volume.push_back(cell.units);
    price.push_back(cell.revenue / cell.units);
    const double others = all[key.second] - cell.units;
    market.push_back(others > 1e-9 * cell.units ? std::log(others) : core::missing_number);
  }
  const bool several = !unit.empty() && unit.front() != unit.back();
  SalesPanel panel{unit, period, volume, price, {}};
  if (several) panel.drivers.push_back({"market", market, 0});
  SalesResponseOptions options;
  options.pooling = several ? Pooling::shrunk : Pooling::intercept;
  options.price_lags = price_lags;
  return fit_sales_response(panel, options);
}

}  // namespace detail

SALESPLAN_INLINE Evaluation evaluate(const PromotionSales& sales,
                                     core::View<const double> fixed_cost,
                                     const EvaluationOptions& options) {
  detail::check_promotion_sales(sales, fixed_cost.size());
  need_inside_0_1(options.level, "level");
  Evaluation evaluation;
  evaluation.response = detail::response_of_products(sales, options.price_lags);
  const SalesResponse& response = evaluation.response;
  const std::size_t k = response.name.size();
  const std::size_t own_price = response.column("price");
  const auto elasticity_of = [&](std::int32_t product) {
    const auto u = static_cast<std::size_t>(product);
    const bool own = (u + 1) * k <= response.unit_coefficient.size();
    const double variance = own ? response.unit_covariance[(u * k + own_price) * k + own_price]
                                : response.covariance[own_price * k + own_price];
    return Estimate{own ? response.unit_coefficient[u * k + own_price]
                        : response.coefficient[own_price],
                    std::sqrt(variance)};
  };

  evaluation.promotion.resize(fixed_cost.size());
  std::vector<std::set<std::int32_t>> periods(fixed_cost.size());
  for (std::size_t i = 0; i < sales.units.size(); ++i) {
    if (sales.promotion[i] < 0) continue;
    const auto p = static_cast<std::size_t>(sales.promotion[i]);
    PromotionEvaluation& to = evaluation.promotion[p];
    const double units = sales.units[i];
    const Estimate elasticity = elasticity_of(sales.product[i]);
    const double log_price = std::log1p(-sales.discount[i] / (sales.revenue[i] + sales.discount[i]));
    const double baseline = units * std::exp(-elasticity.mean * log_price);
    to.facts.units += units;
    to.facts.baseline.mean += baseline;
    to.facts.baseline.sd += baseline * std::abs(log_price) * elasticity.sd;
    to.facts.price += sales.revenue[i] + sales.discount[i];
    to.facts.discount += sales.discount[i];
    to.facts.margin += sales.revenue[i] + sales.discount[i] - sales.cost[i];
    to.elasticity.mean += units * elasticity.mean;
    to.elasticity.sd += units * elasticity.sd;
    periods[p].insert(sales.period[i]);
  }

  const Estimate pulled =
      options.price_lags > 0 ? pulled_forward_share(response) : Estimate{};
  for (std::size_t p = 0; p < fixed_cost.size(); ++p) {
    PromotionEvaluation& e = evaluation.promotion[p];
    need_not_negative(fixed_cost[p], core::at("fixed_cost", static_cast<std::int64_t>(p)));
    PromotionFacts& facts = e.facts;
    if (facts.units == 0) continue;
    for (double* sum : {&facts.price, &facts.discount, &facts.margin, &e.elasticity.mean,
                        &e.elasticity.sd}) {
      *sum /= facts.units;
    }
    facts.fixed_cost = fixed_cost[p];
    facts.periods = static_cast<double>(periods[p].size());
    const double uplift = facts.units - facts.baseline.mean;
    facts.pulled_forward = {pulled.mean * uplift,
                            std::hypot(pulled.sd * uplift, pulled.mean * facts.baseline.sd)};
    e.log_uplift = {std::log(facts.units / facts.baseline.mean),
                    facts.baseline.sd / facts.baseline.mean};
    e.result = promotion_return(facts, options.level);
    e.recommendation =
        recommend({{facts.baseline.mean, facts.margin, facts.discount, 0, facts.fixed_cost},
                   facts.price,
                   e.log_uplift,
                   e.elasticity},
                  options.recommendation);
  }
  return evaluation;
}

}  // namespace salesplan::promotion
