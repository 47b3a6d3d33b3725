// Bodies of margins.hpp: the passes over the margins.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/laid_margin.hpp"
#include "salesplan/allocation/margin_factors.hpp"
#include "salesplan/allocation/margins.hpp"
#include "salesplan/allocation/split.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::allocation {
namespace detail {

class MarginTable : private MarginFactors {
 public:
  explicit MarginTable(const MarginProblem& problem) : MarginFactors(problem) {
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      const std::vector<std::size_t>& dimensions = problem.margins[m].dimensions;
      const bool apart = problem.shape.size() > 1 && !dimensions.empty() && dimensions[0] == 0;
      (apart ? by_block_ : by_table_).push_back(&margins_[m]);
    }
  }

  enum class Outcome { met, impossible, open };

  /// Passes over all margins until they are met or proved impossible.
  Outcome run(double tolerance, int max_passes) {
    forget_growth();
    int look = 32;
    for (passes_ = 1;; ++passes_) {
      const double last = std::exchange(error_, pass());
      if (passes_ == 1 && is_any_out_of_reach()) check_margin_cells();
      if (error_ <= tolerance) return Outcome::met;
      if (passes_ == look) {
        if (find_proof(look)) return Outcome::impossible;
        force_zeros(passes_);
        forget_growth();
        look *= 2;
      }
      if (passes_ >= max_passes) return find_proof(look) ? Outcome::impossible : Outcome::open;
      set_pace(last > 0 ? error_ / last : 1);
    }
  }

  /// Once, after run().
  MarginFit result() {
    take_up(waiting_);
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

  /// Scales the cells so that one margin after the other is met; how far they were off. Margins
  /// that have the first dimension fall apart into its rows, so a block of rows is taken through
  /// all of them at a time.
  double pass() {
    double error = 0;
    const LaidMargin* before = waiting_;
    if (!by_table_.empty()) forget_sums(*by_table_[0], whole_);
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
        forget_sums(margin, whole_);
        add_up(margin, before, whole_);
      }
      error = std::max(error, meet(margin, whole_));
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
      fill(margin.bracket, block, LaidMargin::Bracket{{0, infinity}});
    }
    leapt_ = false;
    if (!bounded() && margin.pull.empty()) return set_exact_factors(margin, block);
    fill(margin.factor, block, 1.0);
    const double error = set_factors(margin, block);
    for (int step = 0; bounded() && (thorough_ || leapt_) && error > 0 && step < 20; ++step) {
      add_up_again(margin, block);
      if (set_factors(margin, block) <= 0.01 * error) break;
    }
    if (beyond_ > 0 && !leapt_) relax(margin, block);
    return error;
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
  double rate_ = 1;       // ρ, at which plain passes converge
  double farthest_ = 1;   // that it may be
  bool thorough_ = true;  // whether a margin with bounds is met before the next is looked at
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
