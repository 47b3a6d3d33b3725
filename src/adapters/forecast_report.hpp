// A forecast as one HTML page without scripts: words, a chart and the figures of every series.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/forecast/cross_validation.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/forecast/regression.hpp"

namespace salesplan::adapters {

/// What the page shows of one series.
struct ReportSeries {
  std::string name;
  std::string story;                          ///< sentences, see forecast::explain
  std::vector<std::string> periods;           ///< [n + h] labels
  std::vector<double> history;                ///< [n] NaN = missing
  std::vector<double> mean;                   ///< [h]
  std::vector<forecast::Interval> intervals;  ///< [h] each, the widest last
  std::string model;
  std::vector<forecast::Effect> effects;  ///< of regressors; may be empty
};

/// The page, UTF-8, in one language; texts are escaped. `backtest` may be empty.
std::string forecast_report(const std::string& title, const std::vector<ReportSeries>& series,
                            const std::vector<forecast::StepAccuracy>& backtest,
                            calendar::Language language);

}  // namespace salesplan::adapters
