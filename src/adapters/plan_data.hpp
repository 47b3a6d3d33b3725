// The tables that a plan specification names: calendar, dimensions, facts and assignments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/json.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// What the columns of facts are called.
struct FactNames {
  std::string date;
  std::string revenue;
  std::vector<std::string> members;  ///< [dimensions]
};

/// As a specification says it.
FactNames fact_names(const JsonReader& specification);

/// Reads the tables into a specification, in this order: calendar, dimensions, facts, assignments.
class DataReader {
 public:
  /// Files are taken from `folder`.
  explicit DataReader(std::string folder) : folder_(std::move(folder)) {}

  /// A ready-made calendar by name, or one's own from a table; Monday to Friday without a field.
  calendar::WorkdayCalendar calendar(const std::optional<JsonReader>& field) const;

  void read_dimension(plan::Specification& spec, const JsonReader& item);
  void read_facts(plan::Specification& spec, const JsonReader& field);
  void read_assignments(plan::Specification& spec, const JsonReader& field) const;

  /// The customers of the facts by their numbers in the specification.
  std::vector<std::string> customer_keys() const;

  /// A table given in the field "file" (a path) or "csv" (the text itself).
  CsvTable table_of(const JsonReader& field) const;

 private:
  CsvTable file_table(const std::string& file) const;
  void add_facts(plan::Specification& spec, const JsonReader& field, const CsvTable& csv);

  std::string folder_;
  std::vector<std::string> columns_;  // of the dimensions, in facts and assignments
  std::unordered_map<std::string, std::int32_t> customers_;
  std::size_t rounded_ = 0;
};

}  // namespace salesplan::adapters
