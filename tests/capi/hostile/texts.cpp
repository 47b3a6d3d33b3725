#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "adapters/calendar_csv.hpp"
#include "adapters/csv.hpp"
#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "salesplan.h"
#include "salesplan/core/number_text.hpp"
#include "tally.hpp"
#include "targets.hpp"

namespace salesplan::hostile {
namespace {

using adapters::Json;

constexpr std::string_view tokens[] = {",",          "\"",         "\n",
                                       "\r\n",       "\r",         "-",
                                       ".",          "0",          "9",
                                       "1e400",      " ",          "NaN",
                                       "inf",        "\xff",       "\t",
                                       "{",          "[[[[[[[[",   "2026-01-01",
                                       "2026-02",    "9999-12-31", ":",
                                       "null",       "month",      "*",
                                       "é",          "+1",         "99999999999999999999",
                                       "1400-01-01", "0x10",       "\\u0000"};

void damage(std::string& text, Choices& choices) {
  for (std::size_t edits = 1 + choices.below(3); edits > 0; --edits) {
    const std::size_t at = choices.below(text.size() + 1);
    const std::size_t length =
        std::min(choices.below(choices.below(2) == 0 ? 3 : 60), text.size() - at);
    switch (choices.below(4)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, text.substr(at, length));
        break;
      case 2:
        text.insert(at, choices.of(tokens));
        break;
      default:
        text.replace(at, length, choices.of(tokens));
    }
  }
}

const Json& wrong_value(Choices& choices) {
  static const Json values = {nullptr,
                              true,
                              false,
                              0,
                              -1,
                              1,
                              2,
                              7,
                              61,
                              0.5,
                              1.5,
                              -0.1,
                              1e308,
                              1e19,
                              INT64_MAX,
                              INT64_MIN,
                              "",
                              "*",
                              "month",
                              "rep",
                              "product",
                              "team",
                              "ann",
                              "2026-01",
                              "9999-12",
                              "1400-01",
                              "2026-13",
                              "2025-12-31",
                              "0.01",
                              "auto",
                              "arima",
                              "theta",
                              Json::array(),
                              Json::object(),
                              {1, 2, 3},
                              {"rep", "rep"},
                              {{"growth", 0.1}},
                              {{"amount", 9e15}},
                              {{"equal", 1}},
                              "92233720368547758.07"};
  return values[choices.below(values.size())];
}

// A value somewhere below: each step goes deeper with the same likelihood.
Json& somewhere(Json& value, Choices& choices) {
  Json* at = &value;
  while (at->is_structured() && !at->empty() && (at == &value || choices.below(4) != 0)) {
    auto item = at->begin();
    std::advance(item, static_cast<std::ptrdiff_t>(choices.below(at->size())));
    at = &*item;
  }
  return *at;
}

Json seed_plan() {
  std::ifstream file(SALESPLAN_SOURCE_DIR "/tests/docs/every_field.json");
  return Json::parse(file);
}

// Runs `body`, which may refuse its input.
template <class Body>
void tolerate(const Body& body) {
  try {
    body();
  } catch (const Error& error) {
    if (*error.what() == '\0') throw std::logic_error("an error without a text");
    if (error.code() == ErrorCode::internal) throw std::logic_error(error.what());
  }
}

void check_csv(const std::string& text) {
  const adapters::CsvTable table(text, "t.csv");
  std::vector<std::string> cells;
  for (std::string_view name : table.columns()) cells.emplace_back(name);
  adapters::CsvWriter writer(cells);
  for (std::size_t r = 0; r < table.rows(); ++r) {
    for (std::size_t c = 0; c < cells.size(); ++c) cells[c] = table.cell(r, c);
    writer.add(cells);
  }
  const adapters::CsvTable again(writer.text(), "again.csv");
  if (again.columns() != table.columns() || again.rows() != table.rows()) {
    throw std::logic_error("a CSV table is not what it was after writing and reading");
  }
  for (std::size_t r = 0; r < table.rows(); ++r) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (again.cell(r, c) != table.cell(r, c)) throw std::logic_error("a CSV cell has changed");
    }
  }
}

}  // namespace

void read_plan(Choices& choices) {
  static const Json seed = seed_plan();
  Json plan = seed;
  for (std::size_t edits = choices.below(4); edits > 0; --edits) {
    Json& value = somewhere(plan, choices);
    if (value.is_string() && choices.below(2) == 0) {
      std::string text = value.get<std::string>();
      damage(text, choices);
      value = text;
    } else if (value.is_structured() && choices.below(2) == 0 && !value.empty()) {
      value.erase(std::prev(value.end()));
    } else if (choices.below(3) == 0) {
      value = Json(somewhere(plan, choices));
    } else {
      value = wrong_value(choices);
    }
  }
  std::string text = plan.dump(-1, ' ', false, Json::error_handler_t::ignore);
  if (choices.below(8) == 0) damage(text, choices);

  splan_context* context = nullptr;
  splan_plan* made = nullptr;
  splan_context_create(&context);
  const splan_status status = splan_plan_run(context, text.c_str(), nullptr, &made);
  ++tallies()[splan_status_name(status)].calls;
  const std::string message = splan_context_message(context);
  const bool readable = status != SPLAN_OK || Json::accept(splan_plan_document(made));
  splan_plan_free(made);
  splan_context_free(context);
  if (status == SPLAN_INTERNAL) throw std::logic_error("a defect: " + message + "\n" + text);
  if (message.empty() != (status == SPLAN_OK)) throw std::logic_error("no message\n" + text);
  if (message.find_first_of("\r\n") != std::string::npos) {
    throw std::logic_error("a message of two lines: " + message + "\n" + text);
  }
  if (!readable) throw std::logic_error("a document that is not JSON\n" + text);
}

void read_text(Choices& choices) {
  static constexpr std::string_view seeds[] = {
      "date,kind,name\n2026-01-01,holiday,\"New \"\"Year\"\"\"\n2026-01-03,makeup,\n",
      "key,parent\r\nteam,\r\nann,team\r\n",
      R"({"a": [1, 2.5e3, "\u76ee"], "b": {"c": null}})",
      "1234.56",
      "2026-01-31",
      "80,95",
      "sat,sun",
      "2026-Q1"};
  std::string text(choices.of(seeds));
  if (choices.below(8) != 0) damage(text, choices);
  tolerate([&] { check_csv(text); });
  tolerate([&] {
    adapters::JsonDocument document;
    adapters::parse_json(text, "t.json", document);
  });
  tolerate([&] { adapters::read_calendar({text, "c.csv"}, "c", {calendar::saturday}); });
  tolerate([&] { adapters::parse_levels(text, "levels"); });
  tolerate([&] { adapters::parse_weekend(text, "weekend"); });
  tolerate([&] { core::parse_amount(text, 2, "amount"); });
  tolerate([&] { core::parse_number(text, "number"); });
  tolerate([&] { calendar::parse_date(text, "date"); });
  tolerate([&] { calendar::parse_period(text, "period"); });
}

}  // namespace salesplan::hostile
