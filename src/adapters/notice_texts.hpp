// Notices as the texts that mail servers and chat robots take. Pure functions: delivery is the
// host's.
#pragma once

#include <string>
#include <vector>

#include "salesplan/monitor/alert_book.hpp"

namespace salesplan::adapters {

/// "2 alerts firing: region=north (low pace)", for subjects and titles.
std::string notice_title(const monitor::Notice& notice);

/// The title and a line an alert, in UTF-8.
std::string notice_text(const monitor::Notice& notice);

/// Prometheus Alertmanager's webhook payload, version 4. A gap in the data fires as the alert it
/// interrupts, with the label notice="no_data"; an escalation with notice="escalated". Times are
/// the host's wall clock, written as UTC.
/// @source https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
std::string alertmanager_json(const monitor::Notice& notice, const std::string& external_url = "");

/// The same alerts as an Alertmanager itself takes them (POST /api/v2/alerts): an alert that fires
/// has no end in sight, for it is told of once. A byte that the name of a label may not hold is
/// written as "_" and two hexadecimal digits.
/// @source https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
std::string alertmanager_api_json(const monitor::Notice& notice);

/// Markdown messages of the robots of DingTalk, WeCom and Feishu (Lark).
std::string dingtalk_json(const monitor::Notice& notice);
std::string wecom_json(const monitor::Notice& notice);
std::string feishu_json(const monitor::Notice& notice);

struct MailAddresses {
  std::string from;
  std::vector<std::string> to;
  std::string domain;  ///< of the Message-ID, such as "plan.example.com"
};

/// An RFC 5322 message: headers, and the text as UTF-8 in base64, with lines ended by CR LF. The
/// Message-ID is the notice's key at `domain`, so that one notice has one whenever it is made.
/// @throws Error(invalid_argument) naming "from", "to[i]" or "domain": an address is local@domain
/// of printable ASCII without blanks, brackets, commas or quotes, so that no line end, and no
/// second recipient, gets in.
std::string mail_message(const monitor::Notice& notice, const MailAddresses& addresses);

/// The payload by name: "text", "alertmanager", "alertmanager_api", "dingtalk", "wecom", "feishu".
/// Error(not_found) naming `place`, with the names allowed.
std::string notice_payload(const monitor::Notice& notice, const std::string& format,
                           const std::string& place);

}  // namespace salesplan::adapters
