// Alert rules from JSON.
#pragma once

#include <string>
#include <string_view>

#include "adapters/json.hpp"
#include "salesplan/monitor/alert_book.hpp"

namespace salesplan::adapters {

/// A rule as it stands in "rules" below.
monitor::AlertRule read_alert_rule(const JsonReader& json);

/// The book that a document describes (docs/guide/15-monitor.md):
///
///     {"rules": [{"name", "kpi", "condition", "threshold", ...}],
///      "dimensions": [{"name", "members": [{"key", "parent"}]}],
///      "working_hours": {"calendar": "CN", "open": "09:00", "close": "18:00"}}
///
/// Durations are texts of a number and a unit: "90s", "15m", "2h", "1d".
/// Errors name the field by its path in `name`.
monitor::AlertBook read_alert_book(std::string_view text, const std::string& name);

/// "90s", "15m", "2h" or "1d" as seconds. Error(parse) and Error(invalid_argument) naming the
/// field.
std::int64_t read_duration(const JsonReader& field);

/// "region=north;rep=ann" as labels; empty text: none. Error(parse) or Error(duplicate) naming
/// `place`.
monitor::Labels parse_labels(std::string_view text, const std::string& place);

/// The same labels as one text.
std::string labels_text(const monitor::Labels& labels);

/// "2026-03-13" or "2026-03-13T17:30", or with seconds. Error(parse) naming `place`.
monitor::Instant parse_instant(std::string_view text, const std::string& place);

/// "2026-03-13T17:30:00".
std::string instant_text(monitor::Instant instant);

/// "acknowledge", "assign", "measure", "verify" or "close". Error(parse) naming `place`.
monitor::Action parse_action(std::string_view text, const std::string& place);

}  // namespace salesplan::adapters
