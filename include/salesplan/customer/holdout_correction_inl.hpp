// Bodies of holdout_correction.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/holdout_correction.hpp"

namespace salesplan::customer {

SALESPLAN_INLINE std::vector<double> likeliest_purchases(const LifetimeModel& model,
                                                         const Histories& histories, double horizon,
                                                         double total, int threads) {
  const std::size_t n = histories.x.size();
  detail::check_range("total", total, 0, 1e12);
  struct Unit {
    double probability;
    std::size_t customer;
  };
  constexpr double possible = 1e-9;
  std::vector<Unit> units;
  std::vector<double> at_least(n, 1);
  double least_likely = 1;  // P(at least k) of the customer who has the most of it left
  for (double k = 1; least_likely > possible; k += 1) {
    const std::vector<double> fewer =
        purchase_probability(model, histories, horizon, k - 1, threads);
    least_likely = 0;
    for (std::size_t i = 0; i < n; ++i) {
      at_least[i] -= fewer[i];
      if (at_least[i] > possible) units.push_back({at_least[i], i});
      least_likely = std::max(least_likely, at_least[i]);
    }
    // Units of a higher k are no likelier than `least_likely`.
    const auto better = std::count_if(units.begin(), units.end(), [&](const Unit& unit) {
      return unit.probability > least_likely;
    });
    if (static_cast<double>(better) >= total) break;
  }
  if (units.empty() && total > 0) {
    throw Error(ErrorCode::invalid_argument, "total",
                core::to_text(total) + " where the model finds no purchase possible");
  }
  const double beyond = std::max(1.0, total / std::max(1.0, static_cast<double>(units.size())));
  total /= beyond;
  std::stable_sort(units.begin(), units.end(),
                   [](const Unit& a, const Unit& b) { return a.probability > b.probability; });
  std::vector<double> out(n);
  for (std::size_t u = 0; total > 0 && u < units.size(); ++u, total -= 1) {
    out[units[u].customer] += beyond * std::min(1.0, total);
  }
  return out;
}

SALESPLAN_INLINE HoldoutCorrection learn_correction(Lifetime kind, const Transactions& transactions,
                                                    const SummaryOptions& options,
                                                    const LifetimeOptions& fitting) {
  if (kind == Lifetime::bg_bb) {
    throw Error(ErrorCode::invalid_argument, "model", "bg_bb counts occasions, not days");
  }
  SummaryOptions all = options;
  all.holdout_end = calendar::no_date;
  const Summaries whole = summarize(transactions, all);
  const double span =
      whole.T.empty() ? 0 : *std::max_element(whole.T.begin(), whole.T.end()) * options.unit_days;
  if (!(span >= 8)) {
    throw Error(ErrorCode::invalid_argument, "calibration_end",
                core::to_text(span) + " days after the first purchase; 8 are needed");
  }

  struct Split {
    Summaries seen;
    LifetimeModel model;
    double horizon, predicted, actual;
  };
  std::vector<Split> splits;
  double predicted = 0, actual = 0;
  for (int eighths = 4; eighths <= 7; ++eighths) {
    SummaryOptions part = options;
    part.calibration_end =
        options.calibration_end - static_cast<std::int64_t>(std::round(span * (8 - eighths) / 8));
    part.holdout_end = options.calibration_end;
    Split split{summarize(transactions, part), {}, 0, 0, 0};
    split.horizon =
        static_cast<double>(options.calibration_end - part.calibration_end) / options.unit_days;
    split.model = fit_lifetime(kind, split.seen.histories(), fitting).model;
    const std::vector<double> expected =
        expected_purchases(split.model, split.seen.histories(), split.horizon, fitting.threads);
    split.predicted = std::accumulate(expected.begin(), expected.end(), 0.0);
    split.actual = std::accumulate(split.seen.holdout_purchases.begin(),
                                   split.seen.holdout_purchases.end(), 0.0);
    predicted += split.predicted;
    actual += split.actual;
    splits.push_back(std::move(split));
  }

  HoldoutCorrection out;
  out.kind = kind;
  out.factor = actual / predicted;
  for (const Split& split : splits) {
    // Judged by the factor of the other splits: what was learned here must not speak for itself.
    const double factor = (actual - split.actual) / (predicted - split.predicted);
    const std::vector<double> forecast =
        likeliest_purchases(split.model, split.seen.histories(), split.horizon,
                            factor * split.predicted, fitting.threads);
    double error = 0;
    for (std::size_t i = 0; i < forecast.size(); ++i) {
      error += std::abs(forecast[i] - split.seen.holdout_purchases[i]);
    }
    error /= static_cast<double>(forecast.size());
    out.splits.push_back({split.horizon, forecast.size(), split.predicted, split.actual, error});
    out.error += error / split.horizon / 4;
  }
  return out;
}

}  // namespace salesplan::customer
