#include <memory>

#include "boundary.hpp"
#include "calendar.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "result.hpp"
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
