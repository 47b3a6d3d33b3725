// How well do landings do on months they were not learned from, against straight lines? A row a
// tenth of the month:
//   landing_backtest FIRST_MONTH SALES.csv... (columns date, sales and dimensions, as in examples/)
// Rolling origin: each month from FIRST_MONTH (0 is the first) on is landed on each of its days by
// what the months before it taught. Units: the whole, and each member of territory, category and
// channel.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "salesplan/calendar/us_federal.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/monitor/landing.hpp"

namespace {

using namespace salesplan;

using Daily = std::map<std::string, std::vector<double>>;  // by unit; "" is the whole

struct Sales {
  calendar::Date first;
  Daily daily;
};

Sales read(const std::vector<std::string>& files) {
  std::vector<std::pair<calendar::Date, std::pair<std::vector<std::string>, double>>> rows;
  for (const std::string& file : files) {
    const adapters::CsvTable csv(adapters::read_file(file), file);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      std::vector<std::string> units{""};
      for (const char* name : {"territory", "category", "channel"}) {
        if (!csv.has_column(name)) continue;
        units.push_back(std::string(name) + " " + std::string(csv.cell(r, csv.column(name))));
      }
      rows.push_back({calendar::parse_date(csv.cell(r, csv.column("date")), "date"),
                      {units, static_cast<double>(core::parse_amount(
                                  csv.cell(r, csv.column("sales")), 2, "sales"))}});
    }
  }
  calendar::Date first = rows.front().first, last = first;
  for (const auto& row : rows) {
    first = std::min(first, row.first);
    last = std::max(last, row.first);
  }
  first = calendar::first_date(calendar::period_of(first, calendar::Grain::month));
  last = calendar::last_date(calendar::period_of(last, calendar::Grain::month));
  Sales sales{first, {}};
  for (const auto& [date, row] : rows) {
    for (const std::string& unit : row.first) {
      std::vector<double>& daily = sales.daily[unit];
      daily.resize(static_cast<std::size_t>(last - first + 1));
      daily[static_cast<std::size_t>(date - first)] += row.second;
    }
  }
  return sales;
}

struct Tenth {
  double n = 0, learned = 0, by_workdays = 0, by_days = 0, inside = 0, width = 0;

  void add(const Tenth& other) {
    n += other.n;
    learned += other.learned;
    by_workdays += other.by_workdays;
    by_days += other.by_days;
    inside += other.inside;
    width += other.width;
  }
};

void print_row(const char* name, const Tenth& row) {
  std::printf("%5s  %8.0f  %12.4f  %8.4f  %13.4f  %10.3f  %5.3f\n", name, row.n,
              row.learned / row.n, row.by_workdays / row.n, row.by_days / row.n, row.inside / row.n,
              row.width / row.n);
}

void print(const char* name, const std::array<Tenth, 10>& tenths) {
  std::printf("%s\ntenth  landings  MAPE learned  workdays  calendar days  80%% covers  width\n",
              name);
  Tenth all;
  for (std::size_t t = 0; t < 10; ++t) {
    print_row(std::to_string(t + 1).c_str(), tenths[t]);
    all.add(tenths[t]);
  }
  print_row("all", all);
  std::printf("\n");
}

void backtest(const Sales& sales, std::size_t first_month, const std::string& wanted,
              std::array<Tenth, 10>& tenths) {
  const calendar::WorkdayCalendar workdays = calendar::us_federal_calendar();
  for (const auto& [unit, values] : sales.daily) {
    if (unit.rfind(wanted, 0) != 0 || (wanted.empty() && !unit.empty())) continue;
    calendar::Period month = calendar::period_of(sales.first, calendar::Grain::month);
    for (std::size_t m = 0;; ++m, month = calendar::next(month)) {
      const std::size_t begin = static_cast<std::size_t>(calendar::first_date(month) - sales.first);
      if (begin >= values.size()) break;
      if (m < first_month) continue;
      const core::View<const double> past = core::View<const double>(values).subview(0, begin);
      const forecast::DailyProfile whole = forecast::daily_profile(
          workdays, sales.first, core::View<const double>(sales.daily.at("")).subview(0, begin));
      const monitor::LandingModel model =
          monitor::learn_landing(workdays, sales.first, past, whole);
      const auto days =
          static_cast<std::size_t>(calendar::last_date(month) - calendar::first_date(month) + 1);
      const std::int64_t all_workdays = workdays.workdays(month).days;
      double total = 0;
      for (std::size_t d = 0; d < days; ++d) total += values[begin + d];
      if (!(total > 0)) continue;
      double sold = 0;
      for (std::size_t d = 0; d + 1 < days; ++d) {
        sold += values[begin + d];
        const calendar::Date through = calendar::first_date(month) + static_cast<std::int64_t>(d);
        const monitor::Landing at =
            monitor::landing(model, workdays, month, through, static_cast<core::Minor>(sold),
                             static_cast<core::Minor>(total));
        const std::int64_t passed = workdays.workdays(calendar::first_date(month), through).days;
        if (passed == 0) continue;  // no straight line by workdays yet
        Tenth& tenth = tenths[std::min<std::size_t>(9, 10 * d / days)];
        tenth.n += 1;
        tenth.learned += std::abs(at.mean / total - 1);
        tenth.by_workdays += std::abs(
            sold * static_cast<double>(all_workdays) / static_cast<double>(passed) / total - 1);
        tenth.by_days +=
            std::abs(sold * static_cast<double>(days) / static_cast<double>(d + 1) / total - 1);
        tenth.inside += at.lower <= total && total <= at.upper ? 1 : 0;
        tenth.width += (at.upper - at.lower) / total;
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 2) {
      std::fputs("usage: landing_backtest FIRST_MONTH SALES.csv...\n", stderr);
      return 2;
    }
    const Sales sales = read({arguments.begin() + 1, arguments.end()});
    const auto first = static_cast<std::size_t>(core::parse_integer(arguments[0], "FIRST_MONTH"));
    std::array<Tenth, 10> all;
    for (const char* unit : {"", "channel", "territory", "category"}) {
      std::array<Tenth, 10> tenths;
      backtest(sales, first, unit, tenths);
      if (tenths[0].n > 0) print(*unit == 0 ? "the whole" : unit, tenths);
      for (std::size_t t = 0; t < 10; ++t) all[t].add(tenths[t]);
    }
    print("all units", all);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
