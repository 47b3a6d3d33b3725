// A year's target down a small organisation, header-only: every part adds up, bounds hold.
#include <cstdio>
#include <string>
#include <vector>

#include "salesplan/allocation/cascade.hpp"
#include "salesplan/calendar/china.hpp"
#include "salesplan/core/number_text.hpp"

int main() {
  using namespace salesplan;
  const std::vector<std::int32_t> parent = {-1, 0, 0, 1, 1, 2};
  const std::vector<std::string> labels = {"company", "north", "south", "ann", "bob", "eve"};
  const std::vector<double> weights = {
      core::missing_number, core::missing_number, core::missing_number, 3, 2, 4};
  std::vector<core::Minor> upper(parent.size(), core::missing_integer);
  upper[5] = 300000;  // eve is new: at most 3,000.00
  const std::vector<core::Minor> quota =
      allocation::cascade(1000000, {parent, labels}, weights, {{}, upper, {}});
  for (std::size_t i = 0; i < quota.size(); ++i) {
    std::printf("%-8s %9s\n", labels[i].c_str(), core::amount_text(quota[i], 2).c_str());
  }
  upper[3] = upper[4] = 300000;
  try {
    allocation::cascade(1000000, {parent, labels}, weights, {{}, upper, {}});
  } catch (const Error& error) {
    std::printf("refused: %s\n", error.what());
  }
  const calendar::WorkdayCalendar china = calendar::china_calendar();
  std::printf("workdays of 2026: %d\n",
              static_cast<int>(china.workdays(calendar::parse_period("2026", "year")).days));
}
