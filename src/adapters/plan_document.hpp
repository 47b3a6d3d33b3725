// A plan document as JSON.
#pragma once

#include <string>

#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// Schema "salesplan.document/1" (docs/plan-document.md).
std::string document_json(const plan::Specification& spec, const plan::Document& document);

}  // namespace salesplan::adapters
