// Bodies of alert_book.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <tuple>

#include "salesplan/calendar/instant.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/monitor/alert_book.hpp"

namespace salesplan::monitor {

namespace detail {

/// Within the dates of the calendar, so that the day of an instant is one.
inline void require_date(Instant now) {
  constexpr Instant limit = Instant{2932896} * 86400;
  if (now < -Instant{208188} * 86400 || now > limit) {
    throw Error(ErrorCode::invalid_argument, "now",
                std::to_string(now) + " is outside the years 1400..9999");
  }
}

}  // namespace detail

SALESPLAN_INLINE const char* notice_name(NoticeKind kind) {
  constexpr const char* names[] = {"firing", "resolved", "no_data", "escalated"};
  return names[static_cast<std::size_t>(kind)];
}

SALESPLAN_INLINE AlertBook::AlertBook(std::vector<AlertRule> rules,
                                      std::vector<table::Dimension> dimensions,
                                      std::optional<WorkingHours> hours)
    : rules_(std::move(rules)), dimensions_(std::move(dimensions)), hours_(std::move(hours)) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const AlertRule& rule = rules_[i];
    const auto require = [&](bool good, const char* field, const char* allowed) {
      if (good) return;
      throw Error(ErrorCode::invalid_argument,
                  core::at("rules", static_cast<std::int64_t>(i)) + "." + field, allowed);
    };
    require(!rule.name.empty(), "name", "is empty");
    require(names.insert(rule.name).second, "name", "is given twice");
    require(!rule.kpi.empty(), "kpi", "is empty");
    require(std::isfinite(rule.threshold), "threshold", "is not finite");
    require(!std::isinf(rule.clear), "clear", "is not finite");
    // A firing alert must not be clear at once.
    const bool beyond = rule.condition == Condition::below ? rule.clear >= rule.threshold
                                                           : rule.clear <= rule.threshold;
    require(core::is_missing(rule.clear) || beyond, "clear", "is on the wrong side of threshold");
    require(rule.pending_for >= 0, "pending_for", "is negative");
    require(rule.recovering_for >= 0, "recovering_for", "is negative");
    require(rule.missing_after >= 0, "missing_after", "is negative");
    require(rule.escalate_after >= 0, "escalate_after", "is negative");
    require(std::isfinite(rule.mean), "mean", "is not finite");
    require(rule.sd > 0 && std::isfinite(rule.sd), "sd", "must be above 0");
    limits_.push_back(0);
    if (rule.condition == Condition::ewma || rule.condition == Condition::cusum) {
      require(rule.weight > 0 && rule.weight <= 1, "weight", "must be above 0 and at most 1");
      require(rule.run_length >= 2 && rule.run_length <= 1e6, "run_length", "must be in 2..1e6");
      limits_.back() = rule.condition == Condition::ewma
                           ? ewma_limit(rule.weight, rule.run_length, rule.side)
                           : cusum_limit(rule.weight, rule.run_length, rule.side);
    }
  }
  if (hours_ && !(hours_->open >= 0 && hours_->open < hours_->close && hours_->close <= 86400)) {
    throw Error(ErrorCode::invalid_argument, "hours.open",
                "must be before close, both within a day of 86400 seconds");
  }
}

/// Whether each label of `above` is one of `below`, or a member over it.
SALESPLAN_INLINE bool AlertBook::covers(const Labels& above, const Labels& below) const {
  return std::all_of(above.begin(), above.end(), [&](const auto& label) {
    const auto found = below.find(label.first);
    if (found == below.end()) return false;
    if (found->second == label.second) return true;
    for (const table::Dimension& dimension : dimensions_) {
      if (dimension.name() != label.first) continue;
      const std::int32_t over = dimension.find(label.second);
      std::int32_t at = dimension.find(found->second);
      while (at >= 0 && at != over) at = dimension.parent(at);
      return over >= 0 && at == over;
    }
    return false;
  });
}

SALESPLAN_INLINE bool AlertBook::kept_back(const Alert& alert, Instant now) const {
  const AlertRule& rule = rules_[alert.rule];
  if (hours_ && !rule.in_quiet_hours) {
    const Instant day = (now - (now % 86400 + 86400) % 86400) / 86400;
    const Instant second = now - day * 86400;
    if (second < hours_->open || second >= hours_->close ||
        !hours_->calendar.is_workday({static_cast<std::int32_t>(day)}).workday) {
      return true;
    }
  }
  for (const Silence& silence : silences_) {
    if (silence.from <= now && now < silence.until && covers(silence.labels, alert.labels)) {
      return true;
    }
  }
  return std::any_of(alerts_.begin(), alerts_.end(), [&](const Alert& other) {
    const AlertRule& over = rules_[other.rule];
    const bool fires = other.state == AlertState::firing || other.state == AlertState::recovering;
    return fires && over.inhibits && over.kpi == rule.kpi && other.labels != alert.labels &&
           covers(other.labels, alert.labels);
  });
}

