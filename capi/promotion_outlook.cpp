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
#include "salesplan/promotion/ledger.hpp"
#include "salesplan/promotion/outlook.hpp"

using namespace salesplan;

namespace {

std::vector<promotion::PromotionKind> kinds(const char* types, int64_t types_size,
                                            const char* categories, int64_t categories_size,
                                            core::View<const double> depth, const char* prefix) {
  const std::string name = prefix;
  std::vector<std::string> type =
      capi::texts(types, types_size, depth.size(), (name + "types").c_str());
  std::vector<std::string> category =
      capi::texts(categories, categories_size, depth.size(), (name + "categories").c_str());
  std::vector<promotion::PromotionKind> result;
  for (std::size_t i = 0; i < depth.size(); ++i) {
    result.push_back({std::move(type[i]), std::move(category[i]), depth[i]});
  }
  return result;
}

}  // namespace

splan_status splan_promotion_outlook(splan_context* context, const splan_options* options,
                                     int64_t n, const char* types, int64_t types_size,
                                     const char* categories, int64_t categories_size,
                                     const double* depth, const double* result,
                                     const double* result_sd, int64_t m, const char* planned_types,
                                     int64_t planned_types_size, const char* planned_categories,
                                     int64_t planned_categories_size, const double* planned_depth,
                                     splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto known = capi::array(result, count, "result");
    const capi::OptionalArray<double> known_sd(result_sd, 0);
    std::vector<promotion::PastPromotion> history;
    for (promotion::PromotionKind& kind : kinds(types, types_size, categories, categories_size,
                                                capi::array(depth, count, "depth"), "")) {
      const std::size_t i = history.size();
      history.push_back({std::move(kind), {known[i], known_sd[i]}});
    }
    const auto planned =
        kinds(planned_types, planned_types_size, planned_categories, planned_categories_size,
              capi::array(planned_depth, capi::count(m, "m"), "planned_depth"), "planned_");
    const std::vector<promotion::Outlook> outlooks = promotion::outlook(
        history, planned,
        adapters::outlook_options(capi::options_or_defaults(options, "promotion_outlook")));
    using Row = promotion::Outlook;
    auto made = std::make_unique<splan_result>();
    capi::add_estimates(*made, "result", outlooks, [](const Row& row) { return row.result; });
    capi::add_column(*made, "similar", outlooks, [](const Row& row) { return row.similar; });
    capi::add_column(*made, "basis", outlooks, [](const Row& row) { return row.basis; });
    to = made.release();
  });
}

splan_status splan_promotion_roi_outlook(splan_context* context, int64_t n,
                                         const double* log_uplift, const double* log_uplift_sd,
                                         const double* baseline, const double* margin,
                                         const double* discount, const double* unit_cost,
                                         const double* fixed_cost, double level, double* out_median,
                                         double* out_lower, double* out_upper,
                                         double* out_profit_probability) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto uplift = capi::array(log_uplift, count, "log_uplift");
    const auto base = capi::array(baseline, count, "baseline");
    const auto earned = capi::array(margin, count, "margin");
    const auto given = capi::array(discount, count, "discount");
    const capi::OptionalArray<double> sd(log_uplift_sd, 0), unit(unit_cost, 0),
        fixed(fixed_cost, 0);
    const auto median = capi::array(out_median, count, "out_median");
    const auto lower = capi::array(out_lower, count, "out_lower");
    const auto upper = capi::array(out_upper, count, "out_upper");
    const auto profit = capi::array(out_profit_probability, count, "out_profit_probability");
    std::vector<promotion::RoiOutlook> all;
    for (std::size_t i = 0; i < count; ++i) {
      try {
        all.push_back(promotion::roi_outlook(
            {uplift[i], sd[i]}, {base[i], earned[i], given[i], unit[i], fixed[i]}, level));
      } catch (const Error& error) {
        if (error.place() == "level") throw;
        throw error.moved_to(core::at(error.place(), static_cast<int64_t>(i)));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      median[i] = all[i].median;
      lower[i] = all[i].interval.lower;
      upper[i] = all[i].interval.upper;
      profit[i] = all[i].profit_probability;
    }
  });
}

splan_status splan_promotion_calibration(splan_context* context, int64_t n, const double* forecast,
                                         const double* forecast_sd, const double* realised,
                                         splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto mean = capi::array(forecast, count, "forecast");
    const auto sd = capi::array(forecast_sd, count, "forecast_sd");
    const auto came = capi::array(realised, count, "realised");
    std::vector<promotion::LedgerEntry> ledger;
    for (std::size_t i = 0; i < count; ++i) ledger.push_back({"", {mean[i], sd[i]}, came[i]});
    const promotion::Calibration made = promotion::calibration(ledger);
    auto result = std::make_unique<splan_result>();
    capi::add_one(*result, "realised", static_cast<std::int64_t>(made.realised));
    result->add("by_tenth", std::vector<std::int64_t>(made.by_tenth.begin(), made.by_tenth.end()));
    capi::add_one(*result, "bias", made.bias);
    capi::add_one(*result, "absolute_error", made.absolute_error);
    capi::add_one(*result, "coverage_80", made.coverage_80);
    capi::add_one(*result, "coverage_95", made.coverage_95);
    capi::add_one(*result, "spread_factor", made.spread_factor);
    capi::add_one(*result, "brier_score", made.brier_score);
    to = result.release();
  });
}
