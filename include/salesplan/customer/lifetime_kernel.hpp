// Runs a computation with the kernel of a lifetime model, over distinct histories.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/core/parallel.hpp"
#include "salesplan/customer/beta_geometric.hpp"
#include "salesplan/customer/bg_bb.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/lifetime_model.hpp"
#include "salesplan/customer/log_likelihood_sum.hpp"
#include "salesplan/customer/pareto_nbd.hpp"
#include "salesplan/numeric/special.hpp"

namespace salesplan::customer::detail {

/// use(kernel) for the model's kernel over the histories.
template <class Use>
auto with_kernel(const LifetimeModel& model, const Distinct& histories, Use&& use) {
  switch (model.kind) {
    case Lifetime::pareto_nbd:
      return use(ParetoNbd(model.params, histories));
    case Lifetime::bg_bb:
      return use(BgBb(model.params, histories));
    default:
      return use(BetaGeometric(model.params, model.k, model.kind != Lifetime::bg_nbd, histories));
  }
}

/// Σ customers·ln likelihood over the histories, with derivatives: the kernel's `Term` of each, and
/// once for those in a row with the same x what they share. Summed in fixed blocks, so the bits do
/// not depend on the number of threads.
inline Smooth total_log_likelihood(const LifetimeModel& model, const Distinct& histories,
                                   int threads) {
  return with_kernel(model, histories, [&](const auto& kernel) {
    using Term = decltype(kernel.history_term(0));
    constexpr std::size_t block = 1024;
    std::vector<Smooth> part((histories.size() + block - 1) / block);
    core::parallel_for(part.size(), threads, 1, [&](std::size_t p) {
      const std::size_t end = std::min(histories.size(), (p + 1) * block);
      for (std::size_t i = p * block; i < end;) {
        const std::size_t level = histories.level[i];
        Term terms;
        double customers = 0;
        for (; i < end && histories.level[i] == level; ++i) {
          terms.add(kernel.history_term(i), histories.customers[i]);
          customers += histories.customers[i];
        }
        part[p].add(kernel.level_sum(level, terms, customers), 1);
      }
    });
    Smooth total;
    for (const Smooth& sum : part) total.add(sum, 1);
    total.mirror();
    return total;
  });
}

/// The part of the mbg_cnbd_k log-likelihood that depends on k and the gaps but on no parameter.
inline double gap_constant(int k, const Histories& h) {
  if (k == 1) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < h.x.size(); ++i) {
    const double x = h.x[i];
    if (x == 0) continue;
    // Erlang-k gaps, Π gap^(k-1)/Γ(k); or their sum t_x, Erlang-kx against Erlang-x.
    sum += h.log_gaps.empty() ? (k - 1) * x * std::log(h.t_x[i]) - numeric::log_gamma(k * x) +
                                    numeric::log_gamma(x)
                              : (k - 1) * h.log_gaps[i] - x * numeric::log_gamma(k);
  }
  return sum;
}

}  // namespace salesplan::customer::detail
