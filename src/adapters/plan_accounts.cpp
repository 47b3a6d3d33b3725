#include "adapters/plan_accounts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/call_frequency.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/plan_fields.hpp"
#include "adapters/plan_rows.hpp"
#include "adapters/visit_calendar.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/plan/accounts.hpp"
#include "salesplan/schedule/visit_plan.hpp"

namespace salesplan::adapters {
namespace {

using plan::AccountSettings;
using plan::Document;
using plan::Specification;

constexpr const char* score_weights[] = {"revenue", "purchases", "loyalty", "potential",
                                         "satisfaction"};
constexpr const char* account_columns[] = {"customer",
                                           "label",
                                           "rep",
                                           "area",
                                           "tier",
                                           "value_tier",
                                           "value_tier_probability",
                                           "score",
                                           "revenue",
                                           "purchases",
                                           "last_purchase",
                                           "p_alive",
                                           "expected_purchases",
                                           "expected_value",
                                           "lifetime_value",
                                           "segment",
                                           "care",
                                           "stake",
                                           "budget",
                                           "reason"};
constexpr const char* visit_columns[] = {"rep",  "date",          "customer", "label",
                                         "tier", "start_minutes", "minutes"};
constexpr const char* unmet_columns[] = {"rep", "customer", "first", "last", "reason"};
constexpr std::size_t board_rows = 50;  // accounts that a board lists
constexpr int calendar_day_start = 9 * 60;

double number_within(const JsonReader& field, const char* name, double otherwise, double low,
                     double high) {
  const double value = field.number(name, otherwise);
  if (!(value >= low && value <= high)) {
    throw Error(ErrorCode::invalid_argument, field.path() + "." + name,
                "must lie in " + core::to_text(low) + ".." + core::to_text(high));
  }
  return value;
}

std::vector<plan::TierService> standard_tiers() {
  const schedule::CallFrequency fortnightly{1, 2, calendar::Grain::week};
  const schedule::CallFrequency monthly{1, 1, calendar::Grain::month};
  const schedule::CallFrequency quarterly{1, 3, calendar::Grain::month};
  return {{"A", 0.5, 0.5, fortnightly, 90, 0.1, 4, 0.5},
          {"B", 0.3, 0.3, monthly, 60, 0.05, 24, 0.3},
          {"C", 0.2, 0.2, quarterly, 45, 0, 72, 0.2}};
}

plan::TierService read_tier(const JsonReader& field) {
  field.allow({"name", "value_share", "hours_share", "frequency", "minutes", "discount_ceiling",
               "response_hours", "budget_share"});
  plan::TierService tier;
  tier.name = field.get("name").text();
  if (tier.name.empty()) {
    throw Error(ErrorCode::invalid_argument, field.path() + ".name", "must not be empty");
  }
  tier.value_share = field.get("value_share").number();
  if (!(tier.value_share > 0 && tier.value_share <= 1)) {
    throw Error(ErrorCode::invalid_argument, field.path() + ".value_share",
                "must lie above 0 and up to 1");
  }
  tier.hours_share = number_within(field, "hours_share", tier.value_share, 0, 1);
  tier.budget_share = number_within(field, "budget_share", tier.value_share, 0, 1);
  const JsonReader frequency = field.get("frequency");
  tier.frequency = parse_call_frequency(frequency.text(), frequency.path());
  if (tier.frequency.every < 1 || tier.frequency.every > 53 || tier.frequency.visits > 31) {
    throw Error(ErrorCode::invalid_argument, frequency.path(),
                "must be up to 31 visits in 1..53 weeks or months");
  }
  tier.minutes = number_within(field, "minutes", tier.minutes, 1, 1440);
  tier.discount_ceiling = number_within(field, "discount_ceiling", 0, 0, 1);
  tier.response_hours = number_within(field, "response_hours", tier.response_hours, 0.01, 8784);
  return tier;
}

std::vector<plan::TierService> read_tiers(const JsonReader& field) {
  const std::vector<JsonReader> items = field.items();
  if (items.size() < 2 || items.size() > 20) {
    throw Error(ErrorCode::invalid_argument, field.path(), "must be 2 to 20 tiers");
  }
  std::vector<plan::TierService> tiers;
  std::set<std::string> names;
  double value = 0, hours = 0;
  for (const JsonReader& item : items) {
    tiers.push_back(read_tier(item));
    value += tiers.back().value_share;
    hours += tiers.back().hours_share;
    if (!names.insert(tiers.back().name).second) {
      throw Error(ErrorCode::duplicate, item.path() + ".name",
                  core::quoted(tiers.back().name) + " names two tiers");
    }
  }
  for (const auto& [sum, name] : {std::pair(value, "value"), std::pair(hours, "hours")}) {
    if (!(std::abs(sum - 1) <= 1e-9)) {
      throw Error(ErrorCode::invalid_argument, field.path(),
                  std::string(name) + " shares sum to " + core::to_text(sum) + ", not 1");
    }
  }
  return tiers;
}

// What the company's table says; customers that the facts do not name are left out.
std::vector<plan::AccountFacts> read_account_facts(const AccountSettings& settings,
                                                   const CsvTable& csv) {
  std::unordered_map<std::string_view, std::size_t> number;
  for (std::size_t c = 0; c < settings.keys.size(); ++c) number.emplace(settings.keys[c], c);
  std::vector<plan::AccountFacts> facts(settings.keys.size());
  std::set<std::string_view> seen;
  const std::size_t key = csv.column("customer");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    if (!seen.insert(csv.cell(r, key)).second) {
      throw Error(ErrorCode::duplicate, csv.place(r, key),
                  core::quoted(csv.cell(r, key)) + " is given twice");
    }
    plan::AccountFacts one;
    if (csv.has_column("label")) one.label = csv.cell(r, csv.column("label"));
    one.potential = csv_number(csv, r, "potential", core::missing_number);
    one.satisfaction = csv_number(csv, r, "satisfaction", core::missing_number);
    if (one.potential < 0) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column("potential")),
                  core::to_text(one.potential) + " is negative");
    }
    const std::string_view tier =
        csv.has_column("tier") ? csv.cell(r, csv.column("tier")) : std::string_view();
    if (!tier.empty()) {
      const auto named = std::find_if(settings.tiers.begin(), settings.tiers.end(),
                                      [&](const auto& service) { return service.name == tier; });
      if (named == settings.tiers.end()) {
        throw Error(ErrorCode::not_found, csv.place(r, csv.column("tier")),
                    core::quoted(tier) + " is no tier");
      }
      one.tier = named - settings.tiers.begin();
    }
    const auto found = number.find(csv.cell(r, key));
    if (found != number.end()) facts[found->second] = std::move(one);
  }
  return facts;
}

