#include "adapters/plan_month_attainment.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/plan_keys.hpp"
#include "adapters/review_html.hpp"
#include "salesplan/plan/customer_segments.hpp"

namespace salesplan::adapters {
namespace {

using calendar::Language;
using core::Minor;
using plan::Document;
using plan::Specification;
using Cells = std::vector<std::string>;

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

Figures figures_at(const plan::AttainmentTable& table, std::size_t row) {
  return {table.rows[row].target, table.compared[row],
          table.buyers.empty() ? plan::BuyerCount{} : table.buyers[row],
          table.responses.empty() ? plan::Response{} : table.responses[row]};
}

}  // namespace

std::string month_sentence(const Specification& spec, const Document& document, std::size_t month,
                           const Shown& show, Language language) {
  const Figures of =
      figures_at(document.attainment.front(), month * spec.dimensions.front().size());
  const bool english = language == Language::en;
  std::string text = company_name(spec) + (english ? ": " : "：") + show.money(of.compared.actual);
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

std::string months_bars(const Document& document, std::size_t members) {
  std::vector<std::pair<std::string, Figures>> months;
  for (std::size_t m = 0; m < document.closed; ++m) {
    months.emplace_back(month_text(document, m),
                        figures_at(document.attainment.front(), m * members));
  }
  return attainment_bars(months, both("Attainment by month", "各月达成率"));
}

std::string month_overview(const Specification& spec, const Document& document, std::size_t month,
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
  std::string body;
  for (const Language language : spoken) {
    body += told(language, month_sentence(spec, document, month, show, language), {});
  }
  return review_section("The month", "本月概况", body + figures_table(attainment_heads(), rows));
}

std::string month_by_dimension(const Specification& spec, const Document& document,
                               std::size_t month, const Shown& show) {
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

std::string month_by_segment(const Document& document, std::size_t month, const Shown& show) {
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

}  // namespace salesplan::adapters
