// A closed month's revenue and profit against last year's, by volume, mix and price.
#pragma once

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// The closed months whose month of the year before is known, over the tree of the members of the
/// first dimension of Specification::mix_by, below each of its leaves those of the second, and so
/// on (review::price_volume_mix). Pieces returned beyond those sold count as none. Empty without
/// pieces or dimensions. Needs the sales of `document`. O(cells months + nodes log nodes).
MixReview month_mix(const Specification& spec, const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/month_mix_inl.hpp"
#endif