std::string leaf_key(const table::Dimension& dimension, std::int32_t leaf) {
  return dimension.key(dimension.leaf(static_cast<std::size_t>(leaf)));
}

const std::string& customer_key(const Specification& spec, const plan::AccountRow& row) {
  return spec.accounts->keys[static_cast<std::size_t>(row.customer)];
}

const std::string& customer_label(const Specification& spec, const plan::AccountRow& row) {
  if (spec.accounts->facts.empty()) return customer_key(spec, row);
  const std::string& label = spec.accounts->facts[static_cast<std::size_t>(row.customer)].label;
  return label.empty() ? customer_key(spec, row) : label;
}

std::string rep_key(const Specification& spec, const plan::AccountRow& row) {
  return leaf_key(spec.dimensions[spec.accounts->rep], row.rep);
}

std::vector<Json> account_cells(const Specification& spec, const plan::AccountRow& row) {
  const AccountSettings& settings = *spec.accounts;
  const double minor = core::minor_per_unit(spec.decimals);
  return {customer_key(spec, row),
          customer_label(spec, row),
          rep_key(spec, row),
          settings.area ? Json(leaf_key(spec.dimensions[*settings.area], row.area)) : Json(nullptr),
          settings.tiers[row.tier].name,
          settings.tiers[row.value_tier].name,
          row.value_tier_probability,
          number_or_null(row.score),
          row.revenue,
          row.purchases,
          calendar::date_text(row.last_purchase),
          row.p_alive,
          row.expected_purchases,
          number_or_null(row.expected_value * minor),
          number_or_null(row.lifetime_value * minor),
          row.segment,
          customer::care_name(row.care.care),
          number_or_null(row.care.stake * minor),
          row.budget,
          row.reason};
}

