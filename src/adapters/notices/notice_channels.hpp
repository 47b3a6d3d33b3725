// Channels: where notices go, as data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/notice_texts.hpp"

namespace salesplan::adapters {

enum class ChannelKind : std::int32_t {
  mail,              ///< SMTP
  alertmanager,      ///< webhook, Alertmanager's JSON version 4
  alertmanager_api,  ///< an Alertmanager's own address for alerts, /api/v2/alerts
  dingtalk,
  wecom,
  feishu,
  sms,    ///< an HTTP form, one letter a number
  inbox,  ///< kept in the outbox to be read there
  host    ///< handed to the program that runs the engine
};
const char* channel_kind_name(ChannelKind kind);

/// A channel, its limits and its patience.
struct Channel {
  std::string name;
  ChannelKind kind = ChannelKind::host;
  std::vector<std::string> receivers;  ///< of whose notices; empty: everybody's
  std::string url;
  std::string user;           ///< of SMTP or HTTP; empty: none
  std::string password_file;  ///< its first line
  bool tls = true;            ///< SMTP is refused where the server offers no TLS
  MailAddresses mail;
  std::vector<std::string> to;  ///< numbers of SMS
  /// The form of SMS: names and values; {to}, {text} and {key} stand for what they say.
  std::vector<std::pair<std::string, std::string>> form;
  std::int64_t digest = 0;  ///< seconds in which notices of one kind wait to be one letter
  std::int64_t per_minute = 60;
  std::int64_t attempts = 8;  ///< before a letter is dead
  std::int64_t wait = 30;     ///< seconds before the second attempt; doubled each time
  std::int64_t longest_wait = 3600;
};

/// The channels of a document: {"channels": [{"name": "desk", "kind": "mail", "url":
/// "smtp://mail.example.com", "from": ..., "to": [...], "domain": ...}]}
/// (docs/guide/15-monitor.md). No text holds a control character, so that no line of a header or of
/// SMTP gets in.
/// @throws Error naming the field by its path in `name`.
std::vector<Channel> read_channels(std::string_view text, const std::string& name);

/// Whether notices to `receiver` go by this channel.
bool serves(const Channel& channel, const std::string& receiver);

/// Seconds until the attempt after `attempts` that failed: wait · 2^(attempts - 1), at most
/// longest_wait.
std::int64_t back_off(const Channel& channel, std::int64_t attempts);

/// What a channel delivers of a notice: a message, or JSON, or a text.
std::string channel_payload(const Channel& channel, const monitor::Notice& notice);

}  // namespace salesplan::adapters
