#include "adapters/sqlite/sqlite_store.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>

#include "adapters/sqlite/sqlite_file.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

constexpr int application_id = 0x53504c4e;  // "SPLN", in the header of the file

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
  explicit Database(const std::string& path) : file(path, application_id, {schema_1, schema_2}) {}

  const SqliteFile file;

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

  void commit(const std::vector<Request*>& group) {
    const std::lock_guard<std::mutex> lock(connection_);
    try {
      file.transaction([&] {
        for (Request* request : group) {
          file.run("SAVEPOINT one");
          try {
            insert(*request);
            file.run("RELEASE one");
          } catch (...) {
            request->error = std::current_exception();
            file.run("ROLLBACK TO one");
            file.run("RELEASE one");
          }
        }
      });
    } catch (...) {
      for (Request* request : group) request->error = std::current_exception();
    }
  }

  void insert(const Request& request) {
    const std::string& name = *request.name;
    const budget::Entry& entry = *request.entry;
    SqliteFile::Statement last(file,
                               "SELECT coalesce(max(sequence), 0) FROM entry WHERE trail = ?");
    last.bind(1, name);
    last.step();
    if (entry.sequence != last.integer(0) + 1) throw budget::conflict(name, entry.sequence);
    SqliteFile::Statement add(file, "INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
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
  SqliteFile::Statement rows(database_->file,
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
  SqliteFile::Statement rows(database_->file, "SELECT DISTINCT trail FROM entry ORDER BY trail");
  std::vector<std::string> result;
  while (rows.step()) result.push_back(rows.text(0));
  return result;
}

}  // namespace salesplan::adapters
