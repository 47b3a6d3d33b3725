#include "adapters/vega_lite.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "adapters/json_writer.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

constexpr const char* vega_schema = "https://vega.github.io/schema/vega-lite/v5.json";
constexpr int chart_width = 600, bar_step = 26;
// The colours of the page (style.css).
constexpr const char* wide_color = "#c7d1de";
constexpr const char* slim_color = "#0067a8";
constexpr const char* fall_color = "#bf4f00";
constexpr const char* line_colors[] = {"#566273", "#8a8f98", "#0067a8", "#009e73"};
constexpr const char* slice_colors[] = {"#0072b2", "#e69f00", "#009e73", "#cc79a7",
                                        "#56b4e9", "#d55e00", "#8a8f98"};

struct DrawnSeries {
  std::string field;
  std::string word;
  bool whole = false;
};

/// A chart of the model, and what of the model it needs.
struct DrawnChart {
  std::string id, kind, title, unit, label, x, lower, upper, currency;
  std::vector<DrawnSeries> series;
  std::vector<const ParsedJson*> rows;
  double scale = 1;  // of its numbers

  double number(const ParsedJson& row, const std::string& field) const {
    const auto found = row.find(field);
    return found != row.end() && found->is_number() ? found->get<double>() / scale
                                                    : core::missing_number;
  }
  std::string text(const ParsedJson& row, const std::string& field) const {
    const auto found = row.find(field);
    if (found != row.end() && found->is_string()) return found->get<std::string>();
    for (const char* other : {"label", "key"}) {
      const auto name = row.find(other);
      if (name != row.end() && name->is_string()) return name->get<std::string>();
    }
    return "";
  }
  std::string axis_title() const { return unit == "money" ? currency : ""; }
  const char* axis_format() const {
    return unit == "ratio" ? ".0%" : unit == "money" ? "~s" : "~g";
  }
};

const ParsedJson& month_of(const JsonReader& model, const std::string& wanted) {
  const JsonReader months = model.get("months");
  const ParsedJson* open = nullptr;
  const ParsedJson* closed = nullptr;
  const ParsedJson* first = nullptr;
  for (const JsonReader& month : months.items()) {
    if (!wanted.empty() && month.text("month", "") == wanted) return month.value();
    const std::string status = month.text("status", "");
    if (first == nullptr) first = &month.value();
    if (open == nullptr && status == "open") open = &month.value();
    if (status == "closed") closed = &month.value();
  }
  if (!wanted.empty()) {
    throw Error(ErrorCode::not_found, "month",
                core::quoted(wanted) + " is no month of the dashboard");
  }
  if (first == nullptr) throw Error(ErrorCode::parse, months.path(), "has no month");
  return open != nullptr ? *open : closed != nullptr ? *closed : *first;
}

// The rows a chart is of: those that a path leads to, in the month or in the model, and where it
// says so only those of the month, or with the fields that it names.
std::vector<const ParsedJson*> rows_of(const JsonReader& chart, const ParsedJson& model,
                                       const ParsedJson& month) {
  const JsonReader path = chart.get("rows");
  const ParsedJson& from = chart.text("of", "") == "month" ? month : model;
  const ParsedJson* all = nullptr;
  try {
    const ParsedJson::json_pointer pointer(path.text());
    if (from.contains(pointer)) all = &from.at(pointer);
  } catch (const ParsedJson::exception&) {
    throw Error(ErrorCode::parse, path.path(), core::quoted(path.text()) + " is no JSON pointer");
  }
  std::vector<const ParsedJson*> rows;
  if (all == nullptr) return rows;
  if (!all->is_array()) {
    throw Error(ErrorCode::parse, path.path(), core::quoted(path.text()) + " leads to no array");
  }
  const bool of_month = chart.text("in", "") == "month";
  const auto where = chart.find("where");
  for (const ParsedJson& row : *all) {
    if (!row.is_object()) continue;
    bool fits = !of_month || (row.contains("month") && row["month"] == month.value("month", ""));
    if (where) {
      where->require_object();
      for (const auto& [name, value] : where->value().items()) {
        fits = fits && row.contains(name) && row[name] == value;
      }
    }
    if (fits) rows.push_back(&row);
  }
  return rows;
}

