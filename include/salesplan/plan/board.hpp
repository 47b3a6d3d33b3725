// The board of a plan: its months as a dashboard model.
#pragma once

#include "salesplan/core/config.hpp"
#include "salesplan/monitor/dashboard.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"

namespace salesplan::plan {

/// Target, actual, forecast, pace and landing of every month, with the units of the dimensions the
/// specification shows as bars and rings, and the days of every month that has begun.
/// O(facts + cells).
monitor::Dashboard board(const Specification& spec, const History& history,
                         const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/board_inl.hpp"
#endif
