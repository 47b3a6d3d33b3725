// Bodies of cycle.hpp.
#pragma once

#include <algorithm>
#include <cmath>

#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/diagnosis.hpp"
#include "salesplan/review/cycle.hpp"

namespace salesplan::review {
namespace detail {

/// "+20 %", "-0.3 %"; in Chinese "+20%".
inline std::string change_text(double ratio, calendar::Language language) {
  const std::string size = forecast::percent_text(ratio);
  const std::string sign = size == "0" ? "" : ratio < 0 ? "-" : "+";
  return sign + size + (language == calendar::Language::en ? " %" : "%");
}

}  // namespace detail

SALESPLAN_INLINE Cycle cycle(core::View<const double> y, std::size_t season_length) {
  const forecast::Diagnosis found = forecast::diagnose(y, season_length, false);
  Cycle result;
  result.growth = found.growth;
  result.trend_strength = found.trend_strength;
  result.season_strength = found.season_strength;
  result.peak = found.peak;
  result.trough = found.trough;
  result.peak_effect = found.peak_effect;
  result.trough_effect = found.trough_effect;
  for (std::size_t i = 1; i < found.course.size(); ++i) {
    const forecast::Segment &old = found.course[i - 1], &now = found.course[i];
    const double level = old.level + old.slope * static_cast<double>(now.first - old.first);
    const auto ratio = [&](double change) {
      return level > 0 ? change / level : core::missing_number;
    };
    result.turns.push_back(
        {now.first, ratio(now.level - level), ratio(old.slope), ratio(now.slope)});
  }
  return result;
}

SALESPLAN_INLINE std::string sentence(const Cycle& cycle, const forecast::Story& story,
                                      calendar::Language language) {
  constexpr double clear = 0.4;
  constexpr std::size_t told = 3;
  const bool english = language == calendar::Language::en;
  const auto say = [&](const std::string& in_english, const std::string& in_chinese) {
    return english ? in_english : in_chinese;
  };
  std::string text = story.name.empty() ? "" : story.name + say(": ", "：");
  const std::string span = std::to_string(std::max<std::size_t>(1, story.season_length));
  const std::string in_span =
      say(" in the last " + span + (story.first ? " periods" : " values"), "最近" + span + "期");
  const std::string growth =
      std::isfinite(cycle.growth) ? forecast::percent_text(cycle.growth) : "";
  if (growth.empty()) {
    const bool has_course = cycle.trend_strength > 0 || !cycle.turns.empty();
    text += !has_course ? say("too short for a trend.", "太短，看不出趋势。")
                        : say("the trend has no rate: it comes from a level of 0 or below.",
                              "趋势起点不高于零，无法计算增长率。");
  } else if (growth == "0") {
    text += say("the trend is level.", "趋势持平。");
  } else {
    const bool up = cycle.growth > 0;
    text += say(
        std::string("the trend ") + (up ? "rose" : "fell") + " by " + growth + " %" + in_span + ".",
        in_span + "趋势" + (up ? "上升" : "下降") + growth + "%。");
  }
  if (cycle.season_strength >= clear && cycle.peak_effect > 0 && cycle.trough_effect < 0) {
    const std::string strength = core::to_text(std::round(100 * cycle.season_strength) / 100);
    const std::string peak = forecast::season_place(cycle.peak, story, language);
    const std::string trough = forecast::season_place(cycle.trough, story, language);
    const std::string above = forecast::percent_text(cycle.peak_effect);
    const std::string below = forecast::percent_text(cycle.trough_effect);
    text += say(" Strongest is " + peak + ", " + above + " % above the mean, weakest " + trough +
                    ", " + below + " % below (strength " + strength + ").",
                "旺季是" + peak + "，高于平均" + above + "%；淡季是" + trough + "，低于平均" +
                    below + "%（强度" + strength + "）。");
  } else {
    text += say(" No clear season.", "季节性不明显。");
  }
  const std::size_t from = cycle.turns.size() > told ? cycle.turns.size() - told : 0;
  for (std::size_t i = from; i < cycle.turns.size(); ++i) {
    const Turn& turn = cycle.turns[i];
    const std::string when = forecast::period_name(turn.at, story);
    if (core::is_missing(turn.jump)) {
      text += say(" A new course from " + when + " on.", "自" + when + "起走势改变。");
      continue;
    }
    const std::string jump = detail::change_text(turn.jump, language);
    const std::string pace = detail::change_text(turn.pace, language);
    const std::string old = detail::change_text(turn.pace_before, language);
    const std::vector<std::string> words =
        english ? std::vector<std::string>{" From ",  when, " on: level ",           jump,
                                           ", then ", pace, " a period instead of ", old,
                                           "."}
                : std::vector<std::string>{"自", when,     "起：水平", jump, "，此后每期",
                                           pace, "，此前", old,        "。"};
    for (const std::string& word : words) text += word;
  }
  return text;
}

}  // namespace salesplan::review
