// Columns of estimates: the mean, its standard deviation, its interval.
#pragma once

#include <string>

#include "columns.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::capi {

/// Columns name and name_sd.
template <class Rows, class Get>
void add_estimates(splan_result& result, const std::string& name, const Rows& rows, Get get) {
  add_column(result, name, rows, [&](const auto& row) { return get(row).mean; });
  add_column(result, name + "_sd", rows, [&](const auto& row) { return get(row).sd; });
}

/// Columns name_lower and name_upper.
template <class Rows, class Get>
void add_interval_columns(splan_result& result, const std::string& name, const Rows& rows,
                          Get get) {
  add_column(result, name + "_lower", rows, [&](const auto& row) { return get(row).lower; });
  add_column(result, name + "_upper", rows, [&](const auto& row) { return get(row).upper; });
}

inline void add_estimate(splan_result& result, const std::string& name,
                         const promotion::Estimate& value) {
  add_one(result, name, value.mean);
  add_one(result, name + "_sd", value.sd);
}

}  // namespace salesplan::capi
