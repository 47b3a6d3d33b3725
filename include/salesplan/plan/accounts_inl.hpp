// Bodies of accounts.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>

#include "salesplan/core/money.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/portfolio.hpp"
#include "salesplan/customer/value_score.hpp"
#include "salesplan/plan/accounts.hpp"
#include "salesplan/schedule/visit_book.hpp"
#include "salesplan/schedule/visit_check.hpp"
#include "salesplan/schedule/visit_plan.hpp"

namespace salesplan::plan {
namespace detail {

constexpr double year_days = 365.25;
constexpr double week_days = 7;  // the unit of time of the lifetime models

/// The sales to accounts known on the plan's day, and for each customer number what they tell
/// beside the portfolio.
struct AccountSales {
  std::vector<std::int64_t> customer;
  std::vector<calendar::Date> date;
  std::vector<double> amount;  // currency units
  calendar::Date last_day;
  calendar::Date base_day;  // first day of the base year

  struct Customer {
    std::int32_t rep = -1, area = -1;
    calendar::Date last_purchase;
    core::Minor revenue = 0;
  };
  std::vector<Customer> of;  // [customers]
};

inline AccountSales account_sales(const Specification& spec, const History& history) {
  const AccountSettings& settings = *spec.accounts;
  AccountSales sales;
  const calendar::Period end =
      calendar::shift(history.first, static_cast<std::int64_t>(history.months));
  sales.last_day = calendar::first_date(end) - 1;
  sales.base_day = calendar::first_date(calendar::shift(end, -12));
  sales.of.resize(settings.keys.size());
  const table::Measure& revenue = spec.facts.measure("revenue");
  const double minor = core::minor_per_unit(spec.decimals);
  const auto leaf = [&](std::size_t d, std::size_t row) { return spec.facts.members[d][row]; };
  for (std::size_t row = 0; row < spec.facts.size(); ++row) {
    const calendar::Date day{spec.facts.dates[row]};
    const auto number = static_cast<std::size_t>(spec.customers[row]);
    const bool here =
        std::all_of(settings.where.begin(), settings.where.end(), [&](const Member& where) {
          const table::Dimension& dimension = spec.dimensions[where.dimension];
          return leaf(where.dimension, row) >= dimension.first_leaf(where.member) &&
                 leaf(where.dimension, row) < dimension.end_leaf(where.member);
        });
    if (!here || day > sales.last_day || settings.keys[number].empty()) continue;
    sales.customer.push_back(spec.customers[row]);
    sales.date.push_back(day);
    sales.amount.push_back(static_cast<double>(revenue.values[row]) / minor);
    AccountSales::Customer& customer = sales.of[number];
    if (day >= sales.base_day) {
      customer.revenue = core::add(customer.revenue, revenue.values[row], "revenue");
    }
    const bool bought = customer.last_purchase == calendar::no_date || revenue.values[row] > 0;
    if (bought && !(day < customer.last_purchase)) {
      customer.last_purchase = day;
      customer.rep = leaf(settings.rep, row);
      if (settings.area) customer.area = leaf(*settings.area, row);
    }
  }
  return sales;
}

/// Days with a purchase in the base year, [customers].
inline std::vector<std::int64_t> purchase_days(const AccountSales& sales) {
  std::vector<std::pair<std::int64_t, calendar::Date>> days;
  for (std::size_t i = 0; i < sales.date.size(); ++i) {
    if (sales.date[i] >= sales.base_day && sales.amount[i] > 0) {
      days.emplace_back(sales.customer[i], sales.date[i]);
    }
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  std::vector<std::int64_t> count(sales.of.size(), 0);
  for (const auto& day : days) ++count[static_cast<std::size_t>(day.first)];
  return count;
}

/// What is known of each account of the portfolio beside its purchases, [accounts].
struct KnownFacts {
  std::vector<double> potential, satisfaction;
  std::vector<std::int64_t> tier;
};

inline KnownFacts known_facts(const AccountSettings& settings,
                              const std::vector<std::int64_t>& customer) {
  KnownFacts known;
  for (const std::int64_t number : customer) {
    const AccountFacts facts =
        settings.facts.empty() ? AccountFacts() : settings.facts[static_cast<std::size_t>(number)];
    known.potential.push_back(facts.potential);
    known.satisfaction.push_back(facts.satisfaction);
    known.tier.push_back(facts.tier);
  }
  return known;
}

/// The first and the last day for visits.
inline std::pair<calendar::Date, calendar::Date> visit_days(const Specification& spec) {
  const auto months = static_cast<std::int64_t>(spec.accounts->visit_months);
  return {calendar::first_date(spec.first_month),
          calendar::last_date(calendar::shift(spec.first_month, months - 1))};
}

/// Hours for visits of one rep, a month.
inline double rep_hours(const Specification& spec) {
  const auto [first, last] = visit_days(spec);
  return spec.accounts->day_hours * static_cast<double>(spec.workdays.workdays(first, last).days) /
         static_cast<double>(spec.accounts->visit_months);
}

/// The tiers by which the accounts are served, with their reasons, rep by rep. Accounts are those
/// of `rows`; `previous` as theirs.
inline void seat_accounts(const Specification& spec, const std::vector<std::int64_t>& previous,
                          std::vector<AccountRow>& rows, const std::vector<std::string>& names) {
  std::vector<double> hours;
  for (std::size_t t = 0; t + 1 < spec.accounts->tiers.size(); ++t) {
    hours.push_back(rep_hours(spec) * spec.accounts->tiers[t].hours_share);
  }
  const std::vector<std::int64_t> seats =
      customer::service_seats(service_policies(*spec.accounts), hours);
  const std::size_t reps = spec.dimensions[spec.accounts->rep].leaf_count();
  for (std::size_t rep = 0; rep < reps; ++rep) {
    std::vector<std::size_t> own;
    std::vector<double> score;
    customer::Hysteresis hysteresis;
    std::vector<std::int64_t> before;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].rep != static_cast<std::int32_t>(rep)) continue;
      own.push_back(i);
      score.push_back(rows[i].score);
      before.push_back(previous[i]);
    }
    hysteresis.previous = before;
    const customer::Tiers seated = customer::tiers_by_capacity(score, seats, hysteresis);
    std::vector<double> border;  // in points of a hundred, as reasons give scores
    for (const double one : seated.border) border.push_back(100 * one);
    for (std::size_t k = 0; k < own.size(); ++k) {
      AccountRow& row = rows[own[k]];
      row.tier = static_cast<std::size_t>(seated.tier[k]);
      const double band = before[k] < 0 ? 0 : hysteresis.band;
      row.reason = customer::explain_tier(100 * row.score, seated.tier[k], border, band,
                                          core::missing_number, names);
    }
  }
}

