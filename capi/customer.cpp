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
#include "salesplan/customer/portfolio.hpp"
#include "salesplan/customer/segments.hpp"
#include "salesplan/customer/service_policy.hpp"
#include "salesplan/customer/value_score.hpp"

using namespace salesplan;

struct splan_lifetime {
  customer::LifetimeFit fit;
};

namespace {

/// Transactions of the caller; the dates are copied, as the engine has a type of its own for them.
struct Lines {
  std::vector<calendar::Date> date;
  core::View<const int64_t> customer;
  core::View<const double> amount;

  Lines(int64_t n, const int64_t* customers, const int32_t* dates, const double* amounts) {
    const std::size_t count = capi::count(n, "n");
    customer = capi::array(customers, count, "customers");
    for (const int32_t day : capi::array(dates, count, "dates")) {
      date.push_back(calendar::Date{day});
    }
    amount = capi::optional_array(amounts, count);
  }
  customer::Transactions view() const { return {customer, date, amount}; }
};

customer::Histories histories(int64_t n, const double* x, const double* t_x, const double* T) {
  const std::size_t count = capi::count(n, "n");
  return {capi::array(x, count, "x"), capi::array(t_x, count, "t_x"), capi::array(T, count, "T")};
}

/// A table of rows·columns values; the product is checked.
core::View<const double> table(const double* values, std::size_t rows, std::size_t columns,
                               const char* name) {
  if (columns > 0 && rows > static_cast<std::size_t>(capi::max_count) / columns) {
    throw Error(ErrorCode::invalid_argument, name, "has more than 2^40 values");
  }
  return capi::array(values, rows * columns, name);
}

std::vector<customer::ServicePolicy> policies(int64_t tiers, const double* calls,
                                              const double* hours_per_call,
                                              const double* discount_ceiling,
                                              const double* response_hours,
                                              const double* budget_share) {
  const std::size_t n = capi::count(tiers, "tiers");
  const auto call = capi::array(calls, n, "calls");
  const auto length = capi::array(hours_per_call, n, "hours_per_call");
  const auto discount = capi::array(discount_ceiling, n, "discount_ceiling");
  const auto response = capi::array(response_hours, n, "response_hours");
  const auto share = capi::array(budget_share, n, "budget_share");
  std::vector<customer::ServicePolicy> out;
  for (std::size_t t = 0; t < n; ++t) {
    out.push_back({std::to_string(t), call[t], length[t], discount[t], response[t], share[t]});
  }
  return out;
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

std::vector<int64_t> whole(const std::vector<int>& values) {
  return {values.begin(), values.end()};
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
  given.purchase = table(purchase, rows, given.purchase_columns, "purchase");
  given.leaving_columns = capi::count(leaving_columns, "leaving_columns");
  given.leaving = table(leaving, rows, given.leaving_columns, "leaving");
  return given;
}

void give(splan_result** out, customer::RfmScores scores) {
  auto result = std::make_unique<splan_result>();
  result->add("recency", whole(scores.recency));
  result->add("frequency", whole(scores.frequency));
  result->add("monetary", whole(scores.monetary));
  result->add("segment", std::move(scores.segment));
  *out = result.release();
}

}  // namespace

splan_status splan_customer_summary(splan_context* context, int64_t n, const int64_t* customers,
                                    const int32_t* dates, const double* amounts,
                                    int32_t calibration_end, int32_t holdout_end, double unit_days,
                                    splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const Lines lines(n, customers, dates, amounts);
    customer::Summaries found = customer::summarize(
        lines.view(), {calendar::Date{calibration_end}, calendar::Date{holdout_end}, unit_days});
    auto result = std::make_unique<splan_result>();
    result->add("customer", std::move(found.customer));
    result->add("x", std::move(found.x));
    result->add("t_x", std::move(found.t_x));
    result->add("T", std::move(found.T));
    result->add("log_gaps", std::move(found.log_gaps));
    result->add("mean_spend", std::move(found.mean_spend));
    result->add("spend", std::move(found.spend));
    result->add("returned", std::move(found.returned));
    result->add("holdout_purchases", std::move(found.holdout_purchases));
    result->add("holdout_spend", std::move(found.holdout_spend));
    to = result.release();
  });
}

