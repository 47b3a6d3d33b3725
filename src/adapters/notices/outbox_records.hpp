// What the outbox writes down, as JSON: what changed alerts, a notice that waits for its digest,
// and all that an alert book knows.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "adapters/json.hpp"
#include "salesplan/monitor/alert_book.hpp"

namespace salesplan::adapters {

/// What changed alerts. @throws Error(parse) for a text that is not UTF-8.
std::string observations_record(const std::vector<monitor::Observation>& observations);
std::string action_record(const std::string& fingerprint, monitor::Action action,
                          const std::string& who, const std::string& why, const std::string& what);
std::string silence_record(const monitor::Silence& silence);

/// Has `book` live through a record of what happened `at` a time. An action that does not fit its
/// alerts was taken under other rules: it is left out.
/// @throws Error naming the field by its path.
void replay_record(const JsonReader& record, monitor::Instant at, monitor::AlertBook& book);

std::string notice_record(const monitor::Notice& notice);
monitor::Notice read_notice(const JsonReader& record);

/// What the book remembers, rules by their names.
std::string memory_record(const monitor::AlertBook& book);

/// Has `book` go on from there. Alerts of rules that it has not are left out.
void recall_record(const JsonReader& record, monitor::AlertBook& book);

}  // namespace salesplan::adapters
