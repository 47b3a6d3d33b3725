#include "calendar.hpp"

#include <algorithm>

#include "boundary.hpp"
#include "options.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/calendar/china.hpp"
#include "salesplan/calendar/month_nodes.hpp"

using namespace salesplan;

namespace {

// Runs `body(i)` for n rows; an error is placed at name[i] instead of its own place.
template <class Body>
void each_row(std::size_t n, const char* name, Body&& body) {
  for (std::size_t i = 0; i < n; ++i) {
    try {
      body(i);
    } catch (const Error& error) {
      const std::size_t place = error.place().empty() ? 0 : error.place().size() + 2;
      throw Error(error.code(), core::at(name, static_cast<std::int64_t>(i)), error.what() + place);
    }
  }
}

}  // namespace

splan_status splan_dates_from_ymd(splan_context* context, int64_t n, const int32_t* years,
                                  const int32_t* months, const int32_t* days, int32_t* out) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n");
    const auto y = capi::array(years, rows, "years");
    const auto m = capi::array(months, rows, "months");
    const auto d = capi::array(days, rows, "days");
    const auto to = capi::array(out, rows, "out");
    std::vector<int32_t> dates(rows);
    each_row(rows, "dates",
             [&](std::size_t i) { dates[i] = calendar::make_date(y[i], m[i], d[i]).days; });
    std::copy(dates.begin(), dates.end(), to.begin());
  });
}

splan_status splan_dates_to_ymd(splan_context* context, int64_t n, const int32_t* dates,
                                int32_t* out_years, int32_t* out_months, int32_t* out_days) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n");
    const auto from = capi::array(dates, rows, "dates");
    const auto y = capi::array(out_years, rows, "out_years");
    const auto m = capi::array(out_months, rows, "out_months");
    const auto d = capi::array(out_days, rows, "out_days");
    std::vector<calendar::DateParts> parts(rows);
    each_row(rows, "dates", [&](std::size_t i) { parts[i] = calendar::date_parts({from[i]}); });
    for (std::size_t i = 0; i < rows; ++i) {
      y[i] = parts[i].year;
      m[i] = parts[i].month;
      d[i] = parts[i].day;
    }
  });
}

splan_status splan_calendar_named(splan_context* context, const char* name, splan_calendar** out) {
  return capi::guard(context, [&] {
    splan_calendar*& to = capi::required(out, "out");
    to = new splan_calendar{calendar::named_calendar(&capi::required(name, "name"))};
  });
}

splan_status splan_calendar_create(splan_context* context, int32_t weekend, int64_t n,
                                   const int32_t* dates, const int32_t* kinds, int32_t first_year,
                                   int32_t last_year, splan_calendar** out) {
  return capi::guard(context, [&] {
    splan_calendar*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const auto when = capi::array(dates, rows, "dates");
    const auto what = capi::array(kinds, rows, "kinds");
    if (weekend < 0 || weekend > 127) {
      throw Error(ErrorCode::invalid_argument, "weekend",
                  std::to_string(weekend) + " is not in 0..127");
    }
    calendar::WeekdaySet off;
    off.bits = static_cast<std::uint8_t>(weekend);
    std::vector<calendar::SpecialDay> days;
    for (std::size_t i = 0; i < rows; ++i) {
      if (what[i] != 1 && what[i] != 2) {
        throw Error(ErrorCode::invalid_argument, core::at("kinds", static_cast<std::int64_t>(i)),
                    std::to_string(what[i]) + " is neither 1 (holiday) nor 2 (make-up workday)");
      }
      days.push_back({{when[i]},
                      what[i] == 1 ? calendar::DayKind::holiday : calendar::DayKind::makeup,
                      "",
                      ""});
    }
    to = new splan_calendar{
        calendar::WorkdayCalendar("calendar", off, std::move(days), first_year, last_year)};
  });
}

void splan_calendar_free(splan_calendar* calendar) { delete calendar; }

