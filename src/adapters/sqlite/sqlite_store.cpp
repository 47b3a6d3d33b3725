#include "adapters/sqlite/sqlite_store.hpp"

#include <sqlite3.h>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

constexpr int application_id = 0x53504c4e;  // "SPLN", in the header of the file
constexpr int busy_milliseconds = 30000;

constexpr const char* schema_1 =
    "CREATE TABLE entry(trail TEXT NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL,"
    " actor TEXT NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL, content TEXT NOT NULL,"
    " hash TEXT NOT NULL, PRIMARY KEY(trail, sequence)) WITHOUT ROWID;";
constexpr const char* schema_2 =
    "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry"
    " BEGIN SELECT RAISE(ABORT, 'entries never change'); END;"
    "CREATE TRIGGER entry_remains BEFORE DELETE ON entry"
    " BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;";

}  // namespace

class SqliteStore::Database {
 public:
  explicit Database(const std::string& path) : path_(path) {
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
    const int status = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    try {
      check(status);
      sqlite3_busy_timeout(handle_, busy_milliseconds);
      prepare();
    } catch (...) {
      sqlite3_close_v2(handle_);
      throw;
    }
  }
  ~Database() { sqlite3_close_v2(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const char* sql) { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }

  void check(int status) const {
    if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW) return;
    const int kind = status & 0xff;
    const bool damaged = kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
    throw Error(damaged ? ErrorCode::parse : ErrorCode::io, path_,
                handle_ == nullptr ? sqlite3_errstr(status) : sqlite3_errmsg(handle_));
  }

  /// A statement, reset and freed with it.
  class Statement {
   public:
    Statement(const Database& database, const char* sql) : database_(database) {
      database.check(sqlite3_prepare_v2(database.handle_, sql, -1, &statement_, nullptr));
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    void bind(int i, std::int64_t value) {
      database_.check(sqlite3_bind_int64(statement_, i, value));
    }
    void bind(int i, std::string_view text) {
      database_.check(
          sqlite3_bind_text64(statement_, i, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    int try_step() { return sqlite3_step(statement_); }
    bool step() {
      const int status = try_step();
      database_.check(status);
      return status == SQLITE_ROW;
    }
    std::int64_t integer(int i) { return sqlite3_column_int64(statement_, i); }
    std::string text(int i) {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, i));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, i));
      return bytes == nullptr ? std::string() : std::string(bytes, size);
    }

   private:
    const Database& database_;
    sqlite3_stmt* statement_ = nullptr;
  };

  /// Appends the entry together with those of other threads that wait: the first to come commits
  /// for all, the others wait for it.
  void append(const std::string& name, const budget::Entry& entry) {
    Request request{&name, &entry, nullptr, false};
    std::unique_lock<std::mutex> lock(mutex_);
    waiting_.push_back(&request);
    settled_.wait(lock, [&] { return request.done || !committing_; });
    if (!request.done) {
      committing_ = true;
      const std::vector<Request*> group = std::move(waiting_);
      waiting_.clear();
      lock.unlock();
      commit(group);
      lock.lock();
      for (Request* one : group) one->done = true;
      committing_ = false;
      settled_.notify_all();
    }
    if (request.error) std::rethrow_exception(request.error);
  }

  std::mutex& reading() { return connection_; }

 private:
  struct Request {
    const std::string* name;
    const budget::Entry* entry;
    std::exception_ptr error;
    bool done;
  };

  std::int64_t number(const char* pragma) {
    Statement statement(*this, pragma);
    return statement.step() ? statement.integer(0) : 0;
  }

  /// Refuses what is no store before anything is written, then brings the schema up to date.
  void prepare() {
    if (check_version() == schema_version) return settings();
    settings();
    run("BEGIN IMMEDIATE");
    try {
      const std::int64_t version = check_version();  // another process may have been quicker
      if (version < 1) run(schema_1);
      if (version < 2) run(schema_2);
      run(("PRAGMA application_id=" + std::to_string(application_id)).c_str());
      run(("PRAGMA user_version=" + std::to_string(schema_version)).c_str());
      run("COMMIT");
    } catch (...) {
      sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
      throw;
    }
  }

