#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/review_options.hpp"
#include "adapters/strategy_rules.hpp"
#include "boundary.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "salesplan/review/calendar_effect.hpp"
#include "salesplan/review/channel_review.hpp"
#include "salesplan/review/customer_movement.hpp"
#include "salesplan/review/cycle.hpp"
#include "salesplan/review/findings.hpp"
#include "salesplan/review/next_target.hpp"
#include "salesplan/review/price_volume_mix.hpp"
#include "salesplan/review/segment_migration.hpp"
#include "salesplan/review/strategy.hpp"

using namespace salesplan;

namespace {

void add_bridge(splan_result& result, review::Bridge bridge) {
  result.add("effect", std::move(bridge.effects));
  result.add("base", std::move(bridge.base));
  result.add("actual", std::move(bridge.actual));
  result.add("amount", std::move(bridge.amount));
}

void check_decimals(int32_t decimals) {
  if (decimals < 0 || decimals > 9) {
    throw Error(ErrorCode::invalid_argument, "decimals",
                std::to_string(decimals) + " is not in 0..9");
  }
}

}  // namespace

splan_status splan_review_mix(splan_context* context, const splan_options* options, int64_t n,
                              const int32_t* parent, const double* units_before,
                              const double* units_after, const int64_t* revenue_before,
                              const int64_t* revenue_after, const int64_t* cost_before,
                              const int64_t* cost_after, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t nodes = capi::count(n, "n");
    const review::SalesBeforeAfter sales{capi::array(units_before, nodes, "units_before"),
                                         capi::array(units_after, nodes, "units_after"),
                                         capi::array(revenue_before, nodes, "revenue_before"),
                                         capi::array(revenue_after, nodes, "revenue_after"),
                                         capi::optional_array(cost_before, nodes),
                                         capi::optional_array(cost_after, nodes)};
    review::PriceVolumeMix found = review::price_volume_mix(
        {capi::array(parent, nodes, "parent")}, sales,
        adapters::mix_form(capi::options_or_defaults(options, "review_mix")));
    auto result = std::make_unique<splan_result>();
    add_bridge(*result, std::move(found.bridge));
    result->add("own_volume", std::move(found.own_volume));
    result->add("own_mix", std::move(found.own_mix));
    to = result.release();
  });
}

splan_status splan_review_customers(splan_context* context, int64_t n, const int32_t* parent,
                                    const int64_t* before, const int64_t* after,
                                    const int32_t* known, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t nodes = capi::count(n, "n");
    review::CustomerMovement found = review::customer_movement(
        {capi::array(parent, nodes, "parent")}, capi::array(before, nodes, "before"),
        capi::array(after, nodes, "after"), capi::optional_array(known, nodes));
    auto result = std::make_unique<splan_result>();
    add_bridge(*result, std::move(found.bridge));
    result->add("customers", std::move(found.customers));
    to = result.release();
  });
}

splan_status splan_review_calendar(splan_context* context, int64_t n, const int32_t* parent,
                                   const int64_t* before, const int64_t* after,
                                   const double* days_before, const double* days_after,
                                   const int64_t* promotion_before, const int64_t* promotion_after,
                                   splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t nodes = capi::count(n, "n");
    review::Bridge bridge = review::calendar_and_promotion(
        {capi::array(parent, nodes, "parent")},
        {capi::array(before, nodes, "before"), capi::array(after, nodes, "after"),
         capi::optional_array(days_before, nodes), capi::optional_array(days_after, nodes),
         capi::optional_array(promotion_before, nodes),
         capi::optional_array(promotion_after, nodes)});
    auto result = std::make_unique<splan_result>();
    add_bridge(*result, std::move(bridge));
    to = result.release();
  });
}

