#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "adapters/promotion_options.hpp"
#include "boundary.hpp"
#include "columns.hpp"
#include "estimates.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/promotion/counterfactual.hpp"
#include "salesplan/promotion/experiment.hpp"
#include "salesplan/promotion/related_products.hpp"
#include "salesplan/promotion/sales_response.hpp"

using namespace salesplan;

namespace {

/// k named columns of n values, one after the other.
std::vector<promotion::Driver> drivers_of(std::size_t n, int64_t k, const char* names,
                                          int64_t names_size, const double* values) {
  const std::size_t count = capi::count(k, "k");
  std::vector<std::string> called = capi::texts(names, names_size, count, "driver_names");
  const auto all = capi::array(values, capi::cells(count, n, "k"), "drivers");
  std::vector<promotion::Driver> drivers;
  for (std::size_t d = 0; d < count; ++d) {
    drivers.push_back({std::move(called[d]), all.subview(d * n, n)});
  }
  return drivers;
}

}  // namespace

splan_status splan_promotion_experiment(splan_context* context, int64_t n, const double* treated,
                                        int64_t m, const double* control, double margin,
                                        double cost_per_member, double fixed_cost,
                                        splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const auto arm = [](const double* values, int64_t size, const char* name, const char* length) {
      const auto view = capi::array(values, capi::count(size, length), name);
      try {
        return promotion::arm(view);
      } catch (const Error& error) {
        throw error.moved_to(name + error.place().substr(std::string("values").size()));
      }
    };
    const promotion::Arm with = arm(treated, n, "treated", "n");
    const promotion::ExperimentEffect effect =
        promotion::experiment_effect(with, arm(control, m, "control", "m"));
    promotion::Estimate roi{core::missing_number, core::missing_number};
    if (cost_per_member != 0 || fixed_cost != 0) {
      roi = promotion::experiment_roi(effect, with.n, margin, cost_per_member, fixed_cost);
    }
    auto result = std::make_unique<splan_result>();
    capi::add_estimate(*result, "effect", effect.each);
    capi::add_estimate(*result, "total", effect.total);
    capi::add_one(*result, "p_value", effect.p_value);
    capi::add_estimate(*result, "roi", roi);
    to = result.release();
  });
}

splan_status splan_promotion_effect(splan_context* context, const splan_options* options, int64_t n,
                                    const double* y, int64_t k, const double* controls,
                                    int64_t start, int64_t length, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t periods = capi::count(n, "n");
    const std::size_t series = capi::count(k, "k");
    promotion::CounterfactualOptions settings =
        adapters::counterfactual_options(capi::options_or_defaults(options, "promotion_effect"));
    settings.start = capi::count(start, "start");
    settings.length = capi::count(length, "length");
    const auto values = capi::array(controls, capi::cells(series, periods, "k"), "controls");
    std::vector<core::View<const double>> others;
    for (std::size_t c = 0; c < series; ++c) {
      others.push_back(values.subview(c * periods, periods));
    }
    promotion::CounterfactualEffect effect =
        promotion::counterfactual_effect(capi::array(y, periods, "y"), others, settings);
    auto result = std::make_unique<splan_result>();
    result->add("baseline", std::move(effect.baseline));
    result->add("effect", std::move(effect.effect));
    capi::add_estimate(*result, "baseline_total", effect.baseline_total);
    capi::add_estimate(*result, "total", effect.total);
    capi::add_one(*result, "total_lower", effect.total_interval.lower);
    capi::add_one(*result, "total_upper", effect.total_interval.upper);
    capi::add_one(*result, "p_value", effect.p_value);
    capi::add_one(*result, "placebo_p_value", effect.placebo_p_value);
    result->add("placebo", std::move(effect.placebo));
    result->add("model", std::vector<std::string>{effect.model});
    to = result.release();
  });
}

