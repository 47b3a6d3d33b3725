// Bodies of price_volume_mix.hpp.
#pragma once

#include <cmath>
#include <string>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/review/price_volume_mix.hpp"

namespace salesplan::review {
namespace detail {

inline void check_sales(const SalesBeforeAfter& sales, std::size_t n) {
  const auto check = [n](const char* name, std::size_t size) {
    if (size != n) {
      throw Error(ErrorCode::invalid_argument, name,
                  std::to_string(size) + " values for " + std::to_string(n) + " nodes");
    }
  };
  check("units_before", sales.units_before.size());
  check("units_after", sales.units_after.size());
  check("revenue_before", sales.revenue_before.size());
  check("revenue_after", sales.revenue_after.size());
  if (!sales.cost_before.empty() || !sales.cost_after.empty()) {
    check("cost_before", sales.cost_before.size());
    check("cost_after", sales.cost_after.size());
  }
}

inline double check_units(double units, const char* name, std::size_t i) {
  if (!(units >= 0) || std::isinf(units)) {
    throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                core::to_text(units) + " is not a finite number of at least 0");
  }
  return units;
}

}  // namespace detail

SALESPLAN_INLINE PriceVolumeMix price_volume_mix(const allocation::Tree& tree,
                                                 const SalesBeforeAfter& sales,
                                                 const PriceVolumeMixOptions& options) {
  allocation::check_tree(tree);
  const std::size_t n = tree.size();
  detail::check_sales(sales, n);
  const bool profit = !sales.cost_before.empty();
  const bool joint = options.weights == EffectWeights::joint;

  std::vector<std::string> effects{"volume"};
  if (options.mix) effects.emplace_back("mix");
  effects.emplace_back("price");
  if (profit) effects.emplace_back("cost");
  if (joint) effects.emplace_back("joint");
  effects.emplace_back("new");
  effects.emplace_back("discontinued");
  const std::size_t k = effects.size(), first_rate = options.mix ? 2 : 1;

  // Of continuing leaves: the value of the change of units (moved), and the doubles that the sums
  // of units and weights need.
  const allocation::Children children = allocation::children_of(tree);
  std::vector<core::Minor> base(n), actual(n), amount(n * k), moved(n);
  std::vector<double> before(n), after(n), weight(n);
  std::vector<std::size_t> continuing;
  for (std::size_t i = n; i-- > 0;) {
    if (children.count(i) == 0) {
      const double q0 = detail::check_units(sales.units_before[i], "units_before", i);
      const double q1 = detail::check_units(sales.units_after[i], "units_after", i);
      const core::Minor c0 = profit ? sales.cost_before[i] : 0;
      const core::Minor c1 = profit ? sales.cost_after[i] : 0;
      base[i] = core::subtract(sales.revenue_before[i], c0, "cost_before");
      actual[i] = core::subtract(sales.revenue_after[i], c1, "cost_after");
      const core::Minor change = core::subtract(actual[i], base[i], "actual");
      if (q0 == 0 || q1 == 0) {
        amount[i * k + k - 2] = actual[i];
        amount[i * k + k - 1] = core::subtract(0, base[i], "base");
      } else {
        continuing.push_back(i);
        const double p0 = static_cast<double>(sales.revenue_before[i]) / q0;
        const double p1 = static_cast<double>(sales.revenue_after[i]) / q1;
        const double u0 = static_cast<double>(c0) / q0, u1 = static_cast<double>(c1) / q1;
        const bool mean = options.weights == EffectWeights::mean;
        const double value = mean ? (p0 - u0 + (p1 - u1)) / 2 : p0 - u0;
        const double units = mean ? (q0 + q1) / 2 : joint ? q0 : q1;
        std::vector<double> wanted{value * (q1 - q0), units * (p1 - p0)};
        if (profit) wanted.push_back(-units * (u1 - u0));
        if (joint) wanted.push_back((q1 - q0) * (p1 - p0 - (u1 - u0)));
        const std::vector<core::Minor> parts = whole_parts(change, wanted, "effect");
        moved[i] = parts[0];
        for (std::size_t r = 1; r < parts.size(); ++r) {
          amount[i * k + first_rate + r - 1] = parts[r];
        }
        before[i] = q0;
        after[i] = q1;
        weight[i] = value * q0;
      }
    }
    if (i == 0) break;
    const auto up = static_cast<std::size_t>(tree.parent[i]);
    before[up] += before[i];
    after[up] += after[i];
    weight[up] += weight[i];
    moved[up] = core::add(moved[up], moved[i], "volume");
  }

  const auto volume_of = [&](std::size_t node, std::size_t growth) {
    return before[growth] > 0 ? weight[node] * (after[growth] / before[growth] - 1) : 0.0;
  };
  std::vector<double> wanted;
  for (const std::size_t i : continuing) wanted.push_back(volume_of(i, 0));
  if (!continuing.empty() && options.mix) {
    const std::vector<core::Minor> volume =
        whole_parts(core::round_to_minor(volume_of(0, 0), "volume"), wanted, "volume");
    for (std::size_t j = 0; j < continuing.size(); ++j) {
      const std::size_t i = continuing[j];
      amount[i * k] = volume[j];
      amount[i * k + 1] = core::subtract(moved[i], volume[j], "mix");
    }
  }
  PriceVolumeMix result;
  for (std::size_t i = 0; i < n; ++i) {
    if (!options.mix && children.count(i) == 0) amount[i * k] = moved[i];
    const core::Minor own =
        children.count(i) == 0 ? moved[i] : core::round_to_minor(volume_of(i, i), "own_volume");
    result.own_volume.push_back(own);
    result.own_mix.push_back(core::subtract(moved[i], own, "own_mix"));
  }
  result.bridge = roll_up(tree, std::move(effects), base, actual, amount);
  return result;
}

}  // namespace salesplan::review
