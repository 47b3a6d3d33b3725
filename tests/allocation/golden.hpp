// Reads a golden table: CSV with a header, no quotes; a list is written "10;20;-" with - = missing.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::golden {

using Row = std::map<std::string, std::string>;

inline std::vector<std::string> fields(const std::string& line, char separator) {
  std::vector<std::string> out;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, separator);) out.push_back(field);
  return out;
}

inline std::vector<Row> rows(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error("cannot read " + path);
  const std::vector<std::string> header = fields(line, ',');
  std::vector<Row> out;
  while (std::getline(file, line)) {
    const std::vector<std::string> values = fields(line, ',');
    if (values.size() != header.size()) throw std::runtime_error("bad row: " + line);
    Row row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = values[i];
    out.push_back(row);
  }
  return out;
}

inline std::vector<core::Minor> integers(const std::string& list) {
  std::vector<core::Minor> out;
  for (const std::string& text : fields(list, ';')) {
    out.push_back(text == "-" ? core::missing_integer : core::parse_integer(text, list));
  }
  return out;
}

inline std::vector<double> numbers(const std::string& list) {
  std::vector<double> out;
  for (const std::string& text : fields(list, ';')) {
    out.push_back(text == "-" ? core::missing_number : core::parse_number(text, list));
  }
  return out;
}

}  // namespace salesplan::golden
