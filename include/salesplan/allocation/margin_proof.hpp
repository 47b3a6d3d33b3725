// Proofs that no table meets its margins: combinations of totals that no cells can come to.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/laid_margin.hpp"
#include "salesplan/allocation/margin_consistency.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::allocation::detail {

/// The growth of the factors of margins, which is tried as the multipliers of a proof.
class MarginProof : protected MarginConsistency {
 protected:
  using MarginConsistency::MarginConsistency;

  void forget_growth() {
    for (LaidMargin& margin : margins_) {
      std::fill(margin.log_factor.begin(), margin.log_factor.end(), 0.0);
      std::fill(margin.product.begin(), margin.product.end(), 1.0);
    }
  }

  /// Counts a factor in.
  static void multiply(LaidMargin& margin, std::size_t g, double factor) {
    double& product = margin.product[g];
    product *= factor;
    if (product > 1e-100 && product < 1e100) return;
    margin.log_factor[g] += std::log(product);
    product = 1;
  }

  /// Whether the growth of the factors proves that no table exists: as multipliers of the margins
  /// they make a sum of cells which is more than the cells can come to.
  bool is_proof() {
    double totals = 0;
    double size = 0;
    for (LaidMargin& margin : margins_) {
      for (std::size_t g = 0; g < margin.size(); ++g) {
        double& growth = margin.log_factor[g];
        growth += std::log(std::exchange(margin.product[g], 1.0));
        if (!margin.binds(g)) growth = 0;  // what may be missed proves nothing
        if (growth == 0) continue;
        const double total = growth > 0 ? margin.least[g] : margin.most[g];
        if (total == 0 ? growth > 0 : std::isinf(total)) growth = 0;  // nor does what has no end
        totals += growth * (growth == 0 ? 0 : total);
        size += std::abs(growth) * (growth == 0 ? 0 : total);
      }
    }
    double most = 0;
    for (std::size_t c = 0; c < n_; ++c) {
      double multiplier = 0;
      double cap = high_of(c);  // and no more than a total over it that takes part in the proof
      for (const LaidMargin& margin : margins_) {
        const std::size_t g = margin.cell(c / length_, c % length_);
        if (margin.log_factor[g] == 0) continue;
        multiplier += margin.log_factor[g];
        cap = std::min(cap, std::max(margin.most[g], low_of(c)));
      }
      if (multiplier != 0) most += multiplier * (multiplier > 0 ? cap : low_of(c));
    }
    return totals - most > 1e-9 * size;
  }

  /// After a pass: takes products up before any can leave the range of numbers.
  static void take_up_if_far(LaidMargin& margin) {
    margin.spread *= margin.reach * margin.reach;
    margin.reach = 1;
    if (margin.spread < 1e100) return;
    margin.spread = 1;
    for (std::size_t g = 0; g < margin.size(); ++g) {
      margin.log_factor[g] += std::log(std::exchange(margin.product[g], 1.0));
    }
  }

  /// Looks for a proof in the growth since the last look, no more than `passes` ago. Totals with no
  /// upper bound put no cap on their cells, so that no proof is made with the little that some of
  /// them grow before they settle: without these, one may be.
  bool find_proof(int passes) {
    for (LaidMargin& margin : margins_) {  // what must be nothing weighs more than anything else
      for (std::size_t g = 0; g < margin.size(); ++g) {
        if (margin.is_nothing(g)) margin.log_factor[g] = -64.0 * passes;
      }
    }
    if (is_proof()) return true;
    double largest = 0;
    std::vector<double*> open;
    std::vector<double> growths;
    for (LaidMargin& margin : margins_) {
      for (std::size_t g = 0; g < margin.size(); ++g) {
        const double growth = margin.log_factor[g];
        largest = std::max(largest, std::abs(growth));
        if (growth <= 0 || !std::isinf(margin.most[g])) continue;
        open.push_back(&margin.log_factor[g]);
        growths.push_back(growth);
      }
    }
    for (double small = 0x1p-10; small < 1; small *= 2) {
      bool any = false;
      for (double* growth : open) {
        if (*growth == 0 || *growth >= small * largest) continue;
        *growth = 0;
        any = true;
      }
      if (any && is_proof()) return true;
    }
    for (std::size_t k = 0; k < open.size(); ++k) *open[k] = growths[k];
    return false;
  }

