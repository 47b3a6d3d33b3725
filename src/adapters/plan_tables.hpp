// The tables of a plan document as CSV.
#pragma once

#include <string>

#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

// Columns as in docs/plan-document.md; amounts in minor units.
std::string targets_csv(const plan::Specification& spec, const plan::Document& document);
std::string tasks_csv(const plan::Specification& spec, const plan::Document& document);
std::string forecast_csv(const plan::Specification& spec, const plan::Document& document);

}  // namespace salesplan::adapters
