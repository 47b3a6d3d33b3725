#include <cmath>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "cli/commands.hpp"
#include "cli/purchase_lines.hpp"
#include "cli/row_output.hpp"
#include "cli/table_command.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/rfm.hpp"
#include "salesplan/customer/segments.hpp"
#include "salesplan/customer/spend.hpp"
#include "salesplan/customer/tiers.hpp"
#include "salesplan/customer/value_score.hpp"

namespace salesplan::cli {
namespace {

using adapters::csv_number;
using adapters::CsvTable;

struct CustomerStudyArguments : TableArguments {
  using TableArguments::TableArguments;

  PurchaseColumns columns;
  std::string until, holdout_until;
  std::string model = "bg_nbd";
  std::vector<double> limits{0.5, 0.8}, weights;
  double unit_days = 7, horizon = 0, level = 80;
};

/// A column as numbers; empty where it need not be there and is not.
std::vector<double> customer_numbers(const CsvTable& csv, std::string_view name,
                                     bool needed = true) {
  std::vector<double> values;
  if (!needed && !csv.has_column(name)) return values;
  for (std::size_t r = 0; r < csv.rows(); ++r) values.push_back(csv_number(csv, r, name));
  return values;
}

void run_summary(const CustomerStudyArguments& arguments) {
  const PurchaseLines lines = read_purchases(arguments.columns);
  const customer::Summaries seen = customer::summarize(
      lines.view(), {calendar::parse_date(arguments.until, "--until"),
                     arguments.holdout_until.empty()
                         ? calendar::no_date
                         : calendar::parse_date(arguments.holdout_until, "--holdout-until"),
                     arguments.unit_days});
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < seen.x.size(); ++i) {
    rows.push_back({lines.names[static_cast<std::size_t>(seen.customer[i])], seen.x[i], seen.t_x[i],
                    seen.T[i], seen.log_gaps[i], seen.mean_spend[i], seen.spend[i],
                    seen.returned[i], seen.holdout_purchases[i], seen.holdout_spend[i]});
  }
  print_rows({"customer", "x", "t_x", "T", "log_gaps", "mean_spend", "spend", "returned",
              "holdout_purchases", "holdout_spend"},
             rows, arguments.json);
}

/// What the lifetime models need to know, as `salesplan customers summary` prints it.
struct HistoryColumns {
  CsvTable csv;
  std::vector<double> x, t_x, T, log_gaps, mean_spend;

  explicit HistoryColumns(const CustomerStudyArguments& arguments)
      : csv(adapters::read_file(arguments.file), arguments.file),
        x(customer_numbers(csv, "x")),
        t_x(customer_numbers(csv, "t_x")),
        T(customer_numbers(csv, "T")),
        log_gaps(customer_numbers(csv, "log_gaps", false)),
        mean_spend(customer_numbers(csv, "mean_spend", false)) {}

