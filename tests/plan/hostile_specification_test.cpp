// Specifications that went wrong: whatever is changed in one, it is planned or refused with one
// error that names a place, and a refusal leaves nothing behind.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/plan_reader.hpp"
#include "adapters/plan_writer.hpp"
#include "cases.hpp"
#include "salesplan/plan/loop.hpp"

namespace salesplan::adapters {
namespace {

namespace fs = std::filesystem;

// Every section of the schema, small enough to be planned a thousand times.
constexpr const char* whole = R"({
  "schema": "salesplan.plan/1", "company": "Tea", "currency": {"code": "CNY", "decimals": 2},
  "language": "zh", "first_month": "2026-01", "months": 3,
  "today": "2026-01-01", "as_of": "2026-02-28",
  "calendar": {"name": "own", "weekend": "sat,sun", "csv": "date,kind\n2026-01-01,holiday\n"},
  "dimensions": [
    {"name": "rep", "column": "seller", "csv": "key,parent,label\nn,,North\na,n,Ann\nb,n,\nc,,\n"},
    {"name": "product", "csv": "key\ntea\nrice\n"}],
  "facts": {"date": "day", "revenue": "sales", "cost": "cost", "customer": "who", "csv":
    "day,seller,product,sales,cost,who\n2024-12-03,a,tea,90.5,50,x\n2025-01-03,a,tea,100.00,60,x\n2025-02-04,b,rice,50,20,y\n2025-07-05,c,tea,-5,-2,z\n2025-12-09,c,tea,75,30,z\n2026-01-06,a,tea,80,40,x\n"},
  "assignments": {"csv": "seller,from,to\na,,\nb,2026-02-01,\nc,,2026-01-31\n"},
  "target": {"revenue": {"growth": 0.1, "market_size": 10000, "market_growth": 0.02},
             "profit": {"amount": "60.00"}, "customers": {"amount": 4}},
  "forecast": {"model": "snaive", "by": ["rep"], "levels": [0.8, 0.95], "per_workday": true},
  "allocation": {"order": ["rep", "month", "product"], "peers": ["product"],
    "floor": 0.2, "margins": [["product"]], "ranges": [{"over": ["month"], "within": 0.1}],
    "basis": {"forecast": 0.5, "history": 0.3, "equal": 0.2},
    "rules": [{"where": {"rep": "n"}, "lower": 10, "upper": "150.00"},
              {"where": {"rep": "a", "month": "2026-01"}, "lock": 12.5}]},
  "quotas": {"ramp": [0.5, 0.8], "hardness": "equal"},
  "accounts": {"where": {"rep": "n"}, "area": "product", "csv": "customer,label,potential,tier\nx,Xu,900,A\ny,,,B\n",
    "weights": {"revenue": 1, "potential": 1}, "discount": 0.1, "margin": 0.5, "day_hours": 2,
    "tiers": [{"name": "A", "value_share": 0.7, "frequency": "2 weeks", "discount_ceiling": 0.1, "response_hours": 4},
              {"name": "B", "value_share": 0.3, "frequency": "month", "minutes": 30}],
    "travel_minutes": 10, "visit_months": 1, "budget": "50.00", "calendars": ["a"]},
  "budget": {"total": "40.00", "parts": [{"over": "rep", "share": 0.6, "elasticity": 0.3},
      {"name": "goods", "over": "product", "share": 0.4, "elasticity": 0.1}],
    "reserve": 0.2, "basis": {"history": 1, "target": 1},
    "bounds": {"csv": "part,line,lower,upper,lock\nrep,a,1,20,\ngoods,rice,,,2\n"},
    "spent": {"csv": "month,part,line,amount\n2025-06,rep,a,3\n2026-01,rep,b,2\n2026-02,goods,tea,1\n"},
    "changes": {"csv": "month,part,line,amount\n2026-01,rep,a,0.5\n"},
    "adjustment": {"hurdle": 2, "smallest": 0.01}},
  "material": {"stock": {"csv": "material,on_hand,unit_cost,lead_time_days,pack\nflyer,3,0.2,4,10\n"},
    "list": {"csv": "material,activity,tier,pieces\nflyer,visit,A,2\nflyer,,,1\n"},
    "open_orders": {"csv": "material,date,pieces\nflyer,2026-01-12,5\n"}, "service": 0.9},
  "schedule": {"owner": "rep", "tasks": [{"node": 1, "key": "plan", "en": "Plan", "role": "lead"}]},
  "review": {"carry": 0.5, "max_change": 0.3, "carry_surplus": true, "probability": 0.5,
             "by": ["product", "rep"]},
  "alerts": {"rules": [{"name": "off", "kpi": "attainment", "condition": "below", "threshold": 0.9,
    "where": {"rep": "n"}, "clear": 1, "pending_for": "20d"}]},
  "dashboard": {"boards": ["rep"], "mixes": ["product"]}})";

