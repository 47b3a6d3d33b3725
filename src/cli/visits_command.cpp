#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/calendar_csv.hpp"
#include "adapters/call_frequency.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "adapters/visit_calendar.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/schedule/visit_book.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;

struct VisitsArguments {
  std::string customers, first, last, calendar = "CN";
  std::string reps, absences, busy, fixed, previous;
  std::string ics, zone, day_start = "09:00";
  int zone_offset = 0;
  double day_minutes = 480;
  bool json = false;
  adapters::Options options{"visits"};
};

/// The customers' file, with what it names.
struct VisitNames {
  std::vector<std::string> reps, customers;
  std::map<std::string, std::size_t, std::less<>> rep_number;
  std::map<std::pair<std::string, std::string>, std::size_t> customer_number;
};

Error bad_cell(const CsvTable& csv, std::size_t row, std::size_t column, const char* why) {
  return {ErrorCode::parse, csv.place(row, column),
          core::quoted(csv.cell(row, column)) + " " + why};
}

std::string text_of(const CsvTable& csv, std::size_t row, const char* name) {
  return csv.has_column(name) ? std::string(csv.cell(row, csv.column(name))) : std::string();
}

calendar::Date date_of(const CsvTable& csv, std::size_t row, const char* name) {
  const std::size_t column = csv.column(name);
  return calendar::parse_date(csv.cell(row, column), csv.place(row, column));
}

int whole(const CsvTable& csv, std::size_t row, const char* name, int otherwise) {
  const double value = adapters::csv_number(csv, row, name, otherwise);
  if (value != std::floor(value) || std::abs(value) > 1e6) {
    throw bad_cell(csv, row, csv.column(name), "is not a whole number");
  }
  return static_cast<int>(value);
}

VisitNames names_of(const CsvTable& csv) {
  VisitNames names;
  const std::size_t rep = csv.column("rep"), customer = csv.column("customer");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string owner(csv.cell(r, rep)), name(csv.cell(r, customer));
    if (name.empty()) throw bad_cell(csv, r, customer, "names no customer");
    if (names.rep_number.emplace(owner, names.reps.size()).second) names.reps.push_back(owner);
    if (!names.customer_number.emplace(std::pair(owner, name), r).second) {
      throw Error(ErrorCode::duplicate, csv.place(r, customer),
                  core::quoted(name) + " is given twice");
    }
    names.customers.push_back(name);
  }
  return names;
}

schedule::VisitBook read_book(const CsvTable& csv, const VisitNames& names, double day_minutes) {
  schedule::VisitBook book(names.reps.size());
  for (std::size_t r = 0; r < names.reps.size(); ++r) {
    book.rep(static_cast<std::int64_t>(r)).day_minutes = day_minutes;
  }
  std::map<std::string, std::int32_t> areas;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    schedule::VisitCustomer customer;
    customer.frequency = adapters::parse_call_frequency(csv.cell(r, csv.column("frequency")),
                                                        csv.place(r, csv.column("frequency")));
    customer.minutes = adapters::csv_number(csv, r, "minutes", customer.minutes);
    customer.least_gap_days = whole(csv, r, "gap_days", customer.least_gap_days);
    const std::string area = text_of(csv, r, "area");
    if (!area.empty()) {
      customer.area = areas.emplace(area, static_cast<std::int32_t>(areas.size())).first->second;
    }
    customer.x = adapters::csv_number(csv, r, "x", core::missing_number);
    customer.y = adapters::csv_number(csv, r, "y", core::missing_number);
    const std::string weekdays = text_of(csv, r, "weekdays");
    if (!weekdays.empty()) {
      customer.preferred = adapters::parse_weekend(weekdays, csv.place(r, csv.column("weekdays")));
    }
    if (!text_of(csv, r, "last_visit").empty()) customer.last_visit = date_of(csv, r, "last_visit");
    book.add_customer(
        static_cast<std::int64_t>(names.rep_number.find(csv.cell(r, csv.column("rep")))->second),
        customer);
  }
  return book;
}

/// Calls add(table, row, rep) for each row of a file, if one is named.
template <class Add>
void for_rows(const std::string& file, const VisitNames& names, Add add) {
  if (file.empty()) return;
  const CsvTable csv(adapters::read_file(file), file);
  const std::size_t rep = csv.column("rep");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto found = names.rep_number.find(csv.cell(r, rep));
    if (found == names.rep_number.end()) throw bad_cell(csv, r, rep, "has no customers");
    add(csv, r, static_cast<std::int64_t>(found->second));
  }
}