  customer::Histories view() const { return {x, t_x, T, log_gaps}; }
  bool tells_spend() const {
    for (std::size_t i = 0; i < mean_spend.size(); ++i) {
      if (x[i] > 0 && mean_spend[i] > 0) return true;
    }
    return false;
  }
  customer::LifetimeFit fit(const CustomerStudyArguments& arguments) const {
    const customer::Lifetime kind = customer::lifetime_by_name(arguments.model, "--model");
    return of_csv_columns(csv, [&] {
      return customer::fit_lifetime(kind, view(),
                                    adapters::lifetime_settings(*arguments.options).fitting);
    });
  }
  customer::SpendFit fit_spend(const CustomerStudyArguments& arguments) const {
    return of_csv_columns(csv, [&] {
      return customer::fit_spend(x, mean_spend,
                                 adapters::lifetime_settings(*arguments.options).fitting.prior);
    });
  }
};

void run_lifetime_fit(const CustomerStudyArguments& arguments) {
  const HistoryColumns given(arguments);
  std::vector<std::vector<Cell>> rows;
  const auto add = [&](const std::string& model, const auto& names, const auto& values,
                       const auto& fit) {
    for (std::size_t p = 0; p < names.size(); ++p) {
      rows.push_back({model, std::string(names[p]), values[p], fit.standard_errors[p]});
    }
    const double nothing = core::missing_number;
    rows.push_back({model, std::string("log_likelihood"), fit.log_likelihood, nothing});
    rows.push_back({model, std::string("prior_used"), fit.prior_used ? 1.0 : 0.0, nothing});
    if (!fit.note.empty())
      std::fprintf(stderr, "salesplan: %s: %s\n", model.c_str(), fit.note.c_str());
  };
  const customer::LifetimeFit fit = given.fit(arguments);
  add(arguments.model, customer::parameter_names(fit.model.kind), fit.model.params, fit);
  if (fit.model.kind == customer::Lifetime::mbg_cnbd_k) {
    rows.push_back({arguments.model, std::string("k"), static_cast<double>(fit.model.k),
                    core::missing_number});
  }
  if (given.tells_spend()) {
    const customer::SpendFit spend = given.fit_spend(arguments);
    add("gamma_gamma", std::vector<std::string>{"p", "q", "v"},
        std::vector<double>{spend.model.p, spend.model.q, spend.model.v}, spend);
  }
  print_rows({"model", "parameter", "value", "standard_error"}, rows, arguments.json);
}

void run_lifetime_forecast(const CustomerStudyArguments& arguments) {
  const HistoryColumns given(arguments);
  const adapters::LifetimeSettings settings = adapters::lifetime_settings(*arguments.options);
  const customer::LifetimeFit fit = given.fit(arguments);
  const std::vector<double> alive = customer::p_alive(fit.model, given.view());
  const std::vector<double> expected =
      customer::expected_purchases(fit.model, given.view(), arguments.horizon);
  const customer::Intervals likely = customer::central_intervals(
      customer::draw_purchases(fit, given.view(), arguments.horizon, settings.draws), alive.size(),
      arguments.level / 100);
  std::vector<double> spend;
  if (given.tells_spend()) {
    spend = customer::expected_spend(given.fit_spend(arguments).model, given.x, given.mean_spend);
  }
  std::vector<std::string> names{std::string(given.csv.columns()[0]), "p_alive", "expected",
                                 "lower", "upper"};
  if (!spend.empty()) names.insert(names.end(), {"expected_spend", "expected_value"});
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < alive.size(); ++i) {
    rows.push_back({std::string(given.csv.cell(i, 0)), alive[i], expected[i], likely.lower[i],
                    likely.upper[i]});
    if (spend.empty()) continue;
    rows.back().emplace_back(spend[i]);
    rows.back().emplace_back(spend[i] * expected[i]);
  }
  print_rows(names, rows, arguments.json);
}

void run_rfm(const CustomerStudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const std::vector<double> recency = customer_numbers(csv, "recency"),
                            frequency = customer_numbers(csv, "frequency"),
                            monetary = customer_numbers(csv, "monetary");
  const customer::RfmScores scores = of_csv_columns(csv, [&] {
    return customer::rfm_by_quantile({recency, frequency, monetary},
                                     static_cast<int>(arguments.options->integer("levels")));
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

}  // namespace

void add_customer_study_commands(CLI::App& customers) {
  const auto arguments = [](const char* scope) {
    return std::make_shared<CustomerStudyArguments>(scope);
  };
  const auto summing = arguments(nullptr);
  CLI::App* summary = customers.add_subcommand(
      "summary", "Purchases as the histories that lifetime models need, a row a customer");
  add_purchase_columns(*summary, summing->columns);
  summary->add_option("--until", summing->until, "Last day looked at")->required();
  summary->add_option("--holdout-until", summing->holdout_until, "Last day of a holdout after it");
  summary->add_option("--unit-days", summing->unit_days, "Days in the unit of time")
      ->capture_default_str();
  summary->add_flag("--json", summing->json, "Print JSON instead of CSV");
  summary->callback([summing] { run_summary(*summing); });

  constexpr const char* histories =
      "CSV: a column of names, x, t_x, T; where known log_gaps, mean_spend; as summary prints it";
  constexpr const char* models = "bg_nbd, mbg_nbd, pareto_nbd, mbg_cnbd_k or bg_bb";
  const auto fitting = arguments("lifetime");
  add_table_command(customers, "fit", "Parameters of a lifetime model, and of what is spent",
                    histories, fitting, run_lifetime_fit)
      ->add_option("--model", fitting->model, models)
      ->capture_default_str();
  const auto ahead = arguments("lifetime");
  CLI::App* forecast =
      add_table_command(customers, "forecast", "P(alive) and the purchases to come of each",
                        histories, ahead, run_lifetime_forecast);
  forecast->add_option("--model", ahead->model, models)->capture_default_str();
  forecast->add_option("--horizon", ahead->horizon, "How far ahead, in the unit of time")
      ->required();
  forecast->add_option("--level", ahead->level, "Coverage of the interval, percent")
      ->capture_default_str();

  add_table_command(customers, "rfm", "RFM scores and named segments",
                    "CSV: a column of names, recency, frequency, monetary", arguments("rfm"),
                    run_rfm);

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
}

}  // namespace salesplan::cli
