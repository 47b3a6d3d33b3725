// Bounds and locks as the caller of a C function gives them.
#pragma once

#include "boundary.hpp"
#include "salesplan/allocation/bounds.hpp"

namespace salesplan::capi {

inline allocation::Bounds bounds(std::size_t n, const int64_t* lower, const int64_t* upper,
                                 const int64_t* locked) {
  return {optional_array(lower, n), optional_array(upper, n), optional_array(locked, n)};
}

}  // namespace salesplan::capi
