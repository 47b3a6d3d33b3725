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
#include "salesplan/numeric/mixed_model.hpp"

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

  // Spread of the retailers' intercepts, display and price coefficients (nlme, which stops as short
  // of the maximum here as with the coefficients).
  std::vector<std::size_t> random{0, 1, 2};
  const numeric::MixedModel mixed = numeric::fit_mixed_model({x, y, t.unit, random});
  EXPECT_NEAR(std::sqrt(mixed.random_covariance[0]), 1.1194, 1e-4);
  EXPECT_NEAR(std::sqrt(mixed.random_covariance[4]), 1.2036, 1e-4);
  EXPECT_NEAR(std::sqrt(mixed.random_covariance[8]), 0.8360, 1e-4);
}

/// Root mean square error in log volume of the last ten weeks of each retailer: shrunk, with own
/// intercepts only, with everything in common, and each by itself, from the `seen` weeks before.
struct CheeseErrors {
  double shrunk, intercept, pooled, own;
};

CheeseErrors cheese_errors(const Table& t, int seen) {
  std::map<std::int32_t, int> weeks;
  for (std::int32_t unit : t.unit) ++weeks[unit];
  Table train = t;
  std::vector<std::size_t> held;
  for (std::size_t i = 0; i < t.volume.size(); ++i) {
    const int left = weeks[t.unit[i]] - t.period[i];  // 1 in the last week
    if (left <= 10) held.push_back(i);
    if (left <= 10 || left > 10 + seen) train.volume[i] = std::nan("");
  }
  EXPECT_EQ(held.size(), 880u);
  const auto root_mean_square = [&](auto fit) {
    double squares = 0;
    for (const std::size_t i : held) squares += std::pow(std::log(t.volume[i]) - fit(i), 2);
    return std::sqrt(squares / static_cast<double>(held.size()));
  };
  const auto line = [&](const std::vector<double>& b, std::size_t i) {
    return b[0] + b[1] * std::log(t.price[i]) + b[2] * t.driver.at("display")[i];
  };
  std::map<std::int32_t, std::vector<double>> x_of, y_of;  // -1: of all
  for (std::size_t i = 0; i < t.volume.size(); ++i) {
    if (std::isnan(train.volume[i])) continue;
    for (const std::int32_t unit : {t.unit[i], -1}) {
      x_of[unit].insert(x_of[unit].end(), {1, std::log(t.price[i]), t.driver.at("display")[i]});
      y_of[unit].push_back(std::log(t.volume[i]));
    }
  }
  std::map<std::int32_t, std::vector<double>> by_itself;
  for (const auto& [unit, x] : x_of) {
    bool displayed = false;
    std::vector<double> without;  // the display column, which tells nothing where it is always 0
    for (std::size_t k = 0; k < x.size(); ++k) {
      if (k % 3 != 2) without.push_back(x[k]);
      displayed = displayed || (k % 3 == 2 && x[k] != 0);
    }
    std::vector<double>& b = by_itself[unit];
    b = numeric::least_squares(displayed ? x : without, y_of.at(unit)).coefficient;
    b.resize(3);
  }
  SalesResponseOptions fixed;
  fixed.pooling = Pooling::intercept;
  const SalesResponse shrunk = fit_sales_response(train.panel());
  const SalesResponse within = fit_sales_response(train.panel(), fixed);
  const double price = within.coefficient[within.column("price")];
  const double display = within.coefficient[within.column("display")];
  std::map<std::int32_t, double> level;  // the mean of what price and display leave
  for (const auto& [unit, y] : y_of) {
    const std::vector<double>& x = x_of.at(unit);
    for (std::size_t k = 0; k < y.size(); ++k) {
      level[unit] +=
          (y[k] - price * x[3 * k + 1] - display * x[3 * k + 2]) / static_cast<double>(y.size());
    }
  }
  return {root_mean_square([&](std::size_t i) {
            const double* b = &shrunk.unit_coefficient[static_cast<std::size_t>(t.unit[i]) * 3];
            return line({b, b + 3}, i);
          }),
          root_mean_square([&](std::size_t i) {
            return line({level[t.unit[i]], price, display}, i);
          }),
          root_mean_square([&](std::size_t i) { return line(by_itself[-1], i); }),
          root_mean_square([&](std::size_t i) { return line(by_itself[t.unit[i]], i); })};
}

