// Bodies of margin_rounding.hpp: a flow between two margins, and a search where there are more.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/margin_consistency.hpp"
#include "salesplan/allocation/margin_rounding.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/network_flow.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::allocation {
namespace detail {

class MarginRounding : private MarginConsistency {
 public:
  MarginRounding(const MarginProblem& problem, core::View<const double> fit, core::Minor unit)
      : MarginConsistency(problem), unit_(unit) {
    check_margin_cells();
    check_length("fit", fit.size(), n_);
    read_cells(fit);
    for (std::size_t m = 0; m < margins_.size(); ++m) read_totals(m);
  }

  RoundedTable run() {
    const std::vector<std::size_t> binding = binding_margins();
    const std::size_t a = binding.empty() ? none : binding[0];
    const std::size_t b = binding.size() < 2 ? none : binding[1];
    if (!flow_between(a, b, 0) && !flow_between(a, b, std::int64_t{1} << 20)) round_to_nearest();
    add_up();
    for (const double reach : {1.0, 2.0, 4.0}) {
      if (violation_ > 0) search(reach);
    }
    return result();
  }

 private:
  using Units = std::int64_t;
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  void read_cells(core::View<const double> fit) {
    const double unit = static_cast<double>(unit_);
    share_.resize(n_);
    least_.resize(n_);
    most_.resize(n_);
    for (std::size_t c = 0; c < n_; ++c) {
      if (!(std::abs(fit[c]) < 0x1p61 && std::abs(fit[c] / unit) < 0x1p53)) {
        throw Error(ErrorCode::invalid_argument, at("fit", c),
                    core::to_text(fit[c]) + " is not within 2^53 units and 2^61");
      }
      const double low = std::ceil(low_of(c) / unit);
      const double high = std::min(std::floor(high_of(c) / unit), 0x1p53);
      if (low > high) {
        throw Error(ErrorCode::infeasible, at("lower", c),
                    "no multiple of " + std::to_string(unit_) + " is within the cell's bounds");
      }
      least_[c] = static_cast<Units>(low);
      most_[c] = static_cast<Units>(high);
      share_[c] = std::min(std::max(settled(fit[c] / unit), low), high);
    }
  }

  /// What whole units a total may come to, and what it is to come to: a total with a price, to the
  /// one below or above what the fit gives it.
  struct Aim {
    Units least, most;     // that it may be
    Units floor, ceiling;  // that it is to be
    bool exact() const { return floor == ceiling; }
  };

  void read_totals(std::size_t m) {
    const LaidMargin& margin = margins_[m];
    std::vector<double> sum(margin.size());
    for_each_cell(margin, [&](std::size_t c, std::size_t g) { sum[g] += share_[c]; });
    const double unit = static_cast<double>(unit_);
    std::vector<Aim> aims;
    for (std::size_t g = 0; g < margin.size(); ++g) {
      const std::string place = at("margins", m);
      if (margin.is_exact(g)) need_units(margin.least[g], at(place + ".totals", g));
      const double least = std::ceil(margin.least[g] / unit);
      const double most = std::floor(margin.most[g] / unit);
      if (!(least < 0x1p53)) need_units(margin.least[g], at(place + ".lower", g));
      if (least > most) {
        throw Error(ErrorCode::infeasible, at(place + ".lower", g),
                    "no multiple of " + std::to_string(unit_) + " is within the total's bounds");
      }
      Aim aim{static_cast<Units>(least), static_cast<Units>(std::min(most, 0x1p53)), 0, 0};
      aim.floor = aim.least;
      aim.ceiling = aim.most;
      if (margin.is_priced(g)) {
        const double near = settled(sum[g]);
        aim.floor = static_cast<Units>(std::floor(near));
        aim.ceiling = static_cast<Units>(std::ceil(near));
      }
      aims.push_back(aim);
    }
    aim_.push_back(std::move(aims));
  }

  void need_units(double total, const std::string& place) const {
    const double units = total / static_cast<double>(unit_);
    if (units < 0x1p53 && std::floor(units) * static_cast<double>(unit_) == total) return;
    throw Error(ErrorCode::invalid_argument, place,
                core::to_text(total) + " is no multiple of " + std::to_string(unit_) +
                    " below 2^53 of them");
  }

  /// What differs from a whole number by no more than the fit's own error is whole.
  static double settled(double share) {
    const double whole = std::round(share);
    return std::abs(share - whole) <= 1e-9 * std::max(1.0, std::abs(whole)) ? whole : share;
  }

  /// Whether the totals of margin k give those of margin m.
  bool implies(std::size_t k, std::size_t m) const {
    const auto& fine = problem_.margins[k].dimensions;
    const auto& coarse = problem_.margins[m].dimensions;
    return std::includes(fine.begin(), fine.end(), coarse.begin(), coarse.end()) &&
           (fine.size() > coarse.size() || k < m) &&
           std::all_of(aim_[k].begin(), aim_[k].end(), [](const Aim& aim) { return aim.exact(); });
  }

