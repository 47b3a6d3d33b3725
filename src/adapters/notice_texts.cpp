#include "adapters/notice_texts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "adapters/alert_rules.hpp"
#include "adapters/json.hpp"
#include "salesplan/calendar/date.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

using monitor::Notice;
using monitor::NoticeKind;
using monitor::NoticeLine;

std::string subject_of(const monitor::Labels& labels) {
  return labels.empty() ? "all" : labels_text(labels);
}

/// On one line, whatever names from outside it quotes.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 127; }, ' ');
  return text;
}

/// Characters that mean something in Markdown, and the mention sign of the robots, escaped.
std::string markdown(const std::string& text) {
  std::string result;
  for (const char c : one_line(text)) {
    if (std::string_view("\\`*_{}[]()<>#+!|~@").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string line_text(const NoticeLine& line) {
  std::string text = "[" + line.severity + "] " + line.rule + ": " + line.kpi + " of " +
                     subject_of(line.labels) + " is " + core::to_text(line.value) + " (threshold " +
                     core::to_text(line.threshold) + ")";
  if (!line.assignee.empty()) text += ", assigned to " + line.assignee;
  return one_line(text);
}

std::string markdown_text(const Notice& notice) {
  std::string text = "### " + markdown(notice_title(notice)) + "\n";
  for (const NoticeLine& line : notice.lines) text += "\n- " + markdown(line_text(line));
  return text;
}

/// On one line, with anything that is not UTF-8 replaced.
std::string written(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < have ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= have ? digits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return text;
}

/// A header's text as encoded words of at most 75 characters, cut between characters (RFC 2047).
std::string encoded_words(const std::string& text) {
  constexpr std::size_t most = 42;  // bytes: 56 characters of base64, a line below 78 with its name
  std::string words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.size(), at + most);
    while (end < text.size() && end > at + 1 &&
           (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
      --end;
    words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") +
             base64(std::string_view(text).substr(at, end - at)) + "?=";
    at = end;
  }
  return words;
}

bool plain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c > ' ' && c < 127 &&
           std::string_view("<>()[]{},;:\\\"").find(static_cast<char>(c)) == std::string_view::npos;
  });
}

void require_address(const std::string& address, const std::string& place) {
  const std::size_t at = address.find('@');
  if (!plain(address) || address.size() > 254 || at == 0 || at + 1 >= address.size() ||
      at == std::string::npos || address.find('@', at + 1) != std::string::npos) {
    throw Error(ErrorCode::invalid_argument, place,
                core::quoted(address) + " is not an address such as ann@example.com");
  }
}

std::string mail_date(monitor::Instant instant) {
  constexpr std::array days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string iso = instant_text(instant);  // 2026-03-13T17:30:00
  const calendar::Date date = calendar::parse_date(iso.substr(0, 10), "date");
  const auto month = static_cast<std::size_t>(calendar::date_parts(date).month);
  // -0000: the offset of the host's wall clock is not known.
  return std::string(days[static_cast<std::size_t>(calendar::weekday(date))]) + ", " +
         iso.substr(8, 2) + " " + months[month - 1] + " " + iso.substr(0, 4) + " " +
         iso.substr(11) + " -0000";
}

std::string utc(monitor::Instant instant) { return instant_text(instant) + "Z"; }

Json labels_json(const NoticeLine& line, NoticeKind kind) {
  Json labels = {{"alertname", line.rule}, {"kpi", line.kpi}, {"severity", line.severity}};
  for (const auto& [name, value] : line.labels) labels[name] = value;
  if (kind == NoticeKind::no_data || kind == NoticeKind::escalated) {
    labels["notice"] = monitor::notice_name(kind);
  }
  return labels;
}

/// [a-zA-Z_][a-zA-Z0-9_]*, as the names of Prometheus' labels are.
std::string label_name(const std::string& name) {
  std::string text;
  for (const char byte : name) {
    const auto c = static_cast<unsigned char>(byte);
    const bool digit = c >= '0' && c <= '9';
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (digit && !text.empty())) {
      text += byte;
    } else {
      text += {'_', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
    }
  }
  return text;
}

Json annotations_json(const NoticeLine& line) {
  return {{"summary", line_text(line)}, {"value", core::to_text(line.value)}};
}

}  // namespace

std::string notice_title(const Notice& notice) {
  const std::size_t n = notice.lines.size();
  std::string text = std::to_string(n) + (n == 1 ? " alert " : " alerts ");
  text += notice.kind == NoticeKind::no_data ? "without data" : monitor::notice_name(notice.kind);
  return one_line(text + ": " + subject_of(notice.group));
}

std::string notice_text(const Notice& notice) {
  std::string text = notice_title(notice) + "\n";
  for (const NoticeLine& line : notice.lines) text += "- " + line_text(line) + "\n";
  return text;
}

