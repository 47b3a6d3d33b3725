#include "adapters/plan_month_document.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "adapters/html_text.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/plan_moves.hpp"
#include "adapters/plan_review_tables.hpp"
#include "adapters/review_html.hpp"
#include "adapters/review_page.hpp"
#include "salesplan/plan/customer_segments.hpp"
#include "salesplan/review/findings.hpp"

namespace salesplan::adapters {
namespace {

using calendar::Language;
using core::Minor;
using plan::Document;
using plan::Specification;
using Cells = std::vector<std::string>;

constexpr std::array<Language, 2> spoken{Language::en, Language::zh};
constexpr const char* unknown_cell = "–";

/// How amounts and ratios are shown.
struct Shown {
  int decimals = 2;

  std::string money(Minor amount, bool sign = false) const {
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

/// What a row of attainment shows, beside its name.
struct Figures {
  Minor target = core::missing_integer;
  review::Comparison compared;
  plan::BuyerCount buyers;
  plan::Response response;
};

Cells attainment_heads(bool with_responses = false) {
  Cells heads{"",
              both("Target", "目标"),
              both("Actual", "实际"),
              both("Attainment", "达成率"),
              both("Last period", "上期"),
              both("Change", "环比"),
              both("Last year", "去年同期"),
              both("Growth", "同比"),
              both("Share", "占比"),
              both("Share last year", "去年占比"),
              both("Customers", "客户数"),
              both("last year", "去年")};
  if (with_responses) {
    heads.push_back(both("Conversion", "转化率"));
    heads.push_back(both("Satisfaction", "满意度"));
  }
  return heads;
}

double rate_of(const Figures& row) {
  return core::is_missing(row.target) || row.target == 0
             ? core::missing_number
             : static_cast<double>(row.compared.actual) / static_cast<double>(row.target);
}

Cells attainment_row(const std::string& name, const Figures& row, const Shown& show,
                     bool with_responses = false) {
  Cells cells{name,
              show.money(row.target),
              show.money(row.compared.actual),
              Shown::percent(rate_of(row)),
              show.money(row.compared.last_period),
              Shown::percent(row.compared.change(), true),
              show.money(row.compared.last_year),
              Shown::percent(row.compared.growth(), true),
              Shown::percent(row.compared.share),
              Shown::percent(row.compared.share_last_year),
              Shown::count(row.buyers.now),
              Shown::count(row.buyers.last_year)};
  if (with_responses) {
    cells.push_back(Shown::percent(row.response.conversion));
    cells.push_back(std::isfinite(row.response.satisfaction)
                        ? Shown::one_decimal(row.response.satisfaction)
                        : unknown_cell);
  }
  return cells;
}

/// A bar a row: how much of the target was reached.
std::string attainment_bars(const std::vector<std::pair<std::string, Figures>>& rows,
                            const std::string& label) {
  constexpr std::size_t most = 25;
  std::vector<Bar> bars;
  for (const auto& [name, row] : rows) {
    const double rate = rate_of(row);
    if (!std::isfinite(rate) || bars.size() == most) continue;
    bars.push_back({name, 0, rate, rate < 1 ? "less" : "more", Shown::percent(rate)});
  }
  return bars.empty() ? "" : bars_svg(bars, label, false);
}

std::string company_name(const Specification& spec) {
  return spec.company.empty() ? "*" : spec.company;
}

Figures figures_at(const plan::AttainmentTable& table, std::size_t row) {
  return {table.rows[row].target, table.compared[row],
          table.buyers.empty() ? plan::BuyerCount{} : table.buyers[row],
          table.responses.empty() ? plan::Response{} : table.responses[row]};
}

/// The month in a sentence.
std::string month_sentence(const std::string& name, const Figures& of, const Shown& show,
                           Language language) {
  const bool english = language == Language::en;
  std::string text = name + (english ? ": " : "：") + show.money(of.compared.actual);
  if (std::isfinite(rate_of(of))) {
    text += (english ? " of a target of " : "，目标") + show.money(of.target) +
            (english ? ", " : "，达成") + Shown::percent(rate_of(of));
  }
  if (std::isfinite(of.compared.growth())) {
    text += (english ? "; on last year " : "；同比") + Shown::percent(of.compared.growth(), true);
  }
  if (std::isfinite(of.compared.change())) {
    text += (english ? ", on the period before " : "，环比") +
            Shown::percent(of.compared.change(), true);
  }
  return text + (english ? "." : "。");
}

/// Company, the quarter that ends with the month and the plan so far, and the weeks.
std::string overview(const Specification& spec, const Document& document, std::size_t month,
                     const Shown& show) {
  const plan::AttainmentTable& table = document.attainment.front();
  const std::size_t members = spec.dimensions.front().size();
  std::vector<Cells> rows;
  for (std::size_t s = 0; s < document.spans.size(); ++s) {
    const review::Span& span = document.spans[s];
    if (span.first + span.count != month + 1) continue;
    rows.push_back(attainment_row(span.name, figures_at(table, s * members), show));
  }
  for (const plan::WeekAttainment& week : document.weeks) {
    if (week.month != month || week.member != table::Dimension::root) continue;
    rows.push_back(attainment_row("W" + std::to_string(week.node),
                                  {week.target, week.compared, {}, {}}, show));
  }
  const Figures company = figures_at(table, month * members);
  std::string body;
  for (const Language language : spoken) {
    body += told(language, month_sentence(company_name(spec), company, show, language), {});
  }
  return review_section("The month", "本月概况", body + figures_table(attainment_heads(), rows));
}

std::string by_dimension(const Specification& spec, const Document& document, std::size_t month,
                         const Shown& show) {
  std::string sections;
  for (const plan::AttainmentTable& table : document.attainment) {
    const table::Dimension& dimension = spec.dimensions[table.dimension];
    std::vector<Cells> rows;
    std::vector<std::pair<std::string, Figures>> leaves;
    for (std::size_t member = 1; member < dimension.size(); ++member) {
      const auto m = static_cast<std::int32_t>(member);
      const Figures row = figures_at(table, month * dimension.size() + member);
      if (row.target == 0 && row.compared.actual == 0 &&
          (core::is_missing(row.compared.last_year) || row.compared.last_year == 0)) {
        continue;
      }
      rows.push_back(attainment_row(dimension.label(m), row, show, !table.responses.empty()));
      if (dimension.is_leaf(m)) leaves.emplace_back(dimension.label(m), row);
    }
    const std::string title = "Attainment by " + dimension.name();
    sections += review_section(title, "达成：按 " + dimension.name(),
                               attainment_bars(leaves, title) +
                                   figures_table(attainment_heads(!table.responses.empty()), rows));
  }
  return sections;
}

std::string by_segment(const Document& document, std::size_t month, const Shown& show) {
  const auto found =
      std::find_if(document.segments.begin(), document.segments.end(),
                   [&](const plan::MonthSegments& one) { return one.month == month; });
  if (found == document.segments.end()) return "";
  static constexpr const char* names[] = {"A", "B", "C", "new · 新"};
  std::vector<Cells> rows;
  std::vector<std::pair<std::string, Figures>> bars;
  for (std::size_t s = 0; s < plan::segment_count; ++s) {
    const Figures row{found->target.empty() ? core::missing_integer : found->target[s],
                      found->compared[s],
                      found->buyers[s],
                      {}};
    rows.push_back(attainment_row(names[s], row, show));
    bars.emplace_back(names[s], row);
  }
  const review::SegmentMigration& moved = found->moved;
  const std::size_t side = moved.segments + 1;
  Cells heads{both("A year ago ↓ now →", "一年前↓ 现在→")};
  std::vector<Cells> moves;
  for (std::size_t to = 0; to < side; ++to) heads.push_back(to + 1 == side ? "–" : names[to]);
  for (std::size_t from = 0; from < side; ++from) {
    Cells row{from + 1 == side ? "–" : names[from]};
    for (std::size_t to = 0; to < side; ++to) {
      row.push_back(Shown::count(moved.customers[from * side + to]));
    }
    moves.push_back(std::move(row));
  }
  const std::string up = Shown::count(moved.up), down = Shown::count(moved.down);
  return review_section(
      "Customers by class", "客户分级",
      told(Language::en,
           "Classes by what was bought in the twelve months before: A the largest that make up 80 "
           "%, B those up to 95 %. The target is spread as last year's sales were. Within a year " +
               up + " customers moved up, " + down + " down.",
           {}) +
          told(Language::zh,
               "按此前十二个月购买额分级：A为累计80%的最大客户，B至95%"
               "。目标按去年同期结构分解。一年内升级" +
                   up + "家，降级" + down + "家。",
               {}) +
          attainment_bars(bars, "Attainment by class") + figures_table(attainment_heads(), rows) +
          figures_table(heads, moves));
}

/// Bridges of the month: the company, volume and mix and price, then the members.
std::string bridges(const Specification& spec, const Document& document, std::size_t month) {
  std::string sections;
  const auto reviewed =
      std::find_if(document.reviews.begin(), document.reviews.end(),
                   [&](const plan::MonthReview& one) { return one.month == month; });
  const auto mixed = std::find_if(document.mix.months.begin(), document.mix.months.end(),
                                  [&](const plan::MonthMix& one) { return one.month == month; });
  const std::string name = company_name(spec);
  if (reviewed != document.reviews.end()) {
    sections += bridge_section({"Why: calendar, promotions, customers",
                                "原因：日历、促销、客户",
                                {-1},
                                {name},
                                reviewed->company.bridge},
                               spec.decimals);
  }
  if (mixed != document.mix.months.end()) {
    std::vector<std::string> labels = document.mix.labels;
    labels.front() = name;
    sections += bridge_section({"Revenue by volume, mix and price", "收入：销量、结构、价格",
                                document.mix.parent, labels, mixed->revenue},
                               spec.decimals);
    if (!mixed->profit.base.empty()) {
      sections +=
          bridge_section({"Profit by volume, mix, price and cost", "利润：销量、结构、价格、成本",
                          document.mix.parent, labels, mixed->profit},
                         spec.decimals);
    }
  }
  if (reviewed == document.reviews.end()) return sections;
  for (std::size_t k = 0; k < reviewed->by.size(); ++k) {
    const table::Dimension& dimension = spec.dimensions[spec.review_by[k]];
    ReviewSection section{
        "Why, by " + dimension.name(), "原因：按 " + dimension.name(), {}, {}, {}};
    for (std::size_t node = 0; node < dimension.size(); ++node) {
      const auto member = static_cast<std::int32_t>(node);
      section.parent.push_back(dimension.parent(member));
      section.labels.push_back(node == 0 ? name : dimension.label(member));
    }
    section.bridge = reviewed->by[k].bridge;
    sections += bridge_section(section, spec.decimals);
  }
  return sections;
}

/// The sales of the last two years as a line.
std::string course_svg(const Document& document, std::size_t month) {
  const table::Cube monthly = table::marginal(document.sales.revenue, {0});
  constexpr double left = 10, right = 750, top = 10, bottom = 110;
  const std::size_t end = plan::Sales::lead + month + 1;
  double high = 0;
  for (std::size_t m = document.sales.unknown; m < end; ++m) {
    high = std::max(high, static_cast<double>(monthly[m]));
  }
  if (!(high > 0) || end < document.sales.unknown + 2) return "";
  const auto coordinate = [](double v) { return core::to_text(std::round(10 * v) / 10); };
  const double step = (right - left) / static_cast<double>(end - document.sales.unknown - 1);
  std::string points;
  for (std::size_t m = document.sales.unknown; m < end; ++m) {
    const double x = left + step * static_cast<double>(m - document.sales.unknown);
    const double y = bottom - (bottom - top) * static_cast<double>(monthly[m]) / high;
    points += (points.empty() ? "" : " ") + coordinate(x) + "," + coordinate(y);
  }
  const auto label = [&](double x, const char* anchor, std::size_t m) {
    const calendar::Period at =
        calendar::shift(document.months.front(), static_cast<std::int64_t>(m) -
                                                     static_cast<std::int64_t>(plan::Sales::lead));
    return "<text x=\"" + coordinate(x) + "\" y=\"130\" text-anchor=\"" + anchor + "\">" +
           calendar::period_text(at) + "</text>";
  };
  return "<svg viewBox=\"0 0 760 136\" role=\"img\" aria-label=\"" +
         escaped(both("Sales by month", "各月销售额")) +
         "\"><polyline class=\"step\" fill=\"none\" stroke-width=\"2\" points=\"" + points +
         "\"/>" + label(left, "start", document.sales.unknown) + label(right, "end", end - 1) +
         "</svg>";
}

std::string cycle_section(const Specification& spec, const Document& document, std::size_t month) {
  std::array<std::vector<std::string>, spoken.size()> list;
  for (const plan::SeriesCycle& one : document.cycles) {
    if (one.month != month) continue;
    for (std::size_t l = 0; l < spoken.size(); ++l) {
      std::string text = cycle_sentence(spec, document, one, spoken[l]);
      const bool company = one.series == document.forecast.series;
      list[l].insert(company ? list[l].begin() : list[l].end(), std::move(text));
    }
  }
  if (list[0].empty()) return "";
  std::string body = course_svg(document, month);
  for (std::size_t l = 0; l < spoken.size(); ++l) body += told(spoken[l], "", list[l]);
  return review_section("Cycles", "周期", body);
}

std::string alert_section(const Specification& spec, const Document& document, std::size_t month) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  std::vector<Cells> rows;
  for (const plan::AlertChange& change : document.alerts) {
    if (change.month != month) continue;
    const monitor::AlertRule& rule = spec.alerts[change.rule];
    rows.push_back(
        {change.member == table::Dimension::root ? company_name(spec) : owners.label(change.member),
         rule.name, rule.severity, monitor::state_name(change.state), rule.kpi,
         rule.kpi == "sales" ? Shown{spec.decimals}.money(change.value)
                             : Shown::percent(change.value)});
  }
  if (rows.empty()) return "";
  return review_section(
      "Alerts", "预警",
      figures_table({"", both("Rule", "规则"), both("Severity", "级别"), both("State", "状态"),
                     both("Measure", "指标"), both("Value", "数值")},
                    rows));
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
                          judged);
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
              both("Planned", "计划"),
              both("Last month in season", "上月（按季节）"),
              both("Target", "目标"),
              both("Forecast", "预测"),
              both("Probability", "达成概率"),
              both("Held by", "受限于")};
  for (const review::Resource& resource : placed.resources) {
    heads.push_back(resource.name + " / " + both("there", "可用"));
  }
  std::vector<Cells> rows;
  const std::size_t n = placed.owners.size();
  for (std::size_t k = 0; k < n; ++k) {
    Cells row{owners.label(owners.leaf(static_cast<std::size_t>(placed.owners[k]))),
              show.money(placed.planned[k]),
              show.money(placed.from[k]),
              show.money(targets.target[k]),
              show.money(placed.mean[k]),
              Shown::percent(targets.unit_probability[k]),
              targets.held[k]};
    for (std::size_t r = 0; r < placed.resources.size(); ++r) {
      const bool money = placed.resources[r].name == "budget";
      const auto amount = [&](double of) {
        return money ? show.money(of) : Shown::one_decimal(of);
      };
      row.push_back(amount(targets.needed[r * n + k]) + " / " +
                    amount(placed.resources[r].available[k]));
    }
    rows.push_back(std::move(row));
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
          figures_table(heads, rows));
}

}  // namespace

