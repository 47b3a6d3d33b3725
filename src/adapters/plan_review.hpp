// The reviewed months of a plan: what the specification says of them, their table, their part of
// the document.
#pragma once

#include <optional>
#include <string>

#include "adapters/json.hpp"
#include "adapters/json_writer.hpp"
#include "adapters/plan_data.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The field "review", after the dimensions and the owner are known.
void read_review(plan::Specification& spec, const std::optional<JsonReader>& field,
                 const DataReader& data);

/// review.csv; columns as in docs/plan-document.md.
std::string review_csv(const plan::Specification& spec, const plan::Document& document);

/// The field "reviews", of the document and of the dashboard model; none without a review.
void write_reviews(const plan::Specification& spec, const plan::Document& document,
                   JsonWriter& json);

}  // namespace salesplan::adapters
