#include <algorithm>
#include <memory>

#include "boundary.hpp"
#include "calendar.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/schedule/dated_tasks.hpp"
#include "salesplan/schedule/flow.hpp"
#include "salesplan/schedule/meetings.hpp"
#include "salesplan/schedule/responsibility.hpp"
#include "salesplan/schedule/visit_book.hpp"

using namespace salesplan;

/// The visit problems of all reps.
struct splan_visits {
  schedule::VisitBook book;
};

namespace {

/// Adds n visits, fixed ones or those of an earlier plan; all or none.
template <class Add>
void add_visits(splan_visits* visits, int64_t n, const int64_t* customers, const int32_t* dates,
                Add add) {
  schedule::VisitBook& book = capi::required(visits, "visits").book;
  const auto who = capi::array(customers, capi::count(n, "n"), "customers");
  const auto when = capi::array(dates, who.size(), "dates");
  schedule::VisitBook changed = book;
  for (std::size_t i = 0; i < who.size(); ++i) {
    capi::of_item("visits", i, [&] {
      calendar::check_date({when[i]}, "date");
      add(changed, who[i], calendar::Date{when[i]});
    });
  }
  book = std::move(changed);
}

}  // namespace

splan_status splan_visits_create(splan_context* context, int64_t reps, const double* day_minutes,
                                 const double* x, const double* y, splan_visits** out) {
  return capi::guard(context, [&] {
    splan_visits*& to = capi::required(out, "out");
    const std::size_t n = capi::count(reps, "reps");
    const auto minutes = capi::array(day_minutes, n, "day_minutes");
    const capi::OptionalArray<double> east(x, core::missing_number), north(y, core::missing_number);
    auto made = std::make_unique<splan_visits>(splan_visits{schedule::VisitBook(n)});
    for (std::size_t r = 0; r < n; ++r) {
      schedule::VisitProblem& rep = made->book.rep(static_cast<std::int64_t>(r));
      rep.day_minutes = minutes[r];
      rep.x = east[r];
      rep.y = north[r];
    }
    to = made.release();
  });
}

void splan_visits_free(splan_visits* visits) { delete visits; }

splan_status splan_visits_add_customers(splan_context* context, splan_visits* visits, int64_t n,
                                        const int32_t* rep, const int32_t* times,
                                        const int32_t* every, const int32_t* months,
                                        const double* minutes, const int32_t* gap_days,
                                        const int32_t* area, const double* x, const double* y,
                                        const int32_t* weekdays, const int32_t* last_visit) {
  return capi::guard(context, [&] {
    schedule::VisitBook& book = capi::required(visits, "visits").book;
    const auto owner = capi::array(rep, capi::count(n, "n"), "rep");
    const auto number = capi::array(times, owner.size(), "times");
    const auto length = capi::array(minutes, owner.size(), "minutes");
    const capi::OptionalArray<std::int32_t> periods(every, 1), monthly(months, 0),
        gap(gap_days, -1), where(area, -1), days(weekdays, 0), before(last_visit, SPLAN_NO_DATE);
    const capi::OptionalArray<double> east(x, core::missing_number), north(y, core::missing_number);
    schedule::VisitBook changed = book;
    for (std::size_t i = 0; i < owner.size(); ++i) {
      schedule::VisitCustomer customer;
      customer.frequency = {number[i], periods[i],
                            monthly[i] != 0 ? calendar::Grain::month : calendar::Grain::week};
      customer.minutes = length[i];
      customer.least_gap_days = gap[i];
      customer.area = where[i];
      customer.x = east[i];
      customer.y = north[i];
      customer.last_visit = {before[i]};
      capi::of_item("customers", i, [&] {
        if (days[i] < 0 || days[i] > 127) {
          throw Error(ErrorCode::invalid_argument, "weekdays",
                      std::to_string(days[i]) + " is not within 0..127");
        }
        customer.preferred.bits = static_cast<std::uint8_t>(days[i]);
        changed.add_customer(owner[i], customer);
      });
    }
    book = std::move(changed);
  });
}

splan_status splan_visits_add_absences(splan_context* context, splan_visits* visits, int64_t n,
                                       const int32_t* rep, const int32_t* first,
                                       const int32_t* last) {
  return capi::guard(context, [&] {
    schedule::VisitBook& book = capi::required(visits, "visits").book;
    const auto owner = capi::array(rep, capi::count(n, "n"), "rep");
    const auto from = capi::array(first, owner.size(), "first");
    const auto until = capi::array(last, owner.size(), "last");
    schedule::VisitBook changed = book;
    for (std::size_t i = 0; i < owner.size(); ++i) {
      capi::of_item("absences", i, [&] {
        changed.rep(owner[i]).absences.push_back({{from[i]}, {until[i]}});
      });
    }
    book = std::move(changed);
  });
}

