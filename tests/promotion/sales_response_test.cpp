#include "salesplan/promotion/sales_response.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "promotion/shared_data.hpp"
#include "refusal.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/least_squares.hpp"

namespace salesplan::promotion {
namespace sales_response_test {

/// A panel that owns its columns.
struct Table {
  std::vector<std::int32_t> unit, period;
  std::vector<double> volume, price;
  std::map<std::string, std::vector<double>> driver;
  SalesPanel panel() const {
    SalesPanel p{unit, period, volume, price, {}};
    for (const auto& [name, values] : driver) p.drivers.push_back({name, values});
    return p;
  }
};

std::vector<double> numbers(const std::vector<std::string>& texts) {
  std::vector<double> values;
  for (const std::string& text : texts) values.push_back(core::parse_number(text, "cell"));
  return values;
}

/// 5,555 weeks of sliced cheese at 88 retailers (Boatwright, McCulloch & Rossi 1999).
Table cheese() {
  const Columns file = shared_columns("bayesm_cheese.csv");
  Table t;
  if (file.empty()) return t;
  t.volume = numbers(file.at("VOLUME"));
  t.price = numbers(file.at("PRICE"));
  t.driver["display"] = numbers(file.at("DISP"));
  std::map<std::string, std::int32_t> number;
  std::vector<std::int32_t> weeks(t.volume.size(), 0);
  for (const std::string& retailer : file.at("RETAILER")) {
    t.unit.push_back(
        number.insert({retailer, static_cast<std::int32_t>(number.size())}).first->second);
    t.period.push_back(weeks[static_cast<std::size_t>(t.unit.back())]++);
  }
  return t;
}

TEST(SalesResponse, CheeseMixedModel) {
  const Table t = cheese();
  if (t.volume.empty()) GTEST_SKIP() << "../shared/data/promo/bayesm_cheese.csv is not there";
  const SalesResponse shrunk = fit_sales_response(t.panel());
  EXPECT_TRUE(shrunk.converged);
  EXPECT_EQ(shrunk.rows, 5555u);
  // nlme's figures; it stops 8e-6 short of where the likelihood is flat to 1e-14 (1.172116).
  EXPECT_NEAR(shrunk.coefficient[shrunk.column("intercept")], 10.329425, 1e-5);
  EXPECT_NEAR(shrunk.coefficient[shrunk.column("display")], 1.172108, 1e-5);
  EXPECT_NEAR(shrunk.coefficient[shrunk.column("price")], -2.194697, 1e-5);
  EXPECT_NEAR(shrunk.log_likelihood, -546.17543, 5e-6);
  EXPECT_NEAR(shrunk.sigma, 0.245153, 5e-7);

  SalesResponseOptions fixed;
  fixed.pooling = Pooling::intercept;
  const SalesResponse within = fit_sales_response(t.panel(), fixed);
  EXPECT_NEAR(within.coefficient[within.column("display")], 0.914213, 5e-7);
  EXPECT_NEAR(within.coefficient[within.column("price")], -2.388341, 5e-7);
  EXPECT_NEAR(within.sigma, 0.279669, 5e-7);

  std::vector<double> x, y;
  for (std::size_t i = 0; i < t.volume.size(); ++i) {
    x.insert(x.end(), {1, t.driver.at("display")[i], std::log(t.price[i])});
    y.push_back(std::log(t.volume[i]));
  }
  const numeric::LeastSquares pooled = numeric::least_squares(x, y);
  EXPECT_NEAR(pooled.coefficient[0], 9.371191, 5e-7);
  EXPECT_NEAR(pooled.coefficient[1], 0.513196, 5e-7);
  EXPECT_NEAR(pooled.coefficient[2], -1.257578, 5e-7);
  EXPECT_NEAR(pooled.sigma, 0.760380, 5e-7);
}

TEST(SalesResponse, ShrinkageForecastsCheeseBestOnHeldOutWeeks) {
  const Table t = cheese();
  if (t.volume.empty()) GTEST_SKIP() << "../shared/data/promo/bayesm_cheese.csv is not there";
  std::map<std::int32_t, int> weeks;
  for (std::int32_t unit : t.unit) ++weeks[unit];
  Table train = t;
  for (std::size_t i = 0; i < t.volume.size(); ++i) {
    if (t.period[i] >= weeks[t.unit[i]] - 10) train.volume[i] = std::nan("");
  }
  const SalesResponse response = fit_sales_response(train.panel());
  double squares = 0;
  int count = 0;
  for (std::size_t i = 0; i < t.volume.size(); ++i) {
    if (!std::isnan(train.volume[i])) continue;
    const double* b = &response.unit_coefficient[static_cast<std::size_t>(t.unit[i]) * 3];
    const double fit = b[response.column("intercept")] +
                       b[response.column("price")] * std::log(t.price[i]) +
                       b[response.column("display")] * t.driver.at("display")[i];
    squares += std::pow(std::log(t.volume[i]) - fit, 2);
    ++count;
  }
  EXPECT_EQ(count, 880);
  EXPECT_NEAR(std::sqrt(squares / count), 0.2865, 1e-4);  // own regressions .3317, pooled .7739
}

TEST(SalesResponse, DominicksDipAfterAPromotion) {
  const Columns file = shared_columns("bayesm_oj_yx.csv.gz");
  if (file.empty()) GTEST_SKIP() << "../shared/data/promo/bayesm_oj_yx.csv.gz is not there";
  Table t;
  for (std::size_t i = 0; i < file.at("brand").size(); ++i) {
    if (file.at("brand")[i] != "1") continue;
    const auto number = [&](const char* name) {
      return core::parse_number(file.at(name)[i], name);
    };
    t.unit.push_back(static_cast<std::int32_t>(number("store")));
    t.period.push_back(static_cast<std::int32_t>(number("week")));
    t.volume.push_back(std::exp(number("logmove")));
    t.price.push_back(number("price1"));
    t.driver["deal"].push_back(number("deal"));
    t.driver["feature"].push_back(number("feat"));
  }
  SalesPanel panel = t.panel();
  panel.drivers[1].lags = 1;  // feature
  SalesResponseOptions options;
  options.pooling = Pooling::intercept;
  options.price_lags = 2;
  const SalesResponse r = fit_sales_response(panel, options);
  EXPECT_EQ(r.rows, 9050u);
  EXPECT_NEAR(r.coefficient[r.column("price")], -2.704069, 5e-7);
  EXPECT_NEAR(r.coefficient[r.column("deal")], -0.053176, 5e-7);
  EXPECT_NEAR(r.coefficient[r.column("feature")], 0.558932, 5e-7);
  EXPECT_NEAR(r.coefficient[r.column("price[-1]")], 0.364085, 5e-7);
  EXPECT_NEAR(r.coefficient[r.column("price[-2]")], 0.180374, 5e-7);
  EXPECT_NEAR(r.coefficient[r.column("feature[-1]")], 0.050768, 5e-7);
  EXPECT_NEAR(r.sigma, 0.393662, 5e-7);
  const Estimate dip = pulled_forward_share(r);
  EXPECT_NEAR(dip.mean, 0.2013, 5e-5);
  EXPECT_GT(dip.sd, 0.005);
  EXPECT_LT(dip.sd, 0.05);
}

/// 20 stores × 60 weeks: price elasticity -2, dip 0.3 next week, feature 0.5, season, and a related
/// product whose log price moves sales by `cross`.
Table simulate(unsigned seed, double cross, double noise) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Table t;
  for (std::int32_t u = 0; u < 20; ++u) {
    const double level = 5 + normal(random), elasticity = -2 + 0.3 * normal(random);
    double before = 0;
    for (std::int32_t w = 0; w < 60; ++w) {
      const double price = random() % 5 == 0 ? std::log(0.8) : 0;
      const double feature = random() % 6 == 0 ? 1 : 0;
      const double other = random() % 4 == 0 ? std::log(0.7) : 0;
      t.unit.push_back(u);
      t.period.push_back(w);
      t.price.push_back(10 * std::exp(price));
      t.driver["feature"].push_back(feature);
      t.driver["other price"].push_back(other);
      t.volume.push_back(std::exp(level + elasticity * price + 0.3 * before + 0.5 * feature +
                                  cross * other + 0.2 * std::sin(6.283185307179586 * w / 52) +
                                  noise * normal(random)));
      before = price;
    }
  }
  return t;
}

TEST(SalesResponse, RecoversEffectsDipAndCannibalisation) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    const Table t = simulate(seed, 0.4, 0.1);
    SalesResponseOptions options;
    options.price_lags = 1;
    options.season_length = 52;
    const SalesResponse r = fit_sales_response(t.panel(), options);
    EXPECT_EQ(r.rows, 20u * 59u);
    const auto near = [&](const std::string& name, double truth, double tolerance) {
      EXPECT_NEAR(r.coefficient[r.column(name)], truth, tolerance) << name;
    };
    near("price", -2, 0.3);
    near("price[-1]", 0.3, 0.15);
    near("feature", 0.5, 0.05);
    near("season sin 1", 0.2, 0.02);
    EXPECT_NEAR(pulled_forward_share(r).mean, 0.15, 3 * pulled_forward_share(r).sd);
    // A cut of 30 % in the other product's price costs this one 1 - 0.7^0.4 of its sales.
    const Estimate lost = changed_units(r, "other price", std::log(0.7), 1000);
    EXPECT_NEAR(lost.mean, 1000 * (std::pow(0.7, 0.4) - 1), 4 * lost.sd);
    EXPECT_LT(lost.mean + 2 * lost.sd, 0);

