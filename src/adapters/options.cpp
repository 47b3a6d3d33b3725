#include "adapters/options.hpp"

#include <algorithm>
#include <cmath>

#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

constexpr double none = core::missing_number;

const std::vector<OptionInfo>& table() {
  static const std::vector<OptionInfo> options = {
      {"forecast", "model", std::string("auto"), none, none, "",
       "model, or auto for the best choice there is"},
      {"forecast", "horizon", std::int64_t{12}, 1, 10000, "periods", "periods ahead"},
      {"forecast", "season_length", std::int64_t{1}, 1, 10000, "periods",
       "periods a season: 12 for months, 1 for none"},
      {"forecast", "more_seasons", std::string(), none, none, "periods",
       "longer seasons for auto and mstl, by commas: 365 beside 7"},
      {"forecast", "levels", std::string("80,95"), none, none, "%",
       "levels of the intervals, each from 1 to below 100, by commas"},
      {"forecast", "non_negative", std::int64_t{0}, 0, 1, "",
       "1: means and bounds below 0 become 0"},
      {"forecast", "threads", std::int64_t{1}, 0, 1024, "", "threads; 0 for one a hardware thread"},
      {"allocate", "unit", std::int64_t{1}, 1, 1e18, "minor units",
       "every part is a multiple of it"},
      {"allocate", "zero_weights", std::string("refuse"), none, none, "refuse|equal",
       "where all weights are zero: refuse, or spread equally"},
      {"allocate", "over_assignment", std::string(), none, none, "",
       "of cascade: how much more than its value a node of each level hands down, from the root, "
       "by "
       "commas: 0.05,0.1"},
      {"worksheet", "action", std::string("replace"), none, none, "replace|add|subtract",
       "what happens with the numbers that a step makes"},
      {"worksheet", "cells", std::string("all"), none, none, "all|populated",
       "which free cells equal and repeat write: all, or those that are not 0"},
      {"worksheet", "growth", std::string("compound"), none, none, "compound|linear",
       "growth runs on the value before, or on the first"},
      {"worksheet", "last", std::int64_t{0}, -1e18, 1e18, "minor units",
       "last value of straight_line"},
      {"worksheet", "ratio", 0.0, -1e6, 1e6, "", "of change, and by which growth grows"},
      {"worksheet", "reference", std::int64_t{0}, 0, 1e18, "",
       "node whose values relative spreads by"},
      {"worksheet", "pattern", std::string(), none, none, "",
       "of pattern, such as 4 4 5: weights, ! holds, P takes all, * repeats"},
      {"worksheet", "note", std::string(), none, none, "", "who and why; kept in the log"},
      {"reconcile", "method", std::string("mint_shrink"), none, none,
       "ols|wls_structural|wls_variance|mint_shrink",
       "error covariance by which changes are weighed"},
      {"reconcile", "non_negative", std::int64_t{0}, 0, 1, "", "1: no series below 0"},
      {"reconcile", "origins", std::int64_t{24}, 0, 1000, "",
       "earlier forecasts whose errors weigh and spread, where the call itself makes forecasts"},
      {"reconcile", "threads", std::int64_t{1}, 0, 1024, "",
       "threads; 0 for one a hardware thread"},
      {"territory", "effort", std::int64_t{1000}, 1, 1e9, "moves", "moves tried for each account"},
      {"territory", "seed", std::int64_t{1}, 0, 9e18, "",
       "seed of the moves; another seed, another partition of like quality"},
      {"visits", "hop_minutes", 5.0, 0, 1e6, "minutes", "every leg takes; all within an area"},
      {"visits", "trip_minutes", 30.0, 0, 1e6, "minutes",
       "more between areas, where coordinates are not known"},
      {"visits", "speed_kmh", 40.0, 1, 1e6, "km/h", "where coordinates are known"},
      {"visits", "detour", 1.3, 1, 100, "", "road by great circle"},
      {"visits", "evenness", 3.0, 0, 1e6, "minutes", "price of (visits of a day - mean)^2"},
      {"visits", "spacing", 10.0, 0, 1e6, "minutes",
       "price of ((interval - even interval) / even interval)^2"},
      {"visits", "off_weekday", 20.0, 0, 1e6, "minutes",
       "price of a visit on a weekday that does not suit"},
      {"visits", "moved", 60.0, 0, 1e6, "minutes",
       "price of a visit that was on another date before"},
      {"visits", "effort", std::int64_t{100}, 0, 1e4, "moves",
       "moves tried for each visit, 500 at least"},
      {"visits", "seed", std::int64_t{1}, 0, 9e18, "",
       "seed of the moves; another seed, another plan of like quality"},
      {"visits", "threads", std::int64_t{1}, 0, 1024, "",
       "threads, over reps; 0 for one a hardware thread"},
      {"budget_split", "history", 1.0, 0, 1e6, "", "weight of what each line had"},
      {"budget_split", "target", 0.0, 0, 1e6, "", "weight of what each line is to bring"},
      {"budget_split", "equal", 0.0, 0, 1e6, "", "weight of equal parts"},
      {"budget_adjustment", "step", 0.1, 1e-6, 1, "",
       "most that a line's budget changes, a share of it"},
      {"budget_adjustment", "band", 0.05, 0, 10, "",
       "deviations from target or planned spend that are left alone"},
      {"budget_adjustment", "release", 0.5, 0, 1, "",
       "of the band, for a line that moves on the way it moved last time"},
      {"budget_adjustment", "reversal", 2.0, 1, 100, "", "of the band, for one that turns back"},
      {"budget_adjustment", "hurdle", 1.0, 0, 1e6, "", "result per unit of spend that pays"},
      {"budget_adjustment", "certainty", 0.8, 0.5, 0.999999, "",
       "probability wanted of what a proposal rests on"},
      {"budget_adjustment", "coverage", 0.9, 0.01, 0.999, "", "of the intervals"},
      {"budget_adjustment", "keep_reserve", 0.0, 0, 1, "",
       "share of all budgets that stays in the reserve"},
      {"budget_adjustment", "smallest", std::int64_t{1}, 1, 1e18, "minor units",
       "no proposal below it"},
      {"fiscal", "start_month", std::int64_t{1}, 1, 12, "", "month in which the year starts"},
      {"fiscal", "year_name", std::string("by_end"), none, none, "by_end|by_start",
       "calendar year after which a fiscal year is called"},
      {"fiscal", "months", std::string("calendar"), none, none, "calendar|445|454|544",
       "calendar months, or weeks in the months of a quarter"},
      {"fiscal", "week_start", std::int64_t{0}, 0, 6, "",
       "first day of a week, 0 Monday .. 6 Sunday"},
      {"fiscal", "year_end", std::string("last_in_month"), none, none,
       "last_in_month|nearest_to_month_end", "day on which a year of weeks ends"},
      {"promotion_roi", "level", 0.9, 0.01, 0.999, "", "coverage of the intervals"},
      {"promotion_evaluate", "level", 0.9, 0.01, 0.999, "", "coverage of the intervals"},
      {"promotion_evaluate", "price_lags", std::int64_t{0}, 0, 52, "periods",
       "past prices that count, for the dip after a promotion"},
      {"promotion_effect", "model", std::string("arima"), none, none, "",
       "forecasting model of the baseline"},
      {"promotion_effect", "season_length", std::int64_t{1}, 1, 10000, "periods",
       "periods a season: 12 for months, 1 for none"},
      {"promotion_effect", "placebos", std::int64_t{20}, 0, 1000, "windows",
       "at most so many windows without a promotion to compare with"},
      {"promotion_effect", "level", 0.95, 0.01, 0.999, "", "coverage of the intervals"},
      {"promotion_response", "pooling", std::string("shrunk"), none, none, "shrunk|intercept",
       "own coefficients shrunk to common ones, or own intercepts only"},
      {"promotion_response", "price_lags", std::int64_t{0}, 0, 52, "periods",
       "past prices that count, for the dip after a promotion"},
      {"promotion_response", "season_length", 0.0, 0, 10000, "periods",
       "periods in a year for a seasonal wave; 0 for none"},
      {"promotion_response", "harmonics", std::int64_t{1}, 1, 100, "", "waves a year"},
      {"promotion_related", "season_length", 0.0, 0, 10000, "periods",
       "periods in a year for a seasonal wave; 0 for none"},
      {"promotion_related", "harmonics", std::int64_t{1}, 1, 100, "", "waves a year"},
      {"promotion_outlook", "depth_edges", std::string("10,20,30"), none, none, "%",
       "edges of the bands of depth that count as alike, by commas"},
      {"promotion_outlook", "prior_mean", 0.0, -1e6, 1e6, "", "result of any promotion at all"},
      {"promotion_outlook", "prior_sd", 1.0, 1e-6, 1e6, "", "its standard deviation"},
      {"promotion_outlook", "spread", 0.5, 1e-6, 1e6, "",
       "first guess at the spread within promotions that are alike"},
      {"promotion_recommend", "deepest", 0.5, 0.0001, 0.99, "",
       "largest discount considered, as a share of the price"},
      {"promotion_recommend", "step", 0.01, 0.0001, 0.99, "", "between the depths considered"},
      {"promotion_recommend", "stop_below", 0.3, 0, 1, "",
       "stop where the probability of a profit is below this at the best depth"},
      {"promotion_recommend", "worth_changing", 0.05, 0, 1e6, "",
       "change where the gain exceeds this share of the present cost"},
      {"promotion_optimize", "gap", 1e-9, 0, 1, "", "stop within this share of the proven bound"},
      {"promotion_optimize", "nodes", std::int64_t{20000000}, 1, 1e12, "",
       "stop after so many steps of the search"},
      {"promotion_channels", "periods", std::int64_t{1}, 1, 10000, "periods",
       "periods in each of which the budget is spent"},
      {"promotion_channels", "gap", 1e-7, 0, 1, "", "stop within this share of the proven bound"},
      {"promotion_channels", "nodes", std::int64_t{20000}, 1, 1e12, "",
       "stop after so many subproblems"},
      {"product_priority", "method", std::string("weighted_score"), none, none,
       "weighted_score|topsis", "sum of weighted criteria, or closeness to the ideal"},
      {"product_priority", "normalisation", std::string("min_max"), none, none, "min_max|rank",
       "criteria by their range or by rank"},
      {"product_priority", "weightings", std::int64_t{1000}, 1, 1e6, "",
       "changed weightings that try the ranking"},
      {"product_priority", "change", 0.5, 0.001, 1, "",
       "by how much of itself a weight is changed"},
      {"product_priority", "top", std::int64_t{3}, 1, 1e9, "", "places that count as the top"},
      {"product_priority", "seed", std::int64_t{1}, 0, 9e18, "", "of the changed weightings"},
      {"product_classes", "share_a", 0.8, 0.001, 1, "", "A up to this share of the total"},
      {"product_classes", "share_b", 0.95, 0.001, 1, "", "B up to this share of the total"},
      {"product_classes", "x", 0.5, 0.001, 1e6, "", "X up to this coefficient of variation"},
      {"product_classes", "y", 1.0, 0.001, 1e6, "", "Y up to this coefficient of variation"},
      {"product_lifecycle", "periods_a_year", 12.0, 0.001, 1e6, "", "periods in a year"},
      {"product_lifecycle", "steady", 0.05, 0, 1e6, "",
       "a year's growth within this either way is no trend"},
      {"product_lifecycle", "young", std::int64_t{6}, 0, 1e6, "periods",
       "periods in which a rising line counts as introduced"},
      {"product_lifecycle", "recent", std::int64_t{24}, 4, 1e6, "periods",
       "last periods whose trend decides"},
      {"rfm", "levels", std::int64_t{5}, 2, 100, "", "levels of each score"},
      {"tiers", "by", std::string("share"), none, none, "share|border|capacity",
       "what the limits are: shares of value, least values, or seats"},
      {"tiers", "band", 0.1, 0, 1, "",
       "a border is crossed only by this share, up or down, by who was in a tier before"},
      {"score", "scale", std::string("rank"), none, none, "rank|min_max",
       "how each criterion is brought to 0..1"},
      {"segments", "segments", std::int64_t{4}, 1, 1000, "", "how many"},
      {"segments", "starts", std::int64_t{10}, 1, 1000, "", "searches, of which the best counts"},
      {"segments", "resamples", std::int64_t{20}, 0, 1000, "", "for the stability; 0 for none"},
      {"segments", "seed", std::int64_t{1}, 0, 9e18, "", "of starts and resamples"},
      {"segments", "threads", std::int64_t{1}, 0, 1024, "", "threads; 0 for one a hardware thread"},
      {"lifetime", "prior", std::string("automatic"), none, none, "automatic|none|weak",
       "weak prior: for small portfolios, never, or always"},
      {"lifetime", "max_k", std::int64_t{12}, 1, 16, "", "largest k that mbg_cnbd_k tries"},
      {"lifetime", "draws", std::int64_t{1000}, 1, 1000000, "", "draws a customer for intervals"},
      {"lifetime", "seed", std::int64_t{1}, 0, 9e18, "", "of the draws"},
      {"lifetime", "threads", std::int64_t{1}, 0, 1024, "", "threads; 0 for one a hardware thread"},
      {"lifetime_value", "periods", std::int64_t{12}, 1, 10000, "", "periods to come"},
      {"lifetime_value", "period_length", 1.0, 1e-9, 1e9, "", "in the unit of time of the model"},
      {"lifetime_value", "discount", 0.0, 0, 1e6, "", "a period; 0.01 for 1 %"},
      {"lifetime_value", "margin", 1.0, 0, 1, "", "share of the spend that stays"},
      {"lifetime_value", "threads", std::int64_t{1}, 0, 1024, "",
       "threads; 0 for one a hardware thread"},
      {"customers", "model", std::string("bg_nbd"), none, none,
       "bg_nbd|mbg_nbd|pareto_nbd|mbg_cnbd_k", "lifetime model"},
      {"customers", "horizon_days", 365.0, 1, 36500, "days", "how far to look ahead"},
      {"customers", "levels", std::int64_t{5}, 2, 100, "", "levels of each RFM score"},
      {"customers", "shares", std::string("50,80"), none, none, "%",
       "shares of expected value that end tiers A, B, ...; by commas"},
      {"customers", "draws", std::int64_t{200}, 0, 1000000, "",
       "draws a customer for the probability of each tier; 0 for none"},
      {"customers", "lost_below", 0.3, 0, 1, "", "P(alive) below which a customer is lost"},
      {"customers", "safe_from", 0.8, 0, 1, "", "P(alive) from which a customer is safe"},
      {"customers", "threads", std::int64_t{1}, 0, 1024, "",
       "threads; 0 for one a hardware thread"},
      {"review_mix", "weights", std::string("base_price"), none, none, "base_price|mean|joint",
       "whose prices value a change of volume; joint: what both change is its own effect"},
      {"review_mix", "mix", std::int64_t{1}, 0, 1, "", "0: mix stays within volume"},
      {"next_target", "probability", 0.6, 0.001, 0.999, "",
       "with which the total is attained, before carry-over"},
      {"next_target", "least_probability", 0.4, 0.001, 0.999, "",
       "carry-over makes the total no harder than this"},
      {"next_target", "max_change", 0.25, 0, 1, "", "of a unit against its last month"},
  };
  return options;
}

