// The store in an SQLite file, where the build has one.
#pragma once

#include <chrono>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

#include "salesplan/budget/store.hpp"
#include "salesplan/core/error.hpp"
#ifdef SALESPLAN_SQLITE
#include "adapters/sqlite/sqlite_store.hpp"
#endif

namespace salesplan::cli {

/// Error(unsupported) in a build without SQLite.
inline std::unique_ptr<budget::Store> open_store(const std::string& path) {
#ifdef SALESPLAN_SQLITE
  return std::make_unique<adapters::SqliteStore>(path);
#else
  throw Error(ErrorCode::unsupported, path, "this build has no SQLite store");
#endif
}

/// What the store in a file keeps under a name, to be looked at: no file is made. Error(io) where
/// there is none, Error(not_found) where nothing is kept under the name.
inline budget::Trail read_trail(const std::string& path, const std::string& name) {
  if (!std::ifstream(path)) throw Error(ErrorCode::io, path, "cannot be opened for reading");
  budget::Trail trail = open_store(path)->read(name);
  if (!trail.entries.empty()) return trail;
  throw Error(ErrorCode::not_found, path, "keeps nothing called " + core::quoted(name));
}

/// The time given, or that of the clock: seconds since 1970-01-01 UTC.
inline std::int64_t now_or(std::int64_t given) {
  if (given != 0) return given;
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace salesplan::cli