SALESPLAN_INLINE void AlertBook::pass(Instant now) const {
  detail::require_date(now);
  if (last_ && now < *last_) {
    throw Error(ErrorCode::invalid_argument, "now",
                calendar::instant_text(now) + " is before " + calendar::instant_text(*last_));
  }
}

SALESPLAN_INLINE std::vector<Notice> AlertBook::at(Instant now,
                                                   const std::vector<Observation>& observations) {
  pass(now);
  for (std::size_t i = 0; i < observations.size(); ++i) {
    if (std::isinf(observations[i].value)) {
      throw Error(ErrorCode::invalid_argument,
                  core::at("observations", static_cast<std::int64_t>(i)) + ".value",
                  "is not finite");
    }
  }
  last_ = now;
  for (const Observation& seen : observations) {
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      const AlertRule& rule = rules_[r];
      if (rule.kpi != seen.kpi || !covers(rule.where, seen.labels)) continue;
      const auto [at, fresh] = place_.emplace(std::make_pair(r, seen.labels), alerts_.size());
      if (fresh) {
        Alert alert;
        alert.rule = r;
        alert.labels = seen.labels;
        alert.fingerprint = fingerprint(rule.name, seen.labels);
        alert.since = alert.last_seen = now;
        alerts_.push_back(std::move(alert));
      }
      observe(alerts_[at->second], rule, limits_[r], now, seen.value);
    }
  }
  for (Alert& alert : alerts_) {
    const std::int64_t patience = rules_[alert.rule].missing_after;
    if (patience > 0 && alert.state != AlertState::no_data && now - alert.last_seen >= patience) {
      alert.before_gap = alert.state;
      detail::change(alert, AlertState::no_data, now);
    }
  }

  std::map<std::tuple<std::string, NoticeKind, Labels>, Notice> notices;
  const auto tell = [&](const Alert& alert, NoticeKind kind) {
    const AlertRule& rule = rules_[alert.rule];
    const std::string& receiver = kind == NoticeKind::escalated ? rule.escalate_to : rule.receiver;
    Labels group;
    for (const std::string& name : rule.group_by) {
      const auto label = alert.labels.find(name);
      if (label != alert.labels.end()) group.insert(*label);
    }
    if (rule.group_by.empty()) {
      group = alert.labels;
      group["alertname"] = rule.name;
    }
    Notice& notice = notices[{receiver, kind, group}];
    notice.kind = kind;
    notice.time = now;
    notice.receiver = receiver;
    notice.group = group;
    const bool over = kind == NoticeKind::resolved;
    notice.lines.push_back({alert.fingerprint, rule.name, rule.kpi, rule.severity, alert.assignee,
                            alert.labels, alert.value, rule.threshold, alert.started,
                            over ? alert.since : 0});
    // One change of one alert is one episode, or one gap.
    const std::string when =
        std::to_string(kind == NoticeKind::no_data ? alert.since : alert.episode);
    notice.key = detail::text_hash({notice.key, notice_name(kind), alert.fingerprint, when});
  };
  for (Alert& alert : alerts_) {
    const AlertRule& rule = rules_[alert.rule];
    const bool told = alert.state == AlertState::no_data ? alert.gap_notified : alert.notified;
    const bool resolved = alert.state == AlertState::normal && alert.notified;
    const bool fires = alert.state == AlertState::firing && !told;
    const bool gap = alert.state == AlertState::no_data && !told;
    const bool overdue = alert.state == AlertState::firing && told && !alert.escalated &&
                         rule.escalate_after > 0 && alert.handling == Handling::open &&
                         now - alert.notified_at >= rule.escalate_after;
    if (!(resolved || fires || gap || overdue) || kept_back(alert, now)) continue;
    if (resolved) {
      tell(alert, NoticeKind::resolved);
      alert.notified = false;
    } else if (gap) {
      tell(alert, NoticeKind::no_data);
      alert.gap_notified = true;
    } else if (fires) {
      tell(alert, NoticeKind::firing);
      alert.notified = true;
      alert.notified_at = now;
    } else {
      tell(alert, NoticeKind::escalated);
      alert.escalated = true;
    }
  }
  std::vector<Notice> due;
  for (auto& entry : notices) due.push_back(std::move(entry.second));
  return due;
}

