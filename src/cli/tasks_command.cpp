#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/task_template.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/forecast/daily_profile.hpp"
#include "salesplan/schedule/dated_tasks.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;

struct TasksArguments {
  std::string targets, month, tasks, slipped, sales;
  std::string calendar = "CN", language = "en";
  int decimals = 2;
  bool print_template = false, json = false;
};

// What each day of the month is worth, by a table of daily sales.
std::vector<double> day_worths(const std::string& file, const calendar::WorkdayCalendar& workdays,
                               calendar::Period month) {
  if (file.empty()) return {};
  const CsvTable csv(adapters::read_file(file), file);
  const std::size_t date = csv.column("date");
  std::map<std::int32_t, double> sold;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    sold[calendar::parse_date(csv.cell(r, date), csv.place(r, date)).days] +=
        adapters::csv_number(csv, r, "amount");
  }
  if (sold.empty()) throw Error(ErrorCode::invalid_argument, file, "has no sales");
  const calendar::Date first{sold.begin()->first}, last{sold.rbegin()->first};
  if (last - first > 40000) {
    throw Error(ErrorCode::invalid_argument, file, "covers more than 40000 days");
  }
  std::vector<double> days(static_cast<std::size_t>(last - first) + 1, 0);
  for (const auto& [day, amount] : sold) days[static_cast<std::size_t>(day - first.days)] = amount;
  return forecast::daily_factors(forecast::daily_profile(workdays, first, days), workdays, month);
}

// The keys of the tasks that each owner left undone.
std::map<std::string, std::vector<std::string>, std::less<>> slipped_tasks(
    const std::string& file, const CsvTable& targets,
    const std::vector<schedule::TaskTemplate>& tasks) {
  std::map<std::string, std::vector<std::string>, std::less<>> slipped;
  for (std::size_t r = 0; r < targets.rows(); ++r) {
    const std::size_t owner = targets.column("owner");
    const std::string name(targets.cell(r, owner));
    if (!slipped.emplace(name, std::vector<std::string>()).second) {
      throw Error(ErrorCode::duplicate, targets.place(r, owner),
                  core::quoted(name) + " is given twice");
    }
  }
  if (file.empty()) return slipped;
  const CsvTable csv(adapters::read_file(file), file);
  const std::size_t owner = csv.column("owner"), task = csv.column("task");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto of = slipped.find(csv.cell(r, owner));
    if (of == slipped.end()) {
      throw Error(ErrorCode::not_found, csv.place(r, owner),
                  core::quoted(csv.cell(r, owner)) + " has no target");
    }
    if (std::none_of(tasks.begin(), tasks.end(),
                     [&](const auto& one) { return one.key == csv.cell(r, task); })) {
      throw Error(ErrorCode::not_found, csv.place(r, task),
                  core::quoted(csv.cell(r, task)) + " is no task of the month");
    }
    of->second.emplace_back(csv.cell(r, task));
  }
  return slipped;
}

void run_tasks(const TasksArguments& a) {
  const std::vector<schedule::TaskTemplate> tasks =
      a.tasks.empty() ? schedule::monthly_template() : adapters::read_task_template(a.tasks);
  if (a.print_template) {
    std::fputs(adapters::task_template_csv(tasks).c_str(), stdout);
    return;
  }
  for (const auto& [value, name] :
       {std::pair(&a.targets, "targets"), std::pair(&a.month, "--month")}) {
    if (value->empty()) throw Error(ErrorCode::invalid_argument, name, "must be given");
  }
  const CsvTable csv(adapters::read_file(a.targets), a.targets);
  const calendar::WorkdayCalendar workdays = calendar::named_calendar(a.calendar);
  const calendar::Period month = calendar::parse_period(a.month, "--month");
  const bool chinese = a.language == "zh";
  const auto slipped = slipped_tasks(a.slipped, csv, tasks);
  const std::vector<double> worth = day_worths(a.sales, workdays, month);
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string owner(csv.cell(r, csv.column("owner")));
    const core::Minor target = adapters::csv_amount(csv, r, "target", a.decimals);
    const std::array<schedule::WeekPlan, 4> weeks = schedule::week_plans(
        workdays, month, target, worth, chinese ? calendar::Language::zh : calendar::Language::en);
    const std::vector<std::string>& left = slipped.find(owner)->second;
    std::vector<schedule::DatedTask> dated;
    try {
      dated = schedule::dated_tasks(workdays, weeks, tasks, left);
    } catch (const Error& error) {
      throw error.moved_to((a.tasks.empty() ? "" : a.tasks + ": ") + error.place());
    }
    for (const schedule::DatedTask& one : dated) {
      const schedule::TaskTemplate& task = tasks[one.task];
      const schedule::WeekPlan& week = weeks[static_cast<std::size_t>(one.node) - 1];
      rows.push_back({owner, std::string("W").append(std::to_string(one.node)),
                      calendar::date_text(one.start), calendar::date_text(one.due),
                      static_cast<double>(week.workdays), week.share,
                      core::amount_text(week.target, a.decimals), task.key,
                      chinese ? task.zh : task.en, task.role.empty() ? owner : task.role,
                      std::string(one.carried ? "1" : ""), week.moved_by});
    }
  }
  print_rows({"owner", "week", "start", "due", "workdays", "share", "week_target", "task", "title",
              "role", "carried", "moved_by"},
             rows, a.json);
}

}  // namespace

void add_tasks_command(CLI::App& app) {
  const auto a = std::make_shared<TasksArguments>();
  CLI::App* command =
      app.add_subcommand("tasks", "A month's weekly tasks and targets for every rep");
  command->add_option("targets", a->targets, "CSV with owner and target, the month's");
  command->add_option("--month", a->month, "2026-02");
  command->add_option("--tasks", a->tasks,
                      "The month's tasks, CSV or JSON: node (1 to 4), key; en, zh, role, after");
  command->add_option("--slipped", a->slipped,
                      "CSV with owner and task: left undone last month, they come back in W1");
  command->add_option("--sales", a->sales,
                      "CSV with date and amount: weeks share the target by what their days were "
                      "worth, not by workdays");
  command->add_option("--calendar", a->calendar, "CN, US or WEEKDAYS")->capture_default_str();
  command->add_option("--language", a->language, "Of the titles")
      ->check(CLI::IsMember({"en", "zh"}))
      ->capture_default_str();
  add_decimals(*command, a->decimals);
  command->add_flag("--print-template", a->print_template,
                    "Print the tasks themselves, to edit and pass as --tasks");
  command->add_flag("--json", a->json, "Print JSON instead of CSV");
  command->footer(
      "Examples:\n"
      "  salesplan tasks --print-template > tasks.csv\n"
      "  salesplan tasks targets.csv --month 2026-02 --tasks tasks.csv --slipped left.csv");
  command->callback([a] { run_tasks(*a); });
}

}  // namespace salesplan::cli
