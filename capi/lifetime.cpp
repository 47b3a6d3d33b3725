#include <algorithm>
#include <cmath>
#include <memory>

#include "boundary.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/covariate_fit.hpp"
#include "salesplan/customer/holdout_correction.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/lifetime_value.hpp"
#include "salesplan/customer/spend.hpp"
#include "salesplan/numeric/newton.hpp"
#include "transactions.hpp"

using namespace salesplan;

struct splan_lifetime {
  customer::LifetimeFit fit;
};

namespace {

customer::Histories histories(int64_t n, const double* x, const double* t_x, const double* T) {
  const std::size_t count = capi::count(n, "n");
  return {capi::array(x, count, "x"), capi::array(t_x, count, "t_x"), capi::array(T, count, "T")};
}

/// Writes values(model, histories) to `out`.
template <class Values>
splan_status each_history(splan_context* context, const splan_lifetime* lifetime, int64_t n,
                          const double* x, const double* t_x, const double* T, double* out,
                          Values&& values) {
  return capi::guard(context, [&] {
    const customer::LifetimeModel& model = capi::required(lifetime, "lifetime").fit.model;
    const customer::Histories given = histories(n, x, t_x, T);
    const auto to = capi::array(out, given.x.size(), "out");
    const std::vector<double> found = values(model, given);
    std::copy(found.begin(), found.end(), to.begin());
  });
}

/// Columns of one value, and of one parameter a row, that the fits have in common.
template <class Fit>
void add_fit(splan_result& result, std::vector<std::string> names, std::vector<double> values,
             const Fit& fit) {
  result.add("parameter", std::move(names));
  result.add("value", std::move(values));
  result.add("standard_error",
             std::vector<double>(fit.standard_errors.begin(), fit.standard_errors.end()));
  result.add("log_likelihood", std::vector<double>{fit.log_likelihood});
  result.add("converged", std::vector<int64_t>{fit.converged});
  result.add("prior_used", std::vector<int64_t>{fit.prior_used});
  result.add("iterations", std::vector<int64_t>{fit.iterations});
  result.add("customers", std::vector<int64_t>{static_cast<int64_t>(fit.customers)});
  result.add("note", std::vector<std::string>{fit.note});
}

customer::Covariates covariates(std::size_t rows, int64_t purchase_columns, const double* purchase,
                                int64_t leaving_columns, const double* leaving) {
  customer::Covariates given;
  given.purchase_columns = capi::count(purchase_columns, "purchase_columns");
  given.purchase =
      capi::array(purchase, capi::cells(rows, given.purchase_columns, "n"), "purchase");
  given.leaving_columns = capi::count(leaving_columns, "leaving_columns");
  given.leaving = capi::array(leaving, capi::cells(rows, given.leaving_columns, "n"), "leaving");
  return given;
}

}  // namespace

splan_status splan_lifetime_fit(splan_context* context, const splan_options* options,
                                const char* model, int64_t n, const double* x, const double* t_x,
                                const double* T, const double* log_gaps, splan_lifetime** out) {
  return capi::guard(context, [&] {
    splan_lifetime*& to = capi::required(out, "out");
    const customer::Lifetime kind = customer::lifetime_by_name(&capi::required(model, "model"));
    customer::Histories given = histories(n, x, t_x, T);
    given.log_gaps = capi::optional_array(log_gaps, given.x.size());
    to = new splan_lifetime{customer::fit_lifetime(
        kind, given,
        adapters::lifetime_settings(capi::options_or_defaults(options, "lifetime")).fitting)};
  });
}

splan_status splan_lifetime_create(splan_context* context, const char* model, int32_t k,
                                   const double* params, splan_lifetime** out) {
  return capi::guard(context, [&] {
    splan_lifetime*& to = capi::required(out, "out");
    customer::LifetimeFit fit;
    fit.model.kind = customer::lifetime_by_name(&capi::required(model, "model"));
    const auto given = capi::array(params, 4, "params");
    std::copy(given.begin(), given.end(), fit.model.params.begin());
    fit.model.k = k;
    customer::check_model(fit.model);
    fit.standard_errors.fill(core::missing_number);
    fit.log_likelihood = core::missing_number;
    to = new splan_lifetime{std::move(fit)};
  });
}

