// Flags that several commands have: the options of the library, and how amounts are written.
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

/// --decimals of the currency in which a command reads and prints amounts: 0..9, like parse_amount.
void add_decimals(CLI::App& command, int& decimals);

/// --unit: the smallest step of the amounts given out.
void add_unit(CLI::App& command, std::string& unit);

/// The amount given by a flag, in minor units. Error(parse) for one finer than the currency: what
/// is typed is meant, and not rounded as a table is.
core::Minor flag_amount(const std::string& text, int decimals, const std::string& flag);

}  // namespace salesplan::cli