std::vector<Json> visit_cells(const Specification& spec, const plan::Accounts& accounts,
                              const plan::AccountVisit& visit) {
  const plan::AccountRow& row = accounts.rows[visit.account];
  return {rep_key(spec, row),
          calendar::date_text(visit.date),
          customer_key(spec, row),
          customer_label(spec, row),
          spec.accounts->tiers[row.tier].name,
          std::round(visit.start_minutes * 10) / 10,
          visit.minutes};
}

std::vector<Json> unmet_cells(const Specification& spec, const plan::Accounts& accounts,
                              const plan::UnmetVisit& unmet) {
  const plan::AccountRow& row = accounts.rows[unmet.account];
  return {rep_key(spec, row), customer_key(spec, row), calendar::date_text(unmet.first),
          calendar::date_text(unmet.last), schedule::unmet_reason_name(unmet.reason)};
}

void write_tiers(const Specification& spec, const plan::Accounts& accounts, JsonWriter& json) {
  json.field("hours", accounts.hours);
  json.array("tiers", [&] {
    for (std::size_t t = 0; t < accounts.tiers.size(); ++t) {
      const plan::TierService& service = spec.accounts->tiers[t];
      const plan::AccountTier& tier = accounts.tiers[t];
      json.object([&] {
        json.field("tier", service.name);
        json.field("accounts", tier.accounts);
        json.field("value_share", tier.value_share);
        json.field("frequency", call_frequency_text(service.frequency));
        json.field("minutes", service.minutes);
        json.field("discount_ceiling", service.discount_ceiling);
        json.field("response_hours", service.response_hours);
        json.field("hours", tier.hours);
        json.field("budget", tier.budget);
      });
    }
  });
}

/// The week view: of each rep and week the visits, the hours they take with the road, and the hours
/// for visits that its workdays have.
void write_load(const Specification& spec, const plan::Accounts& accounts, JsonWriter& json) {
  const AccountSettings& settings = *spec.accounts;
  std::map<std::pair<std::int32_t, calendar::Period>, std::map<std::int32_t, double>> minutes;
  std::map<std::pair<std::int32_t, calendar::Period>, std::int64_t> visits;
  for (const plan::AccountVisit& visit : accounts.visits) {
    const std::pair week{accounts.rows[visit.account].rep,
                         calendar::period_of(visit.date, calendar::Grain::week)};
    double& day = minutes[week][visit.date.days];
    day = std::max(day, visit.start_minutes + visit.minutes);
    ++visits[week];
  }
  const calendar::Date first = calendar::first_date(spec.first_month);
  const calendar::Date last = calendar::last_date(
      calendar::shift(spec.first_month, static_cast<std::int64_t>(settings.visit_months) - 1));
  const table::Dimension& reps = spec.dimensions[settings.rep];
  json.array("load", [&] {
    for (const auto& [key, days] : minutes) {
      const auto& [rep, week] = key;
      const std::int64_t visited = visits[key];
      const calendar::Date from = std::max(first, calendar::first_date(week));
      const calendar::Date to = std::min(last, calendar::last_date(week));
      double taken = 0;
      for (const auto& [day, until] : days) taken += until;
      json.object([&, rep = rep] {
        json.field("rep", leaf_key(reps, rep));
        json.field("label", reps.label(reps.leaf(static_cast<std::size_t>(rep))));
        json.field("week", calendar::date_text(from));
        json.field("visits", visited);
        json.field("hours", taken / 60);
        json.field("available",
                   settings.day_hours * static_cast<double>(spec.workdays.workdays(from, to).days));
      });
    }
  });
}

