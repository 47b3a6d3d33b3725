// Bodies of visit_plan.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "salesplan/core/parallel.hpp"
#include "salesplan/schedule/visit_check.hpp"
#include "salesplan/schedule/visit_plan.hpp"
#include "salesplan/schedule/visit_search.hpp"

namespace salesplan::schedule {
namespace detail {

/// The days on which a rep works, and the minutes that each has.
struct Diary {
  std::vector<calendar::Date> days;
  std::vector<double> capacity;

  std::size_t position(calendar::Date date) const {  // of the first day from `date` on
    return static_cast<std::size_t>(std::lower_bound(days.begin(), days.end(), date) -
                                    days.begin());
  }
  bool has(calendar::Date date) const {
    const std::size_t i = position(date);
    return i < days.size() && days[i] == date;
  }
};

inline Diary diary_of(const VisitProblem& problem, const calendar::WorkdayCalendar& workdays,
                      calendar::Date first, calendar::Date last, const std::string& place) {
  need_within(problem.day_minutes, 0, 1440, place + ".day_minutes");
  const std::vector<calendar::DaySpan> absences = sorted_absences(problem, place);
  Diary diary;
  auto absence = absences.begin();
  for (calendar::Date day = first; day <= last; ++day.days) {
    while (absence != absences.end() && absence->last < day) ++absence;
    if (absence != absences.end() && absence->first <= day) continue;
    if (workdays.is_workday(day).workday) diary.days.push_back(day);
  }
  diary.capacity.assign(diary.days.size(), problem.day_minutes);
  for (std::size_t b = 0; b < problem.busy.size(); ++b) {
    const std::string at = core::at(place + ".busy", static_cast<std::int64_t>(b));
    calendar::check_date(problem.busy[b].date, at + ".date");
    need_within(problem.busy[b].minutes, 0, 1440, at + ".minutes");
    const std::size_t day = diary.position(problem.busy[b].date);
    if (diary.has(problem.busy[b].date)) diary.capacity[day] -= problem.busy[b].minutes;
  }
  return diary;
}

/// The windows of every customer, and a slot for each visit; fixed visits have their day.
struct Agenda {
  std::vector<std::vector<VisitWindow>> windows;
  std::vector<VisitSlot> slots;
};

inline Agenda agenda_of(const VisitProblem& problem, const Diary& diary,
                        const calendar::WorkdayCalendar& workdays, calendar::Date first,
                        calendar::Date last, const std::string& place) {
  Agenda agenda;
  std::vector<std::vector<std::size_t>> fixed(problem.customers.size());
  check_visits(problem.fixed, problem.customers.size(), place + ".fixed");
  check_visits(problem.previous, problem.customers.size(), place + ".previous");
  for (std::size_t v = 0; v < problem.fixed.size(); ++v) {
    const Visit& visit = problem.fixed[v];
    const std::string at = core::at(place + ".fixed", static_cast<std::int64_t>(v)) + ".date";
    if (!diary.has(visit.date)) {
      throw Error(
          ErrorCode::infeasible, at,
          calendar::date_text(visit.date) + " is no day of the plan on which the rep works");
    }
    for (const std::size_t other : fixed[visit.customer]) {
      const std::int64_t apart = std::abs(problem.fixed[other].date - visit.date);
      const int gap = least_gap(problem.customers[visit.customer]);
      if (apart >= gap) continue;
      throw Error(ErrorCode::infeasible, at,
                  calendar::date_text(visit.date) + " is " + std::to_string(apart) +
                      " days from fixed[" + std::to_string(other) + "]; the gap is " +
                      std::to_string(gap));
    }
    fixed[visit.customer].push_back(v);
  }
  for (std::size_t c = 0; c < problem.customers.size(); ++c) {
    const std::string at = core::at(place + ".customers", static_cast<std::int64_t>(c));
    check_customer(problem.customers[c], first, at);
    check_frequency(problem.customers[c], workdays, first, last, at);
    agenda.windows.push_back(visit_windows(problem.customers[c].frequency, workdays, first, last));
    const auto add = [&](std::size_t w, calendar::Date from, calendar::Date until) {
      agenda.slots.push_back({static_cast<std::uint32_t>(c), static_cast<std::uint32_t>(w),
                              static_cast<std::int32_t>(diary.position(from)),
                              static_cast<std::int32_t>(diary.position({until.days + 1})) - 1,
                              no_day, false});
    };
    for (std::size_t w = 0; w < agenda.windows[c].size(); ++w) {
      const VisitWindow& window = agenda.windows[c][w];
      int left = window.visits;
      for (const std::size_t v : fixed[c]) {
        const calendar::Date date = problem.fixed[v].date;
        if (date < window.first || date > window.last) continue;
        add(w, window.first, window.last);
        agenda.slots.back().day = static_cast<std::int32_t>(diary.position(date));
        agenda.slots.back().fixed = true;
        --left;
      }
      for (; left > 0; --left) add(w, window.first, window.last);
    }
    if (!agenda.windows[c].empty()) continue;
    for (const std::size_t v : fixed[c]) {  // appointments without a frequency
      const calendar::Date date = problem.fixed[v].date;
      add(0, date, date);
      agenda.slots.back().day = agenda.slots.back().first;
      agenda.slots.back().fixed = true;
    }
  }
  return agenda;
}

inline UnmetReason unmet_reason(const VisitSearch& search, std::size_t s, const VisitWindow& window,
                                const calendar::WorkdayCalendar& workdays) {
  const VisitSlot& slot = search.dates().slots()[s];
  if (workdays.workdays(window.first, window.last).days == 0) return UnmetReason::no_workday;
  if (slot.last < slot.first) return UnmetReason::absent;
  for (std::int32_t day = slot.first; day <= slot.last; ++day) {
    if (search.dates().spaced(s, day)) return UnmetReason::capacity;
  }
  return UnmetReason::spacing;
}

/// Σ (visits of a day - mean)² of visits as even as whole numbers can be.
inline double least_unevenness(std::size_t visits, std::size_t days, double mean) {
  if (days == 0) return 0;
  const std::size_t whole = visits / days;
  const auto low = static_cast<double>(whole), more = static_cast<double>(visits % days);
  return more * (low + 1 - mean) * (low + 1 - mean) +
         (static_cast<double>(days) - more) * (low - mean) * (low - mean);
}

inline VisitPlan read_plan(const VisitProblem& problem, const VisitOptions& options,
                           const Diary& diary, const Agenda& agenda, const VisitSearch& search,
                           const calendar::WorkdayCalendar& workdays) {
  VisitPlan plan;
  std::vector<std::size_t> visits(problem.customers.size(), 0);
  std::vector<std::vector<DayWindow>> windows(problem.customers.size());
  std::vector<std::vector<calendar::Date>> before(problem.customers.size());
  for (const Visit& visit : problem.previous) before[visit.customer].push_back(visit.date);
  for (std::size_t s = 0; s < search.dates().slots().size(); ++s) {
    const VisitSlot& slot = search.dates().slots()[s];
    if (slot.day == no_day) {
      const VisitWindow& window = agenda.windows[slot.customer][slot.window];
      plan.unmet.push_back(
          {slot.customer, window.first, window.last, unmet_reason(search, s, window, workdays)});
      continue;
    }
    ++visits[slot.customer];
    std::vector<DayWindow>& own = windows[slot.customer];
    const bool another = !own.empty() && own.back().first == static_cast<std::size_t>(slot.first);
    if (another) {
      ++own.back().needed;
    } else {
      own.push_back({static_cast<std::size_t>(slot.last), static_cast<std::size_t>(slot.first), 1});
    }
    const auto& dates = before[slot.customer];
    const calendar::Date date = diary.days[static_cast<std::size_t>(slot.day)];
    if (!dates.empty() && std::find(dates.begin(), dates.end(), date) == dates.end()) ++plan.moved;
  }
  double unevenness = 0;
  const auto days = static_cast<std::int32_t>(diary.days.size());
  for (std::int32_t d = 0; d < days; ++d) {
    plan.mean_visits += static_cast<double>(search.tours().visits(d));
  }
  if (!diary.days.empty()) plan.mean_visits /= static_cast<double>(diary.days.size());
  for (std::int32_t d = 0; d < days; ++d) {
    const auto at = static_cast<std::size_t>(d);
    VisitDay day;
    day.date = diary.days[at];
    day.visits = static_cast<std::int64_t>(search.tours().visits(d));
    for (const VisitTours::Stop& stop : search.tours().stops(d)) {
      day.travel_minutes += stop.leg;
      if (stop.customer == search.travel().home()) break;
      plan.visits.push_back({stop.customer, day.date});
      plan.start_minutes.push_back(day.visit_minutes + day.travel_minutes);
      day.visit_minutes += problem.customers[stop.customer].minutes;
    }
    day.free_minutes = diary.capacity[at] - day.visit_minutes - day.travel_minutes;
    plan.most_visits = std::max(plan.most_visits, day.visits);
    plan.travel_minutes += day.travel_minutes;
    const double off = static_cast<double>(day.visits) - plan.mean_visits;
    unevenness += off * off;
    plan.days.push_back(day);
  }
  const std::size_t all = plan.visits.size();
  std::size_t used = 0;
  if (all > 0) {
    double room = 0, shortest = std::numeric_limits<double>::infinity();
    for (const double minutes : diary.capacity) room = std::max(room, minutes);
    for (std::size_t c = 0; c < visits.size(); ++c) {
      if (visits[c] > 0) shortest = std::min(shortest, problem.customers[c].minutes);
    }
    const double a_day = std::max(1.0, std::floor(room / (shortest + options.hop_minutes)));
    // Fixed visits may exceed the time of a day.
    used = problem.fixed.empty()
               ? static_cast<std::size_t>(std::ceil(static_cast<double>(all) / a_day))
               : 1;
  }
  plan.cost = plan.travel_minutes + options.evenness * unevenness + search.dates().cost();
  plan.bound = travel_bound(problem, search.travel(), options, visits, windows, used) +
               options.evenness * least_unevenness(all, diary.days.size(), plan.mean_visits);
  return plan;
}

}  // namespace detail

SALESPLAN_INLINE const char* unmet_reason_name(UnmetReason reason) {
  constexpr const char* names[] = {"no_workday", "absent", "spacing", "capacity"};
  return names[static_cast<int>(reason)];
}

SALESPLAN_INLINE std::vector<VisitPlan> plan_visits(core::View<const VisitProblem> reps,
                                                    const calendar::WorkdayCalendar& workdays,
                                                    calendar::Date first, calendar::Date last,
                                                    const VisitOptions& options) {
  calendar::check_date(first, "first");
  calendar::check_date(last, "last");
  if (last < first || last - first > 732) {
    throw Error(
        ErrorCode::invalid_argument, "last",
        calendar::date_text(last) + " is not within two years from " + calendar::date_text(first));
  }
  detail::check_options(options);
  std::vector<detail::Diary> diaries;
  std::vector<detail::Agenda> agendas;
  for (std::size_t r = 0; r < reps.size(); ++r) {
    const std::string place = core::at("reps", static_cast<std::int64_t>(r));
    detail::check_place(reps[r].x, reps[r].y, place);
    detail::need_within(static_cast<double>(reps[r].customers.size()), 0, 5000,
                        place + ".customers");
    diaries.push_back(detail::diary_of(reps[r], workdays, first, last, place));
    agendas.push_back(detail::agenda_of(reps[r], diaries.back(), workdays, first, last, place));
  }
  std::vector<VisitPlan> plans(reps.size());
  core::parallel_for(reps.size(), options.threads, 1, [&](std::size_t r) {
    detail::VisitSearch search(reps[r], options, diaries[r].days, agendas[r].slots,
                               diaries[r].capacity, r);
    search.construct();
    search.anneal();
    search.straighten();
    plans[r] = detail::read_plan(reps[r], options, diaries[r], agendas[r], search, workdays);
    plans[r].estimated = !workdays.known(first, last);
  });
  return plans;
}

}  // namespace salesplan::schedule
