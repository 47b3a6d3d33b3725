#include "adapters/notices/notice_outbox.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "adapters/notices/outbox_records.hpp"
#include "refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::adapters {
namespace {

using monitor::Action;
using monitor::AlertBook;
using monitor::AlertRule;
using monitor::Instant;
using monitor::Labels;
using monitor::Notice;

/// Two rules with all that an alert remembers: a chart, a gap, an escalation, a slow recovery.
AlertBook rules() {
  AlertRule pace;
  pace.name = "low pace";
  pace.kpi = "pace";
  pace.threshold = 0.8;
  pace.clear = 0.9;
  pace.recovering_for = 3;
  pace.missing_after = 40;
  pace.escalate_after = 20;
  pace.receiver = "sales";
  pace.escalate_to = "director";
  AlertRule chart;
  chart.name = "shift";
  chart.kpi = "pace";
  chart.condition = monitor::Condition::cusum;
  chart.mean = 1;
  chart.sd = 0.3;
  chart.weight = 0.5;
  chart.inhibits = false;
  return AlertBook({pace, chart});
}

std::vector<Channel> inbox() {
  Channel channel;
  channel.name = "inbox";
  channel.kind = ChannelKind::inbox;
  return {channel};
}

class NoticeOutboxTest : public testing::Test {
 protected:
  NoticeOutboxTest() { remove(); }
  ~NoticeOutboxTest() override { remove(); }

  void remove() const {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }

  NoticeOutbox open(std::vector<Channel> channels = inbox()) const {
    return {path_, rules(), std::move(channels)};
  }

  /// The first number that a query answers; 0 without one.
  std::int64_t sql(const std::string& text) const {
    std::int64_t number = 0;
    sqlite3* database = nullptr;
    sqlite3_open(path_.c_str(), &database);
    const auto keep = [](void* to, int, char** cells, char**) {
      *static_cast<std::int64_t*>(to) = cells[0] == nullptr ? 0 : std::atoll(cells[0]);
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(database, text.c_str(), keep, &number, nullptr), SQLITE_OK)
        << text << ": " << sqlite3_errmsg(database);
    sqlite3_close(database);
    return number;
  }

