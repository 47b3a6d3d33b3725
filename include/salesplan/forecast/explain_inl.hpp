// Bodies of explain.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/explain.hpp"
#include "salesplan/forecast/horizon_sums.hpp"

namespace salesplan::forecast {
namespace detail {

/// "1234567" as "1,234,567".
inline std::string grouped(const std::string& digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

inline bool is_english(calendar::Language language) { return language == calendar::Language::en; }

/// "12 months", "12个月"; steps without dates.
inline std::string span_text(std::size_t steps, const Story& story, calendar::Language language) {
  static constexpr const char* english[] = {"day", "week", "month", "quarter", "year"};
  static constexpr const char* chinese[] = {"天", "周", "个月", "个季度", "年"};
  const std::string count = std::to_string(steps);
  if (is_english(language)) {
    const std::string unit = story.first ? english[static_cast<int>(story.first->grain)] : "step";
    return (steps == 1 ? "" : count + " ") + unit + (steps == 1 ? "" : "s");
  }
  return count + (story.first ? chinese[static_cast<int>(story.first->grain)] : "期");
}

inline std::string list_text(const std::vector<std::string>& items, const char* comma) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : comma) + item;
  return text;
}

/// Sum of the `count` values before position `end`; NaN where one is missing.
inline double sum_before(core::View<const double> y, std::size_t end, std::size_t count) {
  if (count == 0 || count > end) return core::missing_number;
  double sum = 0;
  for (std::size_t t = end - count; t < end; ++t) sum += y[t];
  return sum;
}

/// The total with its interval, and against the same time before.
inline std::string total_sentence(const Story& story, const SeriesForecast& forecast,
                                  calendar::Language language) {
  const bool english = is_english(language);
  const std::size_t h = forecast.mean.size(), n = story.y.size();
  const std::string span = span_text(h, story, language);
  const double low = total_quantile(forecast, 0.1), high = total_quantile(forecast, 0.9);
  // The same part of a season, whole seasons ago.
  const std::size_t m = story.season_length;
  const std::size_t back = m > 1 ? (h + m - 1) / m * m : h;
  const double before = back <= n ? sum_before(story.y, n - back + h, h) : core::missing_number;
  std::string text = story.name;
  if (english) {
    text += text.empty() ? "The next " : ": the next ";
    text += span + (h == 1 ? " comes" : " come") + " to about " +
            rounded(forecast.total_mean, language);
    if (forecast.total_sd > 0) {
      text += ", with 80 % probability between " + rounded(low, language) + " and " +
              rounded(high, language);
    }
  } else {
    text += (text.empty() ? "未来" : "：未来") + span + "预计约" +
            rounded(forecast.total_mean, language);
    if (forecast.total_sd > 0) {
      text += "，有80%的可能在" + rounded(low, language) + "到" + rounded(high, language) + "之间";
    }
  }
  if (before > 0 && std::isfinite(forecast.total_mean)) {
    const double change = forecast.total_mean / before - 1;
    const std::string size = percent_text(change);
    if (english) {
      const std::string last = back == h ? "the last " + span : "the same time before";
      text += size == "0" ? "; as much as " + last
                          : "; " + size + " % " + (change > 0 ? "more" : "less") + " than " + last;
    } else {
      const std::string last = back == h ? "最近" + span : "上一同期";
      text += size == "0" ? "，与" + last + "持平"
                          : "，比" + last + (change > 0 ? "增长" : "下降") + size + "%";
    }
  }
  return text + (english ? "." : "。");
}

}  // namespace detail

SALESPLAN_INLINE std::string rounded(double value, calendar::Language language) {
  if (!std::isfinite(value)) return detail::is_english(language) ? "unknown" : "未知";
  const bool english = detail::is_english(language);
  const double size = std::fabs(value);
  const std::string sign = value < 0 ? "-" : "";
  if (size >= 1e15 || (size > 0 && size < 1e-3)) {
    char buffer[32];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific, 2);
    return {buffer, end.ptr};
  }
  double unit = 1;
  std::string suffix;
  if (!english && size >= 9.995e7) {
    unit = 1e8;
    suffix = "亿";
  } else if (!english && size >= 9.995e3) {
    unit = 1e4;
    suffix = "万";
  }
  const double scaled = size / unit;
  const double digit = scaled > 0 ? std::pow(10.0, 2 - std::floor(std::log10(scaled))) : 1;
  const double three = std::round(scaled * digit) / digit;
  if (three >= 100) {
    return sign + detail::grouped(std::to_string(static_cast<std::int64_t>(std::llround(three)))) +
           suffix;
  }
  return sign + core::to_text(three) + suffix;
}

