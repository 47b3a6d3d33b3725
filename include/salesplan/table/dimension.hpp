// A dimension: members in a hierarchy below one root, in depth-first order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::table {

/// One row of a dimension as the host keeps it: a member and the key of its parent.
struct MemberRow {
  std::string key;
  std::string parent;  ///< empty: directly below the root
  std::string label;   ///< empty: the key
};

/// Names a row and column of the input in error texts, such as "reps.csv:12 (parent)".
using PlaceOf = std::function<std::string(std::size_t row, std::string_view column)>;

/// Members are kept in depth-first order, siblings as given, so that the leaves below a member are
/// one range of leaf ordinals and a roll-up is a sum over neighbours. Member 0 is the root, key
/// "*", which stands for all.
class Dimension {
 public:
  static constexpr std::int32_t root = 0;

  Dimension() = default;

  /// Builds the hierarchy. Errors (with row and column): an empty or reserved key, a duplicate
  /// key, an unknown parent (orphan), a cycle; Error(overflow) for more members than an int32
  /// numbers. O(n).
  Dimension(std::string name, const std::vector<MemberRow>& rows, const PlaceOf& place_of = {});

  const std::string& name() const { return name_; }
  std::size_t size() const { return members_.size(); }
  std::size_t leaf_count() const { return leaves_.size(); }

  const std::string& key(std::int32_t i) const { return member(i).key; }
  const std::string& label(std::int32_t i) const { return member(i).label; }
  std::int32_t parent(std::int32_t i) const { return member(i).parent; }  ///< -1 for the root
  std::int32_t level(std::int32_t i) const { return member(i).level; }    ///< 0 for the root
  bool is_leaf(std::int32_t i) const { return !member(i).has_children; }

  /// The leaves below `i`, as ordinals [first_leaf, end_leaf); a leaf covers itself.
  std::int32_t first_leaf(std::int32_t i) const { return member(i).first_leaf; }
  std::int32_t end_leaf(std::int32_t i) const { return member(i).end_leaf; }

  std::int32_t leaf(std::size_t ordinal) const { return leaves_[ordinal]; }
  std::int32_t ancestor(std::int32_t i, std::int32_t level) const;

  /// The member with this key, or -1.
  std::int32_t find(std::string_view key) const;

  /// The member with this key, or Error(not_found) naming `place`.
  std::int32_t at(std::string_view key, const std::string& place) const;

 private:
  struct Member {
    std::string key;
    std::string label;
    std::int32_t parent = -1;
    std::int32_t level = 0;
    std::int32_t first_leaf = 0;
    std::int32_t end_leaf = 0;
    bool has_children = false;
  };

  const Member& member(std::int32_t i) const { return members_[static_cast<std::size_t>(i)]; }

  std::string name_;
  std::vector<Member> members_;
  std::vector<std::int32_t> leaves_;
  std::unordered_map<std::string, std::int32_t> by_key_;
};

}  // namespace salesplan::table

#ifndef SALESPLAN_COMPILED
#include "salesplan/table/dimension_inl.hpp"
#endif
