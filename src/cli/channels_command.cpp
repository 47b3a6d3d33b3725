#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "salesplan/review/channel_review.hpp"

namespace salesplan::cli {
namespace {

struct ChannelReviewArguments {
  std::string file;
  int decimals = 2;
  bool json = false;
};

void run_channel_review(const ChannelReviewArguments& arguments) {
  const adapters::CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const std::size_t n = csv.rows() + 1;
  std::vector<std::int32_t> parent(n, 0);
  parent[0] = -1;
  std::vector<std::string> labels{"Total"};
  const std::size_t name = csv.column("channel");
  for (std::size_t r = 0; r < csv.rows(); ++r) labels.emplace_back(csv.cell(r, name));
  const auto counts = [&](const char* column) {
    std::vector<double> values{0};
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      values.push_back(adapters::csv_number(csv, r, column));
    }
    return values;
  };
  const auto money = [&](const char* column, bool needed = false) {
    std::vector<core::Minor> values{0};
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      values.push_back(needed ? adapters::csv_amount(csv, r, column, arguments.decimals)
                              : adapters::csv_amount(csv, r, column, arguments.decimals, 0));
    }
    return values;
  };
  const std::vector<double> v0 = counts("visits_before"), v1 = counts("visits_after"),
                            o0 = counts("orders_before"), o1 = counts("orders_after");
  const std::vector<core::Minor> r0 = money("revenue_before", true),
                                 r1 = money("revenue_after", true), c0 = money("cost_before"),
                                 c1 = money("cost_after"), s0 = money("spend_before"),
                                 s1 = money("spend_after");
  const review::ChannelReview found =
      review::channel_review({parent, labels}, {v0, v1, o0, o1, r0, r1, c0, c1, s0, s1});
  std::vector<std::string> names{"channel", "before"};
  const std::vector<std::string>& effects = found.bridge.effects;
  names.insert(names.end(), effects.begin(), effects.end());
  names.insert(names.end(), {"now", "conversion_before", "conversion", "order_value_before",
                             "order_value", "roi_before", "roi"});
  std::vector<std::vector<Cell>> rows;
  const double unit = std::pow(10.0, arguments.decimals);
  for (std::size_t i = 0; i < n; ++i) {
    const auto amount = [&](core::Minor minor) {
      return core::amount_text(minor, arguments.decimals);
    };
    rows.push_back({labels[i], amount(found.bridge.base[i])});
    for (std::size_t e = 0; e < effects.size(); ++e) {
      rows.back().emplace_back(amount(found.bridge.at(i, e)));
    }
    rows.back().insert(
        rows.back().end(),
        {amount(found.bridge.actual[i]), found.before.conversion[i], found.after.conversion[i],
         found.before.order_value[i] / unit, found.after.order_value[i] / unit, found.before.roi[i],
         found.after.roi[i]});
  }
  print_rows(names, rows, arguments.json);
}

}  // namespace

void add_channels_command(CLI::App& review) {
  const auto arguments = std::make_shared<ChannelReviewArguments>();
  CLI::App* channels = review.add_subcommand(
      "channels", "Visits, conversion and order value, and the return of spend");
  channels
      ->add_option("file", arguments->file,
                   "CSV: channel, visits_before, visits_after, orders_before, orders_after, "
                   "revenue_before, revenue_after; if known cost_before, cost_after, spend_before, "
                   "spend_after")
      ->required();
  add_decimals(*channels, arguments->decimals);
  channels->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  channels->callback([arguments] { run_channel_review(*arguments); });
}

}  // namespace salesplan::cli
