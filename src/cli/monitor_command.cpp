#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/alert_rules.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/notice_texts.hpp"
#include "cli/alert_list.hpp"
#include "cli/alert_observations.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/monitor/landing.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;

struct LandingArguments {
  std::vector<std::string> files;
  std::string targets;
  std::string unit;
  std::string amount = "sales";
  std::string calendar = "WEEKDAYS";
  std::string through;
  int decimals = 2;
  double level = 0.8;
  bool json = false;
};

struct UnitSales {
  std::vector<double> past;  // minor units a day, of whole months
  core::Minor sold = 0;      // in the month at hand
};

struct Sale {
  calendar::Date date;
  core::Minor amount = 0;
  std::vector<std::string> units;  // it counts for: the whole, "", and its own
};

void read_sales(const LandingArguments& arguments, const std::string& file,
                std::vector<Sale>& sales) {
  const CsvTable csv(adapters::read_file(file), file);
  const std::size_t date = csv.column("date"), amount = csv.column(arguments.amount);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    Sale sale{calendar::parse_date(csv.cell(r, date), csv.place(r, date)),
              core::parse_amount(csv.cell(r, amount), arguments.decimals, csv.place(r, amount)),
              {""}};
    if (!arguments.unit.empty()) {
      const std::size_t unit = csv.column(arguments.unit);
      if (csv.cell(r, unit).empty()) {
        throw Error(ErrorCode::invalid_argument, csv.place(r, unit), "is empty");
      }
      sale.units.emplace_back(csv.cell(r, unit));
    }
    sales.push_back(std::move(sale));
  }
}

void run_landing(const LandingArguments& arguments) {
  const calendar::WorkdayCalendar workdays = calendar::named_calendar(arguments.calendar);
  const calendar::Date through = calendar::parse_date(arguments.through, "--through");
  const calendar::Period month = calendar::period_of(through, calendar::Grain::month);
  std::vector<Sale> sales;
  for (const std::string& file : arguments.files) read_sales(arguments, file, sales);
  calendar::Date first = calendar::first_date(month);
  for (const Sale& sale : sales) first = std::min(first, sale.date);
  first = calendar::first_date(calendar::period_of(first, calendar::Grain::month));
  const auto days = static_cast<std::size_t>(calendar::first_date(month) - first);

  std::map<std::string, UnitSales> units;
  units[""].past.resize(days);  // the whole
  for (const Sale& sale : sales) {
    if (sale.date > through) continue;
    for (const std::string& name : sale.units) {
      UnitSales& unit = units[name];
      unit.past.resize(days);
      if (sale.date < calendar::first_date(month)) {
        unit.past[static_cast<std::size_t>(sale.date - first)] += static_cast<double>(sale.amount);
      } else {
        unit.sold = core::add(unit.sold, sale.amount, "sales");
      }
    }
  }
  std::map<std::string, core::Minor> targets;
  if (!arguments.targets.empty()) {
    const CsvTable table(adapters::read_file(arguments.targets), arguments.targets);
    const std::size_t name = table.column("unit"), target = table.column("target");
    for (std::size_t r = 0; r < table.rows(); ++r) {
      targets[std::string(table.cell(r, name))] =
          core::parse_amount(table.cell(r, target), arguments.decimals, table.place(r, target));
    }
  }

  const forecast::DailyProfile whole = forecast::daily_profile(workdays, first, units.at("").past);
  const double scale = core::minor_per_unit(arguments.decimals);
  const auto money = [&](double minor) { return std::round(minor) / scale; };
  std::vector<std::vector<Cell>> rows;
  for (const auto& [name, unit] : units) {
    const monitor::LandingModel model = monitor::learn_landing(
        workdays, first, unit.past, name.empty() ? forecast::DailyProfile() : whole);
    const auto known = targets.find(name);
    const core::Minor target = known == targets.end() ? 0 : known->second;
    const monitor::Landing at =
        monitor::landing(model, workdays, month, through, unit.sold, target, arguments.level);
    const bool aims = known != targets.end();
    const double none = core::missing_number;
    rows.push_back({name.empty() ? std::string("*") : name,
                    aims ? money(static_cast<double>(target)) : none,
                    money(static_cast<double>(unit.sold)), at.pace.expected_share,
                    aims ? at.pace.pace : none, money(at.mean), money(at.lower), money(at.upper),
                    aims ? at.probability : none, aims ? money(at.pace.required_daily) : none});
  }
  print_rows({"unit", "target", "sold", "expected_share", "pace", "landing", "lower", "upper",
              "probability", "required_daily"},
             rows, arguments.json);
}

struct AlertArguments {
  std::string rules;
  std::string observations;
  std::string actions;
  std::string format = "text";
  bool list = false;
  bool json = false;
};

/// Rows of a file and the instants they are at, in the order of the file.
std::vector<monitor::Instant> times(const CsvTable& csv) {
  const std::size_t column = csv.column("time");
  std::vector<monitor::Instant> result;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    result.push_back(adapters::parse_instant(csv.cell(r, column), csv.place(r, column)));
  }
  return result;
}

