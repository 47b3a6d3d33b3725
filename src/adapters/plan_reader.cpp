#include "adapters/plan_reader.hpp"

#include <map>
#include <optional>
#include <set>

#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "adapters/plan_accounts.hpp"
#include "adapters/plan_alerts.hpp"
#include "adapters/plan_allocation.hpp"
#include "adapters/plan_budget.hpp"
#include "adapters/plan_data.hpp"
#include "adapters/plan_fields.hpp"
#include "adapters/plan_material.hpp"
#include "adapters/plan_moves.hpp"
#include "adapters/plan_quotas.hpp"
#include "adapters/plan_review.hpp"
#include "adapters/plan_strategy.hpp"
#include "adapters/task_template.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::adapters {
namespace {

using plan::Specification;

void read_currency(Specification& spec, const JsonReader& top) {
  const auto field = top.find("currency");
  if (!field) return;
  field->allow({"code", "decimals"});
  spec.currency = field->text("code", "");
  const std::int64_t decimals = field->integer("decimals", 2);
  if (decimals < 0 || decimals > 6) {
    throw Error(ErrorCode::invalid_argument, field->path() + ".decimals", "must lie in 0..6");
  }
  spec.decimals = static_cast<int>(decimals);
}

void read_time(Specification& spec, const JsonReader& top) {
  const JsonReader first = top.get("first_month");
  spec.first_month = calendar::parse_period(first.text(), first.path());
  if (spec.first_month.grain != calendar::Grain::month) {
    throw Error(ErrorCode::parse, first.path(), "must be a month such as 2026-01");
  }
  const std::int64_t months = top.integer("months", 12);
  if (months < 1 || months > 60) {
    throw Error(ErrorCode::invalid_argument, top.path() + "months", "must lie in 1..60");
  }
  spec.months = static_cast<std::size_t>(months);
  const auto today = top.find("today");
  spec.today = today ? calendar::parse_date(today->text(), today->path())
                     : calendar::first_date(spec.first_month);
  if (const auto as_of = top.find("as_of")) {
    spec.as_of = calendar::parse_date(as_of->text(), as_of->path());
  }
}

target::KpiGoal goal_of(const JsonReader& field, const char* name, int decimals) {
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
    return given ? static_cast<double>(read_amount(*given, decimals)) : core::missing_number;
  };
  target::KpiGoal goal;
  goal.name = name;
  goal.growth = rate("growth");
  goal.market_growth = rate("market_growth");
  goal.amount = amount("amount");
  goal.market_size = amount("market_size");
  return goal;
}

void read_target(Specification& spec, const JsonReader& field) {
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
      throw Error(ErrorCode::invalid_argument, customers->path(), "needs the facts' \"customer\"");
    }
    spec.customer_count = goal_of(*customers, "customers", 0);
  }
}

void read_forecast(Specification& spec, const std::optional<JsonReader>& field) {
  if (!field) return;
  field->allow({"model", "by", "levels", "per_workday"});
  spec.forecast.model = field->text("model", spec.forecast.model);
  if (const auto by = field->find("by")) spec.forecast.by = read_dimension_names(spec, *by);
  if (const auto levels = field->find("levels")) {
    spec.forecast.levels.clear();
    std::set<std::string> names;  // of the columns
    for (const JsonReader& level : levels->items()) {
      spec.forecast.levels.push_back(level.number());
      if (!names.insert(percent_text(level.number())).second) {
        throw Error(ErrorCode::duplicate, level.path(), "is given twice");
      }
    }
  }
  spec.forecast.per_workday = field->boolean("per_workday", spec.forecast.per_workday);
}

void read_slipped(Specification& spec, const JsonReader& field, const DataReader& data) {
  field.allow({"file", "csv"});
  const CsvTable csv = data.table_of(field);
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const std::size_t month = csv.column("month"), owner = csv.column(owners.name()),
                    task = csv.column("task");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    spec.slipped.push_back({calendar::parse_period(csv.cell(r, month), csv.place(r, month)),
                            table::leaf_ordinal(owners, csv.cell(r, owner), csv.place(r, owner)),
                            std::string(csv.cell(r, task))});
    if (std::none_of(spec.tasks.begin(), spec.tasks.end(),
                     [&](const auto& one) { return one.key == spec.slipped.back().key; })) {
      throw Error(ErrorCode::not_found, csv.place(r, task),
                  core::quoted(spec.slipped.back().key) + " is no task of the month");
    }
  }
}

