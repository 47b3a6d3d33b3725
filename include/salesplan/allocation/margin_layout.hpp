// How margins lie over a table: the cells of each, what these may be, and names.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/laid_margin.hpp"
#include "salesplan/allocation/margin_problem.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::allocation::detail {

/// The margins of a problem over its cells. The constructor refuses what is out of its domain.
class MarginLayout {
 public:
  explicit MarginLayout(const MarginProblem& problem) : problem_(problem) {
    check_shape();
    n_ = problem.basis.size();
    length_ = problem.shape.back();
    lines_ = n_ / length_;
    for (std::size_t m = 0; m < problem.margins.size(); ++m) lay(m);
    check_bounds();
  }

 protected:
  static constexpr double infinity = std::numeric_limits<double>::infinity();

  void check_shape() const {
    if (problem_.shape.empty()) throw Error(ErrorCode::invalid_argument, "shape", "is empty");
    std::size_t cells = 1;
    for (std::size_t d = 0; d < problem_.shape.size(); ++d) {
      const std::size_t length = problem_.shape[d];
      if (length < 1 || length > problem_.basis.size() / cells) {
        throw Error(ErrorCode::invalid_argument, at("shape", d),
                    std::to_string(length) + " does not fit " +
                        std::to_string(problem_.basis.size()) + " cells");
      }
      cells *= length;
    }
    check_length("basis", problem_.basis.size(), cells);
    if (!problem_.lower.empty()) check_length("lower", problem_.lower.size(), cells);
    if (!problem_.upper.empty()) check_length("upper", problem_.upper.size(), cells);
    if (problem_.labels.empty()) return;
    check_length("labels", problem_.labels.size(), problem_.shape.size());
    for (std::size_t d = 0; d < problem_.shape.size(); ++d) {
      check_length(at("labels", d), problem_.labels[d].size(), problem_.shape[d]);
    }
  }

  void lay(std::size_t m) {
    const Margin& given = problem_.margins[m];
    const std::vector<std::size_t>& shape = problem_.shape;
    std::vector<std::size_t> stride(shape.size(), 0);
    std::size_t count = 1;
    std::size_t above = shape.size();
    for (std::size_t k = given.dimensions.size(); k-- > 0;) {
      const std::size_t d = given.dimensions[k];
      if (d >= above) {
        throw Error(ErrorCode::invalid_argument, at(at("margins", m) + ".dimensions", k),
                    std::to_string(d) + " is no dimension, or not in ascending order");
      }
      above = d;
      stride[d] = count;
      count *= shape[d];
    }
    LaidMargin margin;
    read_totals(given, at("margins", m), count, problem_.amount, margin);
    margin.along = stride.back() != 0;
    for (std::size_t d = shape.size() - 1; d-- > 0;) {
      margin.alike = shape[d];
      if (stride[d] == 0) break;
      margin.apart *= shape[d];
    }
    margin.first = offsets({shape.begin(), shape.end() - 1}, stride);
    for (auto* values : {&margin.factor, &margin.sum, &margin.log_factor, &margin.product}) {
      values->resize(count);
    }
    if (bounded()) {
      for (auto* values : {&margin.step, &margin.moving, &margin.clipped}) {
        values->resize(count);
      }
    }
    if (bounded()) margin.bracket.resize(count);
    margins_.push_back(std::move(margin));
  }

  void check_bounds() const {
    need_amounts(problem_.basis, "basis", core::to_text);
    need_amounts(problem_.lower, "lower", problem_.amount, true);
    need_amounts(problem_.upper, "upper", problem_.amount, true);
    if (problem_.lower.empty() || problem_.upper.empty()) return;
    for (std::size_t c = 0; c < n_; ++c) {
      if (!(problem_.lower[c] > problem_.upper[c])) continue;  // or none
      throw Error(ErrorCode::infeasible, at("lower", c),
                  problem_.amount(problem_.lower[c]) + " exceeds upper " +
                      problem_.amount(problem_.upper[c]));
    }
  }

