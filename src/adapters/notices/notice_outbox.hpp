// The outbox: what changed and who must be told of it, written in one transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/notices/notice_channels.hpp"
#include "salesplan/monitor/alert_book.hpp"

namespace salesplan::adapters {

/// A notice, or the digest of several, on its way by one channel to one address.
struct Letter {
  std::int64_t id = 0;
  std::string channel;
  std::string key;      ///< of the notice: the same whenever this letter is sent
  std::string address;  ///< of SMS, the number
  std::string payload;
  monitor::Instant made = 0;
  std::int64_t attempts = 0;
  std::int64_t departures = 0;  ///< of which nobody said whether they arrived; at most two
  monitor::Instant next = 0;    ///< it is not tried before
  std::string state;            ///< "waiting", "sent", "dead"
  std::string error;            ///< of the last attempt that failed
};

/// What came of an attempt.
struct Delivery {
  bool accepted = false;
  bool permanent = false;  ///< refused for good: not tried again
  std::string error;
  bool unanswered = false;  ///< it left, and nobody said whether it arrived
};

/// Notes on disk that the letter leaves: from then on it may arrive, whatever becomes of the
/// process. False where it may not leave any more.
using Departure = std::function<bool()>;

/// Takes a letter to its channel. It calls `leave` before the last of the letter goes out, and
/// sends no more of it where that says no; an attempt that ended before has certainly failed.
using Courier =
    std::function<Delivery(const Channel& channel, const Letter& letter, const Departure& leave)>;

/// What deliver() did.
struct Round {
  std::int64_t sent = 0;
  std::int64_t failed = 0;
  std::int64_t dead = 0;
};

/// An alert book with its memory in an SQLite file. Everything that changes alerts is written down
/// together with the notices that come of it, in one transaction; opening the file replays it.
/// Several processes may have the file open: each change is made on all that came before, whoever
/// wrote it. After 1,000 changes what the book knows takes the place of its journal. Times are
/// arguments: there is no clock here. One thread at a time.
class NoticeOutbox {
 public:
  /// @param book with the rules, new; what the file remembers is replayed into it
  /// (under rules other than it was written under, as these see it; nobody is told again)
  /// @throws Error as SqliteFile; Error naming file and row where a record does not hold what it
  ///         should.
  NoticeOutbox(const std::string& path, monitor::AlertBook book, std::vector<Channel> channels);
  ~NoticeOutbox();

  /// As it was at the last change or refresh.
  const monitor::AlertBook& book() const { return book_; }
  const std::vector<Channel>& channels() const { return channels_; }

  /// Takes in what other processes wrote.
  void refresh();

  /// As AlertBook::at, act and silence, after what other processes wrote: a time before theirs is
  /// refused. When it returns, state and letters are on disk; when it throws, neither is, and the
  /// outbox is as it was.
  /// @returns the notices made
  std::vector<monitor::Notice> at(monitor::Instant now,
                                  const std::vector<monitor::Observation>& observations);
  void act(monitor::Instant now, const std::string& fingerprint, monitor::Action action,
           const std::string& who, const std::string& why = "", const std::string& what = "");
  void silence(const monitor::Silence& silence);

  /// Makes letters of the digests that are due, and has `courier` try each letter that is due, in
  /// the order they were made, within each channel's rate. A letter whose process died on the way,
  /// or that nobody answered, is sent once more under the same key, not before a minute has passed;
  /// one that left twice without an answer is dead: so it comes twice at most.
  Round deliver(monitor::Instant now, const Courier& courier);

  /// All letters, in the order they were made.
  std::vector<Letter> letters() const;

  /// Has dead letters tried again from `now` on; returns how many.
  std::int64_t revive(monitor::Instant now);

  /// Lets go of the journal, for what the book knows, and of letters made before then that do not
  /// wait, and gives their room back to the disk. Alerts of rules that this book has not are gone.
  /// @returns the number of letters
  std::int64_t forget(monitor::Instant before);

 private:
  class File;
  template <class Change>
  void write(monitor::Instant at, const std::string& record, Change&& change);
  void post(const monitor::Notice& notice);
  void seal(monitor::Instant now);

  std::unique_ptr<File> file_;
  monitor::AlertBook fresh_;  ///< that has seen nothing
  monitor::AlertBook book_;
  std::int64_t sequence_ = 0;  ///< of the journal, up to which book_ has seen
  std::vector<Channel> channels_;
};

}  // namespace salesplan::adapters
