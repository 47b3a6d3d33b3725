#include "adapters/notices/notice_outbox.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include "adapters/json.hpp"
#include "adapters/notices/outbox_records.hpp"
#include "adapters/sqlite/sqlite_file.hpp"

namespace salesplan::adapters {
namespace {

using monitor::Instant;
using monitor::Labels;
using monitor::Notice;
using monitor::Observation;
using Statement = SqliteFile::Statement;

constexpr int outbox_id = 0x53504c4f;  // "SPLO", in the header of the file
constexpr Instant minute = 60;
constexpr Instant longest_attempt = minute;     // until then no other process takes the letter
constexpr std::int64_t longest_journal = 1000;  // rows; then the book's memory takes their place

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
// What the book knew when the journal had come to a sequence.
constexpr const char* memory_schema =
    "CREATE TABLE memory(sequence INTEGER NOT NULL, content TEXT NOT NULL);";
// How often a letter left without an answer.
constexpr const char* departure_schema =
    "ALTER TABLE letter ADD COLUMN departures INTEGER NOT NULL DEFAULT 0;";
constexpr const char* letter_columns =
    "SELECT id, channel, key, address, payload, made, attempts, departures, next, state, error"
    " FROM letter ";

// One copy too many at most; an Alertmanager takes the same alert as often as it is told.
std::int64_t most_departures(const Channel& channel) {
  return channel.kind == ChannelKind::alertmanager_api ? std::numeric_limits<std::int64_t>::max()
                                                       : 2;
}
constexpr const char* no_answer =
    "left twice and was not answered: it may have arrived; `revive` sends it again";

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
  explicit File(const std::string& path)
      : sql(path, outbox_id, {outbox_schema, memory_schema, departure_schema}), path_(path) {}

  /// `read(record)` with the document that `text` of a row holds; errors name file and row.
  template <class Read>
  void record(const std::string& text, const std::string& row, Read&& read) const {
    const std::string name = path_ + ": " + row;
    JsonDocument document;
    parse_json(text, name, document);
    try {
      read(JsonReader(document.value(), name + ": "));
    } catch (const Error& error) {
      if (std::string_view(error.place()).starts_with(name)) throw;
      throw error.moved_to(name + ": " + error.place());
    }
  }

  /// Brings a book that has seen the journal up to `seen` to its end.
  /// @returns the sequence there
  std::int64_t catch_up(monitor::AlertBook& book, const monitor::AlertBook& fresh,
                        std::int64_t seen) const {
    Statement memory(sql, "SELECT sequence, content FROM memory WHERE sequence > ?");
    if (memory.with(seen).step()) {
      book = fresh;
      seen = memory.integer(0);
      record(memory.text(1), "memory", [&](const JsonReader& json) { recall_record(json, book); });
    }
    Statement rows(sql,
                   "SELECT sequence, at, content FROM journal WHERE sequence > ?"
                   " ORDER BY sequence");
    rows.with(seen);
    while (rows.step()) {
      seen = rows.integer(0);
      record(rows.text(2), "journal row " + std::to_string(seen),
             [&](const JsonReader& json) { replay_record(json, rows.integer(1), book); });
    }
    return seen;
  }

  void note(std::int64_t sequence, Instant at, const std::string& content) const {
    Statement(sql, "INSERT INTO journal(sequence, at, content) VALUES(?, ?, ?)")
        .with(sequence, at, std::string_view(content))
        .step();
  }

  std::int64_t journal_rows() const {
    Statement rows(sql, "SELECT count(*) FROM journal");
    rows.step();
    return rows.integer(0);
  }

  /// What the book knows takes the place of the journal, which led there.
  void fold(std::int64_t sequence, const monitor::AlertBook& book) const {
    const std::string content = memory_record(book);
    sql.run("DELETE FROM memory");
    sql.run("DELETE FROM journal");
    Statement(sql, "INSERT INTO memory(sequence, content) VALUES(?, ?)")
        .with(sequence, std::string_view(content))
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
    Statement rows(sql, (std::string(letter_columns) + "ORDER BY id").c_str());
    return read(rows);
  }

  std::vector<Letter> due_letters(const std::string& channel, Instant now) const {
    Statement rows(sql, (std::string(letter_columns) +
                         "WHERE channel = ? AND next <= ? AND state = 'waiting' ORDER BY id")
                            .c_str());
    rows.with(std::string_view(channel), now);
    return read(rows);
  }

  static std::vector<Letter> read(Statement& rows) {
    std::vector<Letter> letters;
    while (rows.step()) {
      letters.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4),
                         rows.integer(5), rows.integer(6), rows.integer(7), rows.integer(8),
                         rows.text(9), rows.text(10)});
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
      claimed = changes() == 1;
    });
    return claimed;
  }

  /// Notes that the letter leaves, unless it has left too often already.
  bool leave(const Letter& letter, std::int64_t most) const {
    bool left = false;
    sql.transaction([&] {
      Statement(sql,
                "UPDATE letter SET departures = departures + 1 WHERE id = ? AND departures < ?")
          .with(letter.id, most)
          .step();
      left = changes() == 1;
    });
    return left;
  }

  /// Notes how an attempt ended; one that was answered takes its departure back.
  void settle(const Letter& letter, const char* state, const std::string& error, Instant next,
              bool answered) const {
    Statement(sql,
              "UPDATE letter SET state = ?, error = ?, next = ?, departures = departures - ?"
              " WHERE id = ?")
        .with(std::string_view(state), std::string_view(error), next,
              std::int64_t{answered ? 1 : 0}, letter.id)
        .step();
  }

  std::int64_t changes() const {
    Statement changed(sql, "SELECT changes()");
    changed.step();
    return changed.integer(0);
  }

  SqliteFile sql;

 private:
  std::string path_;
};

