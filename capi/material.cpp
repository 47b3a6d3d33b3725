#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "boundary.hpp"
#include "calendar.hpp"
#include "columns.hpp"
#include "salesplan/material/batches.hpp"
#include "salesplan/material/lot_sizing.hpp"
#include "salesplan/material/order_proposal.hpp"
#include "salesplan/material/order_quantity.hpp"
#include "salesplan/material/requirement.hpp"
#include "salesplan/material/scarce_stock.hpp"
#include "salesplan/material/stock_ledger.hpp"
#include "salesplan/material/stock_policy.hpp"
#include "salesplan/material/stock_value.hpp"

using namespace salesplan;

struct splan_ledger {
  material::StockLedger ledger;
};

namespace {

/// -1 for every item where the caller gave no array.
using Keys = capi::OptionalArray<std::int32_t>;

/// One of a few choices that an int32 stands for.
template <class Choice>
Choice choice(std::int32_t value, std::int32_t count, const std::string& name) {
  if (value < 0 || value >= count) {
    throw Error(ErrorCode::invalid_argument, name,
                std::to_string(value) + " is not in 0.." + std::to_string(count - 1));
  }
  return static_cast<Choice>(value);
}

std::vector<material::DatedPieces> dated(std::int64_t n, const char* count_name,
                                         const std::int32_t* dates, const char* dates_name,
                                         const std::int64_t* pieces, const char* pieces_name) {
  const std::size_t rows = capi::count(n, count_name);
  const auto when = capi::array(dates, rows, dates_name);
  const auto many = capi::array(pieces, rows, pieces_name);
  std::vector<material::DatedPieces> result;
  for (std::size_t i = 0; i < rows; ++i) result.push_back({{when[i]}, many[i]});
  return result;
}

}  // namespace

splan_status splan_material_requirement(splan_context* context, int64_t m, const int32_t* material,
                                        const int32_t* activity, const int32_t* rep,
                                        const int32_t* channel, const int32_t* tier,
                                        const double* pieces_an_event, int64_t n,
                                        const int32_t* period, const int32_t* plan_activity,
                                        const int32_t* plan_rep, const int32_t* plan_channel,
                                        const int32_t* plan_tier, const double* events,
                                        int64_t materials, int64_t periods, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t lines = capi::count(m, "m"), rows = capi::count(n, "n");
    const auto what = capi::array(material, lines, "material");
    const auto each = capi::array(pieces_an_event, lines, "pieces_an_event");
    const Keys activities(activity, -1), reps(rep, -1), channels(channel, -1), tiers(tier, -1);
    std::vector<material::ListLine> list;
    for (std::size_t i = 0; i < lines; ++i) {
      list.push_back({what[i], activities[i], reps[i], channels[i], tiers[i], each[i]});
    }
    const auto when = capi::array(period, rows, "period");
    const auto many = capi::array(events, rows, "events");
    const Keys does(plan_activity, -1), who(plan_rep, -1), where(plan_channel, -1),
        whom(plan_tier, -1);
    std::vector<material::PlannedEvents> plan;
    for (std::size_t i = 0; i < rows; ++i) {
      plan.push_back({when[i], does[i], who[i], where[i], whom[i], many[i]});
    }
    material::Requirement need = material::requirement(
        list, plan, capi::count(materials, "materials"), capi::count(periods, "periods"));
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "plan_row", need.uses, [](const auto& use) { return use.plan_row; });
    capi::add_column(*result, "list_line", need.uses,
                     [](const auto& use) { return use.list_line; });
    capi::add_column(*result, "use", need.uses, [](const auto& use) { return use.pieces; });
    result->add("pieces", std::move(need.pieces));
    to = result.release();
  });
}

splan_status splan_material_safety_stock(splan_context* context, int32_t service, double level,
                                         int64_t n, const double* sd, const double* order_quantity,
                                         double* out) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n");
    const auto spread = capi::array(sd, rows, "sd");
    const auto to = capi::array(out, rows, "out");
    const auto how = choice<material::Service>(service, 2, "service");
    const capi::OptionalArray<double> quantity(order_quantity, 0);
    std::vector<double> stock;
    for (std::size_t i = 0; i < rows; ++i) {
      stock.push_back(capi::of_item(
          "items", i, [&] { return material::safety_stock(how, level, spread[i], quantity[i]); }));
    }
    std::copy(stock.begin(), stock.end(), to.begin());
  });
}

