#include "adapters/live/live_server.hpp"

#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <utility>

#include "adapters/dashboard/dashboard_html.hpp"
#include "adapters/json.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

using std::chrono::milliseconds;
using Handled = httplib::Server::HandlerResponse;

constexpr std::size_t largest_batch = 16u << 20;  // of a batch
constexpr std::size_t shortest_token = 16, longest_key = 200;
constexpr std::size_t other_threads = 8;  // beside those of the watchers
constexpr int patience_seconds = 5;       // for a byte in or out
constexpr std::chrono::seconds longest_upload{30};
constexpr milliseconds heartbeat{15000};  // tells which watchers have gone

// As long as the guess is long, wherever it goes wrong.
bool same_in_constant_time(const std::string& guess, const std::string& secret) {
  unsigned difference = guess.size() == secret.size() ? 0 : 1;
  for (std::size_t i = 0; i < guess.size(); ++i) {
    difference |= static_cast<unsigned>(guess[i] ^ secret[i % secret.size()]);
  }
  return difference == 0;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(c | (c >= 'A' && c <= 'Z' ? 32 : 0));
  });
  return text;
}

std::string media_type(const httplib::Request& request) {
  const std::string header = lower_case(request.get_header_value("Content-Type"));
  return header.substr(0, header.find_first_of("; "));
}

void answer(httplib::Response& response, int status, const char* field, const Json& value) {
  Json json;
  json[field] = value;
  response.status = status;
  response.set_content(json.dump(), "application/json");
}

// One line each: JSON holds no line end.
std::string event_text(const LiveFeed::Event& event) {
  return "id: " + std::to_string(event.sequence) +
         "\nevent: " + (event.whole ? "model" : "change") + "\ndata: " + event.data + "\n\n";
}

}  // namespace

std::string random_token() {
  std::random_device random;
  std::string token;
  for (int word = 0; word < 8; ++word) {
    for (std::uint32_t bits = random(), digit = 0; digit < 8; ++digit, bits >>= 4) {
      token += "0123456789abcdef"[bits & 15];
    }
  }
  return token;
}

