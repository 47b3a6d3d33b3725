// The section "allocation" of a plan specification: how the target is split, and its bounds.
#pragma once

#include <optional>

#include "adapters/json.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// Order, basis, peers and rules; `spec` has its months and dimensions already.
void read_allocation(plan::Specification& spec, const std::optional<JsonReader>& field);

}  // namespace salesplan::adapters
