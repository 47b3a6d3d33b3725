// Bodies of landing.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "salesplan/core/error.hpp"
#include "salesplan/monitor/landing.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::monitor {
namespace detail {

inline double sum_of(core::View<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

/// What each day of a month is worth, by a profile; without one, all workdays alike.
inline std::vector<double> day_worths(const forecast::DailyProfile& profile,
                                      const calendar::WorkdayCalendar& calendar,
                                      calendar::Period month) {
  std::vector<double> worths = forecast::daily_factors(profile, calendar, month);
  if (profile.days > 0 || calendar.workdays(month).days == 0) return worths;
  const calendar::Date first = calendar::first_date(month);
  for (std::size_t d = 0; d < worths.size(); ++d) {
    worths[d] = calendar.is_workday(first + static_cast<std::int64_t>(d)).workday ? 1 : 0;
  }
  return worths;
}

/// The share by the evening of each day where two ways for sales to fall on them are mixed.
inline std::vector<double> mixed_shares(const std::vector<double>& own,
                                        const std::vector<double>& pooled, double own_weight) {
  const double owns = sum_of(own), pools = sum_of(pooled);
  std::vector<double> shares(own.size());
  double sum = 0;
  for (std::size_t d = 0; d < own.size(); ++d) {
    sum += own_weight * own[d] / owns + (1 - own_weight) * pooled[d] / pools;
    shares[d] = std::min(sum, 1.0);
  }
  shares.back() = 1;
  return shares;
}

/// A month like this one, judged by what was expected of it and by what is in.
inline double month_worth(double prior_weight, double expected, double share, double sold) {
  const double weight = prior_weight + share;
  return weight > 0 ? (prior_weight * expected + sold) / weight : expected;
}

/// The variance of the month end in squares of spread times the month's worth.
inline double relative_variance(double prior_weight, double share) {
  const double weight = prior_weight + share;
  return weight > 0 ? (1 - share) * (prior_weight + 1) / weight
                    : std::numeric_limits<double>::infinity();
}

/// A month that was forecast from those before it.
struct PastMonth {
  std::vector<double> own, pooled;  // what its days are worth
  std::vector<double> sold;         // by the evening of each day
  double mean_days = 0;             // it is worth, by its profile
};

/// Calls each(error, worth, variance, left) for the forecasts of a past month, where `left` is the
/// part of its days that is left.
template <class Each>
void each_forecast(const PastMonth& month, double day, double own_weight, double prior_weight,
                   const Each& each) {
  const std::vector<double> shares = mixed_shares(month.own, month.pooled, own_weight);
  const double expected = day * month.mean_days;
  for (std::size_t d = 0; d + 1 < shares.size(); ++d) {
    const double worth = month_worth(prior_weight, expected, shares[d], month.sold[d]);
    const double error = month.sold[d] + (1 - shares[d]) * worth - month.sold.back();
    each(error, worth, relative_variance(prior_weight, shares[d]),
         1 - static_cast<double>(d + 1) / static_cast<double>(shares.size()));
  }
}

/// The whole months of a daily history: where each starts, and the end of the last.
inline std::vector<std::size_t> month_starts(calendar::Date first, std::size_t n) {
  std::vector<std::size_t> starts;
  if (n == 0) return starts;
  calendar::Period month = calendar::period_of(first, calendar::Grain::month);
  if (calendar::first_date(month) != first) month = calendar::next(month);
  const calendar::Date end = first + static_cast<std::int64_t>(n);
  for (; calendar::first_date(month) <= end; month = calendar::next(month)) {
    starts.push_back(static_cast<std::size_t>(calendar::first_date(month) - first));
  }
  return starts;
}

/// Sales of a mean day after the first `known` months, each weighed against those before it.
inline double smoothed(const std::vector<double>& days, std::size_t known, double smoothing) {
  double level = days.front();
  for (std::size_t m = 1; m < known; ++m) level += smoothing * (days[m] - level);
  return level;
}

/// The spread by which the central 80 % interval holds four in five errors of such sizes.
inline double spread_of(std::vector<double> sizes) {
  if (sizes.empty()) return core::missing_number;
  constexpr double level = 0.8;
  const auto at =
      sizes.begin() + static_cast<std::ptrdiff_t>(level * static_cast<double>(sizes.size() - 1));
  std::nth_element(sizes.begin(), at, sizes.end());
  return *at / numeric::normal_quantile(0.5 + level / 2);
}

}  // namespace detail

SALESPLAN_INLINE std::vector<double> expected_shares(const LandingModel& model,
                                                     const calendar::WorkdayCalendar& calendar,
                                                     calendar::Period month) {
  return detail::mixed_shares(detail::day_worths(model.own, calendar, month),
                              detail::day_worths(model.pooled, calendar, month), model.own_weight);
}

SALESPLAN_INLINE LandingModel learn_landing(const calendar::WorkdayCalendar& calendar,
                                            calendar::Date first, core::View<const double> values,
                                            const forecast::DailyProfile& pooled) {
  for (std::size_t t = 0; t < values.size(); ++t) {
    if (!std::isfinite(values[t])) {
      throw Error(ErrorCode::invalid_argument, core::at("values", static_cast<std::int64_t>(t)),
                  "is not finite");
    }
  }
  LandingModel model;
  model.pooled = pooled;
  const std::vector<std::size_t> starts = detail::month_starts(first, values.size());
  if (starts.size() < 2) return model;
  model.months = starts.size() - 1;
  const std::size_t begin = starts.front(), end = starts.back();
  const calendar::Date start = first + static_cast<std::int64_t>(begin);
  model.only_sales = std::all_of(values.begin(), values.end(), [](double v) { return v >= 0; });
  constexpr double none = 1e6;  // a prior that no data moves
  struct Priors {
    double kind, phase;
  };
  const auto profile_until = [&](std::size_t t, const Priors& priors) {
    return forecast::daily_profile(calendar, start, values.subview(begin, t - begin), priors.kind,
                                   priors.phase);
  };

  std::vector<calendar::Period> month;
  for (std::size_t m = 0; m < model.months; ++m) {
    month.push_back(
        calendar::period_of(first + static_cast<std::int64_t>(starts[m]), calendar::Grain::month));
  }
  constexpr std::size_t needed = 3, most = 12;  // before the first forecast; forecasts judged
  const std::size_t tried = model.months - std::min(model.months, needed);
  const std::size_t judged_from = model.months - std::min(tried, most);

  double least = std::numeric_limits<double>::infinity();
  for (const Priors priors :
       {Priors{4, 4}, {4, 64}, {4, none}, {none, 4}, {none, 64}, {none, none}}) {
    const forecast::DailyProfile own = profile_until(end, priors);
    std::vector<double> days;  // sales of a mean day, by month
    std::vector<detail::PastMonth> past;
    for (std::size_t m = 0; m < model.months; ++m) {
      const core::View<const double> sales = values.subview(starts[m], starts[m + 1] - starts[m]);
      detail::PastMonth one;
      one.mean_days = detail::sum_of(detail::day_worths(own, calendar, month[m]));
      days.push_back(detail::sum_of(sales) / one.mean_days);
      if (m < judged_from) continue;
      one.own = detail::day_worths(profile_until(starts[m], priors), calendar, month[m]);
      one.pooled = detail::day_worths(pooled, calendar, month[m]);
      double sum = 0;
      for (const double v : sales) one.sold.push_back(sum += v);
      past.push_back(std::move(one));
    }
    for (const double smoothing : {0.2, 0.4, 0.6, 0.8, 1.0}) {
      for (const double own_weight : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        for (const double prior_weight : {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0}) {
          double loss = 0;
          std::vector<double> sizes;  // of the errors, in standard deviations of spread 1
          for (std::size_t i = 0; i < past.size(); ++i) {
            const double whole = std::abs(past[i].sold.back());
            if (!(whole > 0)) continue;
            detail::each_forecast(past[i], detail::smoothed(days, judged_from + i, smoothing),
                                  own_weight, prior_weight,
                                  [&](double error, double worth, double variance, double left) {
                                    loss += std::abs(error) / whole / std::sqrt(left);
                                    const double unit = std::abs(worth) * std::sqrt(variance);
                                    const double size = std::abs(error) / unit;
                                    if (std::isfinite(size)) sizes.push_back(size);
                                  });
          }
          if (!(loss < least)) continue;
          least = loss;
          model.own = own;
          model.smoothing = smoothing;
          model.own_weight = own_weight;
          model.prior_weight = prior_weight;
          model.day = detail::smoothed(days, model.months, smoothing);
          model.spread = detail::spread_of(std::move(sizes));
        }
      }
    }
  }
  return model;
}

SALESPLAN_INLINE Landing landing(const LandingModel& model,
                                 const calendar::WorkdayCalendar& calendar, calendar::Period month,
                                 calendar::Date through, core::Minor sold, core::Minor target,
                                 double level) {
  const std::vector<double> shares = expected_shares(model, calendar, month);
  const std::int64_t passed = through - calendar::first_date(month) + 1;
  if (passed < 0 || passed > static_cast<std::int64_t>(shares.size())) {
    throw Error(ErrorCode::invalid_argument, "through",
                calendar::date_text(through) + " is not a day of " + calendar::period_text(month) +
                    " nor the day before it");
  }
  if (!(level > 0 && level < 1)) {
    throw Error(ErrorCode::invalid_argument, "level", "must be in (0, 1)");
  }
  const double share = passed == 0 ? 0 : shares[static_cast<std::size_t>(passed) - 1];
  const calendar::Date end = calendar::last_date(month);
  Landing result;
  result.pace = pace_by_share(target, sold, share,
                              through == end ? 0 : calendar.workdays(through + 1, end).days);
  const double in = static_cast<double>(sold);
  const double goal = static_cast<double>(target);
  if (through == end) {
    result.mean = result.lower = result.upper = in;
    result.probability = in >= goal ? 1 : 0;
    return result;
  }
  const double mean_days = detail::sum_of(detail::day_worths(model.own, calendar, month));
  const double worth =
      model.prior_weight + share > 0
          ? detail::month_worth(model.prior_weight, model.day * mean_days, share, in)
          : core::missing_number;
  result.mean = in + (1 - share) * worth;
  result.sd = model.spread * std::abs(worth) *
              std::sqrt(detail::relative_variance(model.prior_weight, share));
  const double reach = numeric::normal_quantile(0.5 + level / 2) * result.sd;
  result.lower = result.mean - reach;
  result.upper = result.mean + reach;
  if (model.only_sales) result.lower = std::max(result.lower, std::min(in, result.mean));
  if (model.only_sales && goal <= in) {
    result.probability = 1;
  } else if (result.sd > 0) {
    result.probability = numeric::normal_probability((result.mean - goal) / result.sd);
  } else {
    result.probability = core::missing_number;
  }
  return result;
}

}  // namespace salesplan::monitor
