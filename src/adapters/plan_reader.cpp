#include "adapters/plan_reader.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "adapters/calendar_csv.hpp"
#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

using plan::Specification;

// Whether the plan's files have a column or field of that name beside those of the dimensions.
bool is_reserved(std::string_view name) {
  static constexpr std::string_view names[] = {
      "actual",        "attainment",     "carried",
      "due",           "forecast",       "gap",
      "mean",          "mean_minor",     "model",
      "month",         "planned",        "planned_minor",
      "next_month",    "probability",    "profit",
      "revenue",       "profit_minor",   "role",
      "revenue_minor", "reviewed_month", "start",
      "target",        "task",           "target_minor",
      "title",         "week",           "week_target_minor",
      "workdays",      "total_mean",     "total_sd"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names) ||
         name.substr(0, 6) == "lower_" || name.substr(0, 6) == "upper_";
}

class Reader {
 public:
  Reader(const Json& document, const std::string& name, std::string folder)
      : top_(document, name + ": "), folder_(std::move(folder)) {}

  Specification read() {
    top_.allow({"schema", "company", "currency", "language", "calendar", "today", "as_of",
                "first_month", "months", "dimensions", "facts", "assignments", "target", "forecast",
                "allocation", "schedule", "review", "dashboard"});
    top_.get("schema").choice({"salesplan.plan/1"});
    Specification spec(calendar_of(top_.find("calendar")));
    spec.company = top_.text("company", "");
    read_currency(spec);
    spec.language = top_.has("language") ? top_.get("language").choice({"en", "zh"}) : "en";
    read_time(spec);
    for (const JsonReader& item : top_.get("dimensions").items()) read_dimension(spec, item);
    if (spec.dimensions.empty()) {
      throw Error(ErrorCode::invalid_argument, top_.path() + "dimensions",
                  "is empty; a plan has one dimension at least");
    }
    read_facts(spec, top_.get("facts"));
    if (const auto assignments = top_.find("assignments")) read_assignments(spec, *assignments);
    read_target(spec, top_.get("target"));
    read_forecast(spec);
    read_allocation(spec);
    read_schedule(spec);
    read_review(spec);
    read_dashboard(spec);
    return spec;
  }

 private:
  // A table given in the field "file" (a path) or "csv" (the text itself).
  CsvTable table_of(const JsonReader& field) const {
    if (field.has("file") == field.has("csv")) {
      throw Error(ErrorCode::parse, field.path(), "needs either \"file\" or \"csv\"");
    }
    if (field.has("csv")) return {field.get("csv").text(), field.path() + ".csv"};
    return file_table(field.get("file").text());
  }

  CsvTable file_table(const std::string& file) const {
    const std::string path = (std::filesystem::path(folder_) / file).string();
    return {read_file(path), path};
  }

  calendar::WorkdayCalendar calendar_of(const std::optional<JsonReader>& field) const {
    if (!field) return calendar::named_calendar("WEEKDAYS");
    if (field->value().is_string()) {
      try {
        return calendar::named_calendar(field->text());
      } catch (const Error& error) {
        const std::string message = std::string(error.what()).substr(error.place().size() + 2);
        throw Error(error.code(), field->path(), message);
      }
    }
    field->allow({"name", "file", "csv", "weekend"});
    return read_calendar(
        table_of(*field), field->text("name", "calendar"),
        parse_weekend(field->text("weekend", "sat,sun"), field->path() + ".weekend"));
  }

  void read_currency(Specification& spec) const {
    const auto field = top_.find("currency");
    if (!field) return;
    field->allow({"code", "decimals"});
    spec.currency = field->text("code", "");
    const std::int64_t decimals = field->integer("decimals", 2);
    if (decimals < 0 || decimals > 6) {
      throw Error(ErrorCode::invalid_argument, field->path() + ".decimals", "must lie in 0..6");
    }
    spec.decimals = static_cast<int>(decimals);
  }