    std::vector<double> change(r.name.size(), 0.0);
    change[r.column("price")] = std::log(0.8);
    const Estimate common = log_uplift(r, change);
    const Estimate own = log_uplift(r, change, 3);
    EXPECT_NEAR(common.mean, r.coefficient[r.column("price")] * std::log(0.8), 1e-12);
    EXPECT_NE(own.mean, common.mean);
    EXPECT_GT(own.sd, 0);
  }
}

TEST(SalesResponse, RefusesBadInput) {
  const Table good = simulate(1, 0.4, 0.1);
  const auto with = [&](auto change, const SalesResponseOptions& options = {}) {
    Table t = good;
    change(t);
    return refusal([&] { fit_sales_response(t.panel(), options); });
  };
  const auto nothing = [](Table&) {};
  EXPECT_EQ(with([](Table& t) { t.volume[3] = 0; }), "volume[3]: 0 is not finite and positive");
  EXPECT_EQ(with([](Table& t) { t.price[4] = -1; }), "price[4]: -1 is not finite and positive");
  EXPECT_EQ(with([](Table& t) { t.price.pop_back(); }), "price: 1199 values for 1200 rows");
  EXPECT_EQ(with([](Table& t) { t.unit[0] = -1; }), "unit[0]: -1 is outside [0, 1200)");
  EXPECT_EQ(with([](Table& t) { t.period[1] = t.period[0]; }),
            "period[1]: unit 0 has period 0 twice");
  EXPECT_EQ(with([](Table& t) { t.driver["feature"].clear(); }),
            "drivers[0].values: 0 values for 1200 rows");
  SalesResponseOptions options;
  options.price_lags = -1;
  EXPECT_EQ(with(nothing, options), "price_lags: -1 is outside 0 .. 52");
  options = {};
  options.season_length = 4;
  options.harmonics = 2;
  EXPECT_EQ(with(nothing, options), "harmonics: 2 is outside 1 .. season_length / 2");
  EXPECT_EQ(with([](Table& t) {
              for (std::size_t i = 0; i < t.volume.size(); ++i) {
                if (t.unit[i] != 19 || t.period[i] > 9) t.volume[i] = std::nan("");
              }
            }),
            "unit: 19 needs more usable rows than 10");
  const SalesResponse r = fit_sales_response(good.panel());
  EXPECT_EQ(refusal([&] { log_uplift(r, std::vector<double>{1}); }),
            "change: 1 values for 4 columns");
  EXPECT_EQ(refusal([&] { pulled_forward_share(r); }), "response: has no price lags");
  EXPECT_EQ(refusal([&] { r.column("cost"); }),
            "column: cost is none of intercept, price, feature, other price");
  EXPECT_EQ(refusal([&] { log_uplift(r, std::vector<double>(4, 0.0), 20); }),
            "unit: 20 is outside -1 .. 19");
}

}  // namespace sales_response_test
}  // namespace salesplan::promotion
