#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "adapters/promotion_options.hpp"
#include "boundary.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/promotion/calendar_mix.hpp"
#include "salesplan/promotion/channel_mix.hpp"

using namespace salesplan;

splan_status splan_promotion_optimize(splan_context* context, const splan_options* options,
                                      int64_t budget, int64_t n, const int32_t* promotion,
                                      const double* value, const int64_t* cost,
                                      const int32_t* start, const int32_t* periods,
                                      const double* load, int64_t c, const double* capacity,
                                      int64_t m, const int32_t* set_index,
                                      const int32_t* set_promotion, int64_t sets,
                                      const int32_t* set_gap, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const std::size_t members = capi::count(m, "m");
    const promotion::MixOptions settings =
        adapters::mix_options(capi::options_or_defaults(options, "promotion_optimize"));
    const auto of = capi::array(promotion, count, "promotion");
    const auto worth = capi::array(value, count, "value");
    const auto price = capi::array(cost, count, "cost");
    const capi::OptionalArray<int32_t> first(start, 0), length(periods, 1);
    const capi::OptionalArray<double> taken(load, 0);
    const auto negative = [](const char* name, std::size_t i, std::int32_t given) {
      return Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                   std::to_string(given) + " is negative");
    };
    std::vector<promotion::MixChoice> choices;
    for (std::size_t i = 0; i < count; ++i) {
      if (of[i] < 0) throw negative("promotion", i, of[i]);
      choices.push_back(
          {static_cast<std::size_t>(of[i]), worth[i], price[i], first[i], length[i], taken[i]});
    }
    promotion::MixLimits limits;
    limits.budget = budget;
    const auto most = capi::array(capacity, capi::count(c, "c"), "capacity");
    limits.capacity.assign(most.begin(), most.end());
    const auto gaps = capi::array(set_gap, capi::count(sets, "sets"), "set_gap");
    for (const int32_t gap : gaps) limits.exclusive.push_back({{}, gap});
    const auto set = capi::array(set_index, members, "set_index");
    const auto member = capi::array(set_promotion, members, "set_promotion");
    for (std::size_t i = 0; i < members; ++i) {
      if (set[i] < 0 || set[i] >= sets) {
        throw Error(ErrorCode::invalid_argument,
                    core::at("set_index", static_cast<std::int64_t>(i)),
                    std::to_string(set[i]) + " is outside [0, " + std::to_string(sets) + ")");
      }
      if (member[i] < 0) throw negative("set_promotion", i, member[i]);
      limits.exclusive[static_cast<std::size_t>(set[i])].promotions.push_back(
          static_cast<std::size_t>(member[i]));
    }
    const promotion::MixPlan plan = promotion::best_mix(choices, limits, settings);
    auto result = std::make_unique<splan_result>();
    result->add("chosen", std::vector<std::int64_t>(plan.chosen.begin(), plan.chosen.end()));
    capi::add_one(*result, "value", plan.value);
    capi::add_one(*result, "bound", plan.bound);
    capi::add_one(*result, "cost", plan.cost);
    capi::add_one(*result, "nodes", static_cast<std::int64_t>(plan.nodes));
    to = result.release();
  });
}

splan_status splan_promotion_channels(splan_context* context, const splan_options* options,
                                      double budget, int64_t n, const int32_t* shape,
                                      const double* scale, const double* half, const double* slope,
                                      const double* margin, const double* retention,
                                      const int32_t* lags, const double* lower, const double* upper,
                                      splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const adapters::Options settings = capi::options_or_defaults(options, "promotion_channels");
    const auto scales = capi::array(scale, count, "scale");
    const auto halves = capi::array(half, count, "half");
    const capi::OptionalArray<int32_t> shapes(shape, 0), after(lags, 1);
    const promotion::MediaChannel none;
    const capi::OptionalArray<double> slopes(slope, none.curve.slope), margins(margin, none.margin),
        kept(retention, none.retention), low(lower, none.lower), high(upper, none.upper);
    std::vector<promotion::MediaChannel> channels(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto place = [i](const char* field) {
        return core::at("channels", static_cast<std::int64_t>(i)) + field;
      };
      if (shapes[i] != 0 && shapes[i] != 1) {
        throw Error(ErrorCode::invalid_argument, place(".shape"),
                    std::to_string(shapes[i]) + " is neither 0 nor 1");
      }
      promotion::MediaChannel& channel = channels[i];
      channel.curve = {numeric::ResponseShape{shapes[i]}, scales[i], halves[i], slopes[i]};
      channel.margin = margins[i];
      channel.retention = kept[i];
      channel.lags = capi::count(after[i], place(".lags"));
      channel.lower = low[i];
      channel.upper = high[i];
    }
    const promotion::ChannelMix mix = promotion::channel_mix(
        budget, channels, static_cast<std::size_t>(settings.integer("periods")),
        adapters::channel_options(settings));
    using Row = promotion::ChannelReturn;
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "spend", mix.channel, [](const Row& row) { return row.spend; });
    capi::add_column(*result, "margin", mix.channel, [](const Row& row) { return row.margin; });
    capi::add_column(*result, "roi", mix.channel, [](const Row& row) { return row.roi; });
    capi::add_column(*result, "marginal_roi", mix.channel,
                     [](const Row& row) { return row.marginal_roi; });
    capi::add_one(*result, "total_margin", mix.margin);
    capi::add_one(*result, "bound", mix.bound);
    to = result.release();
  });
}
