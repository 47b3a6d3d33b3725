#include <algorithm>
#include <memory>

#include "boundary.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/territory/distance.hpp"
#include "salesplan/territory/partition.hpp"

using namespace salesplan;

/// A partition problem with its arrays.
struct splan_territory {
  std::size_t accounts = 0;
  std::size_t territories = 0;
  std::vector<double> cost;
  std::vector<std::string> account_names, territory_names;
  std::vector<territory::Measure> measures;
  std::vector<std::int32_t> fixed, today;
  std::vector<double> move_cost;
  std::vector<territory::Border> borders;
};

namespace {

template <class T>
std::vector<T> copied(const T* values, std::size_t n) {
  return values == nullptr ? std::vector<T>() : std::vector<T>(values, values + n);
}

/// accounts · territories, or Error where no address space holds so many.
std::size_t cells(std::size_t accounts, std::size_t territories) {
  if (territories > 0 && accounts > static_cast<std::size_t>(capi::max_count) / territories) {
    throw Error(ErrorCode::invalid_argument, "accounts", "times territories exceed 2^40");
  }
  return accounts * territories;
}

}  // namespace

splan_status splan_territory_create(splan_context* context, int64_t accounts, int64_t territories,
                                    const double* cost, const char* account_names,
                                    int64_t account_names_size, const char* territory_names,
                                    int64_t territory_names_size, splan_territory** out) {
  return capi::guard(context, [&] {
    splan_territory*& to = capi::required(out, "out");
    auto made = std::make_unique<splan_territory>();
    made->accounts = capi::count(accounts, "accounts");
    made->territories = capi::count(territories, "territories");
    const auto costs = capi::array(cost, cells(made->accounts, made->territories), "cost");
    made->cost.assign(costs.begin(), costs.end());
    if (account_names != nullptr) {
      made->account_names =
          capi::texts(account_names, account_names_size, made->accounts, "account_names");
    }
    if (territory_names != nullptr) {
      made->territory_names =
          capi::texts(territory_names, territory_names_size, made->territories, "territory_names");
    }
    to = made.release();
  });
}

void splan_territory_free(splan_territory* territory) { delete territory; }

splan_status splan_territory_add_measure(splan_context* context, splan_territory* territory,
                                         const char* name, const double* sizes, const double* lower,
                                         const double* upper, const double* ideal, double weight) {
  return capi::guard(context, [&] {
    splan_territory& problem = capi::required(territory, "territory");
    problem.measures.push_back(
        {&capi::required(name, "name"), copied(&capi::required(sizes, "sizes"), problem.accounts),
         copied(lower, problem.territories), copied(upper, problem.territories),
         copied(ideal, problem.territories), weight});
  });
}

splan_status splan_territory_set_most_gini(splan_context* context, splan_territory* territory,
                                           const char* measure, double most_gini) {
  return capi::guard(context, [&] {
    splan_territory& problem = capi::required(territory, "territory");
    const std::string name = &capi::required(measure, "measure");
    const auto found = std::find_if(problem.measures.begin(), problem.measures.end(),
                                    [&](const auto& one) { return one.name == name; });
    if (found == problem.measures.end()) {
      throw Error(ErrorCode::not_found, "measure", core::quoted(name) + " was not added");
    }
    found->most_gini = most_gini;
  });
}

splan_status splan_territory_set_fixed(splan_context* context, splan_territory* territory,
                                       const int32_t* fixed) {
  return capi::guard(context, [&] {
    splan_territory& problem = capi::required(territory, "territory");
    problem.fixed = copied(fixed, problem.accounts);
  });
}

splan_status splan_territory_set_today(splan_context* context, splan_territory* territory,
                                       const int32_t* today, const double* move_cost) {
  return capi::guard(context, [&] {
    splan_territory& problem = capi::required(territory, "territory");
    problem.today = copied(today, problem.accounts);
    problem.move_cost = copied(move_cost, problem.accounts);
  });
}

splan_status splan_territory_set_borders(splan_context* context, splan_territory* territory,
                                         int64_t n, const int32_t* ends) {
  return capi::guard(context, [&] {
    splan_territory& problem = capi::required(territory, "territory");
    const auto given = capi::array(ends, 2 * capi::count(n, "n"), "ends");
    problem.borders.clear();
    for (std::size_t e = 0; e < given.size(); e += 2) {
      problem.borders.push_back({given[e], given[e + 1]});
    }
  });
}

splan_status splan_territory_partition(splan_context* context, const splan_options* options,
                                       const splan_territory* territory, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const splan_territory& given = capi::required(territory, "territory");
    const territory::PartitionProblem problem{
        given.accounts,      given.territories,    given.cost,      given.measures,
        given.fixed,         given.today,          given.move_cost, given.borders,
        given.account_names, given.territory_names};
    territory::Partition found = territory::partition(
        problem, adapters::partition_options(capi::options_or_defaults(options, "territory")));
    auto result = std::make_unique<splan_result>();
    result->add("territory",
                std::vector<std::int64_t>(found.territory.begin(), found.territory.end()));
    result->add("moved", std::vector<std::int64_t>{static_cast<std::int64_t>(found.moved)});
    result->add("load", std::move(found.load));
    result->add("gini", std::move(found.gini));
    result->add("cost", std::vector<double>{found.cost});
    result->add("moving", std::vector<double>{found.moving});
    result->add("imbalance", std::vector<double>{found.imbalance});
    result->add("bound", std::vector<double>{found.bound});
    result->add("gap", std::vector<double>{found.gap});
    to = result.release();
  });
}

splan_status splan_territory_distance(splan_context* context, int64_t accounts, const double* x,
                                      const double* y, int64_t territories, const double* center_x,
                                      const double* center_y, const double* weights, int32_t power,
                                      int32_t degrees, double* out_cost) {
  return capi::guard(context, [&] {
    const std::size_t n = capi::count(accounts, "accounts");
    const std::size_t k = capi::count(territories, "territories");
    const auto out = capi::array(out_cost, cells(n, k), "out_cost");
    const std::vector<double> cost = territory::distance_cost(
        capi::array(x, n, "x"), capi::array(y, n, "y"), capi::array(center_x, k, "center_x"),
        capi::array(center_y, k, "center_y"), capi::optional_array(weights, n), power,
        degrees != 0 ? territory::Coordinates::degrees : territory::Coordinates::plane);
    std::copy(cost.begin(), cost.end(), out.begin());
  });
}
