#include "salesplan/customer/holdout_correction.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "customer/shared_data.hpp"
#include "refusal.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;

SummaryOptions cdnow_split() {
  return {calendar::make_date(1997, 9, 30), calendar::make_date(1998, 6, 30), 7};
}

/// The model with the least error on the rolling splits, held against the holdout.
struct Outcome {
  Lifetime kind;
  double error, bias;  ///< mean |forecast - actual| a customer; total forecast over actual, less 1
};

Outcome corrected(const Transactions& transactions, const SummaryOptions& options) {
  HoldoutCorrection best;
  best.error = INFINITY;
  for (const Lifetime kind : {Lifetime::bg_nbd, Lifetime::mbg_nbd, Lifetime::pareto_nbd}) {
    const HoldoutCorrection learned = learn_correction(kind, transactions, options);
    EXPECT_EQ(learned.splits.size(), 4u);
    if (learned.error < best.error) best = learned;
  }
  const Summaries seen = summarize(transactions, options);
  const double horizon =
      static_cast<double>(options.holdout_end - options.calibration_end) / options.unit_days;
  const LifetimeModel model = fit_lifetime(best.kind, seen.histories()).model;
  const Values expected = expected_purchases(model, seen.histories(), horizon);
  const double total = best.factor * std::accumulate(expected.begin(), expected.end(), 0.0);
  const Values forecast = likeliest_purchases(model, seen.histories(), horizon, total);
  double error = 0, came = 0;
  for (std::size_t i = 0; i < forecast.size(); ++i) {
    error += std::abs(forecast[i] - seen.holdout_purchases[i]);
    came += seen.holdout_purchases[i];
  }
  return {best.kind, error / static_cast<double>(forecast.size()), total / came - 1};
}

// The best peer's mean error on these 39 weeks is 0.7545 (Pareto/NBD), with 11 % too few purchases.
TEST(HoldoutCorrection, BeatsThePeersOnCdnow) {
  const PurchaseLines lines = read_cdnow_lines();
  if (lines.customer.empty()) GTEST_SKIP() << "../shared/data/customer is not there";
  const Outcome found = corrected(lines.view(), cdnow_split());
  EXPECT_EQ(found.kind, Lifetime::bg_nbd);
  EXPECT_LT(found.error, 0.7545);
  EXPECT_LT(std::abs(found.bias), 0.05);
}

// The best peer's mean error on these 52 weeks is 1.431 (MBG/CNBD-2), with 17 % too many purchases.
TEST(HoldoutCorrection, BeatsThePeersOnGroceries) {
  const PurchaseLines lines = read_grocery_lines();
  if (lines.customer.empty()) GTEST_SKIP() << "../shared/data/customer is not there";
  const Outcome found = corrected(
      lines.view(), {calendar::make_date(2006, 12, 31), calendar::make_date(2007, 12, 30), 7});
  EXPECT_LT(found.error, 1.431);
  EXPECT_LT(std::abs(found.bias), 0.05);
}

TEST(HoldoutCorrection, LooksAtNothingAfterTheCalibration) {
  PurchaseLines lines = read_cdnow_lines();
  if (lines.customer.empty()) GTEST_SKIP() << "../shared/data/customer is not there";
  const HoldoutCorrection learned = learn_correction(Lifetime::bg_nbd, lines.view(), cdnow_split());
  PurchaseLines before;
  for (std::size_t i = 0; i < lines.customer.size(); ++i) {
    if (lines.date[i] > cdnow_split().calibration_end) continue;
    before.customer.push_back(lines.customer[i]);
    before.date.push_back(lines.date[i]);
    before.amount.push_back(lines.amount[i]);
  }
  EXPECT_EQ(learn_correction(Lifetime::bg_nbd, before.view(), cdnow_split()).factor,
            learned.factor);
}

TEST(LikeliestPurchases, AreTheBestForecastOfTheirTotal) {
  const LifetimeModel model{Lifetime::bg_nbd, {0.243, 4.414, 0.793, 2.426}, 1};
  const Values x{0, 2, 26}, t_x{0, 30.43, 30.86}, T{38.86, 38.86, 31};
  const Histories histories{x, t_x, T};
  const auto error = [&](const Values& forecast) {  // Σ E|Y - f|
    double sum = 0;
    for (double count = 0; count < 300; count += 1) {
      const Values p = purchase_probability(model, histories, 39, count);
      for (std::size_t i = 0; i < 3; ++i) sum += p[i] * std::abs(count - forecast[i]);
    }
    return sum;
  };
  for (const double total : {0.0, 0.5, 3.0, 17.25, 30.0}) {
    const Values best = likeliest_purchases(model, histories, 39, total);
    EXPECT_NEAR(std::accumulate(best.begin(), best.end(), 0.0), total, 1e-12);
    for (std::size_t from = 0; from < 3; ++from) {
      for (std::size_t to = 0; to < 3; ++to) {
        for (const double moved : {0.25, 1.0}) {
          if (from == to || best[from] < moved) continue;
          Values other = best;
          other[from] -= moved;
          other[to] += moved;
          EXPECT_GE(error(other), error(best) - 1e-9) << total << from << to;
        }
      }
    }
  }
}

TEST(HoldoutCorrection, RefusesWhatCannotBe) {
  const std::vector<std::int64_t> customer{1, 1};
  const std::vector<calendar::Date> date{calendar::make_date(2026, 1, 1),
                                         calendar::make_date(2026, 1, 3)};
  SummaryOptions options{calendar::make_date(2026, 1, 5), calendar::no_date, 1};
  EXPECT_EQ(refusal([&] {
              learn_correction(Lifetime::bg_nbd, {customer, date}, options);
            }),
            "calibration_end: 4 days after the first purchase; 8 are needed");
  EXPECT_EQ(refusal([&] {
              learn_correction(Lifetime::bg_bb, {customer, date}, options);
            }),
            "model: bg_bb counts occasions, not days");
  const Values one{1};
  const LifetimeModel model{Lifetime::bg_nbd, {1, 1, 1, 1}, 1};
  EXPECT_EQ(refusal([&] {
              likeliest_purchases(model, {one, one, one}, 1, -1);
            }),
            "total: -1 is not in 0..1e+12");
  EXPECT_EQ(refusal([&] {
              likeliest_purchases(model, {one, one, one}, 0, 1);
            }),
            "total: 1 where the model finds no purchase possible");
  EXPECT_NEAR(likeliest_purchases(model, {one, one, one}, 1, 1e6)[0], 1e6, 1e-6);
}

}  // namespace
}  // namespace salesplan::customer
