#include "adapters/live/live_feed.hpp"

#include <utility>

namespace salesplan::adapters {

std::int64_t LiveFeed::add(const LiveFacts& facts, const std::string& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const auto known = keys_.find(key); known != keys_.end()) return known->second;
  keep(model_.add(facts));
  const std::int64_t sequence = model_.sequence();
  if (!key.empty()) {
    keys_.emplace(key, sequence);
    key_order_.push_back(key);
    if (key_order_.size() > most_keys) {
      keys_.erase(key_order_.front());
      key_order_.pop_front();
    }
  }
  return sequence;
}

void LiveFeed::complain(const std::string& problem) {
  const std::lock_guard<std::mutex> lock(mutex_);
  keep(model_.complain(problem));
}

void LiveFeed::keep(std::string patch) {
  bytes_ += patch.size();
  events_.push_back({model_.sequence(), false, std::move(patch)});
  while (events_.size() > most_events || bytes_ > most_bytes) {
    bytes_ -= events_.front().data.size();
    events_.pop_front();
  }
  news_.notify_all();
}

LiveFeed::Event LiveFeed::whole() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return {model_.sequence(), true, model_.json()};
}

std::optional<LiveFeed::Event> LiveFeed::after(std::int64_t sequence,
                                               std::chrono::milliseconds patience) const {
  std::unique_lock<std::mutex> lock(mutex_);
  // A watcher ahead of the model watched another run of it.
  news_.wait_for(lock, patience, [&] { return closed_ || model_.sequence() != sequence; });
  if (closed_ || model_.sequence() == sequence) return {};
  const std::int64_t first = events_.empty() ? model_.sequence() + 1 : events_.front().sequence;
  if (sequence + 1 < first || sequence > model_.sequence()) {
    return Event{model_.sequence(), true, model_.json()};
  }
  return events_[static_cast<std::size_t>(sequence + 1 - first)];
}

void LiveFeed::close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  news_.notify_all();
}

bool LiveFeed::closed() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return closed_;
}

}  // namespace salesplan::adapters