/// The visits of the reps whose calendars are asked for, for the page to show a month of.
void write_calendars(const Specification& spec, const plan::Accounts& accounts, JsonWriter& json) {
  const table::Dimension& reps = spec.dimensions[spec.accounts->rep];
  json.array("calendars", [&] {
    for (const std::int32_t rep : spec.accounts->calendars) {
      json.object([&] {
        json.field("rep", leaf_key(reps, rep));
        json.field("label", reps.label(reps.leaf(static_cast<std::size_t>(rep))));
        json.array("visits", [&] {
          for (const plan::AccountVisit& visit : accounts.visits) {
            const plan::AccountRow& row = accounts.rows[visit.account];
            if (row.rep != rep) continue;
            json.object([&] {
              json.field("date", calendar::date_text(visit.date));
              json.field("label", customer_label(spec, row));
              json.field("tier", spec.accounts->tiers[row.tier].name);
              json.field("start", std::round(calendar_day_start + visit.start_minutes));
              json.field("minutes", visit.minutes);
            });
          }
        });
      });
    }
  });
}

// The curve of value: what the largest accounts up to each bring of the whole, in some 100 points.
void write_value_curve(const plan::Accounts& accounts, JsonWriter& json) {
  double total = 0;
  for (const plan::AccountRow& row : accounts.rows) total += row.expected_value;
  const std::size_t n = accounts.rows.size();
  const std::size_t step = std::max<std::size_t>(1, n / 100);
  double before = 0;
  json.array("curve", [&] {
    for (std::size_t i = 0; i < n; ++i) {
      before += accounts.rows[i].expected_value;
      if ((i + 1) % step != 0 && i + 1 != n && i != 0) continue;
      json.object([&] {
        json.field("accounts", i + 1);
        json.field("value_share", number_or_null(before / total));
      });
    }
  });
}

}  // namespace

void read_accounts(Specification& spec, const JsonReader& field, const DataReader& data) {
  field.allow({"where", "rep", "area", "file", "csv", "model", "weights", "discount", "margin",
               "tiers", "day_hours", "travel_minutes", "visit_months", "budget", "calendars"});
  if (spec.customers.empty()) {
    throw Error(ErrorCode::invalid_argument, field.path(), "needs the facts' \"customer\"");
  }
  AccountSettings settings;
  settings.keys = data.customer_keys();
  if (const auto where = field.find("where")) {
    where->require_object();
    for (const auto& item : where->value().items()) {
      settings.where.push_back(read_member(
          spec, *where, item.key(), JsonReader(item.value(), where->path() + "." + item.key())));
    }
  }
  const auto rep = field.find("rep");
  settings.rep = rep ? read_dimension_name(spec, *rep) : spec.owner;
  if (const auto area = field.find("area")) settings.area = read_dimension_name(spec, *area);
  if (const auto model = field.find("model")) {
    settings.model = customer::lifetime_by_name(
        model->choice({"bg_nbd", "mbg_nbd", "pareto_nbd", "mbg_cnbd_k"}), model->path());
  }
  if (const auto weights = field.find("weights")) {
    weights->allow({"revenue", "purchases", "loyalty", "potential", "satisfaction"});
    settings.weights.clear();
    for (const char* name : score_weights) {
      settings.weights.push_back(number_within(*weights, name, 0, 0, 1e6));
    }
    if (!(settings.weights[0] + settings.weights[1] + settings.weights[2] > 0)) {
      throw Error(ErrorCode::invalid_argument, weights->path(),
                  "needs a weight of \"revenue\", \"purchases\" or \"loyalty\"");
    }
  }
  settings.discount = number_within(field, "discount", settings.discount, 0.001, 10);
  settings.margin = number_within(field, "margin", settings.margin, 0, 1);
  const auto tiers = field.find("tiers");
  settings.tiers = tiers ? read_tiers(*tiers) : standard_tiers();
  settings.day_hours = number_within(field, "day_hours", settings.day_hours, 0, 24);
  settings.travel_minutes =
      number_within(field, "travel_minutes", settings.travel_minutes, 0, 1440);
  const std::int64_t months = field.integer(
      "visit_months", static_cast<std::int64_t>(std::min(settings.visit_months, spec.months)));
  if (months < 1 || months > 12 || months > static_cast<std::int64_t>(spec.months)) {
    throw Error(ErrorCode::invalid_argument, field.path() + ".visit_months",
                "must lie in 1..12, and within the plan");
  }
  settings.visit_months = static_cast<std::size_t>(months);
  if (const auto budget = field.find("budget")) {
    settings.budget = read_amount(*budget, spec.decimals);
  }
  if (const auto calendars = field.find("calendars")) {
    const table::Dimension& reps = spec.dimensions[settings.rep];
    for (const JsonReader& item : calendars->items()) {
      const std::int32_t leaf = table::leaf_ordinal(reps, item.text(), item.path());
      if (std::count(settings.calendars.begin(), settings.calendars.end(), leaf) != 0) {
        throw Error(ErrorCode::duplicate, item.path(),
                    core::quoted(item.text()) + " is named twice");
      }
      settings.calendars.push_back(leaf);
    }
    if (!settings.calendars.empty() && !(settings.day_hours > 0)) {
      throw Error(ErrorCode::invalid_argument, calendars->path(), "needs \"day_hours\" for visits");
    }
  }
  if (field.has("file") || field.has("csv")) {
    settings.facts = read_account_facts(settings, data.table_of(field));
  }
  spec.accounts = std::move(settings);
}

