#include "adapters/task_template.hpp"

#include <algorithm>
#include <utility>

#include "adapters/csv.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"

namespace salesplan::adapters {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::vector<schedule::TaskTemplate> read_task_rows(const CsvTable& csv) {
  std::vector<schedule::TaskTemplate> tasks;
  const std::size_t node = csv.column("node"), key = csv.column("key");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto text = [&](const char* column) {
      return csv.has_column(column) ? csv.cell(r, csv.column(column)) : std::string_view();
    };
    schedule::TaskTemplate task;
    const std::int64_t number = core::parse_integer(csv.cell(r, node), csv.place(r, node));
    if (number < 1 || number > 4) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, node), "must be 1, 2, 3 or 4");
    }
    task.node = static_cast<int>(number);
    task.key = csv.cell(r, key);
    if (task.key.empty()) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, key), "must not be empty");
    }
    task.en = text("en").empty() ? task.key : std::string(text("en"));
    task.zh = text("zh").empty() ? task.en : std::string(text("zh"));
    task.role = text("role");
    task.after = words_of(text("after"));
    tasks.push_back(std::move(task));
  }
  return tasks;
}

}  // namespace

schedule::TaskTemplate read_task(const JsonReader& task) {
  task.allow({"node", "key", "en", "zh", "role", "after"});
  const JsonReader node = task.get("node");
  if (node.integer() < 1 || node.integer() > 4) {
    throw Error(ErrorCode::invalid_argument, node.path(), "must be 1, 2, 3 or 4");
  }
  const std::string key = task.get("key").text();
  schedule::TaskTemplate read{static_cast<int>(node.integer()),
                              key,
                              task.text("en", key),
                              task.text("zh", task.text("en", key)),
                              task.text("role", ""),
                              {}};
  if (const auto after = task.find("after")) {
    for (const JsonReader& before : after->items()) read.after.push_back(before.text());
  }
  return read;
}

std::vector<schedule::TaskTemplate> read_task_template(const std::string& path) {
  const std::string ending = ".json";
  const std::string text = read_file(path);
  if (path.size() < ending.size() ||
      path.compare(path.size() - ending.size(), ending.size(), ending) != 0) {
    return read_task_rows({text, path});
  }
  JsonDocument document;
  parse_json(text, path, document);
  std::vector<schedule::TaskTemplate> tasks;
  for (const JsonReader& task : JsonReader(document.value(), path + ": tasks").items()) {
    tasks.push_back(read_task(task));
  }
  return tasks;
}

std::string task_template_csv(const std::vector<schedule::TaskTemplate>& tasks) {
  CsvWriter csv({"node", "key", "en", "zh", "role", "after"});
  for (const schedule::TaskTemplate& task : tasks) {
    std::string after;
    for (const std::string& key : task.after) after += (after.empty() ? "" : " ") + key;
    csv.add({std::to_string(task.node), task.key, task.en, task.zh, task.role, after});
  }
  return csv.text();
}

}  // namespace salesplan::adapters
