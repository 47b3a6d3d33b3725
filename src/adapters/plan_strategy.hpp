// Product lines and promotions in a plan: read from its specification, written into its document.
#pragma once

#include <string>

#include "adapters/json_writer.hpp"
#include "adapters/plan_data.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

void read_products(plan::Specification& spec, const JsonReader& field, const DataReader& data);
void read_promotions(plan::Specification& spec, const JsonReader& field, const DataReader& data);

// The fields "products" and "promotions" into an open object, each only where there are any.
void write_strategy(const plan::Specification& spec, const plan::Document& document,
                    JsonWriter& json);

// Columns as in docs/plan-document.md.
std::string products_csv(const plan::Specification& spec, const plan::Document& document);
std::string promotions_csv(const plan::Specification& spec, const plan::Document& document);

}  // namespace salesplan::adapters