  /// Where every table that meets the margins has a 0 which the basis has not, the factors approach
  /// it for ever. Their growth then is nearly a proof that those cells can be nothing else: cleared
  /// of what is not growth, until it leaves the other cells alone, it is one, and they become 0.
  /// @param y basis·Π factors, before any bound.
  void force_zeros(std::vector<double>& y, int sweeps) {
    double scale = 0;
    for (const LaidMargin& margin : margins_) {
      for (std::size_t g = 0; g < margin.size(); ++g) {
        if (!margin.is_nothing(g)) scale = std::max(scale, std::abs(margin.log_factor[g]));
      }
    }
    if (scale < 0.05) return;
    const auto is_settled = [&](std::size_t c) {  // nothing but one value may be there
      if (high_of(c) <= low_of(c)) return true;
      return std::any_of(margins_.begin(), margins_.end(), [&](const LaidMargin& margin) {
        return margin.is_nothing(margin.cell(c / length_, c % length_));
      });
    };
    std::vector<std::uint8_t> leaving(n_), settled(n_);
    bool any = false;
    for (std::size_t c = 0; c < n_; ++c) {
      settled[c] = is_settled(c) ? 1 : 0;
      if (settled[c] != 0 || low_of(c) > 0 || !(multiplier(c) < -0.1 * scale)) continue;
      leaving[c] = 1;
      any = true;
    }
    for (int sweep = 0; any && sweep < sweeps; ++sweep) {
      double largest = 0;
      for (std::size_t c = 0; c < n_; ++c) {
        const double wish = y[c];
        if (leaving[c] != 0 || settled[c] != 0) continue;
        const double off = multiplier(c);
        if (wish >= high_of(c) && off > 0) continue;  // its bound holds it where it goes to
        if (low_of(c) > 0 && wish <= low_of(c) && off < 0) continue;
        if (std::abs(off) <= 1e-15 * scale) continue;
        largest = std::max(largest, std::abs(off));
        std::size_t sharing = 0;
        for_margins_of(c, [&](LaidMargin&, std::size_t) { ++sharing; });
        if (sharing == 0) return;
        for_margins_of(c, [&](LaidMargin& margin, std::size_t g) {
          margin.log_factor[g] -= off / static_cast<double>(sharing);
        });
      }
      if (largest <= 1e-14 * scale) break;
      if (sweep + 1 == sweeps) return;
    }
    if (!any) return;
    double totals = 0, size = 0, most = 0;
    for (const LaidMargin& margin : margins_) {
      for (std::size_t g = 0; g < margin.size(); ++g) {
        const double growth = margin.log_factor[g];
        if (margin.is_nothing(g) || std::abs(growth) <= 1e-13 * scale) continue;
        const double total = growth > 0 ? margin.least[g] : margin.most[g];
        if (std::isinf(total)) return;
        totals += growth * total;
        size += std::abs(growth) * total;
      }
    }
    std::vector<Constraint> forcing;
    for (std::size_t c = 0; c < n_; ++c) {
      const double up = multiplier(c);
      if (std::abs(up) <= 1e-13 * scale) continue;
      most += up * (up > 0 ? settled_high(c, forcing) : low_of(c));
    }
    if (!(std::abs(most - totals) <= 1e-12 * size)) return;
    for (std::size_t c = 0; c < n_; ++c) {
      if (leaving[c] == 0 || !(multiplier(c) < -0.05 * scale)) continue;
      y[c] = 0;
      fix_at_zero(c);
    }
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      for (std::size_t g = 0; g < margins_[m].size(); ++g) {
        if (!margins_[m].is_nothing(g) && std::abs(margins_[m].log_factor[g]) > 1e-6 * scale) {
          forcing.emplace_back(m, g);
        }
      }
    }
    forcing_.insert(forcing_.end(), forcing.begin(), forcing.end());
  }

  /// After is_proof(): throws, naming margin cells that cannot hold together. `impossible_with`
  /// tells whether some of them alone can be proved impossible.
  template <class Impossible>
  [[noreturn]] void refuse(Impossible impossible_with) {
    std::vector<Constraint> needed = thinned_proof();
    for (const Constraint& constraint : forcing_) {
      if (std::count(needed.begin(), needed.end(), constraint) == 0) needed.push_back(constraint);
    }
    // A table with nothing but these must still be impossible; then each is tried without.
    if (impossible_with(needed)) {
      for (std::size_t k = needed.size(); k-- > 0 && needed.size() > 1;) {
        std::vector<Constraint> fewer = needed;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
        if (impossible_with(fewer)) needed = std::move(fewer);
      }
    }
    constexpr std::size_t shown = 12;
    std::string others;
    for (std::size_t k = 1; k < std::min(needed.size(), shown); ++k) {
      others += (k > 1 ? ", " : "") + margin_cell(needed[k]) + " " + total_text(needed[k]);
    }
    if (needed.size() > shown) {
      others += " and " + std::to_string(needed.size() - shown) + " more";
    }
    throw Error(ErrorCode::infeasible, margin_cell(needed[0]),
                "total " + total_text(needed[0]) +
                    (others.empty() ? " conflicts with" : " conflicts with " + others + " and") +
                    " what the cells below can be");
  }

 private:
  /// Calls `visit(margin, g)` for the margin cells over cell c that take part in a proof, but those
  /// of total 0: what is exact, and the bound that a range has grown against.
  template <class Visit>
  void for_margins_of(std::size_t c, Visit visit) {
    for (LaidMargin& margin : margins_) {
      const std::size_t g = margin.cell(c / length_, c % length_);
      if (!margin.binds(g) || margin.is_nothing(g)) continue;
      if (margin.is_exact(g) || margin.log_factor[g] != 0) visit(margin, g);
    }
  }

  /// The growth of a cell by that of the margin cells over it, but those of total 0.
  double multiplier(std::size_t c) {
    double sum = 0;
    for_margins_of(c, [&](LaidMargin& margin, std::size_t g) { sum += margin.log_factor[g]; });
    return sum;
  }

  /// The most that a cell can be: its bound, or the least of the totals over it, which is added to
  /// `needed`.
  double settled_high(std::size_t c, std::vector<Constraint>& needed) const {
    double most = high_of(c);
    Constraint least{margins_.size(), 0};
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      const std::size_t g = margins_[m].cell(c / length_, c % length_);
      const double cap = std::max(margins_[m].most[g], low_of(c));
      if (!margins_[m].binds(g) || cap >= most) continue;
      most = cap;
      least = {m, g};
    }
    if (least.first < margins_.size()) needed.push_back(least);
    return most;
  }

  /// The margin cells whose multipliers the proof needs, after dropping them from the smallest on.
  std::vector<Constraint> thinned_proof() {
    std::vector<Constraint> all;
    double largest = 0;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      for (std::size_t g = 0; g < margins_[m].size(); ++g) {
        if (margins_[m].log_factor[g] != 0) all.emplace_back(m, g);
        largest = std::max(largest, std::abs(margins_[m].log_factor[g]));
      }
    }
    const auto multiplier = [&](const Constraint& c) -> double& {
      return margins_[c.first].log_factor[c.second];
    };
    std::stable_sort(all.begin(), all.end(), [&](const Constraint& a, const Constraint& b) {
      return std::abs(multiplier(a)) < std::abs(multiplier(b));
    });
    // First as many as can go together, then one by one.
    for (double small = 0.5; small > 1e-12; small /= 2) {
      std::vector<double> kept;
      for (const Constraint& c : all) {
        kept.push_back(multiplier(c));
        if (std::abs(multiplier(c)) < small * largest) multiplier(c) = 0;
      }
      if (is_proof()) break;
      for (std::size_t k = 0; k < all.size(); ++k) multiplier(all[k]) = kept[k];
    }
    std::vector<Constraint> needed;
    for (const Constraint& c : all) {
      if (multiplier(c) == 0) continue;
      const double kept = std::exchange(multiplier(c), 0.0);
      if (is_proof()) continue;
      multiplier(c) = kept;
      needed.push_back(c);
    }
    std::sort(needed.begin(), needed.end());
    return needed;
  }

  std::vector<Constraint> forcing_;  // that leave some cells nothing but 0
};

}  // namespace salesplan::allocation::detail
