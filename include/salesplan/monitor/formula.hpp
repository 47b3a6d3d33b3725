// Formulas of KPIs: a small language of names, numbers, + - * / and a few functions.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "salesplan/core/config.hpp"

namespace salesplan::monitor {

/// Where a name in a formula is read: at the cell itself; before(x) a period earlier; year_ago(x);
/// whole(x) at the cell of which this one is a share.
enum class Place : std::int32_t { here, before, year_ago, whole };

/// A parsed formula, in the order in which it is computed. Immutable; threads may share one.
///
///     formula = term { ("+" | "-") term }
///     term    = factor { ("*" | "/") factor }
///     factor  = "-" factor | number | name | "(" formula ")" | function "(" formula {"," formula}
///     ")"
///
/// Functions: before, year_ago, whole of one name; min, max of two; abs of one. Names are of
/// letters, digits and "_", bytes of UTF-8 beyond ASCII included, and do not start with a digit.
class Formula {
 public:
  struct Name {
    std::string text;
    Place place = Place::here;
  };
  /// The value of a name, NaN where it is not known.
  using Lookup = std::function<double(std::size_t name)>;

  static constexpr std::size_t max_length = 10000;  ///< bytes
  static constexpr int max_depth = 100;             ///< of brackets and signs

  /// @param place names the formula in errors
  /// @throws Error(parse) "place: at 7: ...", with the position in bytes from 1.
  Formula(std::string_view text, const std::string& place);

  /// Its names, each with where it is read, without repetition.
  const std::vector<Name>& names() const { return names_; }

  /// IEEE arithmetic, in which missing gives missing; what is divided by 0 is missing too.
  /// O(steps).
  double value(const Lookup& lookup) const;

  /// Whether the sum of its values over parts is its value of the whole: a sum of multiples of
  /// names that add up themselves.
  /// @param adds [names] whether each name, read here, adds up
  bool additive(const std::vector<bool>& adds) const;

 private:
  enum class Op : std::int32_t {
    number,
    name,
    add,
    subtract,
    multiply,
    divide,
    negate,
    min,
    max,
    abs
  };
  struct Step {
    Op op;
    double number;
    std::size_t name;
  };
  struct Parser;

  std::vector<Step> steps_;
  std::vector<Name> names_;
};

}  // namespace salesplan::monitor

#ifndef SALESPLAN_COMPILED
#include "salesplan/monitor/formula_inl.hpp"
#endif
