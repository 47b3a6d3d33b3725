// Quotas in the specification, the tables and the document of a plan.
#pragma once

#include <string>

#include "adapters/json.hpp"
#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The section "quotas", after "allocation" and "schedule"; refuses a margin with the owners where
/// equal hardness sets their sums.
void read_quotas(plan::Specification& spec, const JsonReader& top);

/// One row an owner: start, target, basis, forecast, its standard deviation and the probability of
/// reaching the target.
std::string quotas_csv(const plan::Specification& spec, const plan::Document& document);

/// The array "quotas" of the plan's document and of its dashboard; nothing where there are none.
void write_quotas(const plan::Specification& spec, const plan::Document& document,
                  JsonWriter& json);

}  // namespace salesplan::adapters
