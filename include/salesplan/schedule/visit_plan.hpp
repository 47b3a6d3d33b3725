// The visit plan: call frequencies turned into dates that a rep can keep.
#pragma once

#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/schedule/visit_problem.hpp"

namespace salesplan::schedule {

/// "no_workday", "absent", "spacing", "capacity".
const char* unmet_reason_name(UnmetReason reason);

/// The dates of every rep's visits from `first` to `last`.
///
/// Hard: a visit falls within its window (week, month …) on a day the rep works, at least the gap
/// away from the customer's other visits, and the day's visits with the tour from home and back fit
/// into its time. A window that is only partly within the plan asks for its share by workdays,
/// halves downward. Then, in this order: as few unmet visits as possible; no day with more than one
/// visit above the mean; the least cost. Visits are placed where they cost least, then moved and
/// exchanged by simulated annealing; the tour of a day is kept by cheapest insertion and 2-opt.
/// @param reps [n], of at most 5,000 customers each; places in errors are
/// "reps[r].customers[c].field".
/// @param last within two years from `first`
/// @throws Error(invalid_argument) for what is outside its domain, Error(infeasible) for a
/// frequency that no week or month can hold, for fixed visits on days off, twice on a day or nearer
/// than the gap. O(effort · visits · visits a day) a rep.
/// @source The problem: Bender & Kalcsics, "Multi-Period Service Territory Design", in Ríos-Mercado
/// (ed.), Optimal Districting and Territory Design, Springer 2020, the scheduling part with fixed
/// districts; tours and periods together: Christofides & Beasley, "The period routing problem",
/// Networks 14 (1984). Departures: days have no fixed visit patterns, capacity counts real tours,
/// and the load is evened by a price instead of a band.
std::vector<VisitPlan> plan_visits(core::View<const VisitProblem> reps,
                                   const calendar::WorkdayCalendar& workdays, calendar::Date first,
                                   calendar::Date last, const VisitOptions& options = {});

}  // namespace salesplan::schedule

#ifndef SALESPLAN_COMPILED
#include "salesplan/schedule/visit_plan_inl.hpp"
#endif