std::string alertmanager_json(const Notice& notice, const std::string& external_url) {
  const char* const status = notice.kind == NoticeKind::resolved ? "resolved" : "firing";
  Json group = Json::object(), alerts = Json::array(), common;
  for (const auto& [name, value] : notice.group) group[name] = value;
  for (const NoticeLine& line : notice.lines) {
    const Json labels = labels_json(line, notice.kind);
    if (common.is_null()) common = labels;
    Json shared = Json::object();
    for (const auto& [name, value] : common.items()) {
      if (labels.contains(name) && labels[name] == value) shared[name] = value;
    }
    common = std::move(shared);
    alerts.push_back({{"status", status},
                      {"labels", labels},
                      {"annotations", annotations_json(line)},
                      {"startsAt", utc(line.started)},
                      {"endsAt", line.ended == 0 ? "0001-01-01T00:00:00Z" : utc(line.ended)},
                      {"generatorURL", ""},
                      {"fingerprint", line.fingerprint}});
  }
  return written({{"version", "4"},
                  {"groupKey", "{}:{" + subject_of(notice.group) + "}"},
                  {"truncatedAlerts", 0},
                  {"status", status},
                  {"receiver", notice.receiver},
                  {"groupLabels", group},
                  {"commonLabels", common.is_null() ? Json::object() : common},
                  {"commonAnnotations", Json::object()},
                  {"externalURL", external_url},
                  {"alerts", alerts}});
}

std::string alertmanager_api_json(const Notice& notice) {
  Json alerts = Json::array();
  for (const NoticeLine& line : notice.lines) {
    const Json given = labels_json(line, notice.kind);
    Json labels = Json::object();
    for (const auto& [name, value] : given.items()) {
      labels[label_name(name)] = value;
    }
    alerts.push_back({{"labels", labels},
                      {"annotations", annotations_json(line)},
                      {"startsAt", utc(line.started)},
                      {"endsAt", line.ended == 0 ? "9999-12-31T23:59:59Z" : utc(line.ended)}});
  }
  return written(alerts);
}

std::string dingtalk_json(const Notice& notice) {
  return written(
      {{"msgtype", "markdown"},
       {"markdown", {{"title", notice_title(notice)}, {"text", markdown_text(notice)}}}});
}

std::string wecom_json(const Notice& notice) {
  return written({{"msgtype", "markdown"}, {"markdown", {{"content", markdown_text(notice)}}}});
}

std::string feishu_json(const Notice& notice) {
  std::string lines;
  for (const NoticeLine& line : notice.lines) lines += "- " + markdown(line_text(line)) + "\n";
  const Json title = {{"tag", "plain_text"}, {"content", notice_title(notice)}};
  return written({{"msg_type", "interactive"},
                  {"card",
                   {{"header", {{"title", title}}},
                    {"elements", Json::array({{{"tag", "markdown"}, {"content", lines}}})}}}});
}

std::string mail_message(const Notice& notice, const MailAddresses& addresses) {
  require_address(addresses.from, "from");
  if (addresses.to.empty()) throw Error(ErrorCode::invalid_argument, "to", "is empty");
  std::string to;
  for (std::size_t i = 0; i < addresses.to.size(); ++i) {
    require_address(addresses.to[i], core::at("to", static_cast<std::int64_t>(i)));
    to += (i == 0 ? "" : ",\r\n ") + addresses.to[i];
  }
  require_address("x@" + addresses.domain, "domain");
  std::string message = "From: " + addresses.from + "\r\nTo: " + to +
                        "\r\nSubject: " + encoded_words(notice_title(notice)) +
                        "\r\nDate: " + mail_date(notice.time) + "\r\nMessage-ID: <" + notice.key +
                        "@" + addresses.domain +
                        ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: base64\r\n\r\n";
  const std::string body = base64(notice_text(notice));
  for (std::size_t i = 0; i < body.size(); i += 76) message += body.substr(i, 76) + "\r\n";
  return message;
}

std::string notice_payload(const Notice& notice, const std::string& format,
                           const std::string& place) {
  if (format == "text") return notice_text(notice);
  if (format == "alertmanager") return alertmanager_json(notice);
  if (format == "alertmanager_api") return alertmanager_api_json(notice);
  if (format == "dingtalk") return dingtalk_json(notice);
  if (format == "wecom") return wecom_json(notice);
  if (format == "feishu") return feishu_json(notice);
  throw Error(ErrorCode::not_found, place,
              core::quoted(format) +
                  " is not a format; there are text, alertmanager, alertmanager_api, dingtalk, "
                  "wecom, feishu");
}

}  // namespace salesplan::adapters
