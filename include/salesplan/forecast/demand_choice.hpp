// Which method suits a demand with many zeros.
#pragma once

#include <cstddef>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/intermittent.hpp"

namespace salesplan::forecast {

/// The method for a demand by its class. Croston's overstates by up to a twentieth, which
/// Syntetos and Boylan take away where demands are far apart; both keep their last rate while no
/// demand comes, so that a product that is ending needs Teunter's, which lets it fade. A demand is
/// ending when the time since the last one is longer than three of its mean intervals.
/// @param y  [n] values >= 0, NaN = missing
/// @source Syntetos, Boylan & Croston (2005), J. Oper. Res. Soc. 56, 495; Teunter, Syntetos & Babai
/// (2011), Eur. J. Oper. Res. 214, 606. O(n).
inline IntermittentMethod intermittent_choice(core::View<const double> y) {
  double periods = 0, demands = 0, since = 0;
  for (double v : y) {
    if (core::is_missing(v)) continue;
    periods += 1;
    since += 1;
    if (v == 0) continue;
    demands += 1;
    since = 0;
  }
  if (demands == 0 || since > 3 * (periods - since) / demands) return IntermittentMethod::tsb;
  const Demand demand = demand_class(y);
  return demand == Demand::intermittent || demand == Demand::lumpy ? IntermittentMethod::sba
                                                                   : IntermittentMethod::croston;
}

}  // namespace salesplan::forecast