  const std::string path_ =
      (std::filesystem::temp_directory_path() /
       (std::string("salesplan_outbox_") +
        testing::UnitTest::GetInstance()->current_test_info()->name() + ".db"))
          .string();
};

const Labels north{{"region", "north"}};

TEST_F(NoticeOutboxTest, RemembersWhatPeopleDid) {
  std::string fingerprint;
  {
    NoticeOutbox outbox = open();
    ASSERT_EQ(outbox.at(100, {{"pace", north, 0.5}}).size(), 1u);
    fingerprint = outbox.book().alerts()[0].fingerprint;
    outbox.act(110, fingerprint, Action::acknowledge, "eve");
    outbox.act(111, fingerprint, Action::measure, "eve", "two accounts not seen", "visit both");
    EXPECT_EQ(refusal([&] { outbox.act(112, "00", Action::close, "eve"); }),
              "fingerprint: \"00\" has no alert");
    EXPECT_EQ(refusal([&] { outbox.act(112, fingerprint, Action::close, "eve"); }),
              "action: closed needs an alert that is normal again, this is firing");
  }
  EXPECT_EQ(sql("SELECT count(*) FROM journal"), 3);  // what was refused is not written down
  NoticeOutbox outbox = open();
  const monitor::Alert& alert = outbox.book().alerts()[0];
  EXPECT_EQ(alert.handling, monitor::Handling::measured);
  ASSERT_EQ(alert.measures.size(), 1u);
  EXPECT_EQ(alert.measures[0].what, "visit both");
  EXPECT_TRUE(outbox.at(135, {}).empty());  // acknowledged: nobody escalates
}

TEST_F(NoticeOutboxTest, SilenceKeepsNoticesBackWhoeverObserves) {
  NoticeOutbox desk = open(), other = open();
  desk.silence({north, 90, 115, "eve", "stocktaking"});
  EXPECT_TRUE(other.at(100, {{"pace", north, 0.5}}).empty());
  EXPECT_EQ(other.book().silences().size(), 1u);
  EXPECT_EQ(other.at(100, {{"pace", {{"region", "south"}}, 0.5}}).size(), 1u);
  EXPECT_EQ(open().at(115, {}).size(), 1u);
  EXPECT_EQ(refusal([&] {
              desk.silence({north, 130, 130, "eve", ""});
            }),
            "until: is not after from");
}

// Three processes write in turn, close, open and forget: each notice and the book are those of one
// book that saw everything.
TEST_F(NoticeOutboxTest, GoesOnAsOneBookThroughForgettingAndOthers) {
  constexpr unsigned seed = 20;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto below = [&](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  AlertBook reference = rules();
  std::vector<std::unique_ptr<NoticeOutbox>> outboxes(3);
  Instant now = 1000;
  for (int step = 0; step < 400; ++step) {
    std::unique_ptr<NoticeOutbox>& outbox = outboxes[static_cast<std::size_t>(below(3))];
    if (!outbox || below(30) == 0) outbox = std::make_unique<NoticeOutbox>(path_, rules(), inbox());
    now += below(4);
    const int what = below(12);
    if (what == 0) {
      const monitor::Silence silence{north, now, now + 1 + below(30), "eve", "why"};
      reference.silence(silence);
      outbox->silence(silence);
    } else if (what == 1 && !reference.alerts().empty()) {
      const auto position =
          static_cast<std::size_t>(below(static_cast<int>(reference.alerts().size())));
      const std::string fingerprint = reference.alerts()[position].fingerprint;
      const auto action = static_cast<Action>(below(5));
      EXPECT_EQ(refusal([&] { outbox->act(now, fingerprint, action, "eve", "why", "what"); }),
                refusal([&] { reference.act(now, fingerprint, action, "eve", "why", "what"); }));
    } else {
      std::vector<monitor::Observation> seen;
      for (int i = below(4); i > 0; --i) {
        const double value = below(9) == 0 ? core::missing_number : below(1000) / 700.0;
        seen.push_back(
            {"pace", {{"region", std::string(1, static_cast<char>('a' + below(6)))}}, value});
      }
      const std::vector<Notice> expected = reference.at(now, seen);
      const std::vector<Notice> made = outbox->at(now, seen);
      ASSERT_EQ(made.size(), expected.size()) << step;
      for (std::size_t i = 0; i < made.size(); ++i) {
        EXPECT_EQ(notice_record(made[i]), notice_record(expected[i])) << step;
      }
    }
    if (below(40) == 0) outbox->forget(now);
    if (step % 50 == 0 || step > 390) {
      outbox->refresh();
      ASSERT_EQ(memory_record(outbox->book()), memory_record(reference)) << step;
      ASSERT_EQ(memory_record(open().book()), memory_record(reference)) << step;
    }
  }
}

TEST_F(NoticeOutboxTest, TheJournalStaysShort) {
  open();
  sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 995) INSERT INTO "
      "journal SELECT i, i, '{\"observations\": [[\"pace\", {\"region\": \"north\"}, 1.0]]}' FROM "
      "n");
  NoticeOutbox outbox = open();
  for (Instant now = 996; now <= 1010; ++now) outbox.at(now, {{"pace", north, 1.0}});
  EXPECT_EQ(sql("SELECT count(*) FROM journal"), 10);
  EXPECT_EQ(sql("SELECT max(sequence) FROM journal"), 1010);
  EXPECT_EQ(sql("SELECT count(*) FROM memory"), 1);
  EXPECT_EQ(memory_record(open().book()), memory_record(outbox.book()));
}

