// A log-likelihood with its derivatives, and the mixture rule that every lifetime model follows.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace salesplan::customer::detail {

constexpr std::size_t parameter_count = 4;  ///< of each lifetime model

/// A value with its gradient and Hessian in the four parameters. Terms and their sums have the
/// upper triangle, i <= j, alone, until mirror().
struct Smooth {
  double value = 0;
  std::array<double, 4> gradient{};
  std::array<std::array<double, 4>, 4> hessian{};

  void add(const Smooth& other, double times) {
    value += times * other.value;
    for (std::size_t i = 0; i < 4; ++i) {
      gradient[i] += times * other.gradient[i];
      for (std::size_t j = i; j < 4; ++j) hessian[i][j] += times * other.hessian[i][j];
    }
  }

  void mirror() {
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = 0; j < i; ++j) hessian[i][j] = hessian[j][i];
    }
  }
};

/// The same function of the logarithms of the parameters.
inline Smooth in_logarithms(Smooth of, const std::array<double, 4>& params) {
  for (std::size_t i = 0; i < 4; ++i) {
    of.gradient[i] *= params[i];
    for (std::size_t j = 0; j < 4; ++j) of.hessian[i][j] *= params[i] * params[j];
    of.hessian[i][i] += of.gradient[i];
  }
  return of;
}

/// Makes `sum` ln(exp(sum) + exp(term)): a likelihood is the sum over the ways a history can have
/// come about ("alive", "gone since the last purchase", …). With w the share of the new term, the
/// gradient is the mean of the two and the Hessian the mean of the two plus their covariance, so
/// nothing overflows and nothing cancels.
inline void log_add(Smooth& sum, const Smooth& term) {
  const double lead = sum.value - term.value;
  const double odds = std::exp(-std::abs(lead));
  const double share = (lead < 0 ? 1 : odds) / (1 + odds);
  const double spread = odds / ((1 + odds) * (1 + odds));
  sum.value = (lead < 0 ? term.value : sum.value) + std::log1p(odds);
  std::array<double, 4> apart;
  for (std::size_t i = 0; i < 4; ++i) {
    apart[i] = term.gradient[i] - sum.gradient[i];
    sum.gradient[i] += share * apart[i];
  }
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = i; j < 4; ++j) {
      sum.hessian[i][j] +=
          share * (term.hessian[i][j] - sum.hessian[i][j]) + spread * apart[i] * apart[j];
    }
  }
}

}  // namespace salesplan::customer::detail