splan_status splan_calendar_workdays(splan_context* context, const splan_calendar* calendar,
                                     int64_t n, const int32_t* first, const int32_t* last,
                                     int64_t* out_workdays, int32_t* out_estimated) {
  return capi::guard(context, [&] {
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const std::size_t rows = capi::count(n, "n");
    const auto from = capi::array(first, rows, "first");
    const auto to = capi::array(last, rows, "last");
    const auto out = capi::array(out_workdays, rows, "out_workdays");
    std::vector<calendar::WorkdayCount> counts(rows);
    each_row(rows, "ranges",
             [&](std::size_t i) { counts[i] = workdays.workdays({from[i]}, {to[i]}); });
    for (std::size_t i = 0; i < rows; ++i) {
      out[i] = counts[i].days;
      if (out_estimated != nullptr) out_estimated[i] = counts[i].estimated ? 1 : 0;
    }
  });
}

splan_status splan_calendar_add_workdays(splan_context* context, const splan_calendar* calendar,
                                         int64_t n, const int32_t* dates, const int64_t* shifts,
                                         int32_t* out_dates, int32_t* out_estimated) {
  return capi::guard(context, [&] {
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const std::size_t rows = capi::count(n, "n");
    const auto from = capi::array(dates, rows, "dates");
    const auto by = capi::array(shifts, rows, "shifts");
    const auto out = capi::array(out_dates, rows, "out_dates");
    std::vector<calendar::WorkdayDate> moved(rows);
    each_row(rows, "dates",
             [&](std::size_t i) { moved[i] = workdays.add_workdays({from[i]}, by[i]); });
    for (std::size_t i = 0; i < rows; ++i) {
      out[i] = moved[i].date.days;
      if (out_estimated != nullptr) out_estimated[i] = moved[i].estimated ? 1 : 0;
    }
  });
}

splan_status splan_calendar_month_nodes(splan_context* context, const splan_calendar* calendar,
                                        int64_t n, const int32_t* dates, int32_t* out_first,
                                        int32_t* out_last, int64_t* out_workdays) {
  return capi::guard(context, [&] {
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    const std::size_t rows = capi::count(n, "n");
    const auto in = capi::array(dates, rows, "dates");
    capi::array(out_first, rows, "out_first");
    capi::array(out_last, rows, "out_last");
    capi::array(out_workdays, rows, "out_workdays");
    std::vector<calendar::MonthNodes> months(rows);
    each_row(rows, "dates", [&](std::size_t i) {
      months[i] =
          calendar::month_nodes(workdays, calendar::period_of({in[i]}, calendar::Grain::month));
    });
    for (std::size_t i = 0; i < 4 * rows; ++i) {
      const calendar::MonthNode& node = months[i / 4].nodes[i % 4];
      out_first[i] = node.first.days;
      out_last[i] = node.last.days;
      out_workdays[i] = node.workdays;
    }
  });
}

splan_status splan_lunar_new_year(splan_context* context, int64_t n, const int32_t* years,
                                  int32_t* out_dates) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n");
    const auto in = capi::array(years, rows, "years");
    const auto out = capi::array(out_dates, rows, "out_dates");
    std::vector<int32_t> dates(rows);
    each_row(rows, "years",
             [&](std::size_t i) { dates[i] = calendar::lunar_new_year(in[i]).days; });
    std::copy(dates.begin(), dates.end(), out.begin());
  });
}

splan_status splan_fiscal_of(splan_context* context, const splan_options* options, int64_t n,
                             const int32_t* dates, int32_t* out_years, int32_t* out_quarters,
                             int32_t* out_months) {
  return capi::guard(context, [&] {
    const calendar::FiscalCalendar fiscal =
        adapters::fiscal_calendar(capi::options_or_defaults(options, "fiscal"));
    const std::size_t rows = capi::count(n, "n");
    const auto in = capi::array(dates, rows, "dates");
    std::vector<calendar::FiscalPeriod> months(rows);
    each_row(rows, "dates", [&](std::size_t i) {
      months[i] = calendar::fiscal_period_of(fiscal, {in[i]}, calendar::Grain::month);
    });
    for (std::size_t i = 0; i < rows; ++i) {
      if (out_years != nullptr) out_years[i] = months[i].year;
      if (out_quarters != nullptr) out_quarters[i] = (months[i].number - 1) / 3 + 1;
      if (out_months != nullptr) out_months[i] = months[i].number;
    }
  });
}