class Hostile : public ::testing::Test {
 protected:
  Hostile() {
    std::string name = (fs::temp_directory_path() / "salesplan-hostile-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~Hostile() override { fs::remove_all(folder); }

  /// Plans `text` into a folder; whether it was planned. Fails the test where neither it is nor a
  /// proper refusal comes, or where a refusal leaves files.
  bool planned(const std::string& text) {
    const fs::path out = folder / "out";
    try {
      const plan::Specification spec = read_specification(text, "plan.json", folder.string());
      const plan::Document document = plan::run(spec);
      const std::vector<PlanFile> files = plan_files(spec, document);
      write_plan_files(files, out.string());
      EXPECT_TRUE(document.differences.empty());
      EXPECT_EQ(std::distance(fs::directory_iterator(out), fs::directory_iterator()),
                static_cast<std::ptrdiff_t>(files.size()));
      fs::remove_all(out);
      return true;
    } catch (const Error& error) {
      const std::string what = error.what();
      EXPECT_EQ(
          error.place().rfind("plan.json", 0) == 0 || error.place().rfind(folder.string(), 0) == 0,
          true)
          << what;
      EXPECT_EQ(what.find('\n'), std::string::npos) << what;
      EXPECT_NE(error.code(), ErrorCode::internal) << what;
      EXPECT_FALSE(fs::exists(out)) << what;
      return false;
    }
  }

  fs::path folder;
};

/// Every value in a document, parents first.
void collect(ParsedJson& value, std::vector<ParsedJson*>& found) {
  found.push_back(&value);
  if (!value.is_structured()) return;
  for (ParsedJson& child : value) collect(child, found);
}

/// Changes one thing in the document.
void mutate(ParsedJson& document, std::mt19937& random) {
  const auto draw = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  static const std::vector<ParsedJson> values = {nullptr,
                                                 true,
                                                 0,
                                                 1,
                                                 -1,
                                                 0.5,
                                                 -0.0,
                                                 1e308,
                                                 -1e308,
                                                 5e-324,
                                                 INT64_MAX,
                                                 INT64_MIN,
                                                 UINT64_MAX,
                                                 61,
                                                 "",
                                                 "a",
                                                 "rep",
                                                 "month",
                                                 "tea",
                                                 "2026-01",
                                                 "2026-01-01",
                                                 "9999-12-31",
                                                 "0001-01-01",
                                                 "1e5",
                                                 "0.00",
                                                 "99999999999999999999",
                                                 "snaive",
                                                 "ets",
                                                 "US",
                                                 "*",
                                                 "\n",
                                                 "a,b\n1",
                                                 "none.csv",
                                                 "../../etc/passwd",
                                                 std::string(5000, 'x'),
                                                 "\xF0\x9F\x8D\xB5",
                                                 ParsedJson::array(),
                                                 ParsedJson::object(),
                                                 ParsedJson::array({ParsedJson::array()}),
                                                 ParsedJson{{"a", 1}}};
  std::vector<ParsedJson*> all;
  collect(document, all);
  ParsedJson& target = *all[draw(all.size())];
  switch (draw(5)) {
    case 0:  // another value
      target = values[draw(values.size())];
      return;
    case 1:  // something from elsewhere
      target = ParsedJson(*all[draw(all.size())]);
      return;
    case 2:  // less
      if (target.is_structured() && !target.empty()) {
        const auto gone =
            std::next(target.begin(), static_cast<std::ptrdiff_t>(draw(target.size())));
        target.erase(gone);
      }
      return;
    case 3:  // more
      if (target.is_array() && !target.empty())
        target.push_back(ParsedJson(target[draw(target.size())]));
      if (target.is_object())
        target[draw(2) == 0 ? "file" : "growth"] = values[draw(values.size())];
      return;
    default:  // a text with a byte gone, doubled or other
      if (target.is_string() && !target.get_ref<std::string&>().empty()) {
        std::string& text = target.get_ref<std::string&>();
        const std::size_t at = draw(text.size());
        const char byte = ",\n\"0-9.a*"[draw(9)];
        if (draw(3) == 0) {
          text.erase(at, 1);
        } else if (draw(2) == 0) {
          text.insert(at, 1, byte);
        } else {
          text[at] = byte;
        }
      }
  }
}

TEST_F(Hostile, TheWholeSpecificationIsPlanned) { EXPECT_TRUE(planned(whole)); }

TEST_F(Hostile, ChangedFieldsArePlannedOrRefused) {
  std::uint64_t accepted = 0;
  const std::uint64_t seeds = cases(1500);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    JsonDocument document;
    parse_json(whole, "plan.json", document);
    for (std::uint64_t n = 0; n <= seed % 3; ++n) mutate(document.value(), random);
    const std::string text =
        document.value().dump(-1, ' ', false, ParsedJson::error_handler_t::replace);
    SCOPED_TRACE("seed " + std::to_string(seed));
    accepted += planned(text) ? 1u : 0u;
    if (HasFailure()) FAIL() << text;
  }
  // Both ends are reached: a fuzz of refusals alone would test the reader only.
  EXPECT_GT(accepted, seeds / 15);
  EXPECT_LT(accepted, seeds * 14 / 15);
}

TEST_F(Hostile, ChangedBytesArePlannedOrRefused) {
  const std::string good = whole;
  for (std::uint64_t seed = 1; seed <= cases(1500); ++seed) {
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    std::string text = good;
    for (std::uint64_t n = 0; n <= seed % 3; ++n) {
      const std::size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text.resize(at + 1);
          break;
        case 1:
          text[at] = static_cast<char>(random() % 256);
          break;
        case 2:
          text.erase(at, random() % 20);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 20));
      }
      if (text.empty()) text = "{";
    }
    SCOPED_TRACE("seed " + std::to_string(seed));
    planned(text);
    if (HasFailure()) FAIL() << text;
  }
}

}  // namespace
}  // namespace salesplan::adapters