splan_status splan_promotion_response(splan_context* context, const splan_options* options,
                                      int64_t n, const int32_t* unit, const int32_t* period,
                                      const double* volume, const double* price, int64_t k,
                                      const char* driver_names, int64_t driver_names_size,
                                      const double* drivers, const int32_t* lags,
                                      splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const capi::OptionalArray<int32_t> back(lags, 0);
    promotion::SalesPanel panel{
        capi::array(unit, rows, "unit"), capi::array(period, rows, "period"),
        capi::array(volume, rows, "volume"), capi::array(price, rows, "price"),
        drivers_of(rows, k, driver_names, driver_names_size, drivers)};
    for (std::size_t d = 0; d < panel.drivers.size(); ++d) panel.drivers[d].lags = back[d];
    promotion::SalesResponse response = promotion::fit_sales_response(
        panel,
        adapters::sales_response_options(capi::options_or_defaults(options, "promotion_response")));
    const bool lagged = std::any_of(response.name.begin(), response.name.end(),
                                    [](const auto& c) { return c.rfind("price[-", 0) == 0; });
    const promotion::Estimate dip =
        lagged ? promotion::pulled_forward_share(response)
               : promotion::Estimate{core::missing_number, core::missing_number};
    auto result = std::make_unique<splan_result>();
    result->add("name", std::move(response.name));
    result->add("coefficient", std::move(response.coefficient));
    result->add("covariance", std::move(response.covariance));
    result->add("unit_coefficient", std::move(response.unit_coefficient));
    result->add("unit_covariance", std::move(response.unit_covariance));
    capi::add_one(*result, "sigma", response.sigma);
    capi::add_one(*result, "log_likelihood", response.log_likelihood);
    capi::add_estimate(*result, "pulled_forward_share", dip);
    capi::add_one(*result, "rows", static_cast<std::int64_t>(response.rows));
    capi::add_one(*result, "converged", std::int64_t{response.converged});
    to = result.release();
  });
}

splan_status splan_promotion_cross_elasticities(
    splan_context* context, const splan_options* options, int64_t products, int64_t n,
    const int32_t* product, const int32_t* unit, const int32_t* period, const double* volume,
    const double* price, int64_t k, const char* driver_names, int64_t driver_names_size,
    const double* drivers, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const promotion::CrossElasticities found = promotion::cross_elasticities(
        {capi::array(product, rows, "product"), capi::array(unit, rows, "unit"),
         capi::array(period, rows, "period"), capi::array(volume, rows, "volume"),
         capi::array(price, rows, "price"),
         drivers_of(rows, k, driver_names, driver_names_size, drivers)},
        capi::count(products, "products"),
        adapters::related_options(capi::options_or_defaults(options, "promotion_related")));
    auto result = std::make_unique<splan_result>();
    capi::add_estimates(*result, "elasticity", found.elasticity,
                        [](const promotion::Estimate& e) { return e; });
    result->add("rows", std::vector<std::int64_t>(found.rows.begin(), found.rows.end()));
    to = result.release();
  });
}

splan_status splan_promotion_related_effects(splan_context* context, int64_t products,
                                             const double* elasticity, const double* elasticity_sd,
                                             int32_t promoted, double discount, const double* base,
                                             double* out_units, double* out_units_sd) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(products, "products");
    const std::size_t all = capi::cells(count, count, "products");
    const auto mean = capi::array(elasticity, all, "elasticity");
    const auto sd = capi::array(elasticity_sd, all, "elasticity_sd");
    const auto to = capi::array(out_units, count, "out_units");
    const auto to_sd = capi::array(out_units_sd, count, "out_units_sd");
    promotion::CrossElasticities known;
    known.products = count;
    for (std::size_t i = 0; i < all; ++i) {
      known.elasticity.push_back({mean[i], sd[i]});
      promotion::need_estimate(known.elasticity.back(),
                               core::at("elasticity", static_cast<std::int64_t>(i)));
    }
    if (promoted < 0) {
      throw Error(ErrorCode::invalid_argument, "promoted",
                  std::to_string(promoted) + " is negative");
    }
    const std::vector<promotion::RelatedEffect> effects = promotion::related_effects(
        known, static_cast<std::size_t>(promoted), discount, capi::array(base, count, "base"));
    for (std::size_t i = 0; i < count; ++i) {
      to[i] = effects[i].units.mean;
      to_sd[i] = effects[i].units.sd;
    }
  });
}