DrawnChart read_chart(const JsonReader& json, const JsonReader& model, const ParsedJson& month) {
  const std::string language = model.text("language", "en") == "zh" ? "zh" : "en";
  DrawnChart chart;
  chart.id = json.get("id").text();
  chart.kind = json.get("kind").choice({"lines", "bars", "parts", "bridge", "intervals", "curve"});
  chart.title = json.get("title").get(language.c_str()).text();
  chart.unit = json.get("unit").choice({"money", "ratio", "hours", "count"});
  chart.label = json.text("label", "label");
  chart.x = json.text("x", "");
  chart.lower = json.text("lower", "");
  chart.upper = json.text("upper", "");
  chart.currency = model.text("currency", "");
  if (chart.unit == "money") {
    const std::int64_t decimals = model.integer("decimals", 2);
    if (decimals < 0 || decimals > 9) {
      throw Error(ErrorCode::invalid_argument, model.get("decimals").path(), "must lie in 0..9");
    }
    chart.scale = core::minor_per_unit(static_cast<int>(decimals));
  }
  for (const JsonReader& one : json.get("series").items()) {
    chart.series.push_back(
        {one.get("field").text(), one.get(language.c_str()).text(), one.boolean("whole", false)});
  }
  if (chart.series.empty()) {
    throw Error(ErrorCode::parse, json.path() + ".series", "must have at least one series");
  }
  chart.rows = rows_of(json, model.value(), month);
  return chart;
}

// ---- What Vega-Lite is told ----

void write_texts(const char* name, const std::vector<std::string>& texts, JsonWriter& json) {
  json.array(name, [&] {
    for (const std::string& text : texts) json.item(text);
  });
}

void write_color(const char* field, const std::vector<std::string>& names,
                 const std::vector<std::string>& colors, JsonWriter& json) {
  json.object("color", [&] {
    json.field("field", field);
    json.field("type", "nominal");
    json.field("title", nullptr);
    json.field("sort", nullptr);
    if (names.empty()) return;
    json.object("scale", [&] {
      write_texts("domain", names, json);
      write_texts("range", colors, json);
    });
  });
}

void write_axis(const char* channel, const char* field, const DrawnChart& chart, bool sums,
                JsonWriter& json) {
  json.object(channel, [&] {
    if (sums) json.field("aggregate", "sum");
    json.field("field", field);
    json.field("type", "quantitative");
    json.field("title", chart.axis_title().empty() ? Json(nullptr) : Json(chart.axis_title()));
    if (sums) json.field("stack", nullptr);
    json.object("axis", [&] { json.field("format", chart.axis_format()); });
  });
}

// The names of bars, in the order of the data.
void write_names(JsonWriter& json) {
  json.object("y", [&] {
    json.field("field", "label");
    json.field("type", "nominal");
    json.field("sort", nullptr);
    json.field("title", nullptr);
  });
}

void write_end(const char* channel, const char* field, JsonWriter& json) {
  json.object(channel, [&] { json.field("field", field); });
}

void write_mark(const char* type, JsonWriter& json, const char* option = nullptr,
                const Json& value = nullptr) {
  json.object("mark", [&] {
    json.field("type", type);
    if (option != nullptr) json.field(option, value);
    json.field("tooltip", true);
  });
}

template <class Row>
void write_values(const DrawnChart& chart, JsonWriter& json, Row&& row) {
  json.object("data", [&] {
    json.array("values", [&] {
      for (const ParsedJson* one : chart.rows) row(*one);
    });
  });
}

