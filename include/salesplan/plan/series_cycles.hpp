// The cycles of the forecast's series, month by month as they become known.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"

namespace salesplan::plan {

/// Trend, season and turns of every series that the specification forecasts by, and last of the
/// company, as known at the end of each closed month (review::cycle of twelve months to a season;
/// sales a workday where the forecast counts workdays). Series with fewer than eight months are
/// left out. Needs the closed months of `document`.
std::vector<SeriesCycle> series_cycles(const Specification& spec, const History& history,
                                       const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/series_cycles_inl.hpp"
#endif
