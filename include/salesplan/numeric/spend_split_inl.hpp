// Bodies of spend_split.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/spend_split.hpp"

namespace salesplan::numeric {
namespace detail {

/// The concave envelope of one curve on the range of its channel: the chord from the lower end up
/// to the tangency, then the curve.
struct Envelope {
  double tangency = 0;
  double chord = 0;     ///< slope of the chord
  double at_lower = 0;  ///< the curve at the lower end
};

/// A channel's range in a subproblem. The sum of its envelopes is a line from lower to flat_end.
struct SpendRange {
  double lower = 0;
  double upper = 0;
  double flat_end = 0;
  double slope_at_lower = 0;
  double slope_at_upper = 0;
};

struct Curves {
  std::vector<ResponseCurve> curve;
  std::vector<std::size_t> first;  ///< channel i has curve[first[i]] .. curve[first[i + 1] - 1]
};

/// The point w in [inflection, upper] where the line from (lower, f(lower)) touches the curve, or
/// upper where it does not, or lower where the curve is concave from there on.
SALESPLAN_INLINE Envelope envelope(const ResponseCurve& f, double lower, double upper) {
  Envelope e{lower, 0, response(f, lower)};
  double low = inflection(f);
  if (lower >= low || upper <= lower) return e;
  const auto touches = [&](double w) {
    return response(f, w) - e.at_lower >= marginal_response(f, w).slope * (w - lower);
  };
  double high = upper;
  if (low < upper && touches(upper)) {
    for (int i = 0; i < 60 && high - low > 1e-15 * high; ++i) {
      const double middle = low + (high - low) / 2;
      (touches(middle) ? high : low) = middle;
    }
  }
  e.tangency = high;
  e.chord = (response(f, high) - e.at_lower) / (high - lower);
  return e;
}

/// One subproblem: ranges, the solution of its concave relaxation, and what that is worth.
struct SpendNode {
  std::vector<SpendRange> range;    ///< [channels]
  std::vector<Envelope> envelopes;  ///< [curves]
  std::vector<double> spend;        ///< [channels] the relaxation's solution
  double marginal = 0;
  double bound = 0;
  std::size_t branch = 0;  ///< the channel whose envelope is furthest above its curves
};

SALESPLAN_INLINE MarginalResponse relaxed_marginal(const Curves& curves, const SpendNode& node,
                                                   std::size_t i, double x) {
  MarginalResponse sum;
  for (std::size_t j = curves.first[i]; j < curves.first[i + 1]; ++j) {
    if (x < node.envelopes[j].tangency) {
      sum.slope += node.envelopes[j].chord;
    } else {
      const MarginalResponse m = marginal_response(curves.curve[j], x);
      sum.slope += m.slope;
      sum.elasticity += m.slope * m.elasticity;
    }
  }
  if (sum.slope > 0) sum.elasticity /= sum.slope;
  return sum;
}

SALESPLAN_INLINE void set_range(const Curves& curves, SpendNode& node, std::size_t i, double lower,
                                double upper) {
  SpendRange& range = node.range[i];
  range.lower = lower;
  range.upper = upper;
  range.flat_end = upper;
  for (std::size_t j = curves.first[i]; j < curves.first[i + 1]; ++j) {
    node.envelopes[j] = envelope(curves.curve[j], lower, upper);
    range.flat_end = std::min(range.flat_end, node.envelopes[j].tangency);
  }
  range.slope_at_lower = relaxed_marginal(curves, node, i, lower).slope;
  // At the upper end itself every curve shows its own slope: look from the chord's side.
  range.slope_at_upper = 0;
  for (std::size_t j = curves.first[i]; j < curves.first[i + 1]; ++j) {
    range.slope_at_upper += node.envelopes[j].tangency >= upper && upper > lower
                                ? node.envelopes[j].chord
                                : marginal_response(curves.curve[j], upper).slope;
  }
}

/// The spends at which every relaxed marginal response is λ = exp(log_marginal). Each channel's
/// search starts from the tangent of its last one.
class SpendAtMarginal {
 public:
  SpendAtMarginal(const Curves& curves, const SpendNode& node)
      : x(node.range.size()), curves_(curves), node_(node), tangent_(node.range.size()) {}

  /// Takes the tangent of channel i at `spend`; returns the log of its slope.
  double look(std::size_t i, double spend) {
    const MarginalResponse m = relaxed_marginal(curves_, node_, i, spend);
    tangent_[i] = {spend, std::log(m.slope), m.elasticity < 0 ? m.elasticity : -1e-6};
    return tangent_[i].log_slope;
  }

