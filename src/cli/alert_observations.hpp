// Observations of KPIs from a CSV file, batch by batch of one instant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/alert_rules.hpp"
#include "adapters/csv_numbers.hpp"
#include "salesplan/monitor/alert_book.hpp"

namespace salesplan::cli {

struct ObservedAt {
  monitor::Instant time = 0;
  std::size_t row = 0;  ///< the first of them in the file
  std::vector<monitor::Observation> observations;
};

/// Columns time, kpi, value, and labels. Rows of one time that follow each other are one batch; one
/// without a KPI is a tick.
inline std::vector<ObservedAt> read_observations(const adapters::CsvTable& csv) {
  const std::size_t time = csv.column("time"), kpi = csv.column("kpi");
  std::vector<ObservedAt> batches;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const monitor::Instant now = adapters::parse_instant(csv.cell(r, time), csv.place(r, time));
    if (batches.empty() || batches.back().time != now) batches.push_back({now, r, {}});
    if (csv.cell(r, kpi).empty()) continue;
    monitor::Observation one{
        std::string(csv.cell(r, kpi)), {}, adapters::csv_number(csv, r, "value")};
    for (std::size_t c = 0; c < csv.columns().size(); ++c) {
      const std::string_view name = csv.columns()[c];
      const bool label = name != "time" && name != "kpi" && name != "value";
      if (label && !csv.cell(r, c).empty()) {
        one.labels[std::string(name)] = std::string(csv.cell(r, c));
      }
    }
    batches.back().observations.push_back(std::move(one));
  }
  return batches;
}

}  // namespace salesplan::cli
