// The cells of a table on their way: scaled by one margin, summed for the next.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "salesplan/allocation/laid_margin.hpp"
#include "salesplan/allocation/margin_proof.hpp"
#include "salesplan/allocation/margin_sweep.hpp"
#include "salesplan/allocation/split.hpp"

namespace salesplan::allocation::detail {

/// The basis times the factors of all margins. The cells without bounds are swept line by line; the
/// few that a bound can stop are kept apart from them, and what can be but one thing is only added.
class MarginSums : protected MarginProof {
 protected:
  explicit MarginSums(const MarginProblem& problem)
      : MarginProof(problem), y_(problem.basis.begin(), problem.basis.end()) {
    if (bounded()) {
      for (LaidMargin& margin : margins_) margin.settled.resize(margin.size());
    }
    // A line is as long as the only dimension, if there is only one, and cannot be cut.
    const std::size_t rows = problem.shape.size() == 1 ? 1 : problem.shape[0];
    const std::size_t rows_a_block = std::min(rows, block_cells * rows / n_ + 1);
    for (std::size_t row = 0; row < rows; row += rows_a_block) {
      blocks_.push_back({row, std::min(row + rows_a_block, rows), rows});
      if (bounded()) set_bounded_apart(blocks_.back());
    }
    whole_.bounded_end = bounded_.size();
    unscaled_.factor = unscaled_.step = {1};
    unscaled_.first.assign(lines_, 0);
    unscaled_.bounded.assign(bounded_.size(), 0);
  }

  /// Rows [first, end) of the first dimension, which has `rows`, and the bounded cells in these.
  struct Block {
    std::size_t first, end, rows;
    std::size_t bounded = 0, bounded_end = 0;

    std::size_t begin_in(std::size_t size) const { return size / rows * first; }
    std::size_t end_in(std::size_t size) const { return size / rows * end; }
  };

  template <class T>
  static void fill(std::vector<T>& values, const Block& block, T value) {
    const auto at = [&](std::size_t i) { return values.begin() + static_cast<std::ptrdiff_t>(i); };
    std::fill(at(block.begin_in(values.size())), at(block.end_in(values.size())), value);
  }

  void forget_sums(LaidMargin& margin, const Block& block) const {
    fill(margin.sum, block, 0.0);
    if (bounded()) forget_bounded_sums(margin, block);
  }

  static void forget_bounded_sums(LaidMargin& margin, const Block& block) {
    fill(margin.moving, block, 0.0);
    const auto begin = static_cast<std::ptrdiff_t>(block.begin_in(margin.size()));
    const auto end = static_cast<std::ptrdiff_t>(block.end_in(margin.size()));
    std::copy(margin.settled.begin() + begin, margin.settled.begin() + end,
              margin.clipped.begin() + begin);
  }

  /// Sums the cells of a block to the margin's, on the way scaling them by the factors of the
  /// margin before.
  void add_up(LaidMargin& margin, const LaidMargin* before, const Block& block) {
    const LaidMargin& scale = before ? *before : unscaled_;
    if (scale.along) {
      margin.along ? sweep_block<true, true>(margin, scale, block)
                   : sweep_block<true, false>(margin, scale, block);
    } else {
      margin.along ? sweep_block<false, true>(margin, scale, block)
                   : sweep_block<false, false>(margin, scale, block);
    }
    if (bounded()) add_up_bounded(margin, scale, block);
  }

  void add_up_bounded(LaidMargin& margin, const LaidMargin& scale, const Block& block) {
    const std::size_t first = block.bounded;
    sweep_bounded(bounded_.y.data() + first, block.bounded_end - first, bounded_.low.data() + first,
                  bounded_.high.data() + first, scale.bounded.data() + first, scale.step.data(),
                  margin.bounded.data() + first, margin.clipped.data(), margin.moving.data());
  }

  /// Takes the last step of the factors of a margin whose cells were added up, which is known of
  /// all cells but the bounded.
  void add_up_again(LaidMargin& margin, const Block& block) {
    for (std::size_t g = block.begin_in(margin.size()); g < block.end_in(margin.size()); ++g) {
      margin.sum[g] *= margin.step[g];
    }
    forget_bounded_sums(margin, block);
    add_up_bounded(margin, margin, block);
  }

  /// After the first pass: whether a total may be out of the reach of its cells.
  bool is_any_out_of_reach() const {
    return std::any_of(margins_.begin(), margins_.end(), [&](const LaidMargin& margin) {
      std::vector<double> least(margin.size()), most(margin.size());
      if (bounded()) least = most = margin.settled;
      for (std::size_t k = 0; k < bounded_.size(); ++k) {
        least[margin.bounded[k]] += bounded_.low[k];
        most[margin.bounded[k]] += bounded_.high[k];
      }
      bool any = false;
      for (std::size_t g = 0; g < margin.size(); ++g) {
        const bool is_open = margin.sum[g] > 0;  // a cell without bounds can grow
        any = any || margin.most[g] < least[g] || (!is_open && margin.least[g] > most[g]);
      }
      return any;
    });
  }

