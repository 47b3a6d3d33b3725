#include "adapters/review_options.hpp"

namespace salesplan::adapters {

review::PriceVolumeMixOptions mix_form(const Options& options) {
  const std::string& weights = options.text("weights");
  return {weights == "mean"    ? review::EffectWeights::mean
          : weights == "joint" ? review::EffectWeights::joint
                               : review::EffectWeights::base_price,
          options.integer("mix") != 0};
}

review::PlacementRule placement_rule(const Options& options) {
  review::PlacementRule rule;
  rule.probability = options.number("probability");
  rule.least_probability = options.number("least_probability");
  rule.max_change = options.number("max_change");
  return rule;
}

}  // namespace salesplan::adapters
