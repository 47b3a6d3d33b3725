#include "adapters/notices/notice_channels.hpp"

#include <algorithm>
#include <array>

#include "adapters/alert_rules.hpp"
#include "adapters/json.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

constexpr std::array kinds = {"mail",     "alertmanager", "alertmanager_api",
                              "dingtalk", "wecom",        "feishu",
                              "sms",      "inbox",        "host"};
constexpr std::size_t longest_sms = 480;  // bytes

// A text without control characters: libcurl passes CR and LF through into headers and recipients.
std::string line_of(const JsonReader& field) {
  std::string text = field.text();
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 127; })) {
    throw Error(ErrorCode::invalid_argument, field.path(),
                core::quoted(text) + " holds a control character");
  }
  return text;
}

std::string line_of(const JsonReader& json, const char* name) {
  const auto field = json.find(name);
  return field ? line_of(*field) : std::string();
}

std::vector<std::string> lines_of(const JsonReader& json, const char* name) {
  std::vector<std::string> lines;
  if (const auto field = json.find(name)) {
    for (const JsonReader& item : field->items()) lines.push_back(line_of(item));
  }
  return lines;
}

std::int64_t positive(const JsonReader& json, const char* name, std::int64_t otherwise) {
  const std::int64_t value = json.integer(name, otherwise);
  if (value < 1 || value > 1000000) {
    throw Error(ErrorCode::invalid_argument, json.path() + "." + name,
                std::to_string(value) + " is not within 1 and 1000000");
  }
  return value;
}

void read_url(const JsonReader& json, Channel& channel) {
  const bool mail = channel.kind == ChannelKind::mail;
  const JsonReader field = json.get("url");
  channel.url = line_of(field);
  const bool plain = channel.url.starts_with(mail ? "smtp://" : "http://");
  if (!plain && !channel.url.starts_with(mail ? "smtps://" : "https://")) {
    throw Error(ErrorCode::invalid_argument, field.path(),
                core::quoted(channel.url) + " begins with neither " +
                    (mail ? "smtp:// nor smtps://" : "http:// nor https://"));
  }
}

// A sample goes through, so that what a letter would refuse is refused here, with its place.
void check_mail(const JsonReader& json, const Channel& channel) {
  try {
    mail_message({}, channel.mail);
  } catch (const Error& error) {
    throw error.moved_to(json.path() + "." + error.place());
  }
}

Channel read_channel(const JsonReader& json) {
  json.allow({"name", "kind", "receivers", "url", "user", "password_file", "tls", "from", "to",
              "domain", "form", "digest", "per_minute", "attempts", "wait", "longest_wait"});
  Channel channel;
  channel.name = line_of(json.get("name"));
  if (channel.name.empty()) {
    throw Error(ErrorCode::invalid_argument, json.path() + ".name", "must not be empty");
  }
  const JsonReader kind = json.get("kind");
  const auto found = std::find(kinds.begin(), kinds.end(), kind.text());
  if (found == kinds.end()) {
    throw Error(
        ErrorCode::not_found, kind.path(),
        core::quoted(kind.text()) +
            " is not a kind; there are mail, alertmanager, alertmanager_api, dingtalk, wecom, "
            "feishu, sms, inbox, host");
  }
  channel.kind = static_cast<ChannelKind>(found - kinds.begin());
  channel.receivers = lines_of(json, "receivers");
  if (channel.kind != ChannelKind::inbox && channel.kind != ChannelKind::host) {
    read_url(json, channel);
  }
  channel.user = line_of(json, "user");
  channel.password_file = line_of(json, "password_file");
  channel.tls = json.boolean("tls", true);
  channel.to = lines_of(json, "to");
  if (channel.kind == ChannelKind::mail) {
    channel.mail = {line_of(json, "from"), channel.to, line_of(json, "domain")};
    check_mail(json, channel);
  }
  if (channel.kind == ChannelKind::sms) {
    if (channel.to.empty()) {
      throw Error(ErrorCode::invalid_argument, json.path() + ".to", "is empty");
    }
    const JsonReader form = json.get("form");
    form.require_object();
    for (const auto& [name, value] : form.value().items()) {
      channel.form.emplace_back(name, line_of(JsonReader(value, form.path() + "." + name)));
    }
  }
  if (const auto digest = json.find("digest")) channel.digest = read_duration(*digest);
  if (const auto wait = json.find("wait")) channel.wait = read_duration(*wait);
  if (const auto longest = json.find("longest_wait")) {
    channel.longest_wait = read_duration(*longest);
  }
  channel.per_minute = positive(json, "per_minute", channel.per_minute);
  channel.attempts = positive(json, "attempts", channel.attempts);
  return channel;
}

// Not longer than a few messages, cut between characters.
std::string shortened(std::string text) {
  if (text.size() <= longest_sms) return text;
  std::size_t end = longest_sms;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

}  // namespace

const char* channel_kind_name(ChannelKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::vector<Channel> read_channels(std::string_view text, const std::string& name) {
  JsonDocument document;
  parse_json(text, name, document);
  const JsonReader json(document.value(), name + ": ");
  json.require_object();
  json.allow({"channels"});
  std::vector<Channel> channels;
  for (const JsonReader& item : json.get("channels").items()) {
    channels.push_back(read_channel(item));
    for (std::size_t i = 0; i + 1 < channels.size(); ++i) {
      if (channels[i].name == channels.back().name) {
        throw Error(ErrorCode::duplicate, item.path() + ".name",
                    core::quoted(channels[i].name) + " names two channels");
      }
    }
  }
  return channels;
}

bool serves(const Channel& channel, const std::string& receiver) {
  const std::vector<std::string>& all = channel.receivers;
  return all.empty() || std::find(all.begin(), all.end(), receiver) != all.end();
}

std::int64_t back_off(const Channel& channel, std::int64_t attempts) {
  std::int64_t wait = channel.wait;
  for (std::int64_t i = 1; i < attempts && wait < channel.longest_wait; ++i) wait *= 2;
  return std::min(wait, channel.longest_wait);
}

std::string channel_payload(const Channel& channel, const monitor::Notice& notice) {
  switch (channel.kind) {
    case ChannelKind::mail:
      return mail_message(notice, channel.mail);
    case ChannelKind::alertmanager:
      return alertmanager_json(notice);
    case ChannelKind::alertmanager_api:
      return alertmanager_api_json(notice);
    case ChannelKind::dingtalk:
      return dingtalk_json(notice);
    case ChannelKind::wecom:
      return wecom_json(notice);
    case ChannelKind::feishu:
      return feishu_json(notice);
    case ChannelKind::sms:
      return shortened(notice_text(notice));
    default:
      return notice_text(notice);
  }
}

}  // namespace salesplan::adapters