splan_status splan_material_empirical_safety_stock(splan_context* context, int32_t service,
                                                   double level, int64_t n, const double* errors,
                                                   double order_quantity, double* out) {
  return capi::guard(context, [&] {
    double& to = capi::required(out, "out");
    to = material::safety_stock(choice<material::Service>(service, 2, "service"), level,
                                capi::array(errors, capi::count(n, "n"), "errors"), order_quantity);
  });
}

splan_status splan_material_order_quantity(splan_context* context, double demand, double order_cost,
                                           double carrying, int64_t n, const int64_t* break_from,
                                           const double* price, int32_t discount, int64_t pack,
                                           int64_t minimum, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const auto from = capi::array(break_from, rows, "break_from");
    const auto prices = capi::array(price, rows, "price");
    std::vector<material::PriceBreak> breaks;
    for (std::size_t i = 0; i < rows; ++i) breaks.push_back({from[i], prices[i]});
    const material::OrderQuantity best = material::order_quantity(
        {demand, order_cost, carrying}, breaks, choice<material::Discount>(discount, 2, "discount"),
        {pack, minimum});
    auto result = std::make_unique<splan_result>();
    capi::add_one(*result, "quantity", best.quantity);
    capi::add_one(*result, "unit_price", best.unit_price);
    capi::add_one(*result, "yearly_cost", best.yearly_cost);
    to = result.release();
  });
}

splan_status splan_material_joint_order(splan_context* context, int64_t n, const double* demand,
                                        const double* order_cost, const double* holding_cost,
                                        const double* price, const double* space, double budget,
                                        double space_limit, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const auto wanted = capi::array(demand, rows, "demand");
    const auto order = capi::array(order_cost, rows, "order_cost");
    const auto holding = capi::array(holding_cost, rows, "holding_cost");
    const auto prices = capi::array(price, rows, "price");
    const capi::OptionalArray<double> room(space, 0);
    std::vector<material::JointItem> items;
    for (std::size_t i = 0; i < rows; ++i) {
      items.push_back({wanted[i], order[i], holding[i], prices[i], room[i]});
    }
    material::JointOrder best = material::joint_order(items, budget, space_limit);
    auto result = std::make_unique<splan_result>();
    result->add("quantity", std::move(best.quantity));
    capi::add_one(*result, "budget_price", best.budget_price);
    capi::add_one(*result, "space_price", best.space_price);
    capi::add_one(*result, "yearly_cost", best.yearly_cost);
    to = result.release();
  });
}

splan_status splan_material_lot_sizes(splan_context* context, int64_t n, const int64_t* need,
                                      const double* order_cost, const double* holding,
                                      const double* price, int64_t pack, int64_t minimum,
                                      int64_t* out_order, double* out_cost) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n");
    const auto wanted = capi::array(need, rows, "need");
    const auto order = capi::array(order_cost, rows, "order_cost");
    const auto kept = capi::array(holding, rows, "holding");
    const auto prices = capi::optional_array(price, rows);
    const auto to = capi::array(out_order, rows, "out_order");
    double& cost = capi::required(out_cost, "out_cost");
    const material::LotPlan plan = material::lot_sizes(
        wanted,
        {{order.begin(), order.end()}, {kept.begin(), kept.end()}, {prices.begin(), prices.end()}},
        {pack, minimum});
    std::copy(plan.order.begin(), plan.order.end(), to.begin());
    cost = plan.cost;
  });
}

