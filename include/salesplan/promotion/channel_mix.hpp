// A budget over media and channels: the best split, and what each channel then returns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/numeric/adstock.hpp"
#include "salesplan/numeric/spend_split.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {

struct MediaChannel {
  std::string name;
  numeric::ResponseCurve curve;  ///< units sold a period against the spend that works in it
  double margin = 1;             ///< of a unit sold, >= 0
  numeric::Carryover carryover = numeric::Carryover::geometric;
  double retention = 0;  ///< share that still works a period later, in [0, 1)
  std::size_t lags = 1;  ///< periods in which a spend works, its own included
  double lower = 0;      ///< spend a period
  double upper = std::numeric_limits<double>::infinity();
};

struct ChannelReturn {
  std::string name;
  double spend = 0;         ///< a period
  double margin = 0;        ///< over all periods, what is left of carry-over included
  double roi = 0;           ///< margin / spend over all periods - 1; NaN without spend
  double marginal_roi = 0;  ///< the same of the next small spend
};

struct ChannelMix {
  std::vector<ChannelReturn> channel;  ///< in the order given
  double margin = 0;
  double bound = 0;  ///< no split has a larger margin
};

/// The split of `budget` a period, the same in each of `periods` periods, with the largest margin:
/// `numeric::split_spend` on the sustained responses. At the best split all channels between their
/// bounds have one marginal ROI.
/// @throws Error(invalid_argument) naming "channels[i].curve.half" and the like;
///         Error(infeasible) for a budget below the sum of the lower bounds.
inline ChannelMix channel_mix(double budget, core::View<const MediaChannel> channels,
                              std::size_t periods, const numeric::SpendSplitOptions& options = {}) {
  std::vector<numeric::SpendChannel> responses;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const MediaChannel& c = channels[i];
    const std::string place = core::at("channels", static_cast<std::int64_t>(i));
    numeric::check_response(c.curve, [&] { return place + ".curve"; });
    need_not_negative(c.margin, place + ".margin");
    numeric::ResponseCurve money = c.curve;
    money.scale *= c.margin;
    responses.push_back(
        {numeric::sustained_response(
             money, numeric::carryover_weights(c.carryover, c.retention, c.lags), periods),
         c.lower, c.upper});
  }
  const numeric::SpendSplit split = numeric::split_spend(budget, responses, options);
  ChannelMix mix;
  mix.margin = split.response;
  mix.bound = split.bound;
  const double times = static_cast<double>(periods);
  for (std::size_t i = 0; i < channels.size(); ++i) {
    ChannelReturn r;
    r.name = channels[i].name;
    r.spend = split.spend[i];
    double slope = 0;
    for (const numeric::ResponseCurve& curve : responses[i].response) {
      r.margin += numeric::response(curve, r.spend);
      slope += numeric::marginal_response(curve, r.spend).slope;
    }
    r.roi = r.spend > 0 ? r.margin / (r.spend * times) - 1 : core::missing_number;
    r.marginal_roi = slope / times - 1;
    mix.channel.push_back(r);
  }
  return mix;
}

}  // namespace salesplan::promotion
