#include "adapters/alert_rules.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/json.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/calendar/instant.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

constexpr monitor::Instant day_seconds = 86400;

/// Two digits of a clock at `at`, below `limit`.
int clock_part(std::string_view text, std::size_t at, int limit, const std::string& place,
               std::string_view whole) {
  const auto digit = [&](std::size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 10;
  };
  const int value = digit(at) * 10 + digit(at + 1);
  if (digit(at) > 9 || digit(at + 1) > 9 || value >= limit) {
    throw Error(ErrorCode::parse, place, core::quoted(whole) + " is not a time such as 17:30");
  }
  return value;
}

/// "17:30" or "17:30:15" as seconds of the day; "24:00" where it is allowed.
std::int64_t clock(std::string_view text, const std::string& place) {
  if (text == "24:00") return day_seconds;
  const bool seconds = text.size() == 8;
  if ((text.size() != 5 && !seconds) || text[2] != ':' || (seconds && text[5] != ':')) {
    throw Error(ErrorCode::parse, place, core::quoted(text) + " is not a time such as 17:30");
  }
  return clock_part(text, 0, 24, place, text) * 3600 + clock_part(text, 3, 60, place, text) * 60 +
         (seconds ? clock_part(text, 6, 60, place, text) : 0);
}

template <std::size_t N>
std::size_t position(const JsonReader& field, const std::array<const char*, N>& names) {
  const std::string text = field.text();
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) {
    std::string allowed;
    for (const char* name : names) allowed += (allowed.empty() ? "" : ", ") + std::string(name);
    throw Error(ErrorCode::parse, field.path(), core::quoted(text) + " is not one of " + allowed);
  }
  return static_cast<std::size_t>(found - names.begin());
}

table::Dimension read_dimension(const JsonReader& json) {
  json.allow({"name", "members"});
  std::vector<table::MemberRow> rows;
  for (const JsonReader& member : json.get("members").items()) {
    member.allow({"key", "parent", "label"});
    rows.push_back({member.get("key").text(), member.text("parent", ""), member.text("label", "")});
  }
  return {json.get("name").text(), rows, [&json](std::size_t row, std::string_view column) {
            return json.path() + "." + core::at("members", static_cast<std::int64_t>(row)) + "." +
                   std::string(column);
          }};
}

monitor::WorkingHours read_hours(const JsonReader& json) {
  json.allow({"calendar", "open", "close"});
  monitor::WorkingHours hours{calendar::named_calendar(json.get("calendar").text())};
  if (const auto open = json.find("open")) hours.open = clock(open->text(), open->path());
  if (const auto close = json.find("close")) hours.close = clock(close->text(), close->path());
  return hours;
}

}  // namespace

monitor::AlertRule read_alert_rule(const JsonReader& json) {
  constexpr std::array conditions = {"below", "above", "falls", "rises", "ewma", "cusum"};
  constexpr std::array sides = {"upper", "lower", "both"};
  json.allow({"name",          "kpi",
              "where",         "condition",
              "threshold",     "clear",
              "pending_for",   "recovering_for",
              "missing_after", "escalate_after",
              "severity",      "receiver",
              "escalate_to",   "group_by",
              "inhibits",      "in_quiet_hours",
              "mean",          "sd",
              "weight",        "run_length",
              "side"});
  monitor::AlertRule rule;
  rule.name = json.get("name").text();
  rule.kpi = json.get("kpi").text();
  if (const auto where = json.find("where")) {
    where->require_object();
    for (const auto& [label, value] : where->value().items()) {
      rule.where[label] = JsonReader(value, where->path() + "." + label).text();
    }
  }
  rule.condition = static_cast<monitor::Condition>(position(json.get("condition"), conditions));
  const bool chart = rule.condition >= monitor::Condition::ewma;
  rule.threshold = chart ? json.number("threshold", 0) : json.get("threshold").number();
  if (const auto clear = json.find("clear")) rule.clear = clear->number();
  for (const auto& [name, field] : {std::pair("pending_for", &rule.pending_for),
                                    std::pair("recovering_for", &rule.recovering_for),
                                    std::pair("missing_after", &rule.missing_after),
                                    std::pair("escalate_after", &rule.escalate_after)}) {
    if (const auto given = json.find(name)) *field = read_duration(*given);
  }
  rule.severity = json.text("severity", rule.severity);
  rule.receiver = json.text("receiver", "");
  rule.escalate_to = json.text("escalate_to", "");
  if (const auto labels = json.find("group_by")) {
    for (const JsonReader& label : labels->items()) rule.group_by.push_back(label.text());
  }
  rule.inhibits = json.boolean("inhibits", true);
  rule.in_quiet_hours = json.boolean("in_quiet_hours", false);
  rule.mean = json.number("mean", 0);
  rule.sd = json.number("sd", 1);
  rule.weight = json.number("weight", rule.condition == monitor::Condition::cusum ? 0.5 : 0.2);
  rule.run_length = json.number("run_length", rule.run_length);
  if (const auto side = json.find("side")) {
    rule.side = static_cast<monitor::Side>(position(*side, sides));
  }
  return rule;
}

