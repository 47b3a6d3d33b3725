// How many random cases a test tries.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace salesplan {

/// `usual`, or as many per cent of it as SALESPLAN_CASES says: fewer under the sanitizers, where
/// each takes longer and the plain run tries all; more in the long forms.
inline std::uint64_t cases(std::uint64_t usual) {
  const char* percent = std::getenv("SALESPLAN_CASES");
  return percent == nullptr ? usual : usual * std::strtoull(percent, nullptr, 10) / 100;
}

}  // namespace salesplan