TEST_F(NoticeOutboxTest, ForgetsLettersThatDoNotWait) {
  Channel waits;
  waits.name = "hook";
  NoticeOutbox outbox = open({waits, inbox()[0]});
  outbox.at(100, {{"pace", north, 0.5}});
  outbox.at(110, {{"pace", {{"region", "south"}}, 0.5}});
  EXPECT_EQ(outbox.forget(110), 1);  // of the inbox; the one to `hook` still waits
  EXPECT_EQ(outbox.letters().size(), 3u);
  EXPECT_EQ(sql("SELECT count(*) FROM journal"), 0);
  EXPECT_TRUE(open().at(111, {{"pace", north, 0.5}}).empty());  // nobody is told again
}

Channel hook() {
  Channel channel;
  channel.name = "hook";
  channel.wait = 30;
  return channel;
}

// A courier that dies once the letter has left, as its process might.
TEST_F(NoticeOutboxTest, ALetterLeavesTwiceAtMostWithoutAnAnswer) {
  NoticeOutbox outbox = open({hook()});
  outbox.at(100, {{"pace", north, 0.5}});
  int copies = 0;
  const auto dies = [&](const Channel&, const Letter&, const Departure& leave) -> Delivery {
    copies += leave() ? 1 : 0;
    throw Error(ErrorCode::internal, "courier", "died");
  };
  const auto killed = [&](Instant now) {
    return refusal([&] { open({hook()}).deliver(now, dies); });
  };
  EXPECT_EQ(killed(100), "courier: died");
  EXPECT_EQ(killed(159), "accepted");  // nobody else takes it before a minute has passed
  EXPECT_EQ(killed(160), "courier: died");
  const Round round = outbox.deliver(1000, dies);
  EXPECT_EQ(round.dead, 1);
  EXPECT_EQ(copies, 2);
  EXPECT_EQ(outbox.letters()[0].state, "dead");
  EXPECT_NE(outbox.letters()[0].error.find("it may have arrived"), std::string::npos);
  EXPECT_EQ(outbox.revive(1000), 1);
  EXPECT_EQ(outbox
                .deliver(1000,
                         [](const Channel&, const Letter&, const Departure& leave) {
                           return Delivery{leave(), false, ""};
                         })
                .sent,
            1);
}

TEST_F(NoticeOutboxTest, NobodyAnswersIsNotARefusal) {
  for (const bool unanswered : {true, false}) {
    remove();
    NoticeOutbox outbox = open({hook()});
    outbox.at(100, {{"pace", north, 0.5}});
    int copies = 0;
    for (Instant now = 100; now < 100000; now += 3600) {
      outbox.deliver(now, [&](const Channel&, const Letter&, const Departure& leave) {
        copies += leave() ? 1 : 0;
        return Delivery{false, false, "failed", unanswered};
      });
    }
    EXPECT_EQ(copies, unanswered ? 2 : hook().attempts);
    EXPECT_EQ(outbox.letters()[0].state, "dead");
  }
}

// Two couriers with the letter at once, the first of them slower than a minute, and a third.
TEST_F(NoticeOutboxTest, SlowCouriersShareTheirDepartures) {
  NoticeOutbox outbox = open({hook()});
  outbox.at(100, {{"pace", north, 0.5}});
  std::vector<bool> left;
  outbox.deliver(100, [&](const Channel&, const Letter&, const Departure& first) {
    open({hook()}).deliver(200, [&](const Channel&, const Letter&, const Departure& second) {
      open({hook()}).deliver(400, [&](const Channel&, const Letter&, const Departure& third) {
        left = {first(), second(), third()};
        return Delivery{false, false, "late", true};
      });
      return Delivery{false, false, "late", true};
    });
    return Delivery{false, false, "late", true};
  });
  EXPECT_EQ(left, (std::vector<bool>{true, true, false}));
}

TEST_F(NoticeOutboxTest, OpensAFileOfTheFormerSchema) {
  open({hook()}).at(100, {{"pace", north, 0.5}});
  sql("ALTER TABLE letter DROP COLUMN departures");
  sql("PRAGMA user_version = 2");
  const std::vector<Letter> letters = open({hook()}).letters();
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].departures, 0);
}