std::string month_document_name(const Document& document, std::size_t month) {
  return "review-" + month_text(document, month) + ".html";
}

std::string month_document(const Specification& spec, const Document& document, std::size_t month) {
  const Shown show{spec.decimals};
  return review_document(
      company_name(spec) + " " + month_text(document, month),
      overview(spec, document, month, show) + bridges(spec, document, month) +
          by_dimension(spec, document, month, show) + by_segment(document, month, show) +
          cycle_section(spec, document, month) + alert_section(spec, document, month) +
          move_section(spec, document, month, show) + next_section(spec, document, month, show));
}

std::string review_index(const Specification& spec, const Document& document) {
  const Shown show{spec.decimals};
  const plan::AttainmentTable& table = document.attainment.front();
  const std::size_t members = spec.dimensions.front().size();
  std::string body;
  std::vector<std::pair<std::string, Figures>> months;
  for (std::size_t m = 0; m < document.closed; ++m) {
    months.emplace_back(month_text(document, m), figures_at(table, m * members));
  }
  body += attainment_bars(months, both("Attainment by month", "各月达成率"));
  for (std::size_t m = 0; m < document.closed; ++m) {
    body += "<p><a href=\"" + escaped(month_document_name(document, m)) + "\">" +
            escaped(months[m].first) + "</a></p>";
    for (const Language language : spoken) {
      body +=
          told(language, month_sentence(company_name(spec), months[m].second, show, language), {});
    }
  }
  return review_document(company_name(spec), review_section("Closed months", "已结束的月份", body));
}

}  // namespace salesplan::adapters
