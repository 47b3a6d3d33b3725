// Bodies of presence.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/target/presence.hpp"

namespace salesplan::target {
namespace detail {

/// The parts of the spans within `whole`, by date, without overlaps.
inline std::vector<calendar::DaySpan> days_within(const calendar::DaySpan& whole,
                                                  core::View<const calendar::DaySpan> spans,
                                                  const char* name) {
  std::vector<calendar::DaySpan> inside;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const calendar::DaySpan& span = spans[i];
    const bool ends = span.last != calendar::no_date;
    if (ends && span.last < span.first) {
      throw Error(ErrorCode::invalid_argument,
                  core::at(name, static_cast<std::int64_t>(i)) + ".last",
                  calendar::date_text(span.last) + " is before " + calendar::date_text(span.first));
    }
    // no_date comes before all days.
    const calendar::Date first = std::max(span.first, whole.first);
    const calendar::Date last = ends ? std::min(span.last, whole.last) : whole.last;
    if (first <= last) inside.push_back({first, last});
  }
  std::sort(inside.begin(), inside.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<calendar::DaySpan> merged;
  for (const calendar::DaySpan& span : inside) {
    if (merged.empty() || span.first > merged.back().last) {
      merged.push_back(span);
    } else {
      merged.back().last = std::max(merged.back().last, span.last);
    }
  }
  return merged;
}

}  // namespace detail

SALESPLAN_INLINE double presence(const calendar::WorkdayCalendar& workdays, calendar::Period period,
                                 core::View<const calendar::DaySpan> service,
                                 core::View<const calendar::DaySpan> absences) {
  const calendar::DaySpan whole{calendar::first_date(period), calendar::last_date(period)};
  std::vector<calendar::DaySpan> served = detail::days_within(whole, service, "service");
  if (service.empty()) served.push_back(whole);
  const std::vector<calendar::DaySpan> away = detail::days_within(whole, absences, "absences");
  const std::int64_t workable = workdays.workdays(period).days;
  const auto count = [&](calendar::Date first, calendar::Date last) {
    return workable > 0 ? workdays.workdays(first, last).days : last - first + 1;
  };
  std::int64_t there = 0;
  for (const calendar::DaySpan& span : served) {
    there += count(span.first, span.last);
    for (const calendar::DaySpan& absence : away) {
      const calendar::Date first = std::max(span.first, absence.first);
      const calendar::Date last = std::min(span.last, absence.last);
      if (first <= last) there -= count(first, last);
    }
  }
  return static_cast<double>(there) / static_cast<double>(count(whole.first, whole.last));
}

SALESPLAN_INLINE PresentQuotas present_quotas(core::View<const core::Minor> quota,
                                              core::View<const double> presence,
                                              std::size_t periods, AbsentPart absent) {
  if (periods == 0 || quota.size() % periods != 0) {
    throw Error(
        ErrorCode::invalid_argument, "periods",
        std::to_string(periods) + " do not divide " + std::to_string(quota.size()) + " quotas");
  }
  allocation::detail::check_length("presence", presence.size(), quota.size());
  for (std::size_t i = 0; i < quota.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i);
    if (quota[i] < 0) {
      throw Error(ErrorCode::invalid_argument, core::at("quota", at), "is missing or negative");
    }
    if (!(presence[i] >= 0 && presence[i] <= 1)) {
      throw Error(ErrorCode::invalid_argument, core::at("presence", at),
                  core::to_text(presence[i]) + " is not in [0, 1]");
    }
  }
  const std::size_t units = quota.size() / periods;
  PresentQuotas result{{quota.begin(), quota.end()}, std::vector<core::Minor>(periods)};
  std::vector<double> keeps(units);
  for (std::size_t p = 0; p < periods; ++p) {
    core::Minor total = 0;
    bool all_there = true, nobody_there = true;
    for (std::size_t u = 0; u < units; ++u) {
      const std::size_t i = u * periods + p;
      total = core::add(total, quota[i], "quota");
      keeps[u] = static_cast<double>(quota[i]) * presence[i];
      if (keeps[u] < 1e-100) keeps[u] = 0;
      all_there = all_there && (presence[i] == 1 || quota[i] == 0);
      nobody_there = nobody_there && keeps[u] == 0;
    }
    if (all_there) continue;
    std::vector<core::Minor> parts(units);
    if (absent == AbsentPart::team && !nobody_there) {
      parts = allocation::spread(total, keeps);
    } else {
      result.open[p] = total;
      for (std::size_t u = 0; u < units; ++u) {
        const std::size_t i = u * periods + p;
        parts[u] = presence[i] == 1 ? quota[i]
                                    : std::min(core::round_to_minor(keeps[u], "quota"), quota[i]);
        result.open[p] -= parts[u];
      }
    }
    for (std::size_t u = 0; u < units; ++u) result.quota[u * periods + p] = parts[u];
  }
  return result;
}

}  // namespace salesplan::target
