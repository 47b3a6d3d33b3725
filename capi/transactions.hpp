// Purchases and returns as a caller gives them.
#pragma once

#include <vector>

#include "boundary.hpp"
#include "salesplan/calendar/date.hpp"
#include "salesplan/customer/purchases.hpp"

namespace salesplan::capi {

/// Transactions of the caller; the dates are copied, as the engine has a type of its own for them.
class TransactionLines {
 public:
  TransactionLines(int64_t n, const int64_t* customers, const int32_t* dates,
                   const double* amounts) {
    const std::size_t rows = count(n, "n");
    customer_ = array(customers, rows, "customers");
    for (const int32_t day : array(dates, rows, "dates")) date_.push_back(calendar::Date{day});
    amount_ = optional_array(amounts, rows);
  }
  customer::Transactions view() const { return {customer_, date_, amount_}; }

 private:
  std::vector<calendar::Date> date_;
  core::View<const int64_t> customer_;
  core::View<const double> amount_;
};

}  // namespace salesplan::capi
