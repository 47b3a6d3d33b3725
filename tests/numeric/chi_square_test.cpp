#include "salesplan/numeric/chi_square.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace salesplan::numeric {
namespace {

TEST(ChiSquare, IsThatOfR) {  // R 4.2.2 pchisq(x, k, lower = FALSE)
  EXPECT_NEAR(chi_square_upper(3, 2), 0.22313016014843, 1e-13);
  EXPECT_NEAR(chi_square_upper(24.5, 12), 0.0173782530858744, 1e-13);
  EXPECT_NEAR(chi_square_upper(0.1, 5), 0.999837683388077, 1e-12);
  EXPECT_NEAR(chi_square_upper(300, 200) / 5.92454033548392e-06, 1, 1e-10);
  EXPECT_NEAR(chi_square_upper(1, 0.5), 0.153513595808322, 1e-12);
}

TEST(ChiSquare, FallsFromOneToNothing) {
  for (double k : {0.5, 1.0, 7.0, 90.0, 4000.0}) {
    double before = 1;
    for (double x = 0; x < 3 * k + 60; x += k / 7 + 0.1) {
      const double p = chi_square_upper(x, k);
      EXPECT_LE(p, before + 1e-14) << k << " " << x;
      EXPECT_GE(p, -1e-15);
      before = p;
    }
    EXPECT_LT(before, 1e-5);
  }
  EXPECT_EQ(chi_square_upper(-1, 3), 1);
  EXPECT_EQ(chi_square_upper(HUGE_VAL, 3), 0);
  EXPECT_TRUE(std::isnan(chi_square_upper(1, 0)));
}

}  // namespace
}  // namespace salesplan::numeric
