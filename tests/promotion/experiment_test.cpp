#include "salesplan/promotion/experiment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "promotion/shared_data.hpp"
#include "refusal.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::promotion {
namespace {

TEST(Experiment, HillstromEmails) {
  const Columns table = shared_columns("hillstrom_email.csv");
  if (table.empty()) GTEST_SKIP() << "../shared/data/promo/hillstrom_email.csv is not there";
  std::map<std::string, std::vector<double>> spend;
  for (std::size_t i = 0; i < table.at("spend").size(); ++i) {
    spend[table.at("segment")[i]].push_back(core::parse_number(table.at("spend")[i], "spend"));
  }
  const Arm control = arm(spend.at("No E-Mail"));
  EXPECT_NEAR(control.mean, 0.652789, 5e-7);
  const Arm mens = arm(spend.at("Mens E-Mail"));
  const ExperimentEffect mens_effect = experiment_effect(mens, control);
  EXPECT_NEAR(mens_effect.each.mean, 0.769827, 5e-7);
  EXPECT_NEAR(mens_effect.each.sd, 0.145247, 5e-7);
  EXPECT_NEAR(mens_effect.total.mean, 16402.71, 5e-3);
  const ExperimentEffect womens = experiment_effect(arm(spend.at("Womens E-Mail")), control);
  EXPECT_NEAR(womens.each.mean, 0.424412, 5e-7);
  EXPECT_NEAR(womens.each.sd, 0.130333, 5e-7);
  EXPECT_NEAR(womens.total.mean, 9076.90, 5e-3);
  EXPECT_LT(womens.p_value, 0.01);
  // At 0.30 a mail and a margin of 40 %: (16402.71·0.4 - 21307·0.3) / (21307·0.3).
  EXPECT_NEAR(experiment_roi(mens_effect, mens.n, 0.4, 0.3).mean, 0.026439, 1e-5);
}

TEST(Experiment, SmallCaseByHand) {
  const Arm treated = arm(std::vector<double>{1, 2, 3});
  const Arm control = arm(std::vector<double>{0, 0, 1, 1});
  EXPECT_NEAR(treated.variance, 1, 1e-15);
  EXPECT_NEAR(control.variance, 1 / 3.0, 1e-15);
  const ExperimentEffect effect = experiment_effect(treated, control);
  EXPECT_NEAR(effect.each.mean, 1.5, 1e-15);
  EXPECT_NEAR(effect.each.sd, std::sqrt(1 / 3.0 + 1 / 12.0), 1e-15);
  EXPECT_NEAR(effect.total.mean, 4.5, 1e-15);
  EXPECT_NEAR(experiment_effect({5, 1, 0}, {5, 1, 0}).p_value, 1, 0);
  EXPECT_NEAR(experiment_effect({5, 2, 0}, {5, 1, 0}).p_value, 0, 0);
}

TEST(Experiment, RefusesBadInput) {
  EXPECT_EQ(refusal([] { arm(std::vector<double>{1}); }), "values: 1 values; an arm needs two");
  EXPECT_EQ(refusal([] { arm(std::vector<double>{1, NAN}); }), "values[1]: nan is not finite");
  EXPECT_EQ(refusal([] { experiment_effect({1, 0, 0}, {2, 0, 0}); }), "treated.n: is below 2");
  EXPECT_EQ(refusal([] {
              experiment_effect({2, 0, 0}, {2, 0, -1});
            }),
            "control.variance: -1 is negative");
  EXPECT_EQ(refusal([] { experiment_roi({}, 10, 1, 0); }), "cost_per_member: nothing was spent");
}

}  // namespace
}  // namespace salesplan::promotion