  void read_time(Specification& spec) const {
    const JsonReader first = top_.get("first_month");
    spec.first_month = calendar::parse_period(first.text(), first.path());
    if (spec.first_month.grain != calendar::Grain::month) {
      throw Error(ErrorCode::parse, first.path(), "must be a month such as 2026-01");
    }
    const std::int64_t months = top_.integer("months", 12);
    if (months < 1 || months > 60) {
      throw Error(ErrorCode::invalid_argument, top_.path() + "months", "must lie in 1..60");
    }
    spec.months = static_cast<std::size_t>(months);
    const auto today = top_.find("today");
    spec.today = today ? calendar::parse_date(today->text(), today->path())
                       : calendar::first_date(spec.first_month);
    if (const auto as_of = top_.find("as_of")) {
      spec.as_of = calendar::parse_date(as_of->text(), as_of->path());
    }
  }

  void read_dimension(Specification& spec, const JsonReader& item) {
    item.allow({"name", "file", "csv", "column", "levels"});
    const JsonReader name = item.get("name");
    if (name.text().empty()) {
      throw Error(ErrorCode::invalid_argument, name.path(), "must not be empty");
    }
    if (is_reserved(name.text())) {
      throw Error(ErrorCode::invalid_argument, name.path(),
                  "\"" + name.text() + "\" is the name of a column in the plan's files");
    }
    for (const table::Dimension& other : spec.dimensions) {
      if (other.name() == name.text()) {
        throw Error(ErrorCode::duplicate, name.path(),
                    "\"" + name.text() + "\" names two dimensions");
      }
    }
    std::vector<std::string> levels;
    if (const auto given = item.find("levels")) {
      for (const JsonReader& level : given->items()) levels.push_back(level.text());
    }
    const CsvTable csv = table_of(item);
    const std::size_t key = csv.column("key");
    const std::size_t parent = csv.has_column("parent") ? csv.column("parent") : key;
    const std::size_t label = csv.has_column("label") ? csv.column("label") : key;
    std::vector<table::MemberRow> rows;
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      rows.push_back({std::string(csv.cell(r, key)),
                      parent == key ? std::string() : std::string(csv.cell(r, parent)),
                      std::string(csv.cell(r, label))});
    }
    const auto place = [&](std::size_t row, std::string_view column) {
      return csv.place(row, csv.column(column));
    };
    spec.dimensions.emplace_back(name.text(), rows, std::move(levels), place);
    if (spec.dimensions.back().leaf_count() == 0) {
      throw Error(ErrorCode::invalid_argument, csv.name(), "has no members");
    }
    columns_.push_back(item.text("column", name.text()));
  }

  void read_facts(Specification& spec, const JsonReader& field) {
    field.allow({"file", "files", "csv", "date", "revenue", "cost", "customer"});
    spec.facts.members.resize(spec.dimensions.size());
    spec.facts.measures.push_back({"revenue", spec.decimals, {}});
    if (field.has("cost")) spec.facts.measures.push_back({"cost", spec.decimals, {}});
    if (const auto files = field.find("files")) {
      if (field.has("file") || field.has("csv")) {
        throw Error(ErrorCode::parse, field.path(),
                    "\"files\" stands instead of \"file\" or \"csv\"");
      }
      for (const JsonReader& file : files->items()) add_facts(spec, field, file_table(file.text()));
    } else {
      add_facts(spec, field, table_of(field));
    }
    if (rounded_ > 0) {
      spec.notes.push_back(std::to_string(rounded_) + " amounts had more than " +
                           std::to_string(spec.decimals) + " decimals and were rounded");
    }
  }

  void add_facts(Specification& spec, const JsonReader& field, const CsvTable& csv) {
    const std::size_t date = csv.column(field.text("date", "date"));
    std::vector<std::size_t> keys;
    for (const std::string& column : columns_) keys.push_back(csv.column(column));
    std::vector<std::size_t> amounts = {csv.column(field.text("revenue", "revenue"))};
    if (field.has("cost")) amounts.push_back(csv.column(field.get("cost").text()));
    const bool with_customers = field.has("customer");
    const std::size_t customer = with_customers ? csv.column(field.get("customer").text()) : 0;

    table::FactTable& facts = spec.facts;
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      facts.dates.push_back(calendar::parse_date(csv.cell(r, date), csv.place(r, date)).days);
      for (std::size_t d = 0; d < keys.size(); ++d) {
        facts.members[d].push_back(
            leaf_ordinal(spec.dimensions[d], csv.cell(r, keys[d]), csv, r, keys[d]));
      }
      for (std::size_t m = 0; m < amounts.size(); ++m) {
        bool rounded = false;
        facts.measures[m].values.push_back(core::parse_amount(
            csv.cell(r, amounts[m]), spec.decimals, csv.place(r, amounts[m]), &rounded));
        rounded_ += rounded ? 1 : 0;
      }
      if (with_customers) {
        const auto known =
            customers_.emplace(csv.cell(r, customer), static_cast<std::int32_t>(customers_.size()));
        spec.customers.push_back(known.first->second);
      }
    }
  }

  static std::int32_t leaf_ordinal(const table::Dimension& dimension, std::string_view key,
                                   const CsvTable& csv, std::size_t row, std::size_t column) {
    return table::leaf_ordinal(dimension, key, csv.place(row, column));
  }

  void read_assignments(Specification& spec, const JsonReader& field) const {
    field.allow({"file", "csv"});
    const CsvTable csv = table_of(field);
    std::vector<std::size_t> columns;
    for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
      if (!csv.has_column(columns_[d])) continue;
      spec.assignments.dimensions.push_back(d);
      columns.push_back(csv.column(columns_[d]));
    }
    if (columns.empty()) {
      throw Error(ErrorCode::not_found, csv.name() + ":1", "no column names a dimension");
    }
    const auto day = [&](const char* name, std::size_t r) {
      if (!csv.has_column(name)) return calendar::no_date;
      const std::size_t c = csv.column(name);
      return csv.cell(r, c).empty() ? calendar::no_date
                                    : calendar::parse_date(csv.cell(r, c), csv.place(r, c));
    };
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      plan::Assignment row;
      for (std::size_t k = 0; k < columns.size(); ++k) {
        row.leaves.push_back(leaf_ordinal(spec.dimensions[spec.assignments.dimensions[k]],
                                          csv.cell(r, columns[k]), csv, r, columns[k]));
      }
      row.from = day("from", r);
      row.to = day("to", r);
      if (row.from != calendar::no_date && row.to != calendar::no_date && row.to < row.from) {
        throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column("to")),
                    "is before \"from\"");
      }
      spec.assignments.rows.push_back(std::move(row));
    }
  }

  // An amount in currency units: a number, or a text for exact decimals.
  static core::Minor amount_of(const JsonReader& field, int decimals) {
    if (field.value().is_string()) return core::parse_amount(field.text(), decimals, field.path());
    return core::round_to_minor(field.number() * std::pow(10.0, decimals), field.path());
  }

  static target::KpiGoal goal_of(const JsonReader& field, const char* name, int decimals) {
    field.allow({"growth", "amount", "market_size", "market_growth"});
    if (field.has("growth") == field.has("amount")) {
      throw Error(ErrorCode::parse, field.path(), "needs either \"growth\" or \"amount\"");
    }
    const auto rate = [&](const char* which) {
      const auto given = field.find(which);
      if (!given) return core::missing_number;
      if (given->number() <= -1 || given->number() > 100) {
        throw Error(ErrorCode::invalid_argument, given->path(),
                    "must lie above -1 and up to 100; 0.12 stands for 12 %");
      }
      return given->number();
    };
    const auto amount = [&](const char* which) {
      const auto given = field.find(which);
      if (!given) return core::missing_number;
      const core::Minor minor = amount_of(*given, decimals);
      if (minor < 0)
        throw Error(ErrorCode::invalid_argument, given->path(), "must not be negative");
      return static_cast<double>(minor);
    };
    target::KpiGoal goal;
    goal.name = name;
    goal.growth = rate("growth");
    goal.market_growth = rate("market_growth");
    goal.amount = amount("amount");
    goal.market_size = amount("market_size");
    return goal;
  }

  static void read_target(Specification& spec, const JsonReader& field) {
    field.allow({"revenue", "profit", "customers"});
    spec.revenue = goal_of(field.get("revenue"), "revenue", spec.decimals);
    if (const auto profit = field.find("profit")) {
      if (spec.facts.measures.size() < 2) {
        throw Error(ErrorCode::invalid_argument, profit->path(), "needs the facts' \"cost\"");
      }
      spec.profit = goal_of(*profit, "profit", spec.decimals);
    }
    if (const auto customers = field.find("customers")) {
      if (spec.customers.empty()) {
        throw Error(ErrorCode::invalid_argument, customers->path(),
                    "needs the facts' \"customer\"");
      }
      spec.customer_count = goal_of(*customers, "customers", 0);
    }
  }

  // The dimension a text names; "month" only where it may stand.
  static std::size_t dimension_of(const Specification& spec, const JsonReader& field,
                                  bool month_allowed = false) {
    if (month_allowed && field.text() == "month") return Specification::month_axis;
    std::string names = month_allowed ? "month" : "";
    for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
      if (spec.dimensions[d].name() == field.text()) return d;
      names += (names.empty() ? "" : ", ") + spec.dimensions[d].name();
    }
    throw Error(ErrorCode::not_found, field.path(),
                "\"" + field.text() + "\" is not a dimension; there are: " + names);
  }

  static std::vector<std::size_t> dimensions_of(const Specification& spec, const JsonReader& field,
                                                bool month_allowed = false) {
    std::vector<std::size_t> result;
    for (const JsonReader& item : field.items()) {
      const std::size_t d = dimension_of(spec, item, month_allowed);
      if (std::count(result.begin(), result.end(), d) != 0) {
        throw Error(ErrorCode::duplicate, item.path(), "\"" + item.text() + "\" is named twice");
      }
      result.push_back(d);
    }
    return result;
  }

  void read_forecast(Specification& spec) const {
    const auto field = top_.find("forecast");
    if (!field) return;
    field->allow({"model", "by", "levels", "per_workday"});
    spec.forecast.model = field->text("model", spec.forecast.model);
    if (const auto by = field->find("by")) spec.forecast.by = dimensions_of(spec, *by);
    if (const auto levels = field->find("levels")) {
      spec.forecast.levels.clear();
      for (const JsonReader& level : levels->items())
        spec.forecast.levels.push_back(level.number());
    }
    spec.forecast.per_workday = field->boolean("per_workday", spec.forecast.per_workday);
  }

  void read_allocation(Specification& spec) const {
    spec.order = {Specification::month_axis};
    for (std::size_t d = 0; d < spec.dimensions.size(); ++d) spec.order.push_back(d);
    const auto field = top_.find("allocation");
    if (!field) return;
    field->allow({"order", "basis", "peers", "rules"});
    if (const auto peers = field->find("peers")) spec.peers = dimensions_of(spec, *peers);
    if (const auto order = field->find("order")) {
      spec.order = dimensions_of(spec, *order, true);
      if (spec.order.size() != spec.dimensions.size() + 1) {
        throw Error(ErrorCode::invalid_argument, order->path(),
                    "must name \"month\" and every dimension once");
      }
    }
    if (const auto basis = field->find("basis")) {
      basis->allow({"forecast", "history", "equal"});
      spec.mix = {basis->number("forecast", 0), basis->number("history", 0),
                  basis->number("equal", 0)};
      const double sum = spec.mix.forecast + spec.mix.history + spec.mix.equal;
      if (!(spec.mix.forecast >= 0 && spec.mix.history >= 0 && spec.mix.equal >= 0 && sum > 0)) {
        throw Error(ErrorCode::invalid_argument, basis->path(),
                    "the shares must not be negative, nor all zero");
      }
    }
    if (const auto rules = field->find("rules")) {
      for (const JsonReader& rule : rules->items()) read_rule(spec, rule);
    }
  }

  static void read_rule(Specification& spec, const JsonReader& field) {
    field.allow({"where", "lower", "upper", "lock"});
    plan::Rule rule;
    const JsonReader where = field.get("where");
    where.require_object();
    for (const auto& item : where.value().items()) {
      const JsonReader member(item.value(), where.path() + "." + item.key());
      if (item.key() == "month") {
        const calendar::Period month = calendar::parse_period(member.text(), member.path());
        const std::int64_t ahead = month.grain == calendar::Grain::month
                                       ? calendar::periods_between(spec.first_month, month)
                                       : -1;
        if (ahead < 0 || ahead >= static_cast<std::int64_t>(spec.months)) {
          throw Error(ErrorCode::invalid_argument, member.path(), "is not a month of the plan");
        }
        rule.month = static_cast<std::size_t>(ahead);
        continue;
      }
      const Json name = item.key();
      const std::size_t d = dimension_of(spec, JsonReader(name, where.path()));
      rule.members.push_back({d, spec.dimensions[d].at(member.text(), member.path())});
    }
    const auto bound = [&](const char* name) -> std::optional<core::Minor> {
      const auto given = field.find(name);
      if (!given) return std::nullopt;
      const core::Minor amount = amount_of(*given, spec.decimals);
      if (amount < 0)
        throw Error(ErrorCode::invalid_argument, given->path(), "must not be negative");
      return amount;
    };
    rule.lower = bound("lower");
    rule.upper = bound("upper");
    rule.lock = bound("lock");
    if (!rule.lower && !rule.upper && !rule.lock) {
      throw Error(ErrorCode::parse, field.path(), "needs \"lower\", \"upper\" or \"lock\"");
    }
    spec.rules.push_back(std::move(rule));
  }

  void read_schedule(Specification& spec) const {
    spec.tasks = schedule::monthly_template();
    spec.owner = spec.dimensions.size() - 1;
    const auto field = top_.find("schedule");
    if (!field) return;
    field->allow({"owner", "tasks"});
    if (const auto owner = field->find("owner")) spec.owner = dimension_of(spec, *owner);
    if (const auto tasks = field->find("tasks")) {
      spec.tasks.clear();
      for (const JsonReader& task : tasks->items()) {
        task.allow({"node", "key", "en", "zh", "role"});
        const JsonReader node = task.get("node");
        if (node.integer() < 1 || node.integer() > 4) {
          throw Error(ErrorCode::invalid_argument, node.path(), "must be 1, 2, 3 or 4");
        }
        const std::string key = task.get("key").text();
        spec.tasks.push_back({static_cast<int>(node.integer()), key, task.text("en", key),
                              task.text("zh", task.text("en", key)), task.text("role", "")});
      }
    }
  }

  void read_review(Specification& spec) const {
    const auto field = top_.find("review");
    if (!field) return;
    field->allow({"carry", "max_change", "carry_surplus"});
    spec.carry.share = field->number("carry", spec.carry.share);
    spec.carry.max_change = field->number("max_change", spec.carry.max_change);
    spec.carry.carry_surplus = field->boolean("carry_surplus", spec.carry.carry_surplus);
    for (const char* name : {"carry", "max_change"}) {
      const double share = field->number(name, 0);
      if (!(share >= 0 && share <= 1)) {
        throw Error(ErrorCode::invalid_argument, field->path() + "." + name, "must lie in [0, 1]");
      }
    }
  }

  void read_dashboard(Specification& spec) const {
    const auto field = top_.find("dashboard");
    if (!field) return;
    field->allow({"boards", "mixes"});
    if (const auto boards = field->find("boards")) spec.boards = dimensions_of(spec, *boards);
    if (const auto mixes = field->find("mixes")) spec.mixes = dimensions_of(spec, *mixes);
  }

  JsonReader top_;
  std::string folder_;
  std::vector<std::string> columns_;  // of the dimensions, in the facts
  std::unordered_map<std::string, std::int32_t> customers_;
  std::size_t rounded_ = 0;
};

}  // namespace

plan::Specification read_specification(std::string_view json_text, const std::string& name,
                                       const std::string& folder) {
  const Json document = parse_json(json_text, name);
  return Reader(document, name, folder).read();
}

}  // namespace salesplan::adapters
