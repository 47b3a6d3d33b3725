#include <cmath>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/customer_arguments.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "salesplan/customer/rfm.hpp"
#include "salesplan/customer/segments.hpp"
#include "salesplan/customer/service_policy.hpp"
#include "salesplan/customer/tiers.hpp"
#include "salesplan/customer/value_score.hpp"

namespace salesplan::cli {
namespace {

using adapters::csv_number;
using adapters::CsvTable;

void run_rfm(const CustomerStudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const std::vector<double> recency = customer_numbers(csv, "recency"),
                            frequency = customer_numbers(csv, "frequency"),
                            monetary = customer_numbers(csv, "monetary");
  const customer::RfmScores scores = of_csv_columns(csv, [&] {
    const customer::RfmValues values{recency, frequency, monetary};
    if (arguments.recency_borders.empty() && arguments.frequency_borders.empty() &&
        arguments.monetary_borders.empty()) {
      return customer::rfm_by_quantile(values,
                                       static_cast<int>(arguments.options->integer("levels")));
    }
    return customer::rfm_by_borders(values, {arguments.recency_borders, arguments.frequency_borders,
                                             arguments.monetary_borders});
  });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    rows.push_back({std::string(csv.cell(i, 0)), static_cast<double>(scores.recency[i]),
                    static_cast<double>(scores.frequency[i]),
                    static_cast<double>(scores.monetary[i]), scores.segment[i]});
  }
  print_rows({std::string(csv.columns()[0]), "recency", "frequency", "monetary", "segment"}, rows,
             arguments.json);
}

void run_tiers(const CustomerStudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const std::vector<double> value = customer_numbers(csv, "value"),
                            each = customer_numbers(csv, "value_per_purchase", false);
  std::vector<std::int64_t> previous;
  for (std::size_t r = 0; r < csv.rows() && csv.has_column("previous"); ++r) {
    const std::string before = cell_text(csv, r, "previous");
    std::int64_t tier = -1;
    for (std::int64_t t = 0; !before.empty() && tier < 0; ++t) {
      if (t > static_cast<std::int64_t>(arguments.limits.size())) {
        throw Error(
            ErrorCode::parse, csv.place(r, csv.column("previous")),
            core::quoted(before) + " is no tier of " + std::to_string(arguments.limits.size() + 1));
      }
      if (customer::tier_name(t) == before) tier = t;
    }
    previous.push_back(tier);
  }
  const double band = previous.empty() ? 0 : arguments.options->number("band");
  const customer::Hysteresis hysteresis{previous, band};
  const customer::Tiers tiers = of_csv_columns(csv, [&] {
    const std::string& by = arguments.options->text("by");
    if (by == "share") return customer::tiers_by_share(value, arguments.limits, hysteresis);
    if (by == "border") return customer::tiers_by_border(value, arguments.limits, hysteresis);
    std::vector<std::int64_t> seats;
    for (const double limit : arguments.limits) {
      if (!(limit >= 0 && limit <= 1e15 && limit == std::floor(limit))) {
        throw Error(ErrorCode::invalid_argument, "limits",
                    core::to_text(limit) + " is not a number of seats");
      }
      seats.push_back(static_cast<std::int64_t>(limit));
    }
    return customer::tiers_by_capacity(value, seats, hysteresis);
  });
  std::vector<std::string> names;
  for (std::size_t t = 0; t <= tiers.border.size(); ++t) {
    names.push_back(customer::tier_name(static_cast<std::int64_t>(t)));
  }
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    rows.push_back({std::string(csv.cell(i, 0)), value[i],
                    names[static_cast<std::size_t>(tiers.tier[i])], tiers.held[i] ? 1.0 : 0.0,
                    customer::explain_tier(value[i], tiers.tier[i], tiers.border, band,
                                           each.empty() ? core::missing_number : each[i], names)});
  }
  print_rows({std::string(csv.columns()[0]), "value", "tier", "held", "next_tier"}, rows,
             arguments.json);
}

