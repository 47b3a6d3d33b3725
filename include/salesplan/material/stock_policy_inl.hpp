// Bodies of stock_policy.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "salesplan/material/stock_policy.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::material {
namespace detail {

inline void check_service(Service service, double level, double order_quantity) {
  if (!(level > 0 && level < 1)) {
    throw Error(ErrorCode::invalid_argument, "level",
                core::to_text(level) + " is not between 0 and 1");
  }
  if (service == Service::fill && !(order_quantity > 0 && order_quantity <= 1e15)) {
    throw Error(ErrorCode::invalid_argument, "order_quantity",
                core::to_text(order_quantity) + " is not positive and at most 1e15");
  }
}

/// The x in [low, high] where the falling function is 0, to the last bits.
template <class Falling>
double falling_root(double low, double high, Falling&& f) {
  for (int i = 0; i < 200; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (f(middle) > 0 ? low : high) = middle;
  }
  return high;
}

/// The same where the function is straight between `knots` (rising): from the knots alone.
template <class Falling>
double falling_root_between(const std::vector<double>& knots, Falling&& f) {
  const auto after =
      std::partition_point(knots.begin(), knots.end(), [&](double knot) { return f(knot) > 0; });
  if (after == knots.begin()) return knots.front();
  if (after == knots.end()) return knots.back();
  const double low = *(after - 1), high = *after, above = f(low), below = f(high);
  return low + (high - low) * (above / (above - below));
}

}  // namespace detail

SALESPLAN_INLINE LeadTimeDemand lead_time_demand(double daily_mean, double daily_sd,
                                                 double lead_time_days, double lead_time_sd) {
  check_amount(daily_mean, "daily_mean");
  check_amount(daily_sd, "daily_sd");
  check_amount(lead_time_days, "lead_time_days");
  check_amount(lead_time_sd, "lead_time_sd");
  return {lead_time_days * daily_mean,
          std::hypot(std::sqrt(lead_time_days) * daily_sd, daily_mean * lead_time_sd)};
}

SALESPLAN_INLINE double unit_loss(double k) {
  return 0.3989422804014327 * std::exp(-k * k / 2) - k * numeric::normal_probability(-k);
}

SALESPLAN_INLINE double safety_stock(Service service, double level, double sd,
                                     double order_quantity) {
  detail::check_service(service, level, order_quantity);
  check_amount(sd, "sd");
  if (sd == 0) return 0;
  if (service == Service::cycle) return sd * numeric::normal_quantile(level);
  const double q = order_quantity / sd, short_allowed = (1 - level) * q;
  return sd * detail::falling_root(-q - 40, 40, [&](double k) {
           return unit_loss(k) - unit_loss(k + q) - short_allowed;
         });
}

SALESPLAN_INLINE double safety_stock(Service service, double level, core::View<const double> errors,
                                     double order_quantity) {
  detail::check_service(service, level, order_quantity);
  if (errors.empty()) throw Error(ErrorCode::invalid_argument, "errors", "is empty");
  for (std::size_t i = 0; i < errors.size(); ++i) {
    check_amount(errors[i], core::at("errors", static_cast<std::int64_t>(i)), -1e15);
  }
  std::vector<double> sorted(errors.begin(), errors.end());
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sorted.size());
  if (service == Service::cycle) {
    const double rank = std::max(1.0, std::ceil((n + 1) * level - 1e-9));
    if (rank > n) {
      throw Error(ErrorCode::infeasible, "errors",
                  core::to_text(n) + " errors cannot show a level of " + core::to_text(level) +
                      "; it takes " + core::to_text(std::ceil(level / (1 - level) - 1e-9)));
    }
    return sorted[static_cast<std::size_t>(rank) - 1];
  }
  std::vector<double> knots = sorted;
  for (double error : sorted) knots.push_back(error - order_quantity);
  std::sort(knots.begin(), knots.end());
  return detail::falling_root_between(knots, [&](double s) {
    double missed = 0;
    for (double error : sorted) missed += std::clamp(error - s, 0.0, order_quantity);
    return missed / n - (1 - level) * order_quantity;
  });
}

SALESPLAN_INLINE Pieces reorder_point(double mean, double safety_stock) {
  check_amount(mean, "mean");
  check_amount(safety_stock, "safety_stock", -1e15);
  return pieces_up(std::max(0.0, mean + safety_stock), "reorder_point");
}

}  // namespace salesplan::material
