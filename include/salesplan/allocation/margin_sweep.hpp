// The inner loops of fit_margins: a line of cells scaled by one margin and added to the next.
#pragma once

#include <array>
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

/// Adds a line of cells to the sums of a margin, one for the line or one for each cell.
inline void add_line(const double* __restrict cells, std::size_t length, bool along,
                     double* __restrict sum) {
  if (along) {
    for (std::size_t k = 0; k < length; ++k) sum[k] += cells[k];
  } else {
    *sum += sum_of(cells, length);
  }
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

/// Four lines `apart` cells from each other, which are added to the same sums.
template <bool factor_along>
inline void sweep_four(double* __restrict y, std::size_t apart, std::size_t length,
                       const std::array<const double*, 4>& factor, double* __restrict sum) {
  double* __restrict y0 = y;
  double* __restrict y1 = y + apart;
  double* __restrict y2 = y + 2 * apart;
  double* __restrict y3 = y + 3 * apart;
  const double* __restrict f0 = factor[0];
  const double* __restrict f1 = factor[1];
  const double* __restrict f2 = factor[2];
  const double* __restrict f3 = factor[3];
  const double same[4] = {*f0, *f1, *f2, *f3};
  for (std::size_t k = 0; k < length; ++k) {
    const double v0 = y0[k] * (factor_along ? f0[k] : same[0]);
    const double v1 = y1[k] * (factor_along ? f1[k] : same[1]);
    const double v2 = y2[k] * (factor_along ? f2[k] : same[2]);
    const double v3 = y3[k] * (factor_along ? f3[k] : same[3]);
    y0[k] = v0;
    y1[k] = v1;
    y2[k] = v2;
    y3[k] = v3;
    sum[k] += (v0 + v1) + (v2 + v3);
  }
}

/// Cells with bounds, each with the index of its factor and of its sums: y·f, the sum of what
/// the bounds make of it, and of what a factor still moves. The limit keeps what grows
/// without end from reaching infinity; without bounds no cell exceeds a total for long.
inline void sweep_bounded(double* __restrict y, std::size_t count, const double* __restrict low,
                          const double* __restrict high, const std::size_t* __restrict scaled_by,
                          const double* __restrict factor, const std::size_t* __restrict summed_to,
                          double* __restrict clipped, double* __restrict moving) {
  constexpr std::size_t piece = 64;
  double scaled[piece], within[piece], moved[piece];
  for (std::size_t first = 0; first < count; first += piece) {
    const std::size_t size = count - first < piece ? count - first : piece;
    for (std::size_t k = 0; k < size; ++k) {
      scaled[k] = y[first + k] * factor[scaled_by[first + k]];
    }
    for (std::size_t k = 0; k < size; ++k) {
      const double lower = low[first + k], upper = high[first + k];
      const double value = scaled[k] < 1e150 ? scaled[k] : 1e150;
      const double above = value > lower ? value : 0;
      const double raised = lower > value ? lower : value;
      y[first + k] = value;
      within[k] = raised < upper ? raised : upper;
      moved[k] = value < upper ? above : 0;
    }
    for (std::size_t k = 0; k < size; ++k) {
      const std::size_t g = summed_to[first + k];
      clipped[g] += within[k];
      moving[g] += moved[k];
    }
  }
}

}  // namespace salesplan::allocation::detail
