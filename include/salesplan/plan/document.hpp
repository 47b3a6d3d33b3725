// What a plan yields: every number of the loop, from the company's target to next month's.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/care_plan.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/monitor/alert.hpp"
#include "salesplan/monitor/dashboard.hpp"
#include "salesplan/plan/budget.hpp"
#include "salesplan/plan/material.hpp"
#include "salesplan/product/lifecycle.hpp"
#include "salesplan/promotion/promotion_return.hpp"
#include "salesplan/promotion/recommendation.hpp"
#include "salesplan/review/attainment.hpp"
#include "salesplan/review/bridge.hpp"
#include "salesplan/review/comparison.hpp"
#include "salesplan/review/cycle.hpp"
#include "salesplan/review/next_target.hpp"
#include "salesplan/review/segment_migration.hpp"
#include "salesplan/review/strategy.hpp"
#include "salesplan/schedule/dated_tasks.hpp"
#include "salesplan/schedule/visit_problem.hpp"
#include "salesplan/table/cube.hpp"
#include "salesplan/target/company_target.hpp"
#include "salesplan/target/consistency.hpp"

namespace salesplan::plan {

/// The forecast made on the first day: one row a combination of leaves of the dimensions that the
/// specification forecasts by, row-major, and one more for the company.
struct ForecastTable {
  std::size_t series = 0;         ///< without the company's row
  forecast::PanelForecast panel;  ///< [series + 1, months], minor units
};

/// What was sold in the twelve months before the plan and in its own, up to the day of the review.
struct Sales {
  static constexpr std::size_t lead = 12;
  std::size_t unknown = 0;    ///< so many of the first months lie before all facts
  table::Cube revenue;        ///< [lead + months, leaves of the dimensions...], minor units
  table::Cube cost;           ///< the same; empty when not given
  std::vector<double> units;  ///< the same, pieces; empty when not given
};

/// Customers that bought in a span; missing where that is not known.
struct BuyerCount {
  std::int64_t now = core::missing_integer;
  std::int64_t last_year = core::missing_integer;
};

/// Orders, orders over visits, and mean satisfaction, from sums; NaN where not known.
struct Response {
  double orders = core::missing_number;
  double conversion = core::missing_number;
  double satisfaction = core::missing_number;
};

/// Attainment along one dimension, by span, then member.
struct AttainmentTable {
  std::size_t dimension = 0;
  std::vector<review::Attainment> rows;
  std::vector<review::Comparison> compared;  ///< [rows]
  std::vector<BuyerCount> buyers;            ///< [rows]; empty where the facts name no customers
  std::vector<Response> responses;           ///< [rows]; empty where nothing is known of them
};

/// A member of the owner dimension in a week, W1 to W4, of a closed month.
struct WeekAttainment {
  std::size_t month = 0;
  int node = 1;
  std::int32_t member = 0;
  core::Minor target = 0;
  review::Comparison compared;  ///< last period: the node before; last year: the same node
};

/// An owner's target of all planned months, and how hard it is.
struct Quota {
  std::int32_t owner = 0;  ///< leaf ordinal of the owner dimension
  calendar::Date start;    ///< first day of the first assignment; no_date: open, or not known
  core::Minor target = 0;
  core::Minor basis = 0;   ///< what the basis alone would give
  double forecast = 0;     ///< minor units
  double sd = 0;           ///< of the forecast
  double probability = 0;  ///< of reaching the target; NaN where nothing tells how it varies
  double presence = 1;     ///< share of the planned workdays on which it is not absent
  core::Minor open = 0;    ///< of its cells' targets, what nobody answers for meanwhile
  std::vector<core::Minor> months;  ///< [months] the target month by month
};

/// The weeks of one owner's month.
struct OwnerTasks {
  std::int32_t owner = 0;  ///< leaf ordinal of the owner dimension
  std::size_t month = 0;
  std::array<schedule::WeekPlan, 4> weeks;
  std::vector<schedule::DatedTask> tasks;
};

/// What customers do in a review: new, returned, lost, grown, shrunk, moved in, moved out.
constexpr std::size_t customer_moves = 7;

/// Last year's month to the actual one, on the members of a dimension.
struct MemberReview {
  review::Bridge bridge;                ///< [members]
  std::vector<std::int64_t> customers;  ///< [members * customer_moves] how many did what; empty
                                        ///< where the facts name none
};

/// A closed month taken apart.
struct MonthReview {
  std::size_t month = 0;
  MemberReview company;          ///< one member; a customer of several units counts once
  std::vector<MemberReview> by;  ///< as Specification::review_by
};

/// A closed month's revenue, and profit where costs are known, by volume, mix and price.
struct MonthMix {
  std::size_t month = 0;
  review::Bridge revenue;
  review::Bridge profit;  ///< without nodes where costs are not known
};

/// The tree that these bridges are of.
struct MixReview {
  std::vector<std::int32_t> parent;
  std::vector<std::string> labels;
  std::vector<MonthMix> months;
};

/// Customers of a closed month by class, the best first, see customer_segments().
struct MonthSegments {
  std::size_t month = 0;
  std::vector<core::Minor> target;           ///< [classes]; empty where last year had no sales
  std::vector<review::Comparison> compared;  ///< [classes]
  std::vector<BuyerCount> buyers;            ///< [classes]
  review::SegmentMigration moved;            ///< within a year, of the classes but the last
};

/// The cycle of a forecast series, or of the company, as known at the end of a closed month.
struct SeriesCycle {
  std::size_t month = 0;
  std::size_t series = 0;  ///< of ForecastTable; the number of series: the company
  calendar::Period first;  ///< month of its first value
  review::Cycle cycle;
};

/// A move of an owner's lever that a rule proposes at the end of a closed month.
struct StrategyMove {
  std::size_t month = 0;
  std::size_t rule = 0;
  std::int32_t owner = 0;  ///< leaf ordinal of the owner dimension
  core::Minor sales = 0;   ///< of the month
  review::StrategyProposal proposal;
  bool accepted = false;
  double realised = core::missing_number;  ///< of an accepted one, what it brought in the month
                                           ///< after, minor units
};

/// An alert on the company or an owner, at the end of a month in which its state changed.
struct AlertChange {
  std::size_t month = 0;
  std::size_t rule = 0;     ///< index into Specification::alerts
  std::int32_t member = 0;  ///< of the owner dimension; 0 is the company
  monitor::AlertState state = monitor::AlertState::normal;
  double value = 0;  ///< of the rule's KPI
};

/// The targets of a month at a chosen probability, of the owners that have a planned one.
struct PlacedMonth {
  std::vector<std::int32_t> owners;  ///< [n] leaf ordinals of the owner dimension
  std::vector<core::Minor> planned;  ///< [n]
  std::vector<core::Minor> from;     ///< [n] last month's target in the season of this one
  std::vector<core::Minor> carry;    ///< [n] shortfall so far
  std::vector<double> mean, sd;      ///< [n] forecast, minor units
  std::vector<review::Resource> resources;
  review::PlacedTargets targets;   ///< [n]
  std::vector<core::Minor> cells;  ///< [cells of one month] the targets carried down
};

/// The target of the month after a reviewed one, by forecast series.
struct NextMonth {
  std::size_t month = 0;                  ///< the month the targets are for
  std::vector<review::NextTarget> units;  ///< [series]
  std::vector<double> forecast_mean;      ///< [series]
  std::vector<double> probability;        ///< [series] of reaching the target
  std::vector<core::Minor> cells;         ///< [cells of one month] the targets carried down
  std::optional<PlacedMonth> placed;      ///< where forecasts have an interval and something varies
};

/// A product line: what its priority is made of, over the base year.
struct ProductLineRow {
  std::int32_t leaf = 0;
  core::Minor revenue = 0;
  double contribution = 0;    ///< minor units; revenue less cost, or revenue where that is unknown
  double growth = 0;          ///< of revenue on the year before; NaN where that is not known
  double return_on_cost = 0;  ///< contribution / cost; NaN where not known
  std::size_t rank = 0;       ///< 1 = first
  double score = 0;           ///< in [0, 1]
  double share_first = 0;     ///< of the changed weightings in which it comes first
  char abc = 'C';
  char xyz = 'Z';
  product::Stage stage = product::Stage::unknown;
  double relative_share = core::missing_number;  ///< own market share / the largest rival's
  double feedback = core::missing_number;
  std::optional<product::Quadrant> quadrant;  ///< where share and growth of the market are known
};

/// What a promotion brought, or is to be expected to bring where it never sold.
struct PromotionRow {
  std::size_t promotion = 0;          ///< index into the specification's names
  bool sold = false;                  ///< else only `roi` and its probability are known
  promotion::PromotionFacts facts;    ///< currency units
  promotion::PromotionReturn result;  ///< currency units
  promotion::Recommendation recommendation;
  promotion::Estimate roi;
  promotion::Interval roi_interval;
  double profit_probability = 0;
  std::string basis;  ///< what the ROI is taken from: "sales", or the promotions it resembles
};

/// A customer that a rep looks after, as known on the plan's day. Money to come is in currency
/// units, over the twelve months ahead where nothing else is said.
struct AccountRow {
  std::int32_t customer = 0;   ///< number in the facts
  std::int32_t rep = 0;        ///< leaf ordinal; who sold to it last
  std::int32_t area = -1;      ///< leaf ordinal; -1: not asked for
  std::size_t tier = 0;        ///< how it is served: by the reps' hours, or by value without them
  std::size_t value_tier = 0;  ///< by share of the expected value
  double value_tier_probability = 0;  ///< under the uncertainty of model and customer
  double score = 0;                   ///< in [0, 1]
  core::Minor revenue = 0;            ///< of the base year
  std::int64_t purchases = 0;         ///< days with a purchase in the base year
  calendar::Date last_purchase;
  double p_alive = 0;
  double expected_purchases = 0;
  double expected_value = 0;
  double lifetime_value = 0;  ///< all to come, discounted, of the margin
  std::string segment;        ///< by recency and frequency
  customer::CareItem care;    ///< `customer` is the position of the row
  core::Minor budget = 0;     ///< a month
  std::string reason;         ///< of the tier, and what the next one takes
};

/// A tier of accounts and what serving it takes.
struct AccountTier {
  std::int64_t accounts = 0;
  double value_share = 0;  ///< of the expected value
  double hours = 0;        ///< of visits a month, travel included
  core::Minor budget = 0;  ///< a month
};

struct AccountVisit {
  std::size_t account = 0;  ///< position among the rows
  calendar::Date date;
  double start_minutes = 0;  ///< from the start of the rep's day
  double minutes = 0;
};

/// A visit that the frequency asks for between two dates, and for which there is no day.
struct UnmetVisit {
  std::size_t account = 0;
  calendar::Date first;
  calendar::Date last;
  schedule::UnmetReason reason = schedule::UnmetReason::capacity;
};

struct Accounts {
  std::vector<AccountRow> rows;      ///< by expected value, the largest first
  std::vector<AccountTier> tiers;    ///< as in the specification
  double hours = 0;                  ///< of all reps for visits, a month; 0: no limit is known
  std::vector<AccountVisit> visits;  ///< by rep, date and time
  std::vector<UnmetVisit> unmet;     ///< by rep
};

struct Document {
  std::vector<calendar::Period> months;
  std::vector<target::KpiTarget> kpis;
  ForecastTable forecast;
  table::Cube revenue;  ///< target [months, leaves of the dimensions...], minor units
  table::Cube profit;   ///< the same, of profit; empty without a profit goal
  std::vector<core::Minor> customers;  ///< [leaves of the first dimension] customer-count target
  table::Cube actual;                  ///< actual revenue, same extents
  Sales sales;
  std::size_t closed = 0;     ///< months with complete actuals
  std::vector<Quota> quotas;  ///< of the owners with a target; empty unless asked for
  std::vector<target::Difference> differences;  ///< where parts miss the whole; empty when all meet
  std::vector<OwnerTasks> tasks;
  table::Cube week_sales;  ///< [months * 4, leaves of the owner dimension] by W1 to W4, minor units
  std::vector<review::Span> spans;
  std::vector<AttainmentTable> attainment;
  std::vector<WeekAttainment> weeks;  ///< by month, node, member
  std::vector<MonthReview> reviews;   ///< of the closed months that had sales a year before
  MixReview mix;                      ///< of the closed months, where pieces are known
  std::vector<MonthSegments> segments;
  std::vector<SeriesCycle> cycles;  ///< by month, then series
  std::vector<StrategyMove> moves;  ///< by month
  std::vector<AlertChange> alerts;  ///< by month
  std::vector<NextMonth> next;
  std::vector<ProductLineRow> products;  ///< by rank; empty unless asked for
  std::vector<PromotionRow> promotions;  ///< in the order of the specification's names
  Accounts accounts;                     ///< empty unless asked for
  BudgetPlan budget;                     ///< the same
  MaterialPlan material;                 ///< the same
  monitor::Dashboard dashboard;
  std::vector<std::string> notes;
};

}  // namespace salesplan::plan
