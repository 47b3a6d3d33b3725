// Options of the budget room, from the table of options.hpp.
#pragma once

#include "adapters/options.hpp"
#include "salesplan/budget/adjustment.hpp"
#include "salesplan/budget/split.hpp"

namespace salesplan::adapters {

budget::Basis basis(const Options& options);

budget::AdjustmentOptions adjustment_options(const Options& options);

}  // namespace salesplan::adapters
