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
      {"fiscal", "start_month", std::int64_t{1}, 1, 12, "", "month in which the year starts"},
      {"fiscal", "year_name", std::string("by_end"), none, none, "by_end|by_start",
       "calendar year after which a fiscal year is called"},
      {"fiscal", "months", std::string("calendar"), none, none, "calendar|445|454|544",
       "calendar months, or weeks in the months of a quarter"},
      {"fiscal", "week_start", std::int64_t{0}, 0, 6, "",
       "first day of a week, 0 Monday .. 6 Sunday"},
      {"fiscal", "year_end", std::string("last_in_month"), none, none,
       "last_in_month|nearest_to_month_end", "day on which a year of weeks ends"},
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

AllocateOptions allocate_options(const Options& options) {
  return {options.integer("unit"), options.text("zero_weights") == "equal"
                                       ? allocation::ZeroWeights::equal
                                       : allocation::ZeroWeights::refuse};
}

}  // namespace salesplan::adapters
