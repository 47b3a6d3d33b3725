// Bodies of sales_response.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salesplan/numeric/least_squares.hpp"
#include "salesplan/numeric/mixed_model.hpp"
#include "salesplan/promotion/sales_response.hpp"

namespace salesplan::promotion {
namespace detail {

SALESPLAN_INLINE void check_panel(const SalesPanel& panel, const SalesResponseOptions& options) {
  const std::size_t n = panel.volume.size();
  const auto need_size = [n](std::size_t size, const std::string& place) {
    if (size != n) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(size) + " values for " + std::to_string(n) + " rows");
    }
  };
  const auto need_lags = [](int lags, const std::string& place) {
    if (lags < 0 || lags > 52) {
      throw Error(ErrorCode::invalid_argument, place, std::to_string(lags) + " is outside 0 .. 52");
    }
  };
  const auto need_positive = [](double value, const char* name, std::size_t i) {
    if (value <= 0 || std::isinf(value)) {
      throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                  core::to_text(value) + " is not finite and positive");
    }
  };
  need_size(panel.unit.size(), "unit");
  need_size(panel.period.size(), "period");
  need_size(panel.price.size(), "price");
  for (std::size_t i = 0; i < n; ++i) {
    if (panel.unit[i] < 0 || static_cast<std::size_t>(panel.unit[i]) >= n) {
      throw Error(ErrorCode::invalid_argument, core::at("unit", static_cast<std::int64_t>(i)),
                  std::to_string(panel.unit[i]) + " is outside [0, " + std::to_string(n) + ")");
    }
    need_positive(panel.volume[i], "volume", i);
    need_positive(panel.price[i], "price", i);
  }
  for (std::size_t j = 0; j < panel.drivers.size(); ++j) {
    const std::string place = core::at("drivers", static_cast<std::int64_t>(j));
    if (panel.drivers[j].name.empty()) {
      throw Error(ErrorCode::invalid_argument, place + ".name", "is empty");
    }
    need_size(panel.drivers[j].values.size(), place + ".values");
    need_lags(panel.drivers[j].lags, place + ".lags");
  }
  need_lags(options.price_lags, "price_lags");
  need_not_negative(options.season_length, "season_length");
  if (options.season_length > 0 &&
      (options.harmonics < 1 || 2 * options.harmonics >= options.season_length)) {
    throw Error(ErrorCode::invalid_argument, "harmonics",
                std::to_string(options.harmonics) + " is outside 1 .. season_length / 2");
  }
}

/// The rows of a panel by unit and period.
SALESPLAN_INLINE std::map<std::pair<std::int32_t, std::int64_t>, std::size_t> panel_rows(
    const SalesPanel& panel) {
  std::map<std::pair<std::int32_t, std::int64_t>, std::size_t> rows;
  for (std::size_t i = 0; i < panel.volume.size(); ++i) {
    if (!rows.insert({{panel.unit[i], panel.period[i]}, i}).second) {
      throw Error(ErrorCode::duplicate, core::at("period", static_cast<std::int64_t>(i)),
                  "unit " + std::to_string(panel.unit[i]) + " has period " +
                      std::to_string(panel.period[i]) + " twice");
    }
  }
  return rows;
}

struct PanelDesign {
  std::vector<std::string> name;
  std::size_t own = 0;  ///< the first so many columns may differ between units
  std::vector<double> x, y;
  std::vector<std::int32_t> unit;
};

SALESPLAN_INLINE PanelDesign panel_design(const SalesPanel& panel,
                                          const SalesResponseOptions& options) {
  struct Lagged {
    core::View<const double> values;
    int lag;
  };
  PanelDesign design;
  std::vector<double> log_price;
  log_price.reserve(panel.price.size());
  for (double price : panel.price) log_price.push_back(std::log(price));
  std::vector<Lagged> columns{{log_price, 0}};
  design.name = {"price"};
  for (const Driver& driver : panel.drivers) {
    columns.push_back({driver.values, 0});
    design.name.push_back(driver.name);
  }
  design.own = columns.size();
  const auto add_lags = [&](const std::string& name, core::View<const double> values, int lags) {
    for (int lag = 1; lag <= lags; ++lag) {
      columns.push_back({values, lag});
      design.name.push_back(name + "[-" + std::to_string(lag) + "]");
    }
  };
  add_lags("price", log_price, options.price_lags);
  for (const Driver& driver : panel.drivers) add_lags(driver.name, driver.values, driver.lags);
  const int waves = options.season_length > 0 ? options.harmonics : 0;
  for (int w = 1; w <= waves; ++w) {
    design.name.push_back("season sin " + std::to_string(w));
    design.name.push_back("season cos " + std::to_string(w));
  }
  const bool intercept = options.pooling == Pooling::shrunk;
  if (intercept) {
    design.name.insert(design.name.begin(), "intercept");
    ++design.own;
  }

  const auto rows = panel_rows(panel);
  std::vector<double> row;
  for (std::size_t i = 0; i < panel.volume.size(); ++i) {
    row.assign(intercept ? 1 : 0, 1.0);
    bool known = !std::isnan(panel.volume[i]);
    for (const Lagged& column : columns) {
      const auto at = column.lag == 0
                          ? rows.end()
                          : rows.find({panel.unit[i], std::int64_t{panel.period[i]} - column.lag});
      known = known && (column.lag == 0 || at != rows.end());
      if (!known) break;
      row.push_back(column.values[column.lag == 0 ? i : at->second]);
      known = !std::isnan(row.back());
    }
    if (!known) continue;
    for (int w = 1; w <= waves; ++w) {
      const double angle = 6.283185307179586 * w *
                           std::fmod(static_cast<double>(panel.period[i]), options.season_length) /
                           options.season_length;
      row.push_back(std::sin(angle));
      row.push_back(std::cos(angle));
    }
    design.x.insert(design.x.end(), row.begin(), row.end());
    design.y.push_back(std::log(panel.volume[i]));
    design.unit.push_back(panel.unit[i]);
  }
  return design;
}

