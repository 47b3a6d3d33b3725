// Bodies of margins.hpp: the passes over the margins.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/margin_layout.hpp"
#include "salesplan/allocation/margin_proof.hpp"
#include "salesplan/allocation/margin_sweep.hpp"
#include "salesplan/allocation/margins.hpp"
#include "salesplan/allocation/split.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::allocation {
namespace detail {

class MarginTable : private MarginProof {
 public:
  explicit MarginTable(const MarginProblem& problem) : MarginProof(problem) {
    unscaled_.factor = {1};
    unscaled_.first.assign(lines_, 0);
    // A line is as long as the only dimension, if there is only one, and cannot be cut.
    const bool one = problem.shape.size() == 1;
    const std::size_t rows = one ? 1 : problem.shape[0];
    const std::size_t rows_a_block = std::min(rows, block_cells * rows / n_ + 1);
    for (std::size_t row = 0; row < rows; row += rows_a_block) {
      blocks_.push_back({row, std::min(row + rows_a_block, rows), rows});
    }
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      const std::vector<std::size_t>& dimensions = problem.margins[m].dimensions;
      const bool apart = !one && !dimensions.empty() && dimensions[0] == 0;
      (apart ? by_block_ : by_table_).push_back(&margins_[m]);
    }
  }

  enum class Outcome { met, impossible, open };

  /// Passes over all margins until they are met or proved impossible.
  Outcome run(double tolerance, int max_passes) {
    y_.assign(problem_.basis.begin(), problem_.basis.end());
    forget_growth();
    int look = 32;
    for (passes_ = 1;; ++passes_) {
      const double last = std::exchange(error_, pass());
      if (error_ <= tolerance) return Outcome::met;
      if (passes_ == look) {
        if (find_proof(look)) return Outcome::impossible;
        force_zeros(y_, passes_);
        forget_growth();
        look *= 2;
      }
      if (passes_ >= max_passes) return find_proof(look) ? Outcome::impossible : Outcome::open;
      set_pace(last > 0 ? error_ / last : 1);
    }
  }

  /// Once, after run().
  MarginFit result() {
    if (waiting_) {
      for_each_cell(*waiting_, [&](std::size_t c, std::size_t g) { y_[c] *= waiting_->factor[g]; });
    }
    for (std::size_t c = 0; bounded() && c < n_; ++c) y_[c] = clip(y_[c], low_[c], high_[c]);
    std::vector<PricedMiss> missed = priced_misses();
    return {std::move(y_), std::move(missed), passes_, error_};
  }

  /// After Outcome::impossible: throws, naming margin cells that cannot hold together.
  [[noreturn]] void refuse() {
    MarginProof::refuse([this](const std::vector<Constraint>& constraints) {
      return impossible_with(constraints);
    });
  }

  int passes() const { return passes_; }
  double error() const { return error_; }

