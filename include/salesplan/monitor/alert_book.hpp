// The alert book: all alerts of a company, who is told of them and when, and what is done.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/monitor/alert.hpp"
#include "salesplan/table/dimension.hpp"

namespace salesplan::monitor {

struct Observation {
  std::string kpi;
  Labels labels;
  double value = 0;  ///< NaN missing
};

/// No notices for alerts that have all these labels, or lie below their members.
struct Silence {
  Labels labels;
  Instant from = 0;
  Instant until = 0;
  std::string who;
  std::string why;
};

/// What a book holds beside its rules: another process goes on from it.
struct AlertMemory {
  std::optional<Instant> last;  ///< the time it has come to
  std::vector<Alert> alerts;    ///< Alert::rule is a position among the book's rules
  std::vector<Silence> silences;
};

/// Notices wait for the hours of workdays: [open, close) in seconds of the day; 9 to 18 at first.
struct WorkingHours {
  calendar::WorkdayCalendar calendar;
  std::int64_t open = 32400;
  std::int64_t close = 64800;
};

enum class NoticeKind : std::int32_t { firing, resolved, no_data, escalated };
const char* notice_name(NoticeKind kind);

/// One alert as it was when the notice was made.
struct NoticeLine {
  std::string fingerprint, rule, kpi, severity, assignee;
  Labels labels;
  double value = 0;
  double threshold = 0;
  Instant started = 0;
  Instant ended = 0;  ///< 0 while it fires
};

/// What somebody is to be told: a value the host delivers. The same change of the same alerts has
/// the same key, so that what is delivered twice can be told from what happened twice.
struct Notice {
  NoticeKind kind = NoticeKind::firing;
  Instant time = 0;
  std::string receiver;
  std::string key;  ///< 16 hexadecimal digits
  Labels group;     ///< the labels its alerts have in common by the rules' group_by
  std::vector<NoticeLine> lines;
};

enum class Action : std::int32_t { acknowledge, assign, measure, verify, close };

/// One thread at a time. Alerts are one for each rule and labels, whatever the number of
/// observations.
class AlertBook {
 public:
  /// @param dimensions hierarchies of labels of the same name, for `where`, silences and inhibition
  /// @throws Error naming "rules[i].field": an empty or repeated name, a number outside its domain;
  ///         and "hours.open".
  explicit AlertBook(std::vector<AlertRule> rules, std::vector<table::Dimension> dimensions = {},
                     std::optional<WorkingHours> hours = {});

  /// Takes what was observed at `now`, all or none, and returns the notices due: by receiver, kind
  /// and group. An alert is told of once an episode, when it fires and neither an alert above it
  /// nor a silence nor the hour keeps it back; what was kept back is told of when that ends, if it
  /// still fires. No observations at all is a tick, for what time alone brings: missing data,
  /// escalation, the morning.
  /// @throws Error(invalid_argument) for a time before the last one, naming "now", and infinite
  ///         values, naming "observations[i].value". O(rules · observations + alerts²).
  std::vector<Notice> at(Instant now, const std::vector<Observation>& observations = {});

  /// What somebody did about an alert that has fired: acknowledge → assign → measure → verify →
  /// close; steps may be left out but verify needs a measure and an alert that is normal again, and
  /// close one that is normal. `what` is the assignee, or the measure.
  /// @throws Error(not_found) for a fingerprint without an alert, Error(invalid_argument) for a
  /// step
  ///         that does not fit, an empty `who`, and a time before the last one.
  void act(Instant now, const std::string& fingerprint, Action action, const std::string& who,
           const std::string& why = "", const std::string& what = "");

  /// @throws Error(invalid_argument) unless from < until and somebody says who.
  void silence(Silence silence);

  /// All it knows; silences that are over are left out.
  AlertMemory memory() const;

  /// Goes on from what a book of these rules remembered, in place of what this one did. An alert of
  /// labels that its rule is no longer for is left out.
  /// @throws Error(invalid_argument) for a rule that is not there, naming "alerts[i].rule", and a
  ///         time as at() refuses; Error(duplicate) naming "alerts[i].labels".
  void recall(AlertMemory memory);

  const std::vector<AlertRule>& rules() const { return rules_; }
  const std::vector<Silence>& silences() const { return silences_; }
  const std::vector<Alert>& alerts() const { return alerts_; }  ///< in the order they came up
  double chart_limit(std::size_t rule) const { return limits_[rule]; }

 private:
  bool covers(const Labels& above, const Labels& below) const;
  bool kept_back(const Alert& alert, Instant now) const;
  void pass(Instant now) const;

  std::vector<AlertRule> rules_;
  std::vector<double> limits_;
  std::vector<table::Dimension> dimensions_;
  std::optional<WorkingHours> hours_;
  std::vector<Silence> silences_;
  std::vector<Alert> alerts_;
  std::map<std::pair<std::size_t, Labels>, std::size_t> place_;
  std::optional<Instant> last_;
};

}  // namespace salesplan::monitor

#ifndef SALESPLAN_COMPILED
#include "salesplan/monitor/alert_book_inl.hpp"
#endif
