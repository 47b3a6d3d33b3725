#include "salesplan/promotion/related_products.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "allocation/golden.hpp"
#include "promotion/shared_data.hpp"
#include "refusal.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::promotion {
namespace related_products_test {

struct Table {
  std::vector<std::int32_t> product, unit, period;
  std::vector<double> volume, price;
  std::vector<std::string> driver_name;
  std::vector<std::vector<double>> driver;
  RelatedSales sales() const {
    RelatedSales s{product, unit, period, volume, price, {}};
    for (std::size_t d = 0; d < driver.size(); ++d) {
      s.drivers.push_back({driver_name[d], driver[d]});
    }
    return s;
  }
};

// Golden: numpy's least squares on the same design, store means taken out by hand.
TEST(CrossElasticities, DominicksOrangeJuice) {
  const Columns& file = dominicks_columns();
  if (file.empty()) GTEST_SKIP() << "../shared/data/promo/bayesm_oj_yx.csv.gz is not there";
  Table t;
  t.driver_name = {"deal", "feature"};
  t.driver.resize(2);
  for (std::size_t i = 0; i < file.at("brand").size(); ++i) {
    const auto number = [&](const std::string& name) {
      return core::parse_number(file.at(name)[i], name);
    };
    t.product.push_back(static_cast<std::int32_t>(number("brand")) - 1);
    t.unit.push_back(static_cast<std::int32_t>(number("store")));
    t.period.push_back(static_cast<std::int32_t>(number("week")));
    t.volume.push_back(std::exp(number("logmove")));
    t.price.push_back(number("price" + file.at("brand")[i]));
    t.driver[0].push_back(number("deal"));
    t.driver[1].push_back(number("feat"));
  }
  const CrossElasticities found = cross_elasticities(t.sales(), 11);
  EXPECT_EQ(found.rows, std::vector<std::size_t>(11, 9649));
  int checked = 0;
  for (const golden::Row& row :
       golden::rows(std::string(SALESPLAN_TEST_DIR) + "/cross_elasticity_golden.csv")) {
    const auto index = [&](const char* name) {
      return static_cast<std::size_t>(golden::numbers(row.at(name))[0]) - 1;
    };
    const Estimate& e = found.of(index("brand"), index("price_of"));
    EXPECT_NEAR(e.mean, golden::numbers(row.at("elasticity"))[0], 6e-7) << row.at("price_of");
    EXPECT_NEAR(e.sd, golden::numbers(row.at("sd"))[0], 6e-7) << row.at("price_of");
    ++checked;
  }
  EXPECT_EQ(checked, 44);
}

/// Three products in 15 shops over 60 weeks: each has an elasticity of -3; a cut of product 0 takes
/// sales from product 1 (0.8) and brings some to product 2 (-0.5).
Table simulate(unsigned seed, double noise) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  const double cross[3][3] = {{-3, 0, 0}, {0.8, -3, 0}, {-0.5, 0, -3}};
  Table t;
  for (std::int32_t u = 0; u < 15; ++u) {
    double level[3];
    for (double& l : level) l = 4 + normal(random);
    for (std::int32_t w = 0; w < 60; ++w) {
      double log_price[3];
      for (double& p : log_price) p = random() % 4 == 0 ? std::log(0.75) : 0;
      for (std::int32_t p = 0; p < 3; ++p) {
        double log_volume = level[p] + noise * normal(random);
        for (int j = 0; j < 3; ++j) log_volume += cross[p][j] * log_price[j];
        t.product.push_back(p);
        t.unit.push_back(u);
        t.period.push_back(w);
        t.volume.push_back(std::exp(log_volume));
        t.price.push_back(10 * std::exp(log_price[p]));
      }
    }
  }
  return t;
}

