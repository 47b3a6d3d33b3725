// Where the month stands on the evening of 13 March 2026, after 10 of its 22 workdays.
#include <cstdio>
#include <vector>

#include "salesplan/core/number_text.hpp"
#include "salesplan/monitor/dashboard.hpp"
#include "salesplan/monitor/pace.hpp"

int main() {
  using namespace salesplan;
  const auto text = [](double cents) {
    return core::amount_text(core::round_to_minor(cents, "amount"), 2);
  };
  monitor::BoardMonth month;
  month.month = calendar::parse_period("2026-03", "month");
  month.boards = {{"rep",
                   {{"ann", "Ann", 4895000, 2250000},
                    {"bob", "Bob", 2937000, 900000},
                    {"cai", "Cai", 1848000, 630000}}}};
  month.actual = 0;
  for (const monitor::BoardUnit& unit : month.boards[0].units) {
    month.target = core::add(month.target, unit.target, "target");
    month.actual = core::add(month.actual, unit.actual, "actual");
    const monitor::Pace pace = monitor::pace(unit.target, unit.actual, 10, 22);
    std::printf("%-4s pace %5.1f %%  lands at %s  needs %s a workday\n", unit.label.c_str(),
                100 * pace.pace, text(pace.landing).c_str(), text(pace.required_daily).c_str());
  }
  const monitor::Pace pace = monitor::pace(month.target, month.actual, 10, 22);
  month.status = monitor::MonthStatus::open;
  month.landing = pace.landing;
  month.expected_by_now = pace.expected_share * static_cast<double>(month.target);
  std::printf("%s: target %s, sold %s, expected by now %s\n",
              calendar::period_text(month.month).c_str(),
              text(static_cast<double>(month.target)).c_str(),
              text(static_cast<double>(month.actual)).c_str(), text(month.expected_by_now).c_str());
  std::printf("pace %.1f %%, lands at %s, needs %s a workday\n", 100 * pace.pace,
              text(pace.landing).c_str(), text(pace.required_daily).c_str());
  try {
    monitor::pace(month.target, month.actual, 23, 22);
  } catch (const Error& error) {
    std::printf("refused: %s\n", error.what());
  }
}
