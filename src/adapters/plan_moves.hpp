// The moves that strategy rules propose after each month of a plan: rules and decisions read, and
// what came of them written.
#pragma once

#include <string>

#include "adapters/json.hpp"
#include "adapters/json_writer.hpp"
#include "adapters/plan_data.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The field "strategy", after the owner is known.
void read_moves(plan::Specification& spec, const JsonReader& field, const DataReader& data);

/// strategy.csv; columns as in docs/plan-document.md.
std::string moves_csv(const plan::Specification& spec, const plan::Document& document);

/// The fields "strategy" and, once a move is judged, "strategy_ledger", of the document and of the
/// dashboard model; none without a proposal.
void write_moves(const plan::Specification& spec, const plan::Document& document, JsonWriter& json);

/// A proposal in words.
std::string move_sentence(const plan::Specification& spec, const plan::StrategyMove& move,
                          calendar::Language language);

}  // namespace salesplan::adapters
