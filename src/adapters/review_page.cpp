#include "adapters/review_page.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "adapters/html_text.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/review/findings.hpp"

namespace salesplan::adapters {
namespace {

using calendar::Language;

constexpr const char* review_style =
    "body{margin:0 auto;max-width:62rem;padding:1.5rem;font:15px/1.5 system-ui,\"Segoe UI\",\""
    "Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;backgrou"
    "nd:#f4f6f9;color:#17202b}section{background:#fff;border:1px solid #dfe4eb;border-radius:"
    "8px;padding:1rem 1.25rem;margin:1rem 0;break-inside:avoid-page}h1{font-size:1.5rem;margi"
    "n:0}h2{font-size:1.15rem;margin:0 0 .5rem}.zh{color:#566273}ol,p{margin:.3rem 0}svg{widt"
    "h:100%;height:auto}div.figures{overflow-x:auto}table{border-collapse:collapse;margin-top"
    ":.5rem;font-variant-numeric:tabular-nums}td,th{padding:.15rem .7rem;text-align:right;bor"
    "der-bottom:1px solid #dfe4eb;white-space:nowrap}td:first-child,th:first-child{text-align"
    ":left;white-space:normal}.whole{fill:#566273}.more{fill:#00785a}.less{fill:#b4460a}.step"
    "{stroke:#9aa5b1}text{fill:#17202b;font-size:12px}@media print{body{background:#fff;paddi"
    "ng:0;max-width:none}section{border:0;padding:0}}";

// The browser refuses the style where this is not its digest; the browser test would see it.
constexpr const char* review_style_hash = "sha256-Ie5LRktze8TGj44bkm4fHMSOA2/iNd7+cOmJG+8O7cg=";

constexpr std::array<Language, 2> languages{Language::en, Language::zh};
constexpr std::size_t findings_told = 5;

const char* attributes(Language language) {
  return language == Language::en ? " lang=\"en\"" : " lang=\"zh-CN\" class=\"zh\"";
}

std::string both(const std::string& en, const std::string& zh) { return en + " · " + zh; }

std::string coordinate(double v) { return core::to_text(std::round(10 * v) / 10); }

/// A bar from `from` to `to` with its name before and its amount behind it.
struct Bar {
  std::string name;
  double from = 0;
  double to = 0;
  const char* kind = "whole";
  std::string amount;
};

std::string bars_svg(const std::vector<Bar>& bars, const std::string& label) {
  constexpr double left = 190, right = 620, row = 24;
  double low = 0, high = 0;
  for (const Bar& bar : bars) {
    low = std::min({low, bar.from, bar.to});
    high = std::max({high, bar.from, bar.to});
  }
  const double scale = high > low ? (right - left) / (high - low) : 0;
  const auto x = [&](double value) { return left + (value - low) * scale; };
  std::string svg = "<svg viewBox=\"0 0 760 " +
                    coordinate(row * static_cast<double>(bars.size()) + 6) +
                    "\" role=\"img\" aria-label=\"" + escaped(label) + "\">";
  double y = 3;
  for (std::size_t i = 0; i < bars.size(); ++i, y += row) {
    const Bar& bar = bars[i];
    const double begin = std::min(x(bar.from), x(bar.to)), end = std::max(x(bar.from), x(bar.to));
    svg += "<text x=\"" + coordinate(left - 8) + "\" y=\"" + coordinate(y + 16) +
           "\" text-anchor=\"end\">" + escaped(bar.name) + "</text><rect class=\"" + bar.kind +
           "\" x=\"" + coordinate(begin) + "\" y=\"" + coordinate(y + 3) + "\" width=\"" +
           coordinate(std::max(end - begin, 1.0)) + "\" height=\"18\"/><text x=\"" +
           coordinate(right + 8) + "\" y=\"" + coordinate(y + 16) + "\">" + escaped(bar.amount) +
           "</text>";
    if (i + 1 < bars.size()) {
      svg += "<path class=\"step\" d=\"M" + coordinate(x(bar.to)) + " " + coordinate(y + 3) + "v" +
             coordinate(row + 18) + "\"/>";
    }
  }
  return svg + "</svg>";
}

std::string bridge_svg(const ReviewSection& section, int decimals) {
  const review::Bridge& bridge = section.bridge;
  const auto money = [&](core::Minor amount, bool sign) {
    return review::money_text(amount, decimals, sign);
  };
  const auto whole = [&](const char* en, const char* zh, core::Minor amount) {
    return Bar{both(en, zh), 0, static_cast<double>(amount), "whole", money(amount, false)};
  };
  std::vector<Bar> bars{whole("Before", "之前", bridge.base[0])};
  double level = static_cast<double>(bridge.base[0]);
  for (std::size_t e = 0; e < bridge.effects.size(); ++e) {
    const core::Minor amount = bridge.at(0, e);
    if (amount == 0) continue;
    const double next = level + static_cast<double>(amount);
    bars.push_back({both(bridge.effects[e], review::effect_name(bridge.effects[e], Language::zh)),
                    level, next, amount > 0 ? "more" : "less", money(amount, true)});
    level = next;
  }
  bars.push_back(whole("Now", "现在", bridge.actual[0]));
  return bars_svg(bars, both(section.title_en, section.title_zh));
}

std::string bridge_table(const ReviewSection& section, const allocation::Tree& tree, int decimals) {
  const review::Bridge& bridge = section.bridge;
  const auto head = [](const std::string& text) { return "<th scope=\"col\">" + text + "</th>"; };
  std::string table = "<div class=\"figures\"><table><thead><tr><th scope=\"col\"></th>" +
                      head(both("Before", "之前"));
  for (const std::string& effect : bridge.effects) {
    table += head(escaped(both(effect, review::effect_name(effect, Language::zh))));
  }
  table += head(both("Now", "现在")) + "</tr></thead><tbody>";
  for (std::size_t node = 0; node < tree.size(); ++node) {
    const auto cell = [&](core::Minor amount, bool sign) {
      return "<td>" + review::money_text(amount, decimals, sign) + "</td>";
    };
    table += "<tr><td>" + escaped(allocation::label(tree, node)) + "</td>" +
             cell(bridge.base[node], false);
    for (std::size_t e = 0; e < bridge.effects.size(); ++e) table += cell(bridge.at(node, e), true);
    table += cell(bridge.actual[node], false) + "</tr>";
  }
  return table + "</tbody></table></div>";
}

}  // namespace

std::string review_page(const std::string& title, const std::vector<ReviewSection>& sections,
                        int decimals) {
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '" +
      std::string(review_style_hash) +
      "'\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
      escaped(title) + "</title><style>" + review_style + "</style></head><body><h1>" +
      escaped(title) + "</h1>\n";
  for (const ReviewSection& section : sections) {
    const allocation::Tree tree{section.parent, section.labels};
    const std::vector<review::Finding> told = review::largest(tree, section.bridge, findings_told);
    page += "<section><h2>" + escaped(both(section.title_en, section.title_zh)) + "</h2>";
    for (const Language language : languages) {
      page += std::string("<div") + attributes(language) + "><p>" +
              escaped(review::headline(tree, section.bridge, 0, decimals, language)) + "</p><ol>";
      for (const review::Finding& finding : told) {
        page += "<li>" +
                escaped(review::sentence(tree, section.bridge, finding, decimals, language)) +
                "</li>";
      }
      page += "</ol></div>";
    }
    page += bridge_svg(section, decimals) + bridge_table(section, tree, decimals) + "</section>\n";
  }
  return page + "</body></html>\n";
}

}  // namespace salesplan::adapters
