// The expected values of golden.csv by name, with their tolerance.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace salesplan::material {

/// Whether `value` is what the row called `name` prints.
inline ::testing::AssertionResult is_golden(const std::string& name, double value) {
  std::ifstream in(std::string(SALESPLAN_TEST_DIR) + "/golden.csv");
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::string key, expected, tolerance, source;
    std::getline(cells, key, ',');
    std::getline(cells, expected, ',');
    std::getline(cells, tolerance, ',');
    std::getline(cells, source);
    if (key != name) continue;
    if (std::abs(value - std::stod(expected)) <= std::stod(tolerance)) {
      return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << value << " is not " << expected << ": " << source;
  }
  return ::testing::AssertionFailure() << "no row " << name;
}

}  // namespace salesplan::material