splan_status splan_review_findings(splan_context* context, int64_t n, const int32_t* parent,
                                   const char* labels, int64_t labels_size, int64_t k,
                                   const char* effects, int64_t effects_size, const int64_t* base,
                                   const int64_t* actual, const int64_t* amount, int64_t limit,
                                   double focus, int32_t decimals, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t nodes = capi::count(n, "n"), count = capi::count(k, "k");
    check_decimals(decimals);
    const std::vector<std::string> names = capi::texts(labels, labels_size, nodes, "labels");
    const allocation::Tree tree{capi::array(parent, nodes, "parent"), names};
    const review::Bridge bridge =
        review::roll_up(tree, capi::texts(effects, effects_size, count, "effects"),
                        capi::array(base, nodes, "base"), capi::array(actual, nodes, "actual"),
                        capi::array(amount, capi::cells(nodes, count, "n"), "amount"));
    const std::vector<review::Finding> told =
        review::largest(tree, bridge, capi::count(limit, "limit"), focus);
    using review::Finding;
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "node", told, [](const Finding& one) { return one.node; });
    capi::add_column(*result, "effect", told, [](const Finding& one) { return one.effect; });
    capi::add_column(*result, "amount", told, [](const Finding& one) { return one.amount; });
    capi::add_column(*result, "share", told, [](const Finding& one) { return one.share; });
    for (const auto& [language, end] :
         {std::pair{calendar::Language::en, "_en"}, std::pair{calendar::Language::zh, "_zh"}}) {
      std::vector<std::string> sentences;
      for (const Finding& one : told) {
        sentences.push_back(review::sentence(tree, bridge, one, decimals, language));
      }
      result->add(std::string("sentence") + end, std::move(sentences));
      result->add(std::string("headline") + end,
                  std::vector<std::string>{review::headline(tree, bridge, 0, decimals, language)});
    }
    to = result.release();
  });
}

splan_status splan_review_migration(splan_context* context, int64_t segments, int64_t n,
                                    const int32_t* before, const int32_t* now,
                                    const int64_t* money_before, const int64_t* money_now,
                                    splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t customers = capi::count(n, "n");
    review::SegmentMigration moved = review::segment_migration(
        capi::count(segments, "segments"), capi::array(before, customers, "before"),
        capi::array(now, customers, "now"), capi::array(money_before, customers, "money_before"),
        capi::array(money_now, customers, "money_now"));
    auto result = std::make_unique<splan_result>();
    result->add("customers", std::move(moved.customers));
    result->add("money_before", std::move(moved.money_before));
    result->add("money_now", std::move(moved.money_now));
    result->add("stay", std::move(moved.stay));
    capi::add_one(*result, "up", moved.up);
    capi::add_one(*result, "down", moved.down);
    to = result.release();
  });
}

splan_status splan_review_place_targets(splan_context* context, const splan_options* options,
                                        int64_t n, const double* mean, const double* sd,
                                        double total_sd, const double* ramp, const int64_t* last,
                                        const int64_t* carry, int64_t resources, const char* names,
                                        int64_t names_size, const double* per_sale,
                                        const double* available, const int32_t* hard,
                                        splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n"), rows = capi::count(resources, "resources");
    const std::size_t cells = capi::cells(rows, count, "resources");
    const auto used = capi::array(per_sale, cells, "per_sale");
    const auto there = capi::array(available, cells, "available");
    const capi::OptionalArray<int32_t> is_hard(hard, 1);
    const std::vector<std::string> called = capi::texts(names, names_size, rows, "names");
    review::PlacedUnits units{capi::array(mean, count, "mean"),   capi::array(sd, count, "sd"),
                              capi::optional_array(ramp, count),  capi::optional_array(last, count),
                              capi::optional_array(carry, count), {}};
    for (std::size_t r = 0; r < rows; ++r) {
      const auto one = used.subview(r * count, count), stock = there.subview(r * count, count);
      units.resources.push_back(
          {called[r], {one.begin(), one.end()}, {stock.begin(), stock.end()}, is_hard[r] != 0});
    }
    review::PlacementRule rule =
        adapters::placement_rule(capi::options_or_defaults(options, "next_target"));
    rule.total_sd = total_sd;
    review::PlacedTargets placed = review::place_targets(units, rule);
    auto result = std::make_unique<splan_result>();
    capi::add_one(*result, "total", placed.total);
    capi::add_one(*result, "placed", placed.placed);
    capi::add_one(*result, "carried", placed.carried);
    capi::add_one(*result, "cut", placed.cut);
    capi::add_one(*result, "probability", placed.probability);
    result->add("target", std::move(placed.target));
    result->add("unit_probability", std::move(placed.unit_probability));
    result->add("held", std::move(placed.held));
    result->add("needed", std::move(placed.needed));
    to = result.release();
  });
}

