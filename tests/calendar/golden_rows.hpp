// The rows of a golden CSV file beside the tests, as fields of text.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace salesplan::calendar {

/// Rows after the header, split at commas; empty fields and empty last fields are kept.
inline std::vector<std::vector<std::string>> golden_rows(const std::string& file) {
  std::ifstream in(std::string(SALESPLAN_TEST_DIR) + "/" + file);
  if (!in) throw std::runtime_error("cannot open " + file);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> fields(1);
    for (char c : line) {
      if (c == ',') {
        fields.emplace_back();
      } else {
        fields.back() += c;
      }
    }
    rows.push_back(fields);
  }
  return rows;
}

}  // namespace salesplan::calendar
