// The budget in a plan: read from its specification, written into its document.
#pragma once

#include <string>

#include "adapters/json_writer.hpp"
#include "adapters/plan_data.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// After the promotions.
void read_budget(plan::Specification& spec, const JsonReader& field, const DataReader& data);

/// The field "budget", of the document and of the dashboard model; none where it was not asked for.
void write_budget(const plan::Specification& spec, const plan::Document& document,
                  JsonWriter& json);

// Columns as in docs/plan-document.md.
std::string budget_csv(const plan::Specification& spec, const plan::Document& document);
std::string budget_proposals_csv(const plan::Specification& spec, const plan::Document& document);

}  // namespace salesplan::adapters
