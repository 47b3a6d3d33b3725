// Golden rows: case, field, position, value, source.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "salesplan/core/number_text.hpp"

namespace salesplan::forecast {

using GoldenCase = std::map<std::string, std::vector<double>>;

inline std::map<std::string, GoldenCase> read_golden(const std::string& file) {
  std::ifstream in(std::string(SALESPLAN_TEST_DIR) + "/" + file);
  std::map<std::string, GoldenCase> cases;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::stringstream cells(line);
    std::string name, field, position, value;
    std::getline(cells, name, ',');
    std::getline(cells, field, ',');
    std::getline(cells, position, ',');
    std::getline(cells, value, ',');
    cases[name][field].push_back(core::parse_number(value, line));
  }
  return cases;
}

}  // namespace salesplan::forecast
