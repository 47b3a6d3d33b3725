#include "salesplan/plan/month_review.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "plan/small_plan.hpp"

namespace salesplan::plan {
namespace {

using Effects = std::map<std::string, core::Minor>;

/// The effects of a member that are not 0, after a check that they add up.
Effects effects_of(const MemberReview& review, std::size_t node = 0) {
  Effects effects;
  core::Minor sum = review.bridge.base[node];
  for (std::size_t e = 0; e < review.bridge.effects.size(); ++e) {
    const core::Minor amount = review.bridge.at(node, e);
    sum += amount;
    if (amount != 0) effects[review.bridge.effects[e]] = amount;
  }
  EXPECT_EQ(sum, review.bridge.actual[node]);
  return effects;
}

/// January 2026 after January 2025, which has 23 workdays instead of 22.
class MonthReviewed : public ::testing::Test {
 protected:
  MonthReviewed() {
    spec.forecast.per_workday = true;
    spec.review_by = {0};
    buy("2025-01-15", ann, 'x', 100'00);
    buy("2025-01-15", ann, 'y', 50'00);
    buy("2025-01-15", bob, 'y', 30'00);
    buy("2026-01-15", ann, 'x', 120'00);
    buy("2026-01-15", bob, 'y', 60'00);
    buy("2026-01-15", cai, 'z', 10'00);
    spec.as_of = calendar::make_date(2026, 1, 31);
    document.months = {spec.first_month};
    document.closed = 1;
  }

  void buy(const std::string& date, std::int32_t rep, char customer, core::Minor amount) {
    sell(spec, date, {rep}, amount);
    spec.customers.push_back(customer - 'x');
  }

  MonthReview reviewed() {
    const std::vector<MonthReview> reviews = month_reviews(spec, history(spec), document);
    return reviews.empty() ? MonthReview{} : reviews.at(0);
  }

  static constexpr std::int32_t ann = 0, bob = 1, cai = 2;
  Specification spec = small_plan();
  Document document;
};

// 150.00 in 22 instead of 23 days are 143.48: x 95.65, y 47.83. Bob's 30.00 are 28.70.
TEST_F(MonthReviewed, TellsCalendarAndCustomersApart) {
  const MonthReview review = reviewed();
  EXPECT_EQ(effects_of(review.company),
            (Effects{{"calendar", -7'82}, {"new", 10'00}, {"grown", 24'35}, {"shrunk", -16'53}}));
  EXPECT_EQ(review.company.customers, (std::vector<std::int64_t>{1, 0, 0, 1, 1, 0, 0}));
  ASSERT_EQ(review.by.size(), 1U);
  const table::Dimension& reps = spec.dimensions[0];
  const auto member = [&](const char* key) {
    return effects_of(review.by[0], static_cast<std::size_t>(reps.at(key, "test")));
  };
  EXPECT_EQ(member("ann"), (Effects{{"calendar", -6'52}, {"grown", 24'35}, {"moved_out", -47'83}}))
      << "y buys of bob alone now";
  EXPECT_EQ(member("bob"), (Effects{{"calendar", -1'30}, {"grown", 31'30}}));
  EXPECT_EQ(member("cai"), (Effects{{"new", 10'00}}));
  EXPECT_EQ(member("north"),
            (Effects{{"calendar", -7'82}, {"grown", 55'65}, {"moved_out", -47'83}}));
  EXPECT_EQ(
      member("*"),
      (Effects{{"calendar", -7'82}, {"new", 10'00}, {"grown", 55'65}, {"moved_out", -47'83}}));
}

TEST_F(MonthReviewed, CountsWhoGoesToAnotherAsMoved) {
  for (std::int32_t& who : spec.facts.members[0]) {
    if (who == cai) who = bob;
  }
  spec.customers.back() = 0;  // x, of ann, buys of bob too
  const MonthReview review = reviewed();
  const auto bob_row = static_cast<std::size_t>(spec.dimensions[0].at("bob", "test"));
  EXPECT_EQ(effects_of(review.by[0], bob_row).at("moved_in"), 10'00);
  EXPECT_EQ(effects_of(review.company).count("moved_in"), 0U);
  const std::int64_t* counts = &review.by[0].customers[bob_row * customer_moves];
  EXPECT_EQ((std::vector<std::int64_t>(counts, counts + customer_moves)),
            (std::vector<std::int64_t>{0, 0, 0, 1, 0, 1, 0}));
}

TEST_F(MonthReviewed, KnowsWhoBoughtInBetween) {
  buy("2025-06-02", cai, 'z', 1'00);
  EXPECT_EQ(effects_of(reviewed().company).at("returned"), 10'00);
  EXPECT_EQ(effects_of(reviewed().company).count("new"), 0U);
}

TEST_F(MonthReviewed, IsPerformanceWithoutCustomers) {
  spec.customers.clear();
  const MonthReview review = reviewed();
  EXPECT_EQ(effects_of(review.company), (Effects{{"calendar", -7'82}, {"performance", 17'82}}));
  EXPECT_TRUE(review.company.customers.empty());
}

TEST_F(MonthReviewed, CountsDaysOnlyWhereTheForecastDoes) {
  spec.forecast.per_workday = false;
  EXPECT_EQ(effects_of(reviewed().company).count("calendar"), 0U);
}

// A fifth of what was sold on the promotion is uplift: 10.00 a year ago, 20.00 now.
TEST_F(MonthReviewed, TakesTheUpliftOfPromotionsOutOfTheCompany) {
  spec.forecast.per_workday = false;
  PromotionBook book;
  book.names.resize(1);
  book.month = {calendar::parse_period("2025-01", "test").ordinal, spec.first_month.ordinal,
                spec.first_month.ordinal};
  book.promotion = {0, 0, -1};
  book.revenue = {50, 100, 40};
  spec.promotions = book;
  PromotionRow row;
  row.sold = true;
  row.facts.units = 100;
  row.facts.baseline.mean = 80;
  document.promotions = {row};
  const MonthReview review = reviewed();
  const Effects company = effects_of(review.company);
  EXPECT_EQ(company.at("promotion"), 10'00);
  EXPECT_EQ(company.at("new"), 8'95) << "10.00 less 20.00 of 190.00";
  EXPECT_EQ(effects_of(review.by[0]).count("promotion"), 0U);
}

TEST_F(MonthReviewed, NeedsTheYearBefore) {
  for (std::int32_t& day : spec.facts.dates) {
    if (day < spec.today.days) day += 31;
  }
  EXPECT_TRUE(reviewed().company.bridge.base.empty());
}

// A return of goods, a customer of a day's figures, months in which nothing is sold.
TEST_F(MonthReviewed, AddsUpWhateverWasSold) {
  spec.months = 3;
  spec.as_of = calendar::make_date(2026, 3, 31);
  document.months = {spec.first_month, calendar::next(spec.first_month),
                     calendar::shift(spec.first_month, 2)};
  document.closed = 3;
  buy("2025-02-03", ann, 'x', -7'77);
  buy("2026-02-03", bob, 'x', 3'33);
  buy("2026-02-03", bob, 'x', -3'33);
  const std::vector<MonthReview> reviews = month_reviews(spec, history(spec), document);
  ASSERT_EQ(reviews.size(), 3U);
  for (const MonthReview& review : reviews) {
    effects_of(review.company);
    for (std::size_t node = 0; node < spec.dimensions[0].size(); ++node) {
      effects_of(review.by[0], node);
    }
    EXPECT_EQ(review.by[0].bridge.actual[0], review.company.bridge.actual[0]);
  }
}

}  // namespace
}  // namespace salesplan::plan
