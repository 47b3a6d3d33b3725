#include "adapters/notices/notice_courier.hpp"

#include <curl/curl.h>

#include <exception>
#include <memory>
#include <string>

#include "adapters/file.hpp"
#include "adapters/json.hpp"

namespace salesplan::adapters {
namespace {

constexpr long longest_seconds = 30;
constexpr std::size_t longest_answer = 65536;

struct List {
  curl_slist* head = nullptr;
  ~List() { curl_slist_free_all(head); }
  void add(const std::string& line) { head = curl_slist_append(head, line.c_str()); }
};

struct Message {
  const std::string* text;
  const Departure* leave;
  std::size_t at = 0;
  bool left = false;
  std::exception_ptr error;
};

// The letter leaves with its last part: what ends before has not arrived. libcurl is C: no
// exception may pass through it.
std::size_t read_message(char* to, std::size_t size, std::size_t count, void* from) {
  auto* message = static_cast<Message*>(from);
  const std::size_t part = message->text->copy(to, size * count, message->at);
  message->at += part;
  if (message->at < message->text->size() || message->left) return part;
  try {
    message->left = (*message->leave)();
  } catch (...) {
    message->error = std::current_exception();
  }
  return message->left ? part : CURL_READFUNC_ABORT;
}

// Where libcurl sends anew on another connection.
int rewind_message(void* from, curl_off_t offset, int origin) {
  if (origin != SEEK_SET || offset != 0) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<Message*>(from)->at = 0;
  return CURL_SEEKFUNC_OK;
}

std::size_t keep_answer(char* from, std::size_t size, std::size_t count, void* to) {
  auto* answer = static_cast<std::string*>(to);
  if (answer->size() < longest_answer) answer->append(from, size * count);
  return size * count;
}

std::string replaced(std::string text, const std::string& name, const std::string& value) {
  for (std::size_t at = text.find(name); at != std::string::npos;
       at = text.find(name, at + value.size())) {
    text.replace(at, name.size(), value);
  }
  return text;
}

std::string escaped(CURL* handle, const std::string& text) {
  const std::unique_ptr<char, decltype(&curl_free)> escaped(
      curl_easy_escape(handle, text.c_str(), static_cast<int>(text.size())), curl_free);
  return escaped ? escaped.get() : "";
}

// The fields of the form, each value filled in first, so that what a label says stays within it.
std::string form_of(CURL* handle, const Channel& channel, const Letter& letter) {
  std::string form;
  for (const auto& [name, pattern] : channel.form) {
    std::string value = replaced(replaced(pattern, "{to}", letter.address), "{key}", letter.key);
    value = replaced(value, "{text}", letter.payload);
    form += (form.empty() ? "" : "&") + escaped(handle, name) + "=" + escaped(handle, value);
  }
  return form;
}

std::string first_line(const std::string& path) {
  const std::string text = read_file(path);
  return text.substr(0, text.find_first_of("\r\n"));
}

// Robots answer 200 whatever they think of it; 0 is well.
std::string robot_error(const std::string& answer) {
  const Json json = Json::parse(answer, nullptr, false);
  if (!json.is_object()) return "";
  for (const char* name : {"errcode", "code", "StatusCode"}) {
    if (json.contains(name) && json[name].is_number_integer() && json[name] != 0) {
      return "answered " + answer.substr(0, 200);
    }
  }
  return "";
}

Delivery send(const Channel& channel, const Letter& letter, const Departure& leave) {
  if (channel.kind == ChannelKind::inbox || channel.kind == ChannelKind::host) {
    return {false, false, "has no address: the host delivers it"};
  }
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   curl_easy_cleanup);
  if (!handle) return {false, false, "libcurl has no handle"};
  CURL* const curl = handle.get();
  const bool mail = channel.kind == ChannelKind::mail;
  List headers, recipients;
  Message message{&letter.payload, &leave, 0, false, {}};
  std::string answer, body, password;
  char error[CURL_ERROR_SIZE] = "";

  curl_easy_setopt(curl, CURLOPT_URL, channel.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, mail ? "smtp,smtps" : "http,https");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, longest_seconds);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_answer);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  if (!channel.user.empty()) {
    if (!channel.password_file.empty()) password = first_line(channel.password_file);
    curl_easy_setopt(curl, CURLOPT_USERNAME, channel.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password.c_str());
  }
  if (mail) {
    for (const std::string& to : channel.mail.to) recipients.add("<" + to + ">");
    const std::string from = "<" + channel.mail.from + ">";
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.head);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     static_cast<long>(channel.tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  } else {
    const bool form = channel.kind == ChannelKind::sms;
    body = form ? form_of(curl, channel, letter) : letter.payload;
    message.text = &body;
    headers.add(form ? "Content-Type: application/x-www-form-urlencoded"
                     : "Content-Type: application/json; charset=utf-8");
    headers.add("Idempotency-Key: " + letter.key);
    headers.add("Expect:");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.head);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  }
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
  curl_easy_setopt(curl, CURLOPT_READDATA, &message);
  curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, rewind_message);
  curl_easy_setopt(curl, CURLOPT_SEEKDATA, &message);

  const CURLcode result = curl_easy_perform(curl);
  if (message.error) std::rethrow_exception(message.error);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (mail) {
    if (result == CURLE_OK) return {true, false, ""};
    return {false, status >= 500 && status < 600,
            std::string(error[0] != '\0' ? error : curl_easy_strerror(result)),
            message.left && status < 400};  // the last reply was an invitation to go on
  }
  if (result != CURLE_OK) {
    return {false, false, error[0] != '\0' ? error : curl_easy_strerror(result), message.left};
  }
  if (status >= 200 && status < 300) {
    const std::string refused = robot_error(answer);
    return {refused.empty(), false, refused};
  }
  const bool permanent = status >= 400 && status < 500 && status != 408 && status != 429;
  return {false, permanent, "answered with status " + std::to_string(status)};
}

}  // namespace

Courier curl_courier() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) throw Error(ErrorCode::io, "libcurl", curl_easy_strerror(ready));
  return send;
}

}  // namespace salesplan::adapters