  /// Takes up the factors of a margin, if any, and the bounds: what remains are the cells.
  void take_up(const LaidMargin* waiting) {
    const LaidMargin& scale = waiting ? *waiting : unscaled_;
    for_each_cell(scale, [&](std::size_t c, std::size_t g) { y_[c] *= scale.factor[g]; });
    for (std::size_t k = 0; k < bounded_.size(); ++k) {
      const double y = bounded_.y[k] * scale.step[scale.bounded[k]];
      y_[bounded_.cell[k]] = clip(y, bounded_.low[k], bounded_.high[k]);
    }
    for (const std::size_t c : settled_) y_[c] = low_of(c);
  }

  /// Makes 0 what the growth since the last look proves can be nothing else.
  void force_zeros(int passes) {
    std::vector<double> y = y_;
    for (std::size_t k = 0; k < bounded_.size(); ++k) y[bounded_.cell[k]] = bounded_.y[k];
    MarginProof::force_zeros(y, passes);
    for (std::size_t k = 0; k < bounded_.size(); ++k) {
      bounded_.y[k] = std::exchange(y[bounded_.cell[k]], 0.0);
    }
    y_ = std::move(y);
  }

  std::vector<double> y_;      // of the cells without bounds; 0 of the others
  std::vector<Block> blocks_;  // of as many rows as stay near the processor
  Block whole_{0, 1, 1};

 private:
  static constexpr std::size_t block_cells = 2048;

  /// The cells that a bound can stop, which are clipped one by one.
  struct BoundedCells {
    std::vector<std::size_t> cell;
    std::vector<double> y;
    std::vector<double> low, high;

    std::size_t size() const { return cell.size(); }
  };

  /// Takes the cells of a block that have bounds out of y_. Those that can be but one thing take no
  /// part in the passes.
  void set_bounded_apart(Block& block) {
    std::vector<double> low(length_), high(length_);
    std::vector<std::size_t> cells(block.end_in(n_) - block.begin_in(n_) + 1);
    std::size_t count = 0;  // of those that a bound can stop, found without a branch
    for (std::size_t line = block.begin_in(lines_); line < block.end_in(lines_); ++line) {
      bounds_of_line(line, low.data(), high.data());
      for (std::size_t k = 0; k < length_; ++k) {
        const std::size_t c = line * length_ + k;
        const int can_move = static_cast<int>(low[k] < high[k]);
        cells[count] = c;
        count += static_cast<std::size_t>(
            can_move & (static_cast<int>(low[k] > 0) | static_cast<int>(high[k] < infinity)));
        y_[c] *= can_move;
        if (low[k] > 0 && low[k] >= high[k]) settle(line, k);
      }
    }
    // Neighbours are added to one sum. Far from each other, none waits for the one before.
    cells.resize(count);
    block.bounded = bounded_.size();
    constexpr std::size_t strands = 4;
    const std::size_t length = cells.size() / strands + 1;
    for (std::size_t k = 0; k < length; ++k) {
      for (std::size_t c = k; c < cells.size(); c += length) add_bounded(cells[c]);
    }
    block.bounded_end = bounded_.size();
  }

  void settle(std::size_t line, std::size_t k) {
    const std::size_t c = line * length_ + k;
    settled_.push_back(c);
    for (LaidMargin& margin : margins_) margin.settled[margin.cell(line, k)] += low_of(c);
  }

  void add_bounded(std::size_t c) {
    bounded_.cell.push_back(c);
    bounded_.y.push_back(std::exchange(y_[c], 0.0));
    bounded_.low.push_back(low_of(c));
    bounded_.high.push_back(high_of(c));
    const std::size_t line = c / length_, k = c % length_;
    for (LaidMargin& margin : margins_) margin.bounded.push_back(margin.cell(line, k));
  }

  template <bool factor_along, bool sum_along>
  void sweep_block(LaidMargin& margin, const LaidMargin& scale, const Block& block) {
    const double* factor = scale.factor.data();
    const auto sweep_line = [&](std::size_t line) {
      sweep<factor_along, sum_along>(&y_[line * length_], length_, factor + scale.first[line],
                                     &margin.sum[margin.first[line]]);
    };
    const std::size_t begin = block.begin_in(lines_), end = block.end_in(lines_);
    const std::size_t apart = margin.apart;
    const std::size_t alike = std::min(margin.alike, (end - begin) / apart);
    if (!sum_along || alike < 4) {
      for (std::size_t line = begin; line < end; ++line) sweep_line(line);
      return;
    }
    for (std::size_t base = begin; base < end; base += alike * apart) {
      const std::size_t fours = base + alike / 4 * 4 * apart, next = base + alike * apart;
      for (std::size_t four = base; four < fours; four += 4 * apart) {
        for (std::size_t line = four; line < four + apart; ++line) {
          const auto own = [&](std::size_t j) { return factor + scale.first[line + j * apart]; };
          sweep_four<factor_along>(&y_[line * length_], apart * length_, length_,
                                   {own(0), own(1), own(2), own(3)},
                                   &margin.sum[margin.first[line]]);
        }
      }
      for (std::size_t line = fours; line < next; ++line) sweep_line(line);
    }
  }

  BoundedCells bounded_;
  std::vector<std::size_t> settled_;  // cells that their bounds leave but one thing other than 0
  LaidMargin unscaled_;               // stands for none before
};

}  // namespace salesplan::allocation::detail
