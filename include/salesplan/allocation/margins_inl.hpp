// Bodies of margins.hpp: the passes over the margins, and the proof where they cannot be met.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/margin_layout.hpp"
#include "salesplan/allocation/margins.hpp"
#include "salesplan/allocation/split.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::allocation {
namespace detail {

class MarginTable : private MarginLayout {
 public:
  explicit MarginTable(const MarginProblem& problem)
      : MarginLayout(problem), clipped_(length_), moving_(length_) {
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
        if (is_proof()) return Outcome::impossible;
        force_zeros();
        forget_growth();
        look *= 2;
      }
      if (passes_ >= max_passes) return is_proof() ? Outcome::impossible : Outcome::open;
      set_pace(last > 0 ? error_ / last : 1);
    }
  }

  /// Once, after run().
  MarginFit result() {
    for (std::size_t line = 0; waiting_ && line < lines_; ++line) scale_line(*waiting_, line);
    for (std::size_t c = 0; bounded() && c < n_; ++c) y_[c] = clip(y_[c], low_[c], high_[c]);
    return {std::move(y_), passes_, error_};
  }

  /// After Outcome::impossible: throws, naming margin cells that cannot hold together.
  [[noreturn]] void refuse() {
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

  int passes() const { return passes_; }
  double error() const { return error_; }

 private:
  void forget_growth() {
    for (LaidMargin& margin : margins_) {
      std::fill(margin.log_factor.begin(), margin.log_factor.end(), 0.0);
      std::fill(margin.product.begin(), margin.product.end(), 1.0);
    }
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
    const double error = set_factors(margin, block);
    for (int step = 0; bounded() && (thorough_ || leapt_) && error > 0 && step < 20; ++step) {
      forget_sums(margin, block);
      add_up(margin, &margin, block);
      if (set_factors(margin, block) <= 0.01 * error) break;
    }
    if (beyond_ > 0 && !leapt_) relax(margin, block);
    return error;
  }

  static void fill(std::vector<double>& values, const Block& block, double value) {
    const auto at = [&](std::size_t i) { return values.begin() + static_cast<std::ptrdiff_t>(i); };
    std::fill(at(block.begin_in(values.size())), at(block.end_in(values.size())), value);
  }

  void forget_sums(LaidMargin& margin, const Block& block) const {
    fill(margin.sum, block, 0);
    if (bounded()) fill(margin.moving, block, 0);
  }

  /// A factor for every total; the largest relative error of their sums.
  double set_factors(LaidMargin& margin, const Block& block) {
    double largest = 0;
    const std::size_t count = margin.totals.size();
    for (std::size_t g = block.begin_in(count); g < block.end_in(count); ++g) {
      const double total = margin.totals[g];
      margin.factor[g] = 1;
      if (total == 0) {
        // What is to be nothing is so at once; its multiplier weighs more than any other.
        margin.factor[g] = 0;
        margin.log_factor[g] -= 64;
        continue;
      }
      if (core::is_missing(total) || margin.sum[g] == total) continue;
      const double missing = total - margin.sum[g];
      const double size = std::max(total, margin.sum[g]);
      if (std::abs(missing) > largest * size) largest = std::abs(missing) / size;
      if (margin.sum[g] == 0 && margin.moving[g] == 0) {
        margin.log_factor[g] += 1;  // no factor helps: only a proof is made of it
        continue;
      }
      margin.factor[g] = bounded() ? bounded_factor(margin, g, missing)
                                   : clip(total / margin.sum[g], 1e-150, 1e150);
      multiply(margin, g, margin.factor[g]);
    }
    return largest;
  }

  /// Takes every factor, which was to the power 1, to the power ω: f^(1 + e) ≈
  /// f·((1 + e)·f + 1 - e)/((1 - e)·f + 1 + e).
  void relax(LaidMargin& margin, const Block& block) const {
    const double e = beyond_;
    const std::size_t size = margin.totals.size();
    for (std::size_t g = block.begin_in(size); g < block.end_in(size); ++g) {
      const double f = margin.factor[g] == 0 || !bounded() ? margin.factor[g] : margin.growth[g];
      if (f == 0 || f == 1) continue;
      const double more = ((1 + e) * f + 1 - e) / ((1 - e) * f + 1 + e);
      margin.factor[g] *= more;
      multiply(margin, g, more);
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

  /// A Newton step on Σ clip(y·f), which is about sum + moving·(f - 1); where it leaves what is
  /// known to be too small and too large, half way between these.
  double bounded_factor(LaidMargin& margin, std::size_t g, double missing) {
    double& growth = margin.growth[g];
    double& too_small = margin.too_small[g];
    double& too_large = margin.too_large[g];
    (missing > 0 ? too_small : too_large) = growth;
    const double far = missing > 0 ? 16.0 : 0.0625;
    leapt_ = leapt_ || margin.moving[g] == 0;
    double next =
        growth * (margin.moving[g] > 0 ? clip(1 + missing / margin.moving[g], 0.0625, 16.0) : far);
    if (!(next > too_small && next < too_large)) next = std::sqrt(too_small * too_large);
    const double factor = next / growth;
    growth = next;
    return factor;
  }

  /// Sums the cells of a block to the margin's, on the way through each line scaling it by the
  /// factors of the margin before.
  void add_up(LaidMargin& margin, const LaidMargin* before, const Block& block) {
    for (std::size_t line = block.begin_in(lines_); line < block.end_in(lines_); ++line) {
      if (before) scale_line(*before, line);
      double* sum = margin.sum.data() + margin.first[line];
      if (bounded()) {
        clip_line(line);
        add_line(clipped_.data(), margin.along, sum);
        add_line(moving_.data(), margin.along, margin.moving.data() + margin.first[line]);
      } else {
        add_line(y_.data() + line * length_, margin.along, sum);
      }
    }
  }

  // The kernels have no branch and, with __restrict, no check for overlap: a line is short.

  /// Multiplies a line of cells by a margin's factors.
  void scale_line(const LaidMargin& margin, std::size_t line) {
    double* __restrict y = y_.data() + line * length_;
    const double* __restrict factor = margin.factor.data() + margin.first[line];
    const std::size_t length = length_;
    if (margin.along) {
      for (std::size_t k = 0; k < length; ++k) y[k] *= factor[k];
    } else {
      const double same = *factor;
      for (std::size_t k = 0; k < length; ++k) y[k] *= same;
    }
  }

  /// What the bounds make of a line of cells, and what of it follows a factor. The limit keeps what
  /// grows without end from reaching infinity; without bounds no cell exceeds a total for long.
  void clip_line(std::size_t line) {
    double* __restrict y = y_.data() + line * length_;
    const double* __restrict low = low_.data() + line * length_;
    const double* __restrict high = high_.data() + line * length_;
    double* __restrict clipped = clipped_.data();
    double* __restrict moving = moving_.data();
    const std::size_t length = length_;
    for (std::size_t k = 0; k < length; ++k) {
      const double wish = y[k] < 1e150 ? y[k] : 1e150;
      const double above = wish > low[k] ? wish : 0;
      y[k] = wish;
      clipped[k] = clip(wish, low[k], high[k]);
      moving[k] = wish < high[k] ? above : 0;
    }
  }

  void add_line(const double* __restrict cells, bool along, double* __restrict sum) const {
    const std::size_t length = length_;
    if (along) {
      for (std::size_t k = 0; k < length; ++k) sum[k] += cells[k];
    } else {
      double even = 0, odd = length % 2 > 0 ? cells[length - 1] : 0;
      for (std::size_t k = 0; k + 1 < length; k += 2) {
        even += cells[k];
        odd += cells[k + 1];
      }
      *sum += even + odd;
    }
  }

  /// Whether the growth of the factors proves that no table exists: as multipliers of the margins
  /// they make a sum of cells which is more than the cells can come to.
  bool is_proof() {
    double totals = 0;
    double size = 0;
    for (LaidMargin& margin : margins_) {
      for (std::size_t g = 0; g < margin.totals.size(); ++g) {
        margin.log_factor[g] += std::log(std::exchange(margin.product[g], 1.0));
        if (margin.log_factor[g] == 0) continue;
        totals += margin.log_factor[g] * margin.totals[g];
        size += std::abs(margin.log_factor[g]) * margin.totals[g];
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
        cap = std::min(cap, std::max(margin.totals[g], low_of(c)));
      }
      if (multiplier != 0) most += multiplier * (multiplier > 0 ? cap : low_of(c));
    }
    return totals - most > 1e-9 * size;
  }

  /// Where every table that meets the margins has a 0 which the basis has not, the factors approach
  /// it for ever. Their growth then is nearly a proof that those cells can be nothing else: cleared
  /// of what is not growth, until it leaves the other cells alone, it is one, and they become 0.
  void force_zeros() {
    double scale = 0;
    for (const LaidMargin& margin : margins_) {
      for (std::size_t g = 0; g < margin.totals.size(); ++g) {
        if (margin.totals[g] > 0) scale = std::max(scale, std::abs(margin.log_factor[g]));
      }
    }
    if (scale < 0.05) return;
    const auto is_settled = [&](std::size_t c) {  // nothing but one value may be there
      if (high_of(c) <= low_of(c)) return true;
      return std::any_of(margins_.begin(), margins_.end(), [&](const LaidMargin& margin) {
        return margin.totals[margin.cell(c / length_, c % length_)] == 0;
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
    for (int sweep = 0; any && sweep < passes_; ++sweep) {
      double largest = 0;
      for (std::size_t c = 0; c < n_; ++c) {
        const double wish = y_[c];
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
      if (sweep + 1 == passes_) return;
    }
    if (!any) return;
    double totals = 0, size = 0, most = 0;
    for (const LaidMargin& margin : margins_) {
      for (std::size_t g = 0; g < margin.totals.size(); ++g) {
        if (!(margin.totals[g] > 0)) continue;
        totals += margin.log_factor[g] * margin.totals[g];
        size += std::abs(margin.log_factor[g]) * margin.totals[g];
      }
    }
    for (std::size_t c = 0; c < n_; ++c) {
      const double up = multiplier(c);
      if (std::abs(up) <= 1e-13 * scale) continue;
      const double value = up > 0 ? settled_high(c) : low_of(c);
      most += up * value;
    }
    if (!(std::abs(most - totals) <= 1e-12 * size)) return;
    for (std::size_t c = 0; c < n_; ++c) {
      if (leaving[c] == 0 || !(multiplier(c) < -0.05 * scale)) continue;
      y_[c] = 0;
      fix_at_zero(c);
    }
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      for (std::size_t g = 0; g < margins_[m].totals.size(); ++g) {
        if (margins_[m].totals[g] > 0 && std::abs(margins_[m].log_factor[g]) > 1e-6 * scale) {
          forcing_.emplace_back(m, g);
        }
      }
    }
  }

  /// Calls `visit(margin, g)` for the margin cells over cell c whose totals are above 0.
  template <class Visit>
  void for_margins_of(std::size_t c, Visit visit) {
    for (LaidMargin& margin : margins_) {
      const std::size_t g = margin.cell(c / length_, c % length_);
      if (margin.totals[g] > 0) visit(margin, g);
    }
  }

  /// The growth of a cell by that of the margin cells over it, but those of total 0.
  double multiplier(std::size_t c) {
    double sum = 0;
    for_margins_of(c, [&](LaidMargin& margin, std::size_t g) { sum += margin.log_factor[g]; });
    return sum;
  }

  /// The most that a cell can be: its bound, or the least of the totals over it.
  double settled_high(std::size_t c) const {
    double most = high_of(c);
    for (const LaidMargin& margin : margins_) {
      const double total = margin.totals[margin.cell(c / length_, c % length_)];
      if (!core::is_missing(total)) most = std::min(most, std::max(total, low_of(c)));
    }
    return most;
  }

  /// The margin cells whose multipliers the proof needs, after dropping them from the smallest on.
  std::vector<Constraint> thinned_proof() {
    std::vector<Constraint> all;
    double largest = 0;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      for (std::size_t g = 0; g < margins_[m].totals.size(); ++g) {
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

  /// Whether a table under these margin cells alone can be proved impossible.
  bool impossible_with(const std::vector<Constraint>& constraints) const {
    std::vector<std::vector<double>> totals;
    for (const LaidMargin& margin : margins_) {
      totals.emplace_back(margin.totals.size(), core::missing_number);
    }
    for (const Constraint& c : constraints) {
      totals[c.first][c.second] = margins_[c.first].totals[c.second];
    }
    std::vector<Margin> margins(problem_.margins.begin(), problem_.margins.end());
    for (std::size_t m = 0; m < margins.size(); ++m) margins[m].totals = totals[m];
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
  std::vector<double> clipped_, moving_;  // of one line
  std::vector<Block> blocks_;
  std::vector<LaidMargin*> by_block_, by_table_;
  std::vector<Constraint> forcing_;      // that leave some cells nothing but 0
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
