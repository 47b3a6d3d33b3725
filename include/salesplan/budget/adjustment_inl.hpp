// Bodies of adjustment.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salesplan/budget/adjustment.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::budget {
namespace detail {

inline void check(bool right, const std::string& place, double value, const char* domain) {
  if (!right) {
    throw Error(ErrorCode::invalid_argument, place, core::to_text(value) + " is not " + domain);
  }
}

inline void check_options(const AdjustmentOptions& o) {
  check(o.step > 0 && o.step <= 1, "options.step", o.step, "in (0, 1]");
  check(o.band >= 0 && o.band <= 10, "options.band", o.band, "in [0, 10]");
  check(o.release >= 0 && o.release <= 1, "options.release", o.release, "in [0, 1]");
  check(o.reversal >= 1 && o.reversal <= 100, "options.reversal", o.reversal, "in [1, 100]");
  check(o.hurdle >= 0 && o.hurdle <= 1e6, "options.hurdle", o.hurdle, "in [0, 1e6]");
  check(o.certainty >= 0.5 && o.certainty < 1, "options.certainty", o.certainty, "in [0.5, 1)");
  check(o.coverage > 0 && o.coverage < 1, "options.coverage", o.coverage, "in (0, 1)");
  check(o.keep_reserve >= 0 && o.keep_reserve <= 1, "options.keep_reserve", o.keep_reserve,
        "in [0, 1]");
  check(o.smallest >= 1, "options.smallest", static_cast<double>(o.smallest), "at least 1");
}

inline void check_progress(const Progress& p, const std::string& place) {
  const auto amount = [&](core::Minor value, const char* field) {
    check(value >= 0, place + field, static_cast<double>(value), "at least 0");
  };
  const auto number = [&](double value, double least, const char* field, const char* domain) {
    check(value >= least && value <= 1e100, place + field, value, domain);
  };
  amount(p.budget, ".budget");
  amount(p.planned, ".planned");
  amount(p.spent, ".spent");
  check(p.committed >= p.spent, place + ".committed", static_cast<double>(p.committed),
        "at least what is spent");
  number(p.target, 1e-100, ".target", "positive, up to 1e100");
  number(p.landing, 0, ".landing", "in [0, 1e100]");
  number(p.landing_sd, 0, ".landing_sd", "in [0, 1e100]");
  number(p.marginal, -1e100, ".marginal", "within 1e100");
  number(p.marginal_sd, 0, ".marginal_sd", "in [0, 1e100]");
  check(p.elasticity > 0 && p.elasticity <= 1, place + ".elasticity", p.elasticity, "in (0, 1]");
}

/// P(value > limit).
inline double probability_above(double value, double sd, double limit) {
  if (sd == 0) return value > limit ? 1 : 0;
  return numeric::normal_probability((value - limit) / sd);
}

/// Result of `change` more on the line's budget, for a marginal return of 1.
inline double unit_gain(const Progress& line, core::Minor change) {
  const auto x = static_cast<double>(line.budget), d = static_cast<double>(change);
  if (x == 0) return d;
  return x / line.elasticity * std::expm1(line.elasticity * std::log1p(std::max(d / x, -1.0)));
}

enum class Why { none, idle, unprofitable, ahead };

/// A line's part in the proposals: what it may give or take, and why.
struct Part {
  Why gives = Why::none;
  core::Minor offer = 0;
  core::Minor wants = 0;
  core::Minor change = 0;
};

inline double band_for(const Progress& line, Proposed way, const AdjustmentOptions& o) {
  if (line.last == way) return o.band * o.release;
  return line.last == Proposed::keep ? o.band : o.band * o.reversal;
}

inline Part part_of(const Progress& line, const AdjustmentOptions& o) {
  Part part;
  const auto budget = static_cast<double>(line.budget);
  const auto step = static_cast<core::Minor>(std::min(o.step * budget, 0x1p62));
  const core::Minor free = std::max(line.budget - line.committed, core::Minor{0});
  const double reached = line.landing / line.target;
  const double give_band = band_for(line, Proposed::cut, o);
  const double pace =
      line.planned == 0 ? 1 : static_cast<double>(line.spent) / static_cast<double>(line.planned);
  const double pays = probability_above(line.marginal, line.marginal_sd, o.hurdle);
  const double behind = 1 - probability_above(line.landing, line.landing_sd, line.target);
  if (1 - pays >= o.certainty) {
    part.gives = Why::unprofitable;
    part.offer = std::min(step, free);
  } else if (pace < 1 - give_band) {
    part.gives = Why::idle;
    const auto over = static_cast<core::Minor>(std::min(budget * (1 - pace), 0x1p62));
    part.offer = std::min({step, free, over});
  } else if (reached > 1 + give_band) {
    part.gives = Why::ahead;
    part.offer = std::min(step, free);
  } else if (reached < 1 - band_for(line, Proposed::add, o) && behind >= o.certainty &&
             pays >= o.certainty) {
    part.wants = step;
  }
  return part;
}

inline bool overspends(const Progress& line, const AdjustmentOptions& o) {
  return static_cast<double>(line.spent) >
         static_cast<double>(line.planned) * (1 + band_for(line, Proposed::freeze, o));
}

inline std::string percent(double ratio) {
  return core::to_text(std::round(ratio * 1000) / 10) + "%";
}

inline double spent_share(const Progress& line) {
  return static_cast<double>(line.spent) / static_cast<double>(line.planned);
}

inline Cause giving_cause(const Progress& line, Why why) {
  if (why == Why::idle) return {false, "spends", spent_share(line)};
  if (why == Why::ahead) return {false, "lands", line.landing / line.target};
  return {false, "returns", line.marginal};
}

inline std::string cause_text(const Cause& cause) {
  const std::string_view what = cause.what;
  if (what == "spends") return "spends " + percent(cause.value) + " of plan";
  if (what == "lands") return "lands at " + percent(cause.value) + " of target";
  if (what == "overspends") return "overspends";
  return "returns " + core::to_text(std::round(cause.value * 100) / 100) + " for 1 more";
}

}  // namespace detail