splan_status splan_review_strategy(splan_context* context, const char* rules, int64_t n,
                                   const char* units, int64_t units_size, const int32_t* rule,
                                   int64_t months, const double* measure, const double* lever,
                                   const int64_t* sales, int32_t decimals, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const adapters::StrategyBook book =
        adapters::read_strategy_book(&capi::required(rules, "rules"), "rules");
    const std::size_t count = capi::count(n, "n"), length = capi::count(months, "months");
    const std::vector<std::string> names = capi::texts(units, units_size, count, "units");
    const auto which = capi::array(rule, count, "rule");
    const auto values = capi::array(measure, capi::cells(count, length, "n"), "measure");
    const auto levers = capi::array(lever, values.size(), "lever");
    const auto money = capi::array(sales, count, "sales");
    check_decimals(decimals);
    std::vector<review::StrategyCase> cases;
    for (std::size_t i = 0; i < count; ++i) {
      if (which[i] < 0) {
        throw Error(ErrorCode::invalid_argument, core::at("rule", static_cast<std::int64_t>(i)),
                    std::to_string(which[i]) + " is negative");
      }
      cases.push_back({static_cast<std::size_t>(which[i]), names[i],
                       values.subview(i * length, length), levers.subview(i * length, length),
                       money[i]});
    }
    const std::vector<review::StrategyProposal> made =
        review::strategy_proposals(book.rules, cases, book.per_department);
    auto result = std::make_unique<splan_result>();
    using Proposal = review::StrategyProposal;
    capi::add_column(*result, "case", made, [](const Proposal& one) { return one.at; });
    capi::add_column(*result, "state", made,
                     [](const Proposal& one) { return review::state_name(one.state); });
    capi::add_column(*result, "months", made, [](const Proposal& one) { return one.months; });
    capi::add_column(*result, "distance", made, [](const Proposal& one) { return one.distance; });
    capi::add_column(*result, "from", made, [](const Proposal& one) { return one.from; });
    capi::add_column(*result, "to", made, [](const Proposal& one) { return one.to; });
    capi::add_column(*result, "effect", made, [](const Proposal& one) { return one.effect.mean; });
    capi::add_column(*result, "effect_sd", made, [](const Proposal& one) { return one.effect.sd; });
    capi::add_column(*result, "busy", made, [](const Proposal& one) { return one.busy; });
    for (const auto& [language, name] : {std::pair{calendar::Language::en, "sentence_en"},
                                         std::pair{calendar::Language::zh, "sentence_zh"}}) {
      const calendar::Language spoken = language;
      capi::add_column(*result, name, made, [&](const Proposal& one) {
        const review::StrategyCase& unit = cases[one.at];
        return review::sentence(book.rules[unit.rule], unit, one, decimals, spoken);
      });
    }
    to = result.release();
  });
}

