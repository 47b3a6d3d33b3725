#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "boundary.hpp"
#include "bounds.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "salesplan/target/fairness.hpp"
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

splan_status splan_target_fairness(splan_context* context, int64_t measures, const char* names,
                                   int64_t names_size, int64_t n, const double* values,
                                   const double* limits, const char* labels, int64_t labels_size,
                                   int32_t enforce, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& handle = capi::required(out, "out");
    const std::size_t rows = capi::count(measures, "measures");
    const std::size_t units = capi::count(n, "n");
    const auto all = capi::array(values, capi::cells(rows, units, "measures"), "values");
    const std::vector<std::string> called = capi::texts(names, names_size, rows, "names");
    std::vector<std::string> known;
    if (labels != nullptr) known = capi::texts(labels, labels_size, units, "labels");
    const capi::OptionalArray<double> limit(limits, core::missing_number);
    std::vector<target::FairnessMeasure> given;
    for (std::size_t m = 0; m < rows; ++m) {
      given.push_back({called[m], all.subview(m * units, units), limit[m]});
    }
    const std::vector<target::Fairness> report = target::fairness(given, known);
    if (enforce != 0) target::require_fair(report, known);
    using Row = const target::Fairness&;
    auto result = std::make_unique<splan_result>();
    const auto add = [&](const char* name, auto get) {
      capi::add_column(*result, name, report, get);
    };
    add("measure", [](Row row) { return row.name; });
    add("gini", [](Row row) { return row.gini; });
    add("limit", [](Row row) { return row.limit; });
    add("fair", [](Row row) { return row.fair; });
    add("mean", [](Row row) { return row.mean; });
    add("least_unit", [](Row row) { return row.least_unit; });
    add("least", [](Row row) { return row.least; });
    add("most_unit", [](Row row) { return row.most_unit; });
    add("most", [](Row row) { return row.most; });
    handle = result.release();
  });
}