int minute_of_day(const std::string& clock) {
  int hour = 0, minute = 0;
  char more = 0;
  if (clock.size() != 5 || std::sscanf(clock.c_str(), "%2d:%2d%c", &hour, &minute, &more) != 2 ||
      hour < 0 || hour > 23 || minute < 0 || minute > 59) {
    throw Error(ErrorCode::parse, "--day-start",
                core::quoted(clock) + " is not a time such as 09:00");
  }
  return hour * 60 + minute;
}

void write_calendars(const VisitsArguments& arguments, const VisitNames& names,
                     const schedule::VisitBook& book,
                     const std::vector<schedule::VisitPlan>& plans) {
  const int start = minute_of_day(arguments.day_start);
  adapters::make_folder(arguments.ics);
  adapters::FileSet files;
  for (std::size_t r = 0; r < plans.size(); ++r) {
    std::vector<adapters::CalendarEvent> events;
    for (std::size_t v = 0; v < plans[r].visits.size(); ++v) {
      const schedule::Visit& visit = plans[r].visits[v];
      const schedule::VisitCustomer& customer = book.reps()[r].customers[visit.customer];
      const std::string& name = names.customers[book.number(r, visit.customer)];
      events.push_back(adapters::visit_event(name, names.reps[r], name, visit.date, start,
                                             plans[r].start_minutes[v], customer.minutes));
    }
    files.add(arguments.ics + "/" + adapters::calendar_file_name(names.reps[r]),
              adapters::icalendar_text(names.reps[r], events,
                                       calendar::parse_date(arguments.first, "--first"),
                                       {arguments.zone, arguments.zone_offset}));
  }
  files.commit();
}

std::string rounded(double value) { return core::to_text(std::round(value * 10) / 10); }

void run_visits(const VisitsArguments& arguments) {
  const CsvTable csv(adapters::read_file(arguments.customers), arguments.customers);
  const VisitNames names = names_of(csv);
  schedule::VisitBook book = read_book(csv, names, arguments.day_minutes);
  for_rows(arguments.reps, names, [&](const CsvTable& table, std::size_t r, std::int64_t rep) {
    schedule::VisitProblem& problem = book.rep(rep);
    problem.day_minutes = adapters::csv_number(table, r, "day_minutes", problem.day_minutes);
    problem.x = adapters::csv_number(table, r, "x", core::missing_number);
    problem.y = adapters::csv_number(table, r, "y", core::missing_number);
  });
  for_rows(arguments.absences, names, [&](const CsvTable& table, std::size_t r, std::int64_t rep) {
    book.rep(rep).absences.push_back({date_of(table, r, "first"), date_of(table, r, "last")});
  });
  for_rows(arguments.busy, names, [&](const CsvTable& table, std::size_t r, std::int64_t rep) {
    book.rep(rep).busy.push_back(
        {date_of(table, r, "date"), adapters::csv_number(table, r, "minutes")});
  });
  const auto customer_of = [&](const CsvTable& table, std::size_t r, std::int64_t rep) {
    const std::size_t column = table.column("customer");
    const auto found = names.customer_number.find(
        {names.reps[static_cast<std::size_t>(rep)], std::string(table.cell(r, column))});
    if (found == names.customer_number.end()) {
      throw bad_cell(table, r, column, "is no customer of the rep");
    }
    return static_cast<std::int64_t>(found->second);
  };
  for_rows(arguments.fixed, names, [&](const CsvTable& table, std::size_t r, std::int64_t rep) {
    book.add_fixed(customer_of(table, r, rep), date_of(table, r, "date"));
  });
  for_rows(arguments.previous, names, [&](const CsvTable& table, std::size_t r, std::int64_t rep) {
    book.add_previous(customer_of(table, r, rep), date_of(table, r, "date"));
  });
  const auto workdays =
      arguments.calendar.find(".csv") == std::string::npos
          ? calendar::named_calendar(arguments.calendar)
          : adapters::read_calendar({adapters::read_file(arguments.calendar), arguments.calendar},
                                    arguments.calendar, {calendar::saturday, calendar::sunday});
  const std::vector<schedule::VisitPlan> plans = schedule::plan_visits(
      book.reps(), workdays, calendar::parse_date(arguments.first, "--first"),
      calendar::parse_date(arguments.last, "--last"), adapters::visit_options(arguments.options));
  if (!arguments.ics.empty()) write_calendars(arguments, names, book, plans);

  if (arguments.json) {
    adapters::Json document{{"reps", adapters::Json::array()}};
    for (std::size_t r = 0; r < plans.size(); ++r) {
      const schedule::VisitPlan& plan = plans[r];
      adapters::Json rep{{"rep", names.reps[r]},
                         {"visits", adapters::Json::array()},
                         {"unmet", adapters::Json::array()},
                         {"days", adapters::Json::array()},
                         {"mean_visits", plan.mean_visits},
                         {"most_visits", plan.most_visits},
                         {"moved", plan.moved},
                         {"cost", plan.cost},
                         {"bound", plan.bound},
                         {"estimated", plan.estimated}};
      for (std::size_t v = 0; v < plan.visits.size(); ++v) {
        rep["visits"].push_back(
            {{"date", calendar::date_text(plan.visits[v].date)},
             {"customer", names.customers[book.number(r, plan.visits[v].customer)]},
             {"start_minutes", plan.start_minutes[v]}});
      }
      for (const schedule::UnmetVisit& missing : plan.unmet) {
        rep["unmet"].push_back({{"customer", names.customers[book.number(r, missing.customer)]},
                                {"first", calendar::date_text(missing.first)},
                                {"last", calendar::date_text(missing.last)},
                                {"reason", schedule::unmet_reason_name(missing.reason)}});
      }
      for (const schedule::VisitDay& day : plan.days) {
        rep["days"].push_back({{"date", calendar::date_text(day.date)},
                               {"visits", day.visits},
                               {"visit_minutes", day.visit_minutes},
                               {"travel_minutes", day.travel_minutes},
                               {"free_minutes", day.free_minutes}});
      }
      document["reps"].push_back(std::move(rep));
    }
    std::printf("%s\n", document.dump(1).c_str());
    return;
  }
  adapters::CsvWriter out({"rep", "date", "customer", "start_minutes"});
  for (std::size_t r = 0; r < plans.size(); ++r) {
    for (std::size_t v = 0; v < plans[r].visits.size(); ++v) {
      const schedule::Visit& visit = plans[r].visits[v];
      out.add({names.reps[r], calendar::date_text(visit.date),
               names.customers[book.number(r, visit.customer)],
               rounded(plans[r].start_minutes[v])});
    }
  }
  std::fputs(out.text().c_str(), stdout);
  for (std::size_t r = 0; r < plans.size(); ++r) {
    for (const schedule::UnmetVisit& missing : plans[r].unmet) {
      std::fprintf(stderr, "salesplan: no visit: %s, %s, %s..%s: %s\n", names.reps[r].c_str(),
                   names.customers[book.number(r, missing.customer)].c_str(),
                   calendar::date_text(missing.first).c_str(),
                   calendar::date_text(missing.last).c_str(),
                   schedule::unmet_reason_name(missing.reason));
    }
  }
}

}  // namespace