/// The visits of every rep, in the order of the reps.
inline void plan_account_visits(const Specification& spec, Accounts& result) {
  const AccountSettings& settings = *spec.accounts;
  const auto [first, last] = visit_days(spec);
  std::vector<schedule::VisitCustomer> tier_customers;
  for (std::size_t t = 0; t < settings.tiers.size(); ++t) {
    schedule::VisitCustomer customer;
    customer.frequency = settings.tiers[t].frequency;
    customer.minutes = settings.tiers[t].minutes;
    schedule::detail::check_frequency(
        customer, spec.workdays, first, last,
        core::at("tiers", static_cast<std::int64_t>(t)) + ".frequency");
    tier_customers.push_back(customer);
  }
  schedule::VisitBook book(spec.dimensions[settings.rep].leaf_count());
  for (std::size_t r = 0; r < book.reps().size(); ++r) {
    book.rep(static_cast<std::int64_t>(r)).day_minutes = 60 * settings.day_hours;
  }
  for (const OwnerAbsence& absence : spec.absences) {
    if (settings.rep == spec.owner) book.rep(absence.owner).absences.push_back(absence.days);
  }
  for (const AccountRow& row : result.rows) {
    schedule::VisitCustomer customer = tier_customers[row.tier];
    customer.area = row.area;
    book.add_customer(row.rep, customer);
  }
  // On a day of three visits in one area, from home and back, the road takes travel_minutes each.
  schedule::VisitOptions options;
  options.hop_minutes = options.trip_minutes = settings.travel_minutes / 2;
  options.effort = 30;
  const std::vector<schedule::VisitPlan> plans =
      schedule::plan_visits(book.reps(), spec.workdays, first, last, options);
  for (std::size_t r = 0; r < plans.size(); ++r) {
    for (std::size_t v = 0; v < plans[r].visits.size(); ++v) {
      const schedule::Visit& visit = plans[r].visits[v];
      const std::size_t account = book.number(r, visit.customer);
      result.visits.push_back({account, visit.date, plans[r].start_minutes[v],
                               settings.tiers[result.rows[account].tier].minutes});
    }
    for (const schedule::UnmetVisit& unmet : plans[r].unmet) {
      result.unmet.push_back(
          {book.number(r, unmet.customer), unmet.first, unmet.last, unmet.reason});
    }
  }
}

