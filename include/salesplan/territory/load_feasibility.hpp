// Whether the loads can be kept at all: if not, which territories and accounts stand in the way.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/network_flow.hpp"
#include "salesplan/territory/partition_model.hpp"

namespace salesplan::territory::detail {

/// "a", "a and b", "a, b, c and 4 more".
template <class Name>
std::string listed(const std::vector<std::size_t>& items, Name&& name) {
  std::string text;
  const std::size_t shown = items.size() > 4 ? 3 : items.size();
  for (std::size_t c = 0; c < shown; ++c) {
    if (c > 0) text += c + 1 == items.size() ? " and " : ", ";
    text += name(items[c]);
  }
  if (shown < items.size()) text += " and " + std::to_string(items.size() - shown) + " more";
  return text;
}

/// Error(infeasible) where the bounds of one measure cannot be kept even if accounts could be cut
/// in pieces: a flow from the accounts through the territories they may go to. The cut that stops
/// it names who stands in the way. The rounding of sizes to whole units is given to the bounds.
inline void check_loads_fit(const PartitionProblem& problem, const Model& model) {
  const auto name_of = [&](std::size_t t) { return territory_name(problem, t); };
  const auto account_of = [&](std::size_t i) { return account_name(problem, i); };
  const auto node = [](std::size_t v) { return static_cast<std::int32_t>(v); };
  const double scale = std::ldexp(1.0, 40) / static_cast<double>(model.k);
  const auto slack = static_cast<std::int64_t>(model.n) + 2;
  const std::size_t sink = model.n + model.k;
  for (std::size_t m = 0; m < model.q; ++m) {
    std::vector<std::int64_t> supply(sink + 1, 0);
    std::vector<numeric::Arc> arcs;
    for (std::size_t i = 0; i < model.n; ++i) {
      supply[i] = std::llround(model.size[i * model.q + m] * scale);
      supply[sink] -= supply[i];
      for (std::size_t t = 0; supply[i] > 0 && t < model.k; ++t) {
        if (model.allowed(i, t)) arcs.push_back({node(i), node(model.n + t), 0, supply[i], 0});
      }
    }
    const std::int64_t all = -supply[sink];
    for (std::size_t t = 0; t < model.k; ++t) {
      const auto whole = [&](double load) {
        return static_cast<std::int64_t>(std::llround(load * scale));
      };
      arcs.push_back({node(model.n + t), node(sink),
                      std::max<std::int64_t>(0, whole(model.lower[t * model.q + m]) - slack),
                      std::min(all, whole(model.upper[t * model.q + m]) + slack), 0});
    }
    const numeric::Flow flow = numeric::min_cost_flow(node(sink + 1), arcs, supply);
    if (flow.feasible) continue;

    // Either the accounts of the cut have nowhere else to go, or the territories outside it get
    // all of the accounts that may go there and are still short.
    const bool too_much = !flow.cut[sink];
    std::vector<std::size_t> territories, accounts;
    std::vector<char> concerned(model.k, 0);
    double bound = 0;
    double size = 0;
    for (std::size_t t = 0; t < model.k; ++t) {
      if (flow.cut[model.n + t] != too_much) continue;
      concerned[t] = 1;
      const auto& bounds = too_much ? problem.measures[m].upper : problem.measures[m].lower;
      if (bounds.empty() || std::isnan(bounds[t])) continue;
      territories.push_back(t);
      bound += bounds[t];
    }
    for (std::size_t i = 0; i < model.n; ++i) {
      bool some = false;
      bool every = true;
      for (std::size_t t = 0; t < model.k; ++t) {
        if (!model.allowed(i, t)) continue;
        (concerned[t] != 0 ? some : every) = concerned[t] != 0;
      }
      if (too_much ? !every : !some) continue;
      accounts.push_back(i);
      size += problem.measures[m].size[i];
    }
    const bool whole_problem = territories.size() == model.k;
    const std::string place = core::at("measures", static_cast<std::int64_t>(m));
    const std::string what = problem.measures[m].name;
    if (whole_problem) {
      throw Error(ErrorCode::infeasible, place,
                  "all accounts have " + core::to_text(size) + " " + what +
                      ", and all territories " +
                      (too_much ? "may have at most " : "need at least ") + core::to_text(bound));
    }
    throw Error(ErrorCode::infeasible, place,
                listed(territories, name_of) +
                    (too_much                  ? " may have at most "
                     : territories.size() == 1 ? " needs at least "
                                               : " need at least ") +
                    core::to_text(bound) + " " + what + ", but the accounts that " +
                    (too_much ? "can go nowhere else" : "may go there") + " have " +
                    core::to_text(size) + ": " + listed(accounts, account_of));
  }
}

}  // namespace salesplan::territory::detail
