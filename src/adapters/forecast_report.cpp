#include "adapters/forecast_report.hpp"

#include <algorithm>
#include <cmath>

#include "adapters/html_text.hpp"
#include "adapters/options.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/explain.hpp"

namespace salesplan::adapters {
namespace {

constexpr const char* style =
    "body{margin:0 auto;max-width:60rem;padding:1.5rem;font:15px/1.5 system-ui,\"Segoe UI\","
    "\"Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;"
    "background:#f4f6f9;color:#17202b}section{background:#fff;border:1px solid #dfe4eb;"
    "border-radius:8px;padding:1rem 1.25rem;margin:1rem 0}h1{font-size:1.5rem}h2{font-size:1.15rem;"
    "margin:0 0 .5rem}.model{color:#566273}svg{width:100%;height:auto}"
    "div.figures{overflow-x:auto}table{border-collapse:collapse;margin-top:.5rem}"
    "td,th{padding:.15rem .7rem;text-align:right;border-bottom:1px solid #dfe4eb}"
    "td:first-child,th:first-child{text-align:left}.past{stroke:#17202b}.ahead{stroke:#0067a8}"
    ".band{fill:#0067a8;opacity:.16}path.past,path.ahead{fill:none;stroke-width:2}"
    "text{fill:#566273;font-size:11px}@media(prefers-color-scheme:dark){body{background:#0e131a;"
    "color:#e9eef4}section{background:#171f29;border-color:#2b3745}.past{stroke:#e9eef4}"
    ".ahead{stroke:#56b4e9}.band{fill:#56b4e9}td,th{border-color:#2b3745}}";

/// A place on the page: a tenth of a point is enough.
std::string place(double v) { return core::to_text(std::round(10 * v) / 10); }

/// The drawing area and the values it spans.
class Chart {
 public:
  explicit Chart(const ReportSeries& series) : series_(series) {
    const auto widen = [this](const std::vector<double>& values) {
      for (double v : values) {
        if (!std::isfinite(v)) continue;
        low_ = std::min(low_, v);
        high_ = std::max(high_, v);
      }
    };
    widen(series.history);
    widen(series.mean);
    for (const forecast::Interval& interval : series.intervals) {
      widen(interval.lower);
      widen(interval.upper);
    }
    if (!(low_ <= high_)) low_ = high_ = 0;
    if (low_ > 0 && low_ < high_ / 2) low_ = 0;
  }

  std::string svg(const std::string& label, calendar::Language language) const {
    const std::size_t n = series_.history.size(), h = series_.mean.size();
    std::string text =
        "<svg viewBox=\"0 0 760 220\" role=\"img\" aria-label=\"" + escaped(label) + "\">";
    for (const forecast::Interval& interval : series_.intervals) {
      std::string band;
      for (std::size_t u = 0; u < h; ++u) point(band, n + u, interval.upper[u]);
      for (std::size_t u = h; u-- > 0;) point(band, n + u, interval.lower[u]);
      if (!band.empty()) text += "<path class=\"band\" d=\"" + band + "Z\"/>";
    }
    std::string past, ahead;
    bool open = false;
    for (std::size_t t = 0; t < n; ++t) {
      if (!std::isfinite(series_.history[t])) {
        open = false;
        continue;
      }
      move(past, t, series_.history[t], open);
      open = true;
    }
    for (std::size_t u = 0; u < h; ++u) point(ahead, n + u, series_.mean[u]);
    text += "<path class=\"past\" d=\"" + past + "\"/><path class=\"ahead\" d=\"" + ahead + "\"/>";
    for (double v : {low_, high_}) {
      text += "<text x=\"0\" y=\"" + place(y(v) + 4) + "\">" + forecast::rounded(v, language) +
              "</text>";
    }
    const auto mark = [&](std::size_t t, const char* anchor) {
      if (t < series_.periods.size()) {
        text += "<text x=\"" + place(x(t)) + "\" y=\"216\" text-anchor=\"" + anchor + "\">" +
                escaped(series_.periods[t]) + "</text>";
      }
    };
    mark(0, "start");
    if (n > 0 && x(n + h - 1) - x(n) > 110) mark(n, "middle");  // not on top of the last
    mark(n + h - 1, "end");
    return text + "</svg>";
  }

 private:
  double x(std::size_t t) const {
    const double steps = static_cast<double>(series_.history.size() + series_.mean.size());
    return 70 + 680 * static_cast<double>(t) / std::max(1.0, steps - 1);
  }
  double y(double v) const {
    return high_ > low_ ? 195 - 180 * ((v - low_) / (high_ - low_)) : 105;
  }
  void move(std::string& path, std::size_t t, double v, bool draw) const {
    path += (draw ? 'L' : 'M') + place(x(t)) + " " + place(y(v));
  }
  void point(std::string& path, std::size_t t, double v) const {
    if (std::isfinite(v)) move(path, t, v, !path.empty());
  }

