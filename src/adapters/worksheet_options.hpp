// Operations of a worksheet, from the table of options.hpp, and by the names of their fields.
#pragma once

#include <string>
#include <string_view>

#include "adapters/options.hpp"
#include "salesplan/allocation/worksheet.hpp"

namespace salesplan::adapters {

/// A step by its name, "proportional" or "straight_line". Error(not_found) at `place`, with the
/// names there are.
allocation::Step parse_step(std::string_view name, const std::string& place);

/// An operation whose fields but `step`, `node` and `amount` are the options of scope "worksheet".
allocation::Operation operation(allocation::Step step, std::size_t node, core::Minor amount,
                                const Options& options);

const char* step_name(allocation::Step step);
const char* action_name(allocation::Action action);
const char* cells_name(allocation::Cells cells);
const char* growth_name(allocation::Growth growth);

}  // namespace salesplan::adapters
