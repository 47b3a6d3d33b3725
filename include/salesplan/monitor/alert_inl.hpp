// Bodies of alert.hpp.
#pragma once

#include <cmath>

#include "salesplan/monitor/alert.hpp"

namespace salesplan::monitor {

SALESPLAN_INLINE const char* state_name(AlertState state) {
  constexpr const char* names[] = {"normal", "pending", "firing", "recovering", "no_data"};
  return names[static_cast<std::size_t>(state)];
}

SALESPLAN_INLINE const char* handling_name(Handling handling) {
  constexpr const char* names[] = {"open",     "acknowledged", "assigned",
                                   "measured", "verified",     "closed"};
  return names[static_cast<std::size_t>(handling)];
}

namespace detail {

SALESPLAN_INLINE std::string text_hash(const std::vector<std::string>& texts) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  const auto take = [&hash](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3u; };
  for (const std::string& text : texts) {
    for (const char c : text) take(static_cast<unsigned char>(c));
    take(255);
  }
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[hash >> shift & 15];
  return digits;
}

SALESPLAN_INLINE void change(Alert& alert, AlertState state, Instant now) {
  alert.state = state;
  alert.since = now;
  alert.history.push_back({now, "", state_name(state), ""});
}

inline void fire(Alert& alert, Instant now) {
  ++alert.episode;
  alert.handling = Handling::open;
  alert.assignee.clear();
  alert.measures.clear();
  alert.notified = alert.escalated = false;
  change(alert, AlertState::firing, now);
}

/// Whether the condition holds, and whether the value is clear of it.
struct Judgement {
  bool holds = false;
  bool clear = true;
};

inline Judgement judge(Alert& alert, const AlertRule& rule, double limit, double value) {
  const double clear = core::is_missing(rule.clear) ? rule.threshold : rule.clear;
  switch (rule.condition) {
    case Condition::below:
      return {value < rule.threshold, value >= clear};
    case Condition::above:
      return {value > rule.threshold, value <= clear};
    case Condition::falls:
    case Condition::rises: {
      if (alert.recent.empty() || alert.recent.back() == 0) return {};
      const double last = alert.recent.back();
      const double change = (value - last) / std::abs(last);
      const double size = rule.condition == Condition::falls ? -change : change;
      return {size > rule.threshold, size <= clear};
    }
    default:
      break;
  }
  const double x = (value - rule.mean) / rule.sd;
  double edge = limit;
  if (rule.condition == Condition::ewma) {
    alert.chart = ewma_step(alert.chart, x, rule.weight, rule.side);
    edge *= std::sqrt(rule.weight / (2 - rule.weight));
  } else {
    alert.chart = cusum_step(alert.chart, x, rule.weight);
  }
  const bool up = rule.side != Side::lower && alert.chart.up > edge;
  const bool down = rule.side != Side::upper && alert.chart.down > edge;
  return {up || down, !up && !down};
}

}  // namespace detail

SALESPLAN_INLINE std::string fingerprint(const std::string& rule, const Labels& labels) {
  std::vector<std::string> texts{rule};
  for (const auto& [name, value] : labels) {
    texts.push_back(name);
    texts.push_back(value);
  }
  return detail::text_hash(texts);
}

SALESPLAN_INLINE void observe(Alert& alert, const AlertRule& rule, double limit, Instant now,
                              double value) {
  if (core::is_missing(value)) return;
  if (alert.state == AlertState::no_data) {
    detail::change(alert, alert.before_gap, now);
    alert.gap_notified = false;
  }
  const detail::Judgement judged = detail::judge(alert, rule, limit, value);
  for (ResponseMeasure& measure : alert.measures) {
    const auto n = static_cast<double>(measure.observations);
    measure.after = measure.observations == 0 ? value : (measure.after * n + value) / (n + 1);
    ++measure.observations;
  }
  alert.value = value;
  alert.last_seen = now;
  if (alert.recent.size() == 5) alert.recent.erase(alert.recent.begin());
  alert.recent.push_back(value);

  if (alert.state == AlertState::normal && judged.holds) {
    alert.started = now;
    detail::change(alert, AlertState::pending, now);
  }
  if (alert.state == AlertState::pending) {
    if (!judged.holds) {
      detail::change(alert, AlertState::normal, now);
    } else if (now - alert.since >= rule.pending_for) {
      detail::fire(alert, now);
    }
  } else if (alert.state == AlertState::firing && judged.clear) {
    detail::change(alert, AlertState::recovering, now);
  } else if (alert.state == AlertState::recovering && !judged.clear) {
    detail::change(alert, AlertState::firing, now);
  }
  if (alert.state == AlertState::recovering && now - alert.since >= rule.recovering_for) {
    detail::change(alert, AlertState::normal, now);
  }
}

}  // namespace salesplan::monitor
