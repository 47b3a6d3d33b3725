// An SQLite file with a schema of ours: opened or made, brought up to date, asked and told.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace salesplan::adapters {

/// Write-ahead log, synchronous FULL: what a transaction returns from has been synced.
class SqliteFile {
 public:
  /// Opens or creates the file; an older schema is migrated in one transaction.
  /// @param application_id in the header of the file: what kind of store it is
  /// @param schemas [version] the statements that lead to version 1, 2 ...
  /// @throws Error(io) where it cannot be opened or read, Error(parse) for a file of another kind
  ///         or a damaged one, Error(unsupported) for one of a newer schema. Nothing is changed
  ///         then.
  SqliteFile(const std::string& path, int application_id, const std::vector<const char*>& schemas);
  ~SqliteFile() { sqlite3_close_v2(handle_); }
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  void run(const char* sql) const { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }

  /// `body` in one transaction: all of it, or nothing.
  template <class Body>
  void transaction(Body&& body, const char* begin = "BEGIN IMMEDIATE") const {
    run(begin);
    try {
      body();
      run("COMMIT");
    } catch (...) {
      sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
      throw;
    }
  }

  /// Error(io), or Error(parse) for a damaged file, unless `status` is well.
  void check(int status) const;

  /// A statement, reset and freed with it.
  class Statement {
   public:
    Statement(const SqliteFile& file, const char* sql) : file_(file) {
      file.check(sqlite3_prepare_v2(file.handle_, sql, -1, &statement_, nullptr));
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    void bind(int i, std::int64_t value) { file_.check(sqlite3_bind_int64(statement_, i, value)); }
    void bind(int i, std::string_view text) {
      file_.check(
          sqlite3_bind_text64(statement_, i, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    /// Binds all, from the first on; texts must outlive the steps.
    template <class... Values>
    Statement& with(const Values&... values) {
      int i = 0;
      (bind(++i, values), ...);
      return *this;
    }
    bool step() {
      const int status = sqlite3_step(statement_);
      file_.check(status);
      return status == SQLITE_ROW;
    }
    std::int64_t integer(int i) { return sqlite3_column_int64(statement_, i); }
    std::string text(int i) {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, i));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, i));
      return bytes == nullptr ? std::string() : std::string(bytes, size);
    }

   private:
    const SqliteFile& file_;
    sqlite3_stmt* statement_ = nullptr;
  };

 private:
  void write_ahead() const;
  void prepare(int application_id, const std::vector<const char*>& schemas);
  std::int64_t number(const char* pragma) const;
  std::int64_t version(int application_id, std::int64_t newest) const;

  std::string path_;
  sqlite3* handle_ = nullptr;
};

}  // namespace salesplan::adapters
