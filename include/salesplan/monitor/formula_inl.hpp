// Bodies of formula.hpp.
#pragma once

#include <algorithm>
#include <cmath>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/monitor/formula.hpp"

namespace salesplan::monitor {

/// Recursive descent; what is read is appended to the steps.
struct Formula::Parser {
  Formula& to;
  std::string_view text;
  const std::string& place;
  std::size_t at = 0;
  int depth = 0;

  [[noreturn]] void refuse(std::size_t where, const std::string& why) const {
    throw Error(ErrorCode::parse, place, "at " + std::to_string(where + 1) + ": " + why);
  }

  static bool digit(char c) { return c >= '0' && c <= '9'; }
  static bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  }

  /// The next character that is no blank, 0 at the end.
  char peek() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    return at < text.size() ? text[at] : '\0';
  }

  std::string found() {
    return peek() == '\0' && at >= text.size() ? "the end" : core::quoted(text.substr(at, 1));
  }

  void expect(char wanted) {
    if (peek() != wanted) {
      refuse(at, core::quoted(std::string(1, wanted)) + " is needed, not " + found());
    }
    ++at;
  }

  void push(Op op, double number = 0, std::size_t name = 0) {
    to.steps_.push_back({op, number, name});
  }

  void sum() {
    product();
    for (char c = peek(); c == '+' || c == '-'; c = peek()) {
      ++at;
      product();
      push(c == '+' ? Op::add : Op::subtract);
    }
  }

  void product() {
    factor();
    for (char c = peek(); c == '*' || c == '/'; c = peek()) {
      ++at;
      factor();
      push(c == '*' ? Op::multiply : Op::divide);
    }
  }

  void factor() {
    if (++depth > max_depth) refuse(at, "more than " + std::to_string(max_depth) + " levels");
    const char c = peek();
    if (c == '-') {
      ++at;
      factor();
      push(Op::negate);
    } else if (c == '(') {
      ++at;
      sum();
      expect(')');
    } else if (digit(c) || c == '.') {
      number();
    } else if (letter(c)) {
      name_or_call();
    } else {
      refuse(at, "a number, a name or \"(\" is needed, not " + found());
    }
    --depth;
  }

  void number() {
    const std::size_t start = at;
    while (at < text.size() && (digit(text[at]) || text[at] == '.')) ++at;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
      ++at;
      if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
      while (at < text.size() && digit(text[at])) ++at;
    }
    const std::string where = place + ": at " + std::to_string(start + 1);
    push(Op::number, core::parse_number(text.substr(start, at - start), where));
  }

  std::string_view word() {
    const std::size_t start = at;
    while (at < text.size() && (letter(text[at]) || digit(text[at]))) ++at;
    return text.substr(start, at - start);
  }

  void name_or_call() {
    const std::size_t start = at;
    const std::string_view called = word();
    if (peek() != '(') return name(called, Place::here);
    ++at;
    if (called == "min" || called == "max") {
      sum();
      expect(',');
      sum();
      push(called == "min" ? Op::min : Op::max);
    } else if (called == "abs") {
      sum();
      push(Op::abs);
    } else if (called == "before" || called == "year_ago" || called == "whole") {
      if (!letter(peek())) refuse(at, "a name is needed, not " + found());
      name(word(), called == "before"     ? Place::before
                   : called == "year_ago" ? Place::year_ago
                                          : Place::whole);
    } else {
      refuse(start, core::quoted(called) +
                        " is not a function; there are before, year_ago, whole, min, max, abs");
    }
    expect(')');
  }

  void name(std::string_view text_of, Place read) {
    const auto same = [&](const Name& n) { return n.text == text_of && n.place == read; };
    auto known = std::find_if(to.names_.begin(), to.names_.end(), same);
    if (known == to.names_.end()) {
      known = to.names_.insert(known, {std::string(text_of), read});
    }
    push(Op::name, 0, static_cast<std::size_t>(known - to.names_.begin()));
  }
};

SALESPLAN_INLINE Formula::Formula(std::string_view text, const std::string& place) {
  Parser parser{*this, text, place};
  if (text.size() > max_length) {
    parser.refuse(max_length, "longer than " + std::to_string(max_length) + " bytes");
  }
  parser.sum();
  if (parser.peek() != '\0' || parser.at < text.size()) {
    parser.refuse(parser.at, "an operator or the end is needed, not " + parser.found());
  }
}

SALESPLAN_INLINE double Formula::value(const Lookup& lookup) const {
  std::vector<double> stack;
  const auto two = [&](auto&& combine) {
    const double b = stack.back();
    stack.pop_back();
    stack.back() = combine(stack.back(), b);
  };
  for (const Step& step : steps_) {
    switch (step.op) {
      case Op::number:
        stack.push_back(step.number);
        break;
      case Op::name:
        stack.push_back(lookup(step.name));
        break;
      case Op::add:
        two([](double a, double b) { return a + b; });
        break;
      case Op::subtract:
        two([](double a, double b) { return a - b; });
        break;
      case Op::multiply:
        two([](double a, double b) { return a * b; });
        break;
      case Op::divide:
        two([](double a, double b) { return b == 0 ? core::missing_number : a / b; });
        break;
      case Op::negate:
        stack.back() = -stack.back();
        break;
      case Op::min:
        two([](double a, double b) { return a < b || std::isnan(a) ? a : b; });
        break;
      case Op::max:
        two([](double a, double b) { return a > b || std::isnan(a) ? a : b; });
        break;
      case Op::abs:
        stack.back() = std::abs(stack.back());
        break;
    }
  }
  return stack.back();
}

SALESPLAN_INLINE bool Formula::additive(const std::vector<bool>& adds) const {
  enum Kind { constant, linear, other };
  std::vector<Kind> stack;
  for (const Step& step : steps_) {
    if (step.op == Op::number) {
      stack.push_back(constant);
    } else if (step.op == Op::name) {
      stack.push_back(names_[step.name].place != Place::whole && adds[step.name] ? linear : other);
    } else if (step.op == Op::abs) {
      stack.back() = stack.back() == constant ? constant : other;
    } else if (step.op != Op::negate) {
      const Kind b = stack.back();
      stack.pop_back();
      Kind& a = stack.back();
      const bool sums = step.op == Op::add || step.op == Op::subtract;
      const bool scales = step.op == Op::multiply || (step.op == Op::divide && b == constant);
      if (a == constant && b == constant) continue;
      const bool keeps = (sums && a == linear && b == linear) ||
                         (scales && a != other && b != other && (a == constant || b == constant));
      a = keeps ? linear : other;
    }
  }
  return stack.back() == linear;
}

}  // namespace salesplan::monitor
