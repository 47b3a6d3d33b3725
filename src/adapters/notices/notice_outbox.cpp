#include "adapters/notices/notice_outbox.hpp"

#include <iterator>
#include <map>
#include <utility>

#include "adapters/alert_rules.hpp"
#include "adapters/json.hpp"
#include "adapters/sqlite/sqlite_file.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::adapters {
namespace {

using monitor::Instant;
using monitor::Labels;
using monitor::Notice;
using monitor::NoticeLine;
using monitor::Observation;
using Statement = SqliteFile::Statement;

constexpr int outbox_id = 0x53504c4f;  // "SPLO", in the header of the file
constexpr Instant minute = 60;

// What changed alerts; notices that wait for their digest; letters.
constexpr const char* outbox_schema =
    "CREATE TABLE journal(sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, content TEXT NOT "
    "NULL);"
    "CREATE TABLE notice(id INTEGER PRIMARY KEY, channel TEXT NOT NULL, kind INTEGER NOT NULL,"
    " at INTEGER NOT NULL, content TEXT NOT NULL);"
    "CREATE TABLE letter(id INTEGER PRIMARY KEY, channel TEXT NOT NULL, key TEXT NOT NULL,"
    " address TEXT NOT NULL, payload TEXT NOT NULL, made INTEGER NOT NULL,"
    " attempts INTEGER NOT NULL, tried INTEGER NOT NULL, next INTEGER NOT NULL,"
    " state TEXT NOT NULL, error TEXT NOT NULL, UNIQUE(channel, key, address));"
    "CREATE INDEX letter_due ON letter(channel, state, next);";

Json labels_json(const Labels& labels) {
  Json json = Json::object();
  for (const auto& [name, value] : labels) json[name] = value;
  return json;
}

Labels labels_of(const Json& json) {
  Labels labels;
  for (const auto& [name, value] : json.items()) labels[name] = value.get<std::string>();
  return labels;
}

double number_of(const Json& json) {
  return json.is_null() ? core::missing_number : json.get<double>();
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string notice_json(const Notice& notice) {
  Json lines = Json::array();
  for (const NoticeLine& line : notice.lines) {
    lines.push_back({line.fingerprint, line.rule, line.kpi, line.severity, line.assignee,
                     labels_json(line.labels), number_or_null(line.value),
                     number_or_null(line.threshold), line.started, line.ended});
  }
  return text_of({static_cast<std::int32_t>(notice.kind), notice.time, notice.receiver, notice.key,
                  labels_json(notice.group), lines});
}

Notice notice_of(const std::string& text) {
  const Json json = Json::parse(text);
  Notice notice{static_cast<monitor::NoticeKind>(json[0].get<std::int32_t>()),
                json[1].get<Instant>(),
                json[2].get<std::string>(),
                json[3].get<std::string>(),
                labels_of(json[4]),
                {}};
  for (const Json& line : json[5]) {
    notice.lines.push_back({line[0].get<std::string>(), line[1].get<std::string>(),
                            line[2].get<std::string>(), line[3].get<std::string>(),
                            line[4].get<std::string>(), labels_of(line[5]), number_of(line[6]),
                            number_of(line[7]), line[8].get<Instant>(), line[9].get<Instant>()});
  }
  return notice;
}

/// One notice of all lines; its key is made of theirs, its group what they have in common.
Notice digest_of(const std::vector<Notice>& notices) {
  if (notices.size() == 1) return notices.front();
  Notice digest = notices.front();
  Labels keys;
  digest.lines.clear();
  for (const Notice& notice : notices) {
    keys[notice.key];
    for (auto label = digest.group.begin(); label != digest.group.end();) {
      const auto same = notice.group.find(label->first);
      const bool kept = same != notice.group.end() && same->second == label->second;
      label = kept ? std::next(label) : digest.group.erase(label);
    }
    digest.lines.insert(digest.lines.end(), notice.lines.begin(), notice.lines.end());
  }
  digest.time = notices.back().time;
  digest.key = monitor::fingerprint("digest", keys);
  return digest;
}

}  // namespace

class NoticeOutbox::File {
 public:
  explicit File(const std::string& path) : sql(path, outbox_id, {outbox_schema}) {}

