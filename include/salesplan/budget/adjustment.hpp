// What to change in a running budget: proposals from spend, landing and marginal return.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::budget {

enum class Proposed { keep, add, cut, freeze };

/// How a line stands today.
struct Progress {
  core::Minor budget = 0;          ///< of the whole period, >= 0
  core::Minor planned = 0;         ///< spend planned up to today, >= 0
  core::Minor spent = 0;           ///< up to today, >= 0
  core::Minor committed = 0;       ///< spent or promised: what cannot be cut, >= spent
  double target = 0;               ///< result wanted over the period, > 0
  double landing = 0;              ///< forecast of that result
  double landing_sd = 0;           ///< its standard deviation, >= 0
  double marginal = 0;             ///< result per unit of further spend, both in money
  double marginal_sd = 0;          ///< >= 0
  double elasticity = 1;           ///< result grows as budget^elasticity near it, in (0, 1]
  Proposed last = Proposed::keep;  ///< what was done last time
};

struct AdjustmentOptions {
  double step = 0.1;         ///< most that a line's budget changes, as a share of it, in (0, 1]
  double band = 0.05;        ///< deviations from target or planned spend that are left alone
  double release = 0.5;      ///< of the band, for a line that moves on the way it moved last time
  double reversal = 2;       ///< of the band, for one that would turn back
  double hurdle = 1;         ///< result per unit of spend that pays
  double certainty = 0.8;    ///< probability wanted of what a proposal rests on, in [0.5, 1)
  double coverage = 0.9;     ///< of the intervals, in (0, 1)
  double keep_reserve = 0;   ///< share of all budgets that stays in the reserve, in [0, 1]
  core::Minor smallest = 1;  ///< no proposal below it, >= 1
};

constexpr std::size_t from_reserve = static_cast<std::size_t>(-1);

/// Why a line gives or takes.
struct Cause {
  bool taker = false;     ///< of the line that takes; else of the one that gives or is frozen
  const char* what = "";  ///< "overspends", "spends", "lands", "returns"
  double value = 0;       ///< of planned spend so far (the first two), of target, for 1 more
};

/// "spends 94% of plan; the other lands at 80% of target and returns 3 for 1 more".
std::string causes_text(const std::vector<Cause>& causes);

/// One change: an amount from a line, or the reserve, to a line, or the reserve. An add comes from
/// the reserve, a cut goes there, a move has two lines. A freeze changes no budget: the amount, not
/// yet committed, is not to be spent for now.
struct Proposal {
  const char* action = "";  ///< "add", "cut", "move", "freeze"
  std::size_t from = from_reserve;
  std::size_t to = from_reserve;
  core::Minor amount = 0;
  double effect = 0;  ///< expected change of result minus hurdle times change of spend
  double lower = 0;   ///< its interval
  double upper = 0;
  std::vector<Cause> causes = {};  ///< of the line that gives, then of the one that takes
  std::string reason = {};         ///< in English
};

struct Adjustment {
  std::vector<Proposal> proposals;
  std::vector<core::Minor> budget;  ///< [n] after all of them; with the reserve the same total
  std::vector<Proposed> last;       ///< [n] for the next time
  core::Minor reserve = 0;
};

/// Proposals for n lines and a reserve.
///
/// - freeze: spends faster than planned by more than the band, and its marginal return is below the
///   hurdle with the certainty wanted;
/// - a line gives where its marginal return is so (and it is not frozen), where spending lags
///   behind (then only what would be left over, which costs no result), or where it lands above
///   target by more than the band;
/// - a line takes where it lands below target by more than the band, that with the certainty
///   wanted, and its marginal return is above the hurdle with the same certainty;
/// - moves pair the best taker with the cheapest giver while the taker returns more with that
///   certainty; then the reserve adds; what is left over or does not pay is cut.
///
/// No line changes by more than `step`, none goes below what is committed. Hysteresis: the band is
/// narrower for a line that moves on as last time, wider for one that would turn back. The result
/// of Δ more on a budget x is marginal · x/β · ((1 + Δ/x)^β - 1), β the elasticity; intervals are
/// normal, the lines' marginal returns independent.
/// @throws Error(invalid_argument) naming "lines[i].budget", "options.step" and the like;
///         Error(overflow).
/// O(n log n + proposals).
Adjustment propose(core::View<const Progress> lines, core::Minor reserve,
                   const AdjustmentOptions& options = {});

}  // namespace salesplan::budget

#ifndef SALESPLAN_COMPILED
#include "salesplan/budget/adjustment_inl.hpp"
#endif
