// The fact table: one row an event, columns of dates, members and measures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/table/dimension.hpp"

namespace salesplan::table {

/// A measure is counted in whole units of 10^-decimals (cents for money with 2), so that sums are
/// exact and do not depend on the order of the rows.
struct Measure {
  std::string name;
  int decimals = 0;
  std::vector<std::int64_t> values;
};

/// Column i of `members` holds, for each row, the leaf *ordinal* in the i-th dimension.
struct FactTable {
  std::vector<std::int32_t> dates;  ///< [rows] days since 1970-01-01
  std::vector<std::vector<std::int32_t>> members;
  std::vector<Measure> measures;

  std::size_t size() const { return dates.size(); }

  const Measure& measure(std::string_view name) const {
    for (const Measure& m : measures) {
      if (m.name == name) return m;
    }
    throw Error(ErrorCode::not_found, "measure",
                "\"" + std::string(name) + "\" is not a measure of the facts");
  }
};

/// The leaf ordinal of `key`, for a column of members. Error(not_found) when the key is unknown,
/// Error(invalid_argument) when it has members below it: facts belong to leaves.
inline std::int32_t leaf_ordinal(const Dimension& dimension, std::string_view key,
                                 const std::string& place) {
  const std::int32_t i = dimension.at(key, place);
  if (!dimension.is_leaf(i)) {
    throw Error(ErrorCode::invalid_argument, place,
                "\"" + std::string(key) + "\" has members below it; facts belong to leaves");
  }
  return dimension.first_leaf(i);
}

}  // namespace salesplan::table
