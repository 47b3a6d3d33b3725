// Where trails are kept: two operations that a host supplies, or an adapter.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "salesplan/budget/trail.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::budget {

/// Keeps trails; what `append` returns from is kept whatever happens next. Implementations may be
/// called from several threads and processes.
class Store {
 public:
  virtual ~Store() = default;

  /// The trail; without entries where there is none of this name.
  virtual Trail read(const std::string& name) = 0;

  /// Adds the entry, or nothing. Error(conflict) unless its sequence is the next one: somebody else
  /// has been there in the meantime.
  virtual void append(const std::string& name, const Entry& entry) = 0;
};

/// The conflict that append() throws.
inline Error conflict(const std::string& name, std::int64_t sequence) {
  return {ErrorCode::conflict, name,
          "entry " + std::to_string(sequence) +
              " has been written by somebody else in the meantime; nothing was changed"};
}

/// A store that lives as long as the object.
class MemoryStore final : public Store {
 public:
  Trail read(const std::string& name) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = trails_.find(name);
    return {name, found == trails_.end() ? std::vector<Entry>() : found->second};
  }

  void append(const std::string& name, const Entry& entry) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<Entry>& entries = trails_[name];
    if (entry.sequence != static_cast<std::int64_t>(entries.size()) + 1) {
      throw conflict(name, entry.sequence);
    }
    entries.push_back(entry);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<Entry>> trails_;
};

}  // namespace salesplan::budget