void splan_lifetime_free(splan_lifetime* lifetime) { delete lifetime; }

splan_status splan_lifetime_summary(splan_context* context, const splan_lifetime* lifetime,
                                    splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const customer::LifetimeFit& fit = capi::required(lifetime, "lifetime").fit;
    const auto names = customer::parameter_names(fit.model.kind);
    auto result = std::make_unique<splan_result>();
    add_fit(*result, {names.begin(), names.end()},
            {fit.model.params.begin(), fit.model.params.end()}, fit);
    result->add("distinct", std::vector<int64_t>{static_cast<int64_t>(fit.distinct)});
    result->add("k", std::vector<int64_t>{fit.model.k});
    result->add("model", std::vector<std::string>{customer::lifetime_name(fit.model.kind)});
    to = result.release();
  });
}

splan_status splan_lifetime_p_alive(splan_context* context, const splan_lifetime* lifetime,
                                    int64_t n, const double* x, const double* t_x, const double* T,
                                    double* out) {
  return each_history(
      context, lifetime, n, x, t_x, T, out,
      [](const auto& model, const auto& given) { return customer::p_alive(model, given); });
}

splan_status splan_lifetime_expected(splan_context* context, const splan_lifetime* lifetime,
                                     int64_t n, const double* x, const double* t_x, const double* T,
                                     double horizon, double* out) {
  return each_history(context, lifetime, n, x, t_x, T, out,
                      [&](const auto& model, const auto& given) {
                        return customer::expected_purchases(model, given, horizon);
                      });
}

splan_status splan_lifetime_discounted(splan_context* context, const splan_lifetime* lifetime,
                                       int64_t n, const double* x, const double* t_x,
                                       const double* T, double rate, double* out) {
  return each_history(context, lifetime, n, x, t_x, T, out,
                      [&](const auto& model, const auto& given) {
                        return customer::discounted_purchases(model, given, rate);
                      });
}

splan_status splan_lifetime_value(splan_context* context, const splan_options* options,
                                  const splan_lifetime* lifetime, int64_t n, const double* x,
                                  const double* t_x, const double* T, const double* spend,
                                  double* out) {
  return each_history(
      context, lifetime, n, x, t_x, T, out, [&](const auto& model, const auto& given) {
        return customer::lifetime_value(
            model, given, capi::array(spend, given.x.size(), "spend"),
            adapters::lifetime_value_options(capi::options_or_defaults(options, "lifetime_value")));
      });
}

splan_status splan_lifetime_covariate_fit(splan_context* context, const splan_options* options,
                                          int64_t n, const double* x, const double* t_x,
                                          const double* T, int64_t purchase_columns,
                                          const double* purchase, int64_t leaving_columns,
                                          const double* leaving, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const customer::Histories given = histories(n, x, t_x, T);
    customer::CovariateFit fit = customer::fit_pareto_with_covariates(
        given, covariates(given.x.size(), purchase_columns, purchase, leaving_columns, leaving),
        adapters::lifetime_settings(capi::options_or_defaults(options, "lifetime")).fitting);
    const auto base = customer::parameter_names(fit.model.kind);
    std::vector<std::string> names(base.begin(), base.end());
    std::vector<double> values(fit.model.params.begin(), fit.model.params.end());
    const auto add = [&](const char* name, const std::vector<double>& coefficients) {
      for (std::size_t j = 0; j < coefficients.size(); ++j) {
        names.push_back(core::at(name, static_cast<int64_t>(j)));
        values.push_back(coefficients[j]);
      }
    };
    add("purchase", fit.purchase);
    add("leaving", fit.leaving);
    auto result = std::make_unique<splan_result>();
    result->add("parameter", std::move(names));
    result->add("value", std::move(values));
    result->add("standard_error", std::move(fit.standard_errors));
    result->add("log_likelihood", std::vector<double>{fit.log_likelihood});
    result->add("converged", std::vector<int64_t>{fit.converged});
    result->add("prior_used", std::vector<int64_t>{fit.prior_used});
    result->add("iterations", std::vector<int64_t>{fit.iterations});
    result->add("note", std::vector<std::string>{fit.note});
    to = result.release();
  });
}

