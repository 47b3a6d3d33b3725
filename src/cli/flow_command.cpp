#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/call_frequency.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/schedule/flow.hpp"
#include "salesplan/schedule/meetings.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;

struct FlowArguments {
  std::string steps, given, wanted, start, meetings, first, last;
  std::string calendar = "CN";
  bool hand_offs = false, json = false;
};

// The names in a list separated by semicolons.
std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    std::string_view name = list.substr(0, end);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (!name.empty()) names.emplace_back(name);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

std::string_view cell_or_empty(const CsvTable& csv, std::size_t row, const char* name) {
  return csv.has_column(name) ? csv.cell(row, csv.column(name)) : std::string_view();
}

schedule::Flow read_flow(const FlowArguments& a, const CsvTable& csv) {
  schedule::Flow flow;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    schedule::FlowStep step;
    step.key = csv.cell(r, csv.column("step"));
    step.department = csv.cell(r, csv.column("department"));
    step.inputs = names_in(cell_or_empty(csv, r, "inputs"));
    step.outputs = names_in(cell_or_empty(csv, r, "outputs"));
    step.workdays = adapters::csv_number(csv, r, "workdays");
    step.due = adapters::csv_number(csv, r, "due", core::missing_number);
    step.measured = adapters::csv_number(csv, r, "measured", core::missing_number);
    flow.steps.push_back(std::move(step));
  }
  flow.given = names_in(a.given);
  flow.wanted = names_in(a.wanted);
  return flow;
}

// Errors of steps[i].field at their cell.
schedule::FlowReview review(const schedule::Flow& flow, const CsvTable& csv) {
  try {
    return schedule::review_flow(flow);
  } catch (const Error& error) {
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      const std::string place = core::at("steps", static_cast<std::int64_t>(r)) + ".";
      if (error.place().compare(0, place.size(), place) != 0) continue;
      const std::string field = error.place().substr(place.size());
      const std::string column = field == "key" ? "step" : field;
      if (csv.has_column(column)) throw error.moved_to(csv.place(r, csv.column(column)));
    }
    throw;
  }
}

// The day on which workday `at` of the flow falls; the first is the start itself.
std::string flow_date(const calendar::WorkdayCalendar& workdays, calendar::Date start, double at,
                      bool end) {
  const double day = end ? std::ceil(at) : std::floor(at) + 1;
  const calendar::Date before = workdays.next_workday(start - 1).date - 1;
  return calendar::date_text(
      workdays.add_workdays(before, std::max<std::int64_t>(1, static_cast<std::int64_t>(day)))
          .date);
}

std::vector<schedule::Meeting> read_meetings(const CsvTable& csv) {
  std::vector<schedule::Meeting> meetings;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    schedule::Meeting meeting;
    meeting.key = csv.cell(r, csv.column("meeting"));
    meeting.departments = names_in(csv.cell(r, csv.column("departments")));
    const std::size_t every = csv.column("every");
    const schedule::CallFrequency frequency =
        adapters::parse_call_frequency(csv.cell(r, every), csv.place(r, every));
    if (frequency.visits != 1) {
      throw Error(ErrorCode::parse, csv.place(r, every), "must be one in so many weeks or months");
    }
    meeting.grain = frequency.grain;
    meeting.every = frequency.every;
    const double workday = adapters::csv_number(csv, r, "workday", 1);
    if (workday != std::floor(workday) || std::abs(workday) > 31) {
      throw Error(ErrorCode::parse, csv.place(r, csv.column("workday")),
                  "must be a whole number, -31 to 31");
    }
    meeting.workday = static_cast<int>(workday);
    meeting.minutes = adapters::csv_number(csv, r, "minutes", meeting.minutes);
    meetings.push_back(std::move(meeting));
  }
  return meetings;
}

void run_meetings(const FlowArguments& a, const calendar::WorkdayCalendar& workdays,
                  const schedule::Flow& flow) {
  const CsvTable csv(adapters::read_file(a.meetings), a.meetings);
  const std::vector<schedule::Meeting> meetings = read_meetings(csv);
  for (std::size_t r = 0; r < meetings.size(); ++r) {
    for (const std::string& department : meetings[r].departments) {
      const bool known = std::any_of(flow.steps.begin(), flow.steps.end(), [&](const auto& step) {
        return step.department == department;
      });
      if (known) continue;
      throw Error(ErrorCode::not_found, csv.place(r, csv.column("departments")),
                  core::quoted(department) + " has no step in the flow");
    }
  }
  const calendar::Date first = calendar::parse_date(a.first, "--first");
  const calendar::Date last = calendar::parse_date(a.last, "--last");
  std::vector<std::vector<Cell>> rows;
  for (const schedule::MeetingDate& one :
       schedule::meeting_dates(workdays, meetings, first, last)) {
    std::string departments;
    for (const std::string& department : meetings[one.meeting].departments) {
      departments += (departments.empty() ? "" : "; ") + department;
    }
    rows.push_back({calendar::date_text(one.date), meetings[one.meeting].key, departments,
                    meetings[one.meeting].minutes});
  }
  print_rows({"date", "meeting", "departments", "minutes"}, rows, a.json);
}

