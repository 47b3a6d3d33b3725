#include <algorithm>

#include "boundary.hpp"
#include "options.hpp"
#include "salesplan/allocation/cascade.hpp"
#include "salesplan/allocation/spread.hpp"

using namespace salesplan;

namespace {

allocation::Bounds bounds_of(std::size_t n, const int64_t* lower, const int64_t* upper,
                             const int64_t* locked) {
  return {capi::optional_array(lower, n), capi::optional_array(upper, n),
          capi::optional_array(locked, n)};
}

}  // namespace

splan_status splan_allocate_spread(splan_context* context, const splan_options* options,
                                   int64_t total, int64_t n, const double* weights,
                                   const int64_t* lower, const int64_t* upper,
                                   const int64_t* locked, int64_t* out_parts) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto out = capi::array(out_parts, count, "out_parts");
    const adapters::AllocateOptions settings =
        adapters::allocate_options(capi::options_or_defaults(options, "allocate"));
    const std::vector<core::Minor> parts = allocation::spread(
        total, capi::array(weights, count, "weights"), bounds_of(count, lower, upper, locked),
        settings.unit, settings.zero_weights);
    std::copy(parts.begin(), parts.end(), out.begin());
  });
}

splan_status splan_allocate_cascade(splan_context* context, const splan_options* options,
                                    int64_t total, int64_t n, const int32_t* parents,
                                    const double* weights, const int64_t* lower,
                                    const int64_t* upper, const int64_t* locked, const char* labels,
                                    int64_t labels_size, int64_t* out_values) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto out = capi::array(out_values, count, "out_values");
    const adapters::AllocateOptions settings =
        adapters::allocate_options(capi::options_or_defaults(options, "allocate"));
    std::vector<std::string> names;
    if (labels != nullptr) names = capi::texts(labels, labels_size, count, "labels");
    const std::vector<core::Minor> values = allocation::cascade(
        total, {capi::array(parents, count, "parents"), names},
        capi::array(weights, count, "weights"), bounds_of(count, lower, upper, locked),
        settings.unit, settings.zero_weights);
    std::copy(values.begin(), values.end(), out.begin());
  });
}
