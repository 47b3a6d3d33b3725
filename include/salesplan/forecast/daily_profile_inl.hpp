// Bodies of daily_profile.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/daily_profile.hpp"

namespace salesplan::forecast {
namespace detail {

struct DayPlace {
  std::size_t kind, phase;
};

/// Kind and phase of every day of a month.
inline std::vector<DayPlace> day_places(const calendar::WorkdayCalendar& calendar,
                                        calendar::Period month) {
  constexpr std::size_t holiday = 7, makeup = 8;
  const calendar::Date first = calendar::first_date(month), last = calendar::last_date(month);
  std::vector<bool> worked;
  for (calendar::Date day = first; day <= last; ++day.days) {
    worked.push_back(calendar.is_workday(day).workday);
  }
  const auto workdays = static_cast<std::size_t>(std::count(worked.begin(), worked.end(), true));
  std::vector<DayPlace> places;
  std::size_t passed = 0;
  for (std::size_t d = 0; d < worked.size(); ++d) {
    const calendar::Date day{first.days + static_cast<std::int32_t>(d)};
    const bool weekend = calendar::weekday(day) >= calendar::saturday;
    std::size_t kind = static_cast<std::size_t>(calendar::weekday(day));
    if (worked[d] && weekend && !calendar.holiday_name(day).empty()) kind = makeup;
    if (!worked[d] && !weekend) kind = holiday;
    if (worked[d]) ++passed;
    const std::size_t left = workdays - std::min(passed, workdays);
    std::size_t phase = 3;
    if (left < 5 && passed > 0) {
      phase = 8 - left;
    } else if (passed <= 3) {
      phase = passed == 0 ? 0 : passed - 1;
    }
    places.push_back({kind, phase});
  }
  return places;
}

}  // namespace detail

SALESPLAN_INLINE DailyProfile daily_profile(const calendar::WorkdayCalendar& calendar,
                                            calendar::Date first, core::View<const double> values,
                                            double kind_prior, double phase_prior) {
  if (!(kind_prior >= 1 && phase_prior >= 1)) {
    throw Error(ErrorCode::invalid_argument, "prior", "must be at least 1");
  }
  struct Day {
    detail::DayPlace place;
    double ratio;
  };
  std::vector<Day> days;
  for (std::size_t t = 0; t < values.size();) {
    const calendar::Period month =
        calendar::period_of(first + static_cast<std::int64_t>(t), calendar::Grain::month);
    const std::vector<detail::DayPlace> places = detail::day_places(calendar, month);
    const auto skipped = static_cast<std::size_t>(first + static_cast<std::int64_t>(t) -
                                                  calendar::first_date(month));
    const std::size_t count = std::min(places.size() - skipped, values.size() - t);
    double sum = 0, seen = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double v = values[t + i];
      if (std::isinf(v)) {
        throw Error(ErrorCode::invalid_argument,
                    core::at("values", static_cast<std::int64_t>(t + i)), "is not finite");
      }
      if (!(v >= 0)) continue;
      sum += v;
      seen += 1;
    }
    for (std::size_t i = 0; i < count && sum > 0; ++i) {
      const double v = values[t + i];
      if (v >= 0) days.push_back({places[skipped + i], v / (sum / seen)});
    }
    t += count;
  }

  DailyProfile profile;
  profile.days = days.size();
  for (int round = 0; round < 5; ++round) {
    std::array<double, 9> sum{}, weight{};
    for (const Day& day : days) {
      sum[day.place.kind] += day.ratio;
      weight[day.place.kind] += profile.phase[day.place.phase];
    }
    for (std::size_t k = 0; k < 9; ++k) {
      profile.kind[k] = (sum[k] + kind_prior) / (weight[k] + kind_prior);
    }
    sum = weight = {};
    for (const Day& day : days) {
      sum[day.place.phase] += day.ratio;
      weight[day.place.phase] += profile.kind[day.place.kind];
    }
    for (std::size_t k = 0; k < 9; ++k) {
      profile.phase[k] = (sum[k] + phase_prior) / (weight[k] + phase_prior);
    }
  }
  return profile;
}

SALESPLAN_INLINE std::vector<double> daily_factors(const DailyProfile& profile,
                                                   const calendar::WorkdayCalendar& calendar,
                                                   calendar::Period month) {
  if (month.grain != calendar::Grain::month) {
    throw Error(ErrorCode::invalid_argument, "month",
                calendar::period_text(month) + " is not a month");
  }
  std::vector<double> factors;
  for (const detail::DayPlace& place : detail::day_places(calendar, month)) {
    factors.push_back(profile.kind[place.kind] * profile.phase[place.phase]);
  }
  return factors;
}

SALESPLAN_INLINE std::vector<double> daily_shares(const DailyProfile& profile,
                                                  const calendar::WorkdayCalendar& calendar,
                                                  calendar::Period month) {
  std::vector<double> shares = daily_factors(profile, calendar, month);
  double sum = 0;
  for (const double share : shares) sum += share;
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace salesplan::forecast
