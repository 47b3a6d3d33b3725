// Strategy rules from JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json.hpp"
#include "salesplan/review/strategy.hpp"

namespace salesplan::adapters {

struct StrategyBook {
  std::vector<review::StrategyRule> rules;
  std::size_t per_department = 0;  ///< moves at once; 0: no limit
};

/// The rules that a document describes (docs/guide/16-review.md):
///
///     {"per_department": 3,
///      "rules": [{"name", "measure", "acts" ("below" or "above"), "threshold", "goal", "patience",
///                 "rest", "lever", "gain", "step", "grain", "lowest", "highest",
///                 "response": {"mean", "sd"}, "owner", "departments"}]}
///
/// Errors name the field by its path in `name`.
/// The same from an object that may hold more.
StrategyBook read_strategy_rules(const JsonReader& json);

StrategyBook read_strategy_book(std::string_view text, const std::string& name);

}  // namespace salesplan::adapters
