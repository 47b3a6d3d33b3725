#include "adapters/plan_moves.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/month_words.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/plan_rows.hpp"
#include "adapters/strategy_rules.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/plan/month_kpis.hpp"
#include "salesplan/plan/strategy_moves.hpp"

namespace salesplan::adapters {
namespace {

using plan::Document;
using plan::Specification;

constexpr const char* move_columns[] = {"month",        "rule",       "member",   "label",
                                        "state",        "lever",      "from",     "to",
                                        "months",       "distance",   "effect",   "effect_lower",
                                        "effect_upper", "department", "accepted", "realised"};

std::vector<Json> move_cells(const Specification& spec, const Document& document,
                             const plan::StrategyMove& move) {
  const review::StrategyRule& rule = spec.strategy->rules[move.rule];
  const review::StrategyProposal& proposal = move.proposal;
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const std::int32_t member = owners.leaf(static_cast<std::size_t>(move.owner));
  const promotion::Interval likely = promotion::interval(proposal.effect, 0.8);
  return {month_text(document, move.month),
          rule.name,
          owners.key(member),
          owners.label(member),
          review::state_name(proposal.state),
          rule.lever,
          proposal.from,
          proposal.to,
          proposal.months,
          proposal.distance,
          proposal.effect.mean,
          likely.lower,
          likely.upper,
          rule.owner,
          move.accepted ? Json(1) : Json(nullptr),
          number_or_null(move.realised)};
}

std::vector<std::vector<double>> read_levers(const Specification& spec,
                                             const plan::StrategySettings& settings,
                                             const CsvTable& csv) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const std::size_t owner = csv.column(owners.name());
  std::vector<std::vector<double>> levers(settings.rules.size());
  for (std::size_t k = 0; k < settings.rules.size(); ++k) {
    if (!csv.has_column(settings.rules[k].lever)) continue;
    levers[k].assign(owners.leaf_count(), core::missing_number);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      const auto leaf = static_cast<std::size_t>(
          table::leaf_ordinal(owners, csv.cell(r, owner), csv.place(r, owner)));
      levers[k][leaf] = csv_number(csv, r, settings.rules[k].lever);
    }
  }
  return levers;
}

std::vector<plan::StrategyDecision> read_decisions(const Specification& spec,
                                                   const plan::StrategySettings& settings,
                                                   const CsvTable& csv) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const std::size_t month = csv.column("month"), name = csv.column("rule"),
                    owner = csv.column(owners.name());
  std::vector<plan::StrategyDecision> decisions;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto rule = std::find_if(
        settings.rules.begin(), settings.rules.end(),
        [&](const review::StrategyRule& one) { return one.name == csv.cell(r, name); });
    if (rule == settings.rules.end()) {
      throw Error(ErrorCode::not_found, csv.place(r, name),
                  core::quoted(csv.cell(r, name)) + " is none of the rules");
    }
    decisions.push_back({calendar::parse_period(csv.cell(r, month), csv.place(r, month)),
                         static_cast<std::size_t>(rule - settings.rules.begin()),
                         table::leaf_ordinal(owners, csv.cell(r, owner), csv.place(r, owner)),
                         csv.place(r, name)});
  }
  return decisions;
}

}  // namespace

void read_moves(Specification& spec, const JsonReader& field, const DataReader& data) {
  field.allow({"rules", "per_department", "levers", "accepted"});
  StrategyBook book = read_strategy_rules(field);
  plan::StrategySettings settings;
  settings.rules = std::move(book.rules);
  settings.per_department = book.per_department;
  for (std::size_t r = 0; r < settings.rules.size(); ++r) {
    plan::parse_month_kpi(
        settings.rules[r].measure,
        core::at(field.get("rules").path(), static_cast<std::int64_t>(r)) + ".measure");
  }
  if (const auto levers = field.find("levers")) {
    levers->allow({"file", "csv"});
    settings.levers = read_levers(spec, settings, data.table_of(*levers));
  }
  if (const auto accepted = field.find("accepted")) {
    accepted->allow({"file", "csv"});
    settings.accepted = read_decisions(spec, settings, data.table_of(*accepted));
  }
  spec.strategy = std::move(settings);
}

std::string moves_csv(const Specification& spec, const Document& document) {
  return rows_csv(move_columns, document.moves,
                  [&](const auto& row) { return move_cells(spec, document, row); });
}

void write_moves(const Specification& spec, const Document& document, JsonWriter& json) {
  write_rows(
      "strategy", move_columns, document.moves,
      [&](const auto& row) { return move_cells(spec, document, row); }, json);
  const promotion::Calibration ledger = plan::judged(document.moves);
  if (ledger.realised == 0) return;
  json.object("strategy_ledger", [&] {
    json.field("judged", ledger.realised);
    json.field("bias", number_or_null(ledger.bias));
    json.field("absolute_error", number_or_null(ledger.absolute_error));
    json.field("coverage_80", number_or_null(ledger.coverage_80));
    json.field("spread_factor", number_or_null(ledger.spread_factor));
  });
}

std::string move_sentence(const Specification& spec, const plan::StrategyMove& move,
                          calendar::Language language) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const review::StrategyCase unit{
      0, owners.label(owners.leaf(static_cast<std::size_t>(move.owner))), {}, {}, move.sales};
  review::StrategyRule rule = spec.strategy->rules[move.rule];
  review::StrategyProposal proposal = move.proposal;
  if (plan::is_money(plan::parse_month_kpi(rule.measure, "measure"))) {
    const double minor = core::minor_per_unit(spec.decimals);
    rule.threshold /= minor;
    rule.goal /= minor;
    proposal.distance /= minor;
  }
  rule.measure = in_words(rule.measure, language);
  return review::sentence(rule, unit, proposal, spec.decimals, language);
}

}  // namespace salesplan::adapters
