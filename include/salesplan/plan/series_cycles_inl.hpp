// Bodies of series_cycles.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "salesplan/plan/outlook.hpp"
#include "salesplan/plan/series_cycles.hpp"

namespace salesplan::plan {

SALESPLAN_INLINE std::vector<SeriesCycle> series_cycles(const Specification& spec,
                                                        const History& history,
                                                        const Document& document) {
  constexpr std::size_t season = 12, fewest = 8;
  std::vector<SeriesCycle> cycles;
  for (std::size_t m = 0; m < document.closed; ++m) {
    const KnownSeries known = known_series(spec, history, m + 1);
    for (std::size_t s = 0; s + 1 < known.offsets.size(); ++s) {
      const auto begin = static_cast<std::size_t>(known.offsets[s]);
      const std::size_t count = static_cast<std::size_t>(known.offsets[s + 1]) - begin;
      if (count < fewest) continue;
      SeriesCycle one;
      one.month = m;
      one.series = s;
      one.first = calendar::shift(history.first, static_cast<std::int64_t>(known.months - count));
      one.cycle =
          review::cycle(core::View<const double>(known.values).subview(begin, count), season);
      cycles.push_back(std::move(one));
    }
  }
  return cycles;
}

}  // namespace salesplan::plan