  /// Sum of the spends; `by_log` becomes its derivative with respect to log λ. Channels whose flat
  /// part has slope λ are at its start, or at its end with `past_flat`.
  double operator()(double marginal, double log_marginal, bool past_flat) {
    double sum = 0;
    by_log = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const SpendRange& range = node_.range[i];
      if (marginal > range.slope_at_lower || (marginal == range.slope_at_lower && !past_flat)) {
        x[i] = range.lower;
      } else if (marginal <= range.slope_at_upper) {
        x[i] = range.upper;
      } else if (marginal == range.slope_at_lower) {
        x[i] = range.flat_end;
      } else {
        x[i] = inside(i, marginal, log_marginal);
      }
      sum += x[i];
    }
    return sum;
  }

  std::vector<double> x;
  double by_log = 0;
  /// How near, in log x, a search ends to the spend it seeks; its last step leaves the square.
  double tolerance = finest;
  static constexpr double finest = 1e-6;

 private:
  struct Tangent {
    double spend = 0;
    double log_slope = 0;
    double elasticity = -1;
  };

  /// Where the channel is one curve whose slope has an inverse, that; else search().
  double inside(std::size_t i, double marginal, double log_marginal) {
    const ResponseCurve* const curve = curves_.curve.data() + curves_.first[i];
    if (curves_.first[i + 1] != curves_.first[i] + 1 || !has_spend_at_slope(*curve)) {
      return search(i, log_marginal);
    }
    const SpendAtSlope at = spend_at_slope(*curve, marginal);
    by_log += at.by_log;
    return std::clamp(at.spend, node_.range[i].lower, node_.range[i].upper);
  }

  /// Newton steps on log slope as a function of log x, within a bracket that shrinks.
  double search(std::size_t i, double log_marginal) {
    const Tangent& t = tangent_[i];
    double low = node_.range[i].flat_end, high = node_.range[i].upper;
    const auto step = [&] {
      const double move = (log_marginal - t.log_slope) / t.elasticity;
      return t.spend * (std::abs(move) < 1e-4 ? 1 + move + 0.5 * move * move
                                              : std::exp(std::clamp(move, -50.0, 50.0)));
    };
    const bool known = t.spend > low && t.spend < high && std::isfinite(t.log_slope);
    double at = known ? step() : low;
    // As near as a search ends: the last tangent tells the spend without another look.
    if (known && std::abs(log_marginal - t.log_slope) < -finest * t.elasticity) {
      by_log += at / t.elasticity;
      return std::clamp(at, low, high);
    }
    if (!(at > low && at < high)) at = low > 0 ? std::sqrt(low) * std::sqrt(high) : high / 2;
    for (int round = 0; round < 100; ++round) {
      look(i, at);
      const double distance = log_marginal - t.log_slope;
      (distance > 0 ? high : low) = at;
      const double next = step();
      const bool near = std::abs(distance) < -tolerance * t.elasticity;
      if (near || high - low <= 1e-15 * high) {
        at = std::clamp(next, node_.range[i].flat_end, node_.range[i].upper);
        break;
      }
      at = next > low && next < high ? next : low + (high - low) / 2;
    }
    by_log += at / t.elasticity;
    return at;
  }

