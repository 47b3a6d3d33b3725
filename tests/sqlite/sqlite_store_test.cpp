#include "adapters/sqlite/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "refusal.hpp"

namespace salesplan::adapters {
namespace {

class SqliteStoreTest : public testing::Test {
 protected:
  SqliteStoreTest() {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }
  ~SqliteStoreTest() override {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }

  /// "" or what SQLite says.
  std::string sql(const char* text) const {
    sqlite3* database = nullptr;
    sqlite3_open(path_.c_str(), &database);
    const int status = sqlite3_exec(database, text, nullptr, nullptr, nullptr);
    std::string said = status == SQLITE_OK ? "" : sqlite3_errmsg(database);
    sqlite3_close(database);
    return said;
  }

  std::string bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const std::string path_ =
      (std::filesystem::temp_directory_path() /
       (std::string("salesplan_") + testing::UnitTest::GetInstance()->current_test_info()->name() +
        ".db"))
          .string();
};

budget::Entry add(budget::Store& store, const std::string& name, const std::string& content) {
  const budget::Entry entry =
      budget::next_entry(store.read(name), 7, "ann", "record", "why", content);
  store.append(name, entry);
  return entry;
}

TEST_F(SqliteStoreTest, KeepsWhatItAcknowledges) {
  {
    SqliteStore store(path_);
    EXPECT_TRUE(store.read("a").entries.empty());
    add(store, "a", "{\n\t\"plan\": \"Süd\"\n}");
    add(store, "a", "");
    add(store, "b", "x");
  }
  SqliteStore store(path_);
  const budget::Trail trail = store.read("a");
  budget::verify(trail);
  ASSERT_EQ(trail.entries.size(), 2u);
  EXPECT_EQ(trail.entries[0].content, "{\n\t\"plan\": \"Süd\"\n}");
  EXPECT_EQ(trail.entries[0].actor + trail.entries[0].reason, "annwhy");
  EXPECT_EQ(store.names(), (std::vector<std::string>{"a", "b"}));
}

TEST_F(SqliteStoreTest, TellsAConflictAndKeepsNothingOfIt) {
  SqliteStore one(path_), other(path_);
  const budget::Entry entry = budget::next_entry(one.read("a"), 7, "ann", "record", "", "mine");
  add(other, "a", "theirs");
  EXPECT_EQ(refusal([&] { one.append("a", entry); }),
            "a: entry 1 has been written by somebody else in the meantime; nothing was changed");
  ASSERT_EQ(one.read("a").entries.size(), 1u);
  EXPECT_EQ(one.read("a").entries[0].content, "theirs");
}

TEST_F(SqliteStoreTest, ThreadsShareTransactionsAndLoseNothing) {
  SqliteStore store(path_);
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      try {
        for (int i = 0; i < 20; ++i) add(store, "trail " + std::to_string(t), std::to_string(i));
      } catch (...) {
        ++failures;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  for (int t = 0; t < 8; ++t) {
    const budget::Trail trail = store.read("trail " + std::to_string(t));
    budget::verify(trail);
    EXPECT_EQ(trail.entries.size(), 20u);
  }
}

TEST_F(SqliteStoreTest, ManyMayMakeTheFileAtOnce) {
  std::atomic<int> refused{0};
  for (int round = 0; round < 20; ++round) {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
    std::atomic<int> ready{0};
    std::vector<std::thread> openers;
    for (int i = 0; i < 4; ++i) {
      openers.emplace_back([&] {
        ++ready;
        while (ready < 4) std::this_thread::yield();
        refused += refusal([&] { SqliteStore store(path_); }) != "accepted" ? 1 : 0;
      });
    }
    for (std::thread& opener : openers) opener.join();
  }
  EXPECT_EQ(refused, 0);
}

TEST_F(SqliteStoreTest, WritesInTheWriteAheadLog) {
  SqliteStore store(path_);
  add(store, "a", "x");
  EXPECT_TRUE(std::filesystem::exists(path_ + "-wal"));
}

TEST_F(SqliteStoreTest, RefusesChangesBehindItsBackAndSeesForgeries) {
  {
    SqliteStore store(path_);
    add(store, "a", "100 Web\n");
    add(store, "a", "200 Web\n");
  }
  EXPECT_EQ(sql("UPDATE entry SET content = 'x'"), "entries never change");
  EXPECT_EQ(sql("DELETE FROM entry"), "entries are never deleted");
  EXPECT_EQ(
      sql("DROP TRIGGER entry_stays; UPDATE entry SET content = '900 Web' WHERE sequence = 1"), "");
  SqliteStore store(path_);
  EXPECT_EQ(refusal([&] { budget::verify(store.read("a")); }),
            "trail[0]: does not match its hash: it, or what is before it, has been changed");
}

TEST_F(SqliteStoreTest, MigratesTheFirstSchema) {
  {
    SqliteStore store(path_);
    add(store, "a", "x");
  }
  ASSERT_EQ(sql("DROP TRIGGER entry_stays; DROP TRIGGER entry_remains; PRAGMA user_version = 1"),
            "");
  {
    SqliteStore store(path_);
    budget::verify(store.read("a"));
  }
  EXPECT_EQ(sql("DELETE FROM entry"), "entries are never deleted");
}

TEST_F(SqliteStoreTest, RefusesWhatIsNoStoreAndLeavesItAlone) {
  {
    SqliteStore store(path_);
    add(store, "a", "x");
  }
  ASSERT_EQ(sql("PRAGMA user_version = 3; PRAGMA journal_mode = DELETE"), "");
  const std::string newer = bytes();
  EXPECT_EQ(refusal([&] { SqliteStore store(path_); }),
            path_ + ": has schema 3, newer than 2, which this version knows");
  EXPECT_EQ(bytes(), newer);

  std::filesystem::remove(path_);
  ASSERT_EQ(sql("CREATE TABLE other(x)"), "");
  const std::string foreign = bytes();
  EXPECT_EQ(refusal([&] { SqliteStore store(path_); }),
            path_ + ": is a database, but no salesplan store");
  EXPECT_EQ(bytes(), foreign);

  const std::string text = "date,amount\n" + std::string(2000, 'x');
  std::ofstream(path_, std::ios::binary) << text;
  EXPECT_EQ(refusal([&] { SqliteStore store(path_); }), path_ + ": file is not a database");
  EXPECT_EQ(bytes(), text);

  EXPECT_EQ(refusal([&] { SqliteStore store(path_ + "/none.db"); }),
            path_ + "/none.db: unable to open database file");
}

TEST_F(SqliteStoreTest, RefusesADamagedFile) {
  {
    SqliteStore store(path_);
    for (int i = 0; i < 200; ++i) add(store, "a", std::string(200, 'x'));
  }
  ASSERT_EQ(sql("PRAGMA journal_mode = DELETE"), "");
  std::string damaged = bytes();
  ASSERT_GT(damaged.size(), 40000u);
  for (std::size_t i = 8192; i < 24576; ++i) damaged[i] = '\x5a';
  std::ofstream(path_, std::ios::binary) << damaged;
  const std::string said = refusal([&] { SqliteStore store(path_); });
  EXPECT_NE(said.find("damaged"), std::string::npos) << said;
  EXPECT_EQ(bytes(), damaged);
}

}  // namespace
}  // namespace salesplan::adapters