// The position of `text` in "a|b|c".
std::size_t choice(std::string_view text, std::string_view choices) {
  std::size_t i = 0;
  for (;; ++i) {
    const std::size_t bar = std::min(choices.find('|'), choices.size());
    if (choices.substr(0, bar) == text || bar == choices.size()) break;
    choices.remove_prefix(bar + 1);
  }
  return i;
}

}  // namespace

std::vector<OptionInfo> options_of(std::string_view scope) {
  std::vector<OptionInfo> result;
  std::string scopes;
  for (const OptionInfo& option : table()) {
    if (option.scope == scope) result.push_back(option);
    if (scopes.find(option.scope) == std::string::npos) {
      scopes += (scopes.empty() ? "" : ", ") + std::string(option.scope);
    }
  }
  if (result.empty()) {
    throw Error(ErrorCode::not_found, "scope",
                "\"" + std::string(scope) + "\" has no options; there are: " + scopes);
  }
  return result;
}

Options::Options(std::string_view scope) : scope_(scope), infos_(options_of(scope)) {
  for (const OptionInfo& info : infos_) values_.emplace(info.name, info.value);
}

void Options::set(std::string_view name, OptionValue value) {
  const auto info = std::find_if(infos_.begin(), infos_.end(),
                                 [&](const OptionInfo& option) { return option.name == name; });
  if (info == infos_.end()) {
    std::string names;
    for (const OptionInfo& option : infos_)
      names += (names.empty() ? "" : ", ") + std::string(option.name);
    throw Error(ErrorCode::not_found, scope_,
                "no option \"" + std::string(name) + "\"; there are: " + names);
  }
  const std::string place = scope_ + "." + std::string(name);
  if (std::holds_alternative<std::int64_t>(value) && std::holds_alternative<double>(info->value)) {
    value = static_cast<double>(std::get<std::int64_t>(value));
  }
  if (value.index() != info->value.index()) {
    constexpr const char* types[] = {"an integer", "a number", "a text"};
    throw Error(ErrorCode::invalid_argument, place,
                std::string("must be ") + types[info->value.index()]);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    const std::string_view choices = info->unit;
    if (choices.find('|') != std::string_view::npos) {
      const std::string bars = std::string("|").append(choices).append("|");
      if (text->find('|') != std::string::npos ||
          bars.find("|" + *text + "|") == std::string::npos) {
        throw Error(ErrorCode::invalid_argument, place,
                    core::quoted(*text) + " is not one of " + info->unit);
      }
    }
  } else {
    const double number = std::holds_alternative<double>(value)
                              ? std::get<double>(value)
                              : static_cast<double>(std::get<std::int64_t>(value));
    if (!(number >= info->min && number <= info->max)) {
      throw Error(ErrorCode::invalid_argument, place,
                  core::to_text(number) + " is not in " + core::to_text(info->min) + ".." +
                      core::to_text(info->max));
    }
  }
  values_.find(name)->second = std::move(value);
}

