#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/strategy_rules.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "salesplan/calendar/period.hpp"

namespace salesplan::cli {
namespace {

struct StrategyArguments {
  std::string rules;
  std::string file;
  int decimals = 2;
  bool sentences = false;
  bool json = false;
};

/// A table of a row a month and unit: the cell of each, NaN where there is none.
struct UnitMonths {
  explicit UnitMonths(const adapters::CsvTable& table) : csv(table) {
    const std::size_t month = csv.column("month"), unit = csv.column("unit");
    std::set<std::string> known;
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      const calendar::Period at = calendar::parse_period(csv.cell(r, month), csv.place(r, month));
      if (at.grain != calendar::Grain::month) {
        throw Error(ErrorCode::parse, csv.place(r, month),
                    core::quoted(csv.cell(r, month)) + " is not a month");
      }
      const std::string name(csv.cell(r, unit));
      if (!row.emplace(std::pair(name, at.ordinal), r).second) {
        throw Error(ErrorCode::duplicate, csv.place(r, unit),
                    core::quoted(name) + " is given twice for this month");
      }
      if (known.insert(name).second) units.push_back(name);
      first = r == 0 ? at.ordinal : std::min(first, at.ordinal);
      last = r == 0 ? at.ordinal : std::max(last, at.ordinal);
    }
  }

  std::vector<double> course(const std::string& unit, const std::string& column) const {
    std::vector<double> values;
    for (std::int32_t at = first; at <= last; ++at) {
      const auto found = row.find({unit, at});
      values.push_back(found == row.end() ? core::missing_number
                                          : adapters::csv_number(csv, found->second, column));
    }
    return values;
  }

  const adapters::CsvTable& csv;
  std::vector<std::string> units;
  std::map<std::pair<std::string, std::int32_t>, std::size_t> row;
  std::int32_t first = 0;
  std::int32_t last = -1;
};

void run_strategy(const StrategyArguments& arguments) {
  const adapters::StrategyBook book =
      adapters::read_strategy_book(adapters::read_file(arguments.rules), arguments.rules);
  const adapters::CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const UnitMonths table(csv);
  std::vector<std::vector<double>> courses;  // measure and lever of each case
  std::vector<review::StrategyCase> cases;
  courses.reserve(2 * book.rules.size() * table.units.size());
  for (std::size_t r = 0; r < book.rules.size(); ++r) {
    for (const std::string& unit : table.units) {
      const auto now = table.row.find({unit, table.last});
      if (now == table.row.end()) continue;  // there no more
      const std::size_t lever = csv.column(book.rules[r].lever);
      if (csv.cell(now->second, lever).empty()) {
        throw Error(ErrorCode::parse, csv.place(now->second, lever), "is empty");
      }
      const auto& measure = courses.emplace_back(table.course(unit, book.rules[r].measure));
      const auto& standing = courses.emplace_back(table.course(unit, book.rules[r].lever));
      const core::Minor sales = adapters::csv_amount(csv, now->second, "sales", arguments.decimals);
      if (sales < 0) {
        throw Error(ErrorCode::invalid_argument, csv.place(now->second, csv.column("sales")),
                    core::amount_text(sales, arguments.decimals) + " is negative");
      }
      cases.push_back({r, unit, measure, standing, sales});
    }
  }
  std::vector<std::vector<Cell>> rows;
  for (const review::StrategyProposal& one :
       review::strategy_proposals(book.rules, cases, book.per_department)) {
    const review::StrategyCase& unit = cases[one.at];
    const review::StrategyRule& rule = book.rules[unit.rule];
    if (arguments.sentences) {
      for (const calendar::Language language : {calendar::Language::en, calendar::Language::zh}) {
        std::printf("%s\n",
                    review::sentence(rule, unit, one, arguments.decimals, language).c_str());
      }
      continue;
    }
    const auto money = [&](double amount) {
      return core::amount_text(core::round_to_minor(amount, "effect"), arguments.decimals);
    };
    const promotion::Interval likely = promotion::interval(one.effect, 0.8);
    rows.push_back({rule.name, unit.unit, review::state_name(one.state), rule.lever, one.from,
                    one.to, static_cast<double>(one.months), money(one.effect.mean),
                    money(likely.lower), money(likely.upper), rule.owner});
  }
  if (arguments.sentences) return;
  print_rows({"rule", "unit", "state", "lever", "from", "to", "months", "effect", "lower", "upper",
              "owner"},
             rows, arguments.json);
}

}  // namespace

void add_strategy_command(CLI::App& review) {
  const auto arguments = std::make_shared<StrategyArguments>();
  CLI::App* strategy = review.add_subcommand("strategy", "Which levers to move, by rules");
  strategy->add_option("rules", arguments->rules, "JSON: the rules")->required();
  strategy
      ->add_option("file", arguments->file,
                   "CSV: a row a month and unit with month, unit, sales, and the measures and "
                   "levers the rules name")
      ->required();
  strategy->add_flag("--sentences", arguments->sentences, "Print the proposals in words");
  add_decimals(*strategy, arguments->decimals);
  strategy->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  strategy->callback([arguments] { run_strategy(*arguments); });
}

}  // namespace salesplan::cli
