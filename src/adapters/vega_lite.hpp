// The charts of a dashboard model as Vega-Lite specifications, for hosts that draw with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace salesplan::adapters {

/// A chart, complete with its data.
struct VegaLiteChart {
  std::string id;             ///< as in the model
  std::string specification;  ///< JSON, Vega-Lite 5
};

/// The charts of a model that have rows (docs/dashboard-model.md, Charts), in its language; money
/// in units of the currency.
/// @param json   the dashboard model, or a plan document, which holds it
/// @param name   of the text in errors
/// @param month  "2026-03", for the charts of a month; empty: the one the page opens with, the
/// first
///               open one or else the last closed one
/// @throws Error naming the field by its path: not JSON, another schema, a chart of unknown kind or
///         whose rows are not there; Error(not_found) naming "month".
std::vector<VegaLiteChart> vega_lite(std::string_view json, const std::string& name,
                                     const std::string& month = "");

}  // namespace salesplan::adapters
