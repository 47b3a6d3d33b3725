// Bodies of rfm.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "salesplan/core/error.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/rfm.hpp"

namespace salesplan::customer {
namespace detail {

/// Error unless the three columns have the same length and finite values.
inline void check_rfm(const RfmValues& values) {
  const std::size_t n = values.recency.size();
  if (n == 0) throw Error(ErrorCode::invalid_argument, "recency", "is empty");
  for (const auto& [name, column] :
       {std::pair<const char*, core::View<const double>>{"recency", values.recency},
        {"frequency", values.frequency},
        {"monetary", values.monetary}}) {
    check_size(name, column.size(), n);
    for (std::size_t i = 0; i < n; ++i) {
      if (!std::isfinite(column[i])) throw bad_value(name, i, column[i], "is not finite");
    }
  }
}

inline std::vector<double> negated(core::View<const double> values) {
  std::vector<double> out;
  for (const double value : values) out.push_back(-value);
  return out;
}

inline void name_segments(RfmScores& scores, int recency_levels, int frequency_levels) {
  for (std::size_t i = 0; i < scores.recency.size(); ++i) {
    scores.segment.emplace_back(
        rfm_segment(scores.recency[i], recency_levels, scores.frequency[i], frequency_levels));
  }
}

inline void check_borders(const char* name, core::View<const double> borders) {
  const auto place = [&](std::size_t i) {
    return core::at("borders." + std::string(name), static_cast<std::int64_t>(i));
  };
  if (borders.empty() || borders.size() > 99) {
    throw Error(ErrorCode::invalid_argument, "borders." + std::string(name),
                std::to_string(borders.size()) + " borders are not 1..99");
  }
  for (std::size_t i = 0; i < borders.size(); ++i) {
    if (!std::isfinite(borders[i]) || (i > 0 && !(borders[i] > borders[i - 1]))) {
      throw Error(ErrorCode::invalid_argument, place(i),
                  core::to_text(borders[i]) + " is not finite and above the one before");
    }
  }
}

/// 1 + the borders at or below the value (`less_is_better`: at or above it).
inline std::vector<int> border_scores(core::View<const double> values,
                                      core::View<const double> borders, bool less_is_better) {
  std::vector<int> out;
  for (const double value : values) {
    const auto reached =
        less_is_better ? borders.end() - std::lower_bound(borders.begin(), borders.end(), value)
                       : std::upper_bound(borders.begin(), borders.end(), value) - borders.begin();
    out.push_back(1 + static_cast<int>(reached));
  }
  return out;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<int> quantile_scores(core::View<const double> values, int levels,
                                                  const std::string& place) {
  if (levels < 2 || levels > 100) {
    throw Error(ErrorCode::invalid_argument, "levels",
                std::to_string(levels) + " is not in 2..100");
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i]))
      throw detail::bad_value(place.c_str(), i, values[i], "is not finite");
  }
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<int> out;
  for (const double value : values) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
    const auto twice_rank = (first - sorted.begin()) + (last - sorted.begin());
    const auto twice_n = 2 * static_cast<std::int64_t>(sorted.size());
    out.push_back(1 + static_cast<int>(levels * twice_rank / twice_n));
  }
  return out;
}

SALESPLAN_INLINE RfmScores rfm_by_quantile(const RfmValues& values, int levels) {
  detail::check_rfm(values);
  RfmScores out{quantile_scores(detail::negated(values.recency), levels, "recency"),
                quantile_scores(values.frequency, levels, "frequency"),
                quantile_scores(values.monetary, levels, "monetary"),
                {}};
  detail::name_segments(out, levels, levels);
  return out;
}

SALESPLAN_INLINE RfmScores rfm_by_borders(const RfmValues& values, const RfmBorders& borders) {
  detail::check_rfm(values);
  detail::check_borders("recency", borders.recency);
  detail::check_borders("frequency", borders.frequency);
  detail::check_borders("monetary", borders.monetary);
  RfmScores out{detail::border_scores(values.recency, borders.recency, true),
                detail::border_scores(values.frequency, borders.frequency, false),
                detail::border_scores(values.monetary, borders.monetary, false),
                {}};
  detail::name_segments(out, static_cast<int>(borders.recency.size()) + 1,
                        static_cast<int>(borders.frequency.size()) + 1);
  return out;
}

SALESPLAN_INLINE const char* rfm_segment(int recency, int recency_levels, int frequency,
                                         int frequency_levels) {
  const auto fifth = [](const char* place, int score, int levels) {
    if (levels < 2 || score < 1 || score > levels) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(score) + " is not in 1.." + std::to_string(levels));
    }
    return (2 * score - 1) * 5 / (2 * levels);  // of the middle of the level
  };
  // Rows: recency from the longest ago to the latest; columns: frequency from the rarest.
  constexpr const char* grid[5][5] = {
      {"hibernating", "hibernating", "at risk", "at risk", "cannot lose"},
      {"hibernating", "hibernating", "at risk", "at risk", "cannot lose"},
      {"about to sleep", "about to sleep", "need attention", "loyal", "loyal"},
      {"promising", "potential loyalists", "potential loyalists", "loyal", "loyal"},
      {"new", "potential loyalists", "potential loyalists", "champions", "champions"}};
  return grid[fifth("recency", recency, recency_levels)]
             [fifth("frequency", frequency, frequency_levels)];
}

}  // namespace salesplan::customer
