#include "salesplan/forecast/forecast.hpp"

#include <memory>

#include "boundary.hpp"
#include "options.hpp"
#include "result.hpp"

using namespace salesplan;

splan_status splan_forecast(splan_context* context, const splan_options* options, int64_t n,
                            const int64_t* offsets, const double* values, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t series = capi::count(n, "n");
    constexpr int64_t none = 0;
    const auto ends = series == 0 ? core::View<const int64_t>(&none, 1)
                                  : capi::array(offsets, series + 1, "offsets");
    const std::size_t length = capi::count(ends.back(), core::at("offsets", n));
    const forecast::Panel panel{capi::array(values, length, "values"), ends};
    const forecast::Options settings =
        adapters::forecast_options(capi::options_or_defaults(options, "forecast"));
    forecast::PanelForecast made = forecast::forecast(panel, settings);
    auto result = std::make_unique<splan_result>();
    result->add("mean", std::move(made.mean));
    for (forecast::Interval& interval : made.intervals) {
      const std::string percent = adapters::percent_text(interval.level);
      result->add("lower_" + percent, std::move(interval.lower));
      result->add("upper_" + percent, std::move(interval.upper));
    }
    result->add("total_mean", std::move(made.total_mean));
    result->add("total_sd", std::move(made.total_sd));
    result->add("model", std::move(made.model));
    to = result.release();
  });
}
