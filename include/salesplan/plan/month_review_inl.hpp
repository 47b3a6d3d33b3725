// Bodies of month_review.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

#include "salesplan/core/money.hpp"
#include "salesplan/plan/month_review.hpp"
#include "salesplan/review/calendar_effect.hpp"
#include "salesplan/review/customer_movement.hpp"

namespace salesplan::plan {
namespace detail {

/// Facts of a cell and customer in a month and in the month of the year before.
struct Purchase {
  std::size_t cell = 0;
  std::int32_t customer = -1;  ///< -1: the facts name none
  core::Minor before = 0;
  core::Minor after = 0;
  core::Minor scaled = 0;  ///< `before` in the selling days of the month
};

/// The facts up to `as_of` by month, and when each customer first bought.
struct MonthlyFacts {
  std::vector<std::vector<std::size_t>> rows;  ///< [months from the history's first]
  std::vector<std::size_t> cell;               ///< [facts]
  std::vector<std::size_t> first;              ///< [customers] month of the first purchase
};

inline MonthlyFacts monthly_facts(const Specification& spec, const History& history) {
  MonthlyFacts facts;
  facts.cell.assign(spec.facts.size(), 0);
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    const std::size_t leaves = spec.dimensions[d].leaf_count();
    for (std::size_t row = 0; row < facts.cell.size(); ++row) {
      facts.cell[row] =
          facts.cell[row] * leaves + static_cast<std::size_t>(spec.facts.members[d][row]);
    }
  }
  for (std::size_t row = 0; row < spec.facts.size(); ++row) {
    const calendar::Date day{spec.facts.dates[row]};
    if (day > history.as_of) continue;
    const std::int64_t at =
        calendar::periods_between(history.first, calendar::period_of(day, calendar::Grain::month));
    if (at < 0) continue;
    const auto month = static_cast<std::size_t>(at);
    if (month >= facts.rows.size()) facts.rows.resize(month + 1);
    facts.rows[month].push_back(row);
    if (spec.customers.empty()) continue;
    const auto customer = static_cast<std::size_t>(spec.customers[row]);
    if (customer >= facts.first.size())
      facts.first.resize(customer + 1, static_cast<std::size_t>(-1));
    facts.first[customer] = std::min(facts.first[customer], month);
  }
  return facts;
}

/// Purchases by cell, then customer, of `month` and the one twelve before, in months from the
/// history's first.
inline std::vector<Purchase> purchases(const Specification& spec, const MonthlyFacts& facts,
                                       std::size_t month) {
  const std::vector<std::int64_t>& revenue = spec.facts.measure("revenue").values;
  std::vector<Purchase> all;
  for (const std::size_t of : {month - 12, month}) {
    if (of >= facts.rows.size()) continue;
    for (const std::size_t row : facts.rows[of]) {
      Purchase one{facts.cell[row], spec.customers.empty() ? -1 : spec.customers[row], 0, 0, 0};
      (of == month ? one.after : one.before) = revenue[row];
      all.push_back(one);
    }
  }
  std::sort(all.begin(), all.end(), [](const Purchase& a, const Purchase& b) {
    return std::tie(a.cell, a.customer) < std::tie(b.cell, b.customer);
  });
  std::vector<Purchase> sums;
  for (const Purchase& one : all) {
    if (sums.empty() || sums.back().cell != one.cell || sums.back().customer != one.customer) {
      sums.push_back({one.cell, one.customer, 0, 0, 0});
    }
    sums.back().before = core::add(sums.back().before, one.before, "revenue");
    sums.back().after = core::add(sums.back().after, one.after, "revenue");
  }
  return sums;
}

/// Fills in `scaled`, so that the sums of each cell differ from those of `before` by the calendar
/// effect on the cell.
inline void scale_to_days(std::vector<Purchase>& bought, double days_before, double days_after) {
  for (std::size_t first = 0, end = 0; first < bought.size(); first = end) {
    core::Minor before = 0;
    for (; end < bought.size() && bought[end].cell == bought[first].cell; ++end) {
      before = core::add(before, bought[end].before, "revenue");
    }
    const std::vector<std::int32_t> root{-1};
    const std::vector<core::Minor> sales{before};
    const std::vector<double> from{days_before}, to{days_after};
    const core::Minor calendar =
        review::calendar_and_promotion({root}, {sales, sales, from, to}).at(0, 0);
    std::vector<double> wanted;
    for (std::size_t i = first; i < end; ++i) {
      wanted.push_back(static_cast<double>(bought[i].before) * (days_after / days_before));
    }
    const std::vector<core::Minor> scaled =
        review::whole_parts(core::add(before, calendar, "calendar"), wanted, "calendar");
    for (std::size_t i = first; i < end; ++i) bought[i].scaled = scaled[i - first];
  }
}

/// The part of the company's sales in a month that promotions brought beyond their baseline.
inline double uplift_share(const Specification& spec, const Document& document,
                           calendar::Period month, core::Minor sales) {
  double uplift = 0;
  for (std::size_t i = 0; spec.promotions && i < spec.promotions->month.size(); ++i) {
    const std::int32_t p = spec.promotions->promotion[i];
    if (p < 0 || spec.promotions->month[i] != month.ordinal) continue;
    const PromotionRow& row = document.promotions[static_cast<std::size_t>(p)];
    if (row.sold) {
      uplift += spec.promotions->revenue[i] * (1 - row.facts.baseline.mean / row.facts.units);
    }
  }
  return sales > 0 ? uplift * core::minor_per_unit(spec.decimals) / static_cast<double>(sales) : 0;
}

/// The bridges of a tree of members from what each customer bought in it.
struct Moved {
  std::vector<std::int32_t> parent;  ///< members first, then a leaf for each customer of one
  std::vector<core::Minor> before, after, scaled;
  std::vector<std::int32_t> known;
  std::size_t members = 0;

