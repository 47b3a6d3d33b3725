#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "boundary.hpp"
#include "bounds.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/allocation/cascade.hpp"
#include "salesplan/allocation/explanation.hpp"
#include "salesplan/allocation/replan.hpp"
#include "salesplan/allocation/spread.hpp"

using namespace salesplan;

namespace {

/// A tree as the caller gives it.
struct LabelledTree {
  LabelledTree(const int32_t* parents, std::size_t n, const char* labels, int64_t labels_size)
      : parent(capi::array(parents, n, "parents")) {
    if (labels != nullptr) names = capi::texts(labels, labels_size, n, "labels");
  }
  operator allocation::Tree() const { return {parent, names}; }

  core::View<const std::int32_t> parent;
  std::vector<std::string> names;
};

adapters::AllocateOptions settings_of(const splan_options* options) {
  return adapters::allocate_options(capi::options_or_defaults(options, "allocate"));
}

const char* name_of(allocation::Hold hold) {
  constexpr const char* names[] = {"none", "lower", "upper", "locked"};
  return names[static_cast<int>(hold)];
}

}  // namespace

splan_status splan_allocate_spread(splan_context* context, const splan_options* options,
                                   int64_t total, int64_t n, const double* weights,
                                   const int64_t* lower, const int64_t* upper,
                                   const int64_t* locked, int64_t* out_parts) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto out = capi::array(out_parts, count, "out_parts");
    const adapters::AllocateOptions settings = settings_of(options);
    const std::vector<core::Minor> parts = allocation::spread(
        total, capi::array(weights, count, "weights"), capi::bounds(count, lower, upper, locked),
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
    const adapters::AllocateOptions settings = settings_of(options);
    const std::vector<core::Minor> values = allocation::cascade(
        total, LabelledTree(parents, count, labels, labels_size),
        capi::array(weights, count, "weights"), capi::bounds(count, lower, upper, locked),
        settings.unit, settings.zero_weights);
    std::copy(values.begin(), values.end(), out.begin());
  });
}

splan_status splan_allocate_explain(splan_context* context, const splan_options* options,
                                    int64_t node, int64_t total, int64_t n, const int32_t* parents,
                                    const double* weights, const int64_t* lower,
                                    const int64_t* upper, const int64_t* locked, const char* labels,
                                    int64_t labels_size, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& handle = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const adapters::AllocateOptions settings = settings_of(options);
    const auto chain = allocation::explain(
        capi::count(node, "node"), total, LabelledTree(parents, count, labels, labels_size),
        capi::array(weights, count, "weights"), capi::bounds(count, lower, upper, locked),
        settings.unit, settings.zero_weights);
    const auto column = [&](auto value) {
      std::vector<decltype(value(chain[0]))> values;
      values.reserve(chain.size());
      for (const allocation::PartReason& reason : chain) values.push_back(value(reason));
      return values;
    };
    using Reason = const allocation::PartReason&;
    auto result = std::make_unique<splan_result>();
    result->add("node", column([](Reason r) { return static_cast<std::int64_t>(r.node); }));
    result->add("pool", column([](Reason r) { return r.pool; }));
    result->add("weight", column([](Reason r) { return r.weight; }));
    result->add("share", column([](Reason r) { return r.share; }));
    result->add("wish", column([](Reason r) { return r.wish; }));
    result->add("hold", column([](Reason r) { return std::string(name_of(r.hold)); }));
    result->add("bound", column([](Reason r) { return r.bound; }));
    result->add("from_below", column([](Reason r) { return std::int64_t{r.from_below}; }));
    result->add("price", column([](Reason r) { return r.price; }));
    result->add("rounding", column([](Reason r) { return r.rounding; }));
    result->add("value", column([](Reason r) { return r.value; }));
    handle = result.release();
  });
}

splan_status splan_allocate_replan(splan_context* context, const splan_options* options,
                                   int64_t total, int64_t n, const int32_t* parents,
                                   const int64_t* plan, const int32_t* closed, const int64_t* lower,
                                   const int64_t* upper, const int64_t* locked, const char* labels,
                                   int64_t labels_size, int64_t* out_values) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto out = capi::array(out_values, count, "out_values");
    std::vector<std::uint8_t> past;
    for (const int32_t flag : capi::optional_array(closed, count)) past.push_back(flag != 0);
    const std::vector<core::Minor> values = allocation::replan(
        capi::array(plan, count, "plan"), LabelledTree(parents, count, labels, labels_size), past,
        total, capi::bounds(count, lower, upper, locked), settings_of(options).unit);
    std::copy(values.begin(), values.end(), out.begin());
  });
}
