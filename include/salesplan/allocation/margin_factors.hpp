// The factors that take the sums of a margin's cells to its totals: exact, within bounds, at a
// price.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/allocation/laid_margin.hpp"
#include "salesplan/allocation/margin_sums.hpp"
#include "salesplan/allocation/split.hpp"

namespace salesplan::allocation::detail {

/// How far the factors of a margin go, whose cells have been added up.
class MarginFactors : protected MarginSums {
 protected:
  using MarginSums::MarginSums;

  /// The factors of exact or free totals of cells without bounds, relaxed; the largest relative
  /// error of the sums. Where no factor helps, 2 is as good as another: only a proof is made of it.
  double set_exact_factors(LaidMargin& margin, const Block& block) const {
    const std::size_t begin = block.begin_in(margin.size()), end = block.end_in(margin.size());
    const double* __restrict sum = margin.sum.data();
    const double* __restrict least = margin.least.data();
    const double* __restrict most = margin.most.data();
    double* __restrict factor = margin.factor.data();
    double* __restrict product = margin.product.data();
    const double up = 1 + beyond_, down = 1 - beyond_;
    constexpr std::size_t piece = 256;
    double step[piece];
    double smallest[4] = {1, 1, 1, 1}, largest[4] = {1, 1, 1, 1};
    for (std::size_t first = begin; first < end; first += piece) {
      const std::size_t count = std::min(piece, end - first);
      for (std::size_t k = 0; k < count; ++k) {
        const std::size_t g = first + k;
        const double total = least[g];
        const double quotient = total / sum[g];
        const double high = quotient < 1e60 ? quotient : 1e60;
        const double limited = high > 1e-60 ? high : 1e-60;
        const double helped = sum[g] > 0 ? limited : 2.0;
        const double nothing = sum[g] > 0 ? 0.0 : 1.0;
        const double wanted = total > 0 ? helped : nothing;
        step[k] = total == most[g] ? wanted : 1.0;
      }
      for (std::size_t k = 0; k < count; ++k) {
        const double f = step[k];
        const double relaxed = f * ((up * f + down) / (down * f + up));
        factor[first + k] = relaxed;
        const double grown = product[first + k] * relaxed;
        product[first + k] = grown > 1e-300 ? grown : 1e-300;
      }
      for (std::size_t k = count; k % 4 > 0; ++k) step[k] = 1;
      for (std::size_t k = 0; k < count; k += 4) {
        for (std::size_t j = 0; j < 4; ++j) {
          smallest[j] = step[k + j] < smallest[j] ? step[k + j] : smallest[j];
          largest[j] = step[k + j] > largest[j] ? step[k + j] : largest[j];
        }
      }
    }
    const double low = *std::min_element(smallest, smallest + 4);
    const double high = *std::max_element(largest, largest + 4);
    margin.reach = std::max(margin.reach, std::max(high, 1 / low));
    return std::max(1 - low, 1 - 1 / high);
  }

  /// A factor for every total; the largest relative error of their sums. A total that is a range is
  /// met by the factor nearest to what undoes all its factors before, so that what is within is
  /// left alone; a price limits what they come to together.
  double set_factors(LaidMargin& margin, const Block& block) {
    double largest = 0;
    const bool ranged = !margin.pull.empty();
    for (std::size_t g = block.begin_in(margin.size()); g < block.end_in(margin.size()); ++g) {
      const double sum = margin.amount(g);
      if (bounded()) margin.step[g] = 1;
      if (margin.is_nothing(g)) {
        // What is to be nothing is so at once.
        margin.factor[g] = 0;
        if (bounded()) margin.step[g] = 0;
        if (sum > 0) largest = 1;
        continue;
      }
      if (ranged ? margin.is_free(g) : !margin.is_exact(g) || sum == margin.least[g]) continue;
      if (sum == 0 && margin.moved(g) == 0) {
        if (margin.least[g] > 0 && margin.binds(g)) {
          largest = 1;
          margin.log_factor[g] += 1;  // no factor helps: only a proof is made of it
        }
        continue;
      }
      double factor = step(margin, g, margin.least[g]);
      if (ranged) {
        factor = clip(1 / margin.pull[g], factor, step(margin, g, margin.most[g]));
        if (margin.is_priced(g)) factor = within_price(margin, g, factor);
        if (factor == 1) continue;
        largest = std::max(largest, error_of(margin, g, factor));
      } else {
        const double missing = std::abs(margin.least[g] - sum);
        const double size = std::max(margin.least[g], sum);
        if (missing > largest * size) largest = missing / size;
      }
      if (bounded()) factor = bracketed(margin, g, factor);
      take(margin, g, factor);
    }
    return largest;
  }

