// The partition problem checked and brought to one scale: loads of which the mean is 1.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/territory/partition_problem.hpp"

namespace salesplan::territory::detail {

constexpr double forbidden = std::numeric_limits<double>::infinity();
constexpr double allowance = 1e-9;  // by which a load may break its bounds

/// n accounts, k territories, q measures. Sizes and loads are in units of the mean load.
struct Model {
  std::size_t n = 0, k = 0, q = 0;
  std::vector<double> cost;    // [n, k] with the price of moving; forbidden where not allowed
  std::vector<double> size;    // [n, q]
  std::vector<double> lower;   // [k, q], at least 0
  std::vector<double> upper;   // [k, q], at most the total
  std::vector<double> ideal;   // [k, q]
  std::vector<double> weight;  // [q]
  /// A measure whose loads, over their ideals, have a largest Gini coefficient.
  struct Fair {
    std::size_t measure;
    double most_gini;
  };
  std::vector<Fair> fair;

  bool allowed(std::size_t i, std::size_t t) const { return cost[i * k + t] < forbidden; }

  /// Price of a load off its ideal.
  double imbalance(std::size_t t, std::size_t m, double load) const {
    const double off = load / ideal[t * q + m] - 1;
    return weight[m] * off * off;
  }

  /// By how much a load breaks its bounds.
  double excess(std::size_t t, std::size_t m, double load) const {
    return std::max({0.0, load - upper[t * q + m], lower[t * q + m] - load});
  }
};

inline std::string account_name(const PartitionProblem& problem, std::size_t i) {
  return problem.account_names.empty() ? "account " + std::to_string(i) : problem.account_names[i];
}

inline std::string territory_name(const PartitionProblem& problem, std::size_t t) {
  return problem.territory_names.empty() ? "territory " + std::to_string(t)
                                         : problem.territory_names[t];
}

inline void check_count(const std::string& place, std::size_t count, std::size_t wanted) {
  if (count != wanted) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(count) + " values where " + std::to_string(wanted) + " are needed");
  }
}

inline void check_value(const std::string& place, std::size_t i, double value, double lowest,
                        const std::string& whose) {
  if (!(value >= lowest && value <= 1e100)) {
    throw Error(
        ErrorCode::invalid_argument, core::at(place, static_cast<std::int64_t>(i)),
        core::to_text(value) + " of " + whose + " is not in " + core::to_text(lowest) + "..1e100");
  }
}

inline void check_territory(const char* field, const PartitionProblem& problem, std::size_t i,
                            std::int32_t t) {
  if (t < -1 || (t >= 0 && static_cast<std::size_t>(t) >= problem.territories)) {
    throw Error(ErrorCode::invalid_argument, core::at(field, static_cast<std::int64_t>(i)),
                std::to_string(t) + " of " + account_name(problem, i) +
                    " is neither -1 nor one of " + std::to_string(problem.territories) +
                    " territories");
  }
}

/// Checks one measure and appends it to the model, column m.
inline void add_measure(const PartitionProblem& problem, std::size_t m, Model& model) {
  const Measure& measure = problem.measures[m];
  const std::string place = core::at("measures", static_cast<std::int64_t>(m));
  check_count(place + ".size", measure.size.size(), model.n);
  double total = 0;
  for (std::size_t i = 0; i < model.n; ++i) {
    check_value(place + ".size", i, measure.size[i], 0, account_name(problem, i));
    total += measure.size[i];
  }
  if (!(total > 0)) {
    throw Error(ErrorCode::invalid_argument, place + ".size",
                "every account has 0 of " + measure.name);
  }
  if (!(measure.weight >= 0 && measure.weight <= 1e100)) {
    throw Error(ErrorCode::invalid_argument, place + ".weight",
                core::to_text(measure.weight) + " is not in 0..1e100");
  }
  model.weight[m] = measure.weight;
  if (!core::is_missing(measure.most_gini)) {
    if (!(measure.most_gini >= 0 && measure.most_gini <= 1)) {
      throw Error(ErrorCode::invalid_argument, place + ".most_gini",
                  core::to_text(measure.most_gini) + " is not in 0..1");
    }
    model.fair.push_back({m, measure.most_gini});
  }
  const double unit = total / static_cast<double>(model.k);
  for (std::size_t i = 0; i < model.n; ++i) model.size[i * model.q + m] = measure.size[i] / unit;
  for (const auto* given : {&measure.lower, &measure.upper, &measure.ideal}) {
    if (given->empty()) continue;
    check_count(place + (given == &measure.lower   ? ".lower"
                         : given == &measure.upper ? ".upper"
                                                   : ".ideal"),
                given->size(), model.k);
  }
  for (std::size_t t = 0; t < model.k; ++t) {
    const std::string name = territory_name(problem, t);
    const std::size_t at = t * model.q + m;
    model.lower[at] = 0;
    model.upper[at] = static_cast<double>(model.k);
    model.ideal[at] = 1;
    if (!measure.lower.empty() && !std::isnan(measure.lower[t])) {
      check_value(place + ".lower", t, measure.lower[t], 0, name);
      model.lower[at] = measure.lower[t] / unit;
    }
    if (!measure.upper.empty() && !std::isnan(measure.upper[t])) {
      check_value(place + ".upper", t, measure.upper[t], 0, name);
      model.upper[at] = std::min(model.upper[at], measure.upper[t] / unit);
      if (!measure.lower.empty() && measure.lower[t] > measure.upper[t]) {
        throw Error(ErrorCode::infeasible, core::at(place + ".lower", static_cast<std::int64_t>(t)),
                    "the least " + core::to_text(measure.lower[t]) + " " + measure.name + " of " +
                        name + " exceeds its most " + core::to_text(measure.upper[t]));
      }
    }
    if (!measure.ideal.empty()) {
      check_value(place + ".ideal", t, measure.ideal[t], 1e-100, name);
      model.ideal[at] = measure.ideal[t] / unit;
    }
  }
}