// One line of data for each series of each row that has it.
template <class Key>
void write_long_values(const DrawnChart& chart, const char* key, JsonWriter& json, Key&& key_of) {
  write_values(chart, json, [&](const ParsedJson& row) {
    for (const DrawnSeries& series : chart.series) {
      const double value = chart.number(row, series.field);
      if (core::is_missing(value)) continue;
      json.object([&] {
        json.field(key, key_of(row));
        json.field("series", series.word);
        json.field("value", value);
      });
    }
  });
}

std::vector<std::string> words_of(const DrawnChart& chart) {
  std::vector<std::string> words;
  for (const DrawnSeries& series : chart.series) words.push_back(series.word);
  return words;
}

void write_lines(const DrawnChart& chart, JsonWriter& json) {
  write_long_values(chart, "x", json,
                    [&](const ParsedJson& row) { return Json(chart.text(row, chart.x)); });
  write_mark("line", json);
  json.object("encoding", [&] {
    json.object("x", [&] {
      json.field("field", "x");
      json.field("type", "temporal");
      json.field("title", nullptr);
    });
    write_axis("y", "value", chart, false, json);
    std::vector<std::string> colors;
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
      colors.emplace_back(line_colors[i % std::size(line_colors)]);
    }
    write_color("series", words_of(chart), colors, json);
  });
}

// The first series as a wide pale bar, the others as slim ones in front of it; rows of one name are
// summed.
void write_bars(const DrawnChart& chart, JsonWriter& json) {
  write_long_values(chart, "label", json,
                    [&](const ParsedJson& row) { return Json(chart.text(row, chart.label)); });
  json.object("height", [&] { json.field("step", bar_step); });
  json.object("encoding", [&] { write_names(json); });
  std::vector<std::string> colors{wide_color};
  colors.resize(chart.series.size(), slim_color);
  json.array("layer", [&] {
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      json.object([&] {
        json.array("transform", [&] {
          json.object([&] {
            json.object("filter", [&] {
              json.field("field", "series");
              json.field("equal", chart.series[s].word);
            });
          });
        });
        write_mark("bar", json, "size", s == 0 ? 18 : 8);
        json.object("encoding", [&] {
          write_axis("x", "value", chart, true, json);
          write_color("series", words_of(chart), colors, json);
        });
      });
    }
  });
}

// A ring of the first series that any row has.
void write_parts(const DrawnChart& chart, JsonWriter& json) {
  const auto known = [&](const DrawnSeries& series) {
    return std::any_of(chart.rows.begin(), chart.rows.end(), [&](const ParsedJson* row) {
      return !core::is_missing(chart.number(*row, series.field));
    });
  };
  const auto found = std::find_if(chart.series.begin(), chart.series.end(), known);
  const DrawnSeries& drawn = found == chart.series.end() ? chart.series.front() : *found;
  write_values(chart, json, [&](const ParsedJson& row) {
    const double value = chart.number(row, drawn.field);
    json.object([&] {
      json.field("label", chart.text(row, chart.label));
      json.field("value", core::is_missing(value) ? 0.0 : std::max(0.0, value));
    });
  });
  write_mark("arc", json, "innerRadius", 70);
  json.object("encoding", [&] {
    json.object("theta", [&] {
      json.field("field", "value");
      json.field("type", "quantitative");
      json.field("stack", true);
    });
    json.object("color", [&] {
      json.field("field", "label");
      json.field("type", "nominal");
      json.field("title", nullptr);
      json.field("sort", nullptr);
      json.object("scale", [&] {
        write_texts("range", {std::begin(slice_colors), std::end(slice_colors)}, json);
      });
    });
  });
}