  void note(Instant at, const Json& content) const {
    const std::string text = text_of(content);
    Statement(sql, "INSERT INTO journal(at, content) VALUES(?, ?)")
        .with(at, std::string_view(text))
        .step();
  }

  /// A letter to each address; what is already there stays.
  void add(const Channel& channel, const Notice& notice) const {
    const std::string payload = channel_payload(channel, notice);
    const bool inbox = channel.kind == ChannelKind::inbox;
    const std::vector<std::string> addresses =
        channel.kind == ChannelKind::sms ? channel.to : std::vector<std::string>{""};
    for (const std::string& address : addresses) {
      Statement(
          sql,
          "INSERT OR IGNORE INTO letter(channel, key, address, payload, made, attempts, tried,"
          " next, state, error) VALUES(?, ?, ?, ?, ?, 0, ?, ?, ?, '')")
          .with(std::string_view(channel.name), std::string_view(notice.key),
                std::string_view(address), std::string_view(payload), notice.time,
                notice.time - minute, notice.time, std::string_view(inbox ? "sent" : "waiting"))
          .step();
    }
  }

  std::int64_t count(const char* query, const std::string& channel, Instant at) const {
    Statement statement(sql, query);
    statement.with(std::string_view(channel), at).step();
    return statement.integer(0);
  }

  std::vector<Letter> letters() const {
    Statement rows(
        sql,
        "SELECT id, channel, key, address, payload, made, attempts, next, state, error FROM letter"
        " ORDER BY id");
    return read(rows);
  }

  std::vector<Letter> due_letters(const std::string& channel, Instant now) const {
    Statement rows(
        sql,
        "SELECT id, channel, key, address, payload, made, attempts, next, state, error FROM letter"
        " WHERE channel = ? AND next <= ? AND state = 'waiting' ORDER BY id");
    rows.with(std::string_view(channel), now);
    return read(rows);
  }

  static std::vector<Letter> read(Statement& rows) {
    std::vector<Letter> letters;
    while (rows.step()) {
      letters.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4),
                         rows.integer(5), rows.integer(6), rows.integer(7), rows.text(8),
                         rows.text(9)});
    }
    return letters;
  }

  /// Takes the letter for an attempt, unless another process has; until `next` nobody else will.
  bool claim(const Letter& letter, Instant now, Instant next) const {
    bool claimed = false;
    sql.transaction([&] {
      Statement(sql,
                "UPDATE letter SET attempts = attempts + 1, tried = ?, next = ?"
                " WHERE id = ? AND attempts = ? AND state = 'waiting'")
          .with(now, next, letter.id, letter.attempts)
          .step();
      Statement changed(sql, "SELECT changes()");
      changed.step();
      claimed = changed.integer(0) == 1;
    });
    return claimed;
  }

  void settle(const Letter& letter, const char* state, const std::string& error) const {
    Statement(sql, "UPDATE letter SET state = ?, error = ? WHERE id = ?")
        .with(std::string_view(state), std::string_view(error), letter.id)
        .step();
  }

  SqliteFile sql;
};

NoticeOutbox::NoticeOutbox(const std::string& path, monitor::AlertBook book,
                           std::vector<Channel> channels)
    : file_(std::make_unique<File>(path)), book_(std::move(book)), channels_(std::move(channels)) {
  replay();
}

NoticeOutbox::~NoticeOutbox() = default;

// Notices of the past have their letters. An action that does not fit the alerts of these rules was
// taken under others.
void NoticeOutbox::replay() {
  Statement rows(file_->sql, "SELECT at, content FROM journal ORDER BY sequence");
  while (rows.step()) {
    const Instant at = rows.integer(0);
    const Json json = Json::parse(rows.text(1));
    if (json.contains("observations")) {
      std::vector<Observation> observations;
      for (const Json& one : json["observations"]) {
        observations.push_back({one[0].get<std::string>(), labels_of(one[1]), number_of(one[2])});
      }
      book_.at(at, observations);
    } else if (json.contains("silence")) {
      const Json& one = json["silence"];
      book_.silence({labels_of(one[0]), one[1].get<Instant>(), one[2].get<Instant>(),
                     one[3].get<std::string>(), one[4].get<std::string>()});
    } else {
      const Json& one = json["act"];
      try {
        book_.act(at, one[0].get<std::string>(),
                  static_cast<monitor::Action>(one[1].get<std::int32_t>()),
                  one[2].get<std::string>(), one[3].get<std::string>(), one[4].get<std::string>());
      } catch (const Error&) {
        continue;
      }
    }
  }
}

