#include "adapters/strategy_rules.hpp"

#include <cstring>

#include "adapters/json.hpp"

namespace salesplan::adapters {
namespace {

std::size_t read_count(const JsonReader& json, const char* name, std::size_t otherwise) {
  const std::int64_t given = json.integer(name, static_cast<std::int64_t>(otherwise));
  if (given < 0) {
    throw Error(ErrorCode::invalid_argument, json.get(name).path(),
                std::to_string(given) + " is negative");
  }
  return static_cast<std::size_t>(given);
}

review::StrategyRule read_strategy_rule(const JsonReader& json) {
  json.allow({"name", "measure", "acts", "threshold", "goal", "patience", "rest", "lever", "gain",
              "step", "grain", "lowest", "highest", "response", "owner", "departments"});
  review::StrategyRule rule;
  rule.name = json.get("name").text();
  rule.measure = json.get("measure").text();
  rule.below = json.get("acts").choice({"below", "above"}) == "below";
  rule.threshold = json.get("threshold").number();
  rule.goal = json.number("goal", rule.goal);
  rule.patience = read_count(json, "patience", rule.patience);
  rule.rest = read_count(json, "rest", rule.rest);
  rule.lever = json.get("lever").text();
  rule.gain = json.get("gain").number();
  rule.step = json.get("step").number();
  rule.grain = json.number("grain", rule.grain);
  rule.lowest = json.number("lowest", rule.lowest);
  rule.highest = json.number("highest", rule.highest);
  if (const auto response = json.find("response")) {
    response->allow({"mean", "sd"});
    rule.response = {response->get("mean").number(), response->number("sd", 0)};
  }
  rule.owner = json.text("owner", "");
  if (const auto departments = json.find("departments")) {
    for (const JsonReader& one : departments->items()) rule.departments.push_back(one.text());
  }
  return rule;
}

}  // namespace

StrategyBook read_strategy_rules(const JsonReader& json) {
  StrategyBook book;
  for (const JsonReader& rule : json.get("rules").items()) {
    book.rules.push_back(read_strategy_rule(rule));
  }
  book.per_department = read_count(json, "per_department", 0);
  try {
    review::strategy_proposals(book.rules, {});
  } catch (const Error& error) {
    // "rules[i].field", of which the reader knows the way to the rules.
    throw error.moved_to(json.get("rules").path() + error.place().substr(std::strlen("rules")));
  }
  return book;
}

StrategyBook read_strategy_book(std::string_view text, const std::string& name) {
  JsonDocument document;
  parse_json(text, name, document);
  const JsonReader json(document.value(), name + ": ");
  json.require_object();
  json.allow({"rules", "per_department"});
  return read_strategy_rules(json);
}

}  // namespace salesplan::adapters
