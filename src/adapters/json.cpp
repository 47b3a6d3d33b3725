#include "adapters/json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

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

constexpr std::size_t max_depth = 100;

// Empties what is nested in `value`, innermost first: freeing an empty value takes no memory.
void dismantle(ParsedJson& value) {
  if (auto* array = value.get_ptr<ParsedJson::array_t*>()) {
    for (ParsedJson& item : *array) dismantle(item);
    array->clear();
  } else if (auto* object = value.get_ptr<ParsedJson::object_t*>()) {
    for (auto& field : *object) dismantle(field.second);
    object->clear();
  }
}

// Builds the document from what the parser meets; its functions have the parser's names.
class Builder {
 public:
  Builder(std::string_view text, const std::string& name, ParsedJson& root)
      : text_(text), name_(name), root_(root) {}

  bool null() { return add(nullptr) != nullptr; }
  bool boolean(bool value) { return add(value) != nullptr; }
  bool number_integer(std::int64_t value) { return add(value) != nullptr; }
  bool number_unsigned(std::uint64_t value) { return add(value) != nullptr; }
  bool number_float(double value, const std::string&) { return add(value) != nullptr; }
  bool string(std::string& value) { return add(std::move(value)) != nullptr; }
  bool binary(ParsedJson::binary_t&) { return false; }  // not in JSON text
  bool start_array(std::size_t) { return open(ParsedJson::array()); }
  bool start_object(std::size_t) { return open(ParsedJson::object()); }
  bool end_array() {
    open_.pop_back();
    return true;
  }
  bool end_object() { return end_array(); }

  bool key(std::string& name) {
    const auto field = open_.back()->get_ref<ParsedJson::object_t&>().emplace(name, nullptr);
    if (!field.second) {
      throw Error(ErrorCode::duplicate, name_,
                  "the field " + core::quoted(name) + " is given twice in one object");
    }
    field_ = &field.first->second;
    return true;
  }

  [[noreturn]] bool parse_error(std::size_t byte, const std::string&,
                                const ParsedJson::exception& error) {
    const std::string what = error.what();
    const bool out_of_range = dynamic_cast<const ParsedJson::out_of_range*>(&error) != nullptr;
    if (out_of_range) {  // its text quotes the number
      const std::size_t open = what.find('\'') + 1;
      const std::string number = what.substr(open, what.rfind('\'') - open);
      throw Error(ErrorCode::overflow, name_ + ":" + position(text_, text_.find(number)),
                  number + " is out of range");
    }
    const std::size_t reason = what.find("syntax error");
    throw Error(ErrorCode::parse, name_ + ":" + position(text_, std::max<std::size_t>(byte, 1) - 1),
                "not JSON: " + (reason == std::string::npos ? what : what.substr(reason)));
  }

 private:
  // Puts a value where it stands in the document.
  ParsedJson* add(ParsedJson&& value) {
    ParsedJson* to = &root_;
    if (!open_.empty()) {
      auto* array = open_.back()->get_ptr<ParsedJson::array_t*>();
      to = array != nullptr ? &array->emplace_back() : field_;
    }
    *to = std::move(value);
    return to;
  }

  bool open(ParsedJson&& empty) {
    if (open_.size() == max_depth) {
      throw Error(ErrorCode::parse, name_,
                  "nested more than " + std::to_string(max_depth) + " levels deep");
    }
    open_.push_back(add(std::move(empty)));
    return true;
  }

  std::string_view text_;
  const std::string& name_;
  ParsedJson& root_;
  ParsedJson* field_ = nullptr;    // of the innermost object, the one that is read
  std::vector<ParsedJson*> open_;  // from the root to the innermost array or object
};

}  // namespace

JsonDocument::~JsonDocument() { dismantle(value_); }

void parse_json(std::string_view text, const std::string& name, JsonDocument& document) {
  require_utf8(text, name);
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  Builder builder(text, name, document.value());
  ParsedJson::sax_parse(text, &builder);
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

std::string pointer_token(std::string_view name) {
  std::string token;
  for (const char c : name) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

}  // namespace salesplan::adapters
