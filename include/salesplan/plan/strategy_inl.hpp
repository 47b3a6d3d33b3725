// Bodies of strategy.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "salesplan/core/missing.hpp"
#include "salesplan/plan/strategy.hpp"
#include "salesplan/product/abc_xyz.hpp"
#include "salesplan/product/rank_stability.hpp"
#include "salesplan/promotion/evaluation.hpp"
#include "salesplan/promotion/outlook.hpp"

namespace salesplan::plan {
namespace detail {

/// Sums of months [first, end) of a cube by leaf of a dimension, [leaves].
inline std::vector<double> sum_by_leaf(const table::Cube& cube, const History& history,
                                       const std::vector<std::int32_t>& leaf, std::size_t leaves,
                                       std::size_t first, std::size_t end) {
  std::vector<double> sums(leaves, 0.0);
  const std::vector<core::Minor> cells = sum_months(cube, history.cells, first, end);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    sums[static_cast<std::size_t>(leaf[c])] += static_cast<double>(cells[c]);
  }
  return sums;
}

/// Rows of the book whose month has ended by `as_of`.
inline PromotionBook known_sales(const PromotionBook& book, calendar::Date as_of) {
  PromotionBook known;
  known.names = book.names;
  known.level = book.level;
  for (std::size_t i = 0; i < book.month.size(); ++i) {
    if (calendar::last_date({calendar::Grain::month, book.month[i]}) > as_of) continue;
    known.month.push_back(book.month[i]);
    known.product.push_back(book.product[i]);
    known.promotion.push_back(book.promotion[i]);
    known.units.push_back(book.units[i]);
    known.revenue.push_back(book.revenue[i]);
    known.discount.push_back(book.discount[i]);
    known.cost.push_back(book.cost[i]);
  }
  return known;
}

inline promotion::PromotionKind kind_of(const PromotionName& name) {
  return {name.type, name.category, name.depth};
}

}  // namespace detail

SALESPLAN_INLINE std::vector<ProductLineRow> product_lines(const Specification& spec,
                                                           const History& history) {
  std::vector<ProductLineRow> rows;
  if (!spec.products) return rows;
  const std::size_t d = spec.products->dimension;
  const std::size_t leaves = spec.dimensions[d].leaf_count();
  const std::vector<std::int32_t> leaf = leaf_of_cells(spec, d);
  const auto sum = [&](const table::Cube& cube, std::size_t first, std::size_t end) {
    return detail::sum_by_leaf(cube, history, leaf, leaves, first, end);
  };
  const std::size_t first = history.base_first();
  const std::vector<double> sold = sum(history.revenue, first, history.months);
  const bool with_cost = history.cost.size() > 0;
  const std::vector<double> cost =
      with_cost ? sum(history.cost, first, history.months) : std::vector<double>(leaves, 0.0);
  const bool year_before = first >= history.base_months();
  const std::vector<double> before =
      year_before ? sum(history.revenue, first - history.base_months(), first)
                  : std::vector<double>(leaves, core::missing_number);

  const std::vector<ProductFacts>& facts = spec.products->facts;
  product::Criteria criteria{{"contribution", "growth", "return on cost"}, {}, {}};
  if (!facts.empty()) criteria.column.insert(criteria.column.end(), {"relative share", "feedback"});
  criteria.higher_is_better.assign(criteria.columns(), true);
  for (std::size_t l = 0; l < leaves; ++l) {
    if (!(sold[l] > 0)) continue;
    ProductLineRow row;
    row.leaf = static_cast<std::int32_t>(l);
    row.revenue = core::round_to_minor(sold[l], "revenue");
    row.contribution = sold[l] - cost[l];
    row.growth = before[l] > 0 ? sold[l] / before[l] - 1 : core::missing_number;
    row.return_on_cost = cost[l] > 0 ? row.contribution / cost[l] : core::missing_number;
    criteria.value.insert(criteria.value.end(), {row.contribution, row.growth, row.return_on_cost});
    if (!facts.empty()) {
      const ProductFacts& known = facts[l];
      row.relative_share = known.market_share / known.largest_rival;
      row.feedback = known.feedback;
      if (!core::is_missing(row.relative_share) && !core::is_missing(known.market_growth)) {
        row.quadrant = product::growth_share_quadrant(known.market_growth, row.relative_share);
      }
      criteria.value.insert(criteria.value.end(), {row.relative_share, row.feedback});
    }
    rows.push_back(row);
  }
  if (rows.empty()) return rows;

  product::PriorityOptions options;
  options.weights = spec.products->weights;
  const product::Priority ranking = product::priority(criteria, options);
  const product::RankStability tried = product::rank_stability(criteria, options);
  std::vector<double> revenue;
  for (const ProductLineRow& row : rows) revenue.push_back(static_cast<double>(row.revenue));
  const std::vector<char> abc = product::abc_classes(revenue);
  std::vector<std::vector<double>> monthly(leaves);
  for (std::size_t m = 0; m < history.months; ++m) {
    const std::vector<double> month = sum(history.revenue, m, m + 1);
    for (std::size_t l = 0; l < leaves; ++l) monthly[l].push_back(month[l]);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ProductLineRow& row = rows[i];
    const std::vector<double>& sales = monthly[static_cast<std::size_t>(row.leaf)];
    row.rank = ranking.rank[i];
    row.score = ranking.score[i];
    row.share_first = tried.share_first[i];
    row.abc = abc[i];
    row.xyz = product::xyz_class(sales).name;
    row.stage = product::lifecycle_stage(sales).stage;
  }
  std::sort(rows.begin(), rows.end(),
            [](const ProductLineRow& a, const ProductLineRow& b) { return a.rank < b.rank; });
  return rows;
}

