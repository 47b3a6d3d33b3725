// Bodies of trail.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "salesplan/budget/trail.hpp"
#include "salesplan/calendar/instant.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/sha256.hpp"

namespace salesplan::budget {

SALESPLAN_INLINE std::string entry_hash(std::string_view trail, std::string_view previous,
                                        const Entry& entry) {
  std::string text;
  const auto add = [&](std::string_view field) {
    text.append(std::to_string(field.size())).append(1, ':').append(field);
  };
  for (std::string_view field : {trail, previous}) add(field);
  add(std::to_string(entry.sequence));
  add(std::to_string(entry.at));
  for (const std::string* field : {&entry.actor, &entry.action, &entry.reason, &entry.content}) {
    add(*field);
  }
  return core::sha256(text);
}

SALESPLAN_INLINE Entry next_entry(const Trail& trail, std::int64_t now, std::string actor,
                                  std::string action, std::string reason, std::string content) {
  const auto check = [](const std::string& text, const char* place, bool filled, bool lines) {
    if (filled && text.empty()) throw Error(ErrorCode::invalid_argument, place, "is empty");
    if (std::any_of(text.begin(), text.end(), [&](char c) {
          return static_cast<unsigned char>(c) < ' ' && !(lines && (c == '\n' || c == '\t'));
        })) {
      throw Error(ErrorCode::invalid_argument, place, "holds control characters");
    }
  };
  check(trail.name, "name", true, false);
  check(actor, "actor", true, false);
  check(action, "action", true, false);
  check(reason, "reason", false, false);
  check(content, "content", false, true);
  if (!trail.entries.empty() && now < trail.entries.back().at) {
    throw Error(ErrorCode::invalid_argument, "now",
                calendar::instant_text(now) + " is before the last entry, of " +
                    calendar::instant_text(trail.entries.back().at));
  }
  Entry entry;
  entry.sequence = static_cast<std::int64_t>(trail.entries.size()) + 1;
  entry.at = now;
  entry.actor = std::move(actor);
  entry.action = std::move(action);
  entry.reason = std::move(reason);
  entry.content = std::move(content);
  entry.hash =
      entry_hash(trail.name, trail.entries.empty() ? "" : trail.entries.back().hash, entry);
  return entry;
}

SALESPLAN_INLINE void verify(const Trail& trail, std::string_view head) {
  std::string previous;
  bool met = head.empty();
  for (std::size_t i = 0; i < trail.entries.size(); ++i) {
    const Entry& entry = trail.entries[i];
    const auto number = static_cast<std::int64_t>(i);
    const auto broken = [&](const char* why) -> Error {
      return {ErrorCode::parse, core::at("trail", number), why};
    };
    if (entry.sequence != number + 1) throw broken("is not the entry that follows");
    if (i > 0 && entry.at < trail.entries[i - 1].at) throw broken("is older than the one before");
    if (entry.hash != entry_hash(trail.name, previous, entry)) {
      throw broken("does not match its hash: it, or what is before it, has been changed");
    }
    previous = entry.hash;
    met = met || entry.hash == head;
  }
  if (!met) {
    throw Error(ErrorCode::parse, "trail",
                "holds no entry with the hash " + core::quoted(head) + ": entries are missing");
  }
}

}  // namespace salesplan::budget
