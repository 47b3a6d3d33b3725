// The audit trail: who did what, when and why, in entries that are only ever added, each chained to
// the one before by its hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "salesplan/core/config.hpp"

namespace salesplan::budget {

struct Entry {
  std::int64_t sequence = 0;  ///< 1, 2, 3 …
  std::int64_t at = 0;        ///< seconds since 1970-01-01 00:00 UTC
  std::string actor;
  std::string action;
  std::string reason;   ///< may be empty
  std::string content;  ///< what the action brought: lines, a document; may be empty
  std::string hash;     ///< SHA-256 of all above, the trail's name and the hash before
};

struct Trail {
  std::string name;
  std::vector<Entry> entries;  ///< oldest first
};

/// SHA-256 over the name, the previous hash ("" for the first entry) and the fields of the entry,
/// each written as its length, a colon and its bytes, so that no two entries share a text.
std::string entry_hash(std::string_view trail, std::string_view previous, const Entry& entry);

/// The entry that would follow, with its sequence and hash.
/// @throws Error(invalid_argument) for an empty name, actor or action, for control characters in
///         these or the reason (in content: but for tabs and line ends), and for a time before that
///         of the last entry.
Entry next_entry(const Trail& trail, std::int64_t now, std::string actor, std::string action,
                 std::string reason, std::string content);

/// Recomputes the chain. Error(parse) naming "trail[i]" for the first entry whose sequence, time or
/// hash is not what it must be: changed, inserted, removed, reordered, or taken from another trail.
/// What the entries alone cannot tell is that the last ones were cut off, or that all was written
/// anew: `head`, a hash noted down elsewhere, must be that of some entry. O(bytes).
void verify(const Trail& trail, std::string_view head = {});

}  // namespace salesplan::budget

#ifndef SALESPLAN_COMPILED
#include "salesplan/budget/trail_inl.hpp"
#endif