/// All columns but the first, which names the customers.
std::vector<std::string> features_of(const CsvTable& csv) {
  return {csv.columns().begin() + 1, csv.columns().end()};
}

void run_segments(const CustomerStudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const std::vector<std::string> features = features_of(csv);
  std::vector<double> values;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    for (const std::string& name : features) {
      values.push_back(csv_number(csv, r, name));
      if (!std::isfinite(values.back())) {
        throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column(name)), "is not a number");
      }
    }
  }
  const customer::Segments found = of_csv_columns(csv, [&] {
    return customer::find_segments(values, features.size(),
                                   adapters::segment_options(*arguments.options));
  });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    rows.push_back({std::string(csv.cell(i, 0)), static_cast<double>(found.segment[i])});
  }
  print_rows({std::string(csv.columns()[0]), "segment"}, rows, arguments.json);
  std::fprintf(stderr, "salesplan: stability %s, %s of the variance left within segments\n",
               core::to_text(found.stability).c_str(), core::to_text(found.within).c_str());
}

void run_score(const CustomerStudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const std::vector<std::string> features = features_of(csv);
  if (!arguments.weights.empty() && arguments.weights.size() != features.size()) {
    throw Error(ErrorCode::invalid_argument, "--weights",
                std::to_string(arguments.weights.size()) + " weights for " +
                    std::to_string(features.size()) + " criteria");
  }
  std::vector<std::vector<double>> columns;
  for (const std::string& name : features) columns.push_back(customer_numbers(csv, name));
  std::vector<customer::ValueCriterion> criteria;
  for (std::size_t j = 0; j < features.size(); ++j) {
    criteria.push_back(
        {features[j], arguments.weights.empty() ? 1.0 : arguments.weights[j], columns[j]});
  }
  const std::vector<double> scores = of_csv_columns(csv, [&] {
    return customer::value_score(criteria, arguments.options->text("scale") == "rank"
                                               ? customer::ValueScale::rank
                                               : customer::ValueScale::min_max);
  });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    rows.push_back({std::string(csv.cell(i, 0)), scores[i]});
  }
  print_rows({std::string(csv.columns()[0]), "score"}, rows, arguments.json);
}

/// The service of each tier, the best first.
std::vector<customer::ServicePolicy> policies_of(const CsvTable& csv) {
  std::vector<customer::ServicePolicy> policies;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    policies.push_back({cell_text(csv, r, "tier"), csv_number(csv, r, "calls"),
                        csv_number(csv, r, "hours_per_call"),
                        csv_number(csv, r, "discount_ceiling"),
                        csv_number(csv, r, "response_hours"), csv_number(csv, r, "budget_share")});
  }
  of_csv_columns(csv, [&] { customer::check_policies(policies); });
  return policies;
}

void run_service(const CustomerStudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const CsvTable service(adapters::read_file(arguments.policies), arguments.policies);
  const std::vector<customer::ServicePolicy> policies = policies_of(service);
  std::vector<std::int64_t> tier;
  std::vector<double> expected;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string name = cell_text(csv, r, "tier");
    std::size_t t = 0;
    while (t < policies.size() && policies[t].tier != name) ++t;
    if (t == policies.size()) {
      throw Error(ErrorCode::not_found, csv.place(r, csv.column("tier")),
                  core::quoted(name) + " is no tier of " + service.name());
    }
    tier.push_back(static_cast<std::int64_t>(t));
    expected.push_back(csv_number(csv, r, "expected_return"));
  }
  const core::Minor budget = flag_amount(arguments.budget, arguments.decimals, "--budget");
  const customer::ServicePlan plan = of_csv_columns(csv, [&] {
    return customer::plan_service(policies, tier, expected, budget, arguments.capacity);
  });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    const customer::ServicePolicy& policy = policies[static_cast<std::size_t>(tier[i])];
    rows.push_back({std::string(csv.cell(i, 0)), policy.tier, 1.0,
                    policy.calls * policy.hours_per_call,
                    core::amount_text(plan.customer_budget[i], arguments.decimals)});
  }
  for (std::size_t t = 0; t < policies.size(); ++t) {
    rows.push_back({std::string("all"), policies[t].tier, static_cast<double>(plan.customers[t]),
                    plan.hours[t], core::amount_text(plan.tier_budget[t], arguments.decimals)});
  }
  rows.push_back({std::string("hours short"), std::string(), core::missing_number, plan.hours_short,
                  std::string()});
  print_rows({std::string(csv.columns()[0]), "tier", "customers", "hours", "budget"}, rows,
             arguments.json);
}

