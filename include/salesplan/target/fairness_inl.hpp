// Bodies of fairness.hpp.
#pragma once

#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/gini.hpp"
#include "salesplan/target/fairness.hpp"

namespace salesplan::target {
namespace detail {

/// gini() of the values of `name`, whose units have these labels.
inline double gini_of(core::View<const double> values, const char* name,
                      core::View<const std::string> labels) {
  std::vector<double> shared;
  shared.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    if (!(values[i] >= 0 && values[i] < 1e300)) {
      throw Error(ErrorCode::invalid_argument, allocation::detail::item_place(name, i, labels),
                  core::to_text(values[i]) + " is not in [0, 1e300)");
    }
    shared.push_back(values[i]);
  }
  return numeric::gini(shared);
}

}  // namespace detail

SALESPLAN_INLINE double gini(core::View<const double> values) {
  return detail::gini_of(values, "values", {});
}

SALESPLAN_INLINE std::vector<Fairness> fairness(core::View<const FairnessMeasure> measures,
                                                core::View<const std::string> labels) {
  std::vector<Fairness> report;
  std::set<std::string> names;
  for (const FairnessMeasure& measure : measures) {
    if (!names.insert(measure.name).second) {
      throw Error(ErrorCode::duplicate, "measures", core::quoted(measure.name) + " is given twice");
    }
    if (!labels.empty()) {
      allocation::detail::check_length(measure.name, measure.values.size(), labels.size());
    }
    if (measure.limit < 0 || measure.limit > 1) {
      throw Error(ErrorCode::invalid_argument, measure.name + ".limit",
                  core::to_text(measure.limit) + " is not in [0, 1]");
    }
    Fairness row;
    row.name = measure.name;
    row.gini = detail::gini_of(measure.values, measure.name.c_str(), labels);
    row.limit = measure.limit;
    row.fair = !(row.gini > row.limit);
    double sum = 0;
    std::size_t counted = 0;
    for (std::size_t i = 0; i < measure.values.size(); ++i) {
      const double value = measure.values[i];
      if (std::isnan(value)) continue;
      if (counted == 0 || value < row.least) row.least = measure.values[row.least_unit = i];
      if (counted == 0 || value > row.most) row.most = measure.values[row.most_unit = i];
      ++counted;
    }
    const double scale = row.most > 0 ? row.most : 1;
    for (const double value : measure.values) sum += std::isnan(value) ? 0 : value / scale;
    if (counted > 0) row.mean = scale * (sum / static_cast<double>(counted));
    report.push_back(std::move(row));
  }
  return report;
}

SALESPLAN_INLINE void require_fair(core::View<const Fairness> report,
                                   core::View<const std::string> labels) {
  const auto unit = [&](std::size_t i) {
    return labels.empty() ? "unit " + std::to_string(i) : labels[i];
  };
  for (const Fairness& row : report) {
    if (row.fair) continue;
    throw Error(ErrorCode::infeasible, row.name,
                "Gini " + core::to_text(row.gini) + " exceeds " + core::to_text(row.limit) + ": " +
                    unit(row.most_unit) + " has " + core::to_text(row.most) + ", " +
                    unit(row.least_unit) + " " + core::to_text(row.least) + ", the mean is " +
                    core::to_text(row.mean));
  }
}

}  // namespace salesplan::target