TEST_F(NoticeOutboxTest, OtherRulesSeeTheirAlertsOnly) {
  {
    NoticeOutbox outbox = open();
    outbox.at(100, {{"pace", north, 0.5}, {"pace", {{"region", "south"}}, 0.5}});
    outbox.forget(0);
  }
  AlertRule pace = rules().rules()[0];
  pace.where = north;
  AlertRule fresh = pace;
  fresh.name = "fresh";
  fresh.inhibits = false;
  NoticeOutbox outbox(path_, AlertBook({fresh, pace}), inbox());
  ASSERT_EQ(outbox.book().alerts().size(), 1u);  // no "shift", no south
  EXPECT_EQ(outbox.book().alerts()[0].rule, 1u);
  const std::vector<Notice> notices = outbox.at(101, {{"pace", north, 0.5}});
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].lines[0].rule, "fresh");
}

TEST_F(NoticeOutboxTest, WritersAtOnceLoseAndDoubleNothing) {
  constexpr int each = 60;
  const auto write = [&](const std::string& name) {
    NoticeOutbox outbox = open();
    for (int i = 0; i < each; ++i) {
      outbox.at(100, {{"pace", {{"region", name + std::to_string(i)}}, 0.5}});
      outbox.at(100, {{"pace", north, 0.5}});  // both tell of it: one alert
    }
  };
  std::thread first(write, "a"), second(write, "b");
  first.join();
  second.join();
  NoticeOutbox outbox = open();
  EXPECT_EQ(sql("SELECT count(*) FROM journal"), 4 * each);
  std::set<std::string> fingerprints, keys;
  for (const monitor::Alert& alert : outbox.book().alerts()) {
    if (alert.rule != 0) continue;
    EXPECT_TRUE(alert.notified);
    EXPECT_EQ(alert.episode, 1);
    fingerprints.insert(alert.fingerprint);
  }
  for (const Letter& letter : outbox.letters()) keys.insert(letter.key);
  EXPECT_EQ(fingerprints.size(), 2u * each + 1);
  EXPECT_EQ(keys.size(), outbox.letters().size());
  EXPECT_EQ(sql("SELECT count(*) FROM letter WHERE payload LIKE '%low pace%'"), 2 * each + 1);
}

TEST_F(NoticeOutboxTest, ATimeBeforeAnothersIsRefused) {
  NoticeOutbox early = open(), late = open();
  late.at(200, {{"pace", north, 0.5}});
  EXPECT_EQ(refusal([&] {
              early.at(100, {{"pace", north, 0.9}});
            }),
            "now: 1970-01-01T00:01:40 is before 1970-01-01T00:03:20");
  EXPECT_EQ(early.at(201, {{"pace", {{"region", "south"}}, 0.5}}).size(), 1u);
  EXPECT_EQ(sql("SELECT count(*) FROM journal"), 2);
}

TEST_F(NoticeOutboxTest, IsAsItWasWhenItCannotWrite) {
  NoticeOutbox outbox = open();
  outbox.at(100, {{"pace", {{"region", "south"}}, 1.0}});
  const std::string before = memory_record(outbox.book());
  for (const char* table : {"letter", "journal"}) {
    sql("CREATE TRIGGER full BEFORE INSERT ON " + std::string(table) +
        " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    EXPECT_EQ(refusal([&] {
                outbox.at(110, {{"pace", north, 0.5}});
              }),
              path_ + ": the disk is full");
    EXPECT_EQ(memory_record(outbox.book()), before);
    EXPECT_TRUE(outbox.letters().empty());
    EXPECT_EQ(sql("SELECT count(*) FROM journal"), 1);
    sql("DROP TRIGGER full");
  }
  EXPECT_EQ(outbox.at(110, {{"pace", north, 0.5}}).size(), 1u);  // not told of before
  EXPECT_EQ(outbox.letters().size(), 1u);
}

