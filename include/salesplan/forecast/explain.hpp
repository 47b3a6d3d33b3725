// A forecast in words a manager understands.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/diagnosis.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// What a sentence is made from.
struct Story {
  std::string name;            ///< of the series, "North"; may be empty
  core::View<const double> y;  ///< [n] the history, NaN = missing
  std::size_t season_length = 1;
  std::optional<calendar::Period> first;      ///< the period of y[0], where there are dates
  double usual_error = core::missing_number;  ///< mean absolute percentage error one step ahead in
                                              ///< a backtest, as a ratio; NaN: not said
};

/// Three significant digits, and how people say them: "1,230,000", "1.23"; in Chinese "123万".
std::string rounded(double value, calendar::Language language);

/// The size of a ratio in percent: "12" for 0.12, "1.2" for -0.012.
std::string percent_text(double ratio);

/// Where in the season position t lies: "December", "Q4", "Monday", "week 7".
std::string season_place(std::size_t t, const Story& story, calendar::Language language);

/// The period of position t: "2024-02", or the number of the value from 1.
std::string period_name(std::size_t t, const Story& story);

/// A few plain sentences: what the horizon comes to with its 80 % interval and against the same
/// time before; the yearly growth; the strongest and weakest place of a clear season (strength 0.4
/// and more); changes of course and unusual values, the latest three of each; and how wrong the
/// forecast usually is. What is not known is not said.
std::string explain(const Story& story, const Diagnosis& diagnosis, const SeriesForecast& forecast,
                    calendar::Language language);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/explain_inl.hpp"
#endif