NoticeOutbox::NoticeOutbox(const std::string& path, monitor::AlertBook book,
                           std::vector<Channel> channels)
    : file_(std::make_unique<File>(path)),
      fresh_(std::move(book)),
      book_(fresh_),
      channels_(std::move(channels)) {
  refresh();
}

NoticeOutbox::~NoticeOutbox() = default;

void NoticeOutbox::refresh() {
  monitor::AlertBook book = book_;
  std::int64_t sequence = sequence_;
  file_->sql.transaction([&] { sequence = file_->catch_up(book, fresh_, sequence); });
  book_ = std::move(book);
  sequence_ = sequence;
}

// A copy of the book goes first through what others wrote and then through the change: the outbox
// has it when it is on disk.
template <class Change>
void NoticeOutbox::write(Instant at, const std::string& record, Change&& change) {
  monitor::AlertBook book = book_;
  std::int64_t sequence = sequence_;
  file_->sql.transaction([&] {
    sequence = file_->catch_up(book, fresh_, sequence) + 1;
    change(book);
    file_->note(sequence, at, record);
    if (file_->journal_rows() >= longest_journal) file_->fold(sequence, book);
  });
  book_ = std::move(book);
  sequence_ = sequence;
}

std::vector<Notice> NoticeOutbox::at(Instant now, const std::vector<Observation>& observations) {
  std::vector<Notice> notices;
  write(now, observations_record(observations), [&](monitor::AlertBook& book) {
    notices = book.at(now, observations);
    for (const Notice& notice : notices) post(notice);
  });
  return notices;
}

void NoticeOutbox::act(Instant now, const std::string& fingerprint, monitor::Action action,
                       const std::string& who, const std::string& why, const std::string& what) {
  write(now, action_record(fingerprint, action, who, why, what),
        [&](monitor::AlertBook& book) { book.act(now, fingerprint, action, who, why, what); });
}

void NoticeOutbox::silence(const monitor::Silence& silence) {
  write(silence.from, silence_record(silence),
        [&](monitor::AlertBook& book) { book.silence(silence); });
}

std::int64_t NoticeOutbox::forget(Instant before) {
  monitor::AlertBook book = book_;
  std::int64_t sequence = sequence_, forgotten = 0;
  file_->sql.transaction([&] {
    sequence = file_->catch_up(book, fresh_, sequence);
    file_->fold(sequence, book);
    Statement(file_->sql, "DELETE FROM letter WHERE state <> 'waiting' AND made < ?")
        .with(before)
        .step();
    forgotten = file_->changes();
  });
  book_ = std::move(book);
  sequence_ = sequence;
  file_->sql.run("VACUUM");
  return forgotten;
}

void NoticeOutbox::post(const Notice& notice) {
  for (const Channel& channel : channels_) {
    if (!serves(channel, notice.receiver)) continue;
    if (channel.digest == 0) {
      file_->add(channel, notice);
      continue;
    }
    const std::string content = notice_record(notice);
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
                     "SELECT id, kind, content FROM notice WHERE channel = ? ORDER BY id");
      rows.with(std::string_view(channel.name));
      std::map<std::int64_t, std::vector<Notice>> by_kind;
      while (rows.step()) {
        file_->record(
            rows.text(2), "notice row " + std::to_string(rows.integer(0)),
            [&](const JsonReader& json) { by_kind[rows.integer(1)].push_back(read_notice(json)); });
      }
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
    const std::int64_t most = most_departures(channel);
    for (const Letter& letter : file_->due_letters(channel.name, now)) {
      if (letter.departures >= most) {  // the process died the second time too
        file_->settle(letter, "dead", no_answer, letter.next, false);
        ++round.dead;
        continue;
      }
      if (room-- <= 0) break;
      const Instant again = now + back_off(channel, letter.attempts + 1);
      if (!file_->claim(letter, now, std::max(again, now + longest_attempt))) continue;
      bool left = false;
      const Delivery delivery =
          courier(channel, letter, [&] { return left = file_->leave(letter, most); });
      const bool answered = left && !delivery.unanswered;
      const bool doubtful = left && delivery.unanswered && letter.departures + 1 >= most;
      if (delivery.accepted) {
        file_->settle(letter, "sent", "", again, answered);
        ++round.sent;
      } else if (doubtful || delivery.permanent || letter.attempts + 1 >= channel.attempts) {
        file_->settle(letter, "dead", doubtful ? delivery.error + "; " + no_answer : delivery.error,
                      again, answered);
        ++round.dead;
      } else {
        file_->settle(letter, "waiting", delivery.error, again, answered);
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
              "UPDATE letter SET state = 'waiting', attempts = 0, departures = 0, next = ?"
              " WHERE state = 'dead'")
        .with(now)
        .step();
    revived = file_->changes();
  });
  return revived;
}

}  // namespace salesplan::adapters