splan_status splan_customer_portfolio(splan_context* context, const splan_options* options,
                                      int64_t n, const int64_t* customers, const int32_t* dates,
                                      const double* amounts, int32_t today, int64_t previous_n,
                                      const int64_t* previous, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const Lines lines(n, customers, dates, amounts);
    customer::PortfolioOptions settings =
        adapters::portfolio_options(capi::options_or_defaults(options, "customers"));
    settings.today = calendar::Date{today};
    const std::size_t before = capi::count(previous_n, "previous_n");
    customer::PortfolioReview found = customer::review_portfolio(
        lines.view(), settings, {capi::array(previous, before, "previous")});
    const std::size_t rows = found.p_alive.size();
    std::vector<int64_t> purchases, days;
    for (std::size_t i = 0; i < rows; ++i) {
      const customer::Summaries& seen = found.summaries;
      purchases.push_back(static_cast<int64_t>(seen.x[i]) + 1);
      days.push_back(std::llround((seen.T[i] - seen.t_x[i]) * settings.unit_days));
    }
    std::vector<double> stake(rows);
    std::vector<std::string> care(rows), reason(rows);
    for (customer::CareItem& item : found.care) {
      stake[item.customer] = item.stake;
      care[item.customer] = customer::care_name(item.care);
      reason[item.customer] = std::move(item.reason);
    }
    auto result = std::make_unique<splan_result>();
    result->add("customer", std::move(found.summaries.customer));
    result->add("purchases", std::move(purchases));
    result->add("days_since_last", std::move(days));
    result->add("spend", std::move(found.summaries.spend));
    result->add("recency", whole(found.rfm.recency));
    result->add("frequency", whole(found.rfm.frequency));
    result->add("monetary", whole(found.rfm.monetary));
    result->add("segment", std::move(found.rfm.segment));
    result->add("p_alive", std::move(found.p_alive));
    result->add("expected_purchases", std::move(found.expected_purchases));
    result->add("expected_spend", std::move(found.expected_spend));
    result->add("expected_value", std::move(found.expected_value));
    result->add("tier", std::move(found.tiers.tier));
    result->add("care", std::move(care));
    result->add("stake", std::move(stake));
    result->add("reason", std::move(reason));
    to = result.release();
  });
}

splan_status splan_customer_rfm(splan_context* context, const splan_options* options, int64_t n,
                                const double* recency, const double* frequency,
                                const double* monetary, splan_result** out) {
  return capi::guard(context, [&] {
    capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const adapters::Options settings = capi::options_or_defaults(options, "rfm");
    give(out, customer::rfm_by_quantile({capi::array(recency, count, "recency"),
                                         capi::array(frequency, count, "frequency"),
                                         capi::array(monetary, count, "monetary")},
                                        static_cast<int>(settings.integer("levels"))));
  });
}

splan_status splan_customer_rfm_borders(splan_context* context, int64_t n, const double* recency,
                                        const double* frequency, const double* monetary,
                                        int64_t recency_n, const double* recency_borders,
                                        int64_t frequency_n, const double* frequency_borders,
                                        int64_t monetary_n, const double* monetary_borders,
                                        splan_result** out) {
  return capi::guard(context, [&] {
    capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    give(out,
         customer::rfm_by_borders(
             {capi::array(recency, count, "recency"), capi::array(frequency, count, "frequency"),
              capi::array(monetary, count, "monetary")},
             {capi::array(recency_borders, capi::count(recency_n, "recency_n"), "recency_borders"),
              capi::array(frequency_borders, capi::count(frequency_n, "frequency_n"),
                          "frequency_borders"),
              capi::array(monetary_borders, capi::count(monetary_n, "monetary_n"),
                          "monetary_borders")}));
  });
}

splan_status splan_customer_tiers(splan_context* context, const splan_options* options, int64_t n,
                                  const double* value, int64_t limits_n, const double* limits,
                                  const int64_t* previous, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto values = capi::array(value, count, "value");
    const auto bounds = capi::array(limits, capi::count(limits_n, "limits_n"), "limits");
    const adapters::Options settings = capi::options_or_defaults(options, "tiers");
    const customer::Hysteresis hysteresis{capi::optional_array(previous, count),
                                          settings.number("band")};
    const std::string& by = settings.text("by");
    customer::Tiers found;
    if (by == "capacity") {
      std::vector<int64_t> seats;
      for (std::size_t t = 0; t < bounds.size(); ++t) {
        constexpr double most = 9007199254740992.0;
        if (!(bounds[t] >= 0 && bounds[t] <= most && bounds[t] == std::floor(bounds[t]))) {
          throw Error(ErrorCode::invalid_argument, core::at("limits", static_cast<int64_t>(t)),
                      "is not a number of seats");
        }
        seats.push_back(static_cast<int64_t>(bounds[t]));
      }
      found = customer::tiers_by_capacity(values, seats, hysteresis);
    } else {
      found = by == "share" ? customer::tiers_by_share(values, bounds, hysteresis)
                            : customer::tiers_by_border(values, bounds, hysteresis);
    }
    const double band = previous == nullptr ? 0 : hysteresis.band;
    std::vector<double> next_border, missing;
    for (std::size_t i = 0; i < count; ++i) {
      const customer::TierStep step =
          customer::next_tier(values[i], found.tier[i], found.border, band, 0);
      next_border.push_back(step.border);
      missing.push_back(step.missing);
    }
    auto result = std::make_unique<splan_result>();
    result->add("tier", std::move(found.tier));
    result->add("held", std::vector<int64_t>(found.held.begin(), found.held.end()));
    result->add("next_border", std::move(next_border));
    result->add("missing", std::move(missing));
    result->add("border", std::move(found.border));
    to = result.release();
  });
}