 private:
  /// The totals whose factors are as far from 1 as their prices allow.
  std::vector<PricedMiss> priced_misses() const {
    std::vector<PricedMiss> misses;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      const LaidMargin& margin = margins_[m];
      if (margin.farthest.empty()) continue;
      std::vector<double> sum(margin.size());
      for_each_cell(margin, [&](std::size_t c, std::size_t g) { sum[g] += y_[c]; });
      for (std::size_t g = 0; g < margin.size(); ++g) {
        if (!margin.is_priced(g)) continue;
        const double excess = sum[g] - clip(sum[g], margin.least[g], margin.most[g]);
        const double limit = (1 - 1e-9) * margin.farthest[g];
        const bool spent = margin.pull[g] >= limit || margin.pull[g] * limit <= 1;
        if (!spent || std::abs(excess) <= 1e-9 * sum[g]) continue;
        misses.push_back({m, g, excess, problem_.margins[m].price[g] * std::abs(excess)});
      }
    }
    return misses;
  }

  /// Chooses how far the next pass goes from the ratio of the last two errors, as over-relaxation
  /// does: where plain passes take an error to ρ times what it was, those that take every factor to
  /// the power ω = 2/(1 + √(1 - ρ)) take it to about ω - 1 times. Nothing is gained from a ratio
  /// that has not settled, nor where no table may exist.
  void set_pace(double ratio) {
    const bool grows = ratio >= 1;
    // The ratio under ω tells the ρ of plain passes: (ratio + ω - 1)² = ratio·ω²·ρ.
    const double omega = 1 + beyond_;
    const double plain =
        ratio <= beyond_ ? rate_ : (ratio + beyond_) * (ratio + beyond_) / (ratio * omega * omega);
    const bool settled = std::abs(plain - rate_) < 0.1;
    rate_ = plain;
    thorough_ = ratio > 0.7;
    if (grows) {
      // With bounds the factors can go to and fro for ever; every time that they do, go less far.
      if (beyond_ > 0) farthest_ = 0.7 * std::min(farthest_, beyond_);
      beyond_ = 0;
    } else if (settled && plain < 0.95) {
      beyond_ = std::min(2 / (1 + std::sqrt(1 - plain)) - 1, farthest_);
    }
  }

  /// Rows [first, end) of the first dimension, which has `rows`.
  struct Block {
    std::size_t first, end, rows;

    std::size_t begin_in(std::size_t size) const { return size / rows * first; }
    std::size_t end_in(std::size_t size) const { return size / rows * end; }
  };
  static constexpr Block whole{0, 1, 1};
  static constexpr std::size_t block_cells = 2048;  // as many as stay near the processor

  /// Scales the cells so that one margin after the other is met; how far they were off. Margins
  /// that have the first dimension fall apart into its rows, so a block of rows is taken through
  /// all of them at a time.
  double pass() {
    double error = 0;
    const LaidMargin* before = waiting_;
    if (!by_table_.empty()) forget_sums(*by_table_[0], whole);
    for (const Block& block : blocks_) {
      before = waiting_;
      for (LaidMargin* margin : by_block_) {
        forget_sums(*margin, block);
        add_up(*margin, before, block);
        error = std::max(error, meet(*margin, block));
        before = margin;
      }
      if (!by_table_.empty()) add_up(*by_table_[0], before, block);
    }
    for (std::size_t m = 0; m < by_table_.size(); ++m) {
      LaidMargin& margin = *by_table_[m];
      if (m > 0) {
        forget_sums(margin, whole);
        add_up(margin, before, whole);
      }
      error = std::max(error, meet(margin, whole));
      before = &margin;
    }
    waiting_ = before;
    for (LaidMargin& margin : margins_) take_up_if_far(margin);
    return error;
  }

  /// Sets the factors of a block of a margin, whose cells were just added up; how far it was off.
  /// With bounds one step of Newton's is made; after a pass that gained little, or a leap into the
  /// unknown, as many as take the error to a hundredth.
  double meet(LaidMargin& margin, const Block& block) {
    if (bounded()) {
      fill(margin.growth, block, 1);
      fill(margin.too_small, block, 0);
      fill(margin.too_large, block, infinity);
    }
    leapt_ = false;
    if (!bounded() && margin.pull.empty()) return set_exact_factors(margin, block);
    const double error = set_factors(margin, block);
    for (int step = 0; bounded() && (thorough_ || leapt_) && error > 0 && step < 20; ++step) {
      forget_sums(margin, block);
      add_up(margin, &margin, block);
      if (set_factors(margin, block) <= 0.01 * error) break;
    }
    if (beyond_ > 0 && !leapt_) relax(margin, block);
    return error;
  }

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

  static void fill(std::vector<double>& values, const Block& block, double value) {
    const auto at = [&](std::size_t i) { return values.begin() + static_cast<std::ptrdiff_t>(i); };
    std::fill(at(block.begin_in(values.size())), at(block.end_in(values.size())), value);
  }

  void forget_sums(LaidMargin& margin, const Block& block) const {
    fill(margin.sum, block, 0);
    if (bounded()) fill(margin.moving, block, 0);
  }

  /// A factor for every total; the largest relative error of their sums. A total that is a range is
  /// met by the factor nearest to what undoes all its factors before, so that what is within is
  /// left alone; a price limits what they come to together.
  double set_factors(LaidMargin& margin, const Block& block) {
    double largest = 0;
    const bool ranged = !margin.pull.empty();
    for (std::size_t g = block.begin_in(margin.size()); g < block.end_in(margin.size()); ++g) {
      const double sum = margin.sum[g];
      margin.factor[g] = 1;
      if (margin.is_nothing(g)) {
        // What is to be nothing is so at once.
        margin.factor[g] = 0;
        if (sum > 0) largest = 1;
        continue;
      }
      if (ranged ? margin.is_free(g) : !margin.is_exact(g) || sum == margin.least[g]) continue;
      if (sum == 0 && (!bounded() || margin.moving[g] == 0)) {
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

  /// The factor that takes the sum to a total, with bounds by a step of Newton's: Σ clip(y·f) is
  /// about sum + moving·(f - 1).
  double step(const LaidMargin& margin, std::size_t g, double total) const {
    const double sum = margin.sum[g];
    if (!bounded()) return clip(total / sum, 1e-150, 1e150);
    if (sum == total) return 1;
    if (margin.moving[g] > 0) return clip(1 + (total - sum) / margin.moving[g], 0.0625, 16.0);
    return total > sum ? 16.0 : 0.0625;
  }

  /// A factor no larger or smaller than a total's price has left.
  static double within_price(const LaidMargin& margin, std::size_t g, double factor) {
    const double pull = margin.pull[g], farthest = margin.farthest[g];
    return clip(factor, 1 / (farthest * pull), farthest / pull);
  }

  /// By how much the sum of a range is off, relatively: by no more than its factor.
  static double error_of(const LaidMargin& margin, std::size_t g, double factor) {
    const double sum = margin.sum[g], least = margin.least[g], most = margin.most[g];
    const double total = factor > 1 ? (sum < least ? least : most) : (sum > most ? most : least);
    const double missing = 1 - std::min(sum, total) / std::max(sum, total);
    return std::min(missing, factor > 1 ? 1 - 1 / factor : 1 - factor);
  }

  /// Multiplies the cells of a total by a factor at the next look.
  static void take(LaidMargin& margin, std::size_t g, double factor) {
    margin.factor[g] *= factor;
    multiply(margin, g, factor);
    if (!margin.pull.empty()) margin.pull[g] = clip(margin.pull[g] * factor, 1e-250, 1e250);
  }

  /// Takes every factor, which was to the power 1, to the power ω: f^(1 + e) ≈
  /// f·((1 + e)·f + 1 - e)/((1 - e)·f + 1 + e).
  void relax(LaidMargin& margin, const Block& block) const {
    const double e = beyond_;
    const std::size_t size = margin.size();
    for (std::size_t g = block.begin_in(size); g < block.end_in(size); ++g) {
      const double f = margin.factor[g] == 0 || !bounded() ? margin.factor[g] : margin.growth[g];
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

  /// A factor; where it leaves what is known to be too small and too large, half way between these.
  double bracketed(LaidMargin& margin, std::size_t g, double step) {
    double& growth = margin.growth[g];
    double& too_small = margin.too_small[g];
    double& too_large = margin.too_large[g];
    (step > 1 ? too_small : too_large) = growth;
    leapt_ = leapt_ || margin.moving[g] == 0;
    double next = growth * step;
    if (!(next > too_small && next < too_large)) next = std::sqrt(too_small * too_large);
    const double factor = next / growth;
    growth = next;
    return factor;
  }

  /// Sums the cells of a block to the margin's, on the way through each line scaling it by the
  /// factors of the margin before.
  void add_up(LaidMargin& margin, const LaidMargin* before, const Block& block) {
    const LaidMargin& scale = before ? *before : unscaled_;
    if (scale.along) {
      margin.along ? sweep_block<true, true>(margin, scale, block)
                   : sweep_block<true, false>(margin, scale, block);
    } else {
      margin.along ? sweep_block<false, true>(margin, scale, block)
                   : sweep_block<false, false>(margin, scale, block);
    }
  }

  template <bool factor_along, bool sum_along>
  void sweep_block(LaidMargin& margin, const LaidMargin& scale, const Block& block) {
    const std::size_t first = block.begin_in(lines_), end = block.end_in(lines_);
    const std::size_t length = length_;
    double* y = y_.data();
    if (bounded()) {
      for (std::size_t line = first; line < end; ++line) {
        const std::size_t c = line * length, g = margin.first[line];
        sweep_bounded<factor_along, sum_along>(y + c, length, low_.data() + c, high_.data() + c,
                                               scale.factor.data() + scale.first[line],
                                               margin.sum.data() + g, margin.moving.data() + g);
      }
    } else {
      for (std::size_t line = first; line < end; ++line) {
        sweep<factor_along, sum_along>(y + line * length, length,
                                       scale.factor.data() + scale.first[line],
                                       margin.sum.data() + margin.first[line]);
      }
    }
  }

  /// Whether a table under these margin cells alone can be proved impossible.
  bool impossible_with(const std::vector<Constraint>& constraints) const {
    std::vector<std::vector<double>> lower, upper;
    for (const LaidMargin& margin : margins_) {
      lower.emplace_back(margin.size(), core::missing_number);
      upper.emplace_back(margin.size(), core::missing_number);
    }
    for (const auto& [m, g] : constraints) {
      lower[m][g] = margins_[m].least[g];
      if (!std::isinf(margins_[m].most[g])) upper[m][g] = margins_[m].most[g];
    }
    std::vector<Margin> margins;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      const Margin& given = problem_.margins[m];
      margins.push_back({given.name, given.dimensions, {}, lower[m], upper[m], {}});
    }
    MarginProblem problem = problem_;
    problem.margins = margins;
    try {
      return MarginTable(problem).run(1e-9, 2048) == Outcome::impossible;
    } catch (const Error&) {
      return true;  // two of them already contradict each other
    }
  }

  int passes_ = 0;
  double error_ = 0;
  double rate_ = 1;        // ρ, at which plain passes converge
  double beyond_ = 0;      // ω - 1
  double farthest_ = 1;    // that it may be
  bool leapt_ = false;     // whether a factor was set where every bound holds
  bool thorough_ = true;   // whether a margin with bounds is met before the next is looked at
  std::vector<double> y_;  // basis·Π factors, which clip to the cells
  LaidMargin unscaled_;    // stands for none before
  std::vector<Block> blocks_;
  std::vector<LaidMargin*> by_block_, by_table_;
  const LaidMargin* waiting_ = nullptr;  // whose factors the cells lack yet
};

}  // namespace detail

SALESPLAN_INLINE MarginFit fit_margins(const MarginProblem& problem, double tolerance,
                                       int max_passes) {
  if (!(tolerance > 0 && tolerance < 1)) {
    throw Error(ErrorCode::invalid_argument, "tolerance",
                core::to_text(tolerance) + " is not in (0, 1)");
  }
  if (max_passes < 1) {
    throw Error(ErrorCode::invalid_argument, "max_passes",
                std::to_string(max_passes) + " is not at least 1");
  }
  detail::MarginTable table(problem);
  const auto outcome = table.run(tolerance, max_passes);
  if (outcome == detail::MarginTable::Outcome::impossible) table.refuse();
  if (outcome == detail::MarginTable::Outcome::open) {
    throw Error(ErrorCode::unsupported, "margins",
                "are met only to " + core::to_text(table.error()) + " after " +
                    std::to_string(table.passes()) + " passes");
  }
  return table.result();
}

}  // namespace salesplan::allocation
