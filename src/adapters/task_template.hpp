// A month's tasks as a company edits them: CSV or a JSON list.
#pragma once

#include <string>
#include <vector>

#include "adapters/json.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"

namespace salesplan::adapters {

/// The fields node, key and, if given, en, zh, role and after (keys of tasks done first).
schedule::TaskTemplate read_task(const JsonReader& task);

/// A file of tasks: a JSON list of such objects, where the name ends in .json, or CSV with those
/// columns, `after` by blanks. Errors name the file with the field's path, or line and column.
std::vector<schedule::TaskTemplate> read_task_template(const std::string& path);

/// The same as CSV.
std::string task_template_csv(const std::vector<schedule::TaskTemplate>& tasks);

}  // namespace salesplan::adapters
