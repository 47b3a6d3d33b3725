// Bodies of dimension.hpp.
#pragma once

#include <limits>
#include <utility>

#include "salesplan/table/dimension.hpp"

namespace salesplan::table {

SALESPLAN_INLINE Dimension::Dimension(std::string name, const std::vector<MemberRow>& rows,
                                      const PlaceOf& place_of)
    : name_(std::move(name)) {
  if (rows.size() >= std::numeric_limits<std::int32_t>::max()) {
    throw Error(ErrorCode::overflow, name_,
                std::to_string(rows.size()) + " members; allowed: fewer than 2^31 - 1");
  }
  const auto place = [&](std::size_t row, std::string_view column) {
    return place_of ? place_of(row, column)
                    : core::at(name_, static_cast<std::int64_t>(row)) + "." + std::string(column);
  };

  std::unordered_map<std::string_view, std::size_t> row_of;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].key.empty() || rows[r].key == "*") {
      throw Error(ErrorCode::invalid_argument, place(r, "key"),
                  rows[r].key.empty() ? "a key must not be empty" : "\"*\" is kept for the root");
    }
    const auto first = row_of.emplace(rows[r].key, r);
    if (!first.second) {
      throw Error(ErrorCode::duplicate, place(r, "key"),
                  "\"" + rows[r].key + "\" is already at " + place(first.first->second, "key"));
    }
  }

  // Children of each row, in input order; the last list belongs to the root.
  std::vector<std::vector<std::size_t>> children(rows.size() + 1);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::size_t above = rows.size();
    if (!rows[r].parent.empty() && rows[r].parent != "*") {
      const auto found = row_of.find(rows[r].parent);
      if (found == row_of.end()) {
        throw Error(ErrorCode::not_found, place(r, "parent"),
                    "\"" + rows[r].parent + "\" is not a key of dimension " + name_);
      }
      above = found->second;
    }
    children[above].push_back(r);
  }

  // Depth first from the root, with a stack of our own: a hierarchy may be as deep as it is long.
  members_.reserve(rows.size() + 1);
  members_.push_back({"*", name_, -1, 0, 0, 0, false});
  by_key_.emplace("*", root);
  struct Visit {
    std::size_t row;
    std::int32_t member;
    std::size_t next_child;
  };
  std::vector<Visit> stack{{rows.size(), root, 0}};
  while (!stack.empty()) {
    Visit& top = stack.back();
    const std::vector<std::size_t>& below = children[top.row];
    if (top.next_child < below.size()) {
      const std::size_t r = below[top.next_child++];
      const std::int32_t parent = top.member;
      const std::int32_t i = static_cast<std::int32_t>(members_.size());
      const std::int32_t first_leaf = static_cast<std::int32_t>(leaves_.size());
      members_.push_back({rows[r].key, rows[r].label.empty() ? rows[r].key : rows[r].label, parent,
                          member(parent).level + 1, first_leaf, first_leaf, false});
      members_[static_cast<std::size_t>(parent)].has_children = true;
      by_key_.emplace(rows[r].key, i);
      if (children[r].empty()) leaves_.push_back(i);
      stack.push_back({r, i, 0});  // `top` is no longer valid
    } else {
      members_[static_cast<std::size_t>(top.member)].end_leaf =
          static_cast<std::int32_t>(leaves_.size());
      stack.pop_back();
    }
  }
  if (members_.size() == rows.size() + 1) return;

  // What the root does not reach hangs below a cycle: climb from there until a row comes again.
  std::size_t r = 0;
  while (by_key_.count(rows[r].key) != 0) ++r;
  std::vector<bool> seen(rows.size(), false);
  while (!seen[r]) {
    seen[r] = true;
    r = row_of[rows[r].parent];
  }
  std::string cycle = rows[r].key;
  std::size_t up = r;
  do {
    up = row_of[rows[up].parent];
    cycle += " < " + rows[up].key;
  } while (up != r);
  throw Error(ErrorCode::invalid_argument, place(r, "parent"),
              "the parents form a cycle: " + cycle);
}

SALESPLAN_INLINE std::int32_t Dimension::ancestor(std::int32_t i, std::int32_t level) const {
  while (member(i).level > level) i = member(i).parent;
  return i;
}

SALESPLAN_INLINE std::int32_t Dimension::find(std::string_view key) const {
  const auto found = by_key_.find(std::string(key));
  return found == by_key_.end() ? -1 : found->second;
}

SALESPLAN_INLINE std::int32_t Dimension::at(std::string_view key, const std::string& place) const {
  const std::int32_t i = find(key);
  if (i < 0) {
    throw Error(ErrorCode::not_found, place,
                "\"" + std::string(key) + "\" is not a member of dimension " + name_);
  }
  return i;
}

}  // namespace salesplan::table