void run_flow(const FlowArguments& a) {
  const CsvTable csv(adapters::read_file(a.steps), a.steps);
  const schedule::Flow flow = read_flow(a, csv);
  const schedule::FlowReview result = review(flow, csv);
  const calendar::WorkdayCalendar workdays = calendar::named_calendar(a.calendar);
  if (!a.meetings.empty()) {
    run_meetings(a, workdays, flow);
    return;
  }
  std::vector<std::vector<Cell>> rows;
  if (a.hand_offs) {
    for (const schedule::FlowHandOff& one : result.crossings) {
      const schedule::FlowStep &from = flow.steps[one.from], &to = flow.steps[one.to];
      rows.push_back({one.what, from.key, from.department, to.key, to.department});
    }
    print_rows({"what", "from", "from_department", "to", "to_department"}, rows, a.json);
    return;
  }
  std::vector<std::string> names{"step", "department", "start", "end", "slack", "critical", "wins"};
  if (!a.start.empty()) names.insert(names.end(), {"start_date", "end_date"});
  for (std::size_t s = 0; s < flow.steps.size(); ++s) {
    const schedule::FlowTimes& times = result.times[s];
    double wins = 0;
    for (const auto& slow : result.slow) wins = slow.first == s ? slow.second : wins;
    rows.push_back({flow.steps[s].key, flow.steps[s].department, times.start, times.end,
                    times.slack, std::string(times.critical ? "1" : ""), wins});
    if (a.start.empty()) continue;
    const calendar::Date start = calendar::parse_date(a.start, "--start");
    rows.back().emplace_back(flow_date(workdays, start, times.start, false));
    rows.back().emplace_back(flow_date(workdays, start, times.end, true));
  }
  print_rows(names, rows, a.json);
  std::fprintf(stderr, "salesplan: %s workdays planned, %s measured\n",
               core::to_text(result.workdays).c_str(),
               core::to_text(result.measured_workdays).c_str());
  for (const std::string& orphan : result.orphans) {
    std::fprintf(stderr, "salesplan: nobody takes %s\n", core::quoted(orphan).c_str());
  }
}

}  // namespace

void add_flow_command(CLI::App& app) {
  const auto a = std::make_shared<FlowArguments>();
  CLI::App* command = app.add_subcommand(
      "flow", "Review a flow between departments: critical path, slack, hand-offs, meetings");
  command
      ->add_option("steps", a->steps,
                   "CSV: step, department, workdays; inputs and outputs (by semicolons), due (the "
                   "workday by which it must end), measured (workdays that it took)")
      ->required();
  command->add_option("--given", a->given, "Inputs from outside, by semicolons");
  command->add_option("--wanted", a->wanted, "Outputs for outside, by semicolons");
  command->add_option("--start", a->start, "Day on which the flow starts: adds dates");
  command->add_option("--calendar", a->calendar, "CN, US or WEEKDAYS")->capture_default_str();
  command->add_flag("--hand-offs", a->hand_offs, "Print what goes from department to department");
  CLI::Option* meetings = command->add_option(
      "--meetings", a->meetings,
      "Print the dates of meetings instead. CSV: meeting, departments (by semicolons), every "
      "(week, 2 weeks, month), workday (of it; -1 is the last), minutes");
  CLI::Option* first = command->add_option("--first", a->first, "First day of meetings");
  CLI::Option* last = command->add_option("--last", a->last, "Last day");
  meetings->needs(first)->needs(last);
  command->add_flag("--json", a->json, "Print JSON instead of CSV");
  command->footer(
      "Times are workdays from the start; `wins` is what the flow would win of its measured time "
      "with\nthe step as planned. The whole, and outputs that nobody takes, are told on standard "
      "error.\n"
      "Examples:\n"
      "  salesplan flow steps.csv --wanted orders --start 2026-03-02\n"
      "  salesplan flow steps.csv --meetings meetings.csv --first 2026-03-02 --last 2026-03-31");
  command->callback([a] { run_flow(*a); });
}

}  // namespace salesplan::cli