  void add(std::int32_t member, const Purchase& bought, review::CustomerPast past) {
    parent.push_back(member);
    before.push_back(bought.before);
    after.push_back(bought.after);
    scaled.push_back(bought.scaled);
    known.push_back(static_cast<std::int32_t>(past));
  }
};

/// `values` less the part `share` of their sum, taken off each alike.
inline std::vector<core::Minor> without(double share, const std::vector<core::Minor>& values) {
  if (share == 0) return values;
  core::Minor sum = 0;
  std::vector<double> wanted;
  for (const core::Minor value : values) {
    sum = core::add(sum, value, "revenue");
    wanted.push_back(static_cast<double>(value) * (1 - share));
  }
  return review::whole_parts(
      core::round_to_minor(static_cast<double>(sum) * (1 - share), "promotions"), wanted,
      "promotions");
}

inline MemberReview member_review(const Moved& moved, bool with_customers, double uplift_before,
                                  double uplift_after) {
  constexpr std::size_t moves = customer_moves;
  enum Effect : std::size_t { calendar, promotion, first_move, performance = 2 + moves, effects };
  const allocation::Tree tree{moved.parent};
  const std::vector<core::Minor> base_before = without(uplift_before, moved.scaled);
  const std::vector<core::Minor> base_after = without(uplift_after, moved.after);
  const review::CustomerMovement movement =
      review::customer_movement(tree, base_before, base_after, moved.known);
  std::vector<core::Minor> amount(moved.parent.size() * effects, 0);
  for (std::size_t i = moved.members; i < moved.parent.size(); ++i) {
    core::Minor* of = &amount[i * effects];
    const core::Minor base = core::subtract(base_after[i], base_before[i], "performance");
    of[calendar] = core::subtract(moved.scaled[i], moved.before[i], "calendar");
    of[promotion] = core::subtract(core::subtract(moved.after[i], moved.scaled[i], "promotion"),
                                   base, "promotion");
    for (std::size_t move = 0; with_customers && move < moves; ++move) {
      of[first_move + move] = movement.bridge.at(i, move);
    }
    if (!with_customers) of[performance] = base;
  }
  MemberReview result;
  result.bridge = review::roll_up(tree, review_effects(), moved.before, moved.after, amount);
  result.bridge.base.resize(moved.members);
  result.bridge.actual.resize(moved.members);
  result.bridge.amount.resize(moved.members * effects);
  if (with_customers) {
    result.customers.assign(
        movement.customers.begin(),
        movement.customers.begin() + static_cast<std::ptrdiff_t>(moved.members * moves));
  }
  return result;
}

/// Purchases summed by customer within groups that `group` numbers by cell, in that order.
inline std::vector<std::pair<std::size_t, Purchase>> by_customer(
    const std::vector<Purchase>& bought, const std::vector<std::size_t>& group) {
  std::vector<std::pair<std::size_t, Purchase>> all, sums;
  all.reserve(bought.size());
  for (const Purchase& one : bought) all.emplace_back(group[one.cell], one);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.customer) < std::tie(b.first, b.second.customer);
  });
  for (const auto& [at, one] : all) {
    if (sums.empty() || sums.back().first != at || sums.back().second.customer != one.customer) {
      sums.push_back({at, one});
      continue;
    }
    Purchase& sum = sums.back().second;
    sum.before = core::add(sum.before, one.before, "revenue");
    sum.after = core::add(sum.after, one.after, "revenue");
    sum.scaled = core::add(sum.scaled, one.scaled, "revenue");
  }
  return sums;
}