std::string option_text(const OptionValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  return core::to_text(std::get<double>(value));
}

std::vector<double> parse_levels(std::string_view percents, const std::string& place) {
  std::vector<double> levels;
  while (!percents.empty()) {
    const std::size_t comma = std::min(percents.find(','), percents.size());
    const double percent = core::parse_number(percents.substr(0, comma), place);
    if (!(percent >= 1 && percent < 100)) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::string(percents.substr(0, comma)) +
                      " is not a percentage from 1 to below 100; 80 stands for 80 %");
    }
    if (std::find(levels.begin(), levels.end(), percent / 100) != levels.end()) {
      throw Error(ErrorCode::duplicate, place, core::to_text(percent) + " is given twice");
    }
    levels.push_back(percent / 100);
    percents.remove_prefix(std::min(comma + 1, percents.size()));
  }
  return levels;
}

std::vector<int> parse_seasons(std::string_view list, const std::string& place) {
  std::vector<int> seasons;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::int64_t season = core::parse_integer(list.substr(0, comma), place);
    if (season < 2 || season > 10000) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(season) + " is not in 2..10000");
    }
    seasons.push_back(static_cast<int>(season));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return seasons;
}

std::string percent_text(double level) { return core::to_text(std::round(level * 1e6) / 1e4); }

