// Gamma-function family for positive arguments, free of the C library's shared `signgam`.
#pragma once

#include "salesplan/core/config.hpp"

namespace salesplan::numeric {

/// ln Γ(x) for x > 0, absolute error below 1e-14·max(1, |ln Γ(x)|). Unlike std::lgamma it writes
/// nothing shared, so threads may call it. @source Abramowitz & Stegun 6.1.41.
double log_gamma(double x);

/// ψ(x) = d ln Γ(x) / dx for x > 0. @source Abramowitz & Stegun 6.3.18.
double digamma(double x);

/// ψ'(x) for x > 0. @source Abramowitz & Stegun 6.4.12.
double trigamma(double x);

/// ln B(a, b) for a, b > 0.
double log_beta(double a, double b);

/// A function of one variable with its first two derivatives.
struct Jet {
  double value = 0;
  double first = 0;
  double second = 0;
};

/// ln (a)_n = ln Γ(a+n)/Γ(a) for a > 0 and integer n >= 0, with derivatives in a: summed directly
/// while n is small, so that a large `a` costs no digits.
Jet log_rising(double a, double n);

/// F(1, b; c; z) of Gauss for 0 < b <= c and 0 <= z < 1, by its continued fraction: all terms are
/// positive, relative error about 1e-14; the work grows as 1/sqrt(1-z).
/// @source DLMF 15.7.5 with a = 1; modified Lentz, DLMF 3.10.
double hypergeometric_1(double b, double c, double z);

}  // namespace salesplan::numeric

#ifndef SALESPLAN_COMPILED
#include "salesplan/numeric/special_inl.hpp"
#endif
