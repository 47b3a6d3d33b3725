// Bodies of month_kpis.hpp.
#pragma once

#include <algorithm>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/plan/month_kpis.hpp"
#include "salesplan/target/hardness.hpp"

namespace salesplan::plan {
namespace detail {

/// In the order of MonthKpi.
inline const std::vector<std::string>& month_kpi_names() {
  static const std::vector<std::string> names{"sales",          "profit",
                                              "attainment",     "pace",
                                              "growth",         "change",
                                              "share",          "customers",
                                              "new_customers",  "returned_customers",
                                              "lost_customers", "sales_per_customer",
                                              "orders",         "average_order",
                                              "conversion",     "satisfaction",
                                              "probability"};
  return names;
}

}  // namespace detail

SALESPLAN_INLINE const std::string& month_kpi_name(MonthKpi kpi) {
  return detail::month_kpi_names()[static_cast<std::size_t>(kpi)];
}

SALESPLAN_INLINE MonthKpi parse_month_kpi(const std::string& name, const std::string& place) {
  const std::vector<std::string>& names = detail::month_kpi_names();
  const auto at = std::find(names.begin(), names.end(), name);
  if (at != names.end()) return static_cast<MonthKpi>(at - names.begin());
  std::string all;
  for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
  throw Error(ErrorCode::not_found, place, core::quoted(name) + " is not one of " + all);
}

SALESPLAN_INLINE MonthKpis::MonthKpis(const Specification& spec, const Document& document)
    : spec_(&spec),
      document_(&document),
      reviewed_by_(static_cast<std::size_t>(
          std::find(spec.review_by.begin(), spec.review_by.end(), spec.owner) -
          spec.review_by.begin())) {
  const table::Cube& cost = document.sales.cost;
  if (cost.size() == 0) return;
  cost_ =
      table::roll_up(table::marginal(cost, {0, spec.owner + 1}), 1, spec.dimensions[spec.owner]);
}

SALESPLAN_INLINE void MonthKpis::need(MonthKpi kpi, const std::string& place) const {
  const auto refuse = [&](const char* what) {
    throw Error(ErrorCode::invalid_argument, place,
                core::quoted(month_kpi_name(kpi)) + " needs " + what);
  };
  if (kpi == MonthKpi::profit && cost_.size() == 0) refuse("costs in the facts");
  if (kpi >= MonthKpi::customers && kpi <= MonthKpi::sales_per_customer &&
      spec_->customers.empty()) {
    refuse("customers in the facts");
  }
  if (kpi >= MonthKpi::new_customers && kpi <= MonthKpi::lost_customers &&
      reviewed_by_ == spec_->review_by.size()) {
    refuse("reviews by the owner dimension");
  }
  if (kpi >= MonthKpi::orders && kpi <= MonthKpi::satisfaction &&
      std::none_of(spec_->responses.begin(), spec_->responses.end(),
                   [&](const ResponseFact& fact) { return fact.dimension == spec_->owner; })) {
    refuse("responses of the owner dimension");
  }
}

SALESPLAN_INLINE double MonthKpis::of(MonthKpi kpi, std::size_t month, std::int32_t member) const {
  const AttainmentTable& table = document_->attainment[spec_->owner];
  const std::size_t members = spec_->dimensions[spec_->owner].size();
  const std::size_t row = month * members + static_cast<std::size_t>(member);
  const auto sales = static_cast<double>(table.rows[row].actual);
  const auto customers = [&] {
    return table.buyers.empty() ? core::missing_number : static_cast<double>(table.buyers[row].now);
  };
  const Response response = table.responses.empty() ? Response() : table.responses[row];
  const auto per = [&](double count) { return count > 0 ? sales / count : core::missing_number; };
  switch (kpi) {
    case MonthKpi::sales:
      return sales;
    case MonthKpi::profit:
      return cost_.size() == 0
                 ? core::missing_number
                 : sales - static_cast<double>(cost_[(Sales::lead + month) * members +
                                                     static_cast<std::size_t>(member)]);
    case MonthKpi::attainment:
    case MonthKpi::pace:
      return table.rows[row].rate();
    case MonthKpi::growth:
      return table.compared[row].growth();
    case MonthKpi::change:
      return table.compared[row].change();
    case MonthKpi::share:
      return table.compared[row].share;
    case MonthKpi::customers:
      return customers();
    case MonthKpi::new_customers:
    case MonthKpi::returned_customers:
    case MonthKpi::lost_customers:
      return moved(kpi, month, static_cast<std::size_t>(member));
    case MonthKpi::sales_per_customer:
      return per(customers());
    case MonthKpi::orders:
      return response.orders;
    case MonthKpi::average_order:
      return per(response.orders);
    case MonthKpi::conversion:
      return response.conversion;
    case MonthKpi::satisfaction:
      return response.satisfaction;
    case MonthKpi::probability:
      break;
  }
  return probability(month, member);
}

// Customers by what they did, as month_reviews counted them.
SALESPLAN_INLINE double MonthKpis::moved(MonthKpi kpi, std::size_t month,
                                         std::size_t member) const {
  for (const MonthReview& review : document_->reviews) {
    if (review.month != month) continue;
    const MemberReview* of =
        reviewed_by_ < review.by.size() ? &review.by[reviewed_by_] : &review.company;
    const std::size_t at = member * customer_moves + static_cast<std::size_t>(kpi) -
                           static_cast<std::size_t>(MonthKpi::new_customers);
    if (at < of->customers.size()) return static_cast<double>(of->customers[at]);
  }
  return core::missing_number;
}

SALESPLAN_INLINE double MonthKpis::probability(std::size_t month, std::int32_t member) const {
  const table::Dimension& owners = spec_->dimensions[spec_->owner];
  for (const NextMonth& next : document_->next) {
    if (next.month != month + 1 || !next.placed) continue;
    const PlacedMonth& placed = *next.placed;
    for (std::size_t i = 0; i < placed.owners.size(); ++i) {
      if (owners.leaf(static_cast<std::size_t>(placed.owners[i])) != member) continue;
      return target::attainment_probability(static_cast<double>(placed.planned[i]), placed.mean[i],
                                            placed.sd[i]);
    }
  }
  return core::missing_number;
}

}  // namespace salesplan::plan
