// New facts as they arrive: CSV or JSON under the names of the plan's own.
#pragma once

#include <string>
#include <string_view>

#include "adapters/live/live_model.hpp"
#include "adapters/plan_data.hpp"

namespace salesplan::adapters {

/// CSV with a header, columns as in the plan's facts; others are ignored.
/// @param name of the text in errors
/// @throws Error naming file, line and column.
LiveFacts read_live_csv(std::string text, const std::string& name, const FactNames& names,
                        const plan::Specification& spec);

/// {"facts": [{"date": "2026-03-14", "rep": "ann", "revenue": 120.5}, ...], "evening":
/// "2026-03-14"}, both optional; amounts as numbers or texts.
/// @throws Error naming the field by its path.
LiveFacts read_live_json(std::string_view text, const std::string& name, const FactNames& names,
                         const plan::Specification& spec);

}  // namespace salesplan::adapters
