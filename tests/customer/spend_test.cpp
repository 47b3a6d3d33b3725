#include "salesplan/customer/spend.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "allocation/golden.hpp"
#include "customer/shared_data.hpp"
#include "refusal.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;

TEST(Spend, GoldenFits) {
  std::map<std::string, std::map<std::string, double>> found;
  for (const golden::Row& row :
       golden::rows(std::string(SALESPLAN_TEST_DIR) + "/spend_golden.csv")) {
    const std::string& data = row.at("data");
    if (found.count(data) == 0) {
      const Portfolio portfolio = read_portfolio(data);
      if (portfolio.empty()) GTEST_SKIP() << "../shared/data/customer is not there";
      const SpendFit fit = fit_spend(portfolio.x, portfolio.mean_spend);
      EXPECT_TRUE(fit.converged && !fit.prior_used && fit.note.empty());
      found[data] = {{"p", fit.model.p},
                     {"q", fit.model.q},
                     {"v", fit.model.v},
                     {"log_likelihood", fit.log_likelihood},
                     {"customers", static_cast<double>(fit.customers)}};
      EXPECT_NEAR(spend_log_likelihood(fit.model, portfolio.x, portfolio.mean_spend),
                  fit.log_likelihood, 1e-8);
    }
    EXPECT_NEAR(found[data].at(row.at("quantity")), golden::numbers(row.at("value"))[0],
                golden::numbers(row.at("tolerance"))[0])
        << data << " " << row.at("quantity");
  }
}

// Golden: mpmath with 40 digits, at the parameters of Fader & Hardie (2013).
TEST(Spend, GoldenExpectations) {
  const Values found =
      expected_spend({6.25, 3.74, 15.44}, Values{2, 1, 0, 7}, Values{22.35, 11.77, NAN, 73.74});
  EXPECT_NEAR(found[0], 24.6637139107612, 1e-12);
  EXPECT_NEAR(found[1], 18.916852057842, 1e-12);
  EXPECT_NEAR(found[2], 35.2189781021898, 1e-12);
  EXPECT_NEAR(found[3], 71.4696708969671, 1e-12);
  EXPECT_NEAR(expected_spend({6, 4, 16}, Values{3}, Values{35})[0], 34.5714285714286, 1e-12);
}

TEST(Spend, FortySmallSubsamplesConverge) {
  const Portfolio cdnow = read_portfolio("cdnow");
  if (cdnow.empty()) GTEST_SKIP() << "../shared/data/customer is not there";
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    numeric::Random random(seed);
    Values x, mean;
    for (int i = 0; i < 50; ++i) {
      const auto c = static_cast<std::size_t>(random.below(cdnow.x.size()));
      x.push_back(cdnow.x[c]);
      mean.push_back(cdnow.mean_spend[c]);
    }
    const SpendFit fit = fit_spend(x, mean);
    EXPECT_TRUE(fit.converged);
    EXPECT_EQ(fit.note, "");
    for (const double value : expected_spend(fit.model, x, mean)) {
      EXPECT_TRUE(value > 0 && value < 1000) << value;
    }
  }
}

TEST(Spend, OddPortfoliosFitOrSayWhyNot) {
  for (const auto& [x, mean] : std::vector<std::pair<Values, Values>>{
           {{1}, {10}}, {{1000, 2, 0}, {1e6, 1e-3, 0}}, {{3, 3, 3}, {0, -5, 7}}}) {
    const SpendFit fit = fit_spend(x, mean);
    EXPECT_TRUE(fit.converged) << fit.note;
    EXPECT_TRUE(std::isfinite(fit.log_likelihood));
  }
  // Everybody spends the same: p and q have no end, and what is expected is what was seen.
  const Values x(500, 3), mean(500, 20);
  const SpendFit same = fit_spend(x, mean);
  EXPECT_EQ(same.note, "q is at the boundary of its range");
  EXPECT_NEAR(expected_spend(same.model, x, mean)[0], 20, 1e-6);
}

// The unit of money changes v alone; what is expected is between what was seen and the mean.
TEST(Spend, ScalesWithMoneyAndShrinks) {
  numeric::Random random(5);
  Values x, mean, cents;
  for (int i = 0; i < 400; ++i) {
    x.push_back(1 + static_cast<double>(random.below(6)));
    mean.push_back(30 * random.gamma(6 * x.back()) / (6 * x.back()) / random.gamma(4));
    cents.push_back(100 * mean.back());
  }
  const SpendFit money = fit_spend(x, mean), fine = fit_spend(x, cents);
  EXPECT_NEAR(fine.model.p, money.model.p, 1e-5 * money.model.p);
  EXPECT_NEAR(fine.model.v, 100 * money.model.v, 1e-3 * money.model.v);
  EXPECT_NEAR(money.model.p, 6, 4 * money.standard_errors[0]);
  EXPECT_NEAR(money.model.q, 4, 4 * money.standard_errors[1]);
  const double all = money.model.p * money.model.v / (money.model.q - 1);
  const Values expected = expected_spend(money.model, x, mean);
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_GE(expected[i], std::min(all, mean[i]) * (1 - 1e-12));
    EXPECT_LE(expected[i], std::max(all, mean[i]) * (1 + 1e-12));
  }
}

TEST(Spend, DrawsHaveTheExpectedMean) {
  const Values x{3, 0}, mean{35, 0};
  const std::size_t draws = 40000;
  const Values purchases(2 * draws, 2);
  SpendFit fit;
  fit.model = {6, 4, 16};
  const Values spend = draw_spend(fit, x, mean, purchases);
  const Values expected = expected_spend(fit.model, x, mean);
  for (std::size_t c = 0; c < 2; ++c) {
    double sum = 0;
    for (std::size_t d = 0; d < draws; ++d) sum += spend[c * draws + d];
    EXPECT_NEAR(sum / static_cast<double>(draws), 2 * expected[c], 0.02 * expected[c]);
  }
  EXPECT_EQ(draw_spend(fit, x, mean, purchases, 1, 2), spend);
}

TEST(Spend, RefusesWhatCannotBe) {
  const auto fit = [](const Values& x, const Values& mean) {
    return refusal([&] { fit_spend(x, mean); });
  };
  EXPECT_EQ(fit({1, 2}, {1}), "mean_spend: 1 values for 2 customers");
  EXPECT_EQ(fit({-1}, {1}), "x[0]: -1 is not an integer in 0..1e7");
  EXPECT_EQ(fit({1}, {INFINITY}), "mean_spend[0]: inf is not within 1e-100..1e100");
  EXPECT_EQ(fit({3, 0}, {NAN, 7}),
            "mean_spend: no customer has a repeat purchase and a positive mean spend");
  EXPECT_EQ(refusal([] {
              expected_spend({1, 0, 1}, Values{1}, Values{1});
            }),
            "q: 0 is not positive");
  EXPECT_EQ(refusal([] {
              draw_spend(fit_spend(Values{1}, Values{1}), Values{1}, Values{1}, Values{-1});
            }),
            "purchases[0]: -1 is not a count");
}

}  // namespace
}  // namespace salesplan::customer