  /// Takes every factor, which was to the power 1, to the power ω: f^(1 + e) ≈
  /// f·((1 + e)·f + 1 - e)/((1 - e)·f + 1 + e).
  void relax(LaidMargin& margin, const Block& block) const {
    const double e = beyond_;
    const std::size_t size = margin.size();
    for (std::size_t g = block.begin_in(size); g < block.end_in(size); ++g) {
      const double f = margin.factor[g];
      if (f == 0 || f == 1) continue;
      double more = ((1 + e) * f + 1 - e) / ((1 - e) * f + 1 + e);
      if (!margin.pull.empty() && !margin.is_exact(g)) {  // a range does not change its side
        const double back = 1 / margin.pull[g];
        more = back < 1 ? std::max(more, back) : back > 1 ? std::min(more, back) : 1;
      }
      if (margin.is_priced(g)) more = within_price(margin, g, more);
      take(margin, g, more);
    }
  }

  double beyond_ = 0;   // ω - 1
  bool leapt_ = false;  // whether a factor was set where every bound holds

 private:
  /// The factor that takes the sum to a total, with bounds by a step of Newton's: Σ clip(y·f) is
  /// about sum + moved·(f - 1).
  double step(const LaidMargin& margin, std::size_t g, double total) const {
    const double sum = margin.amount(g), moved = margin.moved(g);
    if (!bounded()) return clip(total / sum, 1e-150, 1e150);
    if (sum == total) return 1;
    if (moved > 0) return clip(1 + (total - sum) / moved, 0.0625, 16.0);
    return total > sum ? 16.0 : 0.0625;
  }

  /// A factor no larger or smaller than a total's price has left.
  static double within_price(const LaidMargin& margin, std::size_t g, double factor) {
    const double pull = margin.pull[g], farthest = margin.farthest[g];
    return clip(factor, 1 / (farthest * pull), farthest / pull);
  }

  /// By how much the sum of a range is off, relatively: by no more than its factor.
  static double error_of(const LaidMargin& margin, std::size_t g, double factor) {
    const double sum = margin.amount(g), least = margin.least[g], most = margin.most[g];
    const double total = factor > 1 ? (sum < least ? least : most) : (sum > most ? most : least);
    const double missing = 1 - std::min(sum, total) / std::max(sum, total);
    return std::min(missing, factor > 1 ? 1 - 1 / factor : 1 - factor);
  }

  /// Multiplies the cells of a total by a factor at the next look.
  void take(LaidMargin& margin, std::size_t g, double factor) const {
    margin.factor[g] *= factor;
    if (bounded()) margin.step[g] *= factor;
    multiply(margin, g, factor);
    if (!margin.pull.empty()) margin.pull[g] = clip(margin.pull[g] * factor, 1e-250, 1e250);
  }

  /// A step; where it leaves what is known to be too small and too large, to half way between
  /// these.
  double bracketed(LaidMargin& margin, std::size_t g, double step) {
    const double factor = margin.factor[g];
    double* bracket = margin.bracket[g].end;
    bracket[step > 1 ? 0 : 1] = factor;
    leapt_ = leapt_ || margin.moved(g) == 0;
    const double next = factor * step;
    const bool known = !(next > bracket[0] && next < bracket[1]);
    return known ? std::sqrt(bracket[0] * bracket[1]) / factor : step;
  }
};

}  // namespace salesplan::allocation::detail
