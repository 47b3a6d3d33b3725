// The result handle: named columns of one type each.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "salesplan.h"

struct splan_result {
  using Values =
      std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>>;
  struct Column {
    std::string name;
    Values values;
  };
  std::vector<Column> columns;

  void add(std::string name, Values values) {
    columns.push_back({std::move(name), std::move(values)});
  }

  const Column* find(const char* name) const {
    for (const Column& column : columns) {
      if (name != nullptr && column.name == name) return &column;
    }
    return nullptr;
  }
};
