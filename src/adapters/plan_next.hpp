// What the months after the reviewed ones are to bring: tables, and their part of the document and
// of the dashboard model.
#pragma once

#include <string>

#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// next_target.csv and placed_targets.csv; columns as in docs/plan-document.md.
std::string next_target_csv(const plan::Specification& spec, const plan::Document& document);
std::string placed_targets_csv(const plan::Specification& spec, const plan::Document& document);

/// Whether a month has placed targets.
bool has_placed_targets(const plan::Document& document);

/// The field "next_target" of the document.
void write_next(const plan::Specification& spec, const plan::Document& document, JsonWriter& json);

/// The fields "next_total" and, where there are any, "placed_targets", of the document and of the
/// dashboard model.
void write_placed_targets(const plan::Specification& spec, const plan::Document& document,
                          JsonWriter& json);

}  // namespace salesplan::adapters
