// What a plan is made from: the goals, the rules and the data, checked before the loop starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/review/next_target.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"
#include "salesplan/table/dimension.hpp"
#include "salesplan/table/fact_table.hpp"
#include "salesplan/target/company_target.hpp"

namespace salesplan::plan {

/// A member of a dimension.
struct Member {
  std::size_t dimension = 0;
  std::int32_t member = 0;
};

/// A bound on one node of the allocation: the cell or subtotal that `month` and `members` name.
struct Rule {
  std::optional<std::size_t> month;  ///< index into the plan's months
  std::vector<Member> members;
  std::optional<core::Minor> lower;
  std::optional<core::Minor> upper;
  std::optional<core::Minor> lock;
};

/// Who covers what: a combination of leaf ordinals that sells from a day to a day.
struct Assignment {
  std::vector<std::int32_t> leaves;  ///< one a dimension of Assignments::dimensions
  calendar::Date from;               ///< no_date: always
  calendar::Date to;                 ///< inclusive; no_date: for good
};

struct Assignments {
  std::vector<std::size_t> dimensions;  ///< empty: whatever sold in the base year is covered
  std::vector<Assignment> rows;
};

/// Shares of the bases that the target is spread by; they are normalised to 1.
struct BasisMix {
  double forecast = 0.6;
  double history = 0.3;
  double equal = 0.1;
};

struct ForecastSettings {
  std::string model = "auto";
  std::vector<std::size_t> by;  ///< dimensions whose combinations of leaves are one series each
  std::vector<double> levels = {0.80, 0.95};
  bool per_workday = true;  ///< forecast sales a workday, so that long months are not mistaken
};

/// How the targets of the owners, the leaves of Specification::owner, are set.
struct QuotaSettings {
  std::vector<double> ramp;     ///< share of a full quota in an owner's first month, second …
  bool equal_hardness = false;  ///< all owners reach their targets with the same probability
};

/// Which leaves are product lines, and what counts in their priority.
struct ProductSettings {
  std::size_t dimension = 0;
  std::vector<double> weights;  ///< of contribution, growth, return on cost; empty: by entropy
};

struct PromotionName {
  std::string key;
  std::string label;
  std::string type;       ///< coupon, volume discount …
  std::string category;   ///< of its products; empty: not known
  double depth = 0;       ///< announced discount, share of the price
  double fixed_cost = 0;  ///< currency units
};

/// Past promotions: sales by month, product and promotion, with them and without.
struct PromotionBook {
  std::vector<PromotionName> names;
  std::vector<std::int32_t> month;      ///< [n] ordinals of months
  std::vector<std::int32_t> product;    ///< [n]
  std::vector<std::int32_t> promotion;  ///< [n] index into names, -1: sold without one
  std::vector<double> units;            ///< [n]
  std::vector<double> revenue;          ///< [n] currency units, as the following
  std::vector<double> discount;         ///< [n] given away
  std::vector<double> cost;             ///< [n] of the goods
  double level = 0.9;                   ///< coverage of the intervals
};

struct Specification {
  explicit Specification(calendar::WorkdayCalendar calendar) : workdays(std::move(calendar)) {}

  std::string source;  ///< what errors call it, such as the path of its file; empty: nothing
  std::string company;
  std::string currency;
  int decimals = 2;
  std::string language = "en";

  calendar::WorkdayCalendar workdays;
  calendar::Date today;  ///< the plan is made on this day's morning and knows earlier facts only
  calendar::Date as_of;  ///< the review is made on this day's evening; no_date: the last fact's day
  calendar::Period first_month;
  std::size_t months = 12;

  std::vector<table::Dimension> dimensions;
  table::FactTable facts;  ///< measures "revenue" and, where given, "cost"; see `customers`
  std::vector<std::int32_t> customers;  ///< [facts] a number for each customer; empty: not given
  Assignments assignments;

  /// The company's goals in minor units (customers: a count). Base and forecast are the loop's to
  /// fill in.
  target::KpiGoal revenue;
  std::optional<target::KpiGoal> profit;
  std::optional<target::KpiGoal> customer_count;

  ForecastSettings forecast;
  std::vector<std::size_t> order;  ///< dimensions from the outermost split to the innermost;
                                   ///< `month_axis` stands for the months
  BasisMix mix;
  std::vector<std::size_t> peers;  ///< cells alike in these dimensions share the equal basis, and
                                   ///< profit margins are measured by them
  double floor = 0;  ///< of a cell without sales in the base year: share of its peers' mean weight
  std::vector<std::vector<std::size_t>>
      margins;  ///< sets of dimensions (and `month_axis`) on whose
                ///< sums floors, ramps and quotas change nothing
  std::vector<Rule> rules;
  std::optional<QuotaSettings> quotas;

  std::size_t owner = 0;  ///< the dimension whose leaves get tasks
  std::vector<schedule::TaskTemplate> tasks;
  review::CarryRule carry;

  std::optional<ProductSettings> products;
  std::optional<PromotionBook> promotions;

  std::vector<std::size_t> boards;  ///< dimensions shown as bars, target against actual
  std::vector<std::size_t> mixes;   ///< dimensions shown as rings

  std::vector<std::string> notes;  ///< what the reader of the data wants to have said

  static constexpr std::size_t month_axis = static_cast<std::size_t>(-1);
};

}  // namespace salesplan::plan
