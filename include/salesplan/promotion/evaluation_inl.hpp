// Bodies of evaluation.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

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

/// Takes out of `values` what each product and each period has in common: the residuals of additive
/// effects of both, which means taken out by turns come to.
SALESPLAN_INLINE void take_out_common(std::vector<double>& values,
                                      core::View<const std::int32_t> product,
                                      core::View<const std::int32_t> period) {
  for (int sweep = 0; sweep < 1000; ++sweep) {
    double moved = 0;
    for (core::View<const std::int32_t> key : {product, period}) {
      std::map<std::int32_t, std::pair<double, double>> sums;  // count and sum
      for (std::size_t i = 0; i < values.size(); ++i) {
        auto& [count, sum] = sums[key[i]];
        count += 1;
        sum += values[i];
      }
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& [count, sum] = sums[key[i]];
        values[i] -= sum / count;
        moved = std::max(moved, std::abs(sum / count));
      }
    }
    if (moved < 1e-10) break;
  }
}

/// The response of units sold to the price paid.
SALESPLAN_INLINE SalesResponse response_of_products(const PromotionSales& sales, int price_lags) {
  struct Sold {
    double units = 0;
    double revenue = 0;
  };
  std::map<std::pair<std::int32_t, std::int32_t>, Sold> sold;  // by product and period
  for (std::size_t i = 0; i < sales.units.size(); ++i) {
    Sold& to = sold[{sales.product[i], sales.period[i]}];
    to.units += sales.units[i];
    to.revenue += sales.revenue[i];
  }
  std::vector<std::int32_t> product, period;
  std::vector<double> volume, price;  // logs at first
  for (const auto& [key, cell] : sold) {
    product.push_back(key.first);
    period.push_back(key.second);
    volume.push_back(std::log(cell.units));
    price.push_back(std::log(cell.revenue / cell.units));
  }
  SalesResponseOptions options;
  options.price_lags = price_lags;
  if (!sold.empty() && product.front() == product.back()) {
    options.pooling = Pooling::intercept;
  } else {
    take_out_common(volume, product, period);
    take_out_common(price, product, period);
  }
  // What rounding leaves of prices that never differ is not a difference.
  if (std::none_of(price.begin(), price.end(), [](double p) { return std::abs(p) > 1e-8; })) {
    throw Error(ErrorCode::invalid_argument, "revenue",
                "no price paid differs from those of its product and period");
  }
  for (double& v : volume) v = std::exp(v);
  for (double& p : price) p = std::exp(p);
  return fit_sales_response({product, period, volume, price, {}}, options);
}

}  // namespace detail

SALESPLAN_INLINE Evaluation evaluate(const PromotionSales& sales,
                                     core::View<const double> fixed_cost,
                                     const EvaluationOptions& options) {
  detail::check_promotion_sales(sales, fixed_cost.size());
  for (std::size_t p = 0; p < fixed_cost.size(); ++p) {
    need_not_negative(fixed_cost[p], core::at("fixed_cost", static_cast<std::int64_t>(p)));
  }
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
    return Estimate{
        own ? response.unit_coefficient[u * k + own_price] : response.coefficient[own_price],
        std::sqrt(variance)};
  };

  std::map<std::int32_t, PromotionEvaluation> sold;
  std::map<std::int32_t, std::set<std::int32_t>> periods;
  for (std::size_t i = 0; i < sales.units.size(); ++i) {
    if (sales.promotion[i] < 0) continue;
    PromotionEvaluation& to = sold[sales.promotion[i]];
    const double units = sales.units[i];
    const Estimate elasticity = elasticity_of(sales.product[i]);
    const double log_price =
        std::log1p(-sales.discount[i] / (sales.revenue[i] + sales.discount[i]));
    const double baseline = units * std::exp(-elasticity.mean * log_price);
    to.facts.units += units;
    to.facts.baseline.mean += baseline;
    to.facts.baseline.sd += baseline * std::abs(log_price) * elasticity.sd;
    to.facts.price += sales.revenue[i] + sales.discount[i];
    to.facts.discount += sales.discount[i];
    to.facts.margin += sales.revenue[i] + sales.discount[i] - sales.cost[i];
    to.elasticity.mean += units * elasticity.mean;
    to.elasticity.sd += units * elasticity.sd;
    periods[sales.promotion[i]].insert(sales.period[i]);
  }

  const Estimate pulled = options.price_lags > 0 ? pulled_forward_share(response) : Estimate{};
  for (auto& [promotion, e] : sold) {
    PromotionFacts& facts = e.facts;
    e.promotion = promotion;
    for (double* sum :
         {&facts.price, &facts.discount, &facts.margin, &e.elasticity.mean, &e.elasticity.sd}) {
      *sum /= facts.units;
    }
    facts.fixed_cost = fixed_cost[static_cast<std::size_t>(promotion)];
    facts.periods = static_cast<double>(periods[promotion].size());
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
    evaluation.promotions.push_back(e);
  }
  return evaluation;
}

}  // namespace salesplan::promotion
