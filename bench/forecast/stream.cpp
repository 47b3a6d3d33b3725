// How many series go through one process, and does its memory grow with them?
//   stream SERIES THREADS
// Monthly series of 60 values are made up and forecast (ETS, 12 steps, two intervals) in blocks of
// 10,000, each forgotten before the next. One row: series a second of the clock and of CPU time,
// both for the forecasts alone, and the peak memory.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "sales.hpp"
#include "salesplan/forecast/forecast.hpp"

int main(int argc, char** argv) {
  const std::size_t series = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100000;
  salesplan::forecast::Options options;
  options.model = "ets";
  options.horizon = 12;
  options.season_length = 12;
  options.threads = argc > 2 ? std::atoi(argv[2]) : 1;

  std::chrono::duration<double> wall{0};
  double cpu = 0;
  double sum = 0;
  for (std::size_t done = 0; done < series;) {
    const std::size_t block = std::min<std::size_t>(10000, series - done);
    std::vector<double> values;
    std::vector<std::int64_t> offsets = {0};
    for (std::size_t i = 0; i < block; ++i) {
      const std::vector<double> y = salesplan::bench::sales(60, 12, done + i);
      values.insert(values.end(), y.begin(), y.end());
      offsets.push_back(static_cast<std::int64_t>(values.size()));
    }
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t cpu_start = std::clock();
    sum += salesplan::forecast::forecast({values, offsets}, options).total_mean.front();
    cpu += static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
    wall += std::chrono::steady_clock::now() - start;
    done += block;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double count = static_cast<double>(series);
  std::puts("series,threads,per_second,per_cpu_second,peak_mib");
  std::printf("%zu,%d,%.0f,%.0f,%ld\n", series, options.threads, count / wall.count(), count / cpu,
              usage.ru_maxrss / 1024);
  return sum > 0 ? 0 : 1;
}
