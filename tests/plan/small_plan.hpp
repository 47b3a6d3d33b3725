// A plan small enough to check by hand: two reps below north, one beside it, and what they sold.
#pragma once

#include <string>
#include <vector>

#include "salesplan/calendar/calendars.hpp"
#include "salesplan/plan/loop.hpp"

namespace salesplan::plan {

/// The year 2026 for ann and bob of north, and cai; nothing sold yet, 1.00 as the goal.
inline Specification small_plan() {
  Specification spec(calendar::named_calendar("WEEKDAYS"));
  spec.first_month = calendar::parse_period("2026-01", "first_month");
  spec.today = calendar::first_date(spec.first_month);
  spec.dimensions.emplace_back(
      "rep", std::vector<table::MemberRow>{
                 {"north", "", ""}, {"ann", "north", ""}, {"bob", "north", ""}, {"cai", "", ""}});
  spec.facts.members.resize(1);
  spec.facts.measures.push_back({"revenue", 2, {}});
  spec.revenue.name = "revenue";
  spec.revenue.amount = 100;
  spec.forecast.model = "snaive";
  spec.forecast.per_workday = false;
  spec.order = {Specification::month_axis, 0};
  spec.tasks = schedule::monthly_template();
  return spec;
}

/// The same with a second dimension, tea and rice, within each rep.
inline Specification small_plan_of_products() {
  Specification spec = small_plan();
  spec.dimensions.emplace_back("product",
                               std::vector<table::MemberRow>{{"tea", "", ""}, {"rice", "", ""}});
  spec.facts.members.resize(2);
  spec.order = {0, Specification::month_axis, 1};
  return spec;
}

/// A sale of `minor` by the leaves with these ordinals.
inline void sell(Specification& spec, const std::string& date,
                 const std::vector<std::int32_t>& leaves, core::Minor minor) {
  spec.facts.dates.push_back(calendar::parse_date(date, "date").days);
  for (std::size_t d = 0; d < leaves.size(); ++d) spec.facts.members[d].push_back(leaves[d]);
  spec.facts.measures[0].values.push_back(minor);
}

/// The 15th of month `m` (0: January) of a year.
inline std::string mid_month(int year, int m) {
  std::string text = std::to_string(year);
  text.append(m < 9 ? "-0" : "-").append(std::to_string(m + 1)).append("-15");
  return text;
}

/// Ann sells 100.00 a month, bob 50.00, cai 25.00, in each month of 2024 and 2025.
inline void sell_two_years(Specification& spec) {
  const std::size_t products = spec.dimensions.size() > 1 ? 2 : 1;
  for (int year : {2024, 2025}) {
    for (int m = 0; m < 12; ++m) {
      for (std::int32_t rep = 0; rep < 3; ++rep) {
        for (std::int32_t product = 0; product < static_cast<std::int32_t>(products); ++product) {
          std::vector<std::int32_t> leaves{rep};
          if (products > 1) leaves.push_back(product);
          sell(spec, mid_month(year, m), leaves, 10000 >> rep);
        }
      }
    }
  }
}

}  // namespace salesplan::plan
