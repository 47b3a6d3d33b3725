// The files of a plan: its document, its tables and the dashboard page.
#pragma once

#include <string>
#include <vector>

#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// A file of the plan: its name and its whole content.
struct PlanFile {
  std::string name;
  std::string content;
};

/// plan.json, targets.csv, tasks.csv, forecast.csv, attainment.csv, review.csv,
/// next_target.csv, dashboard.html; others as the specification asks for them.
std::vector<PlanFile> plan_files(const plan::Specification& spec, const plan::Document& document);

/// Writes the files into `folder` (made where it is missing): all of them, or none.
void write_plan_files(const std::vector<PlanFile>& files, const std::string& folder);

}  // namespace salesplan::adapters
