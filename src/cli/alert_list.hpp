// The alerts of a book as rows.
#pragma once

#include <string>
#include <vector>

#include "adapters/alert_rules.hpp"
#include "cli/row_output.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/monitor/alert_book.hpp"

namespace salesplan::cli {

inline void print_alerts(const monitor::AlertBook& book, bool json) {
  std::vector<std::vector<Cell>> rows;
  for (const monitor::Alert& alert : book.alerts()) {
    std::string measures;
    for (const monitor::ResponseMeasure& measure : alert.measures) {
      measures += (measures.empty() ? "" : "; ") + measure.what + ": " +
                  core::to_text(measure.before) + " to " + core::to_text(measure.after);
    }
    rows.push_back({alert.fingerprint, book.rules()[alert.rule].name,
                    adapters::labels_text(alert.labels), std::string(state_name(alert.state)),
                    std::string(handling_name(alert.handling)), alert.assignee,
                    adapters::instant_text(alert.since), alert.value, measures});
  }
  print_rows({"fingerprint", "rule", "labels", "state", "handling", "assignee", "since", "value",
              "measures"},
             rows, json);
}

}  // namespace salesplan::cli
