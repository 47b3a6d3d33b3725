// The plan of tests/plan/tiny, computed by hand in its README.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/plan_reader.hpp"
#include "adapters/plan_writer.hpp"
#include "salesplan/plan/loop.hpp"

namespace salesplan::adapters {
namespace {

const std::string folder = SALESPLAN_TEST_DIR "/tiny";

TEST(Tiny, YieldsWhatWasComputedByHand) {
  const plan::Specification spec =
      read_specification(read_file(folder + "/plan.json"), "plan.json", folder);
  const plan::Document document = plan::run(spec);
  std::set<std::string> names;
  std::string json;
  for (const PlanFile& file : plan_files(spec, document)) {
    names.insert(file.name);
    if (file.name == "plan.json") json = file.content;
    if (file.name.find(".csv") == std::string::npos) continue;
    if (file.name == "cycles.csv") continue;  // nobody takes a series apart by hand
    EXPECT_EQ(file.content, read_file(folder + "/expected/" + file.name)) << file.name;
  }
  EXPECT_EQ(names,
            (std::set<std::string>{"attainment.csv", "cycles.csv", "dashboard.html", "forecast.csv",
                                   "next_target.csv", "plan.json", "review-2026-01.html",
                                   "review.csv", "review.html", "targets.csv", "tasks.csv"}));
  JsonDocument written;
  parse_json(json, "plan.json", written);
  const ParsedJson& parsed = written.value();
  const ParsedJson& revenue = parsed["kpis"][0];
  EXPECT_EQ(revenue["target"], 100000);
  EXPECT_EQ(revenue["growth"], 0.25);
  EXPECT_EQ(revenue["forecast_gap"], 20000);
  EXPECT_EQ(parsed["margins"]["month"]["2026-01"], 50000);
  EXPECT_EQ(parsed["margins"]["rep"]["*"], 100000);
  EXPECT_EQ(parsed["margins"]["rep"]["ann"], 55000);
  EXPECT_EQ(parsed["closed_months"], 1);
}

}  // namespace
}  // namespace salesplan::adapters
