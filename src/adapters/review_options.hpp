// The options of the review, as its functions take them.
#pragma once

#include "adapters/options.hpp"
#include "salesplan/review/next_target.hpp"
#include "salesplan/review/price_volume_mix.hpp"

namespace salesplan::adapters {

/// Options of scope "review_mix".
review::PriceVolumeMixOptions mix_form(const Options& options);

/// Options of scope "next_target"; the deviation of the total is left to the caller.
review::PlacementRule placement_rule(const Options& options);

}  // namespace salesplan::adapters
