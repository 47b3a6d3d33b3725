// The whole loop for Tea & Co: from three years of sales to next month's targets.
#include <cstdio>
#include <fstream>
#include <string>

#include "salesplan/calendar/china.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/loop.hpp"

int main() {
  using namespace salesplan;
  plan::Specification spec(calendar::china_calendar());
  spec.company = "Tea & Co";
  spec.first_month = calendar::parse_period("2026-01", "first_month");
  spec.today = calendar::first_date(spec.first_month);
  spec.as_of = calendar::make_date(2026, 3, 13);
  spec.dimensions.push_back(table::Dimension("rep", {{"north", "", "North"},
                                                     {"ann", "north", "Ann"},
                                                     {"bob", "north", "Bob"},
                                                     {"south", "", "South"},
                                                     {"cai", "south", "Cai"}}));
  const table::Dimension& reps = spec.dimensions[0];

  // The host's own sales, here date,rep,revenue in a file.
  spec.facts.measures.push_back({"revenue", spec.decimals, {}});
  spec.facts.members.resize(1);
  std::ifstream file("docs/guide/tea/sales.csv");
  std::string date, rep, revenue;
  std::getline(file, revenue);  // the header
  for (int line = 2;
       std::getline(file, date, ',') && std::getline(file, rep, ',') && std::getline(file, revenue);
       ++line) {
    const std::string place = "sales.csv:" + std::to_string(line);
    spec.facts.dates.push_back(calendar::parse_date(date, place).days);
    spec.facts.members[0].push_back(table::leaf_ordinal(reps, rep, place));
    spec.facts.measures[0].values.push_back(core::parse_amount(revenue, spec.decimals, place));
  }

  spec.revenue.name = "revenue";
  spec.revenue.growth = 0.1;
  spec.revenue.market_size = 800000000;
  spec.revenue.market_growth = 0.05;
  spec.forecast.by = {0};
  spec.order = {0, plan::Specification::month_axis};
  spec.mix = {0, 1, 0};  // forecast, history, equal
  plan::Rule cap;
  cap.members = {{0, reps.at("cai", "rule")}};
  cap.upper = 21000000;
  spec.rules = {cap};
  spec.tasks = schedule::monthly_template();

  const plan::Document document = plan::run(spec);
  std::printf("target %s\n", core::amount_text(document.kpis[0].target, 2).c_str());
  const plan::NextMonth& next = document.next.back();
  std::printf("rep    %s planned    target\n",
              calendar::period_text(document.months[next.month]).c_str());
  for (std::size_t leaf = 0; leaf < reps.leaf_count(); ++leaf) {
    std::printf(
        "%-6s %15s %9s\n", reps.key(reps.leaf(leaf)).c_str(),
        core::amount_text(document.revenue[document.revenue.index({next.month, leaf})], 2).c_str(),
        core::amount_text(next.cells[leaf], 2).c_str());
  }
}
