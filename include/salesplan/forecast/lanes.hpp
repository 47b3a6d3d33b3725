// Eight doubles computed side by side. Lanes never mix, so every processor gives the same bits.
#pragma once

#include <cstddef>

namespace salesplan::forecast {

constexpr std::size_t lane_count = 8;

/// Eight values between two runs of a kernel, which computes with `Pack`s.
struct Lanes {
  double values[lane_count];

  double operator[](std::size_t i) const { return values[i]; }
  double& operator[](std::size_t i) { return values[i]; }
};

/// The same value in every lane.
inline void broadcast(Lanes& lanes, double value) {
  for (double& v : lanes.values) v = value;
}

}  // namespace salesplan::forecast