inline Accounts accounts(const Specification& spec, const History& history) {
  const AccountSettings& settings = *spec.accounts;
  const AccountSales sales = account_sales(spec, history);
  if (sales.customer.empty()) {
    throw Error(ErrorCode::invalid_argument, "where",
                "nothing was sold there before " + calendar::date_text(sales.last_day + 1));
  }
  customer::PortfolioOptions options;
  options.today = sales.last_day;
  options.model = settings.model;
  options.unit_days = week_days;
  options.horizon = year_days / week_days;
  options.shares.clear();
  double share = 0;
  for (std::size_t t = 0; t + 1 < settings.tiers.size(); ++t) {
    options.shares.push_back(std::min(1.0, share += settings.tiers[t].value_share));
  }
  options.draws = 200;
  const customer::PortfolioReview review =
      customer::review_portfolio({sales.customer, sales.date, sales.amount}, options);
  const std::vector<std::int64_t>& customer = review.summaries.customer;
  const std::size_t n = customer.size();
  const KnownFacts known = known_facts(settings, customer);

  std::vector<double> revenue, frequency;
  const std::vector<std::int64_t> purchases = purchase_days(sales);
  for (const std::int64_t number : customer) {
    const auto c = static_cast<std::size_t>(number);
    revenue.push_back(static_cast<double>(sales.of[c].revenue));
    frequency.push_back(static_cast<double>(purchases[c]));
  }
  const std::vector<double> score =
      customer::value_score({{"revenue", settings.weights[0], revenue},
                             {"purchases", settings.weights[1], frequency},
                             {"loyalty", settings.weights[2], review.p_alive},
                             {"potential", settings.weights[3], known.potential},
                             {"satisfaction", settings.weights[4], known.satisfaction}});
  const double rate = std::log1p(settings.discount) * week_days / year_days;
  const std::vector<double> to_come = customer::discounted_purchases(
      review.lifetime.model, review.summaries.histories(), rate, options.fitting.threads);
  const std::vector<customer::CareItem> care =
      customer::care_plan({review.p_alive, review.expected_value, known.potential});
  std::vector<std::size_t> care_of(n);
  for (std::size_t k = 0; k < n; ++k) care_of[care[k].customer] = k;

  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return review.expected_value[a] > review.expected_value[b];
  });
  std::vector<std::string> names;
  for (const TierService& tier : settings.tiers) names.push_back(tier.name);
  Accounts result;
  std::vector<std::int64_t> previous;
  for (const std::size_t i : order) {
    const AccountSales::Customer& of = sales.of[static_cast<std::size_t>(customer[i])];
    AccountRow row;
    row.customer = static_cast<std::int32_t>(customer[i]);
    row.rep = of.rep;
    row.area = of.area;
    row.value_tier = static_cast<std::size_t>(review.tiers.tier[i]);
    row.tier = row.value_tier;
    row.value_tier_probability =
        review.tier_probability[i * settings.tiers.size() + row.value_tier];
    row.score = score[i];
    row.revenue = of.revenue;
    row.purchases = purchases[static_cast<std::size_t>(customer[i])];
    row.last_purchase = of.last_purchase;
    row.p_alive = review.p_alive[i];
    row.expected_purchases = review.expected_purchases[i];
    row.expected_value = review.expected_value[i];
    row.lifetime_value = to_come[i] * review.expected_spend[i] * settings.margin;
    row.segment = review.rfm.segment[i];
    row.care = care[care_of[i]];
    row.care.customer = result.rows.size();
    row.reason = customer::explain_tier(row.expected_value, review.tiers.tier[i],
                                        review.tiers.border, 0, review.expected_spend[i], names);
    previous.push_back(known.tier[i]);
    result.rows.push_back(std::move(row));
  }
  if (settings.day_hours > 0) seat_accounts(spec, previous, result.rows, names);

  std::vector<std::int64_t> tier, reps;
  std::vector<double> expected;
  for (const AccountRow& row : result.rows) {
    tier.push_back(static_cast<std::int64_t>(row.tier));
    expected.push_back(row.expected_value);
    reps.push_back(row.rep);
  }
  std::sort(reps.begin(), reps.end());
  reps.erase(std::unique(reps.begin(), reps.end()), reps.end());
  result.hours = static_cast<double>(reps.size()) * rep_hours(spec);
  const customer::ServicePlan service = customer::plan_service(
      service_policies(settings), tier, expected, settings.budget, result.hours);
  const double total = std::accumulate(expected.begin(), expected.end(), 0.0);
  for (std::size_t t = 0; t < settings.tiers.size(); ++t) {
    result.tiers.push_back({service.customers[t], 0.0, service.hours[t], service.tier_budget[t]});
  }
  for (std::size_t i = 0; i < n; ++i) {
    AccountRow& row = result.rows[i];
    row.budget = service.customer_budget[i];
    if (total > 0) result.tiers[row.tier].value_share += row.expected_value / total;
  }
  if (settings.day_hours > 0) plan_account_visits(spec, result);
  return result;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<customer::ServicePolicy> service_policies(
    const AccountSettings& settings) {
  std::vector<customer::ServicePolicy> policies;
  for (const TierService& tier : settings.tiers) {
    const schedule::CallFrequency& frequency = tier.frequency;
    const double days =
        frequency.grain == calendar::Grain::week ? detail::week_days : detail::year_days / 12;
    customer::ServicePolicy policy;
    policy.tier = tier.name;
    policy.calls = frequency.visits / (frequency.every * days) * detail::year_days / 12;
    policy.hours_per_call = (tier.minutes + settings.travel_minutes) / 60;
    policy.discount_ceiling = tier.discount_ceiling;
    policy.response_hours = tier.response_hours;
    policy.budget_share = tier.budget_share;
    policies.push_back(std::move(policy));
  }
  return policies;
}

SALESPLAN_INLINE Accounts accounts(const Specification& spec, const History& history,
                                   std::vector<std::string>& notes) {
  if (!spec.accounts) return {};
  Accounts result;
  try {
    result = detail::accounts(spec, history);
  } catch (const Error& error) {
    // The tiers stand in the specification where the room speaks of policies and their calls.
    std::string place = error.place();
    const std::string policies = "policies", calls = ".calls";
    if (place.compare(0, policies.size(), policies) == 0) {
      place.replace(0, policies.size(), "tiers");
      const std::size_t at = place.find(calls);
      if (at != std::string::npos) place.replace(at, calls.size(), ".frequency");
    }
    throw error.moved_to("accounts." + place);
  }
  if (!result.unmet.empty()) {
    notes.push_back(std::to_string(result.unmet.size()) +
                    " visits that the tiers ask for do not fit into the reps' days, " +
                    std::to_string(result.visits.size()) + " do");
  }
  return result;
}

}  // namespace salesplan::plan
