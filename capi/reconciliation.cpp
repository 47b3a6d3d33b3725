#include "salesplan/forecast/reconciliation.hpp"

#include <algorithm>
#include <memory>

#include "boundary.hpp"
#include "forecast_result.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/forecast/coherent.hpp"
#include "salesplan/forecast/summing_structure.hpp"
#include "salesplan/forecast/top_down.hpp"

using namespace salesplan;

struct splan_summing {
  forecast::SummingStructure structure;
};

namespace {

/// What reconcile and reconciled_sd have in common: they turn one matrix into another.
template <class Reconcile>
splan_status turn(splan_context* context, const splan_options* options,
                  const splan_summing* summing, int64_t columns, const double* values,
                  const char* name, int64_t periods, const double* residuals, double* out,
                  Reconcile&& reconcile) {
  return capi::guard(context, [&] {
    const forecast::SummingStructure& structure = capi::required(summing, "summing").structure;
    const std::size_t width = capi::count(columns, "columns");
    const std::size_t length = residuals == nullptr ? 0 : capi::count(periods, "periods");
    const auto to = capi::array(out, structure.series() * width, "out");
    const std::vector<double> made =
        reconcile(structure, capi::array(values, structure.series() * width, name), width,
                  capi::optional_array(residuals, structure.series() * length), length,
                  adapters::reconcile_options(capi::options_or_defaults(options, "reconcile")));
    std::copy(made.begin(), made.end(), to.begin());
  });
}

}  // namespace

splan_status splan_summing_tree(splan_context* context, int64_t n, const int32_t* parents,
                                splan_summing** out) {
  return capi::guard(context, [&] {
    splan_summing*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    to = new splan_summing{forecast::tree_structure(capi::array(parents, count, "parents"))};
  });
}

splan_status splan_summing_groups(splan_context* context, int64_t bottoms, int64_t groupings,
                                  const int32_t* groups, splan_summing** out) {
  return capi::guard(context, [&] {
    splan_summing*& to = capi::required(out, "out");
    const std::size_t m = capi::count(bottoms, "bottoms");
    const std::size_t rows = capi::count(groupings, "groupings");
    if (rows > 0 && m > static_cast<std::size_t>(capi::max_count) / rows) {
      throw Error(ErrorCode::invalid_argument, "groupings", "are more than 2^40 groups together");
    }
    to = new splan_summing{forecast::grouped_structure(m, capi::array(groups, rows * m, "groups"))};
  });
}

splan_status splan_summing_temporal(splan_context* context, int64_t periods, int64_t n,
                                    const int32_t* aggregates, splan_summing** out) {
  return capi::guard(context, [&] {
    splan_summing*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    to = new splan_summing{forecast::temporal_structure(
        capi::count(periods, "periods"), capi::array(aggregates, count, "aggregates"))};
  });
}

void splan_summing_free(splan_summing* summing) { delete summing; }

splan_status splan_summing_rows(splan_context* context, const splan_summing* summing,
                                splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const forecast::SummingStructure& structure = capi::required(summing, "summing").structure;
    auto result = std::make_unique<splan_result>();
    result->add("first", std::vector<std::int64_t>(structure.first.begin(), structure.first.end()));
    result->add("member",
                std::vector<std::int64_t>(structure.member.begin(), structure.member.end()));
    result->add("bottom_row", std::vector<std::int64_t>(structure.bottom_row.begin(),
                                                        structure.bottom_row.end()));
    to = result.release();
  });
}

splan_status splan_reconcile(splan_context* context, const splan_options* options,
                             const splan_summing* summing, int64_t columns, const double* base,
                             int64_t periods, const double* residuals, double* out) {
  return turn(context, options, summing, columns, base, "base", periods, residuals, out,
              forecast::reconcile);
}

splan_status splan_reconcile_sd(splan_context* context, const splan_options* options,
                                const splan_summing* summing, int64_t columns, const double* sd,
                                int64_t periods, const double* residuals, double* out_sd) {
  return turn(context, options, summing, columns, sd, "sd", periods, residuals, out_sd,
              forecast::reconciled_sd);
}

splan_status splan_top_down(splan_context* context, const splan_summing* summing, int64_t columns,
                            const double* base, const double* proportions, int64_t count,
                            const int64_t* from, double* out) {
  return capi::guard(context, [&] {
    const forecast::SummingStructure& structure = capi::required(summing, "summing").structure;
    const std::size_t width = capi::count(columns, "columns");
    const auto to = capi::array(out, structure.series() * width, "out");
    const auto values = capi::array(base, structure.series() * width, "base");
    const auto rows = capi::array(from, capi::count(count, "count"), "from");
    const std::vector<double> made =
        proportions == nullptr ? forecast::top_down_by_forecast(structure, values, width, rows)
                               : forecast::top_down(structure, values, width,
                                                    {proportions, structure.bottoms()}, rows);
    std::copy(made.begin(), made.end(), to.begin());
  });
}

splan_status splan_forecast_coherent(splan_context* context, const splan_options* forecast_options,
                                     const splan_options* reconcile_options,
                                     const splan_summing* summing, int64_t periods,
                                     const double* values, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const forecast::SummingStructure& structure = capi::required(summing, "summing").structure;
    const std::size_t length = capi::count(periods, "periods");
    const adapters::Options& weights = capi::options_or_defaults(reconcile_options, "reconcile");
    to = capi::result_of(
             forecast::forecast_coherent(
                 structure, capi::array(values, structure.bottoms() * length, "values"), length,
                 capi::forecast_settings(forecast_options), adapters::reconcile_options(weights),
                 static_cast<std::size_t>(weights.integer("origins")), capi::progress_of(*context)))
             .release();
  });
}
