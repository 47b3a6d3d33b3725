// KPIs: what each is, how it is computed from the measures of a cell, and how its target is met.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/monitor/formula.hpp"

namespace salesplan::monitor {

enum class Direction : std::int32_t { higher, lower };  ///< which is better

/// A KPI by name. Its formula names measures and other KPIs.
struct Kpi {
  std::string name;
  std::string formula;
  std::string unit;  ///< "CNY", "orders", "ratio" …
  Direction better = Direction::higher;
  std::string owner;
};

/// A measure of the cube. A count of distinct customers does not add up: a customer of two regions
/// counts once in the whole.
struct MeasureName {
  std::string name;
  bool adds = true;
};

/// The KPIs a sales meeting looks at, over the measures sales, cost, orders, customers,
/// customers_before, customers_kept, visits, market, satisfaction_points, answers, collected,
/// billed: sales, profit, orders, customers, new and lost customers, average order, conversion,
/// growth, share, satisfaction, collection. Amounts are in `currency`.
std::vector<Kpi> usual_kpis(const std::string& currency);
std::vector<MeasureName> usual_measures();

/// KPIs in an order in which each can be computed from those before it. Immutable.
///
/// A KPI of a cell is computed from the cell's own measures, never from the KPIs of its parts: the
/// average order of a region is its sales over its orders. Those that are sums also add up over
/// parts; `additive` says which.
class KpiTree {
 public:
  /// @throws Error naming "kpis[i].name" or "kpis[i].formula": (parse) with the position in the
  /// formula, (not_found) for a name that is neither measure nor KPI, (duplicate), and
  /// (invalid_argument) for KPIs that need each other, naming them in turn.
  KpiTree(std::vector<MeasureName> measures, std::vector<Kpi> kpis);

  const std::vector<MeasureName>& measures() const { return measures_; }
  const std::vector<Kpi>& kpis() const { return kpis_; }
  bool additive(std::size_t kpi) const { return additive_[kpi]; }

  /// Every KPI of every cell, [cells, kpis] row-major; NaN where something it needs is missing.
  /// @param values   [cells, measures] row-major, NaN missing
  /// @param before   [cells] the cell of the period before, -1 where there is none; empty: nowhere
  /// @param year_ago [cells] that of the year before
  /// @param whole    [cells] that of which the cell is a part
  /// @throws Error(invalid_argument) for lengths that do not fit and cells that are not there.
  /// O(cells · steps of the formulas).
  std::vector<double> values(core::View<const double> values,
                             core::View<const std::int32_t> before = {},
                             core::View<const std::int32_t> year_ago = {},
                             core::View<const std::int32_t> whole = {}) const;

 private:
  std::vector<MeasureName> measures_;
  std::vector<Kpi> kpis_;
  std::vector<Formula> formulas_;
  std::vector<std::vector<std::size_t>> sources_;  // of each formula's names: measures, then KPIs
  std::vector<std::size_t> order_;
  std::vector<bool> additive_;
};

/// Attainment: actual over target where more is better, target over actual where less is; 1 is on
/// target. NaN where the divisor is not above 0 or anything is missing.
double attainment(double actual, double target, Direction better);

}  // namespace salesplan::monitor

#ifndef SALESPLAN_COMPILED
#include "salesplan/monitor/kpi_inl.hpp"
#endif
