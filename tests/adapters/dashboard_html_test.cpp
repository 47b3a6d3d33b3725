#include "adapters/dashboard/dashboard_html.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

using nlohmann::json;

json small_model() {
  return {{"schema", "salesplan.dashboard/1"},
          {"company", "Acme"},
          {"currency", "USD"},
          {"decimals", 2},
          {"language", "en"},
          {"months", {{{"month", "2019-07"}, {"status", "planned"}, {"target", 100}}}}};
}

// What a browser takes as the text of the model's element: up to the first end tag.
std::string embedded(const std::string& page) {
  const std::string start = "<script type=\"application/json\" id=\"model\">";
  const std::size_t begin = page.find(start) + start.size();
  return page.substr(begin, page.find("</script", begin) - begin);
}

ErrorCode code_of(std::string_view text, const std::string& place) {
  try {
    dashboard_html(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.place().rfind(place, 0), 0U) << error.place();
    return error.code();
  }
  return ErrorCode::internal;
}

TEST(DashboardHtml, EmbedsTheModelUnchanged) {
  const json model = small_model();
  EXPECT_EQ(json::parse(embedded(dashboard_html(model.dump()))), model);
  EXPECT_EQ(json::parse(embedded(dashboard_html("\xEF\xBB\xBF" + model.dump(2)))), model);
}

TEST(DashboardHtml, HostileTextsCannotLeaveTheirElement) {
  const std::size_t scripts_of_ours = 3;
  for (const char* text :
       {"</script><script>alert(1)</script>", "</SCRIPT >", "<!--<script>", "]]>",
        "<img src=x onerror=alert(1)>", "@CHARTS_SCRIPT@@PAGE_SCRIPT@@MODEL@", "\\u003c/script>",
        "\xE2\x80\xA8\xE2\x80\xA9\xE2\x80", "\xE5\xBC\xA0\xE4\xBC\x9F", "\"\\\n\t"}) {
    json model = small_model();
    model["company"] = text;
    model["months"][0]["units"]["rep"][0] = {{"key", text}, {text, text}};
    const std::string json_text = model.dump(-1, ' ', false, json::error_handler_t::ignore);
    const std::string page = dashboard_html(json_text);
    EXPECT_EQ(json::parse(embedded(page)), json::parse(json_text)) << text;
    EXPECT_EQ(embedded(page).find_first_of('<'), std::string::npos) << text;
    EXPECT_EQ(embedded(page).find("\xE2\x80\xA8"), std::string::npos) << text;
    EXPECT_EQ(embedded(page).find("\xE2\x80\xA9"), std::string::npos) << text;
    const std::regex script("<script[ >]");
    // The page's own scripts hold no start tag, so every one that is found opens an element.
    EXPECT_EQ(std::distance(std::sregex_iterator(page.begin(), page.end(), script), {}),
              scripts_of_ours)
        << text;
  }
}

TEST(DashboardHtml, PolicyNamesHashesOnly) {
  const std::string page = dashboard_html(small_model().dump());
  const std::string start = "http-equiv=\"Content-Security-Policy\" content=\"";
  const std::size_t begin = page.find(start) + start.size();
  const std::string policy = page.substr(begin, page.find('"', begin) - begin);
  const std::string hash = "'sha256-[A-Za-z0-9+/]{43}='";
  EXPECT_TRUE(std::regex_match(
      policy, std::regex("default-src 'none'; script-src " + hash + " " + hash + "; style-src " +
                         hash + "; img-src data:; base-uri 'none'; form-action 'none'")))
      << policy;
  EXPECT_FALSE(std::regex_search(page.substr(0, begin), std::regex("@[A-Z_]+@")));
}

TEST(DashboardHtml, RefusesWhatIsNoModel) {
  for (const char* text : {"", "{", "nonsense", "{\"a\": NaN}", "\"\xFF\"", "{} {}"}) {
    EXPECT_EQ(code_of(text, "model"), ErrorCode::parse) << text;
  }
  EXPECT_EQ(code_of("[]", "model.schema"), ErrorCode::parse);
  EXPECT_EQ(code_of("{}", "model.schema"), ErrorCode::parse);
  EXPECT_EQ(code_of(R"({"schema": "salesplan.dashboard/2"})", "model.schema"), ErrorCode::parse);
  for (const char* months : {"", R"(, "months": [])", R"(, "months": {"0": 1})"}) {
    EXPECT_EQ(code_of(R"({"schema": "salesplan.dashboard/1")" + std::string(months) + "}",
                      "model.months"),
              ErrorCode::parse);
  }
  EXPECT_EQ(code_of(std::string(1'000'000, '['), "model"), ErrorCode::parse);
  EXPECT_EQ(code_of("[1e999]", "model:1:2"), ErrorCode::overflow);
}

}  // namespace
}  // namespace salesplan::adapters
