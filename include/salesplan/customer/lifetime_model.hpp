// The lifetime models by name, and their parameters.
#pragma once

#include <array>
#include <string>

#include "salesplan/core/config.hpp"

namespace salesplan::customer {

enum class Lifetime {
  bg_nbd,      ///< may leave after any repeat purchase
  mbg_nbd,     ///< … and after the first one
  pareto_nbd,  ///< may leave at any time
  mbg_cnbd_k,  ///< mbg_nbd with purchases more regular than chance: each the k-th phase
  bg_bb,       ///< buys or not at fixed occasions; time counts occasions
};

/// "bg_nbd", …
const char* lifetime_name(Lifetime kind);

/// The model of that name. Error(not_found) naming `place` otherwise.
Lifetime lifetime_by_name(const std::string& name, const std::string& place = "model");

/// r, alpha, a, b (bg_nbd, mbg_nbd, mbg_cnbd_k); r, alpha, s, beta (pareto_nbd); alpha, beta,
/// gamma, delta (bg_bb).
std::array<const char*, 4> parameter_names(Lifetime kind);

/// A lifetime model at given parameters: alpha and beta of the NBD models in units of time, the
/// others without unit, all positive.
struct LifetimeModel {
  Lifetime kind = Lifetime::bg_nbd;
  std::array<double, 4> params{};
  int k = 1;  ///< phases a purchase, 1..16; 1 but for mbg_cnbd_k
};

/// Error(invalid_argument) naming "params[i]" or "k" unless the model is in its domain.
void check_model(const LifetimeModel& model);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/lifetime_model_inl.hpp"
#endif
