// The charts of a dashboard as data: what is drawn, not how.
#pragma once

#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The field "charts" of the model (docs/dashboard-model.md): a chart for each of its tables that
/// has one.
void write_charts(const plan::Specification& spec, const plan::Document& document,
                  JsonWriter& json);

}  // namespace salesplan::adapters
