// Bodies of tiers.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/tiers.hpp"

namespace salesplan::customer {
namespace detail {

inline void check_tier_count(const char* field, std::size_t size) {
  if (size < 1 || size > 99) {
    throw Error(ErrorCode::invalid_argument, field, std::to_string(size) + " values are not 1..99");
  }
}

inline void check_hysteresis(const Hysteresis& hysteresis, std::size_t n, std::size_t borders) {
  check_range("band", hysteresis.band, 0, 1);
  if (hysteresis.previous.empty()) return;
  check_size("previous", hysteresis.previous.size(), n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t tier = hysteresis.previous[i];
    if (tier < -1 || tier > static_cast<std::int64_t>(borders)) {
      throw Error(ErrorCode::invalid_argument, core::at("previous", static_cast<std::int64_t>(i)),
                  std::to_string(tier) + " is not in -1.." + std::to_string(borders));
    }
  }
}

/// The value as border t sees it: raised for those who are inside, lowered for those below.
inline double seen_value(core::View<const double> value, const Hysteresis& hysteresis,
                         std::size_t i, std::size_t t) {
  const std::int64_t before = hysteresis.previous.empty() ? -1 : hysteresis.previous[i];
  if (before < 0) return value[i];
  return before <= static_cast<std::int64_t>(t) ? value[i] * (1 + hysteresis.band)
                                                : value[i] / (1 + hysteresis.band);
}

/// The first tier whose border the value reaches.
inline std::int64_t tier_of(double value, core::View<const double> border) {
  std::size_t t = 0;
  while (t < border.size() && !(value >= border[t])) ++t;
  return static_cast<std::int64_t>(t);
}

inline Tiers assign(core::View<const double> value, std::vector<double> border,
                    const Hysteresis& hysteresis) {
  Tiers out{{}, std::move(border), {}};
  for (std::size_t i = 0; i < value.size(); ++i) {
    std::size_t t = 0;
    while (t < out.border.size() && !(seen_value(value, hysteresis, i, t) >= out.border[t])) ++t;
    out.tier.push_back(static_cast<std::int64_t>(t));
    out.held.push_back(out.tier[i] != tier_of(value[i], out.border));
  }
  return out;
}

inline void check_border(core::View<const double> border, bool may_be_closed) {
  check_tier_count("border", border.size());
  for (std::size_t t = 0; t < border.size(); ++t) {
    const bool known = border[t] > 0 && (may_be_closed || std::isfinite(border[t]));
    if (!known || (t > 0 && border[t] > border[t - 1])) {
      throw bad_value("border", t, border[t], "is not positive and at most the one before");
    }
  }
}

}  // namespace detail

SALESPLAN_INLINE std::string tier_name(std::int64_t tier) {
  return tier < 26 ? std::string(1, static_cast<char>('A' + tier)) : "T" + std::to_string(tier + 1);
}

SALESPLAN_INLINE Tiers tiers_by_border(core::View<const double> value,
                                       core::View<const double> border,
                                       const Hysteresis& hysteresis) {
  detail::check_amounts("value", value, value.size());
  detail::check_border(border, false);
  detail::check_hysteresis(hysteresis, value.size(), border.size());
  return detail::assign(value, {border.begin(), border.end()}, hysteresis);
}

SALESPLAN_INLINE Tiers tiers_by_share(core::View<const double> value,
                                      core::View<const double> share,
                                      const Hysteresis& hysteresis) {
  detail::check_amounts("value", value, value.size());
  detail::check_tier_count("share", share.size());
  for (std::size_t t = 0; t < share.size(); ++t) {
    if (!(share[t] > (t == 0 ? 0 : share[t - 1]) && share[t] <= 1)) {
      throw detail::bad_value("share", t, share[t], "does not rise in (0, 1]");
    }
  }
  detail::check_hysteresis(hysteresis, value.size(), share.size());
  std::vector<double> falling(value.begin(), value.end());
  std::sort(falling.begin(), falling.end(), std::greater<>());
  const double total = std::accumulate(falling.begin(), falling.end(), 0.0);
  std::vector<double> border(share.size(), std::numeric_limits<double>::infinity());
  double before = 0;
  std::size_t t = 0;
  for (const double one : falling) {
    if (!(one > 0)) break;
    while (t < share.size() && !(before < share[t] * total)) ++t;
    for (std::size_t open = t; open < share.size(); ++open) border[open] = one;
    before += one;
  }
  return detail::assign(value, std::move(border), hysteresis);
}

SALESPLAN_INLINE Tiers tiers_by_capacity(core::View<const double> value,
                                         core::View<const std::int64_t> seats,
                                         const Hysteresis& hysteresis) {
  const std::size_t n = value.size();
  detail::check_amounts("value", value, n);
  detail::check_tier_count("seats", seats.size());
  for (std::size_t t = 0; t < seats.size(); ++t) {
    if (seats[t] < 0) {
      throw Error(ErrorCode::invalid_argument, core::at("seats", static_cast<std::int64_t>(t)),
                  std::to_string(seats[t]) + " is negative");
    }
  }
  detail::check_hysteresis(hysteresis, n, seats.size());
  Tiers out{std::vector<std::int64_t>(n, static_cast<std::int64_t>(seats.size())), {}, {}};
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < n; ++i) {
    if (value[i] > 0) waiting.push_back(i);
  }
  for (std::size_t t = 0; t < seats.size(); ++t) {
    std::stable_sort(waiting.begin(), waiting.end(), [&](std::size_t a, std::size_t b) {
      return detail::seen_value(value, hysteresis, a, t) >
             detail::seen_value(value, hysteresis, b, t);
    });
    const std::size_t taken =
        static_cast<std::size_t>(std::min(seats[t], static_cast<std::int64_t>(waiting.size())));
    // With a seat left anybody of value gets in; without any seat nobody.
    double border = std::numeric_limits<double>::infinity();
    if (taken > 0) border = detail::seen_value(value, hysteresis, waiting[taken - 1], t);
    if (static_cast<std::int64_t>(taken) < seats[t]) border = std::numeric_limits<double>::min();
    out.border.push_back(t == 0 ? border : std::min(border, out.border.back()));
    for (std::size_t k = 0; k < taken; ++k) out.tier[waiting[k]] = static_cast<std::int64_t>(t);
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(taken));
    std::sort(waiting.begin(), waiting.end());
  }
  for (std::size_t i = 0; i < n; ++i) {
    out.held.push_back(!hysteresis.previous.empty() && hysteresis.previous[i] == out.tier[i] &&
                       detail::tier_of(value[i], out.border) != out.tier[i]);
  }
  return out;
}

