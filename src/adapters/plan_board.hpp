// The board of a plan as JSON, the dashboard page's input.
#pragma once

#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The fields of schema "salesplan.dashboard/1" (docs/dashboard-model.md), into an open object.
void write_dashboard(const plan::Specification& spec, const plan::Document& document,
                     JsonWriter& json);

}  // namespace salesplan::adapters
