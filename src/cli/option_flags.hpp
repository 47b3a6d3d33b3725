// The options of the library as flags of a command.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "adapters/options.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::cli {

/// Adds a flag for each option of the scope, but those named in `except`, that sets it in
/// `options`; `options` must outlive the command.
void add_option_flags(CLI::App& command, adapters::Options& options,
                      std::initializer_list<std::string_view> except = {});

/// The amount given by a flag, in minor units. Error(parse) for one finer than the currency: what
/// is typed is meant, and not rounded as a table is.
core::Minor flag_amount(const std::string& text, int decimals, const std::string& flag);

}  // namespace salesplan::cli
