// What was sold, by rep, region and month, as it was known on one evening.
#include <cstdio>
#include <string>
#include <vector>

#include "salesplan/calendar/period.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/table/cube.hpp"

int main() {
  using namespace salesplan;
  const table::Dimension reps("rep", {{"north", "", "North"},
                                      {"ann", "north", "Ann"},
                                      {"bob", "north", "Bob"},
                                      {"south", "", "South"},
                                      {"cai", "south", "Cai"}});
  struct Sale {
    const char* date;
    const char* rep;
    const char* revenue;
  };
  const std::vector<Sale> sales = {
      {"2026-02-11", "ann", "33600.00"}, {"2026-02-11", "bob", "22360.00"},
      {"2026-02-11", "cai", "11440.00"}, {"2026-03-04", "ann", "18000.00"},
      {"2026-03-06", "bob", "9000.00"},  {"2026-03-11", "cai", "6300.00"},
      {"2026-03-13", "ann", "4500.00"},  {"2026-03-16", "bob", "2500.00"}};
  const calendar::Period first = calendar::parse_period("2026-02", "first");
  const calendar::Date as_of = calendar::parse_date("2026-03-13", "as_of");

  std::vector<std::int32_t> month;
  std::vector<std::int32_t> rep;
  table::Measure revenue{"revenue", 2, {}};
  for (const Sale& sale : sales) {
    const calendar::Date date = calendar::parse_date(sale.date, "date");
    const std::int64_t position =
        calendar::periods_between(first, calendar::period_of(date, calendar::Grain::month));
    month.push_back(date <= as_of ? static_cast<std::int32_t>(position) : -1);  // -1: left out
    rep.push_back(table::leaf_ordinal(reps, sale.rep, "rep"));
    revenue.values.push_back(core::parse_amount(sale.revenue, 2, "revenue"));
  }

  const table::Cube sold = table::aggregate(revenue, {{&month, 2}, {&rep, reps.leaf_count()}});
  const table::Cube all = table::roll_up(sold, 1, reps);  // [months, members], parents included
  std::printf("           2026-02    2026-03\n");
  for (std::size_t m = 0; m < reps.size(); ++m) {
    const auto member = static_cast<std::int32_t>(m);
    std::printf("%*s%-*s %10s %10s\n", reps.level(member), "", 7 - reps.level(member),
                reps.key(member).c_str(), core::amount_text(all[all.index({0, m})], 2).c_str(),
                core::amount_text(all[all.index({1, m})], 2).c_str());
  }

  const auto show_error = [](const auto& call) {
    try {
      call();
    } catch (const Error& error) {
      std::printf("refused: %s\n", error.what());
    }
  };
  show_error([&] { table::leaf_ordinal(reps, "dan", "sales[8].rep"); });
  show_error([&] { table::leaf_ordinal(reps, "north", "sales[8].rep"); });
  show_error([&] { core::parse_amount("4,500.00", 2, "sales[6].revenue"); });
  show_error([&] { table::Dimension("rep", {{"ann", "north", "Ann"}}); });
  show_error([&] { table::Dimension("rep", {{"ann", "bob", "Ann"}, {"bob", "ann", "Bob"}}); });
  show_error([&] { table::Dimension("rep", {{"ann", "", "Ann"}, {"ann", "", "Anna"}}); });
}