std::int64_t read_duration(const JsonReader& field) {
  const std::string text = field.text();
  constexpr std::array<std::pair<char, std::int64_t>, 4> units = {
      {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', day_seconds}}};
  const auto unit = std::find_if(units.begin(), units.end(), [&](const auto& u) {
    return !text.empty() && u.first == text.back();
  });
  if (unit == units.end()) {
    throw Error(
        ErrorCode::parse, field.path(),
        core::quoted(text) + " is not a duration such as \"90s\", \"15m\", \"2h\" or \"1d\"");
  }
  const std::int64_t number =
      core::parse_integer(std::string_view(text).substr(0, text.size() - 1), field.path());
  if (number < 0 || number > std::numeric_limits<std::int32_t>::max()) {
    throw Error(ErrorCode::invalid_argument, field.path(),
                core::quoted(text) + " is not within 0 and 2147483647");
  }
  return number * unit->second;
}

monitor::AlertBook read_alert_book(std::string_view text, const std::string& name) {
  JsonDocument document;
  parse_json(text, name, document);
  const JsonReader json(document.value(), name + ": ");
  json.require_object();
  json.allow({"rules", "dimensions", "working_hours"});
  std::vector<monitor::AlertRule> rules;
  for (const JsonReader& rule : json.get("rules").items()) rules.push_back(read_alert_rule(rule));
  std::vector<table::Dimension> dimensions;
  if (const auto given = json.find("dimensions")) {
    for (const JsonReader& one : given->items()) dimensions.push_back(read_dimension(one));
  }
  std::optional<monitor::WorkingHours> hours;
  if (const auto given = json.find("working_hours")) hours = read_hours(*given);
  try {
    return monitor::AlertBook(std::move(rules), std::move(dimensions), std::move(hours));
  } catch (const Error& error) {
    throw error.moved_to(name + ": " + error.place());
  }
}

monitor::Labels parse_labels(std::string_view text, const std::string& place) {
  monitor::Labels labels;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(';'));
    const std::size_t sign = part.find('=');
    if (sign == 0 || sign == std::string_view::npos) {
      throw Error(ErrorCode::parse, place,
                  core::quoted(part) + " is not a label such as region=north");
    }
    if (!labels.emplace(part.substr(0, sign), part.substr(sign + 1)).second) {
      throw Error(ErrorCode::duplicate, place,
                  core::quoted(part.substr(0, sign)) + " is given twice");
    }
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return labels;
}

std::string labels_text(const monitor::Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    text.append(text.empty() ? "" : ";").append(name).append("=").append(value);
  }
  return text;
}

monitor::Instant parse_instant(std::string_view text, const std::string& place) {
  const std::int64_t days = calendar::parse_date(text.substr(0, 10), place).days;
  if (text.size() == 10) return days * day_seconds;
  if (text[10] != 'T' && text[10] != ' ') {
    throw Error(ErrorCode::parse, place,
                core::quoted(text) + " is not a time such as 2026-03-13T17:30");
  }
  return days * day_seconds + clock(text.substr(11), place);
}

std::string instant_text(monitor::Instant instant) { return calendar::instant_text(instant); }

monitor::Action parse_action(std::string_view text, const std::string& place) {
  constexpr std::array<std::string_view, 5> names = {"acknowledge", "assign", "measure", "verify",
                                                     "close"};
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) {
    throw Error(ErrorCode::parse, place,
                core::quoted(text) + " is not one of acknowledge, assign, measure, verify, close");
  }
  return static_cast<monitor::Action>(found - names.begin());
}

}  // namespace salesplan::adapters
