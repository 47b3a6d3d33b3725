// A plan with two dimensions on the evening of 5 March 2026, and facts to push.
#pragma once

#include <random>

#include "adapters/live/live_model.hpp"
#include "plan/small_plan.hpp"

namespace salesplan::adapters {

inline plan::Specification live_plan() {
  plan::Specification spec = plan::small_plan_of_products();
  sell_two_years(spec);
  spec.dimensions[1] = table::Dimension("pro/duct~", {{"tea", "", ""}, {"rice", "", "rice <b>"}});
  spec.as_of = calendar::parse_date("2026-03-05", "as_of");
  spec.revenue.amount = 3000000;
  spec.boards = {0};
  spec.mixes = {1};
  return spec;
}

inline LiveFacts sale(const char* date, std::int32_t rep, std::int32_t product, core::Minor minor) {
  return {{calendar::parse_date(date, "date")}, {rep, product}, {minor}, calendar::no_date};
}

}  // namespace salesplan::adapters
