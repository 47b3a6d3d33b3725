// The outlook of a plan in China knows when the lunar new year is.
#include "salesplan/plan/outlook.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "adapters/plan_reader.hpp"

namespace salesplan::plan {
namespace {

Outlook outlook_of(const std::string& calendar, const std::string& first_fact) {
  std::ifstream file(std::string(SALESPLAN_SOURCE_DIR) + "/docs/guide/lunar-new-year/orders.csv");
  std::string line, facts = "date,rep,revenue\\n";
  std::getline(file, line);
  while (std::getline(file, line)) {
    if (line < first_fact) continue;
    facts += line.substr(0, 7) + "-15,ann," + line.substr(8) + "\\n";
  }
  const std::string json = R"({"schema": "salesplan.plan/1", "first_month": "2026-01", "months": 3,
    "calendar": ")" + calendar +
                           R"(", "dimensions": [{"name": "rep", "csv": "key\nann\n"}],
    "facts": {"csv": ")" + facts +
                           R"("}, "target": {"revenue": {"amount": 1}},
    "forecast": {"by": ["rep"], "model": "ets"}})";
  const Specification spec = adapters::read_specification(json, "plan.json", ".");
  return outlook(spec, history(spec), 0);
}

TEST(LunarNewYear, MovesSalesFromJanuaryToFebruary) {
  // In 2026 the holiday begins on 17 February, in 2025 it began on 29 January.
  const Outlook aware = outlook_of("CN", "2017");
  const Outlook blind = outlook_of("WEEKDAYS", "2017");
  EXPECT_LT(aware.panel.mean[0], 0.95 * blind.panel.mean[0]);
  EXPECT_GT(aware.panel.mean[1], 1.1 * blind.panel.mean[1]);
  EXPECT_NE(aware.panel.model[0].find("before_lunar_new_year"), std::string::npos);
  EXPECT_EQ(blind.panel.model[0].find(" with "), std::string::npos);
}

TEST(LunarNewYear, AShortHistoryIsForecastWithoutIt) {
  const Outlook brief = outlook_of("CN", "2023-06");
  EXPECT_EQ(brief.panel.model[0].find("regressors"), std::string::npos);
  EXPECT_GT(brief.panel.mean[0], 0);
}

}  // namespace
}  // namespace salesplan::plan
