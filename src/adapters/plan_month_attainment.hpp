// Attainment in the documents of a month: of the company and its weeks, of every dimension, and of
// the customer classes.
#pragma once

#include <cstddef>
#include <string>

#include "adapters/month_figures.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// A closed month in a sentence.
std::string month_sentence(const plan::Specification& spec, const plan::Document& document,
                           std::size_t month, const Shown& show, calendar::Language language);

/// A bar for every closed month.
std::string months_bars(const plan::Document& document, std::size_t members);

/// Company, the quarter that ends with the month and the plan so far, and the weeks.
std::string month_overview(const plan::Specification& spec, const plan::Document& document,
                           std::size_t month, const Shown& show);

/// A section for each dimension.
std::string month_by_dimension(const plan::Specification& spec, const plan::Document& document,
                               std::size_t month, const Shown& show);

/// By customer class, and who moved between them; empty where the plan knows no customers.
std::string month_by_segment(const plan::Document& document, std::size_t month, const Shown& show);

}  // namespace salesplan::adapters
