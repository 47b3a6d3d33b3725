#include <cmath>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/customer_arguments.hpp"
#include "cli/row_output.hpp"
#include "salesplan/customer/covariate_fit.hpp"
#include "salesplan/customer/holdout_correction.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/spend.hpp"

namespace salesplan::cli {
namespace {

using adapters::csv_number;
using adapters::CsvTable;

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

/// The covariates named, row-major [n x names].
std::vector<double> covariates_of(const CsvTable& csv, const std::vector<std::string>& names) {
  std::vector<double> values;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    for (const std::string& name : names) {
      values.push_back(csv_number(csv, r, name));
      if (!std::isfinite(values.back())) {
        throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column(name)), "is not a number");
      }
    }
  }
  return values;
}

void run_covariate_fit(const CustomerStudyArguments& arguments, const HistoryColumns& given) {
  if (arguments.model != "pareto_nbd") {
    throw Error(ErrorCode::invalid_argument, "--model",
                arguments.model + " takes no covariates; pareto_nbd does");
  }
  const std::vector<double> purchase = covariates_of(given.csv, arguments.purchase),
                            leaving = covariates_of(given.csv, arguments.leaving);
  const customer::CovariateFit fit = of_csv_columns(given.csv, [&] {
    return customer::fit_pareto_with_covariates(
        given.view(), {purchase, arguments.purchase.size(), leaving, arguments.leaving.size()},
        adapters::lifetime_settings(*arguments.options).fitting);
  });
  std::vector<std::vector<Cell>> rows;
  const auto add = [&](const std::string& name, double value) {
    rows.push_back({arguments.model, name, value, fit.standard_errors[rows.size()]});
  };
  const auto names = customer::parameter_names(fit.model.kind);
  for (std::size_t p = 0; p < names.size(); ++p) add(names[p], fit.model.params[p]);
  for (std::size_t p = 0; p < fit.purchase.size(); ++p) {
    add("purchase." + arguments.purchase[p], fit.purchase[p]);
  }
  for (std::size_t p = 0; p < fit.leaving.size(); ++p) {
    add("leaving." + arguments.leaving[p], fit.leaving[p]);
  }
  rows.push_back(
      {arguments.model, std::string("log_likelihood"), fit.log_likelihood, core::missing_number});
  print_rows({"model", "parameter", "value", "standard_error"}, rows, arguments.json);
}

void run_lifetime_fit(const CustomerStudyArguments& arguments) {
  const HistoryColumns given(arguments);
  if (!arguments.purchase.empty() || !arguments.leaving.empty()) {
    run_covariate_fit(arguments, given);
    return;
  }
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
  std::vector<double> discounted, corrected;
  if (arguments.rate > 0) {
    names.emplace_back("discounted");
    discounted = customer::discounted_purchases(fit.model, given.view(), arguments.rate);
  }
  if (arguments.factor > 0) {
    names.emplace_back("corrected");
    double total = 0;
    for (const double one : expected) total += one;
    corrected = customer::likeliest_purchases(fit.model, given.view(), arguments.horizon,
                                              arguments.factor * total);
  }
  if (!spend.empty()) names.insert(names.end(), {"expected_spend", "expected_value"});
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < alive.size(); ++i) {
    rows.push_back({std::string(given.csv.cell(i, 0)), alive[i], expected[i], likely.lower[i],
                    likely.upper[i]});
    if (!discounted.empty()) rows.back().emplace_back(discounted[i]);
    if (!corrected.empty()) rows.back().emplace_back(corrected[i]);
    if (spend.empty()) continue;
    rows.back().emplace_back(spend[i]);
    rows.back().emplace_back(spend[i] * expected[i]);
  }
  print_rows(names, rows, arguments.json);
}

void run_correction(const CustomerStudyArguments& arguments) {
  const PurchaseLines lines = read_purchases(arguments.columns);
  const customer::HoldoutCorrection learned = customer::learn_correction(
      customer::lifetime_by_name(arguments.model, "--model"), lines.view(),
      {calendar::parse_date(arguments.until, "--until"), calendar::no_date, arguments.unit_days});
  std::vector<std::vector<Cell>> rows;
  for (const customer::RollingSplit& split : learned.splits) {
    rows.push_back({split.horizon, static_cast<double>(split.customers), split.predicted,
                    split.actual, split.error, core::missing_number});
  }
  const double nothing = core::missing_number;
  rows.push_back({std::string("all"), nothing, nothing, nothing, learned.error, learned.factor});
  print_rows({"horizon", "customers", "predicted", "actual", "error", "factor"}, rows,
             arguments.json);
}

}  // namespace

void add_customer_lifetime_commands(CLI::App& customers) {
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
  CLI::App* fit =
      add_table_command(customers, "fit", "Parameters of a lifetime model, and of what is spent",
                        histories, fitting, run_lifetime_fit);
  fit->add_option("--model", fitting->model, models)->capture_default_str();
  fit->add_option("--purchase", fitting->purchase,
                  "Columns of what customers are that moves how often they buy (pareto_nbd)")
      ->delimiter(',');
  fit->add_option("--leaving", fitting->leaving, "Columns that move how soon they leave")
      ->delimiter(',');
  const auto ahead = arguments("lifetime");
  CLI::App* forecast =
      add_table_command(customers, "forecast", "P(alive) and the purchases to come of each",
                        histories, ahead, run_lifetime_forecast);
  forecast->add_option("--model", ahead->model, models)->capture_default_str();
  forecast->add_option("--horizon", ahead->horizon, "How far ahead, in the unit of time")
      ->required();
  forecast->add_option("--level", ahead->level, "Coverage of the interval, percent")
      ->capture_default_str();
  forecast->add_option("--rate", ahead->rate,
                       "Discount rate a unit of time, for all purchases to come");
  forecast->add_option(
      "--factor", ahead->factor,
      "Factor of the correction, for whole purchases that sum to the corrected total");

  const auto past = arguments(nullptr);
  CLI::App* correction = customers.add_subcommand(
      "correction", "How much a model under- or over-predicts these customers, from their past");
  add_purchase_columns(*correction, past->columns);
  correction->add_option("--until", past->until, "Last day looked at")->required();
  correction->add_option("--model", past->model, models)->capture_default_str();
  correction->add_option("--unit-days", past->unit_days, "Days in the unit of time")
      ->capture_default_str();
  correction->add_flag("--json", past->json, "Print JSON instead of CSV");
  correction->callback([past] { run_correction(*past); });
}

}  // namespace salesplan::cli
