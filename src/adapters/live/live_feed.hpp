// The live feed: one model, many who watch it, and facts from anywhere.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/live/live_model.hpp"

namespace salesplan::adapters {

/// Any number of threads may add and wait. What watchers have not fetched yet is kept once for all
/// of them and within a bound: who falls too far behind gets the whole model anew, so that a slow
/// watcher costs no memory and holds up nobody.
class LiveFeed {
 public:
  explicit LiveFeed(LiveModel& model) : model_(model) {}

  struct Event {
    std::int64_t sequence = 0;
    bool whole = false;  ///< `data` is the model, else what changed it from the sequence before
    std::string data;
  };

  /// Takes facts, all or none, unless a batch of this key has come before; without a key, always.
  /// @returns the sequence they have led to
  std::int64_t add(const LiveFacts& facts, const std::string& key = "");

  /// As LiveModel::complain.
  void complain(const std::string& problem);

  /// The whole model, and the sequence in it.
  Event whole() const;

  /// What came after `sequence`, waiting for it at most so long; nothing when nothing came, or when
  /// the feed is closed.
  std::optional<Event> after(std::int64_t sequence, std::chrono::milliseconds patience) const;

  /// Nobody waits any more.
  void close();
  bool closed() const;

 private:
  void keep(std::string patch);  // with the lock held
  static constexpr std::size_t most_events = 1000, most_bytes = 16u << 20, most_keys = 10000;

  mutable std::mutex mutex_;
  mutable std::condition_variable news_;
  LiveModel& model_;
  std::deque<Event> events_;  // without gaps, up to the model's sequence
  std::size_t bytes_ = 0;
  std::map<std::string, std::int64_t> keys_;
  std::deque<std::string> key_order_;
  bool closed_ = false;
};

}  // namespace salesplan::adapters
