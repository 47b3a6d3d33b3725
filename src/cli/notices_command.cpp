#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/alert_rules.hpp"
#include "adapters/file.hpp"
#include "adapters/notices/notice_outbox.hpp"
#ifdef SALESPLAN_CURL
#include "adapters/notices/notice_courier.hpp"
#endif
#include "cli/alert_list.hpp"
#include "cli/alert_observations.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"

namespace salesplan::cli {
namespace {

struct NoticeArguments {
  std::string store;
  std::string rules;
  std::string channels;
  std::string observations;
  std::string fingerprint;
  std::string action;
  std::string labels;
  std::string until;
  std::string who;
  std::string why;
  std::string what;
  std::string before;
  std::string now;
  std::string state;
  bool json = false;
};

adapters::NoticeOutbox outbox_of(const NoticeArguments& arguments) {
  return {arguments.store,
          adapters::read_alert_book(adapters::read_file(arguments.rules), arguments.rules),
          adapters::read_channels(adapters::read_file(arguments.channels), arguments.channels)};
}

monitor::Instant instant_of(const NoticeArguments& arguments) {
  if (!arguments.now.empty()) return adapters::parse_instant(arguments.now, "--now");
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

void run_observe(const NoticeArguments& arguments) {
  adapters::NoticeOutbox outbox = outbox_of(arguments);
  const adapters::CsvTable csv(adapters::read_file(arguments.observations), arguments.observations);
  std::size_t notices = 0;
  for (const ObservedAt& batch : read_observations(csv)) {
    notices += adapters::of_csv_row(csv, batch.row, [&] {
                 return outbox.at(batch.time, batch.observations);
               }).size();
  }
  std::printf("%zu notices\n", notices);
}

void run_deliver(const NoticeArguments& arguments) {
#ifdef SALESPLAN_CURL
  adapters::NoticeOutbox outbox = outbox_of(arguments);
  const adapters::Round round = outbox.deliver(instant_of(arguments), adapters::curl_courier());
  std::printf("%lld sent, %lld to be tried again, %lld dead\n", static_cast<long long>(round.sent),
              static_cast<long long>(round.failed), static_cast<long long>(round.dead));
#else
  throw Error(ErrorCode::unsupported, arguments.store, "this build is without libcurl");
#endif
}

void run_act(const NoticeArguments& arguments) {
  outbox_of(arguments).act(instant_of(arguments), arguments.fingerprint,
                           adapters::parse_action(arguments.action, "action"), arguments.who,
                           arguments.why, arguments.what);
}

void run_silence(const NoticeArguments& arguments) {
  outbox_of(arguments).silence(
      {adapters::parse_labels(arguments.labels, "labels"), instant_of(arguments),
       adapters::parse_instant(arguments.until, "--until"), arguments.who, arguments.why});
}

void run_revive(const NoticeArguments& arguments) {
  std::printf("%lld letters\n",
              static_cast<long long>(outbox_of(arguments).revive(instant_of(arguments))));
}

void run_forget(const NoticeArguments& arguments) {
  const monitor::Instant before = adapters::parse_instant(arguments.before, "--before");
  std::printf("%lld letters\n", static_cast<long long>(outbox_of(arguments).forget(before)));
}

void run_letters(const NoticeArguments& arguments) {
  std::vector<std::vector<Cell>> rows;
  for (const adapters::Letter& letter : outbox_of(arguments).letters()) {
    if (!arguments.state.empty() && letter.state != arguments.state) continue;
    rows.push_back({letter.channel, letter.key, letter.address, adapters::instant_text(letter.made),
                    letter.state, static_cast<double>(letter.attempts), letter.error,
                    letter.payload});
  }
  print_rows({"channel", "key", "address", "made", "state", "attempts", "error", "payload"}, rows,
             arguments.json);
}

}  // namespace

void add_notices_command(CLI::App& app) {
  CLI::App* group = app.add_subcommand("notices", "Remember alerts, and tell people of them");
  group->require_subcommand(1);
  const auto arguments = std::make_shared<NoticeArguments>();
  const auto add = [&](const char* name, const char* text, void (*run)(const NoticeArguments&)) {
    CLI::App* command = group->add_subcommand(name, text);
    command->add_option("store", arguments->store, "File of the outbox; made if missing")
        ->required();
    command->add_option("rules", arguments->rules, "JSON as of `salesplan monitor alerts`")
        ->required();
    command->add_option("channels", arguments->channels, "JSON with channels")->required();
    command->callback([arguments, run] { run(*arguments); });
    return command;
  };
  add("observe", "Take observations and put what they bring into the outbox", run_observe)
      ->add_option("observations", arguments->observations,
                   "CSV with columns time, kpi, value, in the order of time; others are labels")
      ->required();
  add("deliver", "Send what is due, once; what fails is tried again later", run_deliver)
      ->add_option("--now", arguments->now, "The time it is (default: the clock, in UTC)");
  CLI::App* act = add("act", "Say what somebody did about an alert", run_act);
  act->add_option("fingerprint", arguments->fingerprint, "Of the alert, as `alerts` prints it")
      ->required();
  act->add_option("action", arguments->action, "acknowledge, assign, measure, verify or close")
      ->required();
  act->add_option("--what", arguments->what, "The assignee, or the measure");
  CLI::App* silence = add("silence", "Keep notices back for a time", run_silence);
  silence
      ->add_option("labels", arguments->labels,
                   "Of the alerts, and of those below them: region=north;rep=ann")
      ->required();
  silence->add_option("--until", arguments->until, "A time such as 2026-03-13T17:30")->required();
  for (CLI::App* command : {act, silence}) {
    command->add_option("--who", arguments->who, "Who says so")->required();
    command->add_option("--why", arguments->why, "The reason");
  }
  CLI::App* revive = add("revive", "Have dead letters tried again", run_revive);
  for (CLI::App* command : {act, silence, revive}) {
    command->add_option("--now", arguments->now, "The time it is (default: the clock, in UTC)");
  }
  add("forget", "Let go of old letters and of what led to the alerts as they are", run_forget)
      ->add_option("--before", arguments->before, "Letters made before then, unless they wait")
      ->required();
  add("alerts", "Print the alerts", [](const NoticeArguments& given) {
    print_alerts(outbox_of(given).book(), given.json);
  })->add_flag("--json", arguments->json, "Print JSON");
  CLI::App* list = add("list", "Print the letters, the inbox among them", run_letters);
  list->add_option("--state", arguments->state, "waiting, sent or dead");
  list->add_flag("--json", arguments->json, "Print JSON");
  group->footer(
      "Example:\n"
      "  salesplan notices observe alerts.db rules.json channels.json seen.csv\n"
      "  salesplan notices deliver alerts.db rules.json channels.json\n"
      "  salesplan notices act alerts.db rules.json channels.json 9e107d9d372bb682 acknowledge "
      "--who eve");
}

}  // namespace salesplan::cli
