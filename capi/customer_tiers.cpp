#include <algorithm>
#include <cmath>
#include <memory>

#include "boundary.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/service_policy.hpp"
#include "salesplan/customer/tiers.hpp"

using namespace salesplan;

namespace {

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

}  // namespace

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
        capi::array(draws, capi::cells(rows, capi::count(draws_n, "draws_n"), "n"), "draws"), rows,
        capi::array(border, capi::count(border_n, "border_n"), "border"));
    std::copy(found.begin(), found.end(), capi::array(out, found.size(), "out").begin());
  });
}

splan_status splan_customer_tier_steps(splan_context* context, int64_t n, const double* value,
                                       const int64_t* tier, int64_t border_n, const double* border,
                                       double band, const double* value_per_purchase,
                                       const char* names, int64_t names_size, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto values = capi::array(value, count, "value");
    const auto tiers = capi::array(tier, count, "tier");
    const auto borders = capi::array(border, capi::count(border_n, "border_n"), "border");
    const capi::OptionalArray<double> each(value_per_purchase, core::missing_number);
    std::vector<std::string> called;
    if (names != nullptr) {
      called = capi::texts(names, names_size, borders.size() + 1, "names");
    } else {
      for (std::size_t t = 0; t <= borders.size(); ++t) {
        called.push_back(customer::tier_name(static_cast<int64_t>(t)));
      }
    }
    std::vector<double> step_border, missing, purchases;
    std::vector<std::string> explanation;
    for (std::size_t i = 0; i < count; ++i) {
      const customer::TierStep step = capi::of_item("customers", i, [&] {
        return customer::next_tier(values[i], tiers[i], borders, band, each[i]);
      });
      step_border.push_back(step.border);
      missing.push_back(step.missing);
      purchases.push_back(step.purchases);
      explanation.push_back(
          customer::explain_tier(values[i], tiers[i], borders, band, each[i], called));
    }
    auto result = std::make_unique<splan_result>();
    result->add("border", std::move(step_border));
    result->add("missing", std::move(missing));
    result->add("purchases", std::move(purchases));
    result->add("explanation", std::move(explanation));
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
