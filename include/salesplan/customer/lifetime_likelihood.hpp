// The likelihood of purchase histories under a lifetime model.
#pragma once

#include "salesplan/core/config.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/lifetime_model.hpp"

namespace salesplan::customer {

/// ln likelihood of independent histories: as published for each model, except that mbg_cnbd_k
/// without `log_gaps` has the gaps integrated out (relative to k = 1, so that k can be compared).
/// @param threads as in core::parallel_for. Errors: histories or model outside their domain.
/// O(n), and one evaluation a distinct history (24 nodes for pareto_nbd, T - t_x terms for bg_bb).
double log_likelihood(const LifetimeModel& model, const Histories& histories, int threads = 1);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/lifetime_likelihood_inl.hpp"
#endif
