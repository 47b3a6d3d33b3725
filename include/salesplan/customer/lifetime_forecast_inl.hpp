// Bodies of lifetime_forecast.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/lifetime_kernel.hpp"
#include "salesplan/numeric/newton.hpp"

namespace salesplan::customer {
namespace detail {

inline void check_horizon(const LifetimeModel& model, const Distinct& histories, double horizon) {
  if (model.kind == Lifetime::bg_bb) {
    check_range("horizon", horizon, 0, 1e6);
    if (horizon != std::floor(horizon)) {
      throw Error(ErrorCode::invalid_argument, "horizon",
                  core::to_text(horizon) + " is not a whole number of occasions");
    }
    return;
  }
  check_range("horizon", horizon, 0, 1e9);
  double least = histories.T[0];
  for (const double T : histories.T) least = std::min(least, T);
  if (horizon > 1e4 * (model.params[1] + least)) {
    throw Error(ErrorCode::invalid_argument, "horizon",
                core::to_text(horizon) +
                    " exceeds 1e4·(alpha + T) = " + core::to_text(1e4 * (model.params[1] + least)));
  }
}

/// value(kernel, i) once a distinct history, given to each of its customers.
template <class Value>
std::vector<double> for_each_customer(const LifetimeModel& model, const Distinct& distinct,
                                      int threads, Value&& value) {
  std::vector<double> of_history(distinct.size());
  with_kernel(model, distinct, [&](const auto& kernel) {
    core::parallel_for(distinct.size(), threads, 64,
                       [&](std::size_t i) { of_history[i] = value(kernel, i); });
  });
  std::vector<double> out;
  out.reserve(distinct.row_of.size());
  for (const std::uint32_t row : distinct.row_of) out.push_back(of_history[row]);
  return out;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<double> p_alive(const LifetimeModel& model, const Histories& histories,
                                             int threads) {
  check_model(model);
  const detail::Distinct distinct = detail::distinct_histories(histories);
  return detail::for_each_customer(model, distinct, threads, [](const auto& kernel, std::size_t i) {
    return kernel.p_alive(i);
  });
}

SALESPLAN_INLINE std::vector<double> expected_purchases(const LifetimeModel& model,
                                                        const Histories& histories, double horizon,
                                                        int threads) {
  check_model(model);
  const detail::Distinct distinct = detail::distinct_histories(histories);
  detail::check_horizon(model, distinct, horizon);
  return detail::for_each_customer(
      model, distinct, threads,
      [&](const auto& kernel, std::size_t i) { return kernel.expected(i, horizon); });
}

SALESPLAN_INLINE std::vector<double> discounted_purchases(const LifetimeModel& model,
                                                          const Histories& histories, double rate,
                                                          int threads) {
  check_model(model);
  const detail::Distinct distinct = detail::distinct_histories(histories);
  detail::check_range("rate", rate, 1e-9, 1e3);
  return detail::for_each_customer(
      model, distinct, threads,
      [&](const auto& kernel, std::size_t i) { return kernel.discounted(i, rate); });
}

SALESPLAN_INLINE std::vector<double> purchase_probability(const LifetimeModel& model,
                                                          const Histories& histories,
                                                          double horizon, double count,
                                                          int threads) {
  check_model(model);
  const detail::Distinct distinct = detail::distinct_histories(histories);
  detail::check_horizon(model, distinct, horizon);
  detail::check_range("count", count, 0, 1e6);
  if (count != std::floor(count)) {
    throw Error(ErrorCode::invalid_argument, "count", core::to_text(count) + " is not an integer");
  }
  return detail::for_each_customer(
      model, distinct, threads,
      [&](const auto& kernel, std::size_t i) { return kernel.probability(i, horizon, count); });
}

SALESPLAN_INLINE std::vector<double> draw_purchases(const LifetimeFit& fit,
                                                    const Histories& histories, double horizon,
                                                    const DrawOptions& options) {
  check_model(fit.model);
  const detail::Distinct distinct = detail::distinct_histories(histories);
  detail::check_horizon(fit.model, distinct, horizon);
  detail::check_range("draws", options.draws, 1, 1e6);
  const std::size_t n = distinct.row_of.size();
  const auto draws = static_cast<std::size_t>(options.draws);
  detail::check_range("draws", static_cast<double>(n) * static_cast<double>(draws), 1, 1e9);

  const std::vector<double> factor = options.parameters && !fit.log_covariance.empty()
                                         ? numeric::cholesky_factor(fit.log_covariance, 4)
                                         : std::vector<double>{};
  std::vector<double> out(n * draws);
  core::parallel_for(draws, options.threads, 1, [&](std::size_t d) {
    numeric::Random random(options.seed, d);
    LifetimeModel model = fit.model;
    if (!factor.empty()) {
      std::array<double, 4> z;
      for (double& value : z) value = random.normal();
      for (std::size_t i = 0; i < 4; ++i) {
        double shift = 0;
        for (std::size_t j = 0; j <= i; ++j) shift += factor[4 * i + j] * z[j];
        // Ten deviations of the weak prior: a curvature close to none must not leave the range.
        model.params[i] *= std::exp(std::clamp(shift, -15.0, 15.0));
      }
    }
    detail::with_kernel(model, distinct, [&](const auto& kernel) {
      for (std::size_t c = 0; c < n; ++c) {
        out[c * draws + d] = kernel.draw(distinct.row_of[c], horizon, random);
      }
    });
  });
  return out;
}

SALESPLAN_INLINE Intervals central_intervals(core::View<const double> draws, std::size_t n,
                                             double level) {
  if (!(level > 0 && level < 1)) {
    throw Error(ErrorCode::invalid_argument, "level", core::to_text(level) + " is not in (0, 1)");
  }
  if (n == 0 || draws.empty() || draws.size() % n != 0) {
    throw Error(ErrorCode::invalid_argument, "draws",
                std::to_string(draws.size()) + " values for " + std::to_string(n) + " customers");
  }
  const std::size_t each = draws.size() / n;
  Intervals out;
  std::vector<double> row(each);
  for (std::size_t c = 0; c < n; ++c) {
    double sum = 0;
    for (std::size_t d = 0; d < each; ++d) sum += row[d] = draws[c * each + d];
    if (std::isnan(sum)) {
      for (auto* column : {&out.lower, &out.mean, &out.upper}) {
        column->push_back(core::missing_number);
      }
      continue;
    }
    std::sort(row.begin(), row.end());
    const double last = static_cast<double>(each - 1);
    out.lower.push_back(row[static_cast<std::size_t>(std::floor(last * (1 - level) / 2))]);
    out.upper.push_back(row[static_cast<std::size_t>(std::ceil(last * (1 + level) / 2))]);
    out.mean.push_back(sum / static_cast<double>(each));
  }
  return out;
}

}  // namespace salesplan::customer