void write_accounts(const Specification& spec, const Document& document, JsonWriter& json) {
  const plan::Accounts& accounts = document.accounts;
  if (accounts.rows.empty()) return;
  json.object("accounts", [&] {
    write_tiers(spec, accounts, json);
    write_rows(
        "customers", account_columns, accounts.rows,
        [&](const auto& row) { return account_cells(spec, row); }, json);
    write_rows(
        "visits", visit_columns, accounts.visits,
        [&](const auto& visit) { return visit_cells(spec, accounts, visit); }, json);
    write_rows(
        "unmet", unmet_columns, accounts.unmet,
        [&](const auto& unmet) { return unmet_cells(spec, accounts, unmet); }, json);
  });
}

void write_account_board(const Specification& spec, const Document& document, JsonWriter& json) {
  const plan::Accounts& accounts = document.accounts;
  if (accounts.rows.empty()) return;
  const auto shown = static_cast<std::ptrdiff_t>(std::min(board_rows, accounts.rows.size()));
  const std::vector<plan::AccountRow> largest(accounts.rows.begin(), accounts.rows.begin() + shown);
  json.object("accounts", [&] {
    write_tiers(spec, accounts, json);
    write_value_curve(accounts, json);
    if (!accounts.visits.empty()) write_load(spec, accounts, json);
    if (!spec.accounts->calendars.empty()) write_calendars(spec, accounts, json);
    write_rows(
        "customers", account_columns, largest,
        [&](const auto& row) { return account_cells(spec, row); }, json);
  });
}

std::string customers_csv(const Specification& spec, const Document& document) {
  return rows_csv(account_columns, document.accounts.rows,
                  [&](const auto& row) { return account_cells(spec, row); });
}

std::string visits_csv(const Specification& spec, const Document& document) {
  return rows_csv(visit_columns, document.accounts.visits,
                  [&](const auto& visit) { return visit_cells(spec, document.accounts, visit); });
}

std::string visit_calendar_name(const Specification& spec, std::int32_t rep) {
  return calendar_file_name("visits-" + leaf_key(spec.dimensions[spec.accounts->rep], rep));
}

std::string visit_calendar(const Specification& spec, const Document& document, std::int32_t rep) {
  const plan::Accounts& accounts = document.accounts;
  std::vector<CalendarEvent> events;
  for (const plan::AccountVisit& visit : accounts.visits) {
    const plan::AccountRow& row = accounts.rows[visit.account];
    if (row.rep != rep) continue;
    events.push_back(visit_event(customer_label(spec, row), rep_key(spec, row),
                                 customer_key(spec, row), visit.date, calendar_day_start,
                                 visit.start_minutes, visit.minutes));
  }
  const table::Dimension& reps = spec.dimensions[spec.accounts->rep];
  try {
    return icalendar_text(reps.label(reps.leaf(static_cast<std::size_t>(rep))), events, spec.today);
  } catch (const Error& error) {  // a name that no calendar can hold
    throw error.moved_to(spec.source + ": accounts.calendars");
  }
}

}  // namespace salesplan::adapters