forecast::Options forecast_options(const Options& options) {
  forecast::Options result;
  result.model = options.text("model");
  result.horizon = static_cast<std::size_t>(options.integer("horizon"));
  result.season_length = static_cast<int>(options.integer("season_length"));
  result.more_seasons = parse_seasons(options.text("more_seasons"), "forecast.more_seasons");
  result.levels = parse_levels(options.text("levels"), "forecast.levels");
  result.non_negative = options.integer("non_negative") != 0;
  result.threads = static_cast<int>(options.integer("threads"));
  return result;
}

calendar::FiscalCalendar fiscal_calendar(const Options& options) {
  const auto chosen = [&](const char* name, const char* choices) {
    return static_cast<std::int32_t>(choice(options.text(name), choices));
  };
  calendar::FiscalCalendar fiscal;
  fiscal.start_month = static_cast<int>(options.integer("start_month"));
  fiscal.year_name = static_cast<calendar::FiscalYearName>(chosen("year_name", "by_end|by_start"));
  fiscal.months = static_cast<calendar::FiscalMonths>(chosen("months", "calendar|445|454|544"));
  fiscal.week_start = static_cast<calendar::Weekday>(options.integer("week_start"));
  fiscal.year_end = static_cast<calendar::FiscalYearEnd>(
      chosen("year_end", "last_in_month|nearest_to_month_end"));
  return fiscal;
}

