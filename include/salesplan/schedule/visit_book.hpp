// All reps' visit problems from one list of customers, and their plans back as one list.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/schedule/visit_plan.hpp"

namespace salesplan::schedule {

/// Customers are numbered over all reps, in the order in which they were added.
class VisitBook {
 public:
  explicit VisitBook(std::size_t reps) : reps_(reps), owned_(reps) {}

  const std::vector<VisitProblem>& reps() const { return reps_; }
  std::size_t customers() const { return rep_of_.size(); }
  std::size_t rep_of(std::size_t customer) const { return rep_of_[customer]; }

  /// Rep `r`, of whom all but the lists of customers and visits may be changed.
  /// Error(invalid_argument) naming "rep".
  VisitProblem& rep(std::int64_t r) {
    if (r < 0 || r >= static_cast<std::int64_t>(reps_.size())) {
      throw Error(ErrorCode::invalid_argument, "rep",
                  std::to_string(r) + " is not within 0.." + std::to_string(reps_.size()) + " - 1");
    }
    return reps_[static_cast<std::size_t>(r)];
  }

  void add_customer(std::int64_t r, const VisitCustomer& customer) {
    rep(r).customers.push_back(customer);
    const auto owner = static_cast<std::size_t>(r);
    place_of_.push_back(owned_[owner].size());
    rep_of_.push_back(owner);
    owned_[owner].push_back(rep_of_.size() - 1);
  }

  /// A visit that must stay, or one of the earlier plan. Error(invalid_argument) naming "customer".
  void add_fixed(std::int64_t customer, calendar::Date date) {
    reps_[owner(customer)].fixed.push_back({place_of_[static_cast<std::size_t>(customer)], date});
  }
  void add_previous(std::int64_t customer, calendar::Date date) {
    reps_[owner(customer)].previous.push_back(
        {place_of_[static_cast<std::size_t>(customer)], date});
  }

  /// The number among all customers of customer c of a rep.
  std::size_t number(std::size_t r, std::size_t c) const { return owned_[r][c]; }

 private:
  std::size_t owner(std::int64_t customer) const {
    if (customer < 0 || customer >= static_cast<std::int64_t>(customers())) {
      throw Error(ErrorCode::invalid_argument, "customer",
                  std::to_string(customer) + " is not one of " + std::to_string(customers()));
    }
    return rep_of_[static_cast<std::size_t>(customer)];
  }

  std::vector<VisitProblem> reps_;
  std::vector<std::vector<std::size_t>> owned_;
  std::vector<std::size_t> rep_of_, place_of_;
};

}  // namespace salesplan::schedule
