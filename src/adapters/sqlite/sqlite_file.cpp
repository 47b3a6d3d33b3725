#include "adapters/sqlite/sqlite_file.hpp"

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {

constexpr int busy_milliseconds = 30000;

SqliteFile::SqliteFile(const std::string& path, int application_id,
                       const std::vector<const char*>& schemas)
    : path_(path) {
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
  const int status = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
  try {
    check(status);
    sqlite3_busy_timeout(handle_, busy_milliseconds);
    prepare(application_id, schemas);
  } catch (...) {
    sqlite3_close_v2(handle_);
    throw;
  }
}

void SqliteFile::check(int status) const {
  if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW) return;
  const int kind = status & 0xff;
  const bool damaged = kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
  throw Error(damaged ? ErrorCode::parse : ErrorCode::io, path_,
              handle_ == nullptr ? sqlite3_errstr(status) : sqlite3_errmsg(handle_));
}

std::int64_t SqliteFile::number(const char* pragma) const {
  Statement statement(*this, pragma);
  return statement.step() ? statement.integer(0) : 0;
}

// Of two that make the same file at once SQLite tells one that it is locked, and does not wait.
void SqliteFile::write_ahead() const {
  constexpr int pause = 5;
  for (int waited = 0;; waited += pause) {
    const int status = sqlite3_exec(handle_, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    if ((status & 0xff) != SQLITE_BUSY || waited >= busy_milliseconds) return check(status);
    sqlite3_sleep(pause);
  }
}

// Refuses what is no store of this kind before anything is written, then brings it up to date.
void SqliteFile::prepare(int application_id, const std::vector<const char*>& schemas) {
  const auto newest = static_cast<std::int64_t>(schemas.size());
  bool current = false;
  transaction([&] { current = version(application_id, newest) == newest; }, "BEGIN");
  write_ahead();
  run("PRAGMA synchronous=FULL");
  if (current) return;
  transaction([&] {
    // Another process may have been quicker.
    for (auto at = static_cast<std::size_t>(version(application_id, newest)); at < schemas.size();
         ++at) {
      run(schemas[at]);
    }
    run(("PRAGMA application_id=" + std::to_string(application_id)).c_str());
    run(("PRAGMA user_version=" + std::to_string(newest)).c_str());
  });
}

std::int64_t SqliteFile::version(int application_id, std::int64_t newest) const {
  const std::int64_t found = number("PRAGMA user_version");
  const std::int64_t id = number("PRAGMA application_id");
  const bool empty = number("SELECT count(*) FROM sqlite_schema") == 0;
  if (empty && found == 0 && id == 0) return 0;
  if (id != application_id) {
    throw Error(ErrorCode::parse, path_, "is a database, but no salesplan store");
  }
  if (found > newest) {
    throw Error(ErrorCode::unsupported, path_,
                "has schema " + std::to_string(found) + ", newer than " + std::to_string(newest) +
                    ", which this version knows");
  }
  Statement damage(*this, "PRAGMA quick_check(1)");
  damage.step();
  if (damage.text(0) != "ok") {
    throw Error(ErrorCode::parse, path_, "is damaged: " + damage.text(0));
  }
  return found;
}

}  // namespace salesplan::adapters
