// Bodies of segment_migration.hpp.
#pragma once

#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/review/segment_migration.hpp"

namespace salesplan::review {

SALESPLAN_INLINE SegmentMigration segment_migration(std::size_t segments,
                                                    core::View<const std::int32_t> before,
                                                    core::View<const std::int32_t> now,
                                                    core::View<const core::Minor> money_before,
                                                    core::View<const core::Minor> money_now) {
  const std::size_t n = before.size();
  if (segments > 1000) {
    throw Error(ErrorCode::invalid_argument, "segments",
                std::to_string(segments) + " exceeds 1000");
  }
  if (now.size() != n || money_before.size() != n || money_now.size() != n) {
    throw Error(ErrorCode::invalid_argument, "customers",
                "before, now and both moneys must have one value a customer");
  }
  const auto place = [&](core::View<const std::int32_t> given, const char* name, std::size_t i) {
    if (given[i] < -1 || given[i] >= static_cast<std::int64_t>(segments)) {
      throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                  std::to_string(given[i]) + " is none of " + std::to_string(segments) +
                      " segments, and not -1");
    }
    return given[i] < 0 ? segments : static_cast<std::size_t>(given[i]);
  };
  const auto amount = [](core::View<const core::Minor> money, const char* name, std::size_t i) {
    if (core::is_missing(money[i])) {
      throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                  "is missing");
    }
    return money[i];
  };
  const std::size_t side = segments + 1;
  SegmentMigration result;
  result.segments = segments;
  result.customers.assign(side * side, 0);
  result.money_before.assign(side * side, 0);
  result.money_now.assign(side * side, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t from = place(before, "before", i), to = place(now, "now", i);
    const std::size_t cell = from * side + to;
    ++result.customers[cell];
    result.money_before[cell] =
        core::add(result.money_before[cell], amount(money_before, "money_before", i), "money");
    result.money_now[cell] =
        core::add(result.money_now[cell], amount(money_now, "money_now", i), "money");
    if (from == segments || to == segments) continue;
    result.up += to < from ? 1 : 0;
    result.down += to > from ? 1 : 0;
  }
  for (std::size_t s = 0; s < segments; ++s) {
    std::int64_t all = 0;
    for (std::size_t t = 0; t < side; ++t) all += result.customers[s * side + t];
    result.stay.push_back(all == 0 ? core::missing_number
                                   : static_cast<double>(result.customers[s * side + s]) /
                                         static_cast<double>(all));
  }
  return result;
}

}  // namespace salesplan::review