splan_status splan_material_supply(splan_context* context, const splan_calendar* calendar,
                                   int32_t today, int64_t n, const int32_t* need_date,
                                   const int64_t* need, int64_t on_hand, int64_t m,
                                   const int32_t* arrival, const int64_t* arriving,
                                   int64_t safety_stock, int64_t lead_time, int64_t buffer,
                                   int64_t pack, int64_t minimum, double order_cost,
                                   double holding_cost, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const calendar::WorkdayCalendar& workdays = capi::required(calendar, "calendar").workdays;
    material::Supply supply;
    supply.on_hand = on_hand;
    supply.open_orders = dated(m, "m", arrival, "arrival", arriving, "arriving");
    supply.safety_stock = safety_stock;
    supply.lead_time_days = lead_time;
    supply.buffer_days = buffer;
    supply.packing = {pack, minimum};
    supply.order_cost = order_cost;
    supply.holding_cost = holding_cost;
    material::SupplyPlan plan = material::plan_supply(
        workdays, {today}, dated(n, "n", need_date, "need_date", need, "need"), supply);
    auto result = std::make_unique<splan_result>();
    const auto column = [&](const char* name, auto get) {
      capi::add_column(*result, name, plan.orders, get);
    };
    column("order_on", [](const auto& order) { return order.order_on.days; });
    column("arrives", [](const auto& order) { return order.arrives.days; });
    column("needed_on", [](const auto& order) { return order.needed_on.days; });
    column("pieces", [](const auto& order) { return order.pieces; });
    column("days_late", [](const auto& order) { return order.days_late; });
    result->add("projected", std::move(plan.projected));
    capi::add_one(*result, "estimated", std::int64_t{plan.estimated});
    to = result.release();
  });
}

splan_status splan_material_share_out(splan_context* context, int64_t stock, int64_t pack,
                                      int64_t n, const int64_t* pieces, const int64_t* minimum,
                                      const int32_t* priority, int64_t* out) {
  return capi::guard(context, [&] {
    const std::size_t rows = capi::count(n, "n");
    const auto asked = capi::array(pieces, rows, "pieces");
    const auto to = capi::array(out, rows, "out");
    const capi::OptionalArray<std::int64_t> least(minimum, 0);
    const capi::OptionalArray<std::int32_t> first(priority, 0);
    std::vector<material::Request> requests;
    for (std::size_t i = 0; i < rows; ++i) requests.push_back({asked[i], least[i], first[i]});
    const std::vector<material::Pieces> granted = material::share_out(stock, requests, pack);
    std::copy(granted.begin(), granted.end(), to.begin());
  });
}

splan_status splan_material_expiry(splan_context* context, int64_t n, const int32_t* expires,
                                   const int64_t* pieces, int64_t m, const int32_t* need_date,
                                   const int64_t* need, int32_t today, int64_t unit_cost,
                                   int64_t* out_lost, int64_t* out_value) {
  return capi::guard(context, [&] {
    std::vector<material::Batch> batches;
    for (const auto& row : dated(n, "n", expires, "expires", pieces, "pieces")) {
      batches.push_back({row.date, row.pieces});
    }
    const auto to = capi::array(out_lost, batches.size(), "out_lost");
    int64_t& value = capi::required(out_value, "out_value");
    const material::Expiry outlook = material::expiry_outlook(
        batches, dated(m, "m", need_date, "need_date", need, "need"), {today}, unit_cost);
    std::copy(outlook.lost.begin(), outlook.lost.end(), to.begin());
    value = outlook.value;
  });
}

splan_status splan_material_health(splan_context* context, int64_t n, const int64_t* on_hand,
                                   const int64_t* unit_cost, const double* daily_demand,
                                   const int64_t* safety_stock, const int32_t* last_issue,
                                   int32_t today, double horizon_days, int64_t idle_days,
                                   splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const auto stock = capi::array(on_hand, rows, "on_hand");
    const auto cost = capi::array(unit_cost, rows, "unit_cost");
    const auto demand = capi::array(daily_demand, rows, "daily_demand");
    const auto issued = capi::array(last_issue, rows, "last_issue");
    const capi::OptionalArray<std::int64_t> safety(safety_stock, 0);
    std::vector<material::StockHealth> health;
    for (std::size_t i = 0; i < rows; ++i) {
      health.push_back(capi::of_item("materials", i, [&] {
        return material::stock_health({stock[i], cost[i], demand[i], safety[i], {issued[i]}},
                                      {today}, horizon_days, idle_days);
      }));
    }
    auto result = std::make_unique<splan_result>();
    const auto column = [&](const char* name, auto get) {
      capi::add_column(*result, name, health, get);
    };
    column("days_of_stock", [](const auto& h) { return h.days_of_stock; });
    column("overstock", [](const auto& h) { return h.overstock; });
    column("overstock_value", [](const auto& h) { return h.overstock_value; });
    column("idle", [](const auto& h) { return h.idle; });
    column("idle_value", [](const auto& h) { return h.idle_value; });
    to = result.release();
  });
}

