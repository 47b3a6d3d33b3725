// What a planned promotion may return, from similar past ones.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {

/// What makes promotions similar, from the widest to the narrowest.
struct PromotionKind {
  std::string type;      ///< coupon, display, volume discount …
  std::string category;  ///< of the products promoted
  double depth = 0;      ///< discount as a share of the price, in [0, 1]
};

/// The result of a past promotion on a scale where it is near normal: its ROI, or the log of its
/// uplift.
struct PastPromotion {
  PromotionKind kind;
  Estimate result;  ///< sd = how well the result itself is known; 0 = exactly
};

struct OutlookOptions {
  std::vector<double> depth_edges = {0.1, 0.2, 0.3};  ///< rising; bands of depth between them
  Estimate prior = {0, 1};  ///< of the result of any promotion at all, sd > 0
  double spread = 0.5;      ///< prior guess at the spread within a level of similarity, > 0
};

/// A planned promotion's result: how it may differ from the mean of its kind is part of the sd.
struct Outlook {
  Estimate result;
  std::size_t similar = 0;  ///< past promotions of the narrowest kind that has any
  std::string basis;        ///< that kind: "type, category and depth", "type and category", "type",
                            ///< "all promotions" or "no history"
};

/// Outlooks [planned] by a hierarchical normal model: every result is the sum of a grand mean and
/// of a deviation of its type, of the category within the type, of the depth band within both, and
/// its own, all normal. The means follow in closed form; the four spreads are at the posterior mode
/// of their logarithms under half-normal priors of scale `spread`, so that none collapses to 0 for
/// want of data. Kinds seen often are judged by themselves, others by what they resemble, and
/// with no history at all the outlook is the prior, wide, and says so.
/// @throws Error(invalid_argument) for a depth outside [0, 1], estimates or options outside their
///         domain. O(history) for each of some hundreds of evaluations.
/// @source Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 5.4 (normal hierarchical
/// model); Chung et al. (2013), A nondegenerate penalized likelihood estimator for variance
/// parameters in multilevel models, Psychometrika 78.
std::vector<Outlook> outlook(core::View<const PastPromotion> history,
                             core::View<const PromotionKind> planned,
                             const OutlookOptions& options = {});

/// What is planned of a promotion, per unit and in all.
struct PlannedEconomics {
  double baseline = 0;    ///< units without it, > 0
  double margin = 0;      ///< a unit before the discount
  double discount = 0;    ///< a unit, >= 0
  double unit_cost = 0;   ///< further cost a unit sold, >= 0
  double fixed_cost = 0;  ///< >= 0
};

/// Error(invalid_argument) naming the field outside its domain.
void check_economics(const PlannedEconomics& plan);

/// The distribution of ROI when the log of (units with / units without) is normal.
struct RoiOutlook {
  double median = 0;
  Interval interval;
  double profit_probability = 0;  ///< P(ROI > 0)
};

/// At uplift u, ROI = b(u·m) / (F + b(1 + u)(d + c)) - 1, which rises with u where m > 0, so its
/// quantiles are those of the uplift, exactly. @param level  coverage of the interval
/// @throws Error(invalid_argument) for economics outside their domain, a margin that is not
///         positive, or a promotion that costs nothing.
RoiOutlook roi_outlook(const Estimate& log_uplift, const PlannedEconomics& plan,
                       double level = 0.9);

}  // namespace salesplan::promotion

#ifndef SALESPLAN_COMPILED
#include "salesplan/promotion/outlook_inl.hpp"
#endif