SALESPLAN_INLINE void AlertBook::act(Instant now, const std::string& fingerprint, Action action,
                                     const std::string& who, const std::string& why,
                                     const std::string& what) {
  pass(now);
  const auto found = std::find_if(alerts_.begin(), alerts_.end(), [&](const Alert& alert) {
    return alert.fingerprint == fingerprint;
  });
  if (found == alerts_.end()) {
    throw Error(ErrorCode::not_found, "fingerprint", core::quoted(fingerprint) + " has no alert");
  }
  Alert& alert = *found;
  const auto require = [](bool good, const char* place, const std::string& text) {
    if (!good) throw Error(ErrorCode::invalid_argument, place, text);
  };
  constexpr Handling reached[] = {Handling::acknowledged, Handling::assigned, Handling::measured,
                                  Handling::verified, Handling::closed};
  const Handling next = reached[static_cast<std::size_t>(action)];
  const bool normal = alert.state == AlertState::normal;
  require(!who.empty(), "who", "is empty");
  require(alert.episode > 0, "action", "is for an alert that has fired");
  require(next >= alert.handling && alert.handling != Handling::closed, "action",
          std::string(handling_name(next)) + " does not follow " + handling_name(alert.handling));
  require((action != Action::assign && action != Action::measure) || !what.empty(), "what",
          "is empty");
  require(action != Action::verify || !alert.measures.empty(), "action",
          "verified needs a measure");
  require((action != Action::verify && action != Action::close) || normal, "action",
          std::string(handling_name(next)) + " needs an alert that is normal again, this is " +
              state_name(alert.state));
  last_ = now;
  if (action == Action::assign) alert.assignee = what;
  if (action == Action::measure) {
    double sum = 0;
    for (const double value : alert.recent) sum += value;
    const double before = alert.recent.empty() ? core::missing_number
                                               : sum / static_cast<double>(alert.recent.size());
    alert.measures.push_back({now, who, what, why, before, 0, core::missing_number});
  }
  alert.handling = next;
  alert.history.push_back(
      {now, who, handling_name(next) + (what.empty() ? std::string() : ": " + what), why});
}

SALESPLAN_INLINE void AlertBook::silence(Silence silence) {
  if (silence.from >= silence.until) {
    throw Error(ErrorCode::invalid_argument, "until", "is not after from");
  }
  if (silence.who.empty()) throw Error(ErrorCode::invalid_argument, "who", "is empty");
  silences_.push_back(std::move(silence));
}

SALESPLAN_INLINE AlertMemory AlertBook::memory() const {
  AlertMemory memory{last_, alerts_, {}};
  std::copy_if(silences_.begin(), silences_.end(), std::back_inserter(memory.silences),
               [&](const Silence& silence) { return !last_ || silence.until > *last_; });
  return memory;
}

SALESPLAN_INLINE void AlertBook::recall(AlertMemory memory) {
  std::vector<Alert> alerts;
  std::map<std::pair<std::size_t, Labels>, std::size_t> place;
  for (std::size_t i = 0; i < memory.alerts.size(); ++i) {
    Alert& alert = memory.alerts[i];
    const auto at = [i](const char* field) {
      return core::at("alerts", static_cast<std::int64_t>(i)) + "." + field;
    };
    if (alert.rule >= rules_.size()) {
      throw Error(ErrorCode::invalid_argument, at("rule"),
                  std::to_string(alert.rule) + " is none of " + std::to_string(rules_.size()));
    }
    const AlertRule& rule = rules_[alert.rule];
    if (!covers(rule.where, alert.labels)) continue;
    if (!place.emplace(std::make_pair(alert.rule, alert.labels), alerts.size()).second) {
      throw Error(ErrorCode::duplicate, at("labels"), "are given twice");
    }
    alert.fingerprint = fingerprint(rule.name, alert.labels);
    alerts.push_back(std::move(alert));
  }
  if (memory.last) detail::require_date(*memory.last);
  last_ = memory.last;
  alerts_ = std::move(alerts);
  place_ = std::move(place);
  silences_ = std::move(memory.silences);
}

}  // namespace salesplan::monitor