splan_status splan_visits_add_busy(splan_context* context, splan_visits* visits, int64_t n,
                                   const int32_t* rep, const int32_t* dates,
                                   const double* minutes) {
  return capi::guard(context, [&] {
    schedule::VisitBook& book = capi::required(visits, "visits").book;
    const auto owner = capi::array(rep, capi::count(n, "n"), "rep");
    const auto when = capi::array(dates, owner.size(), "dates");
    const auto length = capi::array(minutes, owner.size(), "minutes");
    schedule::VisitBook changed = book;
    for (std::size_t i = 0; i < owner.size(); ++i) {
      capi::of_item("busy", i, [&] {
        changed.rep(owner[i]).busy.push_back({{when[i]}, length[i]});
      });
    }
    book = std::move(changed);
  });
}

splan_status splan_visits_add_fixed(splan_context* context, splan_visits* visits, int64_t n,
                                    const int64_t* customers, const int32_t* dates) {
  return capi::guard(context, [&] {
    add_visits(visits, n, customers, dates,
               [](auto& book, auto customer, auto date) { book.add_fixed(customer, date); });
  });
}

splan_status splan_visits_add_previous(splan_context* context, splan_visits* visits, int64_t n,
                                       const int64_t* customers, const int32_t* dates) {
  return capi::guard(context, [&] {
    add_visits(visits, n, customers, dates,
               [](auto& book, auto customer, auto date) { book.add_previous(customer, date); });
  });
}

splan_status splan_visits_plan(splan_context* context, const splan_options* options,
                               const splan_visits* visits, const splan_calendar* calendar,
                               int32_t first, int32_t last, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const schedule::VisitBook& book = capi::required(visits, "visits").book;
    const std::vector<schedule::VisitPlan> plans = schedule::plan_visits(
        book.reps(), capi::required(calendar, "calendar").workdays, {first}, {last},
        adapters::visit_options(capi::options_or_defaults(options, "visits")));
    std::vector<std::int64_t> customer, date, unmet, unmet_first, unmet_last, day_rep, day_date,
        day_visits, most, moved, estimated;
    std::vector<std::string> reason;
    std::vector<double> start, visit_minutes, travel_minutes, free_minutes, mean, cost, bound;
    for (std::size_t r = 0; r < plans.size(); ++r) {
      const schedule::VisitPlan& plan = plans[r];
      for (const schedule::Visit& visit : plan.visits) {
        customer.push_back(static_cast<std::int64_t>(book.number(r, visit.customer)));
        date.push_back(visit.date.days);
      }
      start.insert(start.end(), plan.start_minutes.begin(), plan.start_minutes.end());
      for (const schedule::UnmetVisit& missing : plan.unmet) {
        unmet.push_back(static_cast<std::int64_t>(book.number(r, missing.customer)));
        unmet_first.push_back(missing.first.days);
        unmet_last.push_back(missing.last.days);
        reason.emplace_back(schedule::unmet_reason_name(missing.reason));
      }
      for (const schedule::VisitDay& day : plan.days) {
        day_rep.push_back(static_cast<std::int64_t>(r));
        day_date.push_back(day.date.days);
        day_visits.push_back(day.visits);
        visit_minutes.push_back(day.visit_minutes);
        travel_minutes.push_back(day.travel_minutes);
        free_minutes.push_back(day.free_minutes);
      }
      mean.push_back(plan.mean_visits);
      most.push_back(plan.most_visits);
      moved.push_back(plan.moved);
      cost.push_back(plan.cost);
      bound.push_back(plan.bound);
      estimated.push_back(plan.estimated ? 1 : 0);
    }
    auto result = std::make_unique<splan_result>();
    result->add("customer", std::move(customer));
    result->add("date", std::move(date));
    result->add("start_minutes", std::move(start));
    result->add("unmet_customer", std::move(unmet));
    result->add("unmet_first", std::move(unmet_first));
    result->add("unmet_last", std::move(unmet_last));
    result->add("unmet_reason", std::move(reason));
    result->add("day_rep", std::move(day_rep));
    result->add("day_date", std::move(day_date));
    result->add("day_visits", std::move(day_visits));
    result->add("day_visit_minutes", std::move(visit_minutes));
    result->add("day_travel_minutes", std::move(travel_minutes));
    result->add("day_free_minutes", std::move(free_minutes));
    result->add("mean_visits", std::move(mean));
    result->add("most_visits", std::move(most));
    result->add("moved", std::move(moved));
    result->add("cost", std::move(cost));
    result->add("bound", std::move(bound));
    result->add("estimated", std::move(estimated));
    to = result.release();
  });
}