splan_status splan_ledger_create(splan_context* context, int64_t materials, int64_t locations,
                                 int64_t n, const int32_t* rule_material, const int32_t* rule_rep,
                                 const int32_t* rule_role, const int32_t* rule_tier,
                                 const int32_t* rule_of, const int32_t* rule_window,
                                 const int64_t* rule_limit, splan_ledger** out) {
  return capi::guard(context, [&] {
    splan_ledger*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const Keys what(rule_material, -1), rep(rule_rep, -1), role(rule_role, -1), tier(rule_tier, -1);
    const auto of = capi::array(rule_of, count, "rule_of");
    const auto window = capi::array(rule_window, count, "rule_window");
    const auto limit = capi::array(rule_limit, count, "rule_limit");
    std::vector<material::UsageRule> rules;
    for (std::size_t i = 0; i < count; ++i) {
      const auto place = [&](const char* name) {
        return core::at(name, static_cast<std::int64_t>(i));
      };
      rules.push_back({what[i], rep[i], role[i], tier[i],
                       choice<material::LimitOf>(of[i], 3, place("rule_of")),
                       choice<calendar::Grain>(window[i], 5, place("rule_window")), limit[i]});
    }
    to = new splan_ledger{material::StockLedger(capi::count(materials, "materials"),
                                                capi::count(locations, "locations"),
                                                std::move(rules))};
  });
}

void splan_ledger_free(splan_ledger* ledger) { delete ledger; }

splan_status splan_ledger_book(splan_context* context, splan_ledger* ledger, int64_t n,
                               const int32_t* kind, const int32_t* dates, const int32_t* material,
                               const int32_t* location, const int64_t* pieces,
                               const int32_t* expires, const int32_t* to_location,
                               const int32_t* rep, const int32_t* role, const int32_t* customer,
                               const int32_t* tier) {
  return capi::guard(context, [&] {
    material::StockLedger& book = capi::required(ledger, "ledger").ledger;
    const std::size_t rows = capi::count(n, "n");
    const auto kinds = capi::array(kind, rows, "kind");
    const auto when = capi::array(dates, rows, "dates");
    const auto what = capi::array(material, rows, "material");
    const auto where = capi::array(location, rows, "location");
    const auto many = capi::array(pieces, rows, "pieces");
    const Keys lasts(expires, SPLAN_NO_DATE), to(to_location, -1), by(rep, -1), as(role, -1),
        whom(customer, -1), in(tier, -1);
    std::vector<material::Movement> movements;
    for (std::size_t i = 0; i < rows; ++i) {
      const std::string place = core::at("kind", static_cast<std::int64_t>(i));
      movements.push_back({choice<material::MovementKind>(kinds[i], 6, place),
                           {when[i]},
                           what[i],
                           where[i],
                           many[i],
                           {lasts[i]},
                           to[i],
                           by[i],
                           as[i],
                           whom[i],
                           in[i]});
    }
    book.book_all(movements);
  });
}

splan_status splan_ledger_balance(splan_context* context, const splan_ledger* ledger,
                                  splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const material::StockLedger& book = capi::required(ledger, "ledger").ledger;
    struct Row {
      std::size_t material, location;
      material::Balance balance;
    };
    std::vector<Row> rows;
    for (std::size_t m = 0; m < book.materials(); ++m) {
      for (std::size_t l = 0; l < book.locations(); ++l) {
        if (book.balance(m, l).moved()) rows.push_back({m, l, book.balance(m, l)});
      }
    }
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "material", rows, [](const Row& row) { return row.material; });
    capi::add_column(*result, "location", rows, [](const Row& row) { return row.location; });
    using material::Balance;
    const auto column = [&](const char* name, material::Pieces Balance::*sum) {
      capi::add_column(*result, name, rows, [sum](const Row& row) { return row.balance.*sum; });
    };
    column("received", &Balance::received);
    column("given_back", &Balance::given_back);
    column("transferred_in", &Balance::transferred_in);
    column("counted_more", &Balance::counted_more);
    column("issued", &Balance::issued);
    column("transferred_out", &Balance::transferred_out);
    column("counted_less", &Balance::counted_less);
    column("scrapped", &Balance::scrapped);
    column("on_hand", &Balance::on_hand);
    capi::add_column(*result, "last_issue", rows,
                     [](const Row& row) { return row.balance.last_issue.days; });
    to = result.release();
  });
}
