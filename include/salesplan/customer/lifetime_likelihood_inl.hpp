// Body of lifetime_likelihood.hpp.
#pragma once

#include "salesplan/customer/lifetime_kernel.hpp"
#include "salesplan/customer/lifetime_likelihood.hpp"

namespace salesplan::customer {

SALESPLAN_INLINE double log_likelihood(const LifetimeModel& model, const Histories& histories,
                                       int threads) {
  check_model(model);
  const detail::Distinct distinct = detail::distinct_histories(histories);
  return detail::total_log_likelihood(model, distinct, threads).value +
         detail::gap_constant(model.k, histories);
}

}  // namespace salesplan::customer
