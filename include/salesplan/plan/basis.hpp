// What the company's target is spread by: forecast, history and equal shares over eligible cells.
#pragma once

#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/history.hpp"

namespace salesplan::plan {

/// Which cells may carry a target in which month, [months * cells]: those that an assignment covers
/// on a day of the month or, without assignments, those that sold in the base year.
std::vector<bool> eligible_cells(const Specification& spec, const History& history);

/// The weight of each cell, [planned months * cells], summing to 1:
///   forecast  the forecast of the cell's series and month, shared out by the base year
///   history   what the cell sold in the same month of the latest known year, or in the average
///             month of the base year where that is not known
///   equal     the base year of the cell's peers, the same for each eligible peer: what gives a
///             newly covered cell its start
/// mixed by the specification's shares. Sales below zero count as none. A basis without any sales
/// is left out, and `notes` says so.
/// @param forecast  [series, planned months] minor units; NaN and negative count as 0
std::vector<double> basis_weights(const Specification& spec, const History& history,
                                  const std::vector<double>& forecast,
                                  std::vector<std::string>& notes);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/basis_inl.hpp"
#endif