SALESPLAN_INLINE std::string percent_text(double ratio) {
  const double shown =
      std::fabs(ratio) < 0.0995 ? std::round(1000 * ratio) / 10 : std::round(100 * ratio);
  return core::to_text(std::fabs(shown));
}

SALESPLAN_INLINE std::string season_place(std::size_t t, const Story& story,
                                          calendar::Language language) {
  static constexpr const char* months[] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};
  static constexpr const char* days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday"};
  static constexpr const char* zh_days[] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
  const bool english = detail::is_english(language);
  if (story.first) {
    const calendar::Period period = calendar::shift(*story.first, static_cast<std::int64_t>(t));
    const int number = calendar::period_parts(period).number;
    const std::string text = std::to_string(number);
    switch (period.grain) {
      case calendar::Grain::month:
        return english ? months[number - 1] : text + "月";
      case calendar::Grain::quarter:
        return english ? "Q" + text : "第" + text + "季度";
      case calendar::Grain::week:
        return english ? "week " + text : "第" + text + "周";
      case calendar::Grain::day:
        if (story.season_length == 7) {
          const int day = calendar::weekday(calendar::first_date(period));
          return english ? days[day] : zh_days[day];
        }
        return english ? "day " + text : "第" + text + "天";
      default:
        break;
    }
  }
  const std::string place = std::to_string(t % story.season_length + 1);
  const std::string length = std::to_string(story.season_length);
  return english ? "place " + place + " of " + length : length + "期中的第" + place + "期";
}

SALESPLAN_INLINE std::string period_name(std::size_t t, const Story& story) {
  if (!story.first) return "#" + std::to_string(t + 1);
  return calendar::period_text(calendar::shift(*story.first, static_cast<std::int64_t>(t)));
}

SALESPLAN_INLINE std::string explain(const Story& story, const Diagnosis& diagnosis,
                                     const SeriesForecast& forecast, calendar::Language language) {
  const bool english = detail::is_english(language);
  const auto say = [&](const std::string& in_english, const std::string& in_chinese) {
    return english ? " " + in_english + "." : in_chinese + "。";
  };
  std::string text = detail::total_sentence(story, forecast, language);
  const std::string growth = percent_text(diagnosis.growth);
  if (std::isfinite(diagnosis.growth) && growth != "0" && diagnosis.season_strength > 0) {
    const bool up = diagnosis.growth > 0;
    const std::string span = detail::span_text(story.season_length, story, language);
    text += say(std::string(up ? "The trend rose" : "The trend fell") + " by " + growth +
                    " % in the last " + span,
                "最近" + span + "趋势" + (up ? "上升" : "下降") + growth + "%");
  }
  if (diagnosis.season_strength >= 0.4 && diagnosis.peak_effect > 0 &&
      diagnosis.trough_effect < 0) {
    const std::string peak = season_place(diagnosis.peak, story, language);
    const std::string trough = season_place(diagnosis.trough, story, language);
    const std::string above = percent_text(diagnosis.peak_effect);
    const std::string below = percent_text(diagnosis.trough_effect);
    text += say(
        "The strongest is " + peak + ", " + above + " % above the mean, the weakest " + trough +
            ", " + below + " % below",
        "旺季是" + peak + "，高于平均" + above + "%；淡季是" + trough + "，低于平均" + below + "%");
  }
  std::vector<std::string> turns, odd;
  for (std::size_t i = 1; i < diagnosis.course.size(); ++i) {
    turns.push_back(period_name(diagnosis.course[i].first, story));
  }
  for (const Finding& finding : diagnosis.findings) {
    if (finding.kind == Oddity::level_shift) continue;
    const std::string kind = english                             ? oddity_name(finding.kind)
                             : finding.kind == Oddity::stock_out ? "缺货"
                                                                 : "异常值";
    odd.push_back(period_name(finding.first, story) +
                  (english ? " (" + kind + ")" : "（" + kind + "）"));
  }
  for (std::vector<std::string>* items : {&turns, &odd}) {
    if (items->size() > 3) items->erase(items->begin(), items->end() - 3);
  }
  if (!turns.empty()) {
    text += say("The course changed in " + detail::list_text(turns, ", "),
                "走势在" + detail::list_text(turns, "、") + "发生变化");
  }
  if (!odd.empty()) {
    text += say("Worth a look: " + detail::list_text(odd, ", "),
                "值得核实：" + detail::list_text(odd, "、"));
  }
  if (std::isfinite(story.usual_error)) {
    const std::string error = percent_text(story.usual_error);
    const std::string step = detail::span_text(1, story, language);
    text += say(
        "In the past the forecast was wrong by " + error + " % on average, one " + step + " ahead",
        "过去提前" + step + "预测的平均误差为" + error + "%");
  }
  return text;
}

}  // namespace salesplan::forecast
