// Attainment of a plan's closed periods beside last period and last year: its table, its part of
// the document.
#pragma once

#include <string>

#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// attainment.csv; columns as in docs/plan-document.md.
std::string attainment_csv(const plan::Specification& spec, const plan::Document& document);

/// The field "attainment" of the document.
void write_attainment(const plan::Specification& spec, const plan::Document& document,
                      JsonWriter& json);

}  // namespace salesplan::adapters
