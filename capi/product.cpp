#include "salesplan/product/abc_xyz.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "adapters/promotion_options.hpp"
#include "boundary.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/product/criteria.hpp"
#include "salesplan/product/lifecycle.hpp"
#include "salesplan/product/rank_stability.hpp"
#include "salesplan/product/resource_shares.hpp"

using namespace salesplan;

namespace {

/// The series of n products laid out one after the other.
std::vector<core::View<const double>> series_of(int64_t n, const int64_t* offsets,
                                                const double* values, const char* name) {
  const std::size_t count = capi::count(n, "n");
  std::vector<core::View<const double>> series;
  if (count == 0) return series;
  const auto ends = capi::array(offsets, count + 1, "offsets");
  const std::size_t length = capi::count(ends.back(), core::at("offsets", n));
  const auto all = capi::array(values, length, name);
  for (std::size_t i = 0; i < count; ++i) {
    if (ends[0] != 0 || ends[i + 1] < ends[i] || ends[i + 1] > ends.back()) {
      throw Error(ErrorCode::invalid_argument, core::at("offsets", static_cast<std::int64_t>(i)),
                  "offsets must rise from 0");
    }
    series.push_back(all.subview(static_cast<std::size_t>(ends[i]),
                                 static_cast<std::size_t>(ends[i + 1] - ends[i])));
  }
  return series;
}

}  // namespace

splan_status splan_product_criteria(splan_context* context, int64_t n, const double* contribution,
                                    const double* demand, const double* market_share,
                                    const double* largest_rival, const double* resources,
                                    splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto column = [](const double* values) {
      return capi::OptionalArray<double>(values, core::missing_number);
    };
    const auto profit = column(contribution), wanted = column(demand), share = column(market_share),
               rival = column(largest_rival), input = column(resources);
    std::vector<product::ProductLine> lines;
    for (std::size_t i = 0; i < count; ++i) {
      lines.push_back({"", profit[i], wanted[i], share[i], rival[i], input[i]});
    }
    const product::Criteria criteria = product::product_criteria(lines);
    constexpr const char* names[] = {"contribution", "demand", "relative_share",
                                     "return_on_resources"};
    auto result = std::make_unique<splan_result>();
    for (std::size_t j = 0; j < criteria.columns(); ++j) {
      std::vector<double> values;
      for (std::size_t i = 0; i < count; ++i) {
        values.push_back(criteria.value[i * criteria.columns() + j]);
      }
      result->add(names[j], std::move(values));
    }
    to = result.release();
  });
}

splan_status splan_product_priority(splan_context* context, const splan_options* options, int64_t n,
                                    int64_t k, const double* values, const int32_t* higher,
                                    const double* weights, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t columns = capi::count(k, "k");
    const auto cells =
        capi::array(values, capi::cells(capi::count(n, "n"), columns, "n"), "values");
    adapters::RankingOptions settings =
        adapters::ranking_options(capi::options_or_defaults(options, "product_priority"));
    const auto given = capi::optional_array(weights, columns);
    settings.priority.weights.assign(given.begin(), given.end());
    const capi::OptionalArray<int32_t> more(higher, 1);
    product::Criteria criteria;
    criteria.column.resize(columns);
    for (std::size_t j = 0; j < columns; ++j) criteria.higher_is_better.push_back(more[j] != 0);
    criteria.value.assign(cells.begin(), cells.end());
    product::Priority ranking = product::priority(criteria, settings.priority);
    product::RankStability tried =
        product::rank_stability(criteria, settings.priority, settings.stability);
    auto result = std::make_unique<splan_result>();
    result->add("score", std::move(ranking.score));
    result->add("rank", std::vector<std::int64_t>(ranking.rank.begin(), ranking.rank.end()));
    result->add("share_first", std::move(tried.share_first));
    result->add("share_top", std::move(tried.share_top));
    result->add("mean_rank", std::move(tried.mean_rank));
    result->add("weights", std::move(ranking.weights));
    result->add("normalised", std::move(ranking.normalised));
    to = result.release();
  });
}

splan_status splan_product_classes(splan_context* context, const splan_options* options, int64_t n,
                                   const int64_t* offsets, const double* demand,
                                   splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const adapters::Options settings = capi::options_or_defaults(options, "product_classes");
    std::vector<double> value;
    std::vector<product::XyzClass> steady;
    for (core::View<const double> one : series_of(n, offsets, demand, "demand")) {
      steady.push_back(capi::of_item("products", steady.size(), [&] {
        return product::xyz_class(one, settings.number("x"), settings.number("y"));
      }));
      value.push_back(0);
      for (double d : one) value.back() += core::is_missing(d) ? 0 : d;
    }
    const std::vector<char> abc =
        product::abc_classes(value, settings.number("share_a"), settings.number("share_b"));
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "abc", abc, [](char c) { return std::string(1, c); });
    capi::add_column(*result, "xyz", steady,
                     [](const product::XyzClass& c) { return std::string(1, c.name); });
    capi::add_column(*result, "variation", steady,
                     [](const product::XyzClass& c) { return c.variation; });
    result->add("value", std::move(value));
    to = result.release();
  });
}

splan_status splan_product_lifecycle(splan_context* context, const splan_options* options,
                                     int64_t n, const int64_t* offsets, const double* sales,
                                     splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const product::StageOptions settings =
        adapters::stage_options(capi::options_or_defaults(options, "product_lifecycle"));
    std::vector<product::LifecycleStage> stages;
    for (core::View<const double> one : series_of(n, offsets, sales, "sales")) {
      stages.push_back(capi::of_item("products", stages.size(),
                                     [&] { return product::lifecycle_stage(one, settings); }));
    }
    using Row = product::LifecycleStage;
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "stage", stages,
                     [](const Row& row) { return product::stage_name(row.stage); });
    capi::add_column(*result, "yearly_growth", stages,
                     [](const Row& row) { return row.yearly_growth; });
    capi::add_column(*result, "yearly_growth_sd", stages,
                     [](const Row& row) { return row.growth_deviation; });
    to = result.release();
  });
}

splan_status splan_product_quadrant(splan_context* context, int64_t n, const double* market_growth,
                                    const double* relative_share, double high_growth,
                                    double high_share, int32_t* out_quadrant) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto growth = capi::array(market_growth, count, "market_growth");
    const auto share = capi::array(relative_share, count, "relative_share");
    const auto out = capi::array(out_quadrant, count, "out_quadrant");
    std::vector<std::int32_t> quadrants;
    for (std::size_t i = 0; i < count; ++i) {
      quadrants.push_back(static_cast<std::int32_t>(capi::of_item("products", i, [&] {
        return product::growth_share_quadrant(growth[i], share[i], high_growth, high_share);
      })));
    }
    std::copy(quadrants.begin(), quadrants.end(), out.begin());
  });
}

splan_status splan_product_resources(splan_context* context, int64_t total, int64_t n,
                                     const double* score, const double* floor, const double* cap,
                                     int64_t* out_amounts) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto out = capi::array(out_amounts, count, "out_amounts");
    const std::vector<core::Minor> amounts = product::resource_shares(
        total, capi::array(score, count, "score"), capi::optional_array(floor, count),
        capi::optional_array(cap, count));
    std::copy(amounts.begin(), amounts.end(), out.begin());
  });
}