splan_status splan_month_tasks(splan_context* context, const splan_calendar* calendar,
                               int32_t month, int64_t n, const int32_t* nodes, const char* keys,
                               int64_t keys_size, int64_t links, const int32_t* link_task,
                               const int32_t* link_after, int64_t reps, const int64_t* targets,
                               int64_t days, const double* worth, int64_t slipped,
                               const int32_t* slipped_rep, const int32_t* slipped_task,
                               splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const std::size_t count = capi::count(n, "n"), rep_count = capi::count(reps, "reps");
    const auto index = [](std::int32_t i, std::size_t size, const char* name, std::size_t row) {
      if (i < 0 || static_cast<std::size_t>(i) >= size) {
        throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(row)),
                    std::to_string(i) + " is none of " + std::to_string(size));
      }
      return static_cast<std::size_t>(i);
    };
    const auto node = capi::array(nodes, count, "nodes");
    std::vector<std::string> key = capi::texts(keys, keys_size, count, "keys");
    std::vector<schedule::TaskTemplate> tasks(count);
    for (std::size_t t = 0; t < count; ++t) {
      tasks[t].node = node[t];
      tasks[t].key = key[t];
    }
    const auto waits = capi::array(link_task, capi::count(links, "links"), "link_task");
    const auto first = capi::array(link_after, waits.size(), "link_after");
    for (std::size_t i = 0; i < waits.size(); ++i) {
      tasks[index(waits[i], count, "link_task", i)].after.push_back(
          key[index(first[i], count, "link_after", i)]);
    }
    const auto target = capi::array(targets, rep_count, "targets");
    const auto left_rep = capi::array(slipped_rep, capi::count(slipped, "slipped"), "slipped_rep");
    const auto left_task = capi::array(slipped_task, left_rep.size(), "slipped_task");
    std::vector<std::vector<std::string>> left(rep_count);
    for (std::size_t i = 0; i < left_rep.size(); ++i) {
      left[index(left_rep[i], rep_count, "slipped_rep", i)].push_back(
          key[index(left_task[i], count, "slipped_task", i)]);
    }
    calendar::check_date({month}, "month");
    const calendar::Period period = calendar::period_of({month}, calendar::Grain::month);
    const auto value = capi::array(worth, capi::count(days, "days"), "worth");

    auto result = std::make_unique<splan_result>();
    const auto weeks_for = [&](core::Minor amount) {
      return schedule::week_plans(workdays, period, amount, value);
    };
    const auto weeks = weeks_for(0);
    using schedule::WeekPlan;
    const auto column = [&](const char* name, auto get) {
      capi::add_column(*result, name, weeks, get);
    };
    column("week_start", [](const WeekPlan& w) { return w.start.days; });
    column("week_due", [](const WeekPlan& w) { return w.due.days; });
    column("workdays", [](const WeekPlan& w) { return w.workdays; });
    column("share", [](const WeekPlan& w) { return w.share; });
    column("workday_share", [](const WeekPlan& w) { return w.workday_share; });
    column("moved_by", [](const WeekPlan& w) { return w.moved_by; });
    std::vector<std::int64_t> amounts, rep, task, week, start, due, carried;
    for (std::size_t r = 0; r < rep_count; ++r) {
      for (const WeekPlan& w : weeks_for(target[r])) amounts.push_back(w.target);
      for (const schedule::DatedTask& t : schedule::dated_tasks(workdays, weeks, tasks, left[r])) {
        rep.push_back(static_cast<std::int64_t>(r));
        task.push_back(static_cast<std::int64_t>(t.task));
        week.push_back(t.node);
        start.push_back(t.start.days);
        due.push_back(t.due.days);
        carried.push_back(t.carried ? 1 : 0);
      }
    }
    result->add("target", std::move(amounts));
    result->add("rep", std::move(rep));
    result->add("task", std::move(task));
    result->add("week", std::move(week));
    result->add("start", std::move(start));
    result->add("due", std::move(due));
    result->add("carried", std::move(carried));
    to = result.release();
  });
}

