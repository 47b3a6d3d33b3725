#include "salesplan/allocation/methods.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "golden.hpp"

namespace salesplan::allocation {
namespace {

using core::Minor;
using Minors = std::vector<Minor>;
using Numbers = std::vector<double>;

template <class Body>
std::string refusal(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

Minors run(const golden::Row& row) {
  const Minors values = golden::integers(row.at("values"));
  std::vector<std::uint8_t> held;
  for (const Minor flag : golden::integers(row.at("held"))) {
    held.push_back(static_cast<std::uint8_t>(flag));
  }
  const Slice slice{values, held};
  const Minor amount = core::parse_integer(row.at("amount"), "amount");
  const std::string& option = row.at("option");
  const Action action = row.at("action") == "add"        ? Action::add
                        : row.at("action") == "subtract" ? Action::subtract
                                                         : Action::replace;
  const Cells cells = option == "populated" ? Cells::populated : Cells::all;
  const auto percent = static_cast<double>(amount) / 100;
  const std::string& method = row.at("method");
  if (method == "proportional") return spread_proportional(slice, amount, action);
  if (method == "equal") return spread_equal(slice, amount, action, cells);
  if (method == "repeat") return repeat_value(slice, amount, action, cells);
  if (method == "percent") return change_by_ratio(slice, percent, action);
  if (method == "line") {
    return straight_line(slice, amount, core::parse_integer(option, "last"), action);
  }
  if (method == "growth" || method == "linear growth") {
    return growth_line(slice, amount, core::parse_number(option, "rate"),
                       method == "growth" ? Growth::compound : Growth::linear, action);
  }
  if (method == "relative") {
    return spread_relative(slice, golden::numbers(option), amount, action);
  }
  if (method == "relative percent") {
    return change_by_reference(slice, golden::numbers(option), percent, action);
  }
  if (method == "pattern") return spread_pattern(slice, option, amount, action);
  if (method == "clear") return clear(slice);
  throw std::runtime_error("unknown method " + method);
}

TEST(Methods, GoldenRows) {
  const auto rows = golden::rows(SALESPLAN_TEST_DIR "/methods_golden.csv");
  ASSERT_GE(rows.size(), 34u);
  for (const golden::Row& row : rows) {
    EXPECT_EQ(run(row), golden::integers(row.at("expected")))
        << row.at("method") << ": " << row.at("source");
  }
}

TEST(Methods, RefusalsNameThePlace) {
  const Minors berlin{-1178, 589, 589}, some{1, 2}, zero{0, 0}, gap{1, core::missing_integer};
  const std::vector<std::uint8_t> all_held{1, 1}, three{0, 0, 0};
  EXPECT_EQ(refusal([&] { spread_proportional({berlin}, 100); }),
            "values: the free cells sum to 0 without being 0, so nothing is in proportion to them");
  EXPECT_EQ(refusal([&] { spread_proportional({zero}, 5, Action::replace, ZeroWeights::refuse); }),
            "weights: all free weights are zero, so nothing says how to spread 5");
  EXPECT_EQ(refusal([&] {
              spread_proportional({some, all_held}, 5);
            }),
            "held: no cell is free to take the remaining 2");
  EXPECT_EQ(refusal([&] { spread_equal({zero}, 5, Action::replace, Cells::populated); }),
            "held: no cell is free to take the remaining 5");
  EXPECT_EQ(refusal([&] { spread_equal({gap}, 5); }), "values[1]: is missing");
  EXPECT_EQ(refusal([&] { spread_equal({some, three}, 5); }), "held: 3 values for 2 items");
  EXPECT_EQ(refusal([&] { spread_equal({some}, core::missing_integer); }), "amount: is missing");
  EXPECT_EQ(refusal([&] { spread_relative({some}, Numbers{1}, 5); }),
            "reference: 1 values for 2 items");
  EXPECT_EQ(refusal([&] {
              spread_relative({some}, Numbers{1, INFINITY}, 5);
            }),
            "reference[1]: inf is neither 0 nor in [1e-100, 1e100]");
  EXPECT_EQ(refusal([&] { spread_pattern({some}, "1 2 3", 5); }),
            "pattern: 3 tokens do not fit 2 cells");
  EXPECT_EQ(refusal([&] { spread_pattern({some}, "", 5); }),
            "pattern: 0 tokens do not fit 2 cells");
  EXPECT_EQ(refusal([&] { spread_pattern({some}, "* 1", 5); }),
            "pattern[0]: is a * without a token before it");
  EXPECT_EQ(refusal([&] { spread_pattern({some}, "1**", 5); }), "pattern[1]: is a second *");
  EXPECT_EQ(refusal([&] { spread_pattern({some}, "1 x", 5); }),
            "pattern[1]: \"x\" is not a number");
  EXPECT_EQ(refusal([&] { spread_pattern({some}, "1 -2", 5); }), "pattern[1]: -2 is negative");
  EXPECT_EQ(refusal([&] { spread_pattern({some}, "1 P", 5); }), "pattern: mixes weights with P");
  EXPECT_EQ(refusal([&] { growth_line({some}, 1, -1.5); }),
            "rate: -1.5 is not a finite number of at least -1");
  EXPECT_EQ(refusal([&] { growth_line({some}, 1, 1e19); }), "rate: is beyond 64-bit minor units");
  const Minor most = std::numeric_limits<Minor>::max();
  EXPECT_EQ(refusal([&] { repeat_value({Minors{most}}, 1, Action::add); }),
            "values: 9223372036854775807 + 1 exceeds 64 bits");
  EXPECT_EQ(refusal([&] {
              spread_equal({Minors{-most, 0}, std::vector<std::uint8_t>{1, 0}}, most);
            }),
            "amount: leaves 18446744073709551614 for the free cells, beyond 64 bits");
}

TEST(Methods, LineMeetsBothEndsOfInt64) {
  constexpr Minor most = std::numeric_limits<Minor>::max();
  EXPECT_EQ(straight_line({Minors(3)}, -most, most), (Minors{-most, 0, most}));
  EXPECT_EQ(straight_line({Minors(1)}, 5, 9), (Minors{5}));
  EXPECT_EQ(straight_line({}, 5, 9), Minors{});
}

TEST(Methods, DistributedAmountsComeOutExactlyAndHeldCellsStay) {
  constexpr std::uint64_t seed = 20260301;
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 engine(seed);
  const auto integer = [&](Minor low, Minor high) {
    return low + static_cast<Minor>(engine() % (static_cast<std::uint64_t>(high - low) + 1));
  };
  for (int round = 0; round < 20000; ++round) {
    Minors values;
    std::vector<std::uint8_t> held;
    Numbers reference;
    const Minor n = integer(2, 9);
    for (Minor i = 0; i < n; ++i) {
      values.push_back(integer(-300, 1000));
      held.push_back(i > 0 && integer(0, 3) == 0 ? 1 : 0);
      reference.push_back(static_cast<double>(integer(1, 1000)) / 8);
    }
    const Slice slice{values, held};
    const Minor before = std::accumulate(values.begin(), values.end(), Minor{0});
    const Minor amount = integer(-5000, 5000);
    const Action action = integer(0, 1) == 0 ? Action::replace : Action::add;
    std::vector<Minors> results{spread_equal(slice, amount, action),
                                spread_relative(slice, reference, amount, action)};
    Minor free = 0;
    for (std::size_t i = 0; i < values.size(); ++i) free += held[i] != 0 ? 0 : values[i];
    if (free != 0) results.push_back(spread_proportional(slice, amount, action));
    for (const Minors& after : results) {
      const Minor sum = std::accumulate(after.begin(), after.end(), Minor{0});
      ASSERT_EQ(sum, action == Action::replace ? amount : before + amount)
          << "seed " << seed << " round " << round;
    }
    results.push_back(change_by_ratio(slice, 0.07));
    const Minor grown = std::accumulate(results.back().begin(), results.back().end(), Minor{0});
    ASSERT_NEAR(static_cast<double>(grown - before), 0.07 * static_cast<double>(free), 0.5 + 1e-9)
        << "seed " << seed << " round " << round;
    for (const Minors& after : results) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (held[i] != 0) {
          ASSERT_EQ(after[i], values[i]) << "seed " << seed << " round " << round;
        }
      }
    }
  }
}

}  // namespace
}  // namespace salesplan::allocation
