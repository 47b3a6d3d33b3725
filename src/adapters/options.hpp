// The options of the library by name: one table from which documentation, C, Python and the command
// line all take them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/calendar/fiscal.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/lifetime_value.hpp"
#include "salesplan/customer/portfolio.hpp"
#include "salesplan/customer/segments.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/reconciliation.hpp"
#include "salesplan/schedule/visit_plan.hpp"
#include "salesplan/territory/partition.hpp"

namespace salesplan::adapters {

using OptionValue = std::variant<std::int64_t, double, std::string>;

struct OptionInfo {
  const char* scope;
  const char* name;
  OptionValue value;  ///< the default; its type is the option's
  double min;         ///< of numbers; NaN: none
  double max;
  const char* unit;  ///< "" where there is none; for texts that are one of a few, "a|b|c"
  const char* text;  ///< one line
};

/// The options of a scope. Error(not_found) for a scope that does not exist, naming those that do.
std::vector<OptionInfo> options_of(std::string_view scope);

/// Values of one scope's options, at their defaults until set.
class Options {
 public:
  explicit Options(std::string_view scope);

  /// Error(not_found) for an unknown name, Error(invalid_argument) for another type or a value
  /// outside the domain; a whole number is welcome where a double is wanted.
  void set(std::string_view name, OptionValue value);

  const std::string& scope() const { return scope_; }
  std::int64_t integer(std::string_view name) const { return get<std::int64_t>(name); }
  double number(std::string_view name) const { return get<double>(name); }
  const std::string& text(std::string_view name) const { return get<std::string>(name); }

 private:
  template <class T>
  const T& get(std::string_view name) const {
    return std::get<T>(values_.find(name)->second);
  }

  std::string scope_;
  std::vector<OptionInfo> infos_;
  std::map<std::string, OptionValue, std::less<>> values_;
};

/// A value as it is written: a number, or the text itself.
std::string option_text(const OptionValue& value);

/// "80,95" as {0.80, 0.95}. Error(parse) or Error(invalid_argument) naming `place`; a level below 1
/// is refused too, as it is a ratio mistaken for a percentage.
std::vector<double> parse_levels(std::string_view percents, const std::string& place);

/// "365" or "52,365" as numbers of periods, each in 2..10000. Errors as for parse_levels.
std::vector<int> parse_seasons(std::string_view list, const std::string& place);

/// 0.8 as "80", 0.995 as "99.5": how a level is named in a column.
std::string percent_text(double level);

forecast::Options forecast_options(const Options& options);

forecast::ReconcileOptions reconcile_options(const Options& options);

territory::PartitionOptions partition_options(const Options& options);

schedule::VisitOptions visit_options(const Options& options);

calendar::FiscalCalendar fiscal_calendar(const Options& options);

struct AllocateOptions {
  core::Minor unit = 1;
  allocation::ZeroWeights zero_weights = allocation::ZeroWeights::refuse;
};
AllocateOptions allocate_options(const Options& options);

/// Options of scope "lifetime": how a model is fitted, and how its intervals are drawn.
struct LifetimeSettings {
  customer::LifetimeOptions fitting;
  customer::DrawOptions draws;
};
LifetimeSettings lifetime_settings(const Options& options);

customer::LifetimeValueOptions lifetime_value_options(const Options& options);

customer::SegmentOptions segment_options(const Options& options);

/// Options of scope "customers"; `today` is left to the caller.
customer::PortfolioOptions portfolio_options(const Options& options);

}  // namespace salesplan::adapters
