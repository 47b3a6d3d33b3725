// Bodies of strategy_moves.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/plan/accounts.hpp"
#include "salesplan/plan/month_kpis.hpp"
#include "salesplan/plan/strategy_moves.hpp"
#include "salesplan/review/strategy.hpp"

namespace salesplan::plan {
namespace detail {

/// An owner under a rule: where its lever stood and what the rule saw, in each closed month.
struct LeverCourse {
  std::size_t rule = 0;
  std::size_t owner = 0;  ///< leaf ordinal
  std::vector<double> measure, lever;
};

/// The visits a month that the tiers of each owner's accounts ask for, [owners]; NaN without
/// accounts.
inline std::vector<double> owner_visits(const Specification& spec, const Document& document) {
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  std::vector<double> visits(owners, core::missing_number);
  if (!spec.accounts || spec.accounts->rep != spec.owner) return visits;
  const std::vector<customer::ServicePolicy> policies = service_policies(*spec.accounts);
  for (const AccountRow& row : document.accounts.rows) {
    double& sum = visits[static_cast<std::size_t>(row.rep)];
    sum = (core::is_missing(sum) ? 0 : sum) + policies[row.tier].calls;
  }
  return visits;
}

/// The row of a leaf of the owner dimension in closed month `m`.
inline std::size_t owner_row(const Specification& spec, std::size_t m, std::size_t owner) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  return m * owners.size() + static_cast<std::size_t>(owners.leaf(owner));
}

inline std::vector<LeverCourse> lever_courses(const Specification& spec, const Document& document) {
  const StrategySettings& settings = *spec.strategy;
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  std::vector<LeverCourse> courses;
  for (std::size_t r = 0; r < settings.rules.size(); ++r) {
    std::vector<double> stands =
        settings.levers.empty() ? std::vector<double>() : settings.levers[r];
    if (stands.empty() && settings.rules[r].lever == "visits") {
      stands = owner_visits(spec, document);
    }
    for (std::size_t o = 0; o < owners && o < stands.size(); ++o) {
      if (core::is_missing(stands[o])) continue;
      courses.push_back({r, o, {}, {stands[o]}});
    }
  }
  return courses;
}

/// What the accepted moves after month `m` brought in the month after it.
inline void judge(const Specification& spec, const Document& document, std::size_t m,
                  const std::vector<LeverCourse>& courses, std::vector<StrategyMove>& moves) {
  const auto sold = [&](std::size_t month, std::size_t owner) {
    return document.attainment[spec.owner].rows[owner_row(spec, month, owner)].actual;
  };
  for (StrategyMove& move : moves) {
    if (move.month != m || !move.accepted) continue;
    core::Minor before = 0, after = 0;
    for (const LeverCourse& peer : courses) {
      const bool moved = std::any_of(moves.begin(), moves.end(), [&](const StrategyMove& other) {
        return other.month == m && other.accepted && other.rule == peer.rule &&
               static_cast<std::size_t>(other.owner) == peer.owner;
      });
      if (peer.rule != move.rule || moved) continue;
      before = core::add(before, sold(m, peer.owner), "sales");
      after = core::add(after, sold(m + 1, peer.owner), "sales");
    }
    const auto owner = static_cast<std::size_t>(move.owner);
    move.realised = review::realised_effect(sold(m, owner), sold(m + 1, owner), before, after);
  }
}

}  // namespace detail

SALESPLAN_INLINE std::vector<StrategyMove> strategy_moves(const Specification& spec,
                                                          const Document& document) {
  std::vector<StrategyMove> moves;
  if (!spec.strategy) return moves;
  const StrategySettings& settings = *spec.strategy;
  const table::Dimension& owners = spec.dimensions[spec.owner];
  std::vector<detail::LeverCourse> courses = detail::lever_courses(spec, document);
  const MonthKpis kpis(spec, document);
  std::vector<MonthKpi> watched;
  for (std::size_t r = 0; r < settings.rules.size(); ++r) {
    const std::string place = core::at("strategy.rules", static_cast<std::int64_t>(r)) + ".measure";
    watched.push_back(parse_month_kpi(settings.rules[r].measure, place));
    kpis.need(watched.back(), place);
  }
  for (std::size_t m = 0; m < document.closed; ++m) {
    std::vector<review::StrategyCase> cases;
    for (detail::LeverCourse& course : courses) {
      course.measure.push_back(kpis.of(watched[course.rule], m, owners.leaf(course.owner)));
      const core::Minor sales =
          document.attainment[spec.owner].rows[detail::owner_row(spec, m, course.owner)].actual;
      cases.push_back({course.rule, owners.label(owners.leaf(course.owner)), course.measure,
                       course.lever, std::max<core::Minor>(sales, 0)});
    }
    std::vector<review::StrategyProposal> proposals;
    try {
      proposals = review::strategy_proposals(settings.rules, cases, settings.per_department);
    } catch (const Error& error) {
      throw error.moved_to("strategy." + error.place());
    }
    for (detail::LeverCourse& course : courses) course.lever.push_back(course.lever.back());
    std::vector<bool> met(settings.accepted.size(), false);
    for (review::StrategyProposal& proposal : proposals) {
      detail::LeverCourse& course = courses[proposal.at];
      StrategyMove move;
      move.month = m;
      move.rule = course.rule;
      move.owner = static_cast<std::int32_t>(course.owner);
      move.sales = cases[proposal.at].sales;
      for (std::size_t a = 0; a < settings.accepted.size(); ++a) {
        const StrategyDecision& decision = settings.accepted[a];
        if (decision.month != document.months[m] || decision.rule != move.rule ||
            decision.owner != move.owner || proposal.state != review::StrategyState::change) {
          continue;
        }
        met[a] = move.accepted = true;
        course.lever.back() = proposal.to;
      }
      move.proposal = std::move(proposal);
      moves.push_back(std::move(move));
    }
    for (std::size_t a = 0; a < settings.accepted.size(); ++a) {
      if (settings.accepted[a].month == document.months[m] && !met[a]) {
        throw Error(ErrorCode::not_found, settings.accepted[a].place,
                    "no such move was proposed after " + calendar::period_text(document.months[m]));
      }
    }
  }
  for (std::size_t m = 0; m + 1 < document.closed; ++m) {
    detail::judge(spec, document, m, courses, moves);
  }
  return moves;
}

SALESPLAN_INLINE promotion::Calibration judged(const std::vector<StrategyMove>& moves) {
  std::vector<promotion::LedgerEntry> ledger;
  for (const StrategyMove& move : moves) {
    if (!move.accepted || !(move.proposal.effect.sd > 0)) continue;
    ledger.push_back({std::to_string(move.rule), move.proposal.effect, move.realised});
  }
  return promotion::calibration(ledger);
}

}  // namespace salesplan::plan