  const ReportSeries& series_;
  double low_ = HUGE_VAL, high_ = -HUGE_VAL;
};

std::string cell(const std::string& text) { return "<td>" + text + "</td>"; }
std::string head(const std::string& text) { return "<th>" + text + "</th>"; }

std::string percent(double ratio) {
  return std::isfinite(ratio) ? core::to_text(std::round(1000 * ratio) / 10) + " %" : "";
}

std::string figures(const ReportSeries& series, bool english, calendar::Language language) {
  std::string text = "<div class=\"figures\"><table><tr>" + head(english ? "Period" : "期间") +
                     head(english ? "Forecast" : "预测");
  for (const forecast::Interval& interval : series.intervals) {
    text += head(percent_text(interval.level) + (english ? " % between" : "% 下限")) +
            head(english ? "and" : "上限");
  }
  text += "</tr>";
  const std::size_t n = series.history.size();
  for (std::size_t u = 0; u < series.mean.size(); ++u) {
    text += "<tr>" + cell(escaped(series.periods[n + u])) +
            cell(forecast::rounded(series.mean[u], language));
    for (const forecast::Interval& interval : series.intervals) {
      text += cell(forecast::rounded(interval.lower[u], language)) +
              cell(forecast::rounded(interval.upper[u], language));
    }
    text += "</tr>";
  }
  text += "</table></div>";
  const bool any = std::any_of(series.effects.begin(), series.effects.end(),
                               [](const forecast::Effect& e) { return e.used; });
  if (!any) return text;
  text += "<div class=\"figures\"><table><tr>" + head(english ? "Effect of one more" : "影响因素") +
          head(english ? "in percent" : "百分比") + head(english ? "in units" : "数值") +
          head("t") + "</tr>";
  for (const forecast::Effect& effect : series.effects) {
    if (!effect.used) continue;
    text += "<tr>" + cell(escaped(effect.name)) + cell(percent(effect.ratio)) +
            cell(forecast::rounded(effect.units, language)) +
            cell(core::to_text(std::round(10 * effect.t) / 10)) + "</tr>";
  }
  return text + "</table></div>";
}

std::string backtest_table(const std::vector<forecast::StepAccuracy>& rows, bool english,
                           calendar::Language language) {
  std::string text = "<section><h2>";
  text += english ? "How wrong it was before" : "历史回测";
  text += "</h2><div class=\"figures\"><table><tr>" + head(english ? "Steps ahead" : "提前期数") +
          head(english ? "Forecasts" : "预测次数") + head(english ? "Mean error" : "平均偏差") +
          head(english ? "Mean size of error" : "平均绝对误差") + head("MAPE") + head("MASE") +
          "</tr>";
  for (const forecast::StepAccuracy& row : rows) {
    text += "<tr>" + cell(std::to_string(row.step)) + cell(std::to_string(row.forecasts)) +
            cell(forecast::rounded(row.bias, language)) +
            cell(forecast::rounded(row.mae, language)) + cell(percent(row.mape)) +
            cell(core::to_text(std::round(100 * row.mase) / 100)) + "</tr>";
  }
  return text + "</table></div></section>";
}

}  // namespace

std::string forecast_report(const std::string& title, const std::vector<ReportSeries>& series,
                            const std::vector<forecast::StepAccuracy>& backtest,
                            calendar::Language language) {
  const bool english = language == calendar::Language::en;
  std::string page = "<!DOCTYPE html>\n<html lang=\"";
  page += english ? "en" : "zh-CN";
  page +=
      "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><title>" +
      escaped(title) + "</title><style>" + style + "</style></head><body><h1>" + escaped(title) +
      "</h1>\n";
  for (const ReportSeries& one : series) {
    page += "<section>";
    if (!one.name.empty()) page += "<h2>" + escaped(one.name) + "</h2>";
    page += "<p>" + escaped(one.story) + "</p>";
    page += Chart(one).svg(one.story, language);
    page += "<p class=\"model\">" + escaped(one.model) + "</p>";
    page += figures(one, english, language) + "</section>\n";
  }
  const bool tested = std::any_of(backtest.begin(), backtest.end(),
                                  [](const forecast::StepAccuracy& r) { return r.forecasts > 0; });
  if (tested) page += backtest_table(backtest, english, language);
  return page + "</body></html>\n";
}

}  // namespace salesplan::adapters
