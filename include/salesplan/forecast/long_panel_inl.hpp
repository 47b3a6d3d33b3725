// Bodies of long_panel.hpp.
#pragma once

#include <algorithm>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/long_panel.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE calendar::Grain grain_of(core::View<const calendar::Date> dates) {
  using calendar::Grain;
  if (dates.empty()) throw Error(ErrorCode::invalid_argument, "dates", "are empty");
  for (std::size_t i = 0; i < dates.size(); ++i) {
    calendar::check_date(dates[i], core::at("dates", static_cast<std::int64_t>(i)));
  }
  for (Grain grain : {Grain::year, Grain::quarter, Grain::month}) {
    bool starts = true, ends = true;
    for (calendar::Date date : dates) {
      const calendar::Period period = calendar::period_of(date, grain);
      starts = starts && calendar::first_date(period) == date;
      ends = ends && calendar::last_date(period) == date;
      if (!starts && !ends) break;
    }
    if (starts || ends) return grain;
  }
  bool weekly = false;
  for (calendar::Date date : dates) {
    if (calendar::weekday(date) != calendar::weekday(dates[0])) return Grain::day;
    weekly = weekly || date != dates[0];
  }
  return weekly ? Grain::week : Grain::day;
}

SALESPLAN_INLINE int usual_season(calendar::Grain grain) {
  static constexpr int seasons[] = {7, 52, 12, 4, 1};
  return seasons[static_cast<int>(grain)];
}

SALESPLAN_INLINE LongPanel long_panel(core::View<const std::int64_t> series,
                                      core::View<const calendar::Date> date,
                                      core::View<const double> value, calendar::Grain grain,
                                      bool sum) {
  const std::size_t rows = series.size();
  if (date.size() != rows || value.size() != rows) {
    throw Error(ErrorCode::invalid_argument, date.size() != rows ? "date" : "value",
                std::to_string(date.size() != rows ? date.size() : value.size()) + " values for " +
                    std::to_string(rows) + " rows");
  }
  struct Row {
    std::int64_t series;
    std::int32_t period;
    std::size_t row;
  };
  std::vector<Row> sorted;
  std::int32_t last = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    const auto place = [&](const char* name) {
      return core::at(name, static_cast<std::int64_t>(r));
    };
    if (series[r] < 0 || series[r] >= static_cast<std::int64_t>(rows)) {
      throw Error(ErrorCode::invalid_argument, place("series"),
                  std::to_string(series[r]) + " is not a number of a series");
    }
    calendar::check_date(date[r], place("date"));
    const std::int32_t period = calendar::period_of(date[r], grain).ordinal;
    last = r == 0 ? period : std::max(last, period);
    sorted.push_back({series[r], period, r});
  }
  std::sort(sorted.begin(), sorted.end(), [](const Row& a, const Row& b) {
    if (a.series != b.series) return a.series < b.series;
    return a.period != b.period ? a.period < b.period : a.row < b.row;
  });

  LongPanel result;
  result.offsets.push_back(0);
  for (std::size_t i = 0; i < rows; ++i) {
    const Row& row = sorted[i];
    const bool starts = i == 0 || sorted[i - 1].series != row.series;
    if (starts) {
      if (row.series != static_cast<std::int64_t>(result.first.size())) {
        throw Error(ErrorCode::invalid_argument, "series",
                    std::to_string(result.first.size()) + " has no row");
      }
      const std::int64_t length = std::int64_t{last} - row.period + 1;
      if (length > 10'000'000) {
        throw Error(ErrorCode::invalid_argument,
                    core::at("date", static_cast<std::int64_t>(row.row)),
                    "lies " + std::to_string(length) + " periods before the last");
      }
      result.first.push_back({grain, row.period});
      result.values.resize(result.values.size() + static_cast<std::size_t>(length),
                           core::missing_number);
      result.offsets.push_back(static_cast<std::int64_t>(result.values.size()));
    } else if (sorted[i - 1].period == row.period && !sum) {
      throw Error(ErrorCode::duplicate, core::at("date", static_cast<std::int64_t>(row.row)),
                  calendar::period_text({grain, row.period}) + " is given twice for its series");
    }
    const std::size_t start = static_cast<std::size_t>(result.offsets[result.first.size() - 1]);
    double& cell =
        result.values[start + static_cast<std::size_t>(row.period - result.first.back().ordinal)];
    cell = core::is_missing(cell) ? value[row.row] : cell + value[row.row];
  }
  return result;
}

}  // namespace salesplan::forecast
