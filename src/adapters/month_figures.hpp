// How amounts, ratios and names are shown in the documents of a month.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/specification.hpp"
#include "salesplan/review/findings.hpp"

namespace salesplan::adapters {

constexpr std::array<calendar::Language, 2> spoken{calendar::Language::en, calendar::Language::zh};
constexpr const char* unknown_cell = "–";

struct Shown {
  int decimals = 2;

  std::string money(core::Minor amount, bool sign = false) const {
    return core::is_missing(amount) ? unknown_cell : review::money_text(amount, decimals, sign);
  }
  std::string money(double amount) const {
    return std::isfinite(amount) ? money(core::round_to_minor(amount, "amount")) : unknown_cell;
  }
  static std::string percent(double ratio, bool sign = false) {
    if (!std::isfinite(ratio)) return unknown_cell;
    const std::string text = core::to_text(std::round(1000 * ratio) / 10 + 0.0);
    return (sign && ratio > 0 ? "+" : "") + text + " %";
  }
  static std::string count(std::int64_t number) {
    return core::is_missing(number) ? unknown_cell : review::money_text(number, 0, false);
  }
  static std::string one_decimal(double number) {
    return core::to_text(std::round(10 * number) / 10);
  }
};

inline std::string company_name(const plan::Specification& spec) {
  return spec.company.empty() ? "*" : spec.company;
}

}  // namespace salesplan::adapters
