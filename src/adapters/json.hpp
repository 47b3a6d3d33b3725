// Strict JSON: a document with positions in its syntax errors, and a reader that refuses what a
// schema does not know.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {

using Json = nlohmann::ordered_json;  ///< written: fields stay in the order they are given
using ParsedJson = nlohmann::json;    ///< read

/// A parsed document. The tree of a value takes memory to be freed, in a destructor that may not
/// fail; here it is taken down in place, so that a document can go when memory has run out.
class JsonDocument {
 public:
  JsonDocument() = default;
  ~JsonDocument();
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  const ParsedJson& value() const { return value_; }
  ParsedJson& value() { return value_; }

 private:
  ParsedJson value_;
};

/// Parses UTF-8 text into `document`, an empty one. Error(parse) with `name`, line and column for
/// text that is not JSON, Error(parse) for more than 100 levels, Error(duplicate) for a key given
/// twice in one object.
void parse_json(std::string_view text, const std::string& name, JsonDocument& document);

/// A value and its path ("plan.json: dimensions[2].levels"). Every getter throws Error(parse) with
/// the path when the value has another type, and Error(not_found) when a required field is absent.
class JsonReader {
 public:
  JsonReader(const ParsedJson& value, std::string path) : value_(&value), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  const ParsedJson& value() const { return *value_; }

  /// Refuses an object with a field that is not among `names`.
  void allow(std::initializer_list<const char*> names) const;

  bool has(const char* name) const;
  JsonReader get(const char* name) const;  ///< a required field
  std::optional<JsonReader> find(const char* name) const;
  std::vector<JsonReader> items() const;  ///< of an array

  std::string text() const;
  double number() const;  ///< finite
  std::int64_t integer() const;
  bool boolean() const;
  void require_object() const;

  std::string text(const char* name, const std::string& otherwise) const;
  double number(const char* name, double otherwise) const;
  std::int64_t integer(const char* name, std::int64_t otherwise) const;
  bool boolean(const char* name, bool otherwise) const;

  /// A text that is one of `choices`; the error lists them.
  std::string choice(std::initializer_list<const char*> choices) const;

 private:
  std::string place() const;  // of the value itself, in error texts
  [[noreturn]] void wrong_type(const char* wanted) const;

  const ParsedJson* value_;
  std::string path_;
};

/// A name as it stands in a JSON Pointer (RFC 6901): ~ and / have forms of their own.
std::string pointer_token(std::string_view name);

/// A finite double as a JSON number, NaN as null.
Json number_or_null(double value);

}  // namespace salesplan::adapters