  /// The margins that no other implies, those of most cells first.
  std::vector<std::size_t> binding_margins() const {
    std::vector<std::size_t> binding;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      bool implied = false;
      for (std::size_t k = 0; k < margins_.size(); ++k) implied = implied || implies(k, m);
      if (!implied) binding.push_back(m);
    }
    std::stable_sort(binding.begin(), binding.end(),
                     [&](std::size_t x, std::size_t y) { return aim_[x].size() > aim_[y].size(); });
    return binding;
  }

  std::size_t group(std::size_t m, std::size_t c) const {
    return m == none ? 0 : margins_[m].cell(c / length_, c % length_);
  }

  /// Whole cells that meet two margins (or one, or none) at least squared change, each within one
  /// step of its share and `reach` beyond; false where there are none.
  bool flow_between(std::size_t a, std::size_t b, Units reach) {
    const std::size_t first_b = 1 + (a == none ? 1 : aim_[a].size());  // node 0 gives and takes
    const std::size_t nodes = first_b + (b == none ? 1 : aim_[b].size());
    if (nodes > std::size_t{1} << 23) {
      throw Error(ErrorCode::unsupported, "margins", "have more than 2^23 totals");
    }
    const auto node = [](std::size_t v) { return static_cast<std::int32_t>(v); };
    std::vector<Units> given(nodes, 0);
    std::vector<numeric::Arc> arcs;
    arcs.reserve(n_ * (reach > 0 ? 3 : 1) + nodes);
    value_.resize(n_);
    for (std::size_t c = 0; c < n_; ++c) {
      const auto below = static_cast<Units>(std::floor(share_[c]));
      const double fraction = share_[c] - static_cast<double>(below);
      const bool whole = fraction == 0;
      const std::int32_t from = node(1 + group(a, c));
      const std::int32_t to = node(first_b + group(b, c));
      value_[c] = below;
      given[static_cast<std::size_t>(from)] += below;
      given[static_cast<std::size_t>(to)] += below;
      // One step up from the share's floor changes the squared error by 1 - 2·fraction, the next by
      // 3 - 2·fraction, one down by 1 + 2·fraction.
      const auto cost = [&](double change) {
        return static_cast<std::int64_t>(std::llround(std::ldexp(change, 31)));
      };
      arcs.push_back({from, to, 0, whole ? 0 : 1, cost(1 - 2 * fraction)});
      if (reach == 0) continue;
      arcs.push_back({from, to, 0, std::min(reach, most_[c] - below - (whole ? 0 : 1)),
                      cost(whole ? 1 : 3 - 2 * fraction)});
      arcs.push_back({to, from, 0, std::min(reach, below - least_[c]), cost(1 + 2 * fraction)});
    }
    const auto bind = [&](std::size_t m, std::size_t first, bool source) {
      const Units all = static_cast<Units>(n_) * (reach + 1);
      for (std::size_t g = 0; g < (m == none ? 1 : aim_[m].size()); ++g) {
        const auto left = [&](Units total) { return total - given[first + g]; };
        // No further than all cells can go.
        const Units least = m == none ? -all : std::max(left(aim_[m][g].floor), -all);
        const Units most = m == none ? all : std::min(left(aim_[m][g].ceiling), all);
        if (least > most) return false;
        arcs.push_back(
            {source ? 0 : node(first + g), source ? node(first + g) : 0, least, most, 0});
      }
      return true;
    };
    if (!bind(a, 1, true) || !bind(b, first_b, false)) return false;
    const numeric::Flow flow = numeric::min_cost_flow(node(nodes), arcs);
    if (!flow.feasible) return false;
    const std::size_t stride = reach > 0 ? 3 : 1;
    for (std::size_t c = 0; c < n_; ++c) {
      value_[c] += flow.flow[c * stride];
      if (reach > 0) value_[c] += flow.flow[c * stride + 1] - flow.flow[c * stride + 2];
    }
    return true;
  }

  void round_to_nearest() {
    for (std::size_t c = 0; c < n_; ++c) value_[c] = static_cast<Units>(std::llround(share_[c]));
  }

