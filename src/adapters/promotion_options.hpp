// The options of promotions and product lines, from the table of options.hpp.
#pragma once

#include "adapters/options.hpp"
#include "salesplan/numeric/spend_split.hpp"
#include "salesplan/product/lifecycle.hpp"
#include "salesplan/product/rank_stability.hpp"
#include "salesplan/promotion/calendar_mix.hpp"
#include "salesplan/promotion/counterfactual.hpp"
#include "salesplan/promotion/evaluation.hpp"
#include "salesplan/promotion/outlook.hpp"
#include "salesplan/promotion/related_products.hpp"

namespace salesplan::adapters {

promotion::EvaluationOptions evaluation_options(const Options& options);

/// All but the promotion's own start and length.
promotion::CounterfactualOptions counterfactual_options(const Options& options);

promotion::SalesResponseOptions sales_response_options(const Options& options);

promotion::RelatedOptions related_options(const Options& options);

promotion::OutlookOptions outlook_options(const Options& options);

promotion::RecommendationOptions recommendation_options(const Options& options);

promotion::MixOptions mix_options(const Options& options);

numeric::SpendSplitOptions channel_options(const Options& options);

struct RankingOptions {
  product::PriorityOptions priority;  ///< all but the weights
  product::StabilityOptions stability;
};
RankingOptions ranking_options(const Options& options);

product::StageOptions stage_options(const Options& options);

}  // namespace salesplan::adapters
