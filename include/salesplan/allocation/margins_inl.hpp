// Bodies of margins.hpp: the passes over the margins, and the proof where they cannot be met.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
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
      : MarginLayout(problem), bounded_(!problem.lower.empty() || !problem.upper.empty()) {}

  enum class Outcome { met, impossible, open };

  /// Passes over all margins until they are met or proved impossible.
  Outcome run(double tolerance, int max_passes) {
    start();
    int look = 32;
    for (passes_ = 1;; ++passes_) {
      error_ = 0;
      for (LaidMargin& margin : margins_) error_ = std::max(error_, meet(margin));
      if (error_ <= tolerance) return Outcome::met;
      if (passes_ == look) {
        if (is_proof()) return Outcome::impossible;
        forget_growth();
        look *= 2;
      }
      if (passes_ >= max_passes) return is_proof() ? Outcome::impossible : Outcome::open;
    }
  }

  MarginFit result() const {
    MarginFit fit{std::vector<double>(n_), passes_, error_};
    for (std::size_t c = 0; c < n_; ++c) fit.cells[c] = clip(y_[c], low_[c], high_[c]);
    return fit;
  }

  /// After Outcome::impossible: throws, naming margin cells that cannot hold together.
  [[noreturn]] void refuse() {
    std::vector<Constraint> needed = thinned_proof();
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
  void start() {
    y_.assign(problem_.basis.begin(), problem_.basis.end());
    forget_growth();
  }

  void forget_growth() {
    for (LaidMargin& margin : margins_) {
      std::fill(margin.log_factor.begin(), margin.log_factor.end(), 0.0);
    }
  }

  /// Scales the cells so that this margin is met (with bounds: to a hundredth of how far it was
  /// off); how far that was.
  double meet(LaidMargin& margin) {
    std::fill(margin.growth.begin(), margin.growth.end(), 1.0);
    std::fill(margin.too_small.begin(), margin.too_small.end(), 0.0);
    std::fill(margin.too_large.begin(), margin.too_large.end(), infinity);
    add_up(margin);
    const double error = set_factors(margin);
    scale(margin);
    for (int step = 0; bounded_ && error > 0 && step < 20; ++step) {
      add_up(margin);
      if (set_factors(margin) <= 0.01 * error) break;
      scale(margin);
    }
    return error;
  }

  /// A factor for every total; the largest relative error of their sums.
  double set_factors(LaidMargin& margin) const {
    double largest = 0;
    for (std::size_t g = 0; g < margin.totals.size(); ++g) {
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
      largest = std::max(largest, std::abs(missing) / std::max(total, margin.sum[g]));
      if (margin.sum[g] == 0 && margin.moving[g] == 0) {
        margin.log_factor[g] += 1;  // no factor helps: only a proof is made of it
        continue;
      }
      margin.factor[g] = bounded_ ? bounded_factor(margin, g, missing) : total / margin.sum[g];
      margin.log_factor[g] += std::log(margin.factor[g]);
    }
    return largest;
  }

  /// A Newton step on Σ clip(y·f), which is about sum + moving·(f - 1); where it leaves what is
  /// known to be too small and too large, half way between these.
  static double bounded_factor(LaidMargin& margin, std::size_t g, double missing) {
    double& growth = margin.growth[g];
    double& too_small = margin.too_small[g];
    double& too_large = margin.too_large[g];
    (missing > 0 ? too_small : too_large) = growth;
    const double far = missing > 0 ? 16.0 : 0.0625;
    double next =
        growth * (margin.moving[g] > 0 ? clip(1 + missing / margin.moving[g], 0.0625, 16.0) : far);
    if (!(next > too_small && next < too_large)) next = std::sqrt(too_small * too_large);
    const double factor = next / growth;
    growth = next;
    return factor;
  }

  void add_up(LaidMargin& margin) const {
    std::fill(margin.sum.begin(), margin.sum.end(), 0.0);
    if (!bounded_) {
      for (std::size_t line = 0; line < lines_; ++line) {
        const double* y = y_.data() + line * length_;
        double* sum = margin.sum.data() + margin.first[line];
        if (margin.along) {
          for (std::size_t k = 0; k < length_; ++k) sum[k] += y[k];
        } else {
          double part = 0;
          for (std::size_t k = 0; k < length_; ++k) part += y[k];
          *sum += part;
        }
      }
      return;
    }
    std::fill(margin.moving.begin(), margin.moving.end(), 0.0);
    for (std::size_t c = 0; c < n_; ++c) {
      const std::size_t g = margin.cell(c / length_, c % length_);
      const double moves[] = {0, y_[c]};
      margin.sum[g] += clip(y_[c], low_[c], high_[c]);
      margin.moving[g] +=
          moves[static_cast<int>(y_[c] > low_[c]) & static_cast<int>(y_[c] < high_[c])];
    }
  }

  void scale(const LaidMargin& margin) {
    // The limit keeps a factor that grows without end from reaching infinity.
    const auto limited = [](double x) { return x < 1e150 ? x : 1e150; };
    for (std::size_t line = 0; line < lines_; ++line) {
      double* y = y_.data() + line * length_;
      const double* factor = margin.factor.data() + margin.first[line];
      if (margin.along) {
        for (std::size_t k = 0; k < length_; ++k) y[k] = limited(y[k] * factor[k]);
      } else {
        const double same = *factor;
        for (std::size_t k = 0; k < length_; ++k) y[k] = limited(y[k] * same);
      }
    }
  }

  /// Whether the growth of the factors proves that no table exists: as multipliers of the margins
  /// they make a sum of cells which is more than the cells can come to.
  bool is_proof() const {
    double totals = 0;
    double size = 0;
    for (const LaidMargin& margin : margins_) {
      for (std::size_t g = 0; g < margin.totals.size(); ++g) {
        if (margin.log_factor[g] == 0) continue;
        totals += margin.log_factor[g] * margin.totals[g];
        size += std::abs(margin.log_factor[g]) * margin.totals[g];
      }
    }
    double most = 0;
    for (std::size_t c = 0; c < n_; ++c) {
      double multiplier = 0;
      double cap = high_[c];  // and no more than a total over it that takes part in the proof
      for (const LaidMargin& margin : margins_) {
        const std::size_t g = margin.cell(c / length_, c % length_);
        if (margin.log_factor[g] == 0) continue;
        multiplier += margin.log_factor[g];
        cap = std::min(cap, std::max(margin.totals[g], low_[c]));
      }
      if (multiplier != 0) most += multiplier * (multiplier > 0 ? cap : low_[c]);
    }
    return totals - most > 1e-9 * size;
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

  bool bounded_;
  int passes_ = 0;
  double error_ = 0;
  std::vector<double> y_;  // basis·Π factors, which clip to the cells
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
