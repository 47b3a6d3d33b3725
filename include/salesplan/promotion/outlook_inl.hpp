// Bodies of outlook.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/promotion/outlook.hpp"

namespace salesplan::promotion {
namespace detail {

constexpr std::size_t kind_levels = 3;  // type, category in it, depth band in both

using KindPath = std::array<std::string, kind_levels>;
using Spreads = std::array<double, kind_levels + 1>;  // of each level, and of single promotions

SALESPLAN_INLINE KindPath kind_path(const PromotionKind& kind, const OutlookOptions& options) {
  const auto band =
      std::upper_bound(options.depth_edges.begin(), options.depth_edges.end(), kind.depth) -
      options.depth_edges.begin();
  return {kind.type, kind.category, std::to_string(band)};
}

/// A normal likelihood of one mean, built up by multiplication.
struct Belief {
  double precision = 0;
  double mean = 0;

  /// Multiplies by N(value; mean, variance); returns the log of what that does to the evidence.
  double add(double value, double variance) {
    double log_evidence = 0;
    if (precision > 0) {
      const double spread = variance + 1 / precision;
      log_evidence = -0.5 * (std::log(spread) + (value - mean) * (value - mean) / spread);
    }
    const double more = 1 / variance;
    mean = (precision * mean + more * value) / (precision + more);
    precision += more;
    return log_evidence;
  }
};

/// Kinds of promotion as a tree: node 0 is all promotions, parents stand before their children.
class KindTree {
 public:
  KindTree(core::View<const PastPromotion> history, const OutlookOptions& options)
      : options_(options), nodes_(1) {
    for (const PastPromotion& past : history) {
      std::size_t at = 0;
      ++nodes_[0].count;
      for (const std::string& key : kind_path(past.kind, options)) {
        const auto [it, fresh] = child_.insert({{at, key}, nodes_.size()});
        if (fresh) nodes_.push_back({at, nodes_[at].level + 1});
        at = it->second;
        ++nodes_[at].count;
      }
      leaf_.push_back(at);
      result_.push_back(past.result);
    }
  }

  /// Log posterior of the spreads, up to a constant; leaves every node's belief from below.
  double log_posterior(const Spreads& spread) {
    double total = 0;
    for (double s : spread) {
      // Half-normal prior, seen in log(s): it vanishes at 0, which few promotions cannot rule out.
      total += std::log(s) - 0.5 * s * s / (options_.spread * options_.spread);
    }
    for (Node& node : nodes_) node.below = {};
    const double own = spread[kind_levels] * spread[kind_levels];
    for (std::size_t i = 0; i < leaf_.size(); ++i) {
      total += nodes_[leaf_[i]].below.add(result_[i].mean, own + result_[i].sd * result_[i].sd);
    }
    for (std::size_t k = nodes_.size(); k-- > 1;) {
      const Node& node = nodes_[k];
      const double s = spread[node.level - 1];
      total += nodes_[node.parent].below.add(node.below.mean, 1 / node.below.precision + s * s);
    }
    total += nodes_[0].below.add(options_.prior.mean, options_.prior.sd * options_.prior.sd);
    return total;
  }

  /// One spread after the other by golden section in its logarithm, until none moves.
  Spreads spreads() {
    Spreads spread;
    spread.fill(options_.spread);
    constexpr double golden = 0.6180339887498949;
    for (int sweep = 0; sweep < 20 && !leaf_.empty(); ++sweep) {
      double moved = 0;
      for (double& s : spread) {
        const double before = s;
        const auto at = [&](double log_s) {
          s = std::exp(log_s);
          return log_posterior(spread);
        };
        double low = std::log(1e-3 * options_.spread), high = std::log(10 * options_.spread);
        double a = high - golden * (high - low), b = low + golden * (high - low);
        double at_a = at(a), at_b = at(b);
        while (high - low > 1e-4) {
          if (at_a >= at_b) {
            high = b;
            b = a;
            at_b = at_a;
            at_a = at(a = high - golden * (high - low));
          } else {
            low = a;
            a = b;
            at_a = at_b;
            at_b = at(b = low + golden * (high - low));
          }
        }
        s = std::exp(0.5 * (low + high));
        moved = std::max(moved, std::abs(std::log(s / before)));
      }
      if (moved < 1e-3) break;
    }
    return spread;
  }

