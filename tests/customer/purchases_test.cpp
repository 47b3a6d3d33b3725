#include "salesplan/customer/purchases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "customer/shared_data.hpp"
#include "refusal.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;

calendar::Date day(int d) { return calendar::make_date(2015, 1, 1) + (d - 1); }

struct Lines {
  std::vector<std::int64_t> customer;
  std::vector<calendar::Date> date;
  Values amount;
  Lines& add(std::int64_t key, int d, double money) {
    customer.push_back(key);
    date.push_back(day(d));
    amount.push_back(money);
    return *this;
  }
  Transactions view() const { return {customer, date, amount}; }
};

SummaryOptions daily(int end, int holdout = 0) {
  return {day(end), holdout == 0 ? calendar::no_date : day(holdout), 1};
}

// Golden: the summaries of the toy table in the tests of lifetimes and pymc-marketing. Two lines of
// one day are one purchase.
TEST(Purchases, ToyTable) {
  Lines lines;
  lines.add(1, 1, 1).add(1, 37, 2).add(2, 1, 4).add(3, 1, 2).add(3, 3, 1).add(3, 5, 5);
  lines.add(4, 16, 6).add(4, 18, 3).add(4, 36, 3).add(5, 16, 3).add(5, 17, 3).add(5, 18, 3);
  lines.add(5, 18, 3).add(6, 33, 2);
  const Summaries found = summarize(lines.view(), daily(38));
  EXPECT_EQ(found.customer, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(found.x, (Values{1, 0, 2, 2, 2, 0}));
  EXPECT_EQ(found.t_x, (Values{36, 0, 4, 20, 2, 0}));
  EXPECT_EQ(found.T, (Values{37, 37, 37, 22, 22, 5}));
  EXPECT_EQ(found.mean_spend, (Values{2, 0, 3, 3, 4.5, 0}));
}

TEST(Purchases, CdnowIsTheTableOfThePapers) {
  const PurchaseLines lines = read_cdnow_lines();
  if (lines.customer.empty()) GTEST_SKIP() << "../shared/data/customer is not there";
  const Portfolio table = read_portfolio("cdnow");
  const Summaries found = summarize(
      lines.view(), {calendar::make_date(1997, 9, 30), calendar::make_date(1998, 6, 30), 7});
  ASSERT_EQ(found.x.size(), 2357u);
  double weeks = 0, days = 0;
  for (std::size_t i = 0; i < found.x.size(); ++i) {
    EXPECT_EQ(found.x[i], table.x[i]);
    EXPECT_NEAR(found.t_x[i], table.t_x[i], 1e-9);
    EXPECT_NEAR(found.T[i], table.T[i], 1e-9);
    EXPECT_NEAR(found.mean_spend[i], table.mean_spend[i], 1e-9);
    EXPECT_EQ(found.holdout_purchases[i], table.holdout[i]);
    weeks += found.log_gaps[i];
  }
  SummaryOptions in_days{calendar::make_date(1997, 9, 30), calendar::no_date, 1};
  const Summaries by_day = summarize(lines.view(), in_days);
  double repeats = 0;
  for (std::size_t i = 0; i < by_day.x.size(); ++i) {
    EXPECT_NEAR(by_day.T[i], 7 * found.T[i], 1e-9);
    days += by_day.log_gaps[i];
    repeats += by_day.x[i];
  }
  EXPECT_NEAR(days - weeks, repeats * std::log(7), 1e-8);
}

TEST(Purchases, ReturnsAreTakenOffWhatWasBought) {
  Lines lines;
  lines.add(1, 1, 50).add(1, 5, 30).add(1, 8, -40);  // the latest first: 30, then 10 of the 50
  lines.add(2, 1, 50).add(2, 3, -80);                // 30 more than was bought
  lines.add(3, 1, 20).add(3, 4, 10).add(3, 4, -3);   // exchanged on one day: still a purchase
  lines.add(4, 2, -15);                              // bought before the data begin
  lines.add(5, 1, 0).add(5, 4, 0);                   // gifts: purchases of nothing
  lines.add(6, 1, 9).add(6, 12, 5).add(6, 13, -9);   // returned in the holdout
  const Summaries found = summarize(lines.view(), daily(10, 20));
  EXPECT_EQ(found.customer, (std::vector<std::int64_t>{1, 2, 3, 5, 6}));
  EXPECT_EQ(found.x, (Values{1, 0, 1, 1, 0}));
  EXPECT_EQ(found.spend, (Values{40, 0, 27, 0, 9}));
  EXPECT_EQ(found.mean_spend, (Values{0, 0, 7, 0, 0}));
  EXPECT_EQ(found.returned, (Values{40, 80, 0, 0, 0}));
  EXPECT_EQ(found.holdout_purchases, (Values{0, 0, 0, 0, 1}));
  EXPECT_EQ(found.holdout_spend, (Values{0, 0, 0, 0, 0}));
  EXPECT_EQ(found.unmatched_returns, 30 + 15 + 4);
}

TEST(Purchases, WithoutAmountsSpendIsMissing) {
  Lines lines;
  lines.add(7, 3, 0).add(7, 5, 0).add(7, 30, 0);
  Transactions view = lines.view();
  view.amount = {};
  const Summaries found = summarize(view, daily(10));
  EXPECT_EQ(found.x, (Values{1}));
  EXPECT_TRUE(std::isnan(found.spend[0]) && std::isnan(found.mean_spend[0]));
  EXPECT_TRUE(summarize({}, daily(10)).customer.empty());
}

TEST(Purchases, RefusesWhatCannotBe) {
  Lines lines;
  lines.add(1, 1, 1).add(1, 2, NAN);
  EXPECT_EQ(refusal([&] { summarize(lines.view(), daily(10)); }),
            "amount[1]: nan is not within -1e100..1e100");
  lines.amount.pop_back();
  EXPECT_EQ(refusal([&] { summarize(lines.view(), daily(10)); }),
            "amount: 1 values for 2 transactions");
  lines.amount.push_back(1);
  lines.date[0] = calendar::no_date;
  EXPECT_NE(refusal([&] { summarize(lines.view(), daily(10)); }).find("date[0]"),
            std::string::npos);
  lines.date[0] = day(1);
  EXPECT_EQ(refusal([&] { summarize(lines.view(), daily(10, 10)); }),
            "holdout_end: is not after calibration_end");
  SummaryOptions options = daily(10);
  options.unit_days = 0;
  EXPECT_EQ(refusal([&] { summarize(lines.view(), options); }), "unit_days: 0 is not in (0, 1e6]");
}

}  // namespace
}  // namespace salesplan::customer