splan_status splan_month_task_template(splan_context* context, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::vector<schedule::TaskTemplate> tasks = schedule::monthly_template();
    auto result = std::make_unique<splan_result>();
    using schedule::TaskTemplate;
    const auto column = [&](const char* name, auto get) {
      capi::add_column(*result, name, tasks, get);
    };
    column("node", [](const TaskTemplate& t) { return t.node; });
    column("key", [](const TaskTemplate& t) { return t.key; });
    column("en", [](const TaskTemplate& t) { return t.en; });
    column("zh", [](const TaskTemplate& t) { return t.zh; });
    std::vector<std::int64_t> waits, first;
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      for (const std::string& key : tasks[t].after) {
        const auto found = std::find_if(tasks.begin(), tasks.end(),
                                        [&](const TaskTemplate& one) { return one.key == key; });
        waits.push_back(static_cast<std::int64_t>(t));
        first.push_back(found - tasks.begin());
      }
    }
    result->add("link_task", std::move(waits));
    result->add("link_after", std::move(first));
    to = result.release();
  });
}

splan_status splan_responsibilities_review(splan_context* context, int64_t roles,
                                           const char* role_names, int64_t role_names_size,
                                           const double* capacity_hours, int64_t n,
                                           const char* tasks, int64_t tasks_size,
                                           const int32_t* parts, const double* hours,
                                           splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t width = capi::count(roles, "roles"), rows = capi::count(n, "n");
    schedule::ResponsibilityMatrix matrix;
    matrix.roles = capi::texts(role_names, role_names_size, width, "role_names");
    const auto capacity = capi::optional_array(capacity_hours, width);
    matrix.capacity_hours.assign(capacity.begin(), capacity.end());
    std::vector<std::string> keys = capi::texts(tasks, tasks_size, rows, "tasks");
    const auto part = capi::array(parts, capi::cells(rows, width, "n"), "parts");
    const capi::OptionalArray<double> work(hours, 1);
    for (std::size_t t = 0; t < rows; ++t) {
      schedule::ResponsibilityTask task{std::move(keys[t]), {}, work[t]};
      for (std::size_t r = 0; r < width; ++r) {
        const std::int32_t given = part[t * width + r];
        if (given < 0 || given > 15) {
          throw Error(ErrorCode::invalid_argument,
                      core::at("parts", static_cast<std::int64_t>(t * width + r)),
                      std::to_string(given) + " is not in 0..15");
        }
        task.parts.push_back(static_cast<std::uint8_t>(given));
      }
      matrix.tasks.push_back(std::move(task));
    }
    schedule::ResponsibilityReview review = schedule::review_responsibilities(matrix);
    auto result = std::make_unique<splan_result>();
    using schedule::ResponsibilityFinding;
    capi::add_column(*result, "issue", review.findings,
                     [](const ResponsibilityFinding& f) { return schedule::issue_name(f.issue); });
    capi::add_column(*result, "index", review.findings,
                     [](const ResponsibilityFinding& f) { return f.index; });
    capi::add_column(*result, "detail", review.findings,
                     [](const ResponsibilityFinding& f) { return f.detail; });
    capi::add_column(*result, "parts", review.parts, [](std::size_t count) { return count; });
    result->add("load_hours", std::move(review.load_hours));
    capi::add_one(*result, "sound", std::int64_t{review.sound});
    to = result.release();
  });
}

splan_status splan_responsibilities_template(splan_context* context, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    schedule::ResponsibilityMatrix matrix = schedule::sales_team_matrix();
    auto result = std::make_unique<splan_result>();
    using schedule::ResponsibilityTask;
    capi::add_column(*result, "task", matrix.tasks,
                     [](const ResponsibilityTask& t) { return t.key; });
    capi::add_column(*result, "hours", matrix.tasks,
                     [](const ResponsibilityTask& t) { return t.hours; });
    std::vector<std::int64_t> parts;
    for (const ResponsibilityTask& task : matrix.tasks) {
      parts.insert(parts.end(), task.parts.begin(), task.parts.end());
    }
    result->add("parts", std::move(parts));
    result->add("role", std::move(matrix.roles));
    to = result.release();
  });
}

