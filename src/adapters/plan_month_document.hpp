// The monthly review as a document that prints to PDF, in English and Chinese.
#pragma once

#include <cstddef>
#include <string>

#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// "review-2019-07.html".
std::string month_document_name(const plan::Document& document, std::size_t month);

/// A closed month: attainment against plan, last month and last year, of the company, of its weeks
/// and of every dimension and customer class; what made the difference, the largest first; cycles,
/// alerts, proposals, and what the next month is to bring.
std::string month_document(const plan::Specification& spec, const plan::Document& document,
                           std::size_t month);

/// review.html: every closed month in a line, with the way to its document. Needs a closed month.
std::string review_index(const plan::Specification& spec, const plan::Document& document);

}  // namespace salesplan::adapters
