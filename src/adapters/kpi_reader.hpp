// KPIs from JSON.
#pragma once

#include <string>
#include <string_view>

#include "salesplan/monitor/kpi.hpp"

namespace salesplan::adapters {

/// {"measures": ["sales", {"name": "customers", "adds": false}],
///  "kpis": [{"name", "formula", "unit", "better": "higher" or "lower", "owner"}]}
/// @throws Error naming the field by its path in `name`.
monitor::KpiTree read_kpis(std::string_view text, const std::string& name);

}  // namespace salesplan::adapters