  std::int64_t check_version() {
    const std::int64_t version = number("PRAGMA user_version");
    const std::int64_t id = number("PRAGMA application_id");
    const bool empty = number("SELECT count(*) FROM sqlite_schema") == 0;
    if (empty && version == 0 && id == 0) return 0;
    if (id != application_id) {
      throw Error(ErrorCode::parse, path_, "is a database, but no salesplan store");
    }
    if (version > schema_version) {
      throw Error(ErrorCode::unsupported, path_,
                  "has schema " + std::to_string(version) + ", newer than " +
                      std::to_string(schema_version) + ", which this version knows");
    }
    Statement damage(*this, "PRAGMA quick_check(1)");
    damage.step();
    if (damage.text(0) != "ok")
      throw Error(ErrorCode::parse, path_, "is damaged: " + damage.text(0));
    return version;
  }

  void settings() {
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
  }

  void commit(const std::vector<Request*>& group) {
    const std::lock_guard<std::mutex> lock(connection_);
    try {
      run("BEGIN IMMEDIATE");
      for (Request* request : group) {
        run("SAVEPOINT one");
        try {
          insert(*request);
          run("RELEASE one");
        } catch (...) {
          request->error = std::current_exception();
          run("ROLLBACK TO one");
          run("RELEASE one");
        }
      }
      run("COMMIT");
    } catch (...) {
      sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
      for (Request* request : group) request->error = std::current_exception();
    }
  }

  void insert(const Request& request) {
    const std::string& name = *request.name;
    const budget::Entry& entry = *request.entry;
    Statement last(*this, "SELECT coalesce(max(sequence), 0) FROM entry WHERE trail = ?");
    last.bind(1, name);
    last.step();
    if (entry.sequence != last.integer(0) + 1) throw budget::conflict(name, entry.sequence);
    Statement add(*this, "INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    add.bind(1, name);
    add.bind(2, entry.sequence);
    add.bind(3, entry.at);
    int column = 4;
    for (const std::string* text :
         {&entry.actor, &entry.action, &entry.reason, &entry.content, &entry.hash}) {
      add.bind(column++, *text);
    }
    add.step();
  }

  std::string path_;
  sqlite3* handle_ = nullptr;
  std::mutex connection_;  // one transaction at a time on it
  std::mutex mutex_;       // of what follows
  std::condition_variable settled_;
  std::vector<Request*> waiting_;
  bool committing_ = false;
};

SqliteStore::SqliteStore(const std::string& path) : database_(std::make_unique<Database>(path)) {}
SqliteStore::~SqliteStore() = default;

budget::Trail SqliteStore::read(const std::string& name) {
  const std::lock_guard<std::mutex> lock(database_->reading());
  budget::Trail trail{name, {}};
  Database::Statement rows(*database_,
                           "SELECT sequence, at, actor, action, reason, content, hash FROM entry"
                           " WHERE trail = ? ORDER BY sequence");
  rows.bind(1, name);
  while (rows.step()) {
    trail.entries.push_back({rows.integer(0), rows.integer(1), rows.text(2), rows.text(3),
                             rows.text(4), rows.text(5), rows.text(6)});
  }
  return trail;
}

void SqliteStore::append(const std::string& name, const budget::Entry& entry) {
  database_->append(name, entry);
}

std::vector<std::string> SqliteStore::names() {
  const std::lock_guard<std::mutex> lock(database_->reading());
  Database::Statement rows(*database_, "SELECT DISTINCT trail FROM entry ORDER BY trail");
  std::vector<std::string> result;
  while (rows.step()) result.push_back(rows.text(0));
  return result;
}

}  // namespace salesplan::adapters
