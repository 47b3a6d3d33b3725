// The options of the library as flags of a command.
#pragma once

#include <CLI/CLI.hpp>

#include "adapters/options.hpp"

namespace salesplan::cli {

/// Adds a flag for each option of the scope, but those named in `except`, that sets it in
/// `options`; `options` must outlive the command.
void add_option_flags(CLI::App& command, adapters::Options& options,
                      std::initializer_list<std::string_view> except = {});

}  // namespace salesplan::cli