TEST(SalesResponse, ShrinkageForecastsCheeseBestOnHeldOutWeeks) {
  const Table t = cheese();
  if (t.volume.empty()) GTEST_SKIP() << "../shared/data/promo/bayesm_cheese.csv is not there";
  const CheeseErrors all = cheese_errors(t, 1000), few = cheese_errors(t, 12);
  EXPECT_NEAR(all.shrunk, 0.2865, 1e-4);
  EXPECT_NEAR(all.intercept, 0.3049, 1e-4);
  EXPECT_NEAR(all.own, 0.3317, 1e-4);
  EXPECT_NEAR(all.pooled, 0.7739, 1e-4);
  EXPECT_NEAR(few.shrunk, 0.2968, 1e-4);
  EXPECT_NEAR(few.intercept, 0.2997, 1e-4);
  EXPECT_NEAR(few.own, 0.6988, 1e-4);
  EXPECT_NEAR(few.pooled, 0.7735, 1e-4);
}

// Brand 1 is of the reference; the others were worked out with numpy in the same way.
TEST(SalesResponse, DominicksDipAfterAPromotion) {
  const Columns& file = dominicks_columns();
  if (file.empty()) GTEST_SKIP() << "../shared/data/promo/bayesm_oj_yx.csv.gz is not there";
  struct Brand {
    const char* number;
    double price, deal, feature, price_before, price_two_before, feature_before, sigma, dip;
  };
  for (const Brand& brand :
       {Brand{"1", -2.704069, -.053176, .558932, .364085, .180374, .050768, .393662, .2013},
        Brand{"2", -1.916024, .094632, .28271, .50768, .155773, -.046073, .245858, .3463},
        Brand{"5", -2.686658, .062623, .973886, .40009, .332961, -.017911, .541371, .2728},
        Brand{"11", -1.347873, .143509, .384148, .276413, -.017081, .03815, .298731, .1924}}) {
    SCOPED_TRACE(brand.number);
    Table t;
    for (std::size_t i = 0; i < file.at("brand").size(); ++i) {
      if (file.at("brand")[i] != brand.number) continue;
      const auto number = [&](const std::string& name) {
        return core::parse_number(file.at(name)[i], name);
      };
      t.unit.push_back(static_cast<std::int32_t>(number("store")));
      t.period.push_back(static_cast<std::int32_t>(number("week")));
      t.volume.push_back(std::exp(number("logmove")));
      t.price.push_back(number(std::string("price") + brand.number));
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
    EXPECT_NEAR(r.coefficient[r.column("price")], brand.price, 5.1e-7);
    EXPECT_NEAR(r.coefficient[r.column("deal")], brand.deal, 5.1e-7);
    EXPECT_NEAR(r.coefficient[r.column("feature")], brand.feature, 5.1e-7);
    EXPECT_NEAR(r.coefficient[r.column("price[-1]")], brand.price_before, 5.1e-7);
    EXPECT_NEAR(r.coefficient[r.column("price[-2]")], brand.price_two_before, 5.1e-7);
    EXPECT_NEAR(r.coefficient[r.column("feature[-1]")], brand.feature_before, 5.1e-7);
    EXPECT_NEAR(r.sigma, brand.sigma, 5.1e-7);
    const Estimate dip = pulled_forward_share(r);
    EXPECT_NEAR(dip.mean, brand.dip, 5.1e-5);
    EXPECT_GT(dip.sd, 0.005);
    EXPECT_LT(dip.sd, 0.05);
  }
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