splan_status splan_customer_tier_probability(splan_context* context, int64_t n, int64_t draws_n,
                                             const double* draws, int64_t border_n,
                                             const double* border, double* out) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n");
    const std::vector<double> found = customer::tier_probability(
        table(draws, rows, capi::count(draws_n, "draws_n"), "draws"), rows,
        capi::array(border, capi::count(border_n, "border_n"), "border"));
    std::copy(found.begin(), found.end(), capi::array(out, found.size(), "out").begin());
  });
}

splan_status splan_customer_score(splan_context* context, const splan_options* options, int64_t n,
                                  int64_t count, const double* values, const double* weights,
                                  double* out) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n"), criteria = capi::count(count, "count");
    const auto given = table(values, rows, criteria, "values");
    const auto weight = capi::array(weights, criteria, "weights");
    const auto to = capi::array(out, rows, "out");
    std::vector<customer::ValueCriterion> all;
    for (std::size_t j = 0; j < criteria; ++j) {
      all.push_back({"", weight[j], given.subview(j * rows, rows)});
    }
    const bool by_rank = capi::options_or_defaults(options, "score").text("scale") == "rank";
    const std::vector<double> found = customer::value_score(
        all, by_rank ? customer::ValueScale::rank : customer::ValueScale::min_max);
    std::copy(found.begin(), found.end(), to.begin());
  });
}

splan_status splan_customer_segments(splan_context* context, const splan_options* options,
                                     int64_t n, int64_t columns, const double* features,
                                     splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t width = capi::count(columns, "columns");
    customer::Segments found = customer::find_segments(
        table(features, capi::count(n, "n"), width, "features"), width,
        adapters::segment_options(capi::options_or_defaults(options, "segments")));
    auto result = std::make_unique<splan_result>();
    result->add("segment", std::move(found.segment));
    result->add("size", std::move(found.size));
    result->add("centre", std::move(found.centre));
    result->add("within", std::vector<double>{found.within});
    result->add("stability", std::vector<double>{found.stability});
    to = result.release();
  });
}

splan_status splan_customer_care(splan_context* context, const splan_options* options, int64_t n,
                                 const double* p_alive, const double* expected_value,
                                 const double* potential, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const std::vector<customer::CareItem> found = customer::care_plan(
        {capi::array(p_alive, count, "p_alive"),
         capi::array(expected_value, count, "expected_value"),
         capi::optional_array(potential, count)},
        adapters::portfolio_options(capi::options_or_defaults(options, "customers")).care);
    std::vector<int64_t> position;
    std::vector<double> stake;
    std::vector<std::string> care, reason;
    for (const customer::CareItem& item : found) {
      position.push_back(static_cast<int64_t>(item.customer));
      care.emplace_back(customer::care_name(item.care));
      stake.push_back(item.stake);
      reason.push_back(item.reason);
    }
    auto result = std::make_unique<splan_result>();
    result->add("customer", std::move(position));
    result->add("care", std::move(care));
    result->add("stake", std::move(stake));
    result->add("reason", std::move(reason));
    to = result.release();
  });
}

splan_status splan_customer_service_seats(splan_context* context, int64_t tiers,
                                          const double* calls, const double* hours_per_call,
                                          const double* discount_ceiling,
                                          const double* response_hours, const double* budget_share,
                                          const double* hours, int64_t* out_seats) {
  return capi::guard(context, [&] {
    const auto service =
        policies(tiers, calls, hours_per_call, discount_ceiling, response_hours, budget_share);
    const std::size_t count = service.empty() ? 0 : service.size() - 1;
    const std::vector<int64_t> seats =
        customer::service_seats(service, capi::array(hours, count, "hours"));
    std::copy(seats.begin(), seats.end(), capi::array(out_seats, count, "out_seats").begin());
  });
}

splan_status splan_customer_service(splan_context* context, int64_t tiers, const double* calls,
                                    const double* hours_per_call, const double* discount_ceiling,
                                    const double* response_hours, const double* budget_share,
                                    int64_t n, const int64_t* tier, const double* expected_return,
                                    int64_t budget, double capacity, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    customer::ServicePlan plan = customer::plan_service(
        policies(tiers, calls, hours_per_call, discount_ceiling, response_hours, budget_share),
        capi::array(tier, count, "tier"), capi::array(expected_return, count, "expected_return"),
        budget, capacity);
    auto result = std::make_unique<splan_result>();
    result->add("customers", std::move(plan.customers));
    result->add("tier_budget", std::move(plan.tier_budget));
    result->add("customer_budget", std::move(plan.customer_budget));
    result->add("hours", std::move(plan.hours));
    result->add("hours_needed", std::vector<double>{plan.hours_needed});
    result->add("hours_short", std::vector<double>{plan.hours_short});
    to = result.release();
  });
}

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
    const Lines lines(n, customers, dates, nullptr);
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
