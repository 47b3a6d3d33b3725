#include "salesplan/schedule/visit_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/schedule/visit_book.hpp"

namespace salesplan::schedule {
namespace visit_plan_test {

using calendar::Date;
using calendar::Grain;
using calendar::make_date;

const Date april = make_date(2026, 4, 1), june = make_date(2026, 6, 30);
const calendar::WorkdayCalendar us = calendar::named_calendar("US");

VisitProblem territory(unsigned seed, int customers, bool coordinates) {
  std::mt19937 random(seed);
  VisitProblem problem;
  for (int c = 0; c < customers; ++c) {
    VisitCustomer customer;
    customer.frequency = c % 6 == 0   ? CallFrequency{1, 1, Grain::week}
                         : c % 3 == 1 ? CallFrequency{1, 2, Grain::week}
                                      : CallFrequency{1, 1, Grain::month};
    customer.minutes = 20;
    customer.area = static_cast<int>(random() % 6);
    if (coordinates) {
      customer.x = 113 + 0.05 * customer.area + 1e-5 * static_cast<double>(random() % 1000);
      customer.y = 23 + 1e-5 * static_cast<double>(random() % 1000);
    }
    problem.customers.push_back(customer);
  }
  if (coordinates) {
    problem.x = 113.1;
    problem.y = 23.01;
  }
  return problem;
}

VisitPlan planned(const VisitProblem& problem, const VisitOptions& options = {}) {
  return plan_visits({&problem, 1}, us, april, june, options).front();
}

std::set<std::pair<std::size_t, std::int32_t>> as_set(const std::vector<Visit>& visits) {
  std::set<std::pair<std::size_t, std::int32_t>> set;
  for (const Visit& visit : visits) set.emplace(visit.customer, visit.date.days);
  return set;
}

// Every rule, from the plan alone.
void expect_sound(const VisitProblem& problem, const VisitPlan& plan) {
  std::map<std::size_t, std::vector<Date>> dates;
  std::map<std::int32_t, std::size_t> day;
  for (std::size_t d = 0; d < plan.days.size(); ++d) day[plan.days[d].date.days] = d;
  std::vector<std::int64_t> count(plan.days.size());
  Date last = april;
  for (const Visit& visit : plan.visits) {
    EXPECT_LE(last, visit.date);
    last = visit.date;
    dates[visit.customer].push_back(visit.date);
    ASSERT_TRUE(day.count(visit.date.days));
    ++count[day[visit.date.days]];
  }
  for (std::size_t d = 0; d < plan.days.size(); ++d) {
    EXPECT_TRUE(us.is_workday(plan.days[d].date).workday);
    EXPECT_EQ(plan.days[d].visits, count[d]);
    EXPECT_GE(plan.days[d].free_minutes, -1e-6);
    for (const calendar::DaySpan& absence : problem.absences) {
      EXPECT_TRUE(plan.days[d].date < absence.first || plan.days[d].date > absence.last);
    }
  }
  for (const auto& [customer, list] : dates) {
    const CallFrequency f = problem.customers[customer].frequency;
    const int even = f.grain == Grain::month ? 30 : 7 * f.every;
    for (std::size_t i = 1; i < list.size(); ++i) EXPECT_GE(list[i] - list[i - 1], even / 2);
  }
  EXPECT_LE(plan.bound, plan.cost * (1 + 1e-9));
}

TEST(VisitPlan, MeetsEveryFrequencyEvenlyWhereThereIsTime) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    const VisitProblem problem = territory(seed, 90, seed % 2 == 0);
    const VisitPlan plan = planned(problem);
    expect_sound(problem, plan);
    EXPECT_TRUE(plan.unmet.empty());
    EXPECT_LE(static_cast<double>(plan.most_visits), plan.mean_visits + 1);
    for (std::size_t c = 0; c < problem.customers.size(); ++c) {
      std::map<std::int32_t, int> windows;
      const CallFrequency f = problem.customers[c].frequency;
      for (const Visit& visit : plan.visits) {
        if (visit.customer != c) continue;
        const calendar::Period period = calendar::period_of(visit.date, f.grain);
        const calendar::Period first = calendar::period_of(april, f.grain);
        ++windows[(period.ordinal - first.ordinal) / f.every];
      }
      // Thirteen weeks and Monday, Tuesday of one more; seven pairs of weeks; three months.
      EXPECT_EQ(windows.size(), f.grain == Grain::month ? 3U : f.every == 1 ? 13U : 7U) << c;
      for (const auto& window : windows) EXPECT_EQ(window.second, 1);
    }
  }
}

TEST(VisitPlan, IsTheSameWithAnyNumberOfThreads) {
  const std::vector<VisitProblem> reps{territory(1, 60, true), territory(2, 60, false),
                                       territory(3, 60, true)};
  VisitOptions options;
  const auto one = plan_visits(reps, us, april, june, options);
  options.threads = 3;
  const auto three = plan_visits(reps, us, april, june, options);
  for (std::size_t r = 0; r < reps.size(); ++r) {
    EXPECT_EQ(one[r].cost, three[r].cost);
    EXPECT_EQ(as_set(one[r].visits), as_set(three[r].visits));
  }
}