  bool bounded() const { return !problem_.lower.empty() || !problem_.upper.empty(); }

  /// What a cell may be. One whose basis is nothing stays at what its bounds make of nothing.
  double low_of(std::size_t c) const {
    return problem_.lower.empty() || !(problem_.lower[c] > 0) ? 0 : problem_.lower[c];
  }
  double high_of(std::size_t c) const {
    if (problem_.basis[c] == 0) return low_of(c);
    if (!zero_.empty() && zero_[c] != 0) return 0;
    const bool open = problem_.upper.empty() || core::is_missing(problem_.upper[c]);
    return open ? infinity : problem_.upper[c];
  }

  /// The same of all cells of a line, without a branch, before any was fixed at zero.
  void bounds_of_line(std::size_t line, double* __restrict low, double* __restrict high) const {
    const std::size_t first = line * length_;
    std::fill(low, low + length_, 0.0);
    std::fill(high, high + length_, infinity);
    if (!problem_.lower.empty()) {
      const double* __restrict lower = &problem_.lower[first];
      for (std::size_t k = 0; k < length_; ++k) low[k] = lower[k] > 0 ? lower[k] : 0;
    }
    if (!problem_.upper.empty()) {
      const double* __restrict upper = &problem_.upper[first];
      for (std::size_t k = 0; k < length_; ++k) high[k] = upper[k] >= 0 ? upper[k] : infinity;
    }
    const double* __restrict basis = &problem_.basis[first];
    for (std::size_t k = 0; k < length_; ++k) high[k] = basis[k] > 0 ? high[k] : low[k];
  }

  /// Leaves a cell whose lower bound is 0 nothing else.
  void fix_at_zero(std::size_t c) {
    zero_.resize(n_);
    zero_[c] = 1;
  }

  /// Calls `visit(c, g)` for every cell c and the margin's cell g over it.
  template <class Visit>
  void for_each_cell(const LaidMargin& margin, Visit visit) const {
    std::size_t c = 0;
    for (std::size_t line = 0; line < lines_; ++line) {
      for (std::size_t k = 0; k < length_; ++k) visit(c++, margin.cell(line, k));
    }
  }

  /// A margin and the index of its cell.
  using Constraint = std::pair<std::size_t, std::size_t>;

  /// "North, March" of a cell of a margin over these dimensions.
  std::string position_text(const std::vector<std::size_t>& dimensions, std::size_t g) const {
    std::string text;
    for (std::size_t k = dimensions.size(); k-- > 0;) {
      const std::size_t d = dimensions[k];
      const std::size_t i = g % problem_.shape[d];
      g /= problem_.shape[d];
      if (!text.empty()) text.insert(0, ", ");
      text.insert(0, problem_.labels.empty() ? std::to_string(i) : problem_.labels[d][i]);
    }
    return text;
  }

  /// "territory × month[North, March]".
  std::string margin_cell(const Constraint& constraint) const {
    const Margin& margin = problem_.margins[constraint.first];
    const std::string position = position_text(margin.dimensions, constraint.second);
    return margin.name + (position.empty() ? "" : "[" + position + "]");
  }

  std::string total_text(const Constraint& constraint) const {
    const LaidMargin& margin = margins_[constraint.first];
    const std::size_t g = constraint.second;
    return margin.is_exact(g) ? problem_.amount(margin.least[g])
                              : range_text(margin.least[g], margin.most[g], problem_.amount);
  }

  MarginProblem problem_;
  std::size_t n_ = 0;
  std::size_t length_ = 0;  // of a line
  std::size_t lines_ = 0;
  std::vector<LaidMargin> margins_;
  std::vector<std::uint8_t> zero_;  // of every cell, whether it was fixed at 0; or empty, none was
};

}  // namespace salesplan::allocation::detail
