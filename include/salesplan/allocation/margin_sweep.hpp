// The inner loops of fit_margins: a line of cells scaled by one margin and added to the next.
#pragma once

#include <cstddef>

namespace salesplan::allocation::detail {

// A line is short: no loop has a branch and, with __restrict, none a check for overlap. Factors are
// one for the line, or one for each cell; so are sums. A line is summed in four lanes, whatever
// the processor.

inline double sum_of(const double* __restrict values, std::size_t count) {
  double lane[4] = {0, 0, 0, 0};
  std::size_t k = 0;
  for (; k + 4 <= count; k += 4) {
    for (std::size_t j = 0; j < 4; ++j) lane[j] += values[k + j];
  }
  for (; k < count; ++k) lane[0] += values[k];
  return (lane[0] + lane[2]) + (lane[1] + lane[3]);
}

/// Cells without bounds: y·f, and its sum.
template <bool factor_along, bool sum_along>
inline void sweep(double* __restrict y, std::size_t length, const double* __restrict factor,
                  double* __restrict sum) {
  const double same = *factor;
  if constexpr (sum_along) {
    for (std::size_t k = 0; k < length; ++k) {
      const double value = y[k] * (factor_along ? factor[k] : same);
      y[k] = value;
      sum[k] += value;
    }
  } else {
    double lane[4] = {0, 0, 0, 0};
    std::size_t k = 0;
    for (; k + 4 <= length; k += 4) {
      for (std::size_t j = 0; j < 4; ++j) {
        const double value = y[k + j] * (factor_along ? factor[k + j] : same);
        y[k + j] = value;
        lane[j] += value;
      }
    }
    for (; k < length; ++k) {
      y[k] *= factor_along ? factor[k] : same;
      lane[0] += y[k];
    }
    *sum += (lane[0] + lane[2]) + (lane[1] + lane[3]);
  }
}

/// Cells with bounds: y·f, the sum of what the bounds make of it, and of what a factor still moves.
/// The limit keeps what grows without end from reaching infinity; without bounds no cell exceeds a
/// total for long.
template <bool factor_along, bool sum_along>
inline void sweep_bounded(double* __restrict y, std::size_t length, const double* __restrict low,
                          const double* __restrict high, const double* __restrict factor,
                          double* __restrict sum, double* __restrict moving) {
  constexpr std::size_t piece = 64;
  double clipped[piece], moved[piece];
  const double same = *factor;
  for (std::size_t first = 0; first < length; first += piece) {
    const std::size_t count = length - first < piece ? length - first : piece;
    for (std::size_t j = 0; j < count; ++j) {
      const std::size_t k = first + j;
      const double grown = y[k] * (factor_along ? factor[k] : same);
      const double value = grown < 1e150 ? grown : 1e150;
      const double above = value > low[k] ? value : 0;
      const double raised = low[k] > value ? low[k] : value;
      y[k] = value;
      clipped[j] = raised < high[k] ? raised : high[k];
      moved[j] = value < high[k] ? above : 0;
    }
    if constexpr (sum_along) {
      for (std::size_t j = 0; j < count; ++j) sum[first + j] += clipped[j];
      for (std::size_t j = 0; j < count; ++j) moving[first + j] += moved[j];
    } else {
      *sum += sum_of(clipped, count);
      *moving += sum_of(moved, count);
    }
  }
}

}  // namespace salesplan::allocation::detail
