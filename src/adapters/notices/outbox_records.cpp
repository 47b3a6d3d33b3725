#include "adapters/notices/outbox_records.hpp"

#include <algorithm>
#include <utility>

#include "salesplan/core/missing.hpp"

namespace salesplan::adapters {
namespace {

using monitor::Alert;
using monitor::Instant;
using monitor::Labels;
using monitor::Notice;
using monitor::NoticeLine;
using monitor::Observation;

// As it is or not at all: what is read again must be what was written.
std::string record_text(const Json& json) {
  try {
    return json.dump();
  } catch (const Json::type_error&) {
    throw Error(ErrorCode::parse, "text", "is not UTF-8");
  }
}

Json labels_json(const Labels& labels) {
  Json json = Json::object();
  for (const auto& [name, value] : labels) json[name] = value;
  return json;
}

Labels labels_of(const JsonReader& json) {
  json.require_object();
  Labels labels;
  for (const auto& [name, value] : json.value().items()) {
    labels[name] = JsonReader(value, json.path() + "." + name).text();
  }
  return labels;
}

double number_of(const JsonReader& json) {
  return json.value().is_null() ? core::missing_number : json.number();
}

/// The parts of an array that has `count`.
std::vector<JsonReader> parts(const JsonReader& json, std::size_t count) {
  std::vector<JsonReader> items = json.items();
  if (items.size() != count) {
    throw Error(
        ErrorCode::parse, json.path(),
        "has " + std::to_string(items.size()) + " parts, must have " + std::to_string(count));
  }
  return items;
}

/// One of the `count` values of an enumeration.
template <class Enum>
Enum value_of(const JsonReader& json, Enum last) {
  const std::int64_t value = json.integer();
  if (value < 0 || value > static_cast<std::int64_t>(last)) {
    throw Error(ErrorCode::parse, json.path(),
                std::to_string(value) + " is not within 0 and " +
                    std::to_string(static_cast<std::int64_t>(last)));
  }
  return static_cast<Enum>(value);
}

template <class Enum>
std::int32_t number_of(Enum value) {
  return static_cast<std::int32_t>(value);
}

Json silence_json(const monitor::Silence& silence) {
  return {labels_json(silence.labels), silence.from, silence.until, silence.who, silence.why};
}

monitor::Silence read_silence(const JsonReader& json) {
  const std::vector<JsonReader> part = parts(json, 5);
  return {labels_of(part[0]), part[1].integer(), part[2].integer(), part[3].text(), part[4].text()};
}

Json alert_json(const Alert& alert, const std::string& rule) {
  Json recent = Json::array(), measures = Json::array(), history = Json::array();
  for (const double value : alert.recent) recent.push_back(number_or_null(value));
  for (const monitor::ResponseMeasure& one : alert.measures) {
    measures.push_back({one.time, one.who, one.what, one.why, number_or_null(one.before),
                        one.observations, number_or_null(one.after)});
  }
  for (const monitor::AlertEvent& one : alert.history) {
    history.push_back({one.time, one.who, one.what, one.why});
  }
  return {{"rule", rule},
          {"labels", labels_json(alert.labels)},
          {"state", number_of(alert.state)},
          {"before_gap", number_of(alert.before_gap)},
          {"handling", number_of(alert.handling)},
          {"since", alert.since},
          {"started", alert.started},
          {"episode", alert.episode},
          {"last_seen", alert.last_seen},
          {"value", number_or_null(alert.value)},
          {"assignee", alert.assignee},
          {"recent", std::move(recent)},
          {"chart", {number_or_null(alert.chart.up), number_or_null(alert.chart.down)}},
          {"measures", std::move(measures)},
          {"history", std::move(history)},
          {"notified", alert.notified},
          {"notified_at", alert.notified_at},
          {"escalated", alert.escalated},
          {"gap_notified", alert.gap_notified}};
}

Alert read_alert(const JsonReader& json, std::size_t rule) {
  Alert alert;
  alert.rule = rule;
  alert.labels = labels_of(json.get("labels"));
  alert.state = value_of(json.get("state"), monitor::AlertState::no_data);
  alert.before_gap = value_of(json.get("before_gap"), monitor::AlertState::no_data);
  alert.handling = value_of(json.get("handling"), monitor::Handling::closed);
  alert.since = json.get("since").integer();
  alert.started = json.get("started").integer();
  alert.episode = json.get("episode").integer();
  alert.last_seen = json.get("last_seen").integer();
  alert.value = number_of(json.get("value"));
  alert.assignee = json.get("assignee").text();
  for (const JsonReader& value : json.get("recent").items()) {
    alert.recent.push_back(number_of(value));
  }
  const std::vector<JsonReader> chart = parts(json.get("chart"), 2);
  alert.chart = {number_of(chart[0]), number_of(chart[1])};
  for (const JsonReader& measure : json.get("measures").items()) {
    const std::vector<JsonReader> part = parts(measure, 7);
    alert.measures.push_back({part[0].integer(), part[1].text(), part[2].text(), part[3].text(),
                              number_of(part[4]), part[5].integer(), number_of(part[6])});
  }
  for (const JsonReader& event : json.get("history").items()) {
    const std::vector<JsonReader> part = parts(event, 4);
    alert.history.push_back({part[0].integer(), part[1].text(), part[2].text(), part[3].text()});
  }
  alert.notified = json.get("notified").boolean();
  alert.notified_at = json.get("notified_at").integer();
  alert.escalated = json.get("escalated").boolean();
  alert.gap_notified = json.get("gap_notified").boolean();
  return alert;
}

}  // namespace

std::string observations_record(const std::vector<Observation>& observations) {
  Json noted = Json::array();
  for (const Observation& one : observations) {
    noted.push_back({one.kpi, labels_json(one.labels), number_or_null(one.value)});
  }
  return record_text({{"observations", std::move(noted)}});
}

std::string action_record(const std::string& fingerprint, monitor::Action action,
                          const std::string& who, const std::string& why, const std::string& what) {
  return record_text({{"act", {fingerprint, number_of(action), who, why, what}}});
}

std::string silence_record(const monitor::Silence& silence) {
  return record_text({{"silence", silence_json(silence)}});
}

void replay_record(const JsonReader& record, Instant at, monitor::AlertBook& book) {
  record.allow({"observations", "act", "silence"});
  if (const auto silence = record.find("silence")) {
    book.silence(read_silence(*silence));
  } else if (const auto act = record.find("act")) {
    const std::vector<JsonReader> part = parts(*act, 5);
    const auto action = value_of(part[1], monitor::Action::close);
    const std::string fingerprint = part[0].text(), who = part[2].text(), why = part[3].text(),
                      what = part[4].text();
    try {
      book.act(at, fingerprint, action, who, why, what);
    } catch (const Error&) {
      return;
    }
  } else {
    std::vector<Observation> observations;
    for (const JsonReader& one : record.get("observations").items()) {
      const std::vector<JsonReader> part = parts(one, 3);
      observations.push_back({part[0].text(), labels_of(part[1]), number_of(part[2])});
    }
    book.at(at, observations);
  }
}

std::string notice_record(const Notice& notice) {
  Json lines = Json::array();
  for (const NoticeLine& line : notice.lines) {
    lines.push_back({line.fingerprint, line.rule, line.kpi, line.severity, line.assignee,
                     labels_json(line.labels), number_or_null(line.value),
                     number_or_null(line.threshold), line.started, line.ended});
  }
  return record_text({number_of(notice.kind), notice.time, notice.receiver, notice.key,
                      labels_json(notice.group), std::move(lines)});
}

Notice read_notice(const JsonReader& record) {
  const std::vector<JsonReader> part = parts(record, 6);
  Notice notice{value_of(part[0], monitor::NoticeKind::escalated),
                part[1].integer(),
                part[2].text(),
                part[3].text(),
                labels_of(part[4]),
                {}};
  for (const JsonReader& line : part[5].items()) {
    const std::vector<JsonReader> of = parts(line, 10);
    notice.lines.push_back({of[0].text(), of[1].text(), of[2].text(), of[3].text(), of[4].text(),
                            labels_of(of[5]), number_of(of[6]), number_of(of[7]), of[8].integer(),
                            of[9].integer()});
  }
  return notice;
}

std::string memory_record(const monitor::AlertBook& book) {
  const monitor::AlertMemory memory = book.memory();
  Json alerts = Json::array(), silences = Json::array();
  for (const Alert& alert : memory.alerts) {
    alerts.push_back(alert_json(alert, book.rules()[alert.rule].name));
  }
  for (const monitor::Silence& silence : memory.silences) {
    silences.push_back(silence_json(silence));
  }
  return record_text({{"last", memory.last ? Json(*memory.last) : Json(nullptr)},
                      {"alerts", std::move(alerts)},
                      {"silences", std::move(silences)}});
}

void recall_record(const JsonReader& record, monitor::AlertBook& book) {
  monitor::AlertMemory memory;
  if (const JsonReader last = record.get("last"); !last.value().is_null()) {
    memory.last = last.integer();
  }
  const std::vector<monitor::AlertRule>& rules = book.rules();
  for (const JsonReader& json : record.get("alerts").items()) {
    const std::string name = json.get("rule").text();
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const monitor::AlertRule& one) { return one.name == name; });
    if (rule == rules.end()) continue;
    memory.alerts.push_back(read_alert(json, static_cast<std::size_t>(rule - rules.begin())));
  }
  for (const JsonReader& json : record.get("silences").items()) {
    memory.silences.push_back(read_silence(json));
  }
  book.recall(std::move(memory));
}

}  // namespace salesplan::adapters
