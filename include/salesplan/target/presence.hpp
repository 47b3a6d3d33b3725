// Who is there when: the share of a period's workdays, and what becomes of the quota of the rest.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/calendar/day_span.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::target {

/// The share of the period's workdays on which somebody is there: employed and not absent. Of its
/// days, where it has no workday.
/// @param service  when employed, no_date for an open end; overlaps count once. Empty: always.
/// @param absences likewise.
/// @throws Error(invalid_argument) for a span that ends before it begins, naming "absences[i].last"
///         or "service[i].last". O(k log k) for k spans.
double presence(const calendar::WorkdayCalendar& workdays, calendar::Period period,
                core::View<const calendar::DaySpan> service,
                core::View<const calendar::DaySpan> absences);

/// Who answers for the part of a quota that falls on days on which its owner is not there.
enum class AbsentPart {
  team,  ///< the others of the period, in proportion to what they keep
  open,  ///< nobody
};

struct PresentQuotas {
  std::vector<core::Minor> quota;  ///< [units * periods]
  std::vector<core::Minor> open;   ///< [periods] what nobody answers for
};

/// Quotas of units that are not always there. Each keeps quota·presence; the rest of a period goes
/// by `absent`, and stays open where nobody keeps anything. In every period the quotas and what is
/// open sum to the quotas given. A period in which all are there keeps them.
/// @param quota    [units * periods], unit after unit, minor units >= 0.
/// @param presence [units * periods] in [0, 1].
/// @throws Error(invalid_argument) naming "quota[i]", "presence[i]" or "periods"; Error(overflow)
///         for quotas of a period beyond 64 bits. O(units · periods).
PresentQuotas present_quotas(core::View<const core::Minor> quota, core::View<const double> presence,
                             std::size_t periods, AbsentPart absent = AbsentPart::team);

}  // namespace salesplan::target

#ifndef SALESPLAN_COMPILED
#include "salesplan/target/presence_inl.hpp"
#endif