  /// What every total comes to, and the sum of what these miss.
  void add_up() {
    sum_.clear();
    violation_ = 0;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      std::vector<Units> sum(aim_[m].size(), 0);
      for (std::size_t c = 0; c < n_; ++c) sum[group(m, c)] += value_[c];
      sum_.push_back(std::move(sum));
      for (std::size_t g = 0; g < sum_[m].size(); ++g) violation_ += std::abs(excess(m, g));
    }
  }

  /// By how much a total exceeds what it is to be.
  Units excess(std::size_t m, std::size_t g, Units change = 0) const {
    const Units sum = sum_[m][g] + change;
    return sum - std::min(std::max(sum, aim_[m][g].floor), aim_[m][g].ceiling);
  }

  /// Moves single cells by single steps, each within `reach` of its share, and keeps the best table
  /// seen. A step is taken in a total that is off, where it helps the others most, and is not taken
  /// back soon.
  void search(double reach) {
    index_cells();
    std::vector<Units> best = value_;
    Units least = violation_;
    std::vector<std::size_t> moved(n_, 0);  // the step before which a cell may not move again
    numeric::Random random(0);
    const std::size_t steps = 16 * n_ + 20000;
    for (std::size_t step = 1; step <= steps && violation_ > 0; ++step) {
      const std::size_t line = off_[static_cast<std::size_t>(random.below(off_.size()))];
      const auto [m, g] = lines_of_[line];
      const Units direction = excess(m, g) > 0 ? -1 : 1;
      std::size_t chosen = none;
      std::pair<Units, double> rank{};
      for (std::size_t k = first_[line]; k < first_[line + 1]; ++k) {
        const std::size_t c = member_[k];
        const Units next = value_[c] + direction;
        const double away = std::abs(static_cast<double>(next) - share_[c]);
        if (next < least_[c] || next > most_[c] || !(away < reach)) continue;
        const Units gain = change_of(c, direction);
        if (moved[c] > step && violation_ + gain >= least) continue;
        const std::pair<Units, double> here{gain, away};
        if (chosen == none || here < rank) {
          chosen = c;
          rank = here;
        }
      }
      if (chosen == none) continue;
      move(chosen, direction);
      moved[chosen] = step + 5 + static_cast<std::size_t>(random.below(16));
      if (violation_ < least) {
        least = violation_;
        best = value_;
      }
    }
    value_ = std::move(best);
    add_up();
  }

  /// Lists the cells of every total, and the totals that are off.
  void index_cells() {
    lines_of_.clear();
    std::vector<std::size_t> start;  // of every margin's lines
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      start.push_back(lines_of_.size());
      for (std::size_t g = 0; g < aim_[m].size(); ++g) lines_of_.emplace_back(m, g);
    }
    first_.assign(lines_of_.size() + 1, 0);
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      for (std::size_t c = 0; c < n_; ++c) ++first_[start[m] + group(m, c) + 1];
    }
    for (std::size_t l = 0; l < lines_of_.size(); ++l) first_[l + 1] += first_[l];
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    member_.resize(first_.back());
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      for (std::size_t c = 0; c < n_; ++c) member_[next[start[m] + group(m, c)]++] = c;
    }
    start_ = std::move(start);
    off_.clear();
    place_.assign(lines_of_.size(), none);
    for (std::size_t l = 0; l < lines_of_.size(); ++l) note(l);
  }

  /// Keeps the list of totals that are off.
  void note(std::size_t line) {
    const auto [m, g] = lines_of_[line];
    const bool off = excess(m, g) != 0;
    if (off == (place_[line] != none)) return;
    if (off) {
      place_[line] = off_.size();
      off_.push_back(line);
    } else {
      place_[off_.back()] = place_[line];
      off_[place_[line]] = off_.back();
      off_.pop_back();
      place_[line] = none;
    }
  }

  Units change_of(std::size_t c, Units direction) const {
    Units change = 0;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      const std::size_t g = group(m, c);
      change += std::abs(excess(m, g, direction)) - std::abs(excess(m, g));
    }
    return change;
  }

  void move(std::size_t c, Units direction) {
    violation_ += change_of(c, direction);
    value_[c] += direction;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      const std::size_t g = group(m, c);
      sum_[m][g] += direction;
      note(start_[m] + g);
    }
  }

  RoundedTable result() const {
    RoundedTable table;
    table.cells.reserve(n_);
    for (const Units value : value_) table.cells.push_back(value * unit_);
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      for (std::size_t g = 0; g < sum_[m].size(); ++g) {
        const Units sum = sum_[m][g];
        const Units off = sum - std::min(std::max(sum, aim_[m][g].least), aim_[m][g].most);
        if (off != 0) table.missed.push_back({m, g, off * unit_});
      }
    }
    return table;
  }

  core::Minor unit_;
  std::vector<double> share_;                // of every cell, in units
  std::vector<Units> least_, most_, value_;  // of every cell
  std::vector<std::vector<Aim>> aim_;        // of every margin
  std::vector<std::vector<Units>> sum_;
  Units violation_ = 0;

  // For the search: all totals of all margins as one list of lines.
  std::vector<std::pair<std::size_t, std::size_t>> lines_of_;  // margin and its cell
  std::vector<std::size_t> start_, first_, member_;
  std::vector<std::size_t> off_, place_;  // the lines that are off, and where they stand there
};

}  // namespace detail

SALESPLAN_INLINE RoundedTable round_margins(const MarginProblem& problem,
                                            core::View<const double> fit, core::Minor unit) {
  if (unit < 1 || unit > core::Minor{1} << 53) {
    throw Error(ErrorCode::invalid_argument, "unit", std::to_string(unit) + " is not in [1, 2^53]");
  }
  return detail::MarginRounding(problem, fit, unit).run();
}

}  // namespace salesplan::allocation