SALESPLAN_INLINE std::vector<double> tier_probability(core::View<const double> draws, std::size_t n,
                                                      core::View<const double> border) {
  detail::check_border(border, true);
  if (n == 0 || draws.empty() || draws.size() % n != 0) {
    throw Error(ErrorCode::invalid_argument, "draws",
                std::to_string(draws.size()) + " values for " + std::to_string(n) + " customers");
  }
  const std::size_t tiers = border.size() + 1, each = draws.size() / n;
  std::vector<double> out(n * tiers);
  for (std::size_t i = 0; i < draws.size(); ++i) {
    if (std::isnan(draws[i])) throw detail::bad_value("draws", i, draws[i], "is not a number");
    out[i / each * tiers + static_cast<std::size_t>(detail::tier_of(draws[i], border))] += 1;
  }
  for (double& share : out) share /= static_cast<double>(each);
  return out;
}

SALESPLAN_INLINE TierStep next_tier(double value, std::int64_t tier,
                                    core::View<const double> border, double band,
                                    double value_per_purchase) {
  detail::check_border(border, true);
  detail::check_range("value", value, 0, std::numeric_limits<double>::max());
  detail::check_range("band", band, 0, 1);
  if (tier < 0 || tier > static_cast<std::int64_t>(border.size())) {
    throw Error(ErrorCode::invalid_argument, "tier",
                std::to_string(tier) + " is not in 0.." + std::to_string(border.size()));
  }
  if (tier == 0) return {};
  TierStep step;
  step.border = border[static_cast<std::size_t>(tier) - 1] * (1 + band);
  step.missing = std::max(0.0, step.border - value);
  // What rounding adds to a border of 100 · 1.1 is not another purchase.
  step.purchases = value_per_purchase > 0
                       ? std::ceil(step.missing / value_per_purchase * (1 - 1e-12))
                       : core::missing_number;
  return step;
}

SALESPLAN_INLINE std::string explain_tier(double value, std::int64_t tier,
                                          core::View<const double> border, double band,
                                          double value_per_purchase,
                                          core::View<const std::string> names) {
  const TierStep step = next_tier(value, tier, border, band, value_per_purchase);
  if (names.size() != border.size() + 1) {
    throw Error(ErrorCode::invalid_argument, "names",
                std::to_string(names.size()) + " names for " + std::to_string(border.size() + 1) +
                    " tiers");
  }
  const auto name = [&](std::int64_t t) { return names[static_cast<std::size_t>(t)]; };
  const auto rounded = [](double x) { return core::to_text(std::round(x * 100) / 100); };
  std::string text = name(tier) + ": value " + rounded(value);
  if (tier == 0) return text;
  text += ", " + name(tier - 1);
  if (std::isinf(step.border)) return text + " is closed";
  text += " starts at " + rounded(step.border) + ": " + rounded(step.missing) + " more";
  if (step.purchases > 0) {
    text += ", " + rounded(step.purchases) + (step.purchases == 1 ? " purchase" : " purchases") +
            " of " + rounded(value_per_purchase);
  }
  return text;
}

}  // namespace salesplan::customer
