#include "adapters/promotion_options.hpp"

namespace salesplan::adapters {
namespace {

std::size_t size(const Options& options, const char* name) {
  return static_cast<std::size_t>(options.integer(name));
}

}  // namespace

promotion::EvaluationOptions evaluation_options(const Options& options) {
  promotion::EvaluationOptions result;
  result.level = options.number("level");
  result.price_lags = static_cast<int>(options.integer("price_lags"));
  return result;
}

promotion::CounterfactualOptions counterfactual_options(const Options& options) {
  promotion::CounterfactualOptions result;
  result.model = options.text("model");
  result.season_length = static_cast<int>(options.integer("season_length"));
  result.placebos = size(options, "placebos");
  result.level = options.number("level");
  return result;
}

promotion::SalesResponseOptions sales_response_options(const Options& options) {
  promotion::SalesResponseOptions result;
  result.pooling = options.text("pooling") == "shrunk" ? promotion::Pooling::shrunk
                                                       : promotion::Pooling::intercept;
  result.price_lags = static_cast<int>(options.integer("price_lags"));
  result.season_length = options.number("season_length");
  result.harmonics = static_cast<int>(options.integer("harmonics"));
  return result;
}

promotion::RelatedOptions related_options(const Options& options) {
  return {options.number("season_length"), static_cast<int>(options.integer("harmonics"))};
}

promotion::OutlookOptions outlook_options(const Options& options) {
  promotion::OutlookOptions result;
  result.depth_edges = parse_levels(options.text("depth_edges"), "promotion_outlook.depth_edges");
  result.prior = {options.number("prior_mean"), options.number("prior_sd")};
  result.spread = options.number("spread");
  return result;
}

promotion::RecommendationOptions recommendation_options(const Options& options) {
  return {options.number("deepest"), options.number("step"), options.number("stop_below"),
          options.number("worth_changing")};
}

promotion::MixOptions mix_options(const Options& options) {
  return {options.number("gap"), size(options, "nodes")};
}

numeric::SpendSplitOptions channel_options(const Options& options) {
  return {options.number("gap"), size(options, "nodes")};
}

RankingOptions ranking_options(const Options& options) {
  RankingOptions result;
  if (options.text("method") == "topsis") result.priority.method = product::Method::topsis;
  if (options.text("normalisation") == "rank") {
    result.priority.normalisation = product::Normalisation::rank;
  }
  result.stability = {size(options, "weightings"), options.number("change"), size(options, "top"),
                      static_cast<std::uint64_t>(options.integer("seed"))};
  return result;
}

product::StageOptions stage_options(const Options& options) {
  return {options.number("periods_a_year"), options.number("steady"), size(options, "young"),
          size(options, "recent")};
}

}  // namespace salesplan::adapters
