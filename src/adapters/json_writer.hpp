// JSON written as it is told. A tree of Json values would need memory to be freed, so that a plan
// for which memory runs out would end the caller's program; here it is one text that grows.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "adapters/json.hpp"

namespace salesplan::adapters {

class JsonWriter {
 public:
  /// With `indent` spaces a level and a line for each value, as Json::dump; below 0 on one line.
  explicit JsonWriter(int indent) : indent_(indent) {}

  /// A number, text, boolean or null in an array, and as a field of an object.
  void item(const Json& scalar) {
    next();
    text_ += scalar.dump();
  }
  void field(std::string_view name, const Json& scalar) {
    key(name);
    item(scalar);
  }

  /// An object or array whose fields or items `body` writes: the document, an item, or a field.
  template <class Body>
  void object(Body&& body) {
    nested('{', '}', body);
  }
  template <class Body>
  void object(std::string_view name, Body&& body) {
    key(name);
    nested('{', '}', body);
  }
  template <class Body>
  void array(Body&& body) {
    nested('[', ']', body);
  }
  template <class Body>
  void array(std::string_view name, Body&& body) {
    key(name);
    nested('[', ']', body);
  }

  /// An array of `count` numbers on one line; `text_of(i)` is the i-th, as JSON.
  template <class TextOf>
  void numbers(std::string_view name, std::size_t count, TextOf&& text_of) {
    key(name);
    next();
    text_ += '[';
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) text_ += ',';
      text_ += text_of(i);
    }
    text_ += ']';
  }

  std::string take() && { return std::move(text_); }

 private:
  template <class Body>
  void nested(char open, char close, Body&& body) {
    next();
    text_ += open;
    ++depth_;
    first_ = true;
    body();
    --depth_;
    if (!first_) line();
    text_ += close;
    first_ = false;
  }

  void key(std::string_view name) {
    next();
    text_.append(Json(name).dump()).append(indent_ < 0 ? ":" : ": ");
    after_key_ = true;
  }

  // Where the next value or name stands.
  void next() {
    if (!after_key_ && depth_ > 0) {
      if (!first_) text_ += ',';
      line();
    }
    first_ = after_key_ = false;
  }

  void line() {
    if (indent_ < 0) return;
    text_.append(1, '\n');
    text_.append(static_cast<std::size_t>(indent_) * static_cast<std::size_t>(depth_), ' ');
  }

  int indent_;
  int depth_ = 0;
  bool first_ = true;  // nothing stands in the innermost array or object yet
  bool after_key_ = false;
  std::string text_;
};

}  // namespace salesplan::adapters
