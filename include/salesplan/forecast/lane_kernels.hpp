// The inner loops of all fits: eight models of one form run over a series.
#pragma once

#include <cstddef>

#include "salesplan/forecast/ets_model.hpp"
#include "salesplan/forecast/lanes.hpp"
#include "salesplan/forecast/season_start.hpp"

namespace salesplan::forecast::detail {

/// Eight models of one ETS form, and what they made of the series.
struct EtsLanes {
  Lanes alpha, beta, gamma, phi;
  Lanes level, trend;  ///< before the first value on entry, after the last on return
  Lanes sum_squares;   ///< of the errors
  Lanes log_fit;       ///< sum of log one-step forecasts (multiplicative errors only)
  Lanes lowest;        ///< the lowest divisor met: not positive = the model is not admissible
};

/// Eight complex exponential smoothings.
struct CesLanes {
  Lanes a0, a1, b0, b1;
  Lanes level;      ///< before the first value on entry, after the last on return
  Lanes potential;  ///< after the last value
  Lanes sum_squares;
};

/// Eight theta models.
struct ThetaLanes {
  Lanes alpha;
  Lanes weight;  ///< of the line
  Lanes level;   ///< before the first value on entry, after the last on return
  Lanes sum_squares;
};

/// One polynomial of eight ARIMA models: [count] lags and coefficients.
struct LagLanes {
  const std::size_t* lags;
  const Lanes* coefficients;
  std::size_t count;
};

/// The loops for one instruction set. Series are y [n], NaN = missing; `errors` [n][8] takes the
/// one-step errors, 0 where y is missing; `ring` [m][8] holds the seasonal states, by position,
/// before the first value and then after the last. The bits are the same for every set.
struct LaneKernels {
  const char* instruction_set;

  void (*filter_ets)(const EtsForm& form, const double* y, std::size_t n, std::size_t m,
                     double* ring, double* errors, EtsLanes& io);

  /// m = 0 without a season; `potentials` [m][8] as `ring`.
  void (*filter_ces)(const double* y, std::size_t n, std::size_t m, double* ring,
                     double* potentials, double* errors, CesLanes& io);

  /// `lines` [n]: the line known before each value. The first two errors are not scored: 0.
  void (*filter_theta)(const double* y, const Line* lines, std::size_t n, double* errors,
                       ThetaLanes& io);

  /// Conditional errors of w [n] less `constant`; z [n][8] takes the differences to it. Both z and
  /// errors lie behind as many rows of zeros as the longest lag.
  void (*filter_arima)(const double* w, std::size_t n, const LagLanes& ar, const LagLanes& ma,
                       const Lanes& constant, double* z, double* errors, Lanes& sum_squares);

  /// Products for a Gauss-Newton step. Lane 0 of the errors is the residual r at a point, lane k at
  /// a point moved along parameter k; each lane is first multiplied by its `weight`. products[j]
  /// lane k becomes the sum over t of d_j d_k, where d_0 = r and d_k = residual k - r.
  void (*cross_products)(const double* errors, std::size_t n, const Lanes& weight,
                         std::size_t count, Lanes* products);
};

}  // namespace salesplan::forecast::detail
