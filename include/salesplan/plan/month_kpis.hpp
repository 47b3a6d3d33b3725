// What rules may watch of a closed month: the figures of the company and its owners, by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::plan {

enum class MonthKpi : std::int32_t {
  sales,               ///< actual revenue, minor units
  profit,              ///< revenue less cost, minor units; needs costs
  attainment,          ///< of the month's target; none without a target
  pace,                ///< sales over what the workdays passed ask of the target: of a month in
                       ///< progress, day by day; of a closed month its attainment
  growth,              ///< on the same month of last year; none without sales above 0 in it
  change,              ///< on the month before
  share,               ///< of the company's sales
  customers,           ///< who bought; needs customers in the facts, as the following
  new_customers,       ///< who never bought before
  returned_customers,  ///< who bought before, but not in last year's month
  lost_customers,      ///< who bought in last year's month and not in this one
  sales_per_customer,  ///< minor units
  orders,              ///< as Specification::responses tells of the owners, as the following
  average_order,       ///< sales / orders, minor units
  conversion,          ///< orders / visits
  satisfaction,
  probability  ///< of the planned target of the month after, of owners with a forecast of their own
};

/// Whether it is in minor units, and whether it is counted; others are ratios.
constexpr bool is_money(MonthKpi kpi) {
  return kpi == MonthKpi::sales || kpi == MonthKpi::profit || kpi == MonthKpi::sales_per_customer ||
         kpi == MonthKpi::average_order;
}
constexpr bool is_count(MonthKpi kpi) {
  return (kpi >= MonthKpi::customers && kpi <= MonthKpi::lost_customers) || kpi == MonthKpi::orders;
}

/// The name of the enumerator.
const std::string& month_kpi_name(MonthKpi kpi);

/// The KPI of a name. Error(not_found) naming `place`, with all names.
MonthKpi parse_month_kpi(const std::string& name, const std::string& place);

class MonthKpis {
 public:
  /// Needs the sales, attainment, reviews and next months of `document`; both must outlive it.
  /// O(cells).
  MonthKpis(const Specification& spec, const Document& document);

  /// Error(invalid_argument) at `place` where the plan knows nothing of the KPI.
  void need(MonthKpi kpi, const std::string& place) const;

  /// Of a member of the owner dimension in closed month `month`; NaN where that is not known.
  double of(MonthKpi kpi, std::size_t month, std::int32_t member) const;

 private:
  double moved(MonthKpi kpi, std::size_t month, std::size_t member) const;
  double probability(std::size_t month, std::int32_t member) const;

  const Specification* spec_;
  const Document* document_;
  std::size_t reviewed_by_;  // position of the owner dimension in Specification::review_by
  table::Cube cost_;         // [lead + months, members]; empty where not given
};

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/month_kpis_inl.hpp"
#endif