void read_absences(Specification& spec, const JsonReader& field, const DataReader& data) {
  field.allow({"file", "csv"});
  const CsvTable csv = data.table_of(field);
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const std::size_t owner = csv.column(owners.name()), first = csv.column("first"),
                    last = csv.column("last");
  std::map<std::int32_t, std::vector<calendar::DaySpan>> known;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::int32_t who = table::leaf_ordinal(owners, csv.cell(r, owner), csv.place(r, owner));
    const calendar::DaySpan days{calendar::parse_date(csv.cell(r, first), csv.place(r, first)),
                                 calendar::parse_date(csv.cell(r, last), csv.place(r, last))};
    if (days.last < days.first) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, last), "is before \"first\"");
    }
    for (const calendar::DaySpan& other : known[who]) {
      if (other.first <= days.last && days.first <= other.last) {
        throw Error(ErrorCode::duplicate, csv.place(r, first),
                    "overlaps the absence from " + calendar::date_text(other.first) + " to " +
                        calendar::date_text(other.last));
      }
    }
    known[who].push_back(days);
    spec.absences.push_back({who, days});
  }
}

void read_schedule(Specification& spec, const std::optional<JsonReader>& field,
                   const DataReader& data) {
  spec.tasks = schedule::monthly_template();
  spec.owner = spec.dimensions.size() - 1;
  if (!field) return;
  field->allow({"owner", "tasks", "weeks", "slipped", "absences"});
  if (const auto owner = field->find("owner")) spec.owner = read_dimension_name(spec, *owner);
  if (const auto tasks = field->find("tasks")) {
    spec.tasks.clear();
    for (const JsonReader& task : tasks->items()) spec.tasks.push_back(read_task(task));
  }
  if (field->has("weeks")) {
    spec.learned_weeks = field->get("weeks").choice({"workdays", "learned"}) == "learned";
  }
  if (const auto slipped = field->find("slipped")) read_slipped(spec, *slipped, data);
  if (const auto absences = field->find("absences")) read_absences(spec, *absences, data);
}

void read_dashboard(Specification& spec, const std::optional<JsonReader>& field) {
  if (!field) return;
  field->allow({"boards", "mixes"});
  if (const auto boards = field->find("boards")) spec.boards = read_dimension_names(spec, *boards);
  if (const auto mixes = field->find("mixes")) spec.mixes = read_dimension_names(spec, *mixes);
}

}  // namespace

plan::Specification read_specification(std::string_view json_text, const std::string& name,
                                       const std::string& folder) {
  JsonDocument document;
  parse_json(json_text, name, document);
  const JsonReader top(document.value(), name + ": ");
  top.allow({"schema", "company",     "currency",   "language",   "calendar",   "today",
             "as_of",  "first_month", "months",     "dimensions", "facts",      "assignments",
             "target", "forecast",    "allocation", "products",   "promotions", "accounts",
             "quotas", "schedule",    "review",     "strategy",   "alerts",     "dashboard",
             "budget", "material"});
  top.get("schema").choice({"salesplan.plan/1"});
  DataReader data(folder);
  Specification spec(data.calendar(top.find("calendar")));
  spec.source = name;
  spec.company = top.text("company", "");
  read_currency(spec, top);
  spec.language = top.has("language") ? top.get("language").choice({"en", "zh"}) : "en";
  read_time(spec, top);
  for (const JsonReader& item : top.get("dimensions").items()) data.read_dimension(spec, item);
  if (spec.dimensions.empty()) {
    throw Error(ErrorCode::invalid_argument, top.path() + "dimensions",
                "is empty; a plan has one dimension at least");
  }
  data.read_facts(spec, top.get("facts"));
  if (const auto assignments = top.find("assignments")) data.read_assignments(spec, *assignments);
  read_target(spec, top.get("target"));
  read_forecast(spec, top.find("forecast"));
  read_allocation(spec, top.find("allocation"));
  if (const auto products = top.find("products")) read_products(spec, *products, data);
  if (const auto promotions = top.find("promotions")) read_promotions(spec, *promotions, data);
  read_schedule(spec, top.find("schedule"), data);
  if (const auto accounts = top.find("accounts")) read_accounts(spec, *accounts, data);
  if (const auto budget = top.find("budget")) read_budget(spec, *budget, data);
  if (const auto material = top.find("material")) read_material(spec, *material, data);
  read_quotas(spec, top);
  read_review(spec, top.find("review"), data);
  if (const auto strategy = top.find("strategy")) read_moves(spec, *strategy, data);
  if (const auto alerts = top.find("alerts")) read_alerts(spec, *alerts);
  read_dashboard(spec, top.find("dashboard"));
  return spec;
}

}  // namespace salesplan::adapters
