// Eight doubles computed side by side. Lanes never mix, so every processor gives the same bits.
#pragma once

#include <cstddef>
#include <cstring>

#if defined(__GNUC__)
#define SALESPLAN_ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define SALESPLAN_ALWAYS_INLINE inline
#endif

namespace salesplan::forecast {

constexpr std::size_t lane_count = 8;

#if defined(__GNUC__)

using Lanes = double __attribute__((vector_size(lane_count * sizeof(double))));

/// The smaller of a and b, lane by lane; b where a is NaN.
SALESPLAN_ALWAYS_INLINE void keep_lowest(Lanes& b, const Lanes& a) { b = a < b ? a : b; }

#else

struct Lanes {
  double v[lane_count];
  double operator[](std::size_t i) const { return v[i]; }
  double& operator[](std::size_t i) { return v[i]; }
};

#define SALESPLAN_LANES_OPERATOR(op)                                        \
  inline Lanes operator op(const Lanes& a, const Lanes& b) {                \
    Lanes c;                                                                \
    for (std::size_t i = 0; i < lane_count; ++i) c.v[i] = a.v[i] op b.v[i]; \
    return c;                                                               \
  }                                                                         \
  inline Lanes& operator op##=(Lanes& a, const Lanes& b) { return a = a op b; }
SALESPLAN_LANES_OPERATOR(+)
SALESPLAN_LANES_OPERATOR(-)
SALESPLAN_LANES_OPERATOR(*)
SALESPLAN_LANES_OPERATOR(/)
#undef SALESPLAN_LANES_OPERATOR

inline void keep_lowest(Lanes& b, const Lanes& a) {
  for (std::size_t i = 0; i < lane_count; ++i) b.v[i] = a.v[i] < b.v[i] ? a.v[i] : b.v[i];
}

#endif

/// The same value in every lane.
SALESPLAN_ALWAYS_INLINE void broadcast(Lanes& lanes, double value) {
  for (std::size_t i = 0; i < lane_count; ++i) lanes[i] = value;
}
SALESPLAN_ALWAYS_INLINE void load(Lanes& lanes, const double* from) {
  std::memcpy(&lanes, from, sizeof lanes);
}
SALESPLAN_ALWAYS_INLINE void store(double* to, const Lanes& lanes) {
  std::memcpy(to, &lanes, sizeof lanes);
}

}  // namespace salesplan::forecast