splan_status splan_review_cycles(splan_context* context, int64_t n, const char* names,
                                 int64_t names_size, int64_t length, const double* values,
                                 int64_t season_length, const char* grain, int32_t first_date,
                                 splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n"), each = capi::count(length, "length");
    const auto all = capi::array(values, capi::cells(count, each, "n"), "values");
    const std::vector<std::string> called = capi::texts(names, names_size, count, "names");
    forecast::Story story;
    story.season_length = capi::count(season_length, "season_length");
    const std::string unit = capi::text_or_empty(grain);
    if (!unit.empty()) {
      story.first = calendar::period_of({first_date}, calendar::parse_grain(unit, "grain"));
    }
    using review::Cycle;
    std::vector<Cycle> cycles;
    std::vector<std::string> en, zh;
    std::vector<std::pair<std::size_t, review::Turn>> turns;
    for (std::size_t i = 0; i < count; ++i) {
      cycles.push_back(review::cycle(all.subview(i * each, each), story.season_length));
      story.name = called[i];
      en.push_back(review::sentence(cycles[i], story, calendar::Language::en));
      zh.push_back(review::sentence(cycles[i], story, calendar::Language::zh));
      for (const review::Turn& turn : cycles[i].turns) turns.emplace_back(i, turn);
    }
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "growth", cycles, [](const Cycle& c) { return c.growth; });
    capi::add_column(*result, "trend_strength", cycles,
                     [](const Cycle& c) { return c.trend_strength; });
    capi::add_column(*result, "season_strength", cycles,
                     [](const Cycle& c) { return c.season_strength; });
    capi::add_column(*result, "peak", cycles, [](const Cycle& c) { return c.peak; });
    capi::add_column(*result, "trough", cycles, [](const Cycle& c) { return c.trough; });
    capi::add_column(*result, "peak_effect", cycles, [](const Cycle& c) { return c.peak_effect; });
    capi::add_column(*result, "trough_effect", cycles,
                     [](const Cycle& c) { return c.trough_effect; });
    result->add("sentence_en", std::move(en));
    result->add("sentence_zh", std::move(zh));
    using Row = std::pair<std::size_t, review::Turn>;
    capi::add_column(*result, "turn_series", turns, [](const Row& row) { return row.first; });
    capi::add_column(*result, "turn_at", turns, [](const Row& row) { return row.second.at; });
    capi::add_column(*result, "turn_jump", turns, [](const Row& row) { return row.second.jump; });
    capi::add_column(*result, "turn_pace_before", turns,
                     [](const Row& row) { return row.second.pace_before; });
    capi::add_column(*result, "turn_pace", turns, [](const Row& row) { return row.second.pace; });
    to = result.release();
  });
}

splan_status splan_review_channels(splan_context* context, int64_t n, const int32_t* parent,
                                   const double* visits_before, const double* visits_after,
                                   const double* orders_before, const double* orders_after,
                                   const int64_t* revenue_before, const int64_t* revenue_after,
                                   const int64_t* cost_before, const int64_t* cost_after,
                                   const int64_t* spend_before, const int64_t* spend_after,
                                   splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t nodes = capi::count(n, "n");
    review::ChannelReview found = review::channel_review(
        {capi::array(parent, nodes, "parent")},
        {capi::array(visits_before, nodes, "visits_before"),
         capi::array(visits_after, nodes, "visits_after"),
         capi::array(orders_before, nodes, "orders_before"),
         capi::array(orders_after, nodes, "orders_after"),
         capi::array(revenue_before, nodes, "revenue_before"),
         capi::array(revenue_after, nodes, "revenue_after"),
         capi::optional_array(cost_before, nodes), capi::optional_array(cost_after, nodes),
         capi::optional_array(spend_before, nodes), capi::optional_array(spend_after, nodes)});
    auto result = std::make_unique<splan_result>();
    add_bridge(*result, std::move(found.bridge));
    result->add("conversion_before", std::move(found.before.conversion));
    result->add("conversion", std::move(found.after.conversion));
    result->add("order_value_before", std::move(found.before.order_value));
    result->add("order_value", std::move(found.after.order_value));
    result->add("roi_before", std::move(found.before.roi));
    result->add("roi", std::move(found.after.roi));
    to = result.release();
  });
}