forecast::ReconcileOptions reconcile_options(const Options& options) {
  forecast::ReconcileOptions result;
  result.weighting = static_cast<forecast::Weighting>(
      choice(options.text("method"), "ols|wls_structural|wls_variance|mint_shrink"));
  result.non_negative = options.integer("non_negative") != 0;
  result.threads = static_cast<int>(options.integer("threads"));
  return result;
}

territory::PartitionOptions partition_options(const Options& options) {
  return {static_cast<std::size_t>(options.integer("effort")),
          static_cast<std::uint64_t>(options.integer("seed"))};
}

schedule::VisitOptions visit_options(const Options& options) {
  schedule::VisitOptions result;
  result.hop_minutes = options.number("hop_minutes");
  result.trip_minutes = options.number("trip_minutes");
  result.speed_kmh = options.number("speed_kmh");
  result.detour = options.number("detour");
  result.evenness = options.number("evenness");
  result.spacing = options.number("spacing");
  result.off_weekday = options.number("off_weekday");
  result.moved = options.number("moved");
  result.effort = options.integer("effort");
  result.seed = static_cast<std::uint64_t>(options.integer("seed"));
  result.threads = static_cast<int>(options.integer("threads"));
  return result;
}

AllocateOptions allocate_options(const Options& options) {
  return {options.integer("unit"), options.text("zero_weights") == "equal"
                                       ? allocation::ZeroWeights::equal
                                       : allocation::ZeroWeights::refuse};
}

