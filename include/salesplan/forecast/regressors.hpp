// What else is known of every period, past and future: workdays, holidays, promotions, prices.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

/// k regressors over the periods of a series and of its horizon.
struct Regressors {
  std::vector<std::string> names;  ///< [k]
  std::vector<double> values;      ///< row-major [periods, k], finite: the future must be known
};

/// Error(invalid_argument) unless there are k values for each of the n + horizon periods and all
/// are finite; the message names the period and the regressor.
inline void check_regressors(const Regressors& regressors, std::size_t n, std::size_t horizon) {
  const std::size_t k = regressors.names.size();
  const std::size_t rows = n + horizon;
  if (regressors.values.size() != rows * k) {
    throw Error(ErrorCode::invalid_argument, "regressors",
                std::to_string(regressors.values.size()) + " values are not " + std::to_string(k) +
                    " for each of " + std::to_string(n) + " past and " + std::to_string(horizon) +
                    " future periods");
  }
  for (std::size_t i = 0; i < regressors.values.size(); ++i) {
    if (!(std::fabs(regressors.values[i]) <= 1e100)) {
      throw Error(
          ErrorCode::invalid_argument,
          core::at("regressors", static_cast<std::int64_t>(i / k)) + "." + regressors.names[i % k],
          core::to_text(regressors.values[i]) + " is not a number up to 1e100" +
              (i / k >= n ? "; future values are needed too" : ""));
    }
  }
}

/// Appends the columns of `more`, which has as many periods.
inline void append(Regressors& regressors, const Regressors& more) {
  if (regressors.names.empty()) {
    regressors = more;
    return;
  }
  if (more.names.empty()) return;
  const std::size_t k = regressors.names.size(), added = more.names.size();
  const std::size_t rows = regressors.values.size() / k;
  if (more.values.size() != rows * added) {
    throw Error(
        ErrorCode::invalid_argument, "regressors",
        std::to_string(more.values.size() / added) + " periods beside " + std::to_string(rows));
  }
  std::vector<double> joined;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t j = 0; j < k; ++j) joined.push_back(regressors.values[r * k + j]);
    for (std::size_t j = 0; j < added; ++j) joined.push_back(more.values[r * added + j]);
  }
  regressors.values = std::move(joined);
  regressors.names.insert(regressors.names.end(), more.names.begin(), more.names.end());
}

}  // namespace salesplan::forecast
