// How a refusal is worded for a caller whose input is not in minor units and nodes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "salesplan/core/wide.hpp"

namespace salesplan::allocation {

/// How spread(), cascade(), explain() and replan() word a refusal, for a caller whose input is not
/// in minor units and nodes.
struct Wording {
  /// An amount given in minor units.
  std::function<std::string(core::Wide)> amount = core::wide_text;
  /// Where the bound `name` ("lower", "upper" or "locked") of a node was given; "" for no word.
  std::function<std::string(std::size_t node, const std::string& name)> source =
      [](std::size_t, const std::string&) { return std::string(); };
};

}  // namespace salesplan::allocation
