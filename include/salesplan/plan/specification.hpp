// What a plan is made from: the goals, the rules and the data, checked before the loop starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/day_span.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/customer/lifetime_model.hpp"
#include "salesplan/monitor/alert.hpp"
#include "salesplan/plan/budget.hpp"
#include "salesplan/plan/material.hpp"
#include "salesplan/review/next_target.hpp"
#include "salesplan/review/strategy.hpp"
#include "salesplan/schedule/visit_problem.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"
#include "salesplan/table/dimension.hpp"
#include "salesplan/table/fact_table.hpp"
#include "salesplan/target/company_target.hpp"
#include "salesplan/target/presence.hpp"

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

/// Sums over the cells alike in some dimensions that stay near those of the basis.
struct KeptSums {
  std::vector<std::size_t> dimensions;  ///< `month_axis` stands for the months
  double within = 0;                    ///< share of the basis by which they may differ, 0..1
  /// At which they may differ more, as allocation::Margin::price; NaN: they must not.
  double price = core::missing_number;
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
  /// Hardness is equal among the owners in each leaf of this dimension, and their sums stay those
  /// of the basis.
  std::optional<std::size_t> within = std::nullopt;
  bool prorate = false;  ///< months that assignments cover in part count by their workdays
  target::AbsentPart absent = target::AbsentPart::team;  ///< of an owner's quota while it is absent
};

/// Days on which an owner, a leaf of Specification::owner, is not there.
struct OwnerAbsence {
  std::int32_t owner = 0;  ///< leaf ordinal
  calendar::DaySpan days;
};

/// What the company knows of a product line beside its sales.
struct ProductFacts {
  double market_share = core::missing_number;   ///< own, 0..1
  double largest_rival = core::missing_number;  ///< share of the largest competitor
  double market_growth = core::missing_number;
  double feedback = core::missing_number;  ///< of customers, any number, the more the better
};

/// Which leaves are product lines, and what counts in their priority.
struct ProductSettings {
  std::size_t dimension = 0;
  /// Of contribution, growth, return on cost and, with facts, relative share and feedback; empty:
  /// by entropy.
  std::vector<double> weights;
  std::vector<ProductFacts> facts;  ///< [leaves]; empty: nothing more is known
};

/// What an account of a tier gets.
struct TierService {
  std::string name;
  double value_share = 0;  ///< of the accounts' expected value, the largest first
  double hours_share = 0;  ///< of a rep's hours for visits
  schedule::CallFrequency frequency;
  double minutes = 60;  ///< of a visit
  double discount_ceiling = 0;
  double response_hours = 24;
  double budget_share = 0;
};

/// What the company knows of an account beside its purchases.
struct AccountFacts {
  std::string label;                        ///< empty: the key
  double potential = core::missing_number;  ///< to buy from anybody in a year; currency units
  double satisfaction = core::missing_number;
  std::int64_t tier = -1;  ///< the last time, index into the tiers; -1: none
};

/// Which customers reps look after, and how.
struct AccountSettings {
  std::vector<std::string> keys;    ///< by the customers' numbers in the facts
  std::vector<AccountFacts> facts;  ///< likewise; empty: nothing more is known
  std::vector<Member> where;        ///< their sales are those of these members
  std::size_t rep = 0;              ///< the dimension of who looks after them
  std::optional<std::size_t> area;  ///< the dimension of where they are
  customer::Lifetime model = customer::Lifetime::mbg_cnbd_k;
  /// Of revenue, purchases, loyalty, potential and satisfaction in the score.
  std::vector<double> weights = {2, 1, 1, 1, 1};
  double discount = 0.1;  ///< a year, of what is to come
  double margin = 1;      ///< share of the revenue that stays
  std::vector<TierService> tiers;
  double day_hours = 0;                 ///< of a rep for visits with their travel; 0: no visits
  double travel_minutes = 20;           ///< a visit
  std::size_t visit_months = 3;         ///< from the first of the plan
  core::Minor budget = 0;               ///< for all accounts, a month
  std::vector<std::int32_t> calendars;  ///< reps (leaf ordinals) whose visits are also a calendar
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

/// What is counted of a leaf in a month beside its sales; NaN: not known.
struct ResponseFact {
  calendar::Period month;
  std::size_t dimension = 0;
  std::int32_t leaf = 0;
  double visits = core::missing_number;        ///< what may become an order: leads, calls, sessions
  double orders = core::missing_number;        ///< that came of them
  double satisfaction = core::missing_number;  ///< mean of the answers, any number
  double answers = 1;                          ///< of customers asked
};

/// A proposed move that was accepted after a month.
struct StrategyDecision {
  calendar::Period month;
  std::size_t rule = 0;
  std::int32_t owner = 0;  ///< leaf ordinal of the owner dimension
  std::string place;       ///< what errors call it
};

/// Rules that move the levers of the owners, and what was decided.
struct StrategySettings {
  std::vector<review::StrategyRule> rules;  ///< on figures of closed months, see MonthKpi
  std::size_t per_department = 0;  ///< most moves of an owner or department at once; 0: any
  std::vector<std::vector<double>> levers;  ///< [rules] of each leaf, where it stands at first;
                                            ///< NaN: none; empty: see strategy_moves()
  std::vector<StrategyDecision> accepted;
};

/// A task of a month that its owner left undone.
struct SlippedTask {
  calendar::Period month;
  std::int32_t owner = 0;  ///< leaf ordinal of the owner dimension
  std::string key;
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
  std::vector<double> units;            ///< [facts] pieces sold; empty: not given
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
      margins;                   ///< sets of dimensions (and `month_axis`) on whose
                                 ///< sums floors, ramps and quotas change nothing
  std::vector<KeptSums> ranges;  ///< likewise of sums that these change little
  std::vector<Rule> rules;
  std::optional<QuotaSettings> quotas;

  std::size_t owner = 0;  ///< the dimension whose leaves get tasks
  std::vector<schedule::TaskTemplate> tasks;
  std::vector<OwnerAbsence> absences;  ///< those of one owner do not overlap
  bool learned_weeks = false;          ///< weeks share the month by the learned worth of their days
  std::vector<SlippedTask> slipped;
  review::CarryRule carry;
  review::PlacementRule placement;     ///< of the next targets that are placed instead of carried
  std::vector<std::size_t> review_by;  ///< dimensions whose members' months are taken apart
  std::vector<std::size_t> mix_by;     ///< by whose leaves volume, mix and price are told apart
  std::vector<ResponseFact> responses;
  std::optional<StrategySettings> strategy;

  std::vector<monitor::AlertRule> alerts;  ///< on figures of closed months, see month_alerts()

  std::optional<ProductSettings> products;
  std::optional<PromotionBook> promotions;
  std::optional<AccountSettings> accounts;
  std::optional<BudgetSettings> budget;
  std::optional<MaterialSettings> material;

  std::vector<std::size_t> boards;  ///< dimensions shown as bars, target against actual
  std::vector<std::size_t> mixes;   ///< dimensions shown as rings

  std::vector<std::string> notes;  ///< what the reader of the data wants to have said

  static constexpr std::size_t month_axis = static_cast<std::size_t>(-1);
};

}  // namespace salesplan::plan