std::vector<Notice> NoticeOutbox::at(Instant now, const std::vector<Observation>& observations) {
  std::vector<Notice> notices = book_.at(now, observations);
  Json noted = Json::array();
  for (const Observation& one : observations) {
    noted.push_back({one.kpi, labels_json(one.labels), number_or_null(one.value)});
  }
  file_->sql.transaction([&] {
    file_->note(now, {{"observations", noted}});
    for (const Notice& notice : notices) post(notice);
  });
  return notices;
}

void NoticeOutbox::act(Instant now, const std::string& fingerprint, monitor::Action action,
                       const std::string& who, const std::string& why, const std::string& what) {
  book_.act(now, fingerprint, action, who, why, what);
  file_->sql.transaction([&] {
    file_->note(now, {{"act", {fingerprint, static_cast<std::int32_t>(action), who, why, what}}});
  });
}

void NoticeOutbox::silence(const monitor::Silence& silence) {
  book_.silence(silence);
  file_->sql.transaction([&] {
    file_->note(
        silence.from,
        {{"silence",
          {labels_json(silence.labels), silence.from, silence.until, silence.who, silence.why}}});
  });
}

void NoticeOutbox::post(const Notice& notice) {
  for (const Channel& channel : channels_) {
    if (!serves(channel, notice.receiver)) continue;
    if (channel.digest == 0) {
      file_->add(channel, notice);
      continue;
    }
    const std::string content = notice_json(notice);
    Statement(file_->sql, "INSERT INTO notice(channel, kind, at, content) VALUES(?, ?, ?, ?)")
        .with(std::string_view(channel.name), static_cast<std::int64_t>(notice.kind), notice.time,
              std::string_view(content))
        .step();
  }
}

// Notices of one channel and kind become a letter when the first of them has waited long enough.
void NoticeOutbox::seal(Instant now) {
  file_->sql.transaction([&] {
    for (const Channel& channel : channels_) {
      Statement rows(file_->sql,
                     "SELECT kind, at, content FROM notice WHERE channel = ? ORDER BY id");
      rows.with(std::string_view(channel.name));
      std::map<std::int64_t, std::vector<Notice>> by_kind;
      while (rows.step()) by_kind[rows.integer(0)].push_back(notice_of(rows.text(2)));
      for (const auto& [kind, notices] : by_kind) {
        if (notices.front().time + channel.digest > now) continue;
        file_->add(channel, digest_of(notices));
        Statement(file_->sql, "DELETE FROM notice WHERE channel = ? AND kind = ?")
            .with(std::string_view(channel.name), kind)
            .step();
      }
    }
  });
}

Round NoticeOutbox::deliver(Instant now, const Courier& courier) {
  seal(now);
  Round round;
  for (const Channel& channel : channels_) {
    std::int64_t room =
        channel.per_minute -
        file_->count("SELECT count(*) FROM letter WHERE channel = ? AND attempts > 0 AND tried > ?",
                     channel.name, now - minute);
    for (const Letter& letter : file_->due_letters(channel.name, now)) {
      if (room-- <= 0) break;
      if (!file_->claim(letter, now, now + back_off(channel, letter.attempts + 1))) continue;
      const Delivery delivery = courier(channel, letter);
      if (delivery.accepted) {
        file_->settle(letter, "sent", "");
        ++round.sent;
      } else if (delivery.permanent || letter.attempts + 1 >= channel.attempts) {
        file_->settle(letter, "dead", delivery.error);
        ++round.dead;
      } else {
        file_->settle(letter, "waiting", delivery.error);
        ++round.failed;
      }
    }
  }
  return round;
}

std::vector<Letter> NoticeOutbox::letters() const { return file_->letters(); }

std::int64_t NoticeOutbox::revive(Instant now) {
  std::int64_t revived = 0;
  file_->sql.transaction([&] {
    Statement(file_->sql,
              "UPDATE letter SET state = 'waiting', attempts = 0, next = ? WHERE state = 'dead'")
        .with(now)
        .step();
    Statement changed(file_->sql, "SELECT changes()");
    changed.step();
    revived = changed.integer(0);
  });
  return revived;
}

}  // namespace salesplan::adapters
