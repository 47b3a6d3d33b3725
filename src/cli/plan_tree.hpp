// A tree of named nodes as a CSV file has it: a row a node, parents first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/tree.hpp"

namespace salesplan::cli {

/// Columns node and parent; the parent of the first row, the root, is empty.
class PlanTree {
 public:
  PlanTree(const std::string& file, int decimals)
      : csv_(adapters::read_file(file), file), decimals_(decimals) {
    const std::size_t node = csv_.column("node"), above = csv_.column("parent");
    for (std::size_t r = 0; r < csv_.rows(); ++r) {
      labels_.emplace_back(csv_.cell(r, node));
      if (!number_.emplace(labels_.back(), r).second) {
        throw Error(ErrorCode::duplicate, csv_.place(r, node),
                    core::quoted(labels_.back()) + " is given twice");
      }
      const std::string_view name = csv_.cell(r, above);
      const auto known = number_.find(name);
      const bool is_root = r == 0 && name.empty();
      if (!is_root && (known == number_.end() || known->second == r)) {
        throw Error(
            ErrorCode::invalid_argument, csv_.place(r, above),
            core::quoted(name) +
                (r == 0 ? " must be empty: the first row is the root"
                        : " is no node above this row: parents come before their children"));
      }
      parent_.push_back(is_root ? -1 : static_cast<std::int32_t>(known->second));
    }
  }

  allocation::Tree tree() const { return {parent_, labels_}; }
  std::size_t size() const { return parent_.size(); }
  const std::string& label(std::size_t node) const { return labels_[node]; }
  const adapters::CsvTable& csv() const { return csv_; }

  /// The node of a name given at `place`.
  std::size_t node(std::string_view name, const std::string& place) const {
    const auto known = number_.find(name);
    if (known != number_.end()) return known->second;
    throw Error(ErrorCode::not_found, place, core::quoted(name) + " is no node of " + csv_.name());
  }

  /// A column of amounts, missing where a cell is empty; all missing where there is none.
  std::vector<core::Minor> amounts(const char* column) const {
    std::vector<core::Minor> values;
    for (std::size_t r = 0; r < size(); ++r) {
      values.push_back(adapters::csv_amount(csv_, r, column, decimals_, core::missing_integer));
    }
    return values;
  }

 private:
  adapters::CsvTable csv_;
  int decimals_;
  std::vector<std::int32_t> parent_;
  std::vector<std::string> labels_;
  std::map<std::string, std::size_t, std::less<>> number_;
};

}  // namespace salesplan::cli