/// weights'·b and its deviation, for coefficients b of covariance `covariance`.
SALESPLAN_INLINE Estimate linear_combination(core::View<const double> b,
                                             core::View<const double> covariance,
                                             core::View<const double> weights) {
  Estimate e;
  double variance = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    e.mean += weights[i] * b[i];
    for (std::size_t j = 0; j < b.size(); ++j) {
      variance += weights[i] * weights[j] * covariance[i * b.size() + j];
    }
  }
  e.sd = std::sqrt(std::max(0.0, variance));
  return e;
}

}  // namespace detail

SALESPLAN_INLINE std::size_t SalesResponse::column(const std::string& wanted) const {
  std::string known;
  for (std::size_t j = 0; j < name.size(); ++j) {
    if (name[j] == wanted) return j;
    known += (j > 0 ? ", " : "") + name[j];
  }
  throw Error(ErrorCode::not_found, "column", wanted + " is none of " + known);
}

SALESPLAN_INLINE SalesResponse fit_sales_response(const SalesPanel& panel,
                                                  const SalesResponseOptions& options) {
  detail::check_panel(panel, options);
  detail::PanelDesign design = detail::panel_design(panel, options);
  SalesResponse response;
  response.name = design.name;
  response.rows = design.y.size();
  for (std::int32_t unit : design.unit) {
    if (static_cast<std::size_t>(unit) >= response.rows) {
      throw Error(
          ErrorCode::invalid_argument, "unit",
          std::to_string(unit) + " needs more usable rows than " + std::to_string(response.rows));
    }
  }
  // The solvers know columns by number only.
  const auto by_name = [&](auto&& solve) {
    try {
      return solve();
    } catch (const Error& error) {
      constexpr std::string_view number = "x[.., ";
      if (error.place().compare(0, number.size(), number) != 0) throw;
      throw error.moved_to(design.name[std::stoul(error.place().substr(number.size()))]);
    }
  };
  if (options.pooling == Pooling::intercept) {
    numeric::LeastSquares fit =
        by_name([&] { return numeric::least_squares(design.x, design.y, design.unit); });
    response.coefficient = std::move(fit.coefficient);
    response.covariance = std::move(fit.covariance);
    response.sigma = fit.sigma;
    return response;
  }
  numeric::MixedData data{design.x, design.y, design.unit, {}};
  for (std::size_t j = 0; j < design.own; ++j) data.random.push_back(j);
  numeric::MixedModel fit = by_name([&] { return numeric::fit_mixed_model(data); });
  response.coefficient = std::move(fit.coefficient);
  response.covariance = std::move(fit.covariance);
  response.unit_coefficient = std::move(fit.group_coefficient);
  response.unit_covariance = std::move(fit.group_covariance);
  response.sigma = fit.sigma;
  response.log_likelihood = fit.log_likelihood;
  response.converged = fit.converged;
  return response;
}

SALESPLAN_INLINE Estimate log_uplift(const SalesResponse& response, core::View<const double> change,
                                     std::int64_t unit) {
  const std::size_t k = response.name.size();
  if (change.size() != k) {
    throw Error(ErrorCode::invalid_argument, "change",
                std::to_string(change.size()) + " values for " + std::to_string(k) + " columns");
  }
  for (std::size_t j = 0; j < k; ++j) {
    need_finite(change[j], core::at("change", static_cast<std::int64_t>(j)));
  }
  if (unit == -1) {
    return detail::linear_combination(response.coefficient, response.covariance, change);
  }
  const auto units = static_cast<std::int64_t>(response.unit_coefficient.size() / k);
  if (unit < 0 || unit >= units) {
    throw Error(ErrorCode::invalid_argument, "unit",
                std::to_string(unit) + " is outside -1 .. " + std::to_string(units - 1));
  }
  const auto u = static_cast<std::size_t>(unit);
  return detail::linear_combination({response.unit_coefficient.data() + u * k, k},
                                    {response.unit_covariance.data() + u * k * k, k * k}, change);
}

SALESPLAN_INLINE Estimate pulled_forward_share(const SalesResponse& response) {
  const std::size_t own = response.column("price");
  std::vector<double> weights(response.name.size(), 0.0);
  double lagged = 0;
  bool any = false;
  for (std::size_t j = 0; j < weights.size(); ++j) {
    if (response.name[j].rfind("price[-", 0) != 0) continue;
    any = true;
    lagged += response.coefficient[j];
    weights[j] = -1 / response.coefficient[own];
  }
  if (!any) throw Error(ErrorCode::invalid_argument, "response", "has no price lags");
  weights[own] = lagged / (response.coefficient[own] * response.coefficient[own]);
  Estimate share = detail::linear_combination(response.coefficient, response.covariance, weights);
  share.mean = -lagged / response.coefficient[own];
  return share;
}

SALESPLAN_INLINE Estimate changed_units(const SalesResponse& response, const std::string& column,
                                        double change, double base) {
  need_finite(change, "change");
  std::vector<double> weights(response.name.size(), 0.0);
  weights[response.column(column)] = change;
  return changed_units(log_uplift(response, weights), base);
}

SALESPLAN_INLINE Estimate changed_units(const Estimate& log_ratio, double base) {
  need_not_negative(base, "base");
  const double ratio = std::exp(log_ratio.mean);
  return {base * (ratio - 1), base * ratio * log_ratio.sd};
}

}  // namespace salesplan::promotion
