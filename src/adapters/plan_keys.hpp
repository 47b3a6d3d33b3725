// The names and keys by which the rows of a plan are told apart, in its tables and its document.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The keys of the leaves of `dimensions` in combination `group`, numbered row-major.
std::vector<std::string> keys_of(const plan::Specification& spec,
                                 const std::vector<std::size_t>& dimensions, std::size_t group);

std::vector<std::string> names_of(const plan::Specification& spec,
                                  const std::vector<std::size_t>& dimensions);

/// Every dimension, in the order of the specification.
std::vector<std::size_t> all_dimensions(const plan::Specification& spec);

/// Planned month `m`, such as "2026-01".
std::string month_text(const plan::Document& document, std::size_t m);

}  // namespace salesplan::adapters
