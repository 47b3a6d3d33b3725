// Weights fitted to the sums that a plan keeps, and near those it keeps at a price.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/margins.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan::detail {

/// The axes of the cube of months and dimensions, and sums over some of them.
class MarginFitting {
 public:
  MarginFitting(const Specification& spec, double total) : spec_(spec), total_(total) {
    shape_.push_back(spec.months);
    std::vector<std::string> months;
    for (std::size_t m = 0; m < spec.months; ++m) {
      months.push_back(
          calendar::period_text(calendar::shift(spec.first_month, static_cast<std::int64_t>(m))));
    }
    labels_.push_back(std::move(months));
    for (const table::Dimension& dimension : spec.dimensions) {
      shape_.push_back(dimension.leaf_count());
      std::vector<std::string> keys;
      for (std::size_t leaf = 0; leaf < dimension.leaf_count(); ++leaf) {
        keys.push_back(dimension.key(dimension.leaf(leaf)));
      }
      labels_.push_back(std::move(keys));
    }
  }

  /// Sums of the basis over the dimensions of a margin.
  void keep(const KeptSums& kept, const std::vector<double>& basis) {
    std::vector<std::size_t> axes;
    for (const std::size_t d : kept.dimensions) axes.push_back(axis(d));
    std::sort(axes.begin(), axes.end());
    std::size_t count = 1;
    for (const std::size_t a : axes) count *= shape_[a];
    std::vector<double> sums(count, 0);
    for (std::size_t i = 0; i < basis.size(); ++i) {
      std::size_t rest = i, stride = 1, g = 0;
      for (std::size_t a = shape_.size(); a-- > 0; rest /= shape_[a]) {
        if (!std::binary_search(axes.begin(), axes.end(), a)) continue;
        g += rest % shape_[a] * stride;
        stride *= shape_[a];
      }
      sums[g] += basis[i] * total_;
    }
    Kept margin{std::move(axes), std::move(sums), {}, {}, {}};
    if (kept.within > 0) {
      margin.lower = margin.upper = std::exchange(margin.totals, {});
      for (double& sum : margin.lower) sum *= 1 - kept.within;
      for (double& sum : margin.upper) sum *= 1 + kept.within;
    }
    if (!core::is_missing(kept.price)) margin.price.assign(count, kept.price);
    kept_.push_back(std::move(margin));
  }

  /// Totals of the leaves of one dimension.
  void set(std::size_t dimension, std::vector<double> totals) {
    kept_.push_back({{axis(dimension)}, std::move(totals), {}, {}, {}});
  }

  /// The weights nearest to these that have all sums, summing to 1. Sums that are missed at their
  /// price are noted, the dearest first.
  std::vector<double> fit(const std::vector<double>& weights, std::vector<std::string>& notes) {
    const auto fixes_total = [](const Kept& kept) {
      return !kept.totals.empty() && kept.price.empty();
    };
    if (std::none_of(kept_.begin(), kept_.end(), fixes_total)) {
      kept_.push_back({{}, {total_}, {}, {}, {}});
    }
    std::vector<allocation::Margin> margins;
    for (const Kept& kept : kept_) {
      margins.push_back({name(kept), kept.axes, kept.totals, kept.lower, kept.upper, kept.price});
    }
    try {
      allocation::MarginFit fitted =
          allocation::fit_margins({shape_, weights, margins, {}, {}, labels_});
      note_misses(std::move(fitted.missed), notes);
      for (double& cell : fitted.cells) cell /= total_;
      return std::move(fitted.cells);
    } catch (const Error& error) {
      throw error.moved_to("allocation.margins: " + error.place());
    }
  }

 private:
  /// Sums over axes of the cube, as of allocation::Margin.
  struct Kept {
    std::vector<std::size_t> axes;
    std::vector<double> totals, lower, upper, price;
  };

  std::string name(const Kept& kept) const {
    std::string text;
    for (const std::size_t a : kept.axes) {
      text += text.empty() ? "" : " × ";
      text += a == 0 ? "month" : spec_.dimensions[a - 1].name();
    }
    return text.empty() ? "total" : text;
  }

  /// "month[2026-01, north]" of a margin's cell.
  std::string place(const Kept& kept, std::size_t g) const {
    std::string text;
    for (std::size_t k = kept.axes.size(); k-- > 0; g /= shape_[kept.axes[k]]) {
      text.insert(0, labels_[kept.axes[k]][g % shape_[kept.axes[k]]] + (text.empty() ? "" : ", "));
    }
    return name(kept) + "[" + text + "]";
  }

  void note_misses(std::vector<allocation::PricedMiss> missed,
                   std::vector<std::string>& notes) const {
    std::stable_sort(missed.begin(), missed.end(),
                     [](const auto& a, const auto& b) { return a.cost > b.cost; });
    constexpr std::size_t shown = 12;
    std::size_t count = 0;
    for (const allocation::PricedMiss& miss : missed) {
      const double minor = std::abs(miss.excess) * core::minor_per_unit(spec_.decimals);
      if (minor < 0.5 || ++count > shown) continue;
      notes.push_back("allocation.ranges: " + place(kept_[miss.margin], miss.cell) + " is " +
                      core::amount_text(std::llround(minor), spec_.decimals) +
                      (miss.excess > 0 ? " above" : " below") +
                      " what was to be kept, at its price");
    }
    if (count > shown) {
      notes.push_back("allocation.ranges: " + std::to_string(count - shown) +
                      " more sums are not kept, at their price");
    }
  }

  static std::size_t axis(std::size_t d) { return d == Specification::month_axis ? 0 : d + 1; }

  const Specification& spec_;
  double total_;
  std::vector<std::size_t> shape_;
  std::vector<std::vector<std::string>> labels_;
  std::vector<Kept> kept_;
};

}  // namespace salesplan::plan::detail
