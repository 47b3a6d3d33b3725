#include "adapters/plan_month_document.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "adapters/html_text.hpp"
#include "adapters/month_figures.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/plan_month_ahead.hpp"
#include "adapters/plan_month_attainment.hpp"
#include "adapters/plan_review_tables.hpp"
#include "adapters/review_html.hpp"
#include "adapters/review_page.hpp"

namespace salesplan::adapters {
namespace {

using calendar::Language;
using plan::Document;
using plan::Specification;

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

}  // namespace

std::string month_document_name(const Document& document, std::size_t month) {
  return "review-" + month_text(document, month) + ".html";
}

std::string month_document(const Specification& spec, const Document& document, std::size_t month) {
  const Shown show{spec.decimals};
  return review_document(
      company_name(spec) + " " + month_text(document, month),
      month_overview(spec, document, month, show) + bridges(spec, document, month) +
          month_by_dimension(spec, document, month, show) +
          month_by_segment(document, month, show) + cycle_section(spec, document, month) +
          month_ahead(spec, document, month, show));
}

std::string review_index(const Specification& spec, const Document& document) {
  const Shown show{spec.decimals};
  std::string body = months_bars(document, spec.dimensions.front().size());
  for (std::size_t m = 0; m < document.closed; ++m) {
    body += "<p><a href=\"" + escaped(month_document_name(document, m)) + "\">" +
            escaped(month_text(document, m)) + "</a></p>";
    for (const Language language : spoken) {
      body += told(language, month_sentence(spec, document, m, show, language), {});
    }
  }
  return review_document(company_name(spec), review_section("Closed months", "已结束的月份", body));
}

}  // namespace salesplan::adapters