  const Curves& curves_;
  const SpendNode& node_;
  std::vector<Tangent> tangent_;
};

/// Raises the spends `from` towards `to`, one channel after the other, until they add up to
/// `total`.
SALESPLAN_INLINE std::vector<double> between(std::vector<double> from,
                                             const std::vector<double>& to, double total) {
  double missing = total;
  for (double x : from) missing -= x;
  for (std::size_t i = 0; i < from.size() && missing > 0; ++i) {
    const double part = std::min(missing, to[i] - from[i]);
    from[i] += part;
    missing -= part;
  }
  return from;
}

/// The λ at which the relaxed spends add up to the budget, and those spends.
SALESPLAN_INLINE void solve_relaxation(const Curves& curves, double budget, SpendNode& node) {
  SpendAtMarginal at(curves, node);
  const std::size_t n = node.range.size();
  const auto accept = [&](std::vector<double> spend, double marginal) {
    node.spend = std::move(spend);
    node.marginal = marginal;
  };

  // Where a channel's envelope begins with a line, its spend jumps at that line's slope.
  std::vector<double> jumps, less(n), more(n);
  double lowest = 0, highest = 0, steepest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const SpendRange& range = node.range[i];
    if (range.flat_end > range.lower) jumps.push_back(range.slope_at_lower);
    lowest += less[i] = range.lower;
    highest += more[i] = range.upper;
    steepest = std::max(steepest, range.slope_at_lower);
  }
  if (highest <= budget) return accept(more, 0);
  if (lowest >= budget) return accept(less, std::isfinite(steepest) ? steepest : 0);
  std::sort(jumps.begin(), jumps.end(), [](double a, double b) { return a > b; });
  std::size_t from = 0, to = jumps.size();  // the first jump after which the budget is used up
  while (from < to) {
    const std::size_t middle = (from + to) / 2;
    if (at(jumps[middle], std::log(jumps[middle]), true) >= budget) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  if (from < jumps.size() && jumps[from] > 0) {
    if (at(jumps[from], std::log(jumps[from]), false) <= budget) {
      less = at.x;
      at(jumps[from], std::log(jumps[from]), true);
      return accept(between(less, at.x, budget), jumps[from]);
    }
  }

  constexpr double infinity = std::numeric_limits<double>::infinity();
  double high = from > 0 ? std::log(jumps[from - 1]) : infinity;         // spends too little
  double low = from < jumps.size() ? std::log(jumps[from]) : -infinity;  // spends too much
  double log_marginal = 0;
  if (std::isfinite(high) && std::isfinite(low)) {
    log_marginal = (low + high) / 2;
  } else if (std::isfinite(high)) {
    log_marginal = high - 0.1;
  } else if (std::isfinite(low)) {
    log_marginal = low + 0.1;
  } else {
    double weight = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const SpendRange& range = node.range[i];
      const double x =
          range.lower + (range.upper - range.lower) * ((budget - lowest) / (highest - lowest));
      const double log_slope = at.look(i, x);
      if (!std::isfinite(log_slope)) continue;
      log_marginal += x * log_slope;
      weight += x;
    }
    if (weight > 0) log_marginal /= weight;
  }
  // Newton on log(sum), which is near a straight line in log λ. The first steps do with inexact
  // spends, which bracket nothing.
  const auto newton = [&](double sum) {
    return log_marginal - sum / at.by_log * std::log(sum / budget);
  };
  at.tolerance = 0.1;
  for (int step = 0; step < 4; ++step) {
    const double sum = at(std::exp(log_marginal), log_marginal, true);
    if (!(at.by_log < 0 && sum > 0)) break;
    const double next = newton(sum);
    if (!(next > low && next < high && std::abs(next - log_marginal) < 20)) break;
    const bool near = std::abs(next - log_marginal) < 0.003;
    log_marginal = next;
    if (near) break;
  }
  at.tolerance = at.finest;
  for (int step = 0; step < 200; ++step) {
    const double sum = at(std::exp(log_marginal), log_marginal, true);
    if (std::abs(sum - budget) <= 1e-13 * budget) return accept(at.x, std::exp(log_marginal));
    (sum > budget ? low : high) = log_marginal;
    (sum > budget ? more : less) = at.x;
    if (std::isfinite(high) && high - low <= 1e-15 * std::abs(high)) break;
    double next =
        at.by_log < 0 && sum > 0 ? newton(sum) : log_marginal + (sum > budget ? 5.0 : -5.0);
    next = std::clamp(next, log_marginal - 20, log_marginal + 20);
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (!std::isfinite(next) || next < -700) break;  // the remaining spend has no response
    log_marginal = next;
  }
  // λ is known to the last digit and the spend still jumps there: anything between is as good.
  accept(between(less, more, budget), std::exp(log_marginal));
}

/// Solves the relaxation and fills bound and branch; returns the true response of its solution.
SALESPLAN_INLINE double evaluate(const Curves& curves, double budget, SpendNode& node) {
  solve_relaxation(curves, budget, node);
  double total = 0, widest = -1;
  node.bound = 0;
  for (std::size_t i = 0; i < node.range.size(); ++i) {
    const double x = node.spend[i];
    double value = 0, above = 0;
    for (std::size_t j = curves.first[i]; j < curves.first[i + 1]; ++j) {
      const Envelope& e = node.envelopes[j];
      const double f = response(curves.curve[j], x);
      value += f;
      if (x < e.tangency) above += e.at_lower + e.chord * (x - node.range[i].lower) - f;
    }
    total += value;
    node.bound += value + above;
    if (above > widest) {
      widest = above;
      node.branch = i;
    }
  }
  return total;
}