/// What somebody did, or a silence, as a row of actions says.
void act(monitor::AlertBook& book, const CsvTable& csv, std::size_t r, monitor::Instant now) {
  const auto text = [&](const char* name) {
    return csv.has_column(name) ? std::string(csv.cell(r, csv.column(name))) : std::string();
  };
  adapters::of_csv_row(csv, r, [&] {
    const monitor::Labels labels = adapters::parse_labels(text("labels"), "labels");
    if (text("action") == "silence") {
      book.silence(
          {labels, now, adapters::parse_instant(text("until"), "until"), text("who"), text("why")});
    } else {
      book.act(now, monitor::fingerprint(text("rule"), labels),
               adapters::parse_action(text("action"), "action"), text("who"), text("why"),
               text("what"));
    }
  });
}

void run_alerts(const AlertArguments& arguments) {
  monitor::AlertBook book =
      adapters::read_alert_book(adapters::read_file(arguments.rules), arguments.rules);
  const CsvTable csv(adapters::read_file(arguments.observations), arguments.observations);
  std::optional<CsvTable> actions;
  std::vector<monitor::Instant> acted_at;
  if (!arguments.actions.empty()) {
    actions.emplace(adapters::read_file(arguments.actions), arguments.actions);
    acted_at = times(*actions);
  }
  std::size_t action = 0;
  const auto act_until = [&](monitor::Instant until) {
    for (; action < acted_at.size() && acted_at[action] < until; ++action) {
      act(book, *actions, action, acted_at[action]);
    }
  };
  for (const ObservedAt& batch : read_observations(csv)) {
    const monitor::Instant now = batch.time;
    act_until(now);
    const std::vector<monitor::Notice> notices =
        adapters::of_csv_row(csv, batch.row, [&] { return book.at(now, batch.observations); });
    if (arguments.list) continue;
    for (const monitor::Notice& notice : notices) {
      const std::string payload = adapters::notice_payload(notice, arguments.format, "--format");
      if (arguments.format == "text") {
        std::printf("%s to %s (%s)\n%s", adapters::instant_text(now).c_str(),
                    notice.receiver.empty() ? "anybody" : notice.receiver.c_str(),
                    notice.key.c_str(), payload.c_str());
      } else {
        std::printf("%s\n", payload.c_str());
      }
    }
  }
  act_until(std::numeric_limits<monitor::Instant>::max());
  if (arguments.list) print_alerts(book, arguments.json);
}

}  // namespace

void add_monitor_command(CLI::App& app) {
  CLI::App* group = app.add_subcommand("monitor", "Where the month will end, and who must know");
  group->require_subcommand(1);

  const auto landing = std::make_shared<LandingArguments>();
  CLI::App* command = group->add_subcommand("landing", "Project the end of a month from its days");
  command
      ->add_option("files", landing->files,
                   "CSV of sales with a date and an amount, the months before the one at hand "
                   "included")
      ->required();
  command->add_option("--through", landing->through, "The evening it is: 2026-03-13")->required();
  command->add_option("--targets", landing->targets,
                      "CSV with columns unit, target; the whole is the unit with an empty name");
  command->add_option("--unit", landing->unit, "Column of units, each landed beside the whole (*)");
  command->add_option("--amount", landing->amount, "Column of amounts")->capture_default_str();
  add_decimals(*command, landing->decimals);
  command->add_option("--calendar", landing->calendar, "CN, US or WEEKDAYS")->capture_default_str();
  command->add_option("--level", landing->level, "Of the interval, in (0, 1)")
      ->capture_default_str();
  command->add_flag("--json", landing->json, "Print JSON");
  command->footer("Example:\n  salesplan monitor landing sales.csv --through 2026-03-13");
  command->callback([landing] { run_landing(*landing); });

  add_kpi_command(*group);

  const auto alerts = std::make_shared<AlertArguments>();
  CLI::App* book = group->add_subcommand(
      "alerts", "Replay observations and actions through alert rules; print the notices");
  book->add_option("rules", alerts->rules, "JSON with rules, dimensions and working_hours")
      ->required();
  book->add_option("observations", alerts->observations,
                   "CSV with columns time, kpi, value, in the order of time; all others are labels")
      ->required();
  book->add_option("--actions", alerts->actions,
                   "CSV with columns time, action (acknowledge, assign, measure, verify, close, "
                   "silence), rule, labels (region=north;rep=ann), who, why, what, until");
  book->add_option("--format", alerts->format,
                   "text, alertmanager, alertmanager_api, dingtalk, wecom or feishu")
      ->capture_default_str();
  book->add_flag("--list", alerts->list, "Print the alerts at the end instead of the notices");
  book->add_flag("--json", alerts->json, "With --list: print JSON");
  book->callback([alerts] { run_alerts(*alerts); });
}

}  // namespace salesplan::cli
