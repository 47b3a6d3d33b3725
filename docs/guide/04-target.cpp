// A company target: what it asks of the market and of the forecast, and whether its parts meet it.
#include <cstdio>
#include <string>
#include <vector>

#include "salesplan/core/number_text.hpp"
#include "salesplan/target/company_target.hpp"
#include "salesplan/target/consistency.hpp"
#include "salesplan/target/hardness.hpp"

int main() {
  using namespace salesplan;
  const auto text = [](double cents) {
    return core::amount_text(static_cast<core::Minor>(cents), 2);
  };

  target::KpiGoal revenue;
  revenue.name = "revenue";
  revenue.base = 100000000;  // last year's 1,000,000.00 in cents
  revenue.growth = 0.10;
  revenue.market_size = 800000000;
  revenue.market_growth = 0.05;
  revenue.forecast_mean = 104000000;
  revenue.forecast_sd = 5000000;
  const target::KpiTarget goal = target::company_target(std::vector{revenue})[0];
  std::printf("target       %s\n", core::amount_text(goal.target, 2).c_str());
  std::printf("market share %.2f %%, after it %.2f %%\n", 100 * goal.share_before,
              100 * goal.share_after);
  std::printf("forecast     %s short\n", text(goal.forecast_gap).c_str());
  std::printf("probability  %.1f %%\n", 100 * goal.attainment_probability);
  std::printf("a target reached in 3 years of 10: %s\n",
              core::amount_text(
                  target::challenge_target(revenue.forecast_mean, revenue.forecast_sd, 0.3), 2)
                  .c_str());

  const std::vector<double> mean = {60000000, 44000000};  // north, south
  const std::vector<double> sd = {6000000, 2000000};
  const target::Hardness equal = target::equal_hardness(goal.target, mean, sd);
  for (std::size_t i = 0; i < 2; ++i) {
    std::printf("%s  %s  %.1f %%\n", i == 0 ? "north" : "south",
                core::amount_text(equal.target[i], 2).c_str(), 100 * equal.probability[i]);
  }

  const std::vector<std::int32_t> parent = {-1, 0, 0, 1, 1};
  const std::vector<std::string> labels = {"company", "north", "south", "ann", "bob"};
  const std::vector<core::Minor> value = {110000000, 64500000, 45500000, 40000000, 24000000};
  for (const target::Difference& d : target::differences({parent, labels}, value)) {
    std::printf("%s: parts %s, whole %s, difference %s\n", d.label.c_str(),
                core::amount_text(d.parts, 2).c_str(), core::amount_text(d.whole, 2).c_str(),
                core::amount_text(d.difference, 2).c_str());
  }

  const auto show_error = [](const target::KpiGoal& wrong) {
    try {
      target::company_target(std::vector{wrong});
    } catch (const Error& error) {
      std::printf("refused: %s\n", error.what());
    }
  };
  target::KpiGoal wrong = revenue;
  wrong.amount = 110000000;
  show_error(wrong);
  wrong = revenue;
  wrong.market_size = 0;
  show_error(wrong);
  wrong = revenue;
  wrong.growth = 1e300;
  show_error(wrong);
}