SALESPLAN_INLINE Curves checked_curves(double budget, core::View<const SpendChannel> channels) {
  if (!(budget >= 0 && std::isfinite(budget))) {
    throw Error(ErrorCode::invalid_argument, "budget",
                core::to_text(budget) + " is not finite and at least 0");
  }
  if (channels.empty()) throw Error(ErrorCode::invalid_argument, "channels", "is empty");
  Curves curves;
  double lowest = 0;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const SpendChannel& channel = channels[i];
    const auto place = [i] { return core::at("channels", static_cast<std::int64_t>(i)); };
    if (!(channel.lower >= 0 && std::isfinite(channel.lower))) {
      throw Error(ErrorCode::invalid_argument, place() + ".lower",
                  core::to_text(channel.lower) + " is not finite and at least 0");
    }
    if (!(channel.upper >= channel.lower)) {
      throw Error(ErrorCode::invalid_argument, place() + ".upper",
                  core::to_text(channel.upper) + " is below lower " + core::to_text(channel.lower));
    }
    if (channel.response.empty()) {
      throw Error(ErrorCode::invalid_argument, place() + ".response", "has no curve");
    }
    curves.first.push_back(curves.curve.size());
    for (std::size_t j = 0; j < channel.response.size(); ++j) {
      check_response(channel.response[j],
                     [&] { return core::at(place() + ".response", static_cast<std::int64_t>(j)); });
      if (channel.response[j].scale > 0) curves.curve.push_back(channel.response[j]);
    }
    lowest += channel.lower;
  }
  curves.first.push_back(curves.curve.size());
  if (lowest > budget * (1 + 1e-12)) {
    throw Error(
        ErrorCode::infeasible, "budget",
        core::to_text(budget) + " is below the sum of the lower bounds " + core::to_text(lowest));
  }
  return curves;
}

SALESPLAN_INLINE std::vector<std::size_t> alike_channels(core::View<const SpendChannel> channels) {
  const auto same_curve = [](const ResponseCurve& a, const ResponseCurve& b) {
    return a.shape == b.shape && a.scale == b.scale && a.half == b.half && a.slope == b.slope;
  };
  std::vector<std::size_t> first(channels.size());
  for (std::size_t k = 0; k < channels.size(); ++k) {
    const auto same = [&](const SpendChannel& c) {
      return c.lower == channels[k].lower && c.upper == channels[k].upper &&
             std::equal(c.response.begin(), c.response.end(), channels[k].response.begin(),
                        channels[k].response.end(), same_curve);
    };
    first[k] = static_cast<std::size_t>(std::find_if(channels.begin(), channels.end(), same) -
                                        channels.begin());
  }
  return first;
}

}  // namespace detail

SALESPLAN_INLINE SpendSplit split_spend(double budget, core::View<const SpendChannel> channels,
                                        const SpendSplitOptions& options) {
  const detail::Curves curves = detail::checked_curves(budget, channels);
  const auto less = [](const detail::SpendNode& a, const detail::SpendNode& b) {
    return a.bound < b.bound;
  };
  std::priority_queue<detail::SpendNode, std::vector<detail::SpendNode>, decltype(less)> open(less);
  SpendSplit best;
  best.response = -1;
  const auto enter = [&](detail::SpendNode&& node) {
    const double value = detail::evaluate(curves, budget, node);
    ++best.nodes;
    if (value > best.response) {
      best.response = value;
      best.spend = node.spend;
      best.marginal = node.marginal;
    }
    open.push(std::move(node));
  };

  detail::SpendNode root;
  root.range.resize(channels.size());
  root.envelopes.resize(curves.curve.size());
  double lowest = 0;
  for (const SpendChannel& channel : channels) lowest += channel.lower;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const double most = std::max(channels[i].lower, budget - (lowest - channels[i].lower));
    detail::set_range(curves, root, i, channels[i].lower, std::min(channels[i].upper, most));
  }
  enter(std::move(root));
  std::vector<std::size_t> alike;  // the first channel with the same curves and range
  for (;;) {
    best.bound = std::max(best.response, open.top().bound);
    if (best.bound - best.response <= options.gap * best.bound || best.nodes >= options.nodes) {
      return best;
    }
    if (alike.empty()) alike = detail::alike_channels(channels);
    detail::SpendNode left = open.top();
    open.pop();
    const std::size_t i = left.branch;
    const detail::SpendRange range = left.range[i];
    // The relaxation's spend is on the chord's inside: both halves lose the gap found there.
    double at = left.spend[i];
    if (!(at > range.lower && at < range.upper)) at = range.lower + (range.upper - range.lower) / 2;
    detail::SpendNode right = left;
    // Of channels that are alike the first spend the most: what is set for one holds for those
    // after it (upper) or before it (lower), so no split is searched in two orders.
    for (std::size_t k = 0; k < channels.size(); ++k) {
      if (alike[k] != alike[i]) continue;
      const double lower = left.range[k].lower, upper = left.range[k].upper;
      if (k <= i && lower < at) detail::set_range(curves, right, k, at, upper);
      if (k >= i && upper > at) detail::set_range(curves, left, k, lower, at);
    }
    // A half whose ranges cannot hold the budget is empty.
    const auto can_hold = [&](const detail::SpendNode& node) {
      double low = 0;
      for (const detail::SpendRange& r : node.range) low += r.lower;
      return low <= budget * (1 + 1e-12);
    };
    enter(std::move(left));
    if (can_hold(right)) enter(std::move(right));
    if (open.empty()) return best;
  }
}

}  // namespace salesplan::numeric
