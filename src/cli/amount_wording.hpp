// Refusals in the amounts that the user wrote.
#pragma once

#include "salesplan/allocation/wording.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::cli {

/// Amounts with the decimals of the currency, not in minor units.
inline allocation::Wording in_currency(int decimals) {
  allocation::Wording wording;
  wording.amount = [decimals](core::Wide minor) { return core::amount_text(minor, decimals); };
  return wording;
}

}  // namespace salesplan::cli
