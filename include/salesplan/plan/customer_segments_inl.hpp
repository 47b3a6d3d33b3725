// Bodies of customer_segments.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/customer/tiers.hpp"
#include "salesplan/plan/customer_segments.hpp"

namespace salesplan::plan {
namespace detail {

/// What each customer bought by month, and its class before each month.
struct SegmentHistory {
  using Buys = std::vector<std::pair<std::int32_t, core::Minor>>;  // customer and amount
  std::vector<Buys> month;                         // [months from the history's first]
  std::vector<std::vector<std::uint8_t>> segment;  // [months + 1]; empty below 12
};

inline SegmentHistory segment_history(const Specification& spec, const History& history,
                                      std::size_t months) {
  constexpr std::size_t year = 12;
  constexpr std::uint8_t none = segment_count - 1;
  const std::vector<std::int64_t>& revenue = spec.facts.measure("revenue").values;
  SegmentHistory result;
  result.month.resize(months);
  std::size_t customers = 0;
  for (std::size_t row = 0; row < spec.facts.size(); ++row) {
    const calendar::Date day{spec.facts.dates[row]};
    const std::int64_t at =
        calendar::periods_between(history.first, calendar::period_of(day, calendar::Grain::month));
    if (at < 0 || at >= static_cast<std::int64_t>(months)) continue;
    result.month[static_cast<std::size_t>(at)].emplace_back(spec.customers[row], revenue[row]);
    customers = std::max(customers, static_cast<std::size_t>(spec.customers[row]) + 1);
  }
  for (SegmentHistory::Buys& buys : result.month) {
    std::sort(buys.begin(), buys.end());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < buys.size(); ++i) {
      if (kept > 0 && buys[kept - 1].first == buys[i].first) {
        core::Minor& sum = buys[kept - 1].second;
        sum = core::add(sum, buys[i].second, "revenue");
      } else {
        buys[kept++] = buys[i];
      }
    }
    buys.resize(kept);
  }

  const std::vector<double> shares{0.8, 0.95, 1};
  std::vector<core::Minor> window(customers, 0);  // bought in the twelve months before
  result.segment.resize(months + 1);
  for (std::size_t at = 0; at <= months; ++at) {
    if (at >= year) {
      std::vector<std::size_t> who;
      std::vector<double> value;
      for (std::size_t c = 0; c < customers; ++c) {
        if (window[c] <= 0) continue;
        who.push_back(c);
        value.push_back(static_cast<double>(window[c]));
      }
      result.segment[at].assign(customers, none);
      if (!who.empty()) {
        const std::vector<std::int64_t> tier = customer::tiers_by_share(value, shares).tier;
        for (std::size_t k = 0; k < who.size(); ++k) {
          result.segment[at][who[k]] =
              static_cast<std::uint8_t>(std::min<std::int64_t>(tier[k], none - 1));
        }
      }
      for (const auto& [customer, amount] : result.month[at - year]) {
        core::Minor& sum = window[static_cast<std::size_t>(customer)];
        sum = core::subtract(sum, amount, "revenue");
      }
    }
    if (at == months) break;
    for (const auto& [customer, amount] : result.month[at]) {
      core::Minor& sum = window[static_cast<std::size_t>(customer)];
      sum = core::add(sum, amount, "revenue");
    }
  }
  return result;
}

/// Sales of a month and the customers that bought, by class before it.
struct SegmentSums {
  std::vector<core::Minor> amount = std::vector<core::Minor>(segment_count, 0);
  std::vector<std::int64_t> buyers = std::vector<std::int64_t>(segment_count, 0);
  core::Minor total = 0;
};

inline SegmentSums segment_sums(const SegmentHistory& history, std::size_t at) {
  SegmentSums sums;
  for (const auto& [customer, amount] : history.month[at]) {
    const auto s =
        static_cast<std::size_t>(history.segment[at][static_cast<std::size_t>(customer)]);
    sums.amount[s] = core::add(sums.amount[s], amount, "revenue");
    sums.total = core::add(sums.total, amount, "revenue");
    if (amount > 0) ++sums.buyers[s];
  }
  return sums;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<MonthSegments> customer_segments(const Specification& spec,
                                                              const History& history,
                                                              const Document& document) {
  constexpr std::size_t year = 12;
  std::vector<MonthSegments> result;
  if (spec.customers.empty() || document.closed == 0) return result;
  const std::size_t base = history.months + history.gap;
  const detail::SegmentHistory past =
      detail::segment_history(spec, history, base + document.closed);
  const table::Cube target = table::marginal(document.revenue, {0});
  for (std::size_t m = 0; m < document.closed; ++m) {
    const std::size_t at = base + m;
    if (at < 2 * year) continue;
    const detail::SegmentSums now = detail::segment_sums(past, at);
    const detail::SegmentSums last = detail::segment_sums(past, at - 1);
    const detail::SegmentSums before = detail::segment_sums(past, at - year);
    MonthSegments month;
    month.month = m;
    std::vector<double> weights;
    for (const core::Minor amount : before.amount) {
      weights.push_back(std::max(0.0, static_cast<double>(amount)));
    }
    if (std::any_of(weights.begin(), weights.end(), [](double w) { return w > 0; })) {
      month.target = allocation::spread(target[m], weights);
    }
    for (std::size_t s = 0; s < segment_count; ++s) {
      const auto share = [&](const detail::SegmentSums& of) {
        return of.total > 0 ? static_cast<double>(of.amount[s]) / static_cast<double>(of.total)
                            : core::missing_number;
      };
      month.compared.push_back(
          {now.amount[s], last.amount[s], before.amount[s], share(now), share(before)});
      month.buyers.push_back({now.buyers[s], before.buyers[s]});
    }

    // Who moved, of those that bought in either year.
    const std::vector<std::uint8_t>&was = past.segment[at + 1 - year], &is = past.segment[at + 1];
    std::vector<core::Minor> bought_before(is.size(), 0), bought(is.size(), 0);
    for (const auto& [customer, amount] : past.month[at - year]) {
      bought_before[static_cast<std::size_t>(customer)] = amount;
    }
    for (const auto& [customer, amount] : past.month[at]) {
      bought[static_cast<std::size_t>(customer)] = amount;
    }
    constexpr std::size_t classes = segment_count - 1;
    std::vector<std::int32_t> from, to;
    std::vector<core::Minor> money_before, money;
    const auto position = [](std::uint8_t segment) {
      return static_cast<std::size_t>(segment) == classes ? -1 : static_cast<std::int32_t>(segment);
    };
    for (std::size_t c = 0; c < is.size(); ++c) {
      if (position(was[c]) < 0 && position(is[c]) < 0) continue;
      from.push_back(position(was[c]));
      to.push_back(position(is[c]));
      money_before.push_back(bought_before[c]);
      money.push_back(bought[c]);
    }
    month.moved = review::segment_migration(classes, from, to, money_before, money);
    result.push_back(std::move(month));
  }
  return result;
}

}  // namespace salesplan::plan
