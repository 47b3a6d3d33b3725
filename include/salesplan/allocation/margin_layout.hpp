// How margins lie over a table: which cells each of their totals sums, checked and named.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/margin_problem.hpp"
#include "salesplan/allocation/margin_sweep.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::allocation::detail {

/// One margin laid over the table. A line is a run of cells along the last dimension; on a line the
/// margin's cells are one and the same, or as many as the line has cells.
struct LaidMargin {
  std::vector<double> least;       // that its sums may be; 0 where free
  std::vector<double> most;        // likewise; infinity where free
  std::vector<double> farthest;    // e^price, the largest factor of a total; or empty, no prices
  std::vector<double> pull;        // the product of all its factors; or empty, all exact or free
  std::vector<std::size_t> first;  // of every line: its first margin cell
  bool along = false;              // whether the margin has the last dimension
  std::vector<double> factor;      // of this update
  std::vector<double> sum;         // Σ clip(y) of the margin's cells
  std::vector<double> moving;      // Σ y over those that no bound holds
  std::vector<double> growth;      // the product of the factors of one visit
  std::vector<double> too_small;   // a growth that falls short, and one that goes too far
  std::vector<double> too_large;
  std::vector<double> log_factor;  // since the last look for a proof
  std::vector<double> product;     // of the factors that log_factor has not taken up yet
  double reach = 1;                // that no factor of a pass exceeds, nor falls below its inverse
  double spread = 1;               // that no product does

  std::size_t size() const { return least.size(); }
  std::size_t cell(std::size_t line, std::size_t k) const { return first[line] + (along ? k : 0); }

  bool is_free(std::size_t g) const { return least[g] == 0 && std::isinf(most[g]); }
  bool is_exact(std::size_t g) const { return least[g] == most[g]; }
  bool is_priced(std::size_t g) const { return !farthest.empty() && !std::isinf(farthest[g]); }
  /// Whether it must be met, if it has anything to be met.
  bool binds(std::size_t g) const { return !is_free(g) && !is_priced(g); }
  /// Whether its cells must be nothing.
  bool is_nothing(std::size_t g) const { return most[g] == 0 && !is_priced(g); }
};

/// Of every position of an array of these lengths, in row-major order, the sum of its indices times
/// the strides.
inline std::vector<std::size_t> offsets(const std::vector<std::size_t>& lengths,
                                        const std::vector<std::size_t>& strides) {
  std::vector<std::size_t> all{0};
  for (std::size_t d = 0; d < lengths.size(); ++d) {
    std::vector<std::size_t> deeper;
    deeper.reserve(all.size() * lengths[d]);
    for (const std::size_t offset : all) {
      for (std::size_t i = 0; i < lengths[d]; ++i) deeper.push_back(offset + i * strides[d]);
    }
    all = std::move(deeper);
  }
  return all;
}

/// The margins of a problem over its cells. The constructor refuses what is out of its domain and
/// what two constraints at a time contradict.
class MarginLayout {
 public:
  explicit MarginLayout(const MarginProblem& problem) : problem_(problem) {
    check_shape();
    n_ = problem.basis.size();
    length_ = problem.shape.back();
    lines_ = n_ / length_;
    for (std::size_t m = 0; m < problem.margins.size(); ++m) lay(m);
    read_bounds();
    check_margin_cells();
    check_shared_totals();
  }

 protected:
  static constexpr double infinity = std::numeric_limits<double>::infinity();

