// Every instruction set must give the same bits, in the loops and in whole fits.
#include "salesplan/forecast/lane_kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/lane_choice.hpp"

namespace salesplan::forecast::detail {
namespace {

/// Everything a loop wrote, as bits.
class Written {
 public:
  void add(const Lanes& lanes) { add(lanes.values, lane_count); }
  void add(const std::vector<double>& values) { add(values.data(), values.size()); }
  bool operator==(const Written& other) const { return bits_ == other.bits_; }

 private:
  void add(const double* values, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
      bits_.emplace_back();
      std::memcpy(&bits_.back(), values + i, sizeof(double));
    }
  }
  std::vector<std::uint64_t> bits_;
};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  double uniform(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(engine_);
  }
  Lanes lanes(double low, double high) {
    Lanes l;
    for (double& v : l.values) v = uniform(low, high);
    return l;
  }
  std::vector<double> values(std::size_t n, double low, double high) {
    std::vector<double> list(n);
    for (double& v : list) v = uniform(low, high);
    return list;
  }
  std::vector<double> series(std::size_t n) {
    std::vector<double> y = values(n, 0.2, 2);
    for (double& v : y) {
      if (uniform(0, 1) < 0.1) v = core::missing_number;
    }
    return y;
  }

 private:
  std::mt19937 engine_;
};

Written run_ets_filter(const LaneKernels& kernels, const EtsForm& form, std::size_t n) {
  Random random(3);
  const std::size_t m = form.season == Season::none ? 0 : 5;
  const std::vector<double> y = random.series(n);
  std::vector<double> ring = random.values(m * lane_count, 0.5, 1.5);
  std::vector<double> errors(n * lane_count);
  EtsLanes io{};
  io.alpha = random.lanes(0, 1);
  io.beta = random.lanes(0, 0.1);
  io.gamma = random.lanes(0, 0.5);
  io.phi = random.lanes(0.8, 0.98);
  io.level = random.lanes(-0.1, 2);  // some lanes meet divisors below 0
  io.trend = random.lanes(-0.05, 0.05);
  kernels.filter_ets(form, y.data(), n, m, ring.data(), errors.data(), io);
  Written written;
  for (const Lanes* l : {&io.level, &io.trend, &io.sum_squares, &io.log_fit, &io.lowest}) {
    written.add(*l);
  }
  written.add(ring);
  written.add(errors);
  return written;
}

Written run_other_loops(const LaneKernels& kernels, std::size_t n, std::size_t m) {
  Random random(4);
  Written written;
  const std::vector<double> y = random.series(n);
  std::vector<double> errors(n * lane_count);

  std::vector<double> ring = random.values(m * lane_count, -1, 1);
  std::vector<double> potentials = random.values(m * lane_count, -1, 1);
  CesLanes ces{};
  for (Lanes* l : {&ces.a0, &ces.b0}) *l = random.lanes(0.01, 1.8);
  for (Lanes* l : {&ces.a1, &ces.b1, &ces.level}) *l = random.lanes(0.98, 1.02);
  kernels.filter_ces(y.data(), n, m, ring.data(), potentials.data(), errors.data(), ces);
  for (const Lanes* l : {&ces.level, &ces.potential, &ces.sum_squares}) written.add(*l);
  for (const auto* v : {&ring, &potentials, &errors}) written.add(*v);

  std::vector<Line> lines(n);
  for (Line& line : lines) line = {random.uniform(0, 2), random.uniform(-0.1, 0.1)};
  ThetaLanes theta{};
  theta.alpha = random.lanes(0.1, 0.99);
  theta.weight = random.lanes(0, 1);
  theta.level = random.lanes(0, 2);
  kernels.filter_theta(y.data(), lines.data(), n, errors.data(), theta);
  for (const Lanes* l : {&theta.level, &theta.sum_squares}) written.add(*l);
  written.add(errors);

  const std::vector<std::size_t> lags = {1, 2, 4, 5};
  std::vector<Lanes> ar, ma;
  for (std::size_t i = 0; i < lags.size(); ++i) {
    ar.push_back(random.lanes(-0.2, 0.2));
    ma.push_back(random.lanes(-0.2, 0.2));
  }
  const std::vector<double> w = random.values(n, -1, 1);
  std::vector<double> z((5 + n) * lane_count), late(z.size());
  Lanes squares{};
  kernels.filter_arima(w.data(), n, {lags.data(), ar.data(), 4}, {lags.data(), ma.data(), 3},
                       random.lanes(-0.1, 0.1), z.data() + 5 * lane_count,
                       late.data() + 5 * lane_count, squares);
  written.add(squares);
  for (const auto* v : {&z, &late}) written.add(*v);

  for (std::size_t count = 1; count <= lane_count; ++count) {
    std::vector<Lanes> products(count);
    kernels.cross_products(errors.data(), n, random.lanes(0.9, 1.1), count, products.data());
    for (const Lanes& l : products) written.add(l);
  }
  return written;
}

