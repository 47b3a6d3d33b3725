#include <cstdio>
#include <memory>
#include <string>

#include "adapters/calendar_csv.hpp"
#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "cli/commands.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/calendar/month_nodes.hpp"

namespace salesplan::cli {
namespace {

struct CalendarArguments {
  std::string name;
  int year = 0;
  std::string weekend = "sat,sun";
  bool json = false;
};

calendar::WorkdayCalendar calendar_of(const CalendarArguments& arguments) {
  if (arguments.name.find(".csv") == std::string::npos) {
    return calendar::named_calendar(arguments.name);
  }
  return adapters::read_calendar({adapters::read_file(arguments.name), arguments.name},
                                 arguments.name,
                                 adapters::parse_weekend(arguments.weekend, "--weekend"));
}

void run_calendar(const CalendarArguments& arguments) {
  const calendar::WorkdayCalendar workdays = calendar_of(arguments);
  const calendar::Period year =
      calendar::make_period(calendar::Grain::year, arguments.year, 1, "year");
  adapters::Json months = adapters::Json::array();
  if (!arguments.json) std::printf("month     workdays   W1          W2          W3          W4\n");
  for (int m = 1; m <= 12; ++m) {
    const calendar::Period month = calendar::make_period(calendar::Grain::month, arguments.year, m);
    const calendar::WorkdayCount count = workdays.workdays(month);
    const calendar::MonthNodes nodes = calendar::month_nodes(workdays, month);
    if (!arguments.json) {
      std::printf("%s  %8lld%c", calendar::period_text(month).c_str(),
                  static_cast<long long>(count.days), count.estimated ? '?' : ' ');
      for (const calendar::MonthNode& node : nodes.nodes) {
        std::printf("  %02d..%02d %2lld", calendar::date_parts(node.first).day,
                    calendar::date_parts(node.last).day, static_cast<long long>(node.workdays));
      }
      std::printf("\n");
      continue;
    }
    adapters::Json weeks = adapters::Json::array();
    for (const calendar::MonthNode& node : nodes.nodes) {
      weeks.push_back({{"first", calendar::date_text(node.first)},
                       {"last", calendar::date_text(node.last)},
                       {"workdays", node.workdays}});
    }
    months.push_back({{"month", calendar::period_text(month)},
                      {"workdays", count.days},
                      {"estimated", count.estimated},
                      {"weeks", weeks}});
  }
  const calendar::WorkdayCount total = workdays.workdays(year);
  adapters::Json days = adapters::Json::array();
  for (const calendar::SpecialDay& day : workdays.special_days()) {
    if (day.date < calendar::first_date(year) || day.date > calendar::last_date(year)) continue;
    const char* kind = day.kind == calendar::DayKind::holiday ? "holiday" : "makeup";
    if (arguments.json) {
      days.push_back({{"date", calendar::date_text(day.date)},
                      {"kind", kind},
                      {"en", day.name_en},
                      {"zh", day.name_zh}});
    } else {
      std::printf("%s  %-8s %s %s\n", calendar::date_text(day.date).c_str(), kind,
                  day.name_en.c_str(), day.name_zh.c_str());
    }
  }
  if (arguments.json) {
    const adapters::Json json{
        {"calendar", workdays.name()},  {"year", arguments.year}, {"workdays", total.days},
        {"estimated", total.estimated}, {"months", months},       {"days", days}};
    std::printf("%s\n", json.dump(1).c_str());
    return;
  }
  std::printf("%d: %lld workdays%s\n", arguments.year, static_cast<long long>(total.days),
              total.estimated ? " (?: holidays are not known; the weekend rule decides)" : "");
}

}  // namespace

void add_calendar_command(CLI::App& app) {
  const auto arguments = std::make_shared<CalendarArguments>();
  CLI::App* command = app.add_subcommand("calendar", "Show the workdays of a year");
  command
      ->add_option("calendar", arguments->name,
                   "CN, US, WEEKDAYS, or a CSV file with the columns date, kind (holiday or "
                   "makeup) and name")
      ->required();
  command->add_option("year", arguments->year, "Year, 1400..9999")->required();
  command->add_option("--weekend", arguments->weekend, "Days off each week, for a CSV file")
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "Print JSON");
  command->footer(
      "Examples:\n  salesplan calendar CN 2026\n  salesplan calendar closed.csv 2026 --json");
  command->callback([arguments] { run_calendar(*arguments); });
}

}  // namespace salesplan::cli