TEST(CrossElasticities, RecoverHaloAndCannibalisation) {
  int inside = 0;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    const CrossElasticities found = cross_elasticities(simulate(seed, 0.2).sales(), 3);
    EXPECT_EQ(found.rows[0], 900u);
    const double truth[3][3] = {{-3, 0, 0}, {0.8, -3, 0}, {-0.5, 0, -3}};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) {
        const Estimate& e = found.of(i, j);
        EXPECT_NEAR(e.mean, truth[i][j], 5 * e.sd);
        inside += std::abs(e.mean - truth[i][j]) < 1.96 * e.sd;
      }
    }
    // 500 and 400 units a promotion of 25 %: what the truth makes of them, within the error.
    const std::vector<RelatedEffect> effects =
        related_effects(found, 0, 0.25, std::vector<double>{1000, 500, 400});
    EXPECT_EQ(effects[0].units.mean, 0);
    EXPECT_NEAR(effects[1].units.mean, 500 * (std::pow(0.75, 0.8) - 1), 5 * effects[1].units.sd);
    EXPECT_NEAR(effects[2].units.mean, 400 * (std::pow(0.75, -0.5) - 1), 5 * effects[2].units.sd);
    EXPECT_LT(effects[1].units.mean + 2 * effects[1].units.sd, 0);
    EXPECT_GT(effects[2].units.mean - 2 * effects[2].units.sd, 0);
  }
  EXPECT_GE(inside, 80) << "of 90 intervals of 95 %";
}

TEST(CrossElasticities, UseTheRowsWhereAllPricesAreKnown) {
  Table t = simulate(1, 0.2);
  t.volume[0] = std::nan("");  // product 0, shop 0, week 0
  t.price[4] = std::nan("");   // product 1, shop 0, week 1
  const CrossElasticities found = cross_elasticities(t.sales(), 3);
  EXPECT_EQ(found.rows, (std::vector<std::size_t>{898, 899, 899}));
}

TEST(RelatedEffects, ByHand) {
  CrossElasticities known;
  known.products = 2;
  known.elasticity = {{-2, 0.1}, {0.5, 0}, {1, 0.2}, {-3, 0.1}};
  const std::vector<RelatedEffect> lost =
      related_effects(known, 0, 0.5, std::vector<double>{100, 80});
  EXPECT_NEAR(lost[1].units.mean, -40, 1e-12);
  EXPECT_NEAR(lost[1].units.sd, 80 * 0.5 * 0.2 * std::log(2), 1e-12);
  EXPECT_EQ(related_effects(known, 1, 0, std::vector<double>{100, 80})[0].units.mean, 0);
}

TEST(CrossElasticities, RefuseBadInput) {
  const Table good = simulate(1, 0.2);
  const auto with = [&](auto change, std::size_t products = 3) {
    Table t = good;
    change(t);
    return refusal([&] { cross_elasticities(t.sales(), products); });
  };
  const auto nothing = [](Table&) {};
  EXPECT_EQ(with([](Table& t) { t.volume[3] = 0; }), "volume[3]: 0 is not positive");
  EXPECT_EQ(with([](Table& t) { t.price[4] = -1; }), "price[4]: -1 is not positive");
  EXPECT_EQ(with([](Table& t) { t.product[5] = 3; }), "product[5]: 3 is outside [0, 3)");
  EXPECT_EQ(with([](Table& t) { t.unit[5] = -1; }), "unit[5]: -1 is outside [0, 2700)");
  EXPECT_EQ(with([](Table& t) { t.price.pop_back(); }), "price: 2699 values for 2700 rows");
  EXPECT_EQ(with([](Table& t) { t.product[1] = 0; }),
            "product[1]: the product, unit and period are given twice");
  EXPECT_EQ(with(nothing, 1), "products: 1 is outside 2 .. 100");
  EXPECT_EQ(with([](Table& t) { t.driver = {{1}}, t.driver_name = {"deal"}; }),
            "drivers[0].values: 1 values for 2700 rows");
  // A product that is never cut tells nothing.
  EXPECT_EQ(with([](Table& t) {
              for (std::size_t i = 2; i < t.price.size(); i += 3) t.price[i] = 10;
            }),
            "products[0].price of 2: is a combination of the other columns or of the groups");
  const CrossElasticities found = cross_elasticities(good.sales(), 3);
  const std::vector<double> base{1, 1, 1};
  EXPECT_EQ(refusal([&] { related_effects(found, 3, 0.1, base); }),
            "promoted: 3 is outside [0, 3)");
  EXPECT_EQ(refusal([&] { related_effects(found, 0, 1, base); }), "discount: 1 is outside [0, 1)");
  EXPECT_EQ(refusal([&] { related_effects(found, 0, 0.1, std::vector<double>{1}); }),
            "base: 1 values for 3 products");
  EXPECT_EQ(refusal([&] {
              related_effects(found, 0, 0.1, std::vector<double>{1, -1, 1});
            }),
            "base[1]: -1 is negative");
}

}  // namespace related_products_test
}  // namespace salesplan::promotion
