// Why a closed month came out as it did: last year's month, effect by effect, to the actual one.
#pragma once

#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// The effects of these bridges, in order.
const std::vector<std::string>& review_effects();

/// Every closed month whose month of the year before is known, taken apart for the company and for
/// the members of the dimensions in Specification::review_by:
///   calendar     what the same customers had bought in so many workdays more or fewer, where the
///                forecast counts workdays (review::calendar_and_promotion)
///   promotion    uplift of the promotions over last year's at the same workdays; of the company
///                only, as sales on promotions are not known of its parts
///   new, returned, lost, grown, shrunk, moved_in, moved_out   what customers did beyond that, each
///                counted in every member it buys from (review::customer_movement); one that buys
///                of the company, but no more (or not before) of the member, has moved. The uplift
///                is taken as spread over all of them alike
///   performance  the rest, where the facts name no customers
/// The uplift of a promotion is the share of its sales that PromotionRow says is not baseline.
/// Needs the months, the attainment and the promotions of `document`.
/// O((facts + members) log facts) a dimension.
std::vector<MonthReview> month_reviews(const Specification& spec, const History& history,
                                       const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/month_review_inl.hpp"
#endif