  static void need_amount(double value, const std::string& name, std::size_t i) {
    if (value >= 0 && value < infinity) return;
    throw Error(ErrorCode::invalid_argument, at(name, i),
                core::to_text(value) + " is not a finite number of at least 0");
  }
  static void need_amounts(core::View<const double> values, const std::string& name,
                           bool may_be_missing = false) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] >= 0 && values[i] < infinity) continue;
      if (!may_be_missing || !core::is_missing(values[i])) need_amount(values[i], name, i);
    }
  }
  static std::string at(const std::string& name, std::size_t i) {
    return core::at(name, static_cast<std::int64_t>(i));
  }

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
    read_totals(m, count, margin);
    margin.along = stride.back() != 0;
    margin.first = offsets({shape.begin(), shape.end() - 1}, stride);
    for (auto* values : {&margin.factor, &margin.sum, &margin.log_factor, &margin.product}) {
      values->resize(count);
    }
    if (has_bounds()) {
      for (auto* values : {&margin.moving, &margin.growth, &margin.too_small, &margin.too_large}) {
        values->resize(count);
      }
    }
    margins_.push_back(std::move(margin));
  }

  /// What every total of a margin may be, and how far it is worth a factor.
  void read_totals(std::size_t m, std::size_t count, LaidMargin& margin) const {
    const Margin& given = problem_.margins[m];
    const std::string place = at("margins", m);
    const auto check = [&](core::View<const double> values, const char* name) {
      if (values.empty()) return;
      check_length(place + name, values.size(), count);
      need_amounts(values, place + name, true);
    };
    const bool ranges = !given.lower.empty() || !given.upper.empty();
    if (!ranges || !given.totals.empty()) {
      check_length(place + ".totals", given.totals.size(), count);
    }
    check(given.totals, ".totals");
    check(given.lower, ".lower");
    check(given.upper, ".upper");
    margin.least.assign(count, 0.0);
    margin.most.assign(count, infinity);
    const auto is_given = [](core::View<const double> values, std::size_t g) {
      return !values.empty() && !core::is_missing(values[g]);
    };
    for (std::size_t g = 0; g < count; ++g) {
      double& least = margin.least[g];
      double& most = margin.most[g];
      if (is_given(given.lower, g)) least = given.lower[g];
      if (is_given(given.upper, g)) most = given.upper[g];
      if (least > most) {
        throw Error(ErrorCode::infeasible, at(place + ".lower", g),
                    core::to_text(least) + " exceeds upper " + core::to_text(most));
      }
      if (!is_given(given.totals, g)) continue;
      const double total = given.totals[g];
      if (total < least || total > most) {
        throw Error(ErrorCode::infeasible, at(place + ".totals", g),
                    core::to_text(total) + " is not within its bounds " + range_text(least, most));
      }
      least = most = total;
    }
    bool priced = false;
    if (!given.price.empty()) {
      check_length(place + ".price", given.price.size(), count);
      margin.farthest.assign(count, infinity);
      for (std::size_t g = 0; g < count; ++g) {
        const double price = given.price[g];
        if (price < 0) {
          throw Error(ErrorCode::invalid_argument, at(place + ".price", g),
                      core::to_text(price) + " is negative");
        }
        if (price <= 500) margin.farthest[g] = std::exp(price);
        priced = priced || price <= 500;
      }
    }
    if (ranges || priced) margin.pull.assign(count, 1.0);
  }

  static std::string range_text(double least, double most) {
    if (std::isinf(most)) return "of at least " + core::to_text(least);
    if (least == 0) return "of at most " + core::to_text(most);
    return "of " + core::to_text(least) + " to " + core::to_text(most);
  }

  /// What every cell may be.
  void read_bounds() {
    const std::string basis = "basis", lower = "lower", upper = "upper";
    need_amounts(problem_.basis, basis);
    if (!has_bounds()) return;
    low_.assign(n_, 0.0);
    high_.assign(n_, infinity);
    for (std::size_t c = 0; c < n_; ++c) {
      if (!problem_.lower.empty() && !core::is_missing(problem_.lower[c])) {
        need_amount(problem_.lower[c], lower, c);
        low_[c] = problem_.lower[c];
      }
      if (!problem_.upper.empty() && !core::is_missing(problem_.upper[c])) {
        need_amount(problem_.upper[c], upper, c);
        high_[c] = problem_.upper[c];
      }
      if (low_[c] > high_[c]) {
        throw Error(ErrorCode::infeasible, at(lower, c),
                    core::to_text(low_[c]) + " exceeds upper " + core::to_text(high_[c]));
      }
      // A cell whose basis is nothing stays at what its bounds make of nothing.
      if (problem_.basis[c] == 0) high_[c] = low_[c];
    }
  }

  bool has_bounds() const { return !problem_.lower.empty() || !problem_.upper.empty(); }
  bool bounded() const { return !low_.empty(); }
  double low_of(std::size_t c) const { return bounded() ? low_[c] : 0; }
  double high_of(std::size_t c) const {
    if (bounded()) return high_[c];
    return problem_.basis[c] == 0 || (!zero_.empty() && zero_[c] != 0) ? 0 : infinity;
  }

  /// Leaves a cell whose lower bound is 0 nothing else.
  void fix_at_zero(std::size_t c) {
    if (bounded()) {
      high_[c] = 0;
    } else {
      zero_.resize(n_);
      zero_[c] = 1;
    }
  }

  /// Calls `visit(c, g)` for every cell c and the margin's cell g over it.
  template <class Visit>
  void for_each_cell(const LaidMargin& margin, Visit visit) const {
    std::size_t c = 0;
    for (std::size_t line = 0; line < lines_; ++line) {
      for (std::size_t k = 0; k < length_; ++k) visit(c++, margin.cell(line, k));
    }
  }

  /// Adds a line of cells to a margin's.
  void add_line(const double* __restrict cells, bool along, double* __restrict sum) const {
    if (along) {
      for (std::size_t k = 0; k < length_; ++k) sum[k] += cells[k];
    } else {
      *sum += sum_of(cells, length_);
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
    return margin.is_exact(g) ? core::to_text(margin.least[g])
                              : range_text(margin.least[g], margin.most[g]);
  }

  /// Each total must be within what its own cells can be.
  void check_margin_cells() const {
    const double* low = bounded() ? low_.data() : nullptr;
    const double* high = bounded() ? high_.data() : problem_.basis.data();
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      const LaidMargin& margin = margins_[m];
      std::vector<double> least(margin.size()), most(margin.size());
      for (std::size_t line = 0; line < lines_; ++line) {
        const std::size_t c = line * length_, g = margin.first[line];
        if (low != nullptr) add_line(low + c, margin.along, &least[g]);
        add_line(high + c, margin.along, &most[g]);
      }
      for (std::size_t g = 0; g < margin.size(); ++g) {
        if (!bounded() && most[g] > 0) continue;  // without bounds, whatever is not 0 can grow
        if (!margin.binds(g)) continue;
        const bool over = margin.least[g] > most[g] + 1e-12 * margin.least[g];
        if (!over && !(margin.most[g] < least[g] - 1e-12 * margin.most[g])) continue;
        throw Error(ErrorCode::infeasible, margin_cell({m, g}),
                    "total " + total_text({m, g}) + (over ? " exceeds " : " is below ") +
                        core::to_text(over ? most[g] : least[g]) + ", all that its cells " +
                        (over ? "can take" : "need"));
      }
    }
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
                      "sums to " + core::to_text(sa[g]) + " where " + problem_.margins[b].name +
                          " sums to " + core::to_text(sb[g]) +
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

  MarginProblem problem_;
  std::size_t n_ = 0;
  std::size_t length_ = 0;  // of a line
  std::size_t lines_ = 0;
  std::vector<LaidMargin> margins_;
  std::vector<std::uint8_t> zero_;  // of every cell, whether it was fixed at 0; or empty, none was
  std::vector<double> low_, high_;  // of every cell, 0 and infinity where none; or empty, no bounds
};

}  // namespace salesplan::allocation::detail
