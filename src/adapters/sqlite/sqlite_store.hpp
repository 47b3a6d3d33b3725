// Trails in an SQLite file: durable, safe between threads and processes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "salesplan/budget/store.hpp"

namespace salesplan::adapters {

/// One file, write-ahead log, synchronous FULL: what append() returns from has been synced. An
/// action is one transaction; appends of several threads that come together share one (each in a
/// savepoint, so that a conflict fails alone), and so one sync. Entries are never updated or
/// deleted; triggers refuse it to others as well.
class SqliteStore final : public budget::Store {
 public:
  static constexpr int schema_version = 2;

  /// Opens or creates the file; an older schema is migrated in one transaction.
  /// @throws Error(io) where it cannot be opened or read, Error(parse) for a file that is no store
  ///         or is damaged, Error(unsupported) for one of a newer schema. Nothing is changed then.
  explicit SqliteStore(const std::string& path);
  ~SqliteStore() override;

  budget::Trail read(const std::string& name) override;
  void append(const std::string& name, const budget::Entry& entry) override;

  /// The names of all trails, sorted.
  std::vector<std::string> names();

 private:
  class Database;
  std::unique_ptr<Database> database_;
};

}  // namespace salesplan::adapters