SALESPLAN_INLINE std::vector<PromotionRow> promotions(const Specification& spec,
                                                      calendar::Date as_of) {
  std::vector<PromotionRow> rows;
  if (!spec.promotions) return rows;
  const PromotionBook book = detail::known_sales(*spec.promotions, as_of);
  std::vector<double> fixed_cost;
  for (const PromotionName& name : book.names) fixed_cost.push_back(name.fixed_cost);
  promotion::EvaluationOptions options;
  options.level = book.level;
  rows.resize(book.names.size());
  std::vector<promotion::PastPromotion> past;
  promotion::Evaluation evaluation;
  const bool any_ran = std::any_of(book.promotion.begin(), book.promotion.end(),
                                   [](std::int32_t p) { return p >= 0; });
  try {
    if (any_ran) {
      evaluation = promotion::evaluate({book.month, book.product, book.promotion, book.units,
                                        book.revenue, book.discount, book.cost},
                                       fixed_cost, options);
    }
  } catch (const Error& error) {
    throw error.moved_to("promotions." + error.place());
  }
  for (const promotion::PromotionEvaluation& e : evaluation.promotions) {
    const auto p = static_cast<std::size_t>(e.promotion);
    rows[p].sold = true;
    rows[p].facts = e.facts;
    rows[p].result = e.result;
    rows[p].recommendation = e.recommendation;
    rows[p].roi = e.result.roi;
    rows[p].roi_interval = e.result.roi_interval;
    rows[p].profit_probability = e.result.profit_probability;
    rows[p].basis = "sales";
    if (!core::is_missing(e.result.roi.mean)) {
      past.push_back({detail::kind_of(book.names[p]), e.result.roi});
    }
  }
  for (std::size_t p = 0; p < rows.size(); ++p) {
    rows[p].promotion = p;
    if (rows[p].sold) continue;
    const std::vector<promotion::PromotionKind> kind{detail::kind_of(book.names[p])};
    const promotion::Outlook expected = promotion::outlook(past, kind).front();
    rows[p].roi = expected.result;
    rows[p].roi_interval = promotion::interval(expected.result, book.level);
    rows[p].profit_probability = promotion::probability_above(expected.result, 0);
    rows[p].basis = expected.basis;
  }
  return rows;
}

}  // namespace salesplan::plan
