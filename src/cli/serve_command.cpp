#include <pthread.h>
#include <csignal>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/file.hpp"
#include "adapters/live/fact_files.hpp"
#include "adapters/live/live_server.hpp"
#ifdef SALESPLAN_NOTICES
#include "adapters/notices/notice_outbox.hpp"
#endif
#include "adapters/plan_reader.hpp"
#include "cli/commands.hpp"
#include "salesplan/plan/loop.hpp"

namespace salesplan::cli {
namespace {

struct ServeArguments {
  std::string spec;
  std::vector<std::string> watch;
  std::string token_file;
  std::string outbox;
  std::string channels;
  adapters::ServerSettings server;
};

std::string token_of(const ServeArguments& arguments) {
  if (arguments.token_file.empty()) return adapters::random_token();
  const std::string text = adapters::read_file(arguments.token_file);
  return text.substr(0, text.find_first_of("\r\n"));
}

/// Takes what is appended to files, until told to stop.
class Watch {
 public:
  Watch(adapters::LiveFeed& feed, const ServeArguments& arguments, const adapters::FactNames& names,
        const plan::Specification& spec)
      : feed_(feed) {
    for (const std::string& path : arguments.watch) files_.emplace_back(path, names, spec);
    read();
    thread_ = std::thread([this] {
      while (!stopped_) {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        read();
      }
    });
  }
  ~Watch() {
    stopped_ = true;
    thread_.join();
  }

 private:
  void read() {
    for (adapters::FactFiles& files : files_) {
      std::vector<std::string> problems;
      const adapters::LiveFacts facts = files.poll(problems);
      try {
        if (!facts.dates.empty()) feed_.add(facts);
      } catch (const Error& error) {
        problems.emplace_back(error.what());
      }
      for (const std::string& problem : problems) {
        std::fprintf(stderr, "salesplan: %s\n", problem.c_str());
        feed_.complain(problem);
      }
    }
  }

  adapters::LiveFeed& feed_;
  std::vector<adapters::FactFiles> files_;
  std::atomic<bool> stopped_{false};
  std::thread thread_;
};

#ifdef SALESPLAN_NOTICES
/// Keeps the alerts in an outbox. It observes on the evenings of the plan, and during a day now.
class AlertDesk {
 public:
  AlertDesk(const ServeArguments& arguments, const plan::Specification& spec)
      : outbox_(
            arguments.outbox, plan::alert_book(spec),
            adapters::read_channels(adapters::read_file(arguments.channels), arguments.channels)) {}

  const monitor::AlertBook& observe(monitor::Instant evening,
                                    const std::vector<monitor::Observation>& observations) {
    outbox_.refresh();
    const std::optional<monitor::Instant> last = outbox_.book().memory().last;
    if (!begun_ && last && evening <= *last) return outbox_.book();  // seen by a server before
    const auto clock = std::chrono::system_clock::now().time_since_epoch();
    const monitor::Instant now = std::chrono::duration_cast<std::chrono::seconds>(clock).count();
    outbox_.at(std::max(std::min(evening, now), last.value_or(0)), observations);
    return outbox_.book();
  }

  /// What the plan has seen is told; from here on facts come.
  void begin() { begun_ = true; }

 private:
  adapters::NoticeOutbox outbox_;
  bool begun_ = false;
};
#endif

sigset_t interruptions() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

/// Stops the server at SIGINT or SIGTERM, which all threads block; a second one ends the program.
class Interruption {
 public:
  explicit Interruption(adapters::LiveServer& server) {
    thread_ = std::thread([this, &server] {
      const sigset_t signals = interruptions();
      const timespec moment{0, 100000000};
      while (!over_) {
        if (sigtimedwait(&signals, nullptr, &moment) < 0) continue;
        pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
        return server.stop();
      }
    });
  }
  ~Interruption() {
    over_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> over_{false};
  std::thread thread_;
};

void run_serve(const ServeArguments& arguments) {
  const sigset_t signals = interruptions();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before other threads are made
  const std::string folder = std::filesystem::path(arguments.spec).parent_path().string();
  const std::string text = adapters::read_file(arguments.spec);
  const plan::Specification spec =
      adapters::read_specification(text, arguments.spec, folder.empty() ? "." : folder);
  adapters::JsonDocument json;
  adapters::parse_json(text, arguments.spec, json);
  const adapters::FactNames names =
      adapters::fact_names(adapters::JsonReader(json.value(), arguments.spec + ": "));
  adapters::AlertKeeper keeper;
#ifdef SALESPLAN_NOTICES
  std::optional<AlertDesk> desk;
  if (!arguments.outbox.empty()) {
    desk.emplace(arguments, spec);
    keeper = [&desk](monitor::Instant evening, const auto& observations) -> const auto& {
      return desk->observe(evening, observations);
    };
  }
#endif
  adapters::LiveModel model(spec, plan::run(spec), keeper);
#ifdef SALESPLAN_NOTICES
  if (desk) desk->begin();
#endif
  adapters::LiveFeed feed(model);
  adapters::ServerSettings settings = arguments.server;
  settings.token = token_of(arguments);
  std::optional<Watch> watch;
  if (!arguments.watch.empty()) watch.emplace(feed, arguments, names, spec);
  adapters::LiveServer server(feed, names, spec, std::move(settings));
  std::printf("%s\n", server.url().c_str());
  std::fflush(stdout);
  const Interruption interruption(server);
  server.run();
}

}  // namespace

void add_serve_command(CLI::App& app) {
  const auto arguments = std::make_shared<ServeArguments>();
  CLI::App* command =
      app.add_subcommand("serve", "Show a plan's dashboard, and facts as they come");
  command->add_option("spec", arguments->spec, "Plan specification, JSON")->required();
  command->add_option("--watch", arguments->watch,
                      "CSV file, or folder of them, to which new facts are appended");
  command->add_option("--port", arguments->server.port, "Port; 0 (the default): any that is free")
      ->check(CLI::Range(0, 65535));
  command->add_option("--address", arguments->server.address, "Address to listen at")
      ->capture_default_str();
  command->add_option("--host", arguments->server.hosts,
                      "Another name by which pages may call the server, as behind a proxy");
  command->add_option("--token-file", arguments->token_file,
                      "File whose first line is the token (default: a random one)");
#ifdef SALESPLAN_NOTICES
  CLI::Option* channels = command->add_option("--channels", arguments->channels,
                                              "JSON with channels, as of `salesplan notices`");
  CLI::Option* outbox = command->add_option(
      "--outbox", arguments->outbox, "File of an outbox for the notices of the plan's alerts");
  channels->needs(outbox);
  outbox->needs(channels);
#endif
  command->footer(
      "Example:\n"
      "  salesplan serve plan.json --watch new_orders.csv    prints the page's address\n"
      "  curl --data-binary @orders.csv -H 'Content-Type: text/csv' ADDRESS/facts");
  command->callback([arguments] { run_serve(*arguments); });
}

}  // namespace salesplan::cli