TEST(VisitPlan, PutsAnAreaOnOneDay) {
  VisitProblem problem;
  for (int c = 0; c < 10; ++c) {
    VisitCustomer customer;
    customer.area = c / 2;
    problem.customers.push_back(customer);
  }
  const VisitPlan plan =
      plan_visits({&problem, 1}, us, make_date(2026, 6, 1), make_date(2026, 6, 5)).front();
  ASSERT_EQ(plan.visits.size(), 10U);
  for (std::size_t d = 0; d < 5; ++d) {
    // Home to the area, a hop, and home: 35 + 5 + 35.
    EXPECT_EQ(plan.days[d].travel_minutes, 75);
  }
  EXPECT_EQ(plan.cost, 375);
  EXPECT_LE(plan.bound, 375);
}

TEST(VisitPlan, SaysWhyVisitsAreMissing) {
  VisitProblem problem;
  problem.customers.resize(3);
  problem.customers[1].minutes = 400;
  problem.customers[2].minutes = 400;
  problem.day_minutes = 480;
  problem.absences = {{make_date(2026, 6, 8), make_date(2026, 6, 12)},
                      {make_date(2026, 6, 1), make_date(2026, 6, 4)}};
  const VisitPlan plan =
      plan_visits({&problem, 1}, us, make_date(2026, 6, 1), make_date(2026, 6, 12)).front();
  std::map<std::string, int> reasons;
  for (const UnmetVisit& unmet : plan.unmet) ++reasons[unmet_reason_name(unmet.reason)];
  EXPECT_EQ(reasons, (std::map<std::string, int>{{"absent", 3}, {"capacity", 2}}));

  const auto china = calendar::named_calendar("CN");
  VisitProblem golden;
  golden.customers.resize(1);
  const VisitPlan october =
      plan_visits({&golden, 1}, china, make_date(2025, 9, 29), make_date(2025, 10, 12)).front();
  EXPECT_EQ(october.visits.size(), 2U);  // the 29th or 30th; the make-up workdays after

  VisitProblem near;
  near.customers.resize(1);
  near.customers[0].last_visit = make_date(2026, 6, 1);
  near.customers[0].least_gap_days = 7;
  const VisitPlan week =
      plan_visits({&near, 1}, us, make_date(2026, 6, 2), make_date(2026, 6, 5)).front();
  ASSERT_EQ(week.unmet.size(), 1U);
  EXPECT_EQ(week.unmet[0].reason, UnmetReason::spacing);
}

TEST(VisitPlan, NamesWeeksWithoutWorkdays) {
  std::vector<calendar::SpecialDay> shut;
  for (Date day = make_date(2026, 6, 8); day <= make_date(2026, 6, 12); ++day.days) {
    shut.push_back({day, calendar::DayKind::holiday, "", ""});
  }
  const calendar::WorkdayCalendar closed("SHUT", {calendar::saturday, calendar::sunday}, shut, 2026,
                                         2026);
  VisitProblem problem;
  problem.customers.resize(1);
  const VisitPlan plan =
      plan_visits({&problem, 1}, closed, make_date(2026, 6, 1), make_date(2026, 6, 19)).front();
  ASSERT_EQ(plan.unmet.size(), 1U);
  EXPECT_EQ(plan.unmet[0].reason, UnmetReason::no_workday);
  EXPECT_EQ(plan.unmet[0].first, make_date(2026, 6, 8));
}

TEST(VisitPlan, KeepsAppointmentsMeetingsAndWeekdays) {
  VisitProblem problem = territory(4, 30, false);
  problem.fixed = {{0, make_date(2026, 4, 9)}, {1, make_date(2026, 5, 29)}};
  problem.busy = {{make_date(2026, 4, 9), 380}};
  problem.customers[2].preferred = {calendar::tuesday};
  VisitOptions options;
  options.off_weekday = 200;
  const VisitPlan plan = planned(problem, options);
  expect_sound(problem, plan);
  EXPECT_TRUE(plan.unmet.empty());
  for (const Visit& visit : problem.fixed) {
    EXPECT_TRUE(as_set(plan.visits).count({visit.customer, visit.date.days}));
  }
  for (const Visit& visit : plan.visits) {
    if (visit.customer == 2) {
      EXPECT_EQ(calendar::weekday(visit.date), calendar::tuesday);
    }
  }
}