void run_seats(const CustomerStudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const std::vector<customer::ServicePolicy> policies = policies_of(csv);
  std::vector<double> hours;
  for (std::size_t r = 0; r + 1 < csv.rows(); ++r) hours.push_back(csv_number(csv, r, "hours"));
  const std::vector<std::int64_t> seats =
      of_csv_columns(csv, [&] { return customer::service_seats(policies, hours); });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t t = 0; t < seats.size(); ++t) {
    rows.push_back({policies[t].tier, static_cast<double>(seats[t])});
  }
  print_rows({"tier", "seats"}, rows, arguments.json);
}

}  // namespace

void add_customer_study_commands(CLI::App& customers) {
  const auto arguments = [](const char* scope) {
    return std::make_shared<CustomerStudyArguments>(scope);
  };
  const auto scores = arguments("rfm");
  CLI::App* rfm =
      add_table_command(customers, "rfm", "RFM scores and named segments",
                        "CSV: a column of names, recency, frequency, monetary", scores, run_rfm);
  const auto borders = [&](const char* flag, std::vector<double>& to) {
    rfm->add_option(flag, to,
                    "Borders between its scores, rising; all three, in place of quantiles")
        ->delimiter(',');
  };
  borders("--recency-borders", scores->recency_borders);
  borders("--frequency-borders", scores->frequency_borders);
  borders("--monetary-borders", scores->monetary_borders);

  const auto seating = arguments("tiers");
  add_table_command(customers, "tiers",
                    "Tiers A, B, ... by value, and what the next one would take",
                    "CSV: a column of names, value; where known previous (tier), "
                    "value_per_purchase",
                    seating, run_tiers)
      ->add_option("--limits", seating->limits,
                   "One for each tier but the last: shares of value, least values, or seats")
      ->delimiter(',')
      ->capture_default_str();

  add_table_command(customers, "segments", "Groups of customers alike (k-means)",
                    "CSV: a column of names, then features, none missing", arguments("segments"),
                    run_segments);

  const auto scoring = arguments("score");
  add_table_command(customers, "score", "A value score of each in 0..1",
                    "CSV: a column of names, then criteria, the more the better; empty: not known",
                    scoring, run_score)
      ->add_option("--weights", scoring->weights, "One for each criterion, such as 3,1,1")
      ->delimiter(',');

  const auto visiting = arguments(nullptr);
  add_table_command(customers, "seats", "Customers that each tier but the last can take",
                    "CSV: the service of each tier, the best first: tier, calls (a customer and "
                    "period), hours_per_call, discount_ceiling, response_hours, budget_share; and "
                    "hours set aside",
                    visiting, run_seats);
  const auto serving = arguments(nullptr);
  CLI::App* service =
      add_table_command(customers, "service", "Hours and budget of each tier and customer",
                        "CSV: a column of names, tier, expected_return", serving, run_service);
  service
      ->add_option("--policies", serving->policies, "CSV: the service of each tier, as for seats")
      ->required();
  service->add_option("--budget", serving->budget, "Amount to share out")->required();
  service->add_option("--capacity", serving->capacity, "Visit hours of all reps a period")
      ->required();
  add_decimals(*service, serving->decimals);
}

}  // namespace salesplan::cli
