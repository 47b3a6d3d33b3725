// How often each function was called, and with what success.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace salesplan::hostile {

struct Tally {
  std::int64_t calls = 0;
  std::int64_t successes = 0;
};

inline std::map<std::string, Tally>& tallies() {
  static std::map<std::string, Tally> tallies;
  return tallies;
}

}  // namespace salesplan::hostile