splan_status splan_lifetime_covariate_forecast(splan_context* context, const double* params,
                                               int64_t n, const double* x, const double* t_x,
                                               const double* T, int64_t purchase_columns,
                                               const double* purchase, int64_t leaving_columns,
                                               const double* leaving, double horizon,
                                               double* out_p_alive, double* out_expected) {
  return capi::guard(context, [&] {
    const customer::Histories given = histories(n, x, t_x, T);
    const std::size_t rows = given.x.size();
    const customer::Covariates moved =
        covariates(rows, purchase_columns, purchase, leaving_columns, leaving);
    const std::size_t coefficients = moved.purchase_columns + moved.leaving_columns;
    const auto values = capi::array(params, 4 + coefficients, "params");
    customer::CovariateFit fit;
    fit.model.kind = customer::Lifetime::pareto_nbd;
    std::copy_n(values.begin(), 4, fit.model.params.begin());
    for (std::size_t j = 0; j < coefficients; ++j) {
      (j < moved.purchase_columns ? fit.purchase : fit.leaving).push_back(values[4 + j]);
    }
    const std::vector<double> alive = customer::p_alive(fit, given, moved);
    const std::vector<double> expected = customer::expected_purchases(fit, given, moved, horizon);
    const auto to_alive = capi::optional_array(out_p_alive, rows);
    const auto to_expected = capi::optional_array(out_expected, rows);
    std::copy_n(alive.begin(), to_alive.size(), to_alive.begin());
    std::copy_n(expected.begin(), to_expected.size(), to_expected.begin());
  });
}

splan_status splan_lifetime_likeliest(splan_context* context, const splan_lifetime* lifetime,
                                      int64_t n, const double* x, const double* t_x,
                                      const double* T, double horizon, double total, double* out) {
  return each_history(context, lifetime, n, x, t_x, T, out,
                      [&](const auto& model, const auto& given) {
                        return customer::likeliest_purchases(model, given, horizon, total);
                      });
}

splan_status splan_lifetime_interval(splan_context* context, const splan_options* options,
                                     const splan_lifetime* lifetime, int64_t n, const double* x,
                                     const double* t_x, const double* T, double horizon,
                                     double level, double* out_lower, double* out_mean,
                                     double* out_upper) {
  return capi::guard(context, [&] {
    const customer::LifetimeFit& fit = capi::required(lifetime, "lifetime").fit;
    const customer::Histories given = histories(n, x, t_x, T);
    const customer::Intervals found = customer::central_intervals(
        customer::draw_purchases(
            fit, given, horizon,
            adapters::lifetime_settings(capi::options_or_defaults(options, "lifetime")).draws),
        given.x.size(), level);
    if (out_lower != nullptr) std::copy(found.lower.begin(), found.lower.end(), out_lower);
    if (out_mean != nullptr) std::copy(found.mean.begin(), found.mean.end(), out_mean);
    if (out_upper != nullptr) std::copy(found.upper.begin(), found.upper.end(), out_upper);
  });
}

splan_status splan_lifetime_draws(splan_context* context, const splan_options* options,
                                  const splan_lifetime* lifetime, int64_t n, const double* x,
                                  const double* t_x, const double* T, double horizon, double* out) {
  return capi::guard(context, [&] {
    const customer::LifetimeFit& fit = capi::required(lifetime, "lifetime").fit;
    const customer::Histories given = histories(n, x, t_x, T);
    const customer::DrawOptions settings =
        adapters::lifetime_settings(capi::options_or_defaults(options, "lifetime")).draws;
    const auto to =
        capi::array(out, given.x.size() * static_cast<std::size_t>(settings.draws), "out");
    const std::vector<double> found = customer::draw_purchases(fit, given, horizon, settings);
    std::copy(found.begin(), found.end(), to.begin());
  });
}

