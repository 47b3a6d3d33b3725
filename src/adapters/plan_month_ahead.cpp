#include "adapters/plan_month_ahead.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "adapters/month_words.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/plan_moves.hpp"
#include "adapters/review_html.hpp"
#include "salesplan/plan/month_kpis.hpp"

namespace salesplan::adapters {
namespace {

using calendar::Language;
using plan::Document;
using plan::Specification;
using Cells = std::vector<std::string>;

/// A value of a figure that rules watch.
std::string figure_text(const std::string& kpi, double value, const Shown& show) {
  const plan::MonthKpi of = plan::parse_month_kpi(kpi, "kpi");
  if (plan::is_money(of)) return show.money(value);
  if (plan::is_count(of) || of == plan::MonthKpi::satisfaction) return Shown::one_decimal(value);
  return Shown::percent(value);
}

std::string alert_section(const Specification& spec, const Document& document, std::size_t month,
                          const Shown& show) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  std::vector<Cells> rows;
  for (const plan::AlertChange& change : document.alerts) {
    if (change.month != month) continue;
    const monitor::AlertRule& rule = spec.alerts[change.rule];
    rows.push_back(
        {change.member == table::Dimension::root ? company_name(spec) : owners.label(change.member),
         rule.name, rule.severity, in_both(monitor::state_name(change.state)), in_both(rule.kpi),
         figure_text(rule.kpi, change.value, show)});
  }
  if (rows.empty()) return "";
  return review_section(
      "Alerts", "预警",
      figures_table({"", both("Rule", "规则"), both("Severity", "级别"), both("State", "状态"),
                     both("Measure", "指标"), both("Value", "数值")},
                    rows, 5));
}

std::string move_section(const Specification& spec, const Document& document, std::size_t month,
                         const Shown& show) {
  std::array<std::vector<std::string>, spoken.size()> list;
  std::vector<Cells> judged;
  for (const plan::StrategyMove& move : document.moves) {
    if (move.month == month) {
      for (std::size_t l = 0; l < spoken.size(); ++l) {
        std::string text = move_sentence(spec, move, spoken[l]);
        if (move.accepted) text += spoken[l] == Language::en ? " Accepted." : "已采纳。";
        list[l].push_back(std::move(text));
      }
    }
    if (move.month + 1 == month && move.accepted) {
      const table::Dimension& owners = spec.dimensions[spec.owner];
      judged.push_back({owners.label(owners.leaf(static_cast<std::size_t>(move.owner))),
                        spec.strategy->rules[move.rule].name, show.money(move.proposal.effect.mean),
                        show.money(move.realised)});
    }
  }
  if (list[0].empty() && judged.empty()) return "";
  std::string body;
  for (std::size_t l = 0; l < spoken.size(); ++l) {
    if (!list[l].empty()) body += told(spoken[l], "", list[l]);
  }
  if (!judged.empty()) {
    body += figures_table({both("Accepted last month", "上月采纳"), both("Rule", "规则"),
                           both("Expected effect", "预期效果"), both("Realised", "实际效果")},
                          judged, 2);
  }
  return review_section("What to change", "策略调整", body);
}

std::string next_section(const Specification& spec, const Document& document, std::size_t month,
                         const Shown& show) {
  const auto found =
      std::find_if(document.next.begin(), document.next.end(),
                   [&](const plan::NextMonth& one) { return one.month == month + 1; });
  if (found == document.next.end() || !found->placed) return "";
  const plan::PlacedMonth& placed = *found->placed;
  const review::PlacedTargets& targets = placed.targets;
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const std::string name = month_text(document, month + 1);
  const std::string total = show.money(targets.total), odds = Shown::percent(targets.probability);
  Cells heads{"",
              both("Held by", "受限于"),
              both("Planned", "计划"),
              both("Last month in season", "上月（按季节）"),
              both("Target", "目标"),
              both("Forecast", "预测"),
              both("Probability", "达成概率")};
  Cells resource_heads{both("Needed / there", "所需 / 可用")};
  for (const review::Resource& resource : placed.resources) {
    resource_heads.push_back(in_both(resource.name));
  }
  std::vector<Cells> rows, resources;
  const std::size_t n = placed.owners.size();
  for (std::size_t k = 0; k < n; ++k) {
    const std::string& owner =
        owners.label(owners.leaf(static_cast<std::size_t>(placed.owners[k])));
    rows.push_back({owner, in_both(targets.held[k]), show.money(placed.planned[k]),
                    show.money(placed.from[k]), show.money(targets.target[k]),
                    show.money(placed.mean[k]), Shown::percent(targets.unit_probability[k])});
    Cells row{owner};
    for (std::size_t r = 0; r < placed.resources.size(); ++r) {
      const bool money = placed.resources[r].name == "budget";
      const auto amount = [&](double of) {
        return money ? show.money(of) : Shown::one_decimal(of);
      };
      row.push_back(amount(targets.needed[r * n + k]) + " / " +
                    amount(placed.resources[r].available[k]));
    }
    resources.push_back(std::move(row));
  }
  return review_section(
      "Targets for " + name, name + " 目标",
      told(Language::en,
           total + " in all, reached with a probability of " + odds +
               "; equally hard for everybody that nothing holds. Of the shortfall " +
               show.money(targets.carried) + " is taken up, " + show.money(targets.cut) +
               " is cut by what the owners' bounds do not let be.",
           {}) +
          told(Language::zh,
               "合计" + total + "，达成概率" + odds + "；未受限者难度相同。缺口中" +
                   show.money(targets.carried) + "计入，因限制削减" + show.money(targets.cut) +
                   "。",
               {}) +
          figures_table(heads, rows, 2) +
          (placed.resources.empty() ? "" : figures_table(resource_heads, resources)));
}

}  // namespace

std::string month_ahead(const Specification& spec, const Document& document, std::size_t month,
                        const Shown& show) {
  return alert_section(spec, document, month, show) + move_section(spec, document, month, show) +
         next_section(spec, document, month, show);
}

}  // namespace salesplan::adapters
