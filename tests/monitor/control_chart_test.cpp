#include "salesplan/monitor/control_chart.hpp"

#include <gtest/gtest.h>

#include <random>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "refusal.hpp"

namespace salesplan::monitor {
namespace {

TEST(ControlChart, HasThePublishedRunLengths) {
  const std::string file = SALESPLAN_TEST_DIR "/arl.csv";
  const adapters::CsvTable csv(adapters::read_file(file), file);
  ASSERT_GT(csv.rows(), 10u);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto at = [&](const char* name) { return adapters::csv_number(csv, r, name); };
    const Side side = csv.cell(r, csv.column("side")) == "both" ? Side::both : Side::upper;
    const double length = csv.cell(r, csv.column("chart")) == "ewma"
                              ? ewma_run_length(at("weight"), at("limit"), at("shift"), side)
                              : cusum_run_length(at("weight"), at("limit"), at("shift"), side);
    EXPECT_NEAR(length, at("run_length"), at("tolerance")) << csv.place(r, 0);
  }
}

/// Mean steps to an alarm, and its standard error, of charts that are really run.
template <class Step, class Alarm>
std::pair<double, double> simulated(std::uint64_t seed, double shift, Step step, Alarm alarm) {
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(shift, 1);
  constexpr int runs = 4000;
  double sum = 0, squares = 0;
  for (int run = 0; run < runs; ++run) {
    Chart chart;
    double length = 0;
    do {
      chart = step(chart, normal(random));
      ++length;
    } while (!alarm(chart));
    sum += length;
    squares += length * length;
  }
  const double mean = sum / runs;
  return {mean, std::sqrt((squares / runs - mean * mean) / runs)};
}

TEST(ControlChart, RunsAsLongAsItsRunLengthSays) {
  const auto ewma = [](Side side) {
    return [side](const Chart& chart, double x) { return ewma_step(chart, x, 0.2, side); };
  };
  const double edge = 2.5 * std::sqrt(0.2 / 1.8);
  const auto both = simulated(1, 0, ewma(Side::both),
                              [&](const Chart& c) { return c.up > edge || c.down > edge; });
  EXPECT_NEAR(both.first, ewma_run_length(0.2, 2.5), 4 * both.second);
  const auto lower =
      simulated(2, -0.5, ewma(Side::lower), [&](const Chart& c) { return c.down > edge; });
  EXPECT_NEAR(lower.first, ewma_run_length(0.2, 2.5, -0.5, Side::lower), 4 * lower.second);
  const auto cusum = simulated(
      3, -0.3, [](const Chart& chart, double x) { return cusum_step(chart, x, 0.5); },
      [](const Chart& c) { return c.down > 4; });
  EXPECT_NEAR(cusum.first, cusum_run_length(0.5, 4, -0.3, Side::lower), 4 * cusum.second);
}

TEST(ControlChart, FindsTheLimitOfARunLength) {
  for (const Side side : {Side::upper, Side::lower, Side::both}) {
    EXPECT_NEAR(ewma_run_length(0.2, ewma_limit(0.2, 370, side), 0, side), 370, 1e-3);
    EXPECT_NEAR(cusum_run_length(0.5, cusum_limit(0.5, 370, side), 0, side), 370, 1e-3);
  }
}

TEST(ControlChart, TakesNothingFromWhatIsMissing) {
  const Chart chart = ewma_step({0.5, -0.5}, core::missing_number, 0.2, Side::both);
  EXPECT_EQ(chart.up, 0.5);
  EXPECT_EQ(cusum_step(chart, core::missing_number, 0.5).down, -0.5);
}

TEST(ControlChart, GrowsBeyondAllMeasureAndRefusesWhatIsNoChart) {
  EXPECT_TRUE(std::isinf(cusum_run_length(1000, 5)));
  EXPECT_TRUE(std::isinf(ewma_run_length(0.1, 1000)));
  EXPECT_EQ(refusal([] { ewma_run_length(0, 3); }), "lambda: must be above 0 and at most 1");
  EXPECT_EQ(refusal([] { cusum_run_length(-1, 3); }), "allowance: must be in 0..1000");
  EXPECT_EQ(refusal([] { cusum_run_length(1, core::missing_number); }),
            "limit: must be above 0 and at most 1000");
  EXPECT_EQ(refusal([] { ewma_limit(0.1, 1); }), "run_length: must be in 2..1e6");
}

}  // namespace
}  // namespace salesplan::monitor
