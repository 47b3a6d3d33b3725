#include "adapters/vega_lite.hpp"

#include <gtest/gtest.h>

#include "adapters/json.hpp"
#include "refusal.hpp"

namespace salesplan::adapters {
namespace vega_lite_test {

// A model with one chart; `replace` takes the place of `part` in its text.
std::string model(const std::string& part = "", const std::string& replace = "") {
  std::string text =
      R"({"schema": "salesplan.dashboard/1", "currency": "JPY", "decimals": 0, "language": "zh",
          "months": [{"month": "2026-01", "status": "closed", "parts": [{"key": "a", "sold": 7}]},
                     {"month": "2026-02", "status": "open", "parts": [{"label": "b", "sold": 5}]},
                     {"month": "2026-03", "status": "planned"}],
          "charts": [{"id": "mine", "kind": "bars", "title": {"en": "Mine", "zh": "我的"},
                      "of": "month", "rows": "/parts", "unit": "money",
                      "series": [{"field": "sold", "en": "Sold", "zh": "销售额"}]}]})";
  if (!part.empty()) text.replace(text.find(part), part.size(), replace);
  return text;
}

std::string refused(const std::string& part, const std::string& replace) {
  return refusal([&] { vega_lite(model(part, replace), "model"); });
}

TEST(VegaLite, DrawsAChartOfAHostsOwn) {
  const std::vector<VegaLiteChart> charts = vega_lite(model(), "model");
  ASSERT_EQ(charts.size(), 1u);
  EXPECT_EQ(charts[0].id, "mine");
  const Json chart = Json::parse(charts[0].specification);
  EXPECT_EQ(chart["title"], "我的");
  EXPECT_EQ(chart["data"]["values"].dump(),
            R"([{"label":"b","series":"销售额","value":5.0}])");  // of the open month
  EXPECT_EQ(chart["layer"][0]["encoding"]["x"]["title"], "JPY");
  EXPECT_EQ(
      Json::parse(vega_lite(model(), "model", "2026-01")[0].specification)["data"]["values"].dump(),
      R"([{"label":"a","series":"销售额","value":7.0}])");
  EXPECT_TRUE(vega_lite(model(), "model", "2026-03").empty());  // no rows, no chart
  EXPECT_EQ(vega_lite("{\"dashboard\": " + model() + "}", "plan").size(), 1u);
}

TEST(VegaLite, NamesWhatItCannotDraw) {
  EXPECT_EQ(refusal([&] { vega_lite(model(), "model", "2027-01"); }),
            "month: \"2027-01\" is no month of the dashboard");
  EXPECT_EQ(refused("\"bars\"", "\"pie\""),
            "model: charts[0].kind: \"pie\" is not one of: lines, bars, parts, bridge, intervals, "
            "curve");
  EXPECT_EQ(refused("\"/parts\"", "\"parts\""),
            "model: charts[0].rows: \"parts\" is no JSON pointer");
  EXPECT_EQ(refused("\"/parts\"", "\"/status\""),
            "model: charts[0].rows: \"/status\" leads to no array");
  EXPECT_EQ(refused("dashboard/1", "dashboard/2"),
            "model: schema: \"salesplan.dashboard/2\" is not one of: salesplan.dashboard/1");
  EXPECT_EQ(refused("\"decimals\": 0", "\"decimals\": 99"), "model: decimals: must lie in 0..9");
  EXPECT_EQ(refused("\"charts\"", "\"chart\""), "model: the field \"charts\" is missing");
  EXPECT_EQ(refused("\"zh\": \"我的\"", "\"de\": \"meine\""),
            "model: charts[0].title: the field \"zh\" is missing");
  EXPECT_EQ(refused("{\"field\": \"sold\", \"en\": \"Sold\", \"zh\": \"销售额\"}", ""),
            "model: charts[0].series: must have at least one series");
  EXPECT_EQ(refusal([&] { vega_lite("[]", "model"); }), "model: is array, must be an object");
}

}  // namespace vega_lite_test
}  // namespace salesplan::adapters
