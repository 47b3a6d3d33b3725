#include <algorithm>

#include "boundary.hpp"
#include "bounds.hpp"
#include "options.hpp"
#include "salesplan/target/hardness.hpp"

using namespace salesplan;

splan_status splan_target_equal_hardness(splan_context* context, const splan_options* options,
                                         int64_t total, int64_t n, const double* mean,
                                         const double* sd, const int64_t* lower,
                                         const int64_t* upper, const int64_t* locked,
                                         int64_t* out_targets, double* out_probabilities) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto targets = capi::array(out_targets, count, "out_targets");
    const auto probabilities = capi::array(out_probabilities, count, "out_probabilities");
    const core::Minor unit =
        adapters::allocate_options(capi::options_or_defaults(options, "allocate")).unit;
    const target::Hardness split = target::equal_hardness(
        total, capi::array(mean, count, "mean"), capi::array(sd, count, "sd"),
        capi::bounds(count, lower, upper, locked), unit);
    std::copy(split.target.begin(), split.target.end(), targets.begin());
    std::copy(split.probability.begin(), split.probability.end(), probabilities.begin());
  });
}
