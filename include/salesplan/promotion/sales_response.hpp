// How sales respond to price, display and feature: a log-linear model over stores or products.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {

/// Something besides the price that moves sales: display share, feature, holiday, the log price of
/// another product.
struct Driver {
  std::string name;
  core::View<const double> values;  ///< [n], NaN = not known
  int lags = 0;                     ///< also its values so many periods back, >= 0
};

/// Sales of one product in many units (stores, or products of a line), one row a unit and period.
struct SalesPanel {
  core::View<const std::int32_t> unit;    ///< [n] each in [0, n)
  core::View<const std::int32_t> period;  ///< [n] consecutive numbers, at most once a unit
  core::View<const double> volume;        ///< [n] > 0, NaN = not known
  core::View<const double> price;         ///< [n] > 0, NaN = not known
  std::vector<Driver> drivers;
};

/// What the units have in common.
enum class Pooling {
  shrunk,     ///< own intercept, price and driver coefficients, shrunk to a common mean (REML)
  intercept,  ///< own free intercepts, common coefficients (fixed effects)
};

struct SalesResponseOptions {
  Pooling pooling = Pooling::shrunk;
  int price_lags = 0;        ///< past prices, for the dip after a promotion; 0 .. 52
  double season_length = 0;  ///< periods in a year for a seasonal wave; 0 = none
  int harmonics = 1;         ///< waves a year
};

/// ln volume = coefficients · columns + noise. The columns are "intercept" (only where pooled by
/// shrinkage), "price" (its log), the drivers, then what all units share: "price[-1]" …, lagged
/// drivers, "season sin 1", "season cos 1" ….
struct SalesResponse {
  std::vector<std::string> name;         ///< [k]
  std::vector<double> coefficient;       ///< [k]
  std::vector<double> covariance;        ///< [k, k]
  std::vector<double> unit_coefficient;  ///< [units, k] where shrunk, else empty
  std::vector<double> unit_covariance;   ///< [units, k, k] where shrunk, else empty
  double sigma = 0;
  double log_likelihood = 0;  ///< restricted, where shrunk
  std::size_t rows = 0;       ///< used: rows with NaN or without the lags asked for are left out
  bool converged = true;

  /// The position of a column, or Error(not_found) that lists the columns there are.
  std::size_t column(const std::string& wanted) const;
};

/// Fits the model. @throws Error(invalid_argument) for sizes that do not fit, volumes or prices
/// that are not positive, a unit out of range, options outside their domain, a column that is a
/// combination of others ("price", "display") or too few rows; Error(duplicate) for a unit and
/// period given twice. O(n log n + n k²).
/// @source van Heerde, Leeflang & Wittink (2000), The estimation of pre- and postpromotion dips
/// with store-level scanner data, J. Marketing Research 37 (the log price with its lags).
SalesResponse fit_sales_response(const SalesPanel& panel, const SalesResponseOptions& options = {});

/// Natural log of (sales with the change / sales without), with its standard deviation.
/// @param change  [k] by how much each column changes: log(1 - discount) for "price", +1 for a
///                feature that is on
/// @param unit    a unit, where shrunk; -1 for the common coefficients
Estimate log_uplift(const SalesResponse& response, core::View<const double> change,
                    std::int64_t unit = -1);

/// The share of the own-price effect that is taken from the periods after: -(sum of the lagged
/// price coefficients) / price coefficient, its deviation by the delta method.
/// @throws Error(invalid_argument) where the model has no price lags.
Estimate pulled_forward_share(const SalesResponse& response);

/// Units by which `base` units change when a column changes by `change`: base·(exp(coefficient·
/// change) - 1), its deviation by the delta method. With another product's log price as the column
/// and log(1 - discount) as the change: below 0 cannibalisation, above 0 halo.
Estimate changed_units(const SalesResponse& response, const std::string& column, double change,
                       double base);

/// The same from the natural log of (sales with / sales without).
Estimate changed_units(const Estimate& log_ratio, double base);

}  // namespace salesplan::promotion

#ifndef SALESPLAN_COMPILED
#include "salesplan/promotion/sales_response_inl.hpp"
#endif
