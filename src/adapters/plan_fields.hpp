// Values that stand in several sections of a plan specification: amounts, and dimensions by name.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "adapters/json.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// An amount in currency units, a number or a text for exact decimals, in minor units.
core::Minor read_signed_amount(const JsonReader& field, int decimals);

/// The same, at least 0.
core::Minor read_amount(const JsonReader& field, int decimals);

/// A number in [0, 1].
double read_share(const JsonReader& field);

/// The dimension a text names. Error(not_found) lists those there are.
std::size_t read_dimension_name(const plan::Specification& spec, const JsonReader& field);

/// The dimensions that an array of texts names, each once; where `month_allowed`, "month" stands
/// for Specification::month_axis.
std::vector<std::size_t> read_dimension_names(const plan::Specification& spec,
                                              const JsonReader& field, bool month_allowed = false);

/// The member of the dimension called `name` that a text names by its key, as `where` gives them.
plan::Member read_member(const plan::Specification& spec, const JsonReader& where,
                         const std::string& name, const JsonReader& key);

}  // namespace salesplan::adapters
