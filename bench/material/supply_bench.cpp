// How long do exact lots, dated proposals for a whole list of materials, and the ledger take?
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "salesplan/calendar/calendars.hpp"
#include "salesplan/material/lot_sizing.hpp"
#include "salesplan/material/order_proposal.hpp"
#include "salesplan/material/order_quantity.hpp"
#include "salesplan/material/stock_ledger.hpp"

namespace {

using namespace salesplan;

std::vector<material::Pieces> draw(std::size_t periods) {
  std::mt19937_64 random(1);
  std::vector<material::Pieces> need(periods);
  for (material::Pieces& pieces : need) pieces = static_cast<material::Pieces>(random() % 100);
  return need;
}

void lots(benchmark::State& state) {
  const std::vector<material::Pieces> need = draw(static_cast<std::size_t>(state.range(0)));
  const material::Packing packing{10, state.range(1)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(material::lot_sizes(need, {{100.0}, {0.5}, {}}, packing));
  }
}
BENCHMARK(lots)
    ->ArgNames({"periods", "minimum"})
    ->Args({52, 0})
    ->Args({52, 100})
    ->Args({1000, 0})
    ->Args({1000, 100})
    ->Unit(benchmark::kMicrosecond);

void proposals(benchmark::State& state) {  // 12 monthly needs of each of 1000 materials
  const calendar::WorkdayCalendar china = calendar::named_calendar("CN");
  const calendar::Date today = calendar::make_date(2025, 1, 2);
  const std::vector<material::Pieces> pieces = draw(12000);
  material::Supply supply;
  supply.lead_time_days = 10;
  supply.packing = {10, 0};
  supply.order_cost = 100;
  supply.holding_cost = 0.05;
  for (auto _ : state) {
    for (std::size_t m = 0; m < 1000; ++m) {
      std::vector<material::DatedPieces> needs;
      for (std::size_t i = 0; i < 12; ++i) {
        needs.push_back({today + static_cast<std::int64_t>(30 * i), pieces[m * 12 + i]});
      }
      benchmark::DoNotOptimize(material::plan_supply(china, today, needs, supply));
    }
  }
}
BENCHMARK(proposals)->Unit(benchmark::kMillisecond);

void joint_order(benchmark::State& state) {  // 1000 items under a budget and a space that both bind
  const std::vector<material::JointItem> items(1000, {1850, 100, 12.5, 50, 2});
  for (auto _ : state) {
    benchmark::DoNotOptimize(material::joint_order(items, 5e6, 2e5));
  }
}
BENCHMARK(joint_order)->Unit(benchmark::kMillisecond);

void ledger(benchmark::State& state) {  // 100,000 movements of 100 materials at 10 places
  std::mt19937_64 random(1);
  std::vector<material::Movement> movements;
  for (int i = 0; i < 100000; ++i) {
    material::Movement m;
    m.kind = i % 2 == 0 ? material::MovementKind::receipt : material::MovementKind::count;
    m.date = {20000 + i / 200};
    m.expires = {20100 + i / 200};
    m.material = static_cast<std::int32_t>(random() % 100);
    m.location = static_cast<std::int32_t>(random() % 10);
    m.pieces = 1 + static_cast<material::Pieces>(random() % 50);
    movements.push_back(m);
  }
  for (auto _ : state) {
    material::StockLedger book(100, 10);
    for (const material::Movement& m : movements) book.book(m);
    benchmark::DoNotOptimize(book.balance(0, 0));
  }
}
BENCHMARK(ledger)->Unit(benchmark::kMillisecond);

}  // namespace
