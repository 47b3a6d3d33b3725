// Tables of what the closed months are made of: volume, mix and price, customer classes, cycles.
#pragma once

#include <string>

#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

// Columns as in docs/plan-document.md.
std::string mix_csv(const plan::Specification& spec, const plan::Document& document);
std::string migration_csv(const plan::Document& document);
std::string cycles_csv(const plan::Specification& spec, const plan::Document& document);

/// What a series, or the company, is called: labels joined by " / ".
std::string series_name(const plan::Specification& spec, const plan::Document& document,
                        std::size_t series);

/// What is said of one, in words.
std::string cycle_sentence(const plan::Specification& spec, const plan::Document& document,
                           const plan::SeriesCycle& of, calendar::Language language);

}  // namespace salesplan::adapters
