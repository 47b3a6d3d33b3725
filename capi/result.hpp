// The result handle: named columns of one type each.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "salesplan.h"
#include "salesplan/core/error.hpp"

struct splan_result {
  using Values =
      std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>>;
  struct Column {
    std::string name;
    Values values;
  };
  std::vector<Column> columns;

  /// Error(duplicate) where the name is taken: columns are asked for by name.
  void add(std::string name, Values values) {
    if (find(name.c_str()) != nullptr) {
      throw salesplan::Error(salesplan::ErrorCode::duplicate, "result",
                             "two columns would be called \"" + name + "\"");
    }
    columns.push_back({std::move(name), std::move(values)});
  }

  const Column* find(const char* name) const {
    for (const Column& column : columns) {
      if (name != nullptr && column.name == name) return &column;
    }
    return nullptr;
  }
};
