#include "adapters/plan_data.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <utility>

#include "adapters/calendar_csv.hpp"
#include "adapters/file.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

using plan::Specification;

// Whether the plan's files have a column or field of that name beside those of the dimensions.
bool is_reserved(std::string_view name) {
  static constexpr std::string_view names[] = {"actual",
                                               "attainment",
                                               "carried",
                                               "carry",
                                               "due",
                                               "forecast",
                                               "gap",
                                               "held",
                                               "label",
                                               "last",
                                               "sd",
                                               "mean",
                                               "mean_minor",
                                               "model",
                                               "month",
                                               "planned",
                                               "planned_minor",
                                               "next_month",
                                               "probability",
                                               "profit",
                                               "revenue",
                                               "profit_minor",
                                               "role",
                                               "revenue_minor",
                                               "reviewed_month",
                                               "start",
                                               "target",
                                               "task",
                                               "target_minor",
                                               "title",
                                               "week",
                                               "week_target_minor",
                                               "workdays",
                                               "total_mean",
                                               "total_sd"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names) ||
         name.substr(0, 6) == "lower_" || name.substr(0, 6) == "upper_";
}

std::string date_name(const JsonReader& facts) { return facts.text("date", "date"); }
std::string revenue_name(const JsonReader& facts) { return facts.text("revenue", "revenue"); }
std::string member_name(const JsonReader& dimension) {
  return dimension.text("column", dimension.get("name").text());
}

}  // namespace

FactNames fact_names(const JsonReader& specification) {
  const JsonReader facts = specification.get("facts");
  FactNames names{date_name(facts), revenue_name(facts), {}};
  for (const JsonReader& dimension : specification.get("dimensions").items()) {
    names.members.push_back(member_name(dimension));
  }
  return names;
}

CsvTable DataReader::table_of(const JsonReader& field) const {
  if (field.has("file") == field.has("csv")) {
    throw Error(ErrorCode::parse, field.path(), "needs either \"file\" or \"csv\"");
  }
  if (field.has("csv")) return {field.get("csv").text(), field.path() + ".csv"};
  return file_table(field.get("file").text());
}

CsvTable DataReader::file_table(const std::string& file) const {
  const std::string path = (std::filesystem::path(folder_) / file).string();
  return {read_file(path), path};
}

calendar::WorkdayCalendar DataReader::calendar(const std::optional<JsonReader>& field) const {
  if (!field) return calendar::named_calendar("WEEKDAYS");
  if (field->value().is_string()) {
    try {
      return calendar::named_calendar(field->text());
    } catch (const Error& error) {
      throw error.moved_to(field->path());
    }
  }
  field->allow({"name", "file", "csv", "weekend"});
  return read_calendar(
      table_of(*field), field->text("name", "calendar"),
      parse_weekend(field->text("weekend", "sat,sun"), field->path() + ".weekend"));
}

void DataReader::read_dimension(Specification& spec, const JsonReader& item) {
  item.allow({"name", "file", "csv", "column"});
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
  spec.dimensions.emplace_back(name.text(), rows, place);
  if (spec.dimensions.back().leaf_count() == 0) {
    throw Error(ErrorCode::invalid_argument, csv.name(), "has no members");
  }
  columns_.push_back(member_name(item));
}

void DataReader::read_facts(Specification& spec, const JsonReader& field) {
  field.allow({"file", "files", "csv", "date", "revenue", "cost", "customer", "units"});
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

void DataReader::add_facts(Specification& spec, const JsonReader& field, const CsvTable& csv) {
  const std::size_t date = csv.column(date_name(field));
  std::vector<std::size_t> keys;
  for (const std::string& column : columns_) keys.push_back(csv.column(column));
  std::vector<std::size_t> amounts = {csv.column(revenue_name(field))};
  if (field.has("cost")) amounts.push_back(csv.column(field.get("cost").text()));
  const bool with_customers = field.has("customer");
  const std::size_t customer = with_customers ? csv.column(field.get("customer").text()) : 0;
  const bool with_units = field.has("units");
  const std::size_t units = with_units ? csv.column(field.get("units").text()) : 0;

  table::FactTable& facts = spec.facts;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    facts.dates.push_back(calendar::parse_date(csv.cell(r, date), csv.place(r, date)).days);
    for (std::size_t d = 0; d < keys.size(); ++d) {
      facts.members[d].push_back(
          table::leaf_ordinal(spec.dimensions[d], csv.cell(r, keys[d]), csv.place(r, keys[d])));
    }
    for (std::size_t m = 0; m < amounts.size(); ++m) {
      bool rounded = false;
      facts.measures[m].values.push_back(core::parse_amount(csv.cell(r, amounts[m]), spec.decimals,
                                                            csv.place(r, amounts[m]), &rounded));
      rounded_ += rounded ? 1 : 0;
    }
    if (with_units) {
      spec.units.push_back(core::parse_number(csv.cell(r, units), csv.place(r, units)));
    }
    if (with_customers) {
      const auto known =
          customers_.emplace(csv.cell(r, customer), static_cast<std::int32_t>(customers_.size()));
      spec.customers.push_back(known.first->second);
    }
  }
}

std::vector<std::string> DataReader::customer_keys() const {
  std::vector<std::string> keys(customers_.size());
  for (const auto& [key, number] : customers_) keys[static_cast<std::size_t>(number)] = key;
  return keys;
}

void DataReader::read_assignments(Specification& spec, const JsonReader& field) const {
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
      row.leaves.push_back(table::leaf_ordinal(spec.dimensions[spec.assignments.dimensions[k]],
                                               csv.cell(r, columns[k]), csv.place(r, columns[k])));
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

}  // namespace salesplan::adapters
