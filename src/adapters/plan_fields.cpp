#include "adapters/plan_fields.hpp"

#include <algorithm>
#include <string>

#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

std::size_t axis_of(const plan::Specification& spec, const JsonReader& field, bool month_allowed) {
  if (month_allowed && field.text() == "month") return plan::Specification::month_axis;
  std::string names = month_allowed ? "month" : "";
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    if (spec.dimensions[d].name() == field.text()) return d;
    names += (names.empty() ? "" : ", ") + spec.dimensions[d].name();
  }
  throw Error(ErrorCode::not_found, field.path(),
              "\"" + field.text() + "\" is not a dimension; there are: " + names);
}

}  // namespace

core::Minor read_signed_amount(const JsonReader& field, int decimals) {
  return field.value().is_string()
             ? core::parse_amount(field.text(), decimals, field.path())
             : core::round_to_minor(field.number() * core::minor_per_unit(decimals), field.path());
}

core::Minor read_amount(const JsonReader& field, int decimals) {
  const core::Minor amount = read_signed_amount(field, decimals);
  if (amount < 0) throw Error(ErrorCode::invalid_argument, field.path(), "must not be negative");
  return amount;
}

double read_share(const JsonReader& field) {
  const double share = field.number();
  if (share >= 0 && share <= 1) return share;
  throw Error(ErrorCode::invalid_argument, field.path(), "must lie in [0, 1]");
}

std::size_t read_dimension_name(const plan::Specification& spec, const JsonReader& field) {
  return axis_of(spec, field, false);
}

std::vector<std::size_t> read_dimension_names(const plan::Specification& spec,
                                              const JsonReader& field, bool month_allowed) {
  std::vector<std::size_t> result;
  for (const JsonReader& item : field.items()) {
    const std::size_t d = axis_of(spec, item, month_allowed);
    if (std::count(result.begin(), result.end(), d) != 0) {
      throw Error(ErrorCode::duplicate, item.path(), "\"" + item.text() + "\" is named twice");
    }
    result.push_back(d);
  }
  return result;
}

plan::Member read_member(const plan::Specification& spec, const JsonReader& where,
                         const std::string& name, const JsonReader& key) {
  const ParsedJson text = name;
  const std::size_t d = read_dimension_name(spec, JsonReader(text, where.path()));
  return {d, spec.dimensions[d].at(key.text(), key.path())};
}

}  // namespace salesplan::adapters