TEST(LaneKernels, EveryInstructionSetGivesTheSameBitsInItsLoops) {
  const auto sets = runnable_lane_kernels();
  for (const LaneKernels* set : sets) {
    SCOPED_TRACE(set->instruction_set);
    for (std::size_t n : {0u, 1u, 2u, 7u, 8u, 9u, 61u}) {
      for (Season season : {Season::none, Season::additive, Season::multiplicative}) {
        for (Trend trend : {Trend::none, Trend::damped}) {
          for (bool relative : {false, true}) {
            const EtsForm form{relative, trend, season};
            EXPECT_TRUE(run_ets_filter(*set, form, n) == run_ets_filter(*sets[0], form, n)) << n;
          }
        }
      }
      for (std::size_t m : {0u, 4u}) {
        EXPECT_TRUE(run_other_loops(*set, n, m) == run_other_loops(*sets[0], n, m)) << n;
      }
    }
  }
}

TEST(LaneKernels, CrossProductsAreSumsOfProductsOfDifferences) {
  Random random(5);
  const std::vector<double> errors = random.values(20 * lane_count, -1, 1);
  const Lanes weight = random.lanes(0.5, 2);
  const auto d = [&](std::size_t t, std::size_t k) {
    const double moved = errors[t * lane_count + k] * weight[k];
    return k == 0 ? moved : moved - errors[t * lane_count] * weight[0];
  };
  std::vector<Lanes> products(4);
  for (const LaneKernels* set : runnable_lane_kernels()) {
    set->cross_products(errors.data(), 20, weight, 4, products.data());
    for (std::size_t j = 0; j < 4; ++j) {
      for (std::size_t k = 0; k < lane_count; ++k) {
        double sum = 0;
        for (std::size_t t = 0; t < 20; ++t) sum += d(t, j) * d(t, k);
        EXPECT_NEAR(products[j][k], sum, 1e-12) << set->instruction_set;
      }
    }
  }
}

TEST(LaneKernels, WholeFitsAreTheSameBitsOnEveryPath) {
  Random random(6);
  std::vector<double> values;
  std::vector<std::int64_t> offsets = {0};
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t t = 0; t < 50 + 7 * i; ++t) {
      const double x = static_cast<double>(t);
      values.push_back((10 + 0.1 * x) * (1 + 0.2 * std::sin(x * 0.5235987755982988)) *
                       random.uniform(0.9, 1.1));
      if (i == 5 && t % 9 == 4) values.back() = core::missing_number;
      if (i == 4) values.back() -= 12;  // below 0 at times
    }
    offsets.push_back(static_cast<std::int64_t>(values.size()));
  }
  const LaneKernels& usual = lane_kernels();
  EXPECT_EQ(&usual, runnable_lane_kernels().back());
  for (const char* model : {"ets", "ces", "dot", "theta", "arima", "auto"}) {
    Options options;
    options.model = model;
    options.horizon = 8;
    options.season_length = 12;
    std::vector<Written> written;
    for (const LaneKernels* set : runnable_lane_kernels()) {
      use_lane_kernels(*set);
      const PanelForecast f = forecast({values, offsets}, options);
      written.emplace_back();
      for (const auto* v :
           {&f.mean, &f.total_mean, &f.total_sd, &f.intervals[0].lower, &f.intervals[1].upper}) {
        written.back().add(*v);
      }
    }
    use_lane_kernels(usual);
    for (const Written& w : written) EXPECT_TRUE(w == written[0]) << model;
  }
}

}  // namespace
}  // namespace salesplan::forecast::detail
