#include "adapters/plan_task_board.hpp"

#include <array>
#include <vector>

#include "adapters/plan_keys.hpp"

namespace salesplan::adapters {
namespace {

using plan::Document;
using plan::OwnerTasks;
using plan::Specification;

// The owners of each month, in the order of the tasks.
std::vector<std::vector<const OwnerTasks*>> tasks_by_month(const Document& document) {
  std::vector<std::vector<const OwnerTasks*>> months(document.months.size());
  for (const OwnerTasks& tasks : document.tasks) months[tasks.month].push_back(&tasks);
  return months;
}

void write_owner(const table::Dimension& owners, const OwnerTasks& tasks, JsonWriter& json) {
  const std::int32_t member = owners.leaf(static_cast<std::size_t>(tasks.owner));
  json.field("owner", owners.key(member));
  json.field("label", owners.label(member));
}

void write_title(const schedule::TaskTemplate& task, JsonWriter& json) {
  json.field("task", task.key);
  json.field("en", task.en);
  json.field("zh", task.zh);
}

}  // namespace

core::Minor week_actual(const Specification& spec, const Document& document, std::size_t week) {
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  core::Minor sum = 0;
  for (std::size_t owner = 0; owner < owners; ++owner) {
    sum = core::add(sum, document.week_sales[week * owners + owner], "week_sales");
  }
  return sum;
}

void write_task_board(const Specification& spec, const Document& document, JsonWriter& json) {
  if (document.tasks.empty()) return;
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const std::vector<std::vector<const OwnerTasks*>> months = tasks_by_month(document);
  json.object("tasks", [&] {
    json.array("weeks", [&] {
      for (std::size_t m = 0; m < months.size(); ++m) {
        if (months[m].empty()) continue;
        for (std::size_t w = 0; w < 4; ++w) {
          const schedule::WeekPlan& week = months[m].front()->weeks[w];
          core::Minor target = 0;
          for (const OwnerTasks* one : months[m]) {
            target = core::add(target, one->weeks[w].target, "tasks");
          }
          json.object([&] {
            json.field("month", month_text(document, m));
            json.field("week", week.node);
            json.field("start", calendar::date_text(week.start));
            json.field("due", calendar::date_text(week.due));
            json.field("workdays", week.workdays);
            json.field("target", target);
            json.field("actual", week_actual(spec, document, m * 4 + w));
            if (!week.moved_by.empty()) json.field("moved_by", week.moved_by);
          });
        }
      }
    });
    // The dates are those of every owner; what slipped is an owner's own.
    json.array("dated", [&] {
      for (std::size_t m = 0; m < months.size(); ++m) {
        if (months[m].empty()) continue;
        for (const schedule::DatedTask& dated : months[m].front()->tasks) {
          if (dated.carried) continue;
          json.object([&] {
            json.field("month", month_text(document, m));
            json.field("week", dated.node);
            write_title(spec.tasks[dated.task], json);
            json.field("role", spec.tasks[dated.task].role);
            json.field("start", calendar::date_text(dated.start));
            json.field("due", calendar::date_text(dated.due));
          });
        }
      }
    });
    if (document.tasks.size() > most_owner_months) return;
    json.array("carried", [&] {
      for (const OwnerTasks& tasks : document.tasks) {
        for (const schedule::DatedTask& dated : tasks.tasks) {
          if (!dated.carried) continue;
          json.object([&] {
            json.field("month", month_text(document, tasks.month));
            write_owner(owners, tasks, json);
            write_title(spec.tasks[dated.task], json);
            json.field("due", calendar::date_text(dated.due));
          });
        }
      }
    });
    json.array("targets", [&] {
      for (const OwnerTasks& tasks : document.tasks) {
        json.object([&] {
          json.field("month", month_text(document, tasks.month));
          write_owner(owners, tasks, json);
          json.numbers("weeks", tasks.weeks.size(),
                       [&](std::size_t w) { return std::to_string(tasks.weeks[w].target); });
          json.numbers("actual", tasks.weeks.size(), [&](std::size_t w) {
            const auto owner = static_cast<std::size_t>(tasks.owner);
            return std::to_string(
                document.week_sales[(tasks.month * 4 + w) * owners.leaf_count() + owner]);
          });
        });
      }
    });
  });
}

}  // namespace salesplan::adapters