class LiveServer::Impl {
 public:
  Impl(LiveFeed& feed, FactNames names, const plan::Specification& spec, ServerSettings settings)
      : feed_(feed), names_(std::move(names)), spec_(spec), settings_(std::move(settings)) {
    check_token();
    server_.set_default_headers({{"Cache-Control", "no-store"},
                                 {"X-Content-Type-Options", "nosniff"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Content-Security-Policy", "frame-ancestors 'none'"},
                                 {"Cross-Origin-Resource-Policy", "same-origin"},
                                 {"Cross-Origin-Opener-Policy", "same-origin"}});
    // One request a connection: no thread waits for a second one.
    server_.set_keep_alive_max_count(1);
    server_.set_read_timeout(patience_seconds);
    server_.set_write_timeout(patience_seconds);
    server_.set_payload_max_length(largest_batch);
    server_.set_tcp_nodelay(true);
    server_.set_socket_options([](socket_t socket) {  // nobody else shares the port
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.new_task_queue = [this] {
      return new httplib::ThreadPool(settings_.watchers + other_threads);
    };
    server_.set_pre_routing_handler(
        [this](const auto& request, auto& response) { return admit(request, response); });
    const std::string home = "/" + settings_.token + "/";
    server_.Get(home, [this](const auto&, auto& response) {
      response.set_content(dashboard_html(feed_.whole().data, true), "text/html; charset=utf-8");
    });
    server_.Get(home + "model\\.json", [this](const auto&, auto& response) {
      response.set_content(feed_.whole().data, "application/json");
    });
    server_.Get(home + "events",
                [this](const auto& request, auto& response) { watch(request, response); });
    server_.Post(home + "facts", [this](const auto& request, auto& response, const auto& reader) {
      take(request, response, reader);
    });
    listen();
  }

  const std::string& url() const { return url_; }

  void run() {
    const bool well = server_.listen_after_bind();
    over_ = true;
    if (!well && !stopped_) throw Error(ErrorCode::io, url_, "cannot be listened to any more");
  }

  void stop() {
    stopped_ = true;
    feed_.close();
    while (!over_ && !server_.is_running()) std::this_thread::sleep_for(milliseconds(1));
    if (!over_) server_.stop();
  }

 private:
  void check_token() const {
    const bool fits =
        settings_.token.size() >= shortest_token &&
        std::all_of(settings_.token.begin(), settings_.token.end(), [](unsigned char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '_' || c == '-';
        });
    if (!fits) {
      throw Error(ErrorCode::invalid_argument, "token",
                  "must be 16 or more of A-Z, a-z, 0-9, _ and -");
    }
  }

  void listen() {
    const std::string& address = settings_.address;
    if (settings_.port == 0) {
      settings_.port = server_.bind_to_any_port(address);
    } else if (!server_.bind_to_port(address, settings_.port)) {
      settings_.port = -1;
    }
    if (settings_.port <= 0) throw Error(ErrorCode::io, address, "cannot be listened at");
    const std::string name = address.find(':') == std::string::npos ? address : "[" + address + "]";
    const std::string port = ":" + std::to_string(settings_.port);
    hosts_ = {name + port, "localhost" + port};
    for (const std::string& host : settings_.hosts) {
      hosts_.push_back(lower_case(host));  // behind a proxy
      hosts_.push_back(lower_case(host) + port);
    }
    url_ = "http://" + name + port + "/" + settings_.token + "/";
  }

  // Before anything of a request is believed, and before its body is read.
  Handled admit(const httplib::Request& request, httplib::Response& response) const {
    const auto refuse = [&](int status, const char* reason) {
      answer(response, status, "error", reason);
      return Handled::Handled;
    };
    const std::string host = lower_case(request.get_header_value("Host"));
    if (request.get_header_value_count("Host") != 1 ||
        std::find(hosts_.begin(), hosts_.end(), host) == hosts_.end()) {
      return refuse(421, "the host is not one of this server");
    }
    if (request.has_header("Origin")) {
      const std::string origin = lower_case(request.get_header_value("Origin"));
      if (origin != "http://" + host && origin != "https://" + host) {
        return refuse(403, "other origins may not ask");
      }
    }
    if (request.path.empty() || request.path[0] != '/') return refuse(404, "there is nothing here");
    const std::size_t end = request.path.find('/', 1);
    const std::string guess = request.path.substr(1, end == std::string::npos ? end : end - 1);
    if (!same_in_constant_time(guess, settings_.token) || end == std::string::npos) {
      return refuse(404, "there is nothing here");
    }
    const std::string rest = request.path.substr(end + 1);
    const bool reads = rest.empty() || rest == "model.json" || rest == "events";
    if (!reads && rest != "facts") return refuse(404, "there is nothing here");
    const bool gets = request.method == "GET" || request.method == "HEAD";
    if (reads ? !gets : request.method != "POST") {
      response.set_header("Allow", reads ? "GET, HEAD" : "POST");
      return refuse(405, "the method is not one of this address");
    }
    return Handled::Unhandled;
  }

  void watch(const httplib::Request& request, httplib::Response& response) {
    const std::string text = request.has_header("Last-Event-ID")
                                 ? request.get_header_value("Last-Event-ID")
                                 : request.get_param_value("after");
    if (text.empty() || text.size() > 18 ||
        text.find_first_not_of("0123456789") != std::string::npos) {
      return answer(response, 400, "error", "after: must be the sequence of a model");
    }
    if (watchers_.fetch_add(1) >= settings_.watchers) {
      --watchers_;
      response.set_header("Retry-After", "30");
      return answer(response, 503, "error", "as many pages as may watch at once do");
    }
    response.set_chunked_content_provider(
        "text/event-stream",
        [this, at = std::stoll(text)](std::size_t offset, httplib::DataSink& sink) mutable {
          if (offset == 0) {
            static const std::string start = "retry: 2000\n\n";
            return sink.write(start.data(), start.size());
          }
          const auto event = feed_.after(at, heartbeat);
          if (feed_.closed()) {
            sink.done();
            return true;
          }
          if (event) at = event->sequence;
          const std::string out = event ? event_text(*event) : ": still here\n\n";
          return sink.write(out.data(), out.size());
        },
        [this](bool) { --watchers_; });
  }

  void take(const httplib::Request& request, httplib::Response& response,
            const httplib::ContentReader& reader) {
    std::string body;
    bool too_large = false, too_slow = false;
    const auto end = std::chrono::steady_clock::now() + longest_upload;
    const bool whole = reader([&](const char* data, std::size_t size) {
      too_large = size > largest_batch - body.size();
      too_slow = std::chrono::steady_clock::now() > end;
      if (too_large || too_slow) return false;
      body.append(data, size);
      return true;
    });
    if (too_large || response.status == 413) {
      return answer(response, 413, "error", "a batch has at most 16 MB");
    }
    const std::string type = media_type(request), key = request.get_header_value("Idempotency-Key");
    if (type != "text/csv" && type != "application/json") {
      return answer(response, 415, "error", "facts come as text/csv or application/json");
    }
    if (!whole) return answer(response, too_slow ? 408 : 400, "error", "the batch is not complete");
    if (key.size() > longest_key) {
      return answer(response, 400, "error", "Idempotency-Key: has at most 200 characters");
    }
    try {
      const LiveFacts facts = type == "text/csv"
                                  ? read_live_csv(std::move(body), "facts", names_, spec_)
                                  : read_live_json(body, "facts", names_, spec_);
      answer(response, 200, "sequence", feed_.add(facts, key));
    } catch (const Error& error) {
      answer(response, 400, "error", error.what());
    }
  }

  LiveFeed& feed_;
  const FactNames names_;
  const plan::Specification& spec_;
  ServerSettings settings_;
  std::vector<std::string> hosts_;
  std::string url_;
  httplib::Server server_;
  std::atomic<std::size_t> watchers_{0};
  std::atomic<bool> stopped_{false}, over_{false};
};

LiveServer::LiveServer(LiveFeed& feed, FactNames names, const plan::Specification& spec,
                       ServerSettings settings)
    : impl_(std::make_unique<Impl>(feed, std::move(names), spec, std::move(settings))) {}

LiveServer::~LiveServer() = default;

const std::string& LiveServer::url() const { return impl_->url(); }
void LiveServer::run() { impl_->run(); }
void LiveServer::stop() { impl_->stop(); }

}  // namespace salesplan::adapters
