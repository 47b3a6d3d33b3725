#include "adapters/plan_allocation.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "adapters/plan_fields.hpp"
#include "salesplan/calendar/period.hpp"

namespace salesplan::adapters {
namespace {

using plan::Specification;

void read_rule(Specification& spec, const JsonReader& field) {
  field.allow({"where", "lower", "upper", "lock"});
  plan::Rule rule;
  const JsonReader where = field.get("where");
  where.require_object();
  for (const auto& item : where.value().items()) {
    const JsonReader member(item.value(), where.path() + "." + item.key());
    if (item.key() == "month") {
      const calendar::Period month = calendar::parse_period(member.text(), member.path());
      const std::int64_t ahead = month.grain == calendar::Grain::month
                                     ? calendar::periods_between(spec.first_month, month)
                                     : -1;
      if (ahead < 0 || ahead >= static_cast<std::int64_t>(spec.months)) {
        throw Error(ErrorCode::invalid_argument, member.path(), "is not a month of the plan");
      }
      rule.month = static_cast<std::size_t>(ahead);
      continue;
    }
    rule.members.push_back(read_member(spec, where, item.key(), member));
  }
  const auto bound = [&](const char* name) -> std::optional<core::Minor> {
    const auto given = field.find(name);
    if (!given) return std::nullopt;
    return read_amount(*given, spec.decimals);
  };
  rule.lower = bound("lower");
  rule.upper = bound("upper");
  rule.lock = bound("lock");
  if (!rule.lower && !rule.upper && !rule.lock) {
    throw Error(ErrorCode::parse, field.path(), "needs \"lower\", \"upper\" or \"lock\"");
  }
  spec.rules.push_back(std::move(rule));
}

}  // namespace

void read_allocation(Specification& spec, const std::optional<JsonReader>& field) {
  spec.order = {Specification::month_axis};
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) spec.order.push_back(d);
  if (!field) return;
  field->allow({"order", "basis", "peers", "floor", "margins", "ranges", "rules"});
  if (const auto peers = field->find("peers")) spec.peers = read_dimension_names(spec, *peers);
  if (const auto order = field->find("order")) {
    spec.order = read_dimension_names(spec, *order, true);
    if (spec.order.size() != spec.dimensions.size() + 1) {
      throw Error(ErrorCode::invalid_argument, order->path(),
                  "must name \"month\" and every dimension once");
    }
  }
  if (const auto basis = field->find("basis")) {
    basis->allow({"forecast", "history", "equal"});
    spec.mix = {basis->number("forecast", 0), basis->number("history", 0),
                basis->number("equal", 0)};
    const double sum = spec.mix.forecast + spec.mix.history + spec.mix.equal;
    if (!(spec.mix.forecast >= 0 && spec.mix.history >= 0 && spec.mix.equal >= 0 && sum > 0)) {
      throw Error(ErrorCode::invalid_argument, basis->path(),
                  "the shares must not be negative, nor all zero");
    }
  }
  if (const auto floor = field->find("floor")) spec.floor = read_share(*floor);
  if (const auto margins = field->find("margins")) {
    for (const JsonReader& margin : margins->items()) {
      spec.margins.push_back(read_dimension_names(spec, margin, true));
    }
  }
  if (const auto ranges = field->find("ranges")) {
    for (const JsonReader& range : ranges->items()) {
      range.allow({"over", "within", "price"});
      plan::KeptSums kept{read_dimension_names(spec, range.get("over"), true)};
      if (const auto within = range.find("within")) kept.within = read_share(*within);
      if (const auto price = range.find("price")) {
        kept.price = price->number();
        if (kept.price < 0) throw Error(ErrorCode::parse, price->path(), "is negative");
      }
      spec.ranges.push_back(std::move(kept));
    }
  }
  if (const auto rules = field->find("rules")) {
    for (const JsonReader& rule : rules->items()) read_rule(spec, rule);
  }
}

}  // namespace salesplan::adapters