void add_visits_command(CLI::App& app) {
  const auto arguments = std::make_shared<VisitsArguments>();
  CLI::App* command =
      app.add_subcommand("visits", "Plan visits: call frequencies to dates that reps can keep");
  command
      ->add_option("file", arguments->customers,
                   "CSV with rep, customer, frequency (week, 2 weeks, month, 3 in 2 weeks) and, "
                   "where wanted, minutes, gap_days, area, x, y, weekdays (tue,thu), last_visit")
      ->required();
  command->add_option("--first", arguments->first, "First day, 2026-04-01")->required();
  command->add_option("--last", arguments->last, "Last day")->required();
  command->add_option("--calendar", arguments->calendar, "CN, US, WEEKDAYS or a CSV of holidays")
      ->capture_default_str();
  command->add_option("--day-minutes", arguments->day_minutes, "For visits and travel")
      ->capture_default_str();
  command->add_option("--reps", arguments->reps,
                      "CSV with rep and, where wanted, day_minutes, x, y: where days start");
  command->add_option("--absences", arguments->absences, "CSV with rep, first, last");
  command->add_option("--busy", arguments->busy, "CSV with rep, date, minutes not for visits");
  command->add_option("--fixed", arguments->fixed,
                      "CSV with rep, customer, date: appointments and locked visits");
  command->add_option("--previous", arguments->previous,
                      "Earlier output of this command, from which little is moved");
  command->add_option("--ics", arguments->ics, "Folder for an iCalendar file a rep");
  command->add_option("--day-start", arguments->day_start, "When days start in these files")
      ->capture_default_str();
  command->add_option("--zone", arguments->zone,
                      "Time zone in these files, Asia/Shanghai (default: times of the reader)");
  command->add_option("--zone-offset", arguments->zone_offset, "Its minutes from UTC, all year")
      ->capture_default_str();
  add_option_flags(*command, arguments->options);
  command->add_flag("--json", arguments->json, "Print JSON with days, what is missing, the bound");
  command->footer(
      "Visits that do not fit are listed, with the reason, on standard error.\n"
      "Example:\n"
      "  salesplan visits customers.csv --first 2026-04-01 --last 2026-06-30 --ics out");
  command->callback([arguments] { run_visits(*arguments); });
}

}  // namespace salesplan::cli
