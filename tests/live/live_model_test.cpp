#include "adapters/live/live_model.hpp"

#include <gtest/gtest.h>

#include <random>

#include "live/live_plan.hpp"
#include "refusal.hpp"
#include "salesplan/plan/loop.hpp"

namespace salesplan::adapters {
namespace live_model_test {

Json parsed(const std::string& text) { return Json::parse(text); }

// Sales, returns down to nothing, first sales of a rep, months that begin and end.
TEST(LiveModel, ItsChangesLeadFromOneModelToTheNext) {
  plan::Specification spec = live_plan();
  for (const char* kpi : {"pace", "attainment"}) {
    spec.alerts.emplace_back();
    spec.alerts.back().name = spec.alerts.back().kpi = kpi;
    spec.alerts.back().threshold = 0.3;
  }
  LiveModel model(spec, plan::run(spec));
  Json watched = parsed(model.json());
  const std::size_t alerts = watched["alerts"].size();
  std::mt19937 random(5);
  calendar::Date evening = spec.as_of;
  std::vector<LiveFacts> sales;
  for (int step = 0; step < 150; ++step) {
    SCOPED_TRACE(step);
    LiveFacts facts;
    if (step % 3 == 2 && !sales.empty()) {  // taken back
      facts = sales[random() % sales.size()];
      for (core::Minor& amount : facts.revenue) amount = -amount;
    } else {
      if (random() % 2 == 0) evening = evening + static_cast<std::int64_t>(random() % 4);
      facts.evening = evening;
      for (auto n = random() % 3; n > 0; --n) {
        facts.dates.push_back(evening - static_cast<std::int64_t>(random() % 40));
        facts.leaves.push_back(static_cast<std::int32_t>(random() % 3));
        facts.leaves.push_back(static_cast<std::int32_t>(random() % 2));
        facts.revenue.push_back(static_cast<core::Minor>(random() % 5000));
      }
      sales.push_back(facts);
    }
    const Json patch = parsed(model.add(facts));
    watched = watched.patch(patch);
    ASSERT_TRUE(watched == parsed(model.json())) << patch.dump(1);
  }
  EXPECT_EQ(watched["live"]["sequence"], 150);
  EXPECT_GT(watched["alerts"].size(), alerts);
  EXPECT_EQ(watched["months"][3]["status"], "closed");
}

// The whole model is that of a plan which has seen all facts, but for the reviews of months
// and the targets that follow from them.
TEST(LiveModel, IsTheModelOfAPlanOfAllFacts) {
  plan::Specification spec = live_plan();
  LiveModel model(spec, plan::run(spec));
  model.add(sale("2026-03-09", 1, 0, 12345));
  model.add(sale("2026-01-07", 2, 1, -99));
  plan::Specification all = spec;
  plan::sell(all, "2026-03-09", {1, 0}, 12345);
  plan::sell(all, "2026-01-07", {2, 1}, -99);
  all.as_of = calendar::parse_date("2026-03-09", "as_of");
  JsonWriter writer(-1);
  writer.object([&] { write_dashboard(all, plan::run(all), writer); });
  Json live = parsed(model.json()), batch = parsed(std::move(writer).take());
  live.erase("live");
  for (const char* reviewed : {"reviews", "next_total", "placed_targets"}) {
    for (Json* one : {&live, &batch}) one->erase(reviewed);
  }
  EXPECT_TRUE(live == batch) << Json::diff(batch, live).dump(1);
}

// What one fact changes does not grow with the plan.
TEST(LiveModel, OneFactChangesItsOwnCellsOnly) {
  const plan::Specification spec = live_plan();
  LiveModel model(spec, plan::run(spec));
  const Json patch = parsed(model.add(sale("2026-03-05", 0, 0, 100)));
  std::vector<std::string> paths;
  for (const Json& operation : patch) paths.push_back(operation["path"]);
  EXPECT_EQ(paths, (std::vector<std::string>{
                       "/months/2/units/rep/0/actual", "/months/2/mix/pro~1duct~0/0/actual",
                       "/months/2/actual", "/months/2/landing",
                       "/months/2/days/4/actual_cumulative", "/facts/actual/12",
                       "/tasks/weeks/8/actual", "/tasks/targets/2/actual/0", "/live/sequence"}));
}

// Alerts that cannot be kept are said, and the facts count all the same.
TEST(LiveModel, SaysThatAlertsAreNotKept) {
  plan::Specification spec = live_plan();
  spec.alerts.emplace_back();
  spec.alerts[0].name = spec.alerts[0].kpi = "pace";
  const monitor::AlertBook book = plan::alert_book(spec);
  bool full = false;
  LiveModel model(spec, plan::run(spec),
                  [&](monitor::Instant, const auto&) -> const monitor::AlertBook& {
                    if (full) throw Error(ErrorCode::io, "alerts.db", "the disk is full");
                    return book;
                  });
  full = true;
  const Json before = parsed(model.json());
  const Json after = before.patch(parsed(model.add(sale("2026-03-05", 0, 0, 100))));
  EXPECT_EQ(after["live"]["problem"], "alerts.db: the disk is full");
  EXPECT_EQ(after["months"][2]["actual"], before["months"][2]["actual"].get<std::int64_t>() + 100);
  EXPECT_TRUE(after == parsed(model.json()));
}

TEST(LiveModel, RefusesAndComplains) {
  const plan::Specification spec = live_plan();
  LiveModel model(spec, plan::run(spec));
  const std::string before = model.json();
  EXPECT_EQ(refusal([&] { model.add(sale("2027-01-01", 0, 0, 1)); }),
            "dates[0]: 2027-01-01 is not within the plan, 2026-01-01 to 2026-12-31");
  EXPECT_TRUE(model.json() == before);
  const Json watched = parsed(before).patch(parsed(model.complain("a row of </script>")));
  EXPECT_EQ(watched["live"]["problem"], "a row of </script>");
  EXPECT_TRUE(watched == parsed(model.json()));
}

}  // namespace live_model_test
}  // namespace salesplan::adapters
