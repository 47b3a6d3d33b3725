// From a plan specification in JSON, and the CSV files it names, to plan::Specification.
#pragma once

#include <string>
#include <string_view>

#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// Reads `json_text` (schema "salesplan.plan/1", docs/plan-specification.md). Files it names are
/// taken from `folder`; `name` stands for the text in error messages. Errors name the field by its
/// path, or file, line and column; unknown fields are refused.
plan::Specification read_specification(std::string_view json_text, const std::string& name,
                                       const std::string& folder);

}  // namespace salesplan::adapters