LifetimeSettings lifetime_settings(const Options& options) {
  LifetimeSettings result;
  result.fitting.prior =
      static_cast<customer::Prior>(choice(options.text("prior"), "automatic|none|weak"));
  result.fitting.max_k = static_cast<int>(options.integer("max_k"));
  result.fitting.threads = static_cast<int>(options.integer("threads"));
  result.draws.draws = static_cast<int>(options.integer("draws"));
  result.draws.seed = static_cast<std::uint64_t>(options.integer("seed"));
  result.draws.threads = result.fitting.threads;
  return result;
}

customer::LifetimeValueOptions lifetime_value_options(const Options& options) {
  customer::LifetimeValueOptions result;
  result.periods = static_cast<int>(options.integer("periods"));
  result.period_length = options.number("period_length");
  result.discount = options.number("discount");
  result.margin = options.number("margin");
  result.threads = static_cast<int>(options.integer("threads"));
  return result;
}

customer::SegmentOptions segment_options(const Options& options) {
  customer::SegmentOptions result;
  result.segments = static_cast<int>(options.integer("segments"));
  result.starts = static_cast<int>(options.integer("starts"));
  result.resamples = static_cast<int>(options.integer("resamples"));
  result.seed = static_cast<std::uint64_t>(options.integer("seed"));
  result.threads = static_cast<int>(options.integer("threads"));
  return result;
}

customer::PortfolioOptions portfolio_options(const Options& options) {
  customer::PortfolioOptions result;
  result.model = customer::lifetime_by_name(options.text("model"), "customers.model");
  result.horizon = options.number("horizon_days") / result.unit_days;
  result.levels = static_cast<int>(options.integer("levels"));
  result.shares = parse_levels(options.text("shares"), "customers.shares");
  result.draws = static_cast<int>(options.integer("draws"));
  result.care.lost_below = options.number("lost_below");
  result.care.safe_from = options.number("safe_from");
  result.fitting.threads = static_cast<int>(options.integer("threads"));
  return result;
}

}  // namespace salesplan::adapters
