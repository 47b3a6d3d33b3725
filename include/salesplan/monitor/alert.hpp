// An alert: the rule that makes it, the state it is in, and what was done about it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/monitor/control_chart.hpp"

namespace salesplan::monitor {

/// Seconds since 1970-01-01 00:00 by the host's wall clock. The engine has no clock: time is an
/// argument, and never runs backwards.
using Instant = std::int64_t;

/// What a KPI is of: dimension to key of a member, such as region to "north". None: the company.
using Labels = std::map<std::string, std::string>;

enum class Condition : std::int32_t {
  below,  ///< value < threshold
  above,  ///< value > threshold
  falls,  ///< by more than threshold, a ratio, since the observation before
  rises,
  ewma,  ///< chart of (value - mean)/sd beyond the limit of the stated run length
  cusum
};

struct AlertRule {
  std::string name;
  std::string kpi;
  Labels where;  ///< it is for: the members named, and those below them
  Condition condition = Condition::below;
  double threshold = 0;
  double clear = core::missing_number;  ///< a firing alert recovers beyond this; NaN: the threshold
  std::int64_t pending_for = 0;         ///< seconds the condition must hold before it fires
  std::int64_t recovering_for = 0;      ///< seconds it must be clear before it is normal again
  std::int64_t missing_after = 0;       ///< seconds without a value that are no data; 0: never
  std::int64_t escalate_after = 0;      ///< seconds unacknowledged; 0: never
  std::string severity = "warning";
  std::string receiver;               ///< of the notices
  std::string escalate_to;            ///< of the notice when nobody acknowledged
  std::vector<std::string> group_by;  ///< labels whose alerts go into one notice when they agree
  bool inhibits = true;               ///< keeps alerts on the same KPI quiet below its members
  bool in_quiet_hours = false;        ///< notices go out at any time
  double mean = 0;  ///< of charts: the value in control, and its standard deviation
  double sd = 1;
  double weight = 0.2;      ///< λ of EWMA, allowance k of CUSUM
  double run_length = 370;  ///< observations between false alarms
  Side side = Side::lower;  ///< of charts
};

enum class AlertState : std::int32_t { normal, pending, firing, recovering, no_data };

/// What people have done so far.
enum class Handling : std::int32_t { open, acknowledged, assigned, measured, verified, closed };

/// "normal", "pending", "firing", "recovering", "no_data"; "open" … "closed".
const char* state_name(AlertState state);
const char* handling_name(Handling handling);

/// Who did what, when and why; state changes have no `who`.
struct AlertEvent {
  Instant time = 0;
  std::string who;
  std::string what;
  std::string why;
};

/// A measure taken against an alert ("strengthen follow-up"), and the KPI before and after it.
struct ResponseMeasure {
  Instant time = 0;
  std::string who;
  std::string what;
  std::string why;
  double before = core::missing_number;  ///< mean of the last five values
  std::int64_t observations = 0;         ///< since
  double after = core::missing_number;   ///< their mean
};

struct Alert {
  std::size_t rule = 0;
  Labels labels;
  std::string fingerprint;  ///< 16 hexadecimal digits, of rule and labels
  AlertState state = AlertState::normal;
  AlertState before_gap = AlertState::normal;  ///< the state that no data interrupted
  Handling handling = Handling::open;
  Instant since = 0;         ///< of the state
  Instant started = 0;       ///< the condition held, in this episode
  std::int64_t episode = 0;  ///< how often it began to fire
  Instant last_seen = 0;     ///< with a value
  double value = core::missing_number;
  std::string assignee;
  std::vector<double> recent;  ///< at most five values, the latest last
  Chart chart;
  std::vector<ResponseMeasure> measures;  ///< of this episode
  std::vector<AlertEvent> history;
  bool notified = false;  ///< that it fires, in this episode
  Instant notified_at = 0;
  bool escalated = false;
  bool gap_notified = false;
};

/// 64-bit FNV-1a of a rule's name and labels in their order, as 16 hexadecimal digits; names and
/// values end with the byte 255, so that ("ab", "c") is not ("a", "bc").
std::string fingerprint(const std::string& rule, const Labels& labels);

/// The alert after an observation: normal → pending → firing → recovering → normal; what is missing
/// changes nothing here (see AlertBook::at). `limit` is that of the rule's chart.
void observe(Alert& alert, const AlertRule& rule, double limit, Instant now, double value);

namespace detail {

/// FNV-1a of texts, each ended by the byte 255, as 16 hexadecimal digits.
std::string text_hash(const std::vector<std::string>& texts);

/// The alert comes into a state, which its history records.
void change(Alert& alert, AlertState state, Instant now);

}  // namespace detail

}  // namespace salesplan::monitor

#ifndef SALESPLAN_COMPILED
#include "salesplan/monitor/alert_inl.hpp"
#endif
