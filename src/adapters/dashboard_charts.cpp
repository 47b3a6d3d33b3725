#include "adapters/dashboard_charts.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace salesplan::adapters {
namespace {

struct ChartWords {
  std::string en;
  std::string zh;
};

// A field that a chart draws.
struct ChartSeries {
  const char* field;
  ChartWords words;
  bool whole = false;  // of a bridge: it stands on the ground, not on the one before
};

const ChartSeries target_series{"target", {"Target", "目标"}};
const ChartSeries actual_series{"actual", {"Actual", "实际"}};

ChartWords title_of(const std::string& dimension) {
  struct Title {
    const char* name;
    ChartWords words;
  };
  static const Title titles[] = {{"territory", {"Territories", "区域"}},
                                 {"region", {"Regions", "大区"}},
                                 {"team", {"Teams", "团队"}},
                                 {"rep", {"Reps", "销售代表"}},
                                 {"category", {"Product mix", "产品结构"}},
                                 {"product", {"Product mix", "产品结构"}},
                                 {"channel", {"Channel mix", "渠道结构"}}};
  for (const Title& title : titles) {
    if (dimension == title.name) return title.words;
  }
  return {dimension, dimension};
}

void write_words(const ChartWords& words, JsonWriter& json) {
  json.field("en", words.en);
  json.field("zh", words.zh);
}

// The fields that every chart has, and those that `more` writes.
template <class More>
void write_chart(const std::string& id, const char* kind, const ChartWords& title,
                 const std::string& rows, const char* unit,
                 std::initializer_list<ChartSeries> series, JsonWriter& json, More&& more) {
  json.object([&] {
    json.field("id", id);
    json.field("kind", kind);
    json.object("title", [&] { write_words(title, json); });
    json.field("rows", rows);
    json.field("unit", unit);
    json.array("series", [&] {
      for (const ChartSeries& one : series) {
        json.object([&] {
          json.field("field", one.field);
          write_words(one.words, json);
          if (one.whole) json.field("whole", true);
        });
      }
    });
    more();
  });
}

void write_group_charts(const plan::Specification& spec, const std::vector<std::size_t>& dimensions,
                        const char* part, const char* kind, JsonWriter& json) {
  for (const std::size_t d : dimensions) {
    const std::string& name = spec.dimensions[d].name();
    const std::string rows = std::string("/") + part + "/" + pointer_token(name);
    const auto more = [&] {
      json.field("of", "month");
      json.field("label", "label");
    };
    const std::string id = std::string(part) + " " + name;
    if (std::string_view(kind) == "parts") {
      write_chart(id, kind, title_of(name), rows, "money", {actual_series, target_series}, json,
                  more);
    } else {
      write_chart(id, kind, title_of(name), rows, "money", {target_series, actual_series}, json,
                  more);
    }
  }
}

void write_bridge(JsonWriter& json) {
  ChartSeries whole_target = target_series, whole_actual = actual_series;
  whole_target.whole = whole_actual.whole = true;
  write_chart("why", "bridge", {"Why it came out so", "结果成因"}, "/reviews", "money",
              {whole_target,
               {"asked", {"Growth asked for", "要求的增长"}},
               {"last_year", {"Last year", "去年同期"}, true},
               {"calendar", {"Calendar", "日历"}},
               {"promotion", {"Promotions", "促销"}},
               {"new", {"New customers", "新增客户"}},
               {"returned", {"Customers back", "回流客户"}},
               {"lost", {"Customers lost", "流失客户"}},
               {"grown", {"Customers grown", "客户增购"}},
               {"shrunk", {"Customers shrunk", "客户减购"}},
               {"performance", {"Performance", "业绩"}},
               whole_actual},
              json, [&] {
                json.field("in", "month");
                json.object("where", [&] { json.field("dimension", "*"); });
              });
}

}  // namespace

void write_charts(const plan::Specification& spec, const plan::Document& document,
                  JsonWriter& json) {
  const bool load = !document.accounts.visits.empty();
  json.array("charts", [&] {
    write_chart("course", "lines", {"The month day by day", "当月逐日走势"}, "/days", "money",
                {target_series,
                 {"pace_cumulative", {"Expected pace", "应有进度"}},
                 {"actual_cumulative", {"Actual to date", "累计实际"}}},
                json, [&] {
                  json.field("of", "month");
                  json.field("x", "date");
                });
    write_group_charts(spec, spec.boards, "units", "bars", json);
    write_group_charts(spec, spec.mixes, "mix", "parts", json);
    write_chart("year", "bars", {"Target and actual by month", "各月目标与实际"}, "/months",
                "money", {target_series, actual_series}, json,
                [&] { json.field("label", "month"); });
    if (!document.reviews.empty()) write_bridge(json);
    if (!document.promotions.empty()) {
      write_chart("promotions", "intervals", {"Return of promotions", "促销投资回报"},
                  "/promotions", "ratio", {{"roi", {"ROI", "投资回报率"}}}, json, [&] {
                    json.field("label", "label");
                    json.field("lower", "roi_lower");
                    json.field("upper", "roi_upper");
                  });
    }
    if (!document.accounts.rows.empty()) {
      write_chart("accounts", "curve", {"Value of customers", "客户价值"}, "/accounts/curve",
                  "ratio", {{"value_share", {"Share of value", "价值占比"}}}, json,
                  [&] { json.field("x", "accounts"); });
    }
    if (load) {
      write_chart("load", "bars", {"Visit load", "拜访负荷"}, "/accounts/load", "hours",
                  {{"available", {"Hours there are", "可用小时"}},
                   {"hours", {"Hours planned", "已安排小时"}}},
                  json, [&] { json.field("label", "label"); });
    }
  });
}

}  // namespace salesplan::adapters
