// What a plan yields: every number of the loop, from the company's target to next month's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/calendar/period.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/monitor/dashboard.hpp"
#include "salesplan/product/lifecycle.hpp"
#include "salesplan/promotion/promotion_return.hpp"
#include "salesplan/promotion/recommendation.hpp"
#include "salesplan/review/attainment.hpp"
#include "salesplan/review/next_target.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"
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

/// Attainment along one dimension.
struct AttainmentTable {
  std::size_t dimension = 0;
  std::vector<review::Attainment> rows;
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
};

/// The weeks of one owner's month.
struct OwnerTasks {
  std::int32_t owner = 0;  ///< leaf ordinal of the owner dimension
  std::size_t month = 0;
  std::vector<schedule::WeekPlan> weeks;
};

/// The target of the month after a reviewed one, by forecast series.
struct NextMonth {
  std::size_t month = 0;                  ///< the month the targets are for
  std::vector<review::NextTarget> units;  ///< [series]
  std::vector<double> forecast_mean;      ///< [series]
  std::vector<double> probability;        ///< [series] of reaching the target
  std::vector<core::Minor> cells;         ///< [cells of one month] the targets carried down
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

struct Document {
  std::vector<calendar::Period> months;
  std::vector<target::KpiTarget> kpis;
  ForecastTable forecast;
  table::Cube revenue;  ///< target [months, leaves of the dimensions...], minor units
  table::Cube profit;   ///< the same, of profit; empty without a profit goal
  std::vector<core::Minor> customers;  ///< [leaves of the first dimension] customer-count target
  table::Cube actual;                  ///< actual revenue, same extents
  std::size_t closed = 0;              ///< months with complete actuals
  std::vector<Quota> quotas;           ///< of the owners with a target; empty unless asked for
  std::vector<target::Difference> differences;  ///< where parts miss the whole; empty when all meet
  std::vector<OwnerTasks> tasks;
  std::vector<review::Span> spans;
  std::vector<AttainmentTable> attainment;
  std::vector<NextMonth> next;
  std::vector<ProductLineRow> products;  ///< by rank; empty unless asked for
  std::vector<PromotionRow> promotions;  ///< in the order of the specification's names
  monitor::Dashboard dashboard;
  std::vector<std::string> notes;
};

}  // namespace salesplan::plan