TEST(VisitPlan, ReplansWithFewMoves) {
  VisitProblem problem = territory(5, 60, false);
  const VisitPlan before = planned(problem);
  problem.previous = before.visits;
  const VisitPlan same = planned(problem);
  EXPECT_EQ(same.moved, 0);
  EXPECT_EQ(as_set(same.visits), as_set(before.visits));

  problem.absences = {{make_date(2026, 5, 13), make_date(2026, 5, 14)}};
  std::int64_t displaced = 0;
  for (const Visit& visit : before.visits) {
    const bool past = visit.date < make_date(2026, 5, 1);
    const bool away =
        visit.date >= problem.absences[0].first && visit.date <= problem.absences[0].last;
    if (past) problem.fixed.push_back(visit);
    if (away) ++displaced;
  }
  const VisitPlan after = planned(problem);
  expect_sound(problem, after);
  EXPECT_TRUE(after.unmet.empty());
  EXPECT_GE(after.moved, displaced);
  EXPECT_LE(after.moved, 2 * displaced);
  for (const Visit& visit : problem.fixed) {
    EXPECT_TRUE(as_set(after.visits).count({visit.customer, visit.date.days}));
  }
}

TEST(VisitPlan, OfNobodyAndOfNothing) {
  EXPECT_TRUE(plan_visits({}, us, april, june).empty());
  const VisitPlan plan = planned({});
  EXPECT_TRUE(plan.visits.empty());
  EXPECT_EQ(plan.cost, 0);
  VisitProblem away = territory(1, 5, false);
  away.absences = {{april, june}};
  EXPECT_TRUE(planned(away).days.empty());
}

TEST(VisitPlan, RefusesWhatCannotBe) {
  const auto refused = [&](auto change) {
    VisitProblem problem = territory(1, 3, false);
    change(problem);
    return refusal([&] { planned(problem); });
  };
  EXPECT_EQ(refused([](auto& p) { p.customers[0].frequency.visits = 6; }),
            "reps[0].customers[0].visits: 6 visits in 1 week that have at most 5 workdays");
  EXPECT_EQ(refused([](auto& p) {
              p.customers[0].frequency.visits = 3;
              p.customers[0].least_gap_days = 4;
            }),
            "reps[0].customers[0].least_gap_days: 3 visits 4 days apart do not fit into 1 week");
  EXPECT_EQ(refused([](auto& p) {
              p.absences = {{april, make_date(2026, 4, 8)}, {make_date(2026, 4, 8), june}};
            }),
            "reps[0].absences[1].first: 2026-04-08 overlaps absences[0], which lasts until "
            "2026-04-08");
  EXPECT_EQ(refused([](auto& p) {
              p.absences = {{june, april}};
            }),
            "reps[0].absences[0].last: 2026-04-01 is before 2026-06-30");
  EXPECT_EQ(refused([](auto& p) {
              p.fixed = {{0, make_date(2026, 4, 4)}};
            }),
            "reps[0].fixed[0].date: 2026-04-04 is no day of the plan on which the rep works");
  EXPECT_EQ(refused([](auto& p) {
              p.fixed = {{0, make_date(2026, 4, 2)}, {0, make_date(2026, 4, 3)}};
            }),
            "reps[0].fixed[1].date: 2026-04-03 is 1 days from fixed[0]; the gap is 3");
  EXPECT_EQ(refused([](auto& p) {
              p.fixed = {{3, april}};
            }),
            "reps[0].fixed[0].customer: 3 is not below 3");
  EXPECT_EQ(refused([](auto& p) {
              p.previous = {{0, april}, {0, april}};
            }),
            "reps[0].previous[1]: is given twice");
  EXPECT_EQ(refused([](auto& p) { p.customers[2].x = 1; }),
            "reps[0].customers[2].y: is missing where the other coordinate is given");
  EXPECT_EQ(refused([](auto& p) { p.y = 91, p.x = 0; }), "reps[0].y: 91 is not in -90..90");
  EXPECT_EQ(refused([](auto& p) { p.day_minutes = core::missing_number; }),
            "reps[0].day_minutes: nan is not in 0..1440");
  EXPECT_EQ(refused([](auto& p) { p.customers[0].minutes = 0; }),
            "reps[0].customers[0].minutes: 0 is not above 0 and at most 1440");
  EXPECT_EQ(refused([](auto& p) { p.customers[0].frequency.grain = Grain::year; }),
            "reps[0].customers[0].grain: year given; allowed: week, month");
  EXPECT_EQ(refusal([] { plan_visits({}, us, june, april); }),
            "last: 2026-04-01 is not within two years from 2026-06-30");
  VisitOptions options;
  options.speed_kmh = 0;
  EXPECT_EQ(refusal([&] { plan_visits({}, us, april, june, options); }),
            "options.speed_kmh: 0 is not in 1..1e+06");
}

TEST(VisitBook, NumbersCustomersOverAllReps) {
  VisitBook book(2);
  for (const int r : {1, 0, 1}) book.add_customer(r, {});
  book.add_fixed(2, april);
  EXPECT_EQ(book.number(1, 1), 2U);
  EXPECT_EQ(book.rep_of(1), 0U);
  EXPECT_EQ(book.reps()[1].fixed[0].customer, 1U);
  EXPECT_EQ(refusal([&] { book.add_customer(2, {}); }), "rep: 2 is not within 0..2 - 1");
  EXPECT_EQ(refusal([&] { book.add_previous(3, april); }), "customer: 3 is not one of 3");
}

}  // namespace visit_plan_test
}  // namespace salesplan::schedule
