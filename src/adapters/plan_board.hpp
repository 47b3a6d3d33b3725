// The board of a plan as JSON, the dashboard page's input.
#pragma once

#include "adapters/json.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// Schema "salesplan.dashboard/1" (docs/dashboard-model.md).
Json dashboard_json(const plan::Specification& spec, const plan::Document& document);

}  // namespace salesplan::adapters