splan_status splan_lifetime_correction(splan_context* context, const splan_options* options,
                                       const char* model, int64_t n, const int64_t* customers,
                                       const int32_t* dates, int32_t calibration_end,
                                       double unit_days, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const customer::Lifetime kind = customer::lifetime_by_name(&capi::required(model, "model"));
    const capi::TransactionLines lines(n, customers, dates, nullptr);
    const customer::HoldoutCorrection found = customer::learn_correction(
        kind, lines.view(), {calendar::Date{calibration_end}, calendar::no_date, unit_days},
        adapters::lifetime_settings(capi::options_or_defaults(options, "lifetime")).fitting);
    std::vector<double> horizon, predicted, actual, error;
    for (const customer::RollingSplit& split : found.splits) {
      horizon.push_back(split.horizon);
      predicted.push_back(split.predicted);
      actual.push_back(split.actual);
      error.push_back(split.error);
    }
    auto result = std::make_unique<splan_result>();
    result->add("factor", std::vector<double>{found.factor});
    result->add("error", std::vector<double>{found.error});
    result->add("horizon", std::move(horizon));
    result->add("predicted", std::move(predicted));
    result->add("actual", std::move(actual));
    result->add("split_error", std::move(error));
    to = result.release();
  });
}

splan_status splan_spend_fit(splan_context* context, const splan_options* options, int64_t n,
                             const double* x, const double* mean_spend, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const customer::SpendFit fit = customer::fit_spend(
        capi::array(x, count, "x"), capi::array(mean_spend, count, "mean_spend"),
        adapters::lifetime_settings(capi::options_or_defaults(options, "lifetime")).fitting.prior);
    auto result = std::make_unique<splan_result>();
    add_fit(*result, {"p", "q", "v"}, {fit.model.p, fit.model.q, fit.model.v}, fit);
    result->add("log_covariance", fit.log_covariance);
    to = result.release();
  });
}

splan_status splan_spend_expected(splan_context* context, const double* params, int64_t n,
                                  const double* x, const double* mean_spend, double* out) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto given = capi::array(params, 3, "params");
    const auto to = capi::array(out, count, "out");
    const std::vector<double> found =
        customer::expected_spend({given[0], given[1], given[2]}, capi::array(x, count, "x"),
                                 capi::array(mean_spend, count, "mean_spend"));
    std::copy(found.begin(), found.end(), to.begin());
  });
}

splan_status splan_spend_draws(splan_context* context, const splan_options* options,
                               const double* params, const double* log_covariance, int64_t n,
                               const double* x, const double* mean_spend, int64_t draws_n,
                               const double* purchases, double* out) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const std::size_t all = capi::cells(count, capi::count(draws_n, "draws_n"), "n");
    const auto given = capi::array(params, 3, "params");
    const auto covariance = capi::optional_array(log_covariance, 9);
    const auto to = capi::array(out, all, "out");
    customer::SpendFit fit;
    fit.model = {given[0], given[1], given[2]};
    for (std::size_t i = 0; i < covariance.size(); ++i) {
      if (!std::isfinite(covariance[i])) {
        throw Error(ErrorCode::invalid_argument,
                    core::at("log_covariance", static_cast<int64_t>(i)), "is not finite");
      }
    }
    if (!covariance.empty() && numeric::cholesky_factor(covariance, 3).empty()) {
      throw Error(ErrorCode::invalid_argument, "log_covariance", "is not positive definite");
    }
    fit.log_covariance.assign(covariance.begin(), covariance.end());
    const customer::DrawOptions settings =
        adapters::lifetime_settings(capi::options_or_defaults(options, "lifetime")).draws;
    const std::vector<double> found = customer::draw_spend(
        fit, capi::array(x, count, "x"), capi::array(mean_spend, count, "mean_spend"),
        capi::array(purchases, all, "purchases"), settings.seed, settings.threads);
    std::copy(found.begin(), found.end(), to.begin());
  });
}
