#include "adapters/review_html.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "adapters/html_text.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

using calendar::Language;

constexpr const char* review_style =
    "@page{size:A4 landscape;margin:12mm}body{margin:0 auto;max-width:80rem;padding:1.5rem;"
    "font:15px/1.5 system-ui,\"Segoe UI\",\"Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\","
    "\"Noto Sans CJK SC\",sans-serif;background:#f4f6f9;color:#17202b}"
    "section{background:#fff;border:1px solid #dfe4eb;border-radius:8px;padding:1rem 1.25rem;"
    "margin:1rem 0}h1{font-size:1.5rem;margin:0}"
    "h2{font-size:1.15rem;margin:0 0 .5rem;break-after:avoid}.zh{color:#566273}"
    "ol,p{margin:.3rem 0}svg{width:100%;max-width:62rem;height:auto;display:block;"
    "break-inside:avoid}div.figures{overflow-x:auto}"
    "table{border-collapse:collapse;margin-top:.5rem;font-size:.85rem;"
    "font-variant-numeric:tabular-nums}tr{break-inside:avoid}"
    "td,th{padding:.15rem .5rem;text-align:right;border-bottom:1px solid #dfe4eb}"
    "td{white-space:nowrap;unicode-bidi:isolate}"
    "th{word-break:keep-all}.word{text-align:left}"
    "td:first-child{white-space:normal;min-width:5.5rem}.whole{fill:#566273}"
    ".more{fill:#00785a}.less{fill:#b4460a}.step{stroke:#9aa5b1}"
    "text{fill:#17202b;font-size:12px}@media print{"
    "body{background:#fff;padding:0;max-width:none}section{border:0;padding:0}"
    "div.figures{overflow:visible}table{font-size:.68rem}}";

// The browser refuses the style where this is not its digest; the browser test would see it.
constexpr const char* review_style_hash = "sha256-RDigny/UTqcof7SmYhIJKTT65g9fYkvCK4aGTbDAsSY=";

const char* attributes(Language language) {
  return language == Language::en ? " lang=\"en\"" : " lang=\"zh-CN\" class=\"zh\"";
}

std::string coordinate(double v) { return core::to_text(std::round(10 * v) / 10); }

}  // namespace

std::string both(const std::string& en, const std::string& zh) { return en + " · " + zh; }

std::string review_document(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '" +
         std::string(review_style_hash) +
         "'\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
         escaped(title) + "</title><style>" + review_style + "</style></head><body><h1>" +
         escaped(title) + "</h1>\n" + body + "</body></html>\n";
}

std::string review_section(const std::string& en, const std::string& zh, const std::string& body) {
  return "<section><h2>" + escaped(both(en, zh)) + "</h2>" + body + "</section>\n";
}

std::string told(Language language, const std::string& first,
                 const std::vector<std::string>& list) {
  std::string text = std::string("<div") + attributes(language) + ">";
  if (!first.empty()) text += "<p>" + escaped(first) + "</p>";
  if (!list.empty()) {
    text += "<ol>";
    for (const std::string& item : list) text += "<li>" + escaped(item) + "</li>";
    text += "</ol>";
  }
  return text + "</div>";
}

std::string bars_svg(const std::vector<Bar>& bars, const std::string& label, bool joined) {
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
    if (joined && i + 1 < bars.size()) {
      svg += "<path class=\"step\" d=\"M" + coordinate(x(bar.to)) + " " + coordinate(y + 3) + "v" +
             coordinate(row + 18) + "\"/>";
    }
  }
  return svg + "</svg>";
}

std::string figures_table(const std::vector<std::string>& heads,
                          const std::vector<std::vector<std::string>>& rows, std::size_t words) {
  const auto cells = [&](const std::string& tag, const std::string& scope,
                         const std::vector<std::string>& texts) {
    std::string line = "<tr>";
    for (std::size_t i = 0; i < texts.size(); ++i) {
      line.append("<").append(tag).append(scope).append(i < words ? " class=\"word\">" : ">");
      line.append(escaped(texts[i])).append("</").append(tag).append(">");
    }
    return line + "</tr>";
  };
  std::string table = "<div class=\"figures\"><table><thead>" +
                      cells("th", " scope=\"col\"", heads) + "</thead><tbody>";
  for (const std::vector<std::string>& row : rows) table += cells("td", "", row);
  return table + "</tbody></table></div>";
}

}  // namespace salesplan::adapters
