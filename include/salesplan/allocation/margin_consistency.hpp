// What margins contradict by themselves, before any cell is looked for: seen at a glance.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "salesplan/allocation/margin_layout.hpp"
#include "salesplan/allocation/margin_sweep.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::allocation::detail {

/// Margins of which no two at a time contradict each other, which the constructor refuses.
class MarginConsistency : protected MarginLayout {
 protected:
  explicit MarginConsistency(const MarginProblem& problem) : MarginLayout(problem) {
    check_shared_totals();
  }

  /// Each total must be within what its own cells can be.
  void check_margin_cells() const {
    std::vector<std::vector<double>> least, most;
    for (const LaidMargin& margin : margins_) {
      least.emplace_back(margin.size());
      most.emplace_back(margin.size());
    }
    std::vector<double> low(length_), high(length_);
    for (std::size_t line = 0; line < lines_; ++line) {
      bounds_of_line(line, low.data(), high.data());
      for (std::size_t m = 0; m < margins_.size(); ++m) {
        const std::size_t g = margins_[m].first[line];
        add_line(low.data(), length_, margins_[m].along, &least[m][g]);
        add_line(high.data(), length_, margins_[m].along, &most[m][g]);
      }
    }
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      for (std::size_t g = 0; g < margins_[m].size(); ++g) {
        check_margin_cell({m, g}, least[m][g], most[m][g]);
      }
    }
  }

 private:
  /// A total against what its cells come to at least and at most.
  void check_margin_cell(const Constraint& constraint, double least, double most) const {
    const LaidMargin& margin = margins_[constraint.first];
    const double lower = margin.least[constraint.second], upper = margin.most[constraint.second];
    if (!margin.binds(constraint.second)) return;
    const bool over = lower > most + 1e-12 * lower;
    if (!over && !(upper < least - 1e-12 * upper)) return;
    throw Error(ErrorCode::infeasible, margin_cell(constraint),
                "total " + total_text(constraint) + (over ? " exceeds " : " is below ") +
                    problem_.amount(over ? most : least) + ", all that its cells " +
                    (over ? "can take" : "need"));
  }

  /// Two margins must agree on the dimensions they share.
  void check_shared_totals() const {
    for (std::size_t a = 0; a < margins_.size(); ++a) {
      for (std::size_t b = a + 1; b < margins_.size(); ++b) {
        std::vector<std::size_t> shared;
        const auto& da = problem_.margins[a].dimensions;
        const auto& db = problem_.margins[b].dimensions;
        std::set_intersection(da.begin(), da.end(), db.begin(), db.end(),
                              std::back_inserter(shared));
        const std::vector<double> sa = shared_sums(a, shared), sb = shared_sums(b, shared);
        for (std::size_t g = 0; g < sa.size(); ++g) {
          if (!(std::abs(sa[g] - sb[g]) > 1e-9 * std::max(sa[g], sb[g]))) continue;  // or free
          const std::string position = position_text(shared, g);
          throw Error(ErrorCode::infeasible, problem_.margins[a].name,
                      "sums to " + problem_.amount(sa[g]) + " where " + problem_.margins[b].name +
                          " sums to " + problem_.amount(sb[g]) +
                          (position.empty() ? "" : " at [" + position + "]"));
        }
      }
    }
  }

  /// The totals of a margin summed to some of its dimensions; NaN where one of them is not exact.
  std::vector<double> shared_sums(std::size_t m, const std::vector<std::size_t>& shared) const {
    const std::vector<std::size_t>& dimensions = problem_.margins[m].dimensions;
    std::vector<std::size_t> lengths, strides(dimensions.size(), 0);
    for (const std::size_t d : dimensions) lengths.push_back(problem_.shape[d]);
    std::size_t count = 1;
    for (std::size_t k = dimensions.size(); k-- > 0;) {
      if (!std::binary_search(shared.begin(), shared.end(), dimensions[k])) continue;
      strides[k] = count;
      count *= lengths[k];
    }
    const std::vector<std::size_t> target = offsets(lengths, strides);
    std::vector<double> sums(count);
    const LaidMargin& margin = margins_[m];
    for (std::size_t g = 0; g < target.size(); ++g) {
      const bool exact = margin.is_exact(g) && margin.binds(g);
      sums[target[g]] += exact ? margin.least[g] : core::missing_number;
    }
    return sums;
  }
};

}  // namespace salesplan::allocation::detail
