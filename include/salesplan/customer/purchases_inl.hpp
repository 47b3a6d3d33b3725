// Bodies of purchases.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>
#include <tuple>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/purchases.hpp"

namespace salesplan::customer {
namespace detail {

inline void check_transactions(const Transactions& t, const SummaryOptions& options) {
  const std::size_t n = t.customer.size();
  const auto check_length = [&](const char* field, std::size_t size) {
    if (size == n) return;
    throw Error(ErrorCode::invalid_argument, field,
                std::to_string(size) + " values for " + std::to_string(n) + " transactions");
  };
  check_length("date", t.date.size());
  if (!t.amount.empty()) check_length("amount", t.amount.size());
  for (std::size_t i = 0; i < n; ++i) {
    const auto place = static_cast<std::int64_t>(i);
    calendar::check_date(t.date[i], core::at("date", place));
    if (!t.amount.empty() && !(std::abs(t.amount[i]) < 1e100)) {
      throw Error(ErrorCode::invalid_argument, core::at("amount", place),
                  core::to_text(t.amount[i]) + " is not within -1e100..1e100");
    }
  }
  calendar::check_date(options.calibration_end, "calibration_end");
  if (options.holdout_end != calendar::no_date) {
    calendar::check_date(options.holdout_end, "holdout_end");
    if (options.holdout_end <= options.calibration_end) {
      throw Error(ErrorCode::invalid_argument, "holdout_end", "is not after calibration_end");
    }
  }
  if (!(options.unit_days > 0 && options.unit_days <= 1e6)) {
    throw Error(ErrorCode::invalid_argument, "unit_days",
                core::to_text(options.unit_days) + " is not in (0, 1e6]");
  }
}

/// The purchase days of one customer in one part (calibration or holdout), with returns netted.
class PurchaseDays {
 public:
  void clear() { *this = {}; }

  void add_day(calendar::Date date, double amount, bool has_return) {
    if (!has_return || amount > 0) {
      dates_.push_back(date);
      spend_.push_back(amount);
      return;
    }
    double back = -amount;
    returned_ += back;
    for (std::size_t i = spend_.size(); i-- > 0 && back > 0;) {
      const double taken = std::min(back, spend_[i]);
      spend_[i] -= taken;
      back -= taken;
    }
    unmatched_ += back;
  }

  const std::vector<calendar::Date>& dates() const { return dates_; }
  double returned() const { return returned_; }
  double unmatched() const { return unmatched_; }
  double spend_from(std::size_t first) const {
    double sum = 0;
    for (std::size_t i = first; i < spend_.size(); ++i) sum += spend_[i];
    return sum;
  }

 private:
  std::vector<calendar::Date> dates_;
  std::vector<double> spend_;
  double returned_ = 0;
  double unmatched_ = 0;
};

inline void append(Summaries& out, std::int64_t customer, const PurchaseDays& seen,
                   const PurchaseDays& later, bool amounts, const SummaryOptions& options) {
  out.unmatched_returns += seen.unmatched() + (seen.dates().empty() ? 0 : later.unmatched());
  if (seen.dates().empty()) return;
  const auto& dates = seen.dates();
  const auto units = [&](calendar::Date from, calendar::Date to) {
    return static_cast<double>(to - from) / options.unit_days;
  };
  const std::size_t repeats = dates.size() - 1;
  double log_gaps = 0;
  for (std::size_t i = 0; i < repeats; ++i) log_gaps += std::log(units(dates[i], dates[i + 1]));
  const auto money = [&](double value) { return amounts ? value : core::missing_number; };
  out.customer.push_back(customer);
  out.x.push_back(static_cast<double>(repeats));
  out.t_x.push_back(units(dates.front(), dates.back()));
  out.T.push_back(units(dates.front(), options.calibration_end));
  out.log_gaps.push_back(log_gaps);
  out.mean_spend.push_back(
      money(repeats == 0 ? 0 : seen.spend_from(1) / static_cast<double>(repeats)));
  out.spend.push_back(money(seen.spend_from(0)));
  out.returned.push_back(money(seen.returned()));
  out.holdout_purchases.push_back(static_cast<double>(later.dates().size()));
  out.holdout_spend.push_back(money(later.spend_from(0)));
}

}  // namespace detail

SALESPLAN_INLINE Summaries summarize(const Transactions& t, const SummaryOptions& options) {
  detail::check_transactions(t, options);
  const bool amounts = !t.amount.empty();
  const calendar::Date last =
      options.holdout_end == calendar::no_date ? options.calibration_end : options.holdout_end;
  std::vector<std::size_t> order(t.customer.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(t.customer[a], t.date[a].days, a) <
           std::tuple(t.customer[b], t.date[b].days, b);
  });

  Summaries out;
  detail::PurchaseDays seen, later;
  for (std::size_t i = 0; i < order.size();) {
    const std::int64_t customer = t.customer[order[i]];
    const calendar::Date date = t.date[order[i]];
    double amount = 0;
    bool has_return = false;
    for (; i < order.size() && t.customer[order[i]] == customer && t.date[order[i]] == date; ++i) {
      if (!amounts) continue;
      amount += t.amount[order[i]];
      has_return = has_return || t.amount[order[i]] < 0;
    }
    if (date <= last) {
      (date <= options.calibration_end ? seen : later).add_day(date, amount, has_return);
    }
    if (i == order.size() || t.customer[order[i]] != customer) {
      detail::append(out, customer, seen, later, amounts, options);
      seen.clear();
      later.clear();
    }
  }
  return out;
}

}  // namespace salesplan::customer