/// What is known of a customer of a unit beside its sales there: whether the company has some where
/// the unit has none, or had some before month `at`.
/// @param customers  of the company, as of by_customer()
inline review::CustomerPast past_of(const MonthlyFacts& facts,
                                    const std::vector<std::pair<std::size_t, Purchase>>& customers,
                                    const Purchase& here, std::size_t at) {
  if (here.customer < 0) return review::CustomerPast::none;
  const auto whole = std::lower_bound(
      customers.begin(), customers.end(), here.customer,
      [](const auto& one, std::int32_t customer) { return one.second.customer < customer; });
  if ((here.before == 0 && whole->second.before != 0) ||
      (here.after == 0 && whole->second.after != 0)) {
    return review::CustomerPast::moved;
  }
  return facts.first[static_cast<std::size_t>(here.customer)] < at ? review::CustomerPast::bought
                                                                   : review::CustomerPast::none;
}

}  // namespace detail

SALESPLAN_INLINE const std::vector<std::string>& review_effects() {
  static const std::vector<std::string> names{"calendar",  "promotion",  "new",    "returned",
                                              "lost",      "grown",      "shrunk", "moved_in",
                                              "moved_out", "performance"};
  return names;
}

SALESPLAN_INLINE std::vector<MonthReview> month_reviews(const Specification& spec,
                                                        const History& history,
                                                        const Document& document) {
  std::vector<MonthReview> reviews;
  if (document.closed == 0) return reviews;
  const bool with_customers = !spec.customers.empty();
  const detail::MonthlyFacts facts = detail::monthly_facts(spec, history);
  std::vector<std::vector<std::size_t>> groups;
  for (const std::size_t d : spec.review_by) groups.push_back(group_of_cells(spec, {d}));
  const std::vector<std::size_t> whole(history.cells, 0);

  for (std::size_t m = 0; m < document.closed; ++m) {
    const calendar::Period month = document.months[m], before = calendar::shift(month, -12);
    if (calendar::periods_between(history.first, before) < 0) continue;
    const auto at = static_cast<std::size_t>(calendar::periods_between(history.first, month));
    std::vector<detail::Purchase> bought = detail::purchases(spec, facts, at);
    const double days_before = review::selling_days(spec.workdays, before);
    const double days_after = review::selling_days(spec.workdays, month);
    if (spec.forecast.per_workday && days_before > 0 && days_after > 0) {
      detail::scale_to_days(bought, days_before, days_after);
    } else {
      for (detail::Purchase& one : bought) one.scaled = one.before;
    }

    MonthReview review;
    review.month = m;
    detail::Moved company;
    company.add(-1, {}, review::CustomerPast::none);
    company.members = 1;
    core::Minor sold_before = 0, sold = 0;
    const auto customers = detail::by_customer(bought, whole);
    for (const auto& [group, one] : customers) {
      company.add(0, one, detail::past_of(facts, customers, one, at));
      sold_before = core::add(sold_before, one.before, "revenue");
      sold = core::add(sold, one.after, "revenue");
    }
    review.company = detail::member_review(
        company, with_customers, detail::uplift_share(spec, document, before, sold_before),
        detail::uplift_share(spec, document, month, sold));
    for (std::size_t k = 0; k < groups.size(); ++k) {
      const table::Dimension& dimension = spec.dimensions[spec.review_by[k]];
      detail::Moved members;
      for (std::size_t member = 0; member < dimension.size(); ++member) {
        members.add(dimension.parent(static_cast<std::int32_t>(member)), {},
                    review::CustomerPast::none);
      }
      members.members = dimension.size();
      for (const auto& [leaf, one] : detail::by_customer(bought, groups[k])) {
        members.add(dimension.leaf(leaf), one, detail::past_of(facts, customers, one, at));
      }
      review.by.push_back(detail::member_review(members, with_customers, 0, 0));
    }
    reviews.push_back(std::move(review));
  }
  return reviews;
}

}  // namespace salesplan::plan
