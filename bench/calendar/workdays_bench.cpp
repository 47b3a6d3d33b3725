// How long does one question to a workday calendar take?
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "salesplan/calendar/calendars.hpp"

namespace {

using namespace salesplan::calendar;

std::vector<Date> random_dates() {
  std::mt19937 random(1);
  std::uniform_int_distribution<std::int32_t> days(make_date(2004, 1, 1).days,
                                                   make_date(2026, 6, 30).days);
  std::vector<Date> dates(4096);
  for (Date& date : dates) date.days = days(random);
  return dates;
}

void workdays_in_a_quarter(benchmark::State& state, const char* name) {
  const WorkdayCalendar calendar = named_calendar(name);
  const std::vector<Date> dates = random_dates();
  std::size_t i = 0;
  for (auto _ : state) {
    const Date first = dates[i++ % dates.size()];
    benchmark::DoNotOptimize(calendar.workdays(first, Date{first.days + 90}).days);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(workdays_in_a_quarter, CN, "CN");
BENCHMARK_CAPTURE(workdays_in_a_quarter, US, "US");
BENCHMARK_CAPTURE(workdays_in_a_quarter, WEEKDAYS, "WEEKDAYS");

void add_20_workdays(benchmark::State& state, const char* name) {
  const WorkdayCalendar calendar = named_calendar(name);
  const std::vector<Date> dates = random_dates();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(calendar.add_workdays(dates[i++ % dates.size()], 20).date);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(add_20_workdays, CN, "CN");

void make_calendar(benchmark::State& state, const char* name) {
  for (auto _ : state) benchmark::DoNotOptimize(named_calendar(name));
}
BENCHMARK_CAPTURE(make_calendar, CN, "CN");
BENCHMARK_CAPTURE(make_calendar, US, "US");

}  // namespace
