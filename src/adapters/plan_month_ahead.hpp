// What follows from a closed month, in its document: alerts, proposals, and the next targets.
#pragma once

#include <cstddef>
#include <string>

#include "adapters/month_figures.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The alerts that changed their state, the moves of strategy proposed and what those of the month
/// before brought, and the placed targets of the month after; each section only where there are
/// any.
std::string month_ahead(const plan::Specification& spec, const plan::Document& document,
                        std::size_t month, const Shown& show);

}  // namespace salesplan::adapters