  Outlook predict(const PromotionKind& kind, const Spreads& spread) const {
    static const char* const basis[] = {"all promotions", "type", "type and category",
                                        "type, category and depth"};
    const Node& root = nodes_[0];
    double mean = root.below.mean, variance = 1 / root.below.precision;
    std::size_t at = 0;
    for (const std::string& key : kind_path(kind, options_)) {
      const auto it = child_.find({at, key});
      if (it == child_.end()) break;
      at = it->second;
      const Node& node = nodes_[at];
      const double s = spread[node.level - 1];
      const double around_parent = 1 / (s * s);
      const double weight = node.below.precision / (node.below.precision + around_parent);
      mean = weight * node.below.mean + (1 - weight) * mean;
      variance =
          1 / (node.below.precision + around_parent) + (1 - weight) * (1 - weight) * variance;
    }
    for (std::size_t level = nodes_[at].level; level <= kind_levels; ++level) {
      variance += spread[level] * spread[level];
    }
    return {{mean, std::sqrt(variance)},
            nodes_[at].count,
            nodes_[0].count == 0 ? "no history" : basis[nodes_[at].level]};
  }

 private:
  struct Node {
    std::size_t parent = 0;
    std::size_t level = 0;
    std::size_t count = 0;
    Belief below = {};
  };

  const OutlookOptions& options_;
  std::vector<Node> nodes_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> child_;
  std::vector<std::size_t> leaf_;
  std::vector<Estimate> result_;
};

SALESPLAN_INLINE void check_kind(const PromotionKind& kind, const std::string& place) {
  if (!(kind.depth >= 0 && kind.depth <= 1)) {
    throw Error(ErrorCode::invalid_argument, place + ".depth",
                core::to_text(kind.depth) + " is outside [0, 1]");
  }
}

SALESPLAN_INLINE void check_outlook(core::View<const PastPromotion> history,
                                    core::View<const PromotionKind> planned,
                                    const OutlookOptions& options) {
  for (std::size_t i = 0; i < history.size(); ++i) {
    const std::string place = core::at("history", static_cast<std::int64_t>(i));
    check_kind(history[i].kind, place + ".kind");
    need_estimate(history[i].result, place + ".result");
  }
  for (std::size_t i = 0; i < planned.size(); ++i) {
    check_kind(planned[i], core::at("planned", static_cast<std::int64_t>(i)));
  }
  for (std::size_t i = 0; i < options.depth_edges.size(); ++i) {
    if (!(i == 0 ? options.depth_edges[i] > 0
                 : options.depth_edges[i] > options.depth_edges[i - 1])) {
      throw Error(ErrorCode::invalid_argument,
                  core::at("depth_edges", static_cast<std::int64_t>(i)), "does not rise");
    }
  }
  need_estimate(options.prior, "prior");
  if (options.prior.sd == 0) throw Error(ErrorCode::invalid_argument, "prior.sd", "is 0");
  need_not_negative(options.spread, "spread");
  if (options.spread == 0) throw Error(ErrorCode::invalid_argument, "spread", "is 0");
}

}  // namespace detail

SALESPLAN_INLINE std::vector<Outlook> outlook(core::View<const PastPromotion> history,
                                              core::View<const PromotionKind> planned,
                                              const OutlookOptions& options) {
  detail::check_outlook(history, planned, options);
  detail::KindTree tree(history, options);
  const detail::Spreads spread = tree.spreads();
  tree.log_posterior(spread);
  std::vector<Outlook> outlooks;
  outlooks.reserve(planned.size());
  for (const PromotionKind& kind : planned) outlooks.push_back(tree.predict(kind, spread));
  return outlooks;
}

SALESPLAN_INLINE void check_economics(const PlannedEconomics& plan) {
  need_positive(plan.baseline, "baseline");
  need_finite(plan.margin, "margin");
  need_not_negative(plan.discount, "discount");
  need_not_negative(plan.unit_cost, "unit_cost");
  need_not_negative(plan.fixed_cost, "fixed_cost");
}

SALESPLAN_INLINE RoiOutlook roi_outlook(const Estimate& log_uplift, const PlannedEconomics& plan,
                                        double level) {
  need_estimate(log_uplift, "log_uplift");
  check_economics(plan);
  need_positive(plan.margin, "margin");
  need_inside_0_1(level, "level");
  const double per_unit = plan.discount + plan.unit_cost;
  if (plan.fixed_cost + per_unit == 0) {
    throw Error(ErrorCode::invalid_argument, "fixed_cost", "the promotion costs nothing");
  }
  const auto roi = [&](double log_ratio) {
    const double ratio = std::exp(log_ratio);
    return plan.baseline * (ratio - 1) * plan.margin /
               (plan.fixed_cost + plan.baseline * ratio * per_unit) -
           1;
  };
  RoiOutlook result;
  result.median = roi(log_uplift.mean);
  const Interval range = interval(log_uplift, level);
  result.interval = {roi(range.lower), roi(range.upper)};
  // ROI = 0 where ratio·(m - d - c) = m + F/b.
  const double kept = plan.margin - per_unit;
  if (kept > 0) {
    result.profit_probability = probability_above(
        log_uplift, std::log((plan.margin + plan.fixed_cost / plan.baseline) / kept));
  }
  return result;
}

}  // namespace salesplan::promotion
