// The planning loop: history, forecast, target, allocation, tasks, monitoring, review, next target.
#pragma once

#include <functional>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// Called between the steps with the step's name and the share of the work done, 0..1. Returning
/// false stops the loop with Error(cancelled).
using Progress = std::function<bool(const char* step, double done)>;

/// Runs the whole loop once. Deterministic; knows no clock but spec.today and spec.as_of.
/// Errors of the rooms it calls, and those of history(), company() and breakdown(), placed at the
/// specification's field: "plan.json: forecast.levels[0]".
Document run(const Specification& spec, const Progress& progress = {});

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/loop_inl.hpp"
#endif
