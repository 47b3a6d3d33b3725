// Quota letters: a page to print for each owner, with what is asked and what it was made of.
#pragma once

#include <string>

#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// One HTML document in the plan's language, a printed page an owner: the year's quota with its
/// basis, forecast and attainment probability, and the target of every month with its workdays. It
/// loads nothing and runs nothing.
std::string quota_letters(const plan::Specification& spec, const plan::Document& document);

}  // namespace salesplan::adapters