/// The model of a problem, or the Error that says what is wrong with it.
inline Model make_model(const PartitionProblem& problem) {
  const std::size_t n = problem.accounts;
  const std::size_t k = problem.territories;
  constexpr std::size_t most = std::size_t{1} << 30;
  if (n == 0 || n > most) {
    throw Error(ErrorCode::invalid_argument, "accounts", std::to_string(n) + " is not in 1..2^30");
  }
  if (k == 0 || k > most) {
    throw Error(ErrorCode::invalid_argument, "territories",
                std::to_string(k) + " is not in 1..2^30");
  }
  if (!problem.account_names.empty()) {
    check_count("account_names", problem.account_names.size(), n);
  }
  if (!problem.territory_names.empty()) {
    check_count("territory_names", problem.territory_names.size(), k);
  }
  check_count("cost", problem.cost.size(), n * k);
  if (!problem.fixed.empty()) check_count("fixed", problem.fixed.size(), n);
  if (!problem.today.empty()) check_count("today", problem.today.size(), n);
  if (!problem.move_cost.empty()) {
    check_count("move_cost", problem.move_cost.size(), n);
    check_count("today", problem.today.size(), n);
  }

  Model model;
  model.n = n;
  model.k = k;
  model.q = problem.measures.size();
  model.cost.assign(problem.cost.begin(), problem.cost.end());
  model.size.resize(n * model.q);
  model.lower.resize(k * model.q);
  model.upper.resize(k * model.q);
  model.ideal.resize(k * model.q);
  model.weight.resize(model.q);
  for (std::size_t m = 0; m < model.q; ++m) add_measure(problem, m, model);
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t fixed = problem.fixed.empty() ? -1 : problem.fixed[i];
    const std::int32_t today = problem.today.empty() ? -1 : problem.today[i];
    check_territory("fixed", problem, i, fixed);
    check_territory("today", problem, i, today);
    if (!problem.move_cost.empty()) {
      check_value("move_cost", i, problem.move_cost[i], 0, account_name(problem, i));
    }
    bool anywhere = false;
    for (std::size_t t = 0; t < k; ++t) {
      double& cost = model.cost[i * k + t];
      if (std::isnan(cost) || (fixed >= 0 && static_cast<std::size_t>(fixed) != t)) {
        cost = forbidden;
        continue;
      }
      check_value("cost", i * k + t, cost, 0, account_name(problem, i));
      anywhere = true;
      if (today >= 0 && static_cast<std::size_t>(today) != t && !problem.move_cost.empty()) {
        cost += problem.move_cost[i];
      }
    }
    if (!anywhere) {
      throw Error(ErrorCode::infeasible, core::at("cost", static_cast<std::int64_t>(i * k)),
                  account_name(problem, i) +
                      (fixed < 0 ? std::string(" may go to no territory")
                                 : " is fixed to " +
                                       territory_name(problem, static_cast<std::size_t>(fixed)) +
                                       ", where it may not go"));
    }
  }
  return model;
}

}  // namespace salesplan::territory::detail
