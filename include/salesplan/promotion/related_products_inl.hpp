// Bodies of related_products.hpp.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/promotion/related_products.hpp"

namespace salesplan::promotion {
namespace detail {

SALESPLAN_INLINE void check_related_sales(const RelatedSales& sales, std::size_t products) {
  const std::size_t n = sales.volume.size();
  const auto need_size = [n](std::size_t size, const std::string& place) {
    if (size != n) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(size) + " values for " + std::to_string(n) + " rows");
    }
  };
  need_size(sales.product.size(), "product");
  need_size(sales.unit.size(), "unit");
  need_size(sales.period.size(), "period");
  need_size(sales.price.size(), "price");
  for (std::size_t j = 0; j < sales.drivers.size(); ++j) {
    const std::string place = core::at("drivers", static_cast<std::int64_t>(j));
    need_size(sales.drivers[j].values.size(), place + ".values");
    if (sales.drivers[j].lags != 0) {
      throw Error(ErrorCode::invalid_argument, place + ".lags", "are not used here");
    }
  }
  if (products < 2 || products > 100) {
    throw Error(ErrorCode::invalid_argument, "products",
                std::to_string(products) + " is outside 2 .. 100");
  }
  for (std::size_t i = 0; i < n; ++i) {
    const auto place = [i](const char* name) {
      return core::at(name, static_cast<std::int64_t>(i));
    };
    const auto need_index = [&](std::int32_t value, std::size_t end, const char* name) {
      if (value < 0 || static_cast<std::size_t>(value) >= end) {
        throw Error(ErrorCode::invalid_argument, place(name),
                    std::to_string(value) + " is outside [0, " + std::to_string(end) + ")");
      }
    };
    need_index(sales.product[i], products, "product");
    need_index(sales.unit[i], n, "unit");
    if (!core::is_missing(sales.volume[i])) need_positive(sales.volume[i], place("volume"));
    if (!core::is_missing(sales.price[i])) need_positive(sales.price[i], place("price"));
  }
}

/// One product's rows, its units numbered from 0, beside the log prices of all other products.
struct RelatedPanel {
  std::vector<std::int32_t> unit, period;
  std::vector<double> volume, price;
  std::vector<std::vector<double>> other;   // [products] log prices, empty at its own
  std::vector<std::vector<double>> driver;  // [drivers]
};

}  // namespace detail

SALESPLAN_INLINE CrossElasticities cross_elasticities(const RelatedSales& sales,
                                                      std::size_t products,
                                                      const RelatedOptions& options) {
  detail::check_related_sales(sales, products);
  const std::size_t n = sales.volume.size();
  std::map<std::array<std::int32_t, 3>, std::size_t> row_of;
  for (std::size_t i = 0; i < n; ++i) {
    if (!row_of.insert({{sales.unit[i], sales.period[i], sales.product[i]}, i}).second) {
      throw Error(ErrorCode::duplicate, core::at("product", static_cast<std::int64_t>(i)),
                  "the product, unit and period are given twice");
    }
  }
  std::vector<detail::RelatedPanel> panels(products);
  for (detail::RelatedPanel& panel : panels) {
    panel.other.resize(products);
    panel.driver.resize(sales.drivers.size());
  }
  std::vector<std::map<std::int32_t, std::int32_t>> unit_of(products);
  for (std::size_t i = 0; i < n; ++i) {
    const auto own = static_cast<std::size_t>(sales.product[i]);
    detail::RelatedPanel& panel = panels[own];
    const auto number = static_cast<std::int32_t>(unit_of[own].size());
    panel.unit.push_back(unit_of[own].emplace(sales.unit[i], number).first->second);
    panel.period.push_back(sales.period[i]);
    panel.volume.push_back(sales.volume[i]);
    panel.price.push_back(sales.price[i]);
    for (std::size_t j = 0; j < products; ++j) {
      if (j == own) continue;
      const auto at = row_of.find({sales.unit[i], sales.period[i], static_cast<std::int32_t>(j)});
      panel.other[j].push_back(at == row_of.end() ? core::missing_number
                                                  : std::log(sales.price[at->second]));
    }
    for (std::size_t d = 0; d < sales.drivers.size(); ++d) {
      panel.driver[d].push_back(sales.drivers[d].values[i]);
    }
  }

  SalesResponseOptions fitting;
  fitting.pooling = Pooling::intercept;
  fitting.season_length = options.season_length;
  fitting.harmonics = options.harmonics;
  CrossElasticities found;
  found.products = products;
  for (std::size_t own = 0; own < products; ++own) {
    const detail::RelatedPanel& panel = panels[own];
    SalesPanel given{panel.unit, panel.period, panel.volume, panel.price, {}};
    for (std::size_t j = 0; j < products; ++j) {
      if (j != own) given.drivers.push_back({"price of " + std::to_string(j), panel.other[j]});
    }
    for (std::size_t d = 0; d < sales.drivers.size(); ++d) {
      given.drivers.push_back({sales.drivers[d].name, panel.driver[d]});
    }
    SalesResponse response;
    try {
      response = fit_sales_response(given, fitting);
    } catch (const Error& error) {
      throw error.moved_to(core::at("products", static_cast<std::int64_t>(own)) + "." +
                           error.place());
    }
    const std::size_t k = response.name.size();
    std::size_t next = 1;  // "price", then the other prices in order
    for (std::size_t j = 0; j < products; ++j) {
      const std::size_t column = j == own ? 0 : next++;
      found.elasticity.push_back(
          {response.coefficient[column], std::sqrt(response.covariance[column * k + column])});
    }
    found.rows.push_back(response.rows);
  }
  return found;
}

SALESPLAN_INLINE std::vector<RelatedEffect> related_effects(const CrossElasticities& elasticities,
                                                            std::size_t promoted, double discount,
                                                            core::View<const double> base) {
  const std::size_t products = elasticities.products;
  if (promoted >= products) {
    throw Error(ErrorCode::invalid_argument, "promoted",
                std::to_string(promoted) + " is outside [0, " + std::to_string(products) + ")");
  }
  if (!(discount >= 0 && discount < 1)) {
    throw Error(ErrorCode::invalid_argument, "discount",
                core::to_text(discount) + " is outside [0, 1)");
  }
  if (base.size() != products) {
    throw Error(
        ErrorCode::invalid_argument, "base",
        std::to_string(base.size()) + " values for " + std::to_string(products) + " products");
  }
  const double log_price = std::log1p(-discount);
  std::vector<RelatedEffect> effects(products);
  for (std::size_t i = 0; i < products; ++i) {
    if (i == promoted) continue;
    need_not_negative(base[i], core::at("base", static_cast<std::int64_t>(i)));
    const Estimate& elasticity = elasticities.of(i, promoted);
    effects[i].units =
        changed_units({elasticity.mean * log_price, elasticity.sd * std::abs(log_price)}, base[i]);
  }
  return effects;
}

}  // namespace salesplan::promotion
