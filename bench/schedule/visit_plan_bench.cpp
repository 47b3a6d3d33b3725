// How soon are the visits of a sales force planned, and how far are the plans from the bound?
#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "../splitmix64.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/schedule/visit_plan.hpp"

namespace {

using namespace salesplan::schedule;
using salesplan::calendar::Grain;

/// Reps with 120 customers each, a sixth weekly, a third every two weeks, the others monthly, of 20
/// minutes, in 8 areas; with coordinates, scattered 2 km around the areas' centres within 30 km.
std::vector<VisitProblem> sales_force(std::size_t reps, bool coordinates) {
  salesplan::bench::SplitMix64 random(6);
  std::vector<VisitProblem> problems(reps);
  for (VisitProblem& problem : problems) {
    double x[8], y[8];
    for (int a = 0; a < 8; ++a) {
      x[a] = 113.15 + 0.3 * random.uniform();
      y[a] = 23.13 + 0.25 * random.uniform();
    }
    if (coordinates) {
      problem.x = 113.3;
      problem.y = 23.25;
    }
    for (int c = 0; c < 120; ++c) {
      VisitCustomer customer;
      customer.frequency = c < 20   ? CallFrequency{1, 1, Grain::week}
                           : c < 60 ? CallFrequency{1, 2, Grain::week}
                                    : CallFrequency{1, 1, Grain::month};
      customer.minutes = 20;
      customer.area = std::min(7, static_cast<int>(8 * random.uniform()));
      if (coordinates) {
        customer.x = x[customer.area] + 0.02 * random.normal();
        customer.y = y[customer.area] + 0.02 * random.normal();
      }
      problem.customers.push_back(customer);
    }
  }
  return problems;
}

/// April to June 2026 on the calendar US, one thread.
void plan(benchmark::State& state) {
  const auto reps = static_cast<std::size_t>(state.range(0));
  const auto problems = sales_force(reps, state.range(1) != 0);
  const auto workdays = salesplan::calendar::named_calendar("US");
  std::vector<VisitPlan> plans;
  for (auto _ : state) {
    plans = plan_visits(problems, workdays, salesplan::calendar::make_date(2026, 4, 1),
                        salesplan::calendar::make_date(2026, 6, 30));
  }
  double reps_above = 0;
  for (const VisitPlan& one : plans) {
    reps_above += static_cast<double>(one.most_visits) > one.mean_visits + 1 ? 1 : 0;
  }
  state.counters["reps_above"] = reps_above;
  double visits = 0, unmet = 0, above = 0, cost = 0, bound = 0, travel = 0;
  for (const VisitPlan& one : plans) {
    visits += static_cast<double>(one.visits.size());
    unmet += static_cast<double>(one.unmet.size());
    above = std::max(above, static_cast<double>(one.most_visits) - one.mean_visits);
    cost += one.cost;
    bound += one.bound;
    travel += one.travel_minutes;
  }
  state.counters["visits"] = visits;
  state.counters["unmet"] = unmet;
  state.counters["most_above_mean"] = above;
  state.counters["travel_a_visit"] = travel / visits;
  state.counters["gap_percent"] = 100 * (cost / bound - 1);
}
BENCHMARK(plan)
    ->ArgNames({"reps", "coordinates"})
    ->Args({50, 0})
    ->Args({50, 1})
    ->Args({500, 0})
    ->Args({500, 1})
    ->Iterations(1)
    ->Unit(benchmark::kSecond);

}  // namespace
