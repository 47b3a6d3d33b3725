// Bodies of lines.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "salesplan/budget/lines.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::budget {

SALESPLAN_INLINE core::Minor checked_total(core::View<const Line> lines) {
  std::set<std::string_view> names;
  core::Minor total = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const std::string place = core::at("lines", static_cast<std::int64_t>(i));
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
    if (line.name.empty() || std::any_of(line.name.begin(), line.name.end(), is_control)) {
      throw Error(ErrorCode::invalid_argument, place + ".name",
                  core::quoted(line.name) + " is empty or holds control characters");
    }
    if (!names.insert(line.name).second) {
      throw Error(ErrorCode::duplicate, place + ".name",
                  core::quoted(line.name) + " is given twice");
    }
    if (line.amount < 0) {
      throw Error(ErrorCode::invalid_argument, place + ".amount",
                  std::to_string(line.amount) + " is missing or negative");
    }
    total = core::add(total, line.amount, "lines");
  }
  return total;
}

SALESPLAN_INLINE std::string lines_text(core::View<const Line> lines) {
  checked_total(lines);
  std::string text;
  for (const Line& line : lines) {
    text.append(std::to_string(line.amount)).append(1, ' ').append(line.name).append(1, '\n');
  }
  return text;
}

SALESPLAN_INLINE std::vector<Line> parse_lines(std::string_view text, const std::string& place) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t blank = text.find(' ');
    if (end == std::string_view::npos || blank >= end) {
      throw Error(ErrorCode::parse, place, "holds no lines of an amount, a blank and a name");
    }
    lines.push_back({std::string(text.substr(blank + 1, end - blank - 1)),
                     core::parse_integer(text.substr(0, blank), place)});
    text.remove_prefix(end + 1);
  }
  try {
    checked_total(lines);
  } catch (const Error& error) {
    throw Error(ErrorCode::parse, place, error.what());
  }
  return lines;
}

SALESPLAN_INLINE std::vector<LineChange> difference(core::View<const Line> before,
                                                    core::View<const Line> after) {
  std::map<std::string_view, core::Minor> old, now;
  for (const Line& line : before) old.emplace(line.name, line.amount);
  for (const Line& line : after) now.emplace(line.name, line.amount);
  std::vector<LineChange> changes;
  for (const Line& line : before) {
    const auto found = now.find(line.name);
    const core::Minor amount = found == now.end() ? core::missing_integer : found->second;
    if (amount != line.amount) changes.push_back({line.name, line.amount, amount});
  }
  for (const Line& line : after) {
    if (old.count(line.name) == 0) {
      changes.push_back({line.name, core::missing_integer, line.amount});
    }
  }
  return changes;
}

}  // namespace salesplan::budget