SALESPLAN_INLINE std::string causes_text(const std::vector<Cause>& causes) {
  std::string text;
  for (std::size_t i = 0; i < causes.size(); ++i) {
    if (i > 0) text += causes[i].taker == causes[i - 1].taker ? " and " : "; the other ";
    text += detail::cause_text(causes[i]);
  }
  return text;
}

SALESPLAN_INLINE Adjustment propose(core::View<const Progress> lines, core::Minor reserve,
                                    const AdjustmentOptions& options) {
  detail::check_options(options);
  const std::size_t n = lines.size();
  detail::check(reserve >= 0, "reserve", static_cast<double>(reserve), "at least 0");
  core::Minor total = reserve;
  for (std::size_t i = 0; i < n; ++i) {
    detail::check_progress(lines[i], core::at("lines", static_cast<std::int64_t>(i)));
    total = core::add(total, lines[i].budget, "lines");
  }
  const double z = numeric::normal_quantile(0.5 + options.coverage / 2);

  Adjustment result;
  result.last.assign(n, Proposed::keep);
  std::vector<detail::Part> parts;
  const auto interval = [&](Proposal proposal, double sd) {
    proposal.lower = proposal.effect - z * sd;
    proposal.upper = proposal.effect + z * sd;
    proposal.reason = causes_text(proposal.causes);
    result.proposals.push_back(std::move(proposal));
  };
  // Δresult of a further change on top of those already proposed for the line; its derivative by
  // the marginal return is what the interval needs.
  const auto gain = [&](std::size_t i, core::Minor change) {
    const core::Minor before = parts[i].change;
    return detail::unit_gain(lines[i], before + change) - detail::unit_gain(lines[i], before);
  };

  std::vector<std::size_t> givers, takers;
  for (std::size_t i = 0; i < n; ++i) {
    parts.push_back(detail::part_of(lines[i], options));
    detail::Part& part = parts.back();
    if (part.gives == detail::Why::unprofitable && detail::overspends(lines[i], options)) {
      const core::Minor held = std::max(lines[i].budget - lines[i].committed, core::Minor{0});
      if (held >= options.smallest) {
        Proposal freeze{"freeze", i, from_reserve, held};
        const double lost = gain(i, -held);
        freeze.effect = lost * lines[i].marginal + options.hurdle * static_cast<double>(held);
        freeze.causes = {{false, "overspends", detail::spent_share(lines[i])},
                         detail::giving_cause(lines[i], part.gives)};
        interval(freeze, std::abs(lost) * lines[i].marginal_sd);
        result.last[i] = Proposed::freeze;
      }
      part.gives = detail::Why::none;
      part.offer = 0;
    }
    if (part.offer >= options.smallest) givers.push_back(i);
    if (part.wants >= options.smallest) takers.push_back(i);
  }
  // Money that would be left over costs no result where it is taken.
  const auto cost = [&](std::size_t i) {
    return parts[i].gives == detail::Why::idle ? 0.0 : lines[i].marginal;
  };
  const auto cost_sd = [&](std::size_t i) {
    return parts[i].gives == detail::Why::idle ? 0.0 : lines[i].marginal_sd;
  };
  std::stable_sort(givers.begin(), givers.end(),
                   [&](std::size_t a, std::size_t b) { return cost(a) < cost(b); });
  std::stable_sort(takers.begin(), takers.end(), [&](std::size_t a, std::size_t b) {
    return lines[a].marginal > lines[b].marginal;
  });

  const auto take = [&](Proposal& proposal) {
    const Progress& line = lines[proposal.to];
    proposal.causes.push_back({true, "lands", line.landing / line.target});
    proposal.causes.push_back({true, "returns", line.marginal});
  };
  std::size_t g = 0;
  for (std::size_t t : takers) {
    detail::Part& taker = parts[t];
    while (g < givers.size() && taker.wants >= options.smallest) {
      const std::size_t f = givers[g];
      detail::Part& giver = parts[f];
      const double difference_sd = std::hypot(lines[t].marginal_sd, cost_sd(f));
      const core::Minor amount = std::min(giver.offer, taker.wants);
      if (detail::probability_above(lines[t].marginal, difference_sd, cost(f)) <
          options.certainty) {
        break;  // the others cost more still
      }
      const double won = gain(t, amount), lost = gain(f, -amount);
      Proposal move{"move", f, t, amount, won * lines[t].marginal + lost * cost(f)};
      move.causes = {detail::giving_cause(lines[f], giver.gives)};
      take(move);
      interval(move, std::hypot(won * lines[t].marginal_sd, lost * cost_sd(f)));
      taker.wants -= amount;
      taker.change += amount;
      giver.offer -= amount;
      giver.change -= amount;
      result.last[t] = Proposed::add;
      result.last[f] = Proposed::cut;
      if (giver.offer < options.smallest) ++g;
    }
  }
  const auto kept = static_cast<core::Minor>(
      std::min(options.keep_reserve * static_cast<double>(total), static_cast<double>(reserve)));
  core::Minor spendable = std::max(reserve - kept, core::Minor{0});
  for (std::size_t t : takers) {
    const core::Minor amount = std::min(parts[t].wants, spendable);
    if (amount < options.smallest) continue;
    const double won = gain(t, amount);
    Proposal add{"add", from_reserve, t, amount};
    take(add);
    add.effect = won * lines[t].marginal - options.hurdle * static_cast<double>(amount);
    interval(add, won * lines[t].marginal_sd);
    parts[t].change += amount;
    spendable -= amount;
    reserve -= amount;
    result.last[t] = Proposed::add;
  }
  for (std::size_t f : givers) {
    const core::Minor amount = parts[f].offer;
    if (amount < options.smallest || parts[f].gives == detail::Why::ahead) continue;
    const double lost = gain(f, -amount);
    Proposal cut{"cut", f, from_reserve, amount};
    cut.causes = {detail::giving_cause(lines[f], parts[f].gives)};
    if (parts[f].gives == detail::Why::unprofitable) {
      cut.effect = lost * cost(f) + options.hurdle * static_cast<double>(amount);
    }
    interval(cut, std::abs(lost) * cost_sd(f));
    parts[f].change -= amount;
    reserve += amount;
    result.last[f] = Proposed::cut;
  }
  for (std::size_t i = 0; i < n; ++i) result.budget.push_back(lines[i].budget + parts[i].change);
  result.reserve = reserve;
  return result;
}

}  // namespace salesplan::budget
