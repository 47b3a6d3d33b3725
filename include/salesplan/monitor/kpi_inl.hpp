// Bodies of kpi.hpp.
#pragma once

#include <string_view>
#include <unordered_map>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/monitor/kpi.hpp"

namespace salesplan::monitor {
namespace detail {

inline std::string kpi_place(std::size_t i, const char* field) {
  return core::at("kpis", static_cast<std::int64_t>(i)) + "." + field;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<MeasureName> usual_measures() {
  return {{"sales", true},
          {"cost", true},
          {"orders", true},
          {"customers", false},
          {"customers_before", false},
          {"customers_kept", false},
          {"visits", true},
          {"market", true},
          {"satisfaction_points", true},
          {"answers", true},
          {"collected", true},
          {"billed", true}};
}

SALESPLAN_INLINE std::vector<Kpi> usual_kpis(const std::string& currency) {
  const auto more = Direction::higher;
  return {
      {"revenue", "sales", currency, more, ""},
      {"profit", "sales - cost", currency, more, ""},
      {"order_count", "orders", "orders", more, ""},
      {"active_customers", "customers", "customers", more, ""},
      {"new_customers", "customers - customers_kept", "customers", more, ""},
      {"lost_customers", "customers_before - customers_kept", "customers", Direction::lower, ""},
      {"average_order", "sales / orders", currency, more, ""},
      {"conversion", "orders / visits", "ratio", more, ""},
      {"growth", "sales / before(sales) - 1", "ratio", more, ""},
      {"yearly_growth", "sales / year_ago(sales) - 1", "ratio", more, ""},
      {"share", "sales / whole(sales)", "ratio", more, ""},
      {"market_share", "sales / market", "ratio", more, ""},
      {"satisfaction", "satisfaction_points / answers", "points", more, ""},
      {"collection", "collected / billed", "ratio", more, ""}};
}

SALESPLAN_INLINE KpiTree::KpiTree(std::vector<MeasureName> measures, std::vector<Kpi> kpis)
    : measures_(std::move(measures)), kpis_(std::move(kpis)) {
  std::unordered_map<std::string_view, std::size_t> number;  // measures, then KPIs
  const auto enter = [&](const std::string& name, const std::string& place) {
    const bool starts_well = !name.empty() && !(name[0] >= '0' && name[0] <= '9');
    if (!starts_well) {
      throw Error(ErrorCode::invalid_argument, place, core::quoted(name) + " cannot be a name");
    }
    if (!number.emplace(name, number.size()).second) {
      throw Error(ErrorCode::duplicate, place, core::quoted(name) + " is given twice");
    }
  };
  for (std::size_t m = 0; m < measures_.size(); ++m) {
    enter(measures_[m].name, core::at("measures", static_cast<std::int64_t>(m)));
  }
  for (std::size_t k = 0; k < kpis_.size(); ++k) enter(kpis_[k].name, detail::kpi_place(k, "name"));

  for (std::size_t k = 0; k < kpis_.size(); ++k) {
    const std::string place = detail::kpi_place(k, "formula");
    formulas_.emplace_back(kpis_[k].formula, place);
    sources_.emplace_back();
    for (const Formula::Name& name : formulas_[k].names()) {
      const auto found = number.find(name.text);
      if (found == number.end()) {
        throw Error(ErrorCode::not_found, place,
                    core::quoted(name.text) + " is neither a measure nor a KPI");
      }
      sources_[k].push_back(found->second);
    }
  }

  // Depth first, without recursion: a KPI comes after those it names.
  const std::size_t m = measures_.size();
  enum State { untouched, open, done };
  std::vector<State> state(kpis_.size(), untouched);
  additive_.assign(kpis_.size(), false);
  for (std::size_t root = 0; root < kpis_.size(); ++root) {
    if (state[root] != untouched) continue;
    std::vector<std::pair<std::size_t, std::size_t>> path{{root, 0}};  // KPI, next of its names
    state[root] = open;
    while (!path.empty()) {
      const std::size_t k = path.back().first;
      if (path.back().second < sources_[k].size()) {
        const std::size_t source = sources_[k][path.back().second++];
        if (source < m || state[source - m] == done) continue;
        const std::size_t next = source - m;
        if (state[next] == open) {
          std::string circle;
          bool inside = false;
          for (const auto& step : path) {
            inside = inside || step.first == next;
            if (inside) circle += kpis_[step.first].name + " -> ";
          }
          throw Error(ErrorCode::invalid_argument, detail::kpi_place(next, "formula"),
                      "needs itself: " + circle + kpis_[next].name);
        }
        state[next] = open;
        path.emplace_back(next, 0);
      } else {
        std::vector<bool> adds;
        for (const std::size_t source : sources_[k]) {
          adds.push_back(source < m ? measures_[source].adds : additive_[source - m]);
        }
        additive_[k] = formulas_[k].additive(adds);
        state[k] = done;
        order_.push_back(k);
        path.pop_back();
      }
    }
  }
}

SALESPLAN_INLINE std::vector<double> KpiTree::values(core::View<const double> values,
                                                     core::View<const std::int32_t> before,
                                                     core::View<const std::int32_t> year_ago,
                                                     core::View<const std::int32_t> whole) const {
  const std::size_t m = measures_.size(), n = kpis_.size();
  if (m == 0 ? !values.empty() : values.size() % m != 0) {
    throw Error(ErrorCode::invalid_argument, "values",
                std::to_string(values.size()) + " values are no table of " + std::to_string(m) +
                    " measures");
  }
  const std::size_t cells = m == 0 ? 0 : values.size() / m;
  const core::View<const std::int32_t> elsewhere[] = {before, year_ago, whole};
  const char* const names[] = {"before", "year_ago", "whole"};
  for (std::size_t e = 0; e < 3; ++e) {
    if (!elsewhere[e].empty() && elsewhere[e].size() != cells) {
      throw Error(ErrorCode::invalid_argument, names[e],
                  std::to_string(elsewhere[e].size()) + " cells for " + std::to_string(cells));
    }
    for (std::size_t c = 0; c < elsewhere[e].size(); ++c) {
      if (elsewhere[e][c] < -1 || elsewhere[e][c] >= static_cast<std::int64_t>(cells)) {
        throw Error(
            ErrorCode::invalid_argument, core::at(names[e], static_cast<std::int64_t>(c)),
            std::to_string(elsewhere[e][c]) + " is none of " + std::to_string(cells) + " cells");
      }
    }
  }
  std::vector<double> result(cells * n, core::missing_number);
  for (const std::size_t k : order_) {
    const Formula& formula = formulas_[k];
    for (std::size_t c = 0; c < cells; ++c) {
      result[c * n + k] = formula.value([&](std::size_t name) {
        std::size_t cell = c;
        if (formula.names()[name].place != Place::here) {
          const auto& where = elsewhere[static_cast<std::size_t>(formula.names()[name].place) - 1];
          if (where.empty() || where[c] < 0) return core::missing_number;
          cell = static_cast<std::size_t>(where[c]);
        }
        const std::size_t source = sources_[k][name];
        return source < m ? values[cell * m + source] : result[cell * n + (source - m)];
      });
    }
  }
  return result;
}

SALESPLAN_INLINE double attainment(double actual, double target, Direction better) {
  const double over = better == Direction::higher ? actual : target;
  const double under = better == Direction::higher ? target : actual;
  return under > 0 ? over / under : core::missing_number;
}

}  // namespace salesplan::monitor
