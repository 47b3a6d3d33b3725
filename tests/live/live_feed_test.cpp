#include "adapters/live/live_feed.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "adapters/live/fact_files.hpp"
#include "live/live_plan.hpp"
#include "salesplan/plan/loop.hpp"

namespace salesplan::adapters {
namespace live_feed_test {

using std::chrono::milliseconds;

class LiveFeedTest : public testing::Test {
 protected:
  const plan::Specification spec_ = live_plan();
  LiveModel model_{spec_, plan::run(spec_)};
  LiveFeed feed_{model_};
};

TEST_F(LiveFeedTest, AWatcherGetsEachChangeOnceAndInOrder) {
  EXPECT_FALSE(feed_.after(0, milliseconds(0)));
  EXPECT_EQ(feed_.add(sale("2026-03-05", 0, 0, 100)), 1);
  EXPECT_EQ(feed_.add(sale("2026-03-05", 0, 0, 200)), 2);
  Json watched = Json::parse(LiveModel(spec_, plan::run(spec_)).json());
  for (std::int64_t at = 0; at < 2; ++at) {
    const auto event = feed_.after(at, milliseconds(0));
    ASSERT_TRUE(event);
    EXPECT_FALSE(event->whole);
    EXPECT_EQ(event->sequence, at + 1);
    watched = watched.patch(Json::parse(event->data));
  }
  EXPECT_TRUE(watched == Json::parse(feed_.whole().data));
}

TEST_F(LiveFeedTest, WaitsUntilSomethingComesOrItIsClosed) {
  std::thread other([&] {
    std::this_thread::sleep_for(milliseconds(30));
    feed_.add(sale("2026-03-05", 0, 0, 100));
  });
  EXPECT_EQ(feed_.after(0, milliseconds(60000))->sequence, 1);
  other.join();
  other = std::thread([&] {
    std::this_thread::sleep_for(milliseconds(30));
    feed_.close();
  });
  EXPECT_FALSE(feed_.after(1, milliseconds(60000)));
  other.join();
}

TEST_F(LiveFeedTest, WhoFallsBehindGetsTheWholeModel) {
  for (int i = 0; i < 1100; ++i) feed_.add(sale("2026-03-05", 0, 0, 1));
  EXPECT_TRUE(feed_.after(50, milliseconds(0))->whole);
  EXPECT_FALSE(feed_.after(200, milliseconds(0))->whole);
  EXPECT_TRUE(feed_.after(5000, milliseconds(0))->whole);  // of another run of the server
  EXPECT_EQ(feed_.after(50, milliseconds(0))->sequence, 1100);
}

TEST_F(LiveFeedTest, ABatchThatComesTwiceCountsOnce) {
  EXPECT_EQ(feed_.add(sale("2026-03-05", 0, 0, 100), "one"), 1);
  EXPECT_EQ(feed_.add(sale("2026-03-05", 0, 0, 100), "two"), 2);
  EXPECT_EQ(feed_.add(sale("2026-03-05", 0, 0, 100), "one"), 1);
  EXPECT_EQ(Json::parse(feed_.whole().data)["months"][2]["actual"], 200);
}

class FactFilesTest : public testing::Test {
 protected:
  FactFilesTest() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
  }
  ~FactFilesTest() override { std::filesystem::remove_all(folder_); }

  void append(const char* name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary | std::ios::app) << text;
  }
  std::vector<core::Minor> poll() {
    problems_.clear();
    return files_.poll(problems_).revenue;
  }

  using Amounts = std::vector<core::Minor>;
  const plan::Specification spec_ = live_plan();
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() /
      (std::string("salesplan_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  FactFiles files_{folder_.string(), {"date", "revenue", {"rep", "product"}}, spec_};
  std::vector<std::string> problems_;
};

TEST_F(FactFilesTest, ReadsOnInWholeRows) {
  EXPECT_EQ(poll(), Amounts{});
  append("a.csv", "date,rep,product,note,rev");
  EXPECT_EQ(poll(), Amounts{});
  append("a.csv", "enue\n2026-03-05,ann,tea,\"two\nlines\",1.00\n2026-03-05,bob,tea,\"half a");
  EXPECT_EQ(poll(), Amounts{100});
  append("a.csv", "\nrow\",2.00\n");
  append("b.csv", "revenue,product,rep,date\n3.00,rice,cai,2026-03-06\n");
  append("c.txt", "not ours");
  EXPECT_EQ(poll(), (Amounts{200, 300}));
  EXPECT_EQ(poll(), Amounts{});
  EXPECT_TRUE(problems_.empty());
}

TEST_F(FactFilesTest, LeavesAFileThatCannotBeRightAlone) {
  append("a.csv", "date,rep,product,revenue\n2026-03-05,ann,tea,1.00\n2026-03-05,ann,tea,1.00\n");
  append("b.csv", "date,rep,product,revenue\n2026-03-05,bob,tea,2.00\n");
  EXPECT_EQ(poll(), (Amounts{100, 100, 200}));
  append("a.csv", "2026-03-05,ann,tea,1.00\n2026-03-05,zoe,tea,1.00\n");
  append("b.csv", "2026-03-05,bob,tea,4.00\n");
  EXPECT_EQ(poll(), Amounts{400});
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(problems_[0].substr(folder_.string().size()),
            "/a.csv:5 (rep): \"zoe\" is not a member of dimension rep");
  append("a.csv", "2026-03-05,ann,tea,1.00\n");
  EXPECT_EQ(poll(), Amounts{});
  EXPECT_TRUE(problems_.empty());
  std::filesystem::resize_file(folder_ / "b.csv", 30);
  EXPECT_EQ(poll(), Amounts{});
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_NE(problems_[0].find("b.csv: has become shorter"), std::string::npos);
}

TEST_F(FactFilesTest, RefusesADayOutsideThePlan) {
  append("a.csv", "date,rep,product,revenue\n2025-12-31,ann,tea,1.00\n");
  EXPECT_EQ(poll(), Amounts{});
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_NE(problems_[0].find("a.csv:2 (date): 2025-12-31 is not within the plan"),
            std::string::npos);
}

}  // namespace live_feed_test
}  // namespace salesplan::adapters