// Whole amounts from zero, the others from where the one before has ended; of several rows, their
// sums.
void write_bridge(const DrawnChart& chart, JsonWriter& json) {
  double level = 0;
  json.object("data", [&] {
    json.array("values", [&] {
      for (const DrawnSeries& series : chart.series) {
        double amount = 0;
        for (const ParsedJson* row : chart.rows) {
          const double value = chart.number(*row, series.field);
          amount += core::is_missing(value) ? 0 : value;
        }
        const double from = series.whole ? 0 : level;
        level = from + amount;
        if (amount == 0 && !series.whole) continue;
        json.object([&] {
          json.field("label", series.word);
          json.field("from", from);
          json.field("to", level);
          json.field("kind", series.whole ? "whole" : amount < 0 ? "fall" : "rise");
        });
      }
    });
  });
  json.object("height", [&] { json.field("step", bar_step); });
  write_mark("bar", json);
  json.object("encoding", [&] {
    write_names(json);
    write_axis("x", "from", chart, false, json);
    write_end("x2", "to", json);
    json.object("color", [&] {
      json.field("field", "kind");
      json.field("type", "nominal");
      json.field("legend", nullptr);
      json.object("scale", [&] {
        write_texts("domain", {"whole", "rise", "fall"}, json);
        write_texts("range", {wide_color, slim_color, fall_color}, json);
      });
    });
  });
}

void write_intervals(const DrawnChart& chart, JsonWriter& json) {
  write_values(chart, json, [&](const ParsedJson& row) {
    json.object([&] {
      json.field("label", chart.text(row, chart.label));
      json.field("value", number_or_null(chart.number(row, chart.series.front().field)));
      json.field("lower", number_or_null(chart.number(row, chart.lower)));
      json.field("upper", number_or_null(chart.number(row, chart.upper)));
    });
  });
  json.object("height", [&] { json.field("step", bar_step); });
  json.object("encoding", [&] { write_names(json); });
  json.array("layer", [&] {
    json.object([&] {
      write_mark("bar", json, "color", slim_color);
      json.object("encoding", [&] { write_axis("x", "value", chart, false, json); });
    });
    json.object([&] {
      write_mark("rule", json, "strokeWidth", 2);
      json.object("encoding", [&] {
        write_axis("x", "lower", chart, false, json);
        write_end("x2", "upper", json);
      });
    });
  });
}

void write_curve(const DrawnChart& chart, JsonWriter& json) {
  write_values(chart, json, [&](const ParsedJson& row) {
    json.object([&] {
      json.field("x", number_or_null(chart.number(row, chart.x) * chart.scale));
      json.field("value", number_or_null(chart.number(row, chart.series.front().field)));
    });
  });
  write_mark("area", json, "line", true);
  json.object("encoding", [&] {
    json.object("x", [&] {
      json.field("field", "x");
      json.field("type", "quantitative");
      json.field("title", nullptr);
    });
    write_axis("y", "value", chart, false, json);
  });
}

std::string specification_of(const DrawnChart& chart) {
  JsonWriter json(1);
  json.object([&] {
    json.field("$schema", vega_schema);
    json.field("title", chart.title);
    json.field("width", chart.kind == "parts" ? chart_width / 2 : chart_width);
    if (chart.kind == "lines") {
      write_lines(chart, json);
    } else if (chart.kind == "bars") {
      write_bars(chart, json);
    } else if (chart.kind == "parts") {
      write_parts(chart, json);
    } else if (chart.kind == "bridge") {
      write_bridge(chart, json);
    } else if (chart.kind == "intervals") {
      write_intervals(chart, json);
    } else {
      write_curve(chart, json);
    }
  });
  return std::move(json).take();
}

}  // namespace

std::vector<VegaLiteChart> vega_lite(std::string_view json, const std::string& name,
                                     const std::string& month) {
  JsonDocument document;
  parse_json(json, name, document);
  const JsonReader top(document.value(), name + ": ");
  top.require_object();
  const JsonReader model = top.has("dashboard") ? top.get("dashboard") : top;
  model.get("schema").choice({"salesplan.dashboard/1"});
  const ParsedJson& chosen = month_of(model, month);
  std::vector<VegaLiteChart> charts;
  for (const JsonReader& item : model.get("charts").items()) {
    const DrawnChart chart = read_chart(item, model, chosen);
    if (!chart.rows.empty()) charts.push_back({chart.id, specification_of(chart)});
  }
  return charts;
}

}  // namespace salesplan::adapters
