// Sales material in a plan: read from its specification, written into its document.
#pragma once

#include <string>

#include "adapters/json_writer.hpp"
#include "adapters/plan_data.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// After the accounts and the promotions.
void read_material(plan::Specification& spec, const JsonReader& field, const DataReader& data);

/// The field "material", of the document and of the dashboard model; none where it was not asked
/// for.
void write_material(const plan::Specification& spec, const plan::Document& document,
                    JsonWriter& json);

// Columns as in docs/plan-document.md.
std::string material_csv(const plan::Specification& spec, const plan::Document& document);
std::string material_orders_csv(const plan::Specification& spec, const plan::Document& document);

}  // namespace salesplan::adapters