splan_status splan_meeting_dates(splan_context* context, const splan_calendar* calendar, int64_t n,
                                 const int32_t* months, const int32_t* every,
                                 const int32_t* workday, int32_t first, int32_t last,
                                 splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const auto monthly = capi::array(months, capi::count(n, "n"), "months");
    const auto interval = capi::array(every, monthly.size(), "every");
    const auto day = capi::array(workday, monthly.size(), "workday");
    std::vector<schedule::Meeting> meetings;
    for (std::size_t i = 0; i < monthly.size(); ++i) {
      schedule::Meeting meeting;
      meeting.key = std::to_string(i);
      meeting.departments = {"all"};
      if (monthly[i] != 0) meeting.grain = calendar::Grain::month;
      meeting.every = interval[i];
      meeting.workday = day[i];
      meetings.push_back(std::move(meeting));
    }
    const std::vector<schedule::MeetingDate> dates =
        schedule::meeting_dates(workdays, meetings, {first}, {last});
    auto result = std::make_unique<splan_result>();
    using schedule::MeetingDate;
    capi::add_column(*result, "meeting", dates, [](const MeetingDate& one) { return one.meeting; });
    capi::add_column(*result, "date", dates, [](const MeetingDate& one) { return one.date.days; });
    to = result.release();
  });
}

splan_status splan_flow_review(splan_context* context, int64_t n, const char* keys,
                               int64_t keys_size, const char* departments, int64_t departments_size,
                               const double* workdays, const double* due, const double* measured,
                               int64_t inputs, const int32_t* input_step, const char* input_names,
                               int64_t input_names_size, int64_t outputs,
                               const int32_t* output_step, const char* output_names,
                               int64_t output_names_size, int64_t given, const char* given_names,
                               int64_t given_names_size, int64_t wanted, const char* wanted_names,
                               int64_t wanted_names_size, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    std::vector<std::string> key = capi::texts(keys, keys_size, count, "keys");
    std::vector<std::string> department =
        capi::texts(departments, departments_size, count, "departments");
    const auto planned = capi::array(workdays, count, "workdays");
    const capi::OptionalArray<double> until(due, core::missing_number),
        taken(measured, core::missing_number);
    schedule::Flow flow;
    for (std::size_t s = 0; s < count; ++s) {
      flow.steps.push_back(
          {std::move(key[s]), std::move(department[s]), {}, {}, planned[s], until[s], taken[s]});
    }
    const auto link = [&](int64_t rows, const std::int32_t* steps, const char* steps_name,
                          const char* names, int64_t names_size, const char* list,
                          std::vector<std::string> schedule::FlowStep::*side) {
      const auto step = capi::array(steps, capi::count(rows, steps_name), steps_name);
      std::vector<std::string> name = capi::texts(names, names_size, step.size(), list);
      for (std::size_t i = 0; i < step.size(); ++i) {
        if (step[i] < 0 || static_cast<std::size_t>(step[i]) >= count) {
          throw Error(ErrorCode::invalid_argument,
                      core::at(steps_name, static_cast<std::int64_t>(i)),
                      std::to_string(step[i]) + " is none of " + std::to_string(count) + " steps");
        }
        (flow.steps[static_cast<std::size_t>(step[i])].*side).push_back(std::move(name[i]));
      }
    };
    link(inputs, input_step, "input_step", input_names, input_names_size, "input_names",
         &schedule::FlowStep::inputs);
    link(outputs, output_step, "output_step", output_names, output_names_size, "output_names",
         &schedule::FlowStep::outputs);
    flow.given =
        capi::texts(given_names, given_names_size, capi::count(given, "given"), "given_names");
    flow.wanted =
        capi::texts(wanted_names, wanted_names_size, capi::count(wanted, "wanted"), "wanted_names");
    schedule::FlowReview review = schedule::review_flow(flow);
    auto result = std::make_unique<splan_result>();
    using schedule::FlowTimes;
    const auto times = [&](const char* name, auto get) {
      capi::add_column(*result, name, review.times, get);
    };
    times("start", [](const FlowTimes& t) { return t.start; });
    times("end", [](const FlowTimes& t) { return t.end; });
    times("slack", [](const FlowTimes& t) { return t.slack; });
    times("critical", [](const FlowTimes& t) { return t.critical; });
    capi::add_one(*result, "workdays", review.workdays);
    capi::add_one(*result, "measured_workdays", review.measured_workdays);
    capi::add_column(*result, "critical_path", review.critical_path,
                     [](std::size_t s) { return s; });
    using schedule::FlowHandOff;
    capi::add_column(*result, "crossing_from", review.crossings,
                     [](const FlowHandOff& h) { return h.from; });
    capi::add_column(*result, "crossing_to", review.crossings,
                     [](const FlowHandOff& h) { return h.to; });
    capi::add_column(*result, "crossing_what", review.crossings,
                     [](const FlowHandOff& h) { return h.what; });
    result->add("orphan", std::move(review.orphans));
    capi::add_column(*result, "slow", review.slow, [](const auto& one) { return one.first; });
    capi::add_column(*result, "slow_days", review.slow, [](const auto& one) { return one.second; });
    to = result.release();
  });
}
