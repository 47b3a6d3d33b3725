// The owners' quotas: floors for new cells, ramps for new owners, equal hardness, several margins.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/outlook.hpp"

namespace salesplan::plan {

/// What each owner is expected to sell in a run of planned months, [owners] minor units: its part
/// of the series' forecasts by the weights of its cells in each month. The variance of a series is
/// shared out in the same proportions, so that owners' results are independent and add up to the
/// series'.
struct OwnerOutlook {
  std::vector<double> mean, sd;
};

/// The months of an outlook.
struct OutlookMonths {
  std::size_t first = 0;  ///< planned month with which the forecast begins
  std::size_t count = 0;
  core::View<const double> sd;         ///< [series] of the sum over these months; NaN: not known
  core::View<const double> kept = {};  ///< [owners * planned months] the share of a month that
                                       ///< counts; empty: all of it
};

/// @param weights  [planned months * cells]
OwnerOutlook owner_outlook(const Specification& spec, const History& history, const Outlook& ahead,
                           const std::vector<double>& weights, const OutlookMonths& months);

/// What the owners are judged by: the basis with floors for new cells, ramps of new owners and
/// their presence, and what each is expected to sell by it in all planned months.
struct OwnerBasis {
  std::vector<double> weights;  ///< [months * cells]
  OwnerOutlook outlook;         ///< empty without QuotaSettings
};

/// @param basis  [months * cells], as of basis_weights()
OwnerBasis owner_basis(const Specification& spec, const History& history, const Outlook& ahead,
                       const std::vector<double>& basis);

/// The basis made ready for the break-down, summing to 1 as the basis does:
///   floor   an eligible cell without sales in the base year weighs at least spec.floor times the
///           mean of its eligible peers in the month
///   ramp    in the k-th month from an owner's start its cells weigh ramp[k] times as much
///   presence  a cell weighs as much of a month as its owner is there of the workdays, where the
///           team takes over, and as the assignments cover of them, where these are prorated
///   equal hardness  the owners' totals are those that each owner (of a leaf of quotas.within,
///                   whose sum stays that of the basis) reaches with the same probability; one
///                   without a forecast keeps the share of its weights
/// and all at once fitted, at the least relative entropy, so that the sums over spec.margins stay
/// those of the basis, and those over spec.ranges near them; what these miss at a price is noted.
/// Without any of these it is the basis itself. An owner starts on the first day of its first
/// assignment; one with an open assignment has always been there.
/// @param basis  [months * cells], as of basis_weights()
/// @throws Error(infeasible) at "quotas.ramp" or "schedule.absences" where no weight is left, or
///         placed at
/// "allocation.margins", naming the sums that cannot hold
///         together, in currency units; at "quotas.within" for an owner in several of its leaves;
///         Error(unsupported) where they are not met in time.
std::vector<double> quota_weights(const Specification& spec, const OwnerBasis& owners,
                                  core::Minor total, const std::vector<double>& basis,
                                  std::vector<std::string>& notes);

/// Every owner with a target and how likely it is reached. Where nobody answers for what falls on
/// absences, target and forecast are those of the days on which the owner is there. Empty without
/// QuotaSettings.
std::vector<Quota> quotas(const Specification& spec, const History& history, const Outlook& ahead,
                          const OwnerBasis& owners, const std::vector<double>& basis,
                          const table::Cube& revenue);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/quotas_inl.hpp"
#endif
