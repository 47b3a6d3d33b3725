#include "adapters/json.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "adapters/utf8.hpp"

namespace salesplan::adapters {
namespace {

// "line:column" of the byte at `offset`.
std::string position(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return std::to_string(line) + ":" + std::to_string(column);
}

// Finding a field takes as long as its object has fields; no schema comes near this many.
constexpr std::size_t max_fields = 10'000;

}  // namespace

Json parse_json(std::string_view text, const std::string& name) {
  require_utf8(text, name);
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  std::vector<std::set<std::string>> keys;  // of the objects that are open
  const auto watch = [&](int, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event != Json::parse_event_t::key) return true;
    if (!keys.back().insert(value.get<std::string>()).second) {
      throw Error(ErrorCode::duplicate, name,
                  "the field \"" + value.get<std::string>() + "\" is given twice in one object");
    }
    if (keys.back().size() > max_fields) {
      throw Error(ErrorCode::parse, name,
                  "more than " + std::to_string(max_fields) + " fields in one object");
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::parse_error& error) {
    const std::string what = error.what();
    const std::size_t reason = what.find("syntax error");
    throw Error(ErrorCode::parse,
                name + ":" + position(text, std::max<std::size_t>(error.byte, 1) - 1),
                "not JSON: " + (reason == std::string::npos ? what : what.substr(reason)));
  } catch (const Json::out_of_range& error) {  // its text quotes the number
    const std::string what = error.what();
    const std::size_t open = what.find('\'') + 1;
    const std::string number = what.substr(open, what.rfind('\'') - open);
    throw Error(ErrorCode::overflow, name + ":" + position(text, text.find(number)),
                number + " is out of range");
  }
}

std::string JsonReader::place() const {
  const bool top = !path_.empty() && path_.back() == ' ';  // "p.json: ", before its fields' names
  return top ? path_.substr(0, path_.size() - 2) : path_;
}

void JsonReader::wrong_type(const char* wanted) const {
  throw Error(ErrorCode::parse, place(),
              std::string("is ") + value_->type_name() + ", must be " + wanted);
}

void JsonReader::require_object() const {
  if (!value_->is_object()) wrong_type("an object");
}

void JsonReader::allow(std::initializer_list<const char*> names) const {
  require_object();
  for (const auto& field : value_->items()) {
    const auto same = [&](const char* name) { return field.key() == name; };
    if (std::any_of(names.begin(), names.end(), same)) continue;
    std::string allowed;
    for (const char* name : names) allowed += (allowed.empty() ? "" : ", ") + std::string(name);
    throw Error(ErrorCode::parse, place(),
                "unknown field \"" + field.key() + "\"; allowed: " + allowed);
  }
}

bool JsonReader::has(const char* name) const {
  require_object();
  return value_->contains(name);
}

JsonReader JsonReader::get(const char* name) const {
  if (std::optional<JsonReader> field = find(name)) return *field;
  throw Error(ErrorCode::not_found, place(), std::string("the field \"") + name + "\" is missing");
}

std::optional<JsonReader> JsonReader::find(const char* name) const {
  require_object();
  const auto field = value_->find(name);
  if (field == value_->end()) return std::nullopt;
  const bool top = path_.empty() || path_.back() == ' ';
  return JsonReader(*field, path_ + (top ? "" : ".") + name);
}

std::vector<JsonReader> JsonReader::items() const {
  if (!value_->is_array()) wrong_type("an array");
  std::vector<JsonReader> result;
  for (std::size_t i = 0; i < value_->size(); ++i) {
    result.emplace_back((*value_)[i], core::at(path_, static_cast<std::int64_t>(i)));
  }
  return result;
}

std::string JsonReader::text() const {
  if (!value_->is_string()) wrong_type("a text");
  return value_->get<std::string>();
}

double JsonReader::number() const {
  if (!value_->is_number()) wrong_type("a number");
  const double number = value_->get<double>();
  if (!std::isfinite(number)) throw Error(ErrorCode::overflow, path_, "is out of range");
  return number;
}

std::int64_t JsonReader::integer() const {
  if (!value_->is_number_integer()) wrong_type("an integer");
  if (value_->is_number_unsigned() && value_->get<std::uint64_t>() > INT64_MAX) {
    throw Error(ErrorCode::overflow, path_, "exceeds 64 bits");
  }
  return value_->get<std::int64_t>();
}

bool JsonReader::boolean() const {
  if (!value_->is_boolean()) wrong_type("true or false");
  return value_->get<bool>();
}

std::string JsonReader::text(const char* name, const std::string& otherwise) const {
  const std::optional<JsonReader> field = find(name);
  return field ? field->text() : otherwise;
}

double JsonReader::number(const char* name, double otherwise) const {
  const std::optional<JsonReader> field = find(name);
  return field ? field->number() : otherwise;
}

std::int64_t JsonReader::integer(const char* name, std::int64_t otherwise) const {
  const std::optional<JsonReader> field = find(name);
  return field ? field->integer() : otherwise;
}

bool JsonReader::boolean(const char* name, bool otherwise) const {
  const std::optional<JsonReader> field = find(name);
  return field ? field->boolean() : otherwise;
}

std::string JsonReader::choice(std::initializer_list<const char*> choices) const {
  const std::string given = text();
  std::string allowed;
  for (const char* choice : choices) {
    if (given == choice) return given;
    allowed += (allowed.empty() ? "" : ", ") + std::string(choice);
  }
  throw Error(ErrorCode::invalid_argument, path_, "\"" + given + "\" is not one of: " + allowed);
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

}  // namespace salesplan::adapters