TEST_F(NoticeOutboxTest, RefusesTextThatItCouldNotReadAgain) {
  NoticeOutbox outbox = open();
  EXPECT_EQ(refusal([&] {
              outbox.at(100, {{"pace", {{"region", "\xff"}}, 0.5}});
            }),
            "text: is not UTF-8");
  EXPECT_TRUE(outbox.book().alerts().empty());
}

TEST_F(NoticeOutboxTest, NamesFileAndRowOfADamagedRecord) {
  Channel slow;
  slow.name = "slow";
  slow.digest = 60;
  {
    NoticeOutbox outbox = open({slow});
    outbox.at(100, {{"pace", north, 0.5}});
    outbox.act(101, outbox.book().alerts()[0].fingerprint, Action::acknowledge, "eve");
    outbox.silence({north, 102, 110, "eve", ""});
  }
  const std::filesystem::path sound = path_ + ".sound";
  sql("PRAGMA wal_checkpoint(TRUNCATE)");
  std::filesystem::copy_file(path_, sound, std::filesystem::copy_options::overwrite_existing);
  const auto damaged = [&](const std::string& change) {
    remove();
    std::filesystem::copy_file(sound, path_);
    sql(change);
    return refusal([&] {
      open({slow}).deliver(300, [](const Channel&, const Letter&, const Departure&) {
        return Delivery{true, false, ""};
      });
    });
  };
  const auto content = [&](int row, const std::string& text) {
    return damaged("UPDATE journal SET content = '" + text +
                   "' WHERE sequence = " + std::to_string(row));
  };
  EXPECT_EQ(damaged("SELECT 1"), "accepted");
  EXPECT_EQ(content(1, "{\"observ").find(path_ + ": journal row 1:1:9: not JSON"), 0u);
  EXPECT_EQ(content(1, "[]"), path_ + ": journal row 1: is array, must be an object");
  EXPECT_EQ(content(1, "{\"observations\": [[\"pace\", {\"region\": 1}, 0.5]]}"),
            path_ + ": journal row 1: observations[0][1].region: is number, must be a text");
  EXPECT_EQ(content(1, "{\"observations\": [[\"pace\", {}]]}"),
            path_ + ": journal row 1: observations[0]: has 2 parts, must have 3");
  EXPECT_EQ(content(2, "{\"act\": [\"x\", 5, \"eve\", \"\", \"\"]}"),
            path_ + ": journal row 2: act[1]: 5 is not within 0 and 4");
  EXPECT_EQ(content(3, "{\"silence\": [{}, 5, 5, \"eve\", \"\"]}"),
            path_ + ": journal row 3: until: is not after from");
  EXPECT_EQ(content(3, "{\"sleep\": []}").find(path_ + ": journal row 3: unknown field \"sleep\""),
            0u);
  EXPECT_EQ(
      damaged("UPDATE journal SET at = 50 WHERE sequence = 3; INSERT INTO journal(at, content) "
              "VALUES(60, '{\"observations\": []}')"),
      path_ + ": journal row 4: now: 1970-01-01T00:01:00 is before 1970-01-01T00:01:41");
  EXPECT_EQ(damaged("UPDATE notice SET content = '[9, 100, \"\", \"\", {}, []]'"),
            path_ + ": notice row 1: [0]: 9 is not within 0 and 3");
  EXPECT_EQ(
      damaged("INSERT INTO memory VALUES(3, '{\"last\": 1, \"alerts\": 2, \"silences\": []}')"),
      path_ + ": memory: alerts: is number, must be an array");
  EXPECT_EQ(damaged("INSERT INTO memory VALUES(3, '{\"alerts\": []}')"),
            path_ + ": memory: the field \"last\" is missing");
  std::filesystem::remove(sound);
}

}  // namespace
}  // namespace salesplan::adapters
