#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/purchase_lines.hpp"
#include "salesplan/calendar/date.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/portfolio.hpp"

namespace salesplan::cli {
namespace {

struct CustomersArguments {
  PurchaseColumns columns;
  std::string today;
  std::string previous;
  adapters::Options options{"customers"};
  bool json = false;
};

/// Tiers of an earlier output of this command, by the keys of the lines; -1 where there is none.
std::vector<std::int64_t> read_previous(const std::string& file, const PurchaseLines& lines,
                                        std::size_t tiers) {
  const adapters::CsvTable csv(adapters::read_file(file), file);
  const std::size_t customer = csv.column("customer"), tier = csv.column("tier");
  std::vector<std::int64_t> found(lines.names.size(), -1);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto key = lines.keys.find(csv.cell(r, customer));
    if (key == lines.keys.end()) continue;
    std::size_t t = 0;
    while (t < tiers && customer::tier_name(static_cast<std::int64_t>(t)) != csv.cell(r, tier)) ++t;
    if (t == tiers) {
      throw Error(
          ErrorCode::parse, csv.place(r, tier),
          "\"" + std::string(csv.cell(r, tier)) + "\" is no tier of " + std::to_string(tiers));
    }
    found[static_cast<std::size_t>(key->second)] = static_cast<std::int64_t>(t);
  }
  return found;
}

void run_customers(const CustomersArguments& arguments) {
  const PurchaseLines lines = read_purchases(arguments.columns);
  customer::PortfolioOptions options = adapters::portfolio_options(arguments.options);
  options.today = arguments.today.empty() ? *std::max_element(lines.date.begin(), lines.date.end())
                                          : calendar::parse_date(arguments.today, "--today");
  const customer::Transactions transactions = lines.view();
  std::vector<std::int64_t> previous;
  if (!arguments.previous.empty()) {
    const std::vector<std::int64_t> by_key =
        read_previous(arguments.previous, lines, options.shares.size() + 1);
    const customer::Summaries seen =
        customer::summarize(transactions, {options.today, calendar::no_date, options.unit_days});
    for (const std::int64_t key : seen.customer) {
      previous.push_back(by_key[static_cast<std::size_t>(key)]);
    }
  }
  const customer::PortfolioReview review =
      customer::review_portfolio(transactions, options, {previous});

  std::vector<const customer::CareItem*> care(review.p_alive.size());
  for (const customer::CareItem& item : review.care) care[item.customer] = &item;
  std::vector<std::size_t> order(care.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return review.expected_value[a] > review.expected_value[b];
  });

  const customer::Summaries& seen = review.summaries;
  const auto name = [&](std::size_t i) {
    return lines.names[static_cast<std::size_t>(seen.customer[i])];
  };
  const auto days = [&](std::size_t i) {
    return static_cast<std::int64_t>(std::llround((seen.T[i] - seen.t_x[i]) * options.unit_days));
  };
  const double band = previous.empty() ? 0 : customer::Hysteresis{}.band;
  const std::size_t tiers = review.tiers.border.size() + 1;
  const auto probability = [&](std::size_t i, std::size_t tier) {
    return review.tier_probability[i * tiers + tier];
  };
  const auto probabilities = [&](std::size_t i) {
    adapters::Json all = adapters::Json::object();
    for (std::size_t t = 0; t < tiers && !review.tier_probability.empty(); ++t) {
      all[customer::tier_name(static_cast<std::int64_t>(t))] = probability(i, t);
    }
    return all;
  };
  if (arguments.json) {
    adapters::Json document{{"today", calendar::date_text(options.today)},
                            {"model", customer::lifetime_name(review.lifetime.model.kind)},
                            {"log_likelihood", review.lifetime.log_likelihood},
                            {"prior_used", review.lifetime.prior_used},
                            {"note", review.lifetime.note},
                            {"customers", adapters::Json::array()}};
    const auto names = customer::parameter_names(review.lifetime.model.kind);
    for (std::size_t p = 0; p < names.size(); ++p) {
      document["params"][names[p]] = review.lifetime.model.params[p];
    }
    for (const std::size_t i : order) {
      document["customers"].push_back({{"customer", name(i)},
                                       {"tier", customer::tier_name(review.tiers.tier[i])},
                                       {"tier_probability", probabilities(i)},
                                       {"next_tier", customer::explain_tier(review, i, band)},
                                       {"segment", review.rfm.segment[i]},
                                       {"care", customer::care_name(care[i]->care)},
                                       {"reason", care[i]->reason},
                                       {"recency", review.rfm.recency[i]},
                                       {"frequency", review.rfm.frequency[i]},
                                       {"monetary", review.rfm.monetary[i]},
                                       {"purchases", seen.x[i] + 1},
                                       {"days_since_last", days(i)},
                                       {"spend", adapters::number_or_null(seen.spend[i])},
                                       {"p_alive", review.p_alive[i]},
                                       {"expected_purchases", review.expected_purchases[i]},
                                       {"expected_value", review.expected_value[i]},
                                       {"stake", care[i]->stake}});
    }
    std::printf("%s\n", document.dump(1).c_str());
    return;
  }
  adapters::CsvWriter csv({"customer", "tier", "segment", "care", "recency", "frequency",
                           "monetary", "purchases", "days_since_last", "spend", "p_alive",
                           "expected_purchases", "expected_value", "stake", "reason",
                           "tier_probability", "next_tier"});
  for (const std::size_t i : order) {
    csv.add({name(i), customer::tier_name(review.tiers.tier[i]), review.rfm.segment[i],
             customer::care_name(care[i]->care), std::to_string(review.rfm.recency[i]),
             std::to_string(review.rfm.frequency[i]), std::to_string(review.rfm.monetary[i]),
             core::to_text(seen.x[i] + 1), std::to_string(days(i)),
             lines.amount.empty() ? "" : core::to_text(seen.spend[i]),
             core::to_text(review.p_alive[i]), core::to_text(review.expected_purchases[i]),
             core::to_text(review.expected_value[i]), core::to_text(care[i]->stake),
             care[i]->reason,
             review.tier_probability.empty()
                 ? ""
                 : core::to_text(probability(i, static_cast<std::size_t>(review.tiers.tier[i]))),
             customer::explain_tier(review, i, band)});
  }
  std::fputs(csv.text().c_str(), stdout);
}

}  // namespace

void add_customers_command(CLI::App& app) {
  const auto arguments = std::make_shared<CustomersArguments>();
  CLI::App* command = app.add_subcommand(
      "customers",
      "Score customers from their purchases: segment, tier, expected value, what to do");
  add_purchase_columns(*command, arguments->columns);
  command->add_option("--today", arguments->today, "Last day looked at (default: the latest)");
  command->add_option("--previous", arguments->previous,
                      "Earlier output of this command: tiers near a border do not flip");
  add_option_flags(*command, arguments->options);
  command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  add_customer_lifetime_commands(*command);
  add_customer_study_commands(*command);
  command->footer(
      "One row a customer, by expected value. Tier A is the first of the shares; tier_probability\n"
      "is that of the tier shown, next_tier what the next one up would take.\n"
      "Examples:\n"
      "  salesplan customers orders.csv --today 2026-06-30 --horizon-days 90\n"
      "  salesplan customers orders.csv --previous last_month.csv --shares 50,80,95");
  command->callback([arguments, command] {
    if (!command->get_subcommands().empty()) return;
    run_customers(*arguments);
  });
}

}  // namespace salesplan::cli
