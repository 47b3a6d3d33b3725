#include "adapters/plan_document.hpp"

#include <utility>
#include <vector>

#include "adapters/json_writer.hpp"
#include "adapters/options.hpp"
#include "adapters/plan_accounts.hpp"
#include "adapters/plan_alerts.hpp"
#include "adapters/plan_attainment.hpp"
#include "adapters/plan_board.hpp"
#include "adapters/plan_budget.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/plan_material.hpp"
#include "adapters/plan_moves.hpp"
#include "adapters/plan_next.hpp"
#include "adapters/plan_quotas.hpp"
#include "adapters/plan_review.hpp"
#include "adapters/plan_strategy.hpp"

namespace salesplan::adapters {
namespace {

using plan::Document;
using plan::Specification;

void write_keys(const std::vector<std::string>& names, const std::vector<std::string>& keys,
                JsonWriter& json) {
  for (std::size_t k = 0; k < names.size(); ++k) json.field(names[k], keys[k]);
}

void write_numbers(const std::string& name, const double* values, std::size_t count,
                   JsonWriter& json) {
  json.array(name, [&] {
    for (std::size_t i = 0; i < count; ++i) json.item(number_or_null(values[i]));
  });
}

// The sums of the revenue target over everything but the month, and but each dimension: parents
// included, so that a reader can check every level.
void write_margins(const Specification& spec, const Document& document, JsonWriter& json) {
  json.object("month", [&] {
    const table::Cube by_month = table::marginal(document.revenue, {0});
    for (std::size_t m = 0; m < document.months.size(); ++m) {
      json.field(month_text(document, m), by_month[m]);
    }
  });
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    const table::Dimension& dimension = spec.dimensions[d];
    json.object(dimension.name(), [&] {
      const table::Cube sums =
          table::roll_up(table::marginal(document.revenue, {d + 1}), 0, dimension);
      for (std::size_t member = 0; member < dimension.size(); ++member) {
        json.field(dimension.key(static_cast<std::int32_t>(member)), sums[member]);
      }
    });
  }
}

void write_kpi(const target::KpiTarget& kpi, JsonWriter& json) {
  json.field("name", kpi.name);
  json.field("target", kpi.target);
  json.field("growth", number_or_null(kpi.growth));
  json.field("share_before", number_or_null(kpi.share_before));
  json.field("share_after", number_or_null(kpi.share_after));
  json.field("forecast_gap", number_or_null(kpi.forecast_gap));
  json.field("attainment_probability", number_or_null(kpi.attainment_probability));
}

void write_forecast(const Specification& spec, const Document& document, JsonWriter& json) {
  const forecast::PanelForecast& panel = document.forecast.panel;
  const std::vector<std::string> names = names_of(spec, spec.forecast.by);
  for (std::size_t s = 0; s <= document.forecast.series; ++s) {
    json.object([&] {
      const bool company = s == document.forecast.series;
      write_keys(names,
                 company ? std::vector<std::string>(names.size(), "*")
                         : keys_of(spec, spec.forecast.by, s),
                 json);
      json.field("model", panel.model[s]);
      write_numbers("mean", &panel.mean[s * panel.h], panel.h, json);
      for (const forecast::Interval& interval : panel.intervals) {
        const std::string level = percent_text(interval.level);
        write_numbers("lower_" + level, &interval.lower[s * panel.h], panel.h, json);
        write_numbers("upper_" + level, &interval.upper[s * panel.h], panel.h, json);
      }
      json.field("total_mean", number_or_null(panel.total_mean[s]));
      json.field("total_sd", number_or_null(panel.total_sd[s]));
    });
  }
}

void write_targets(const Specification& spec, const Document& document, JsonWriter& json) {
  const std::vector<std::size_t> all = all_dimensions(spec);
  const bool with_profit = document.profit.size() > 0;
  json.array("columns", [&] {
    json.item("month");
    for (const std::string& name : names_of(spec, all)) json.item(name);
    json.item("revenue");
    if (with_profit) json.item("profit");
  });
  json.array("rows", [&] {
    const std::size_t cells = document.revenue.size() / document.months.size();
    for (std::size_t i = 0; i < document.revenue.size(); ++i) {
      if (document.revenue[i] == 0 && (!with_profit || document.profit[i] == 0)) continue;
      json.array([&] {
        json.item(month_text(document, i / cells));
        for (const std::string& key : keys_of(spec, all, i % cells)) json.item(key);
        json.item(document.revenue[i]);
        if (with_profit) json.item(document.profit[i]);
      });
    }
  });
}

void write_tasks(const Specification& spec, const Document& document, JsonWriter& json) {
  json.array("templates", [&] {
    for (const schedule::TaskTemplate& task : spec.tasks) {
      json.object([&] {
        json.field("week", task.node);
        json.field("key", task.key);
        json.field("en", task.en);
        json.field("zh", task.zh);
        json.field("role", task.role);
        json.array("after", [&] {
          for (const std::string& key : task.after) json.item(key);
        });
      });
    }
  });
  const table::Dimension& owners = spec.dimensions[spec.owner];
  json.array("weeks", [&] {
    for (const plan::OwnerTasks& tasks : document.tasks) {
      for (const schedule::WeekPlan& week : tasks.weeks) {
        json.object([&] {
          json.field("month", month_text(document, tasks.month));
          json.field(owners.name(), owners.key(owners.leaf(static_cast<std::size_t>(tasks.owner))));
          json.field("week", week.node);
          json.field("start", calendar::date_text(week.start));
          json.field("due", calendar::date_text(week.due));
          json.field("workdays", week.workdays);
          json.field("target", week.target);
          json.field("moved_by", week.moved_by);
        });
      }
    }
  });
}

void write_document(const Specification& spec, const Document& document, JsonWriter& json) {
  json.field("schema", "salesplan.document/1");
  json.field("company", spec.company);
  json.object("currency", [&] {
    json.field("code", spec.currency);
    json.field("decimals", spec.decimals);
  });
  json.array("months", [&] {
    for (std::size_t m = 0; m < document.months.size(); ++m) json.item(month_text(document, m));
  });
  json.field("closed_months", document.closed);
  json.array("kpis", [&] {
    for (const target::KpiTarget& kpi : document.kpis) json.object([&] { write_kpi(kpi, json); });
  });
  json.object("margins", [&] { write_margins(spec, document, json); });
  json.array("differences", [&] {
    for (const target::Difference& difference : document.differences) {
      json.object([&] {
        json.field("place", difference.label);
        json.field("whole", difference.whole);
        json.field("parts", difference.parts);
        json.field("difference", difference.difference);
      });
    }
  });
  json.array("forecast", [&] { write_forecast(spec, document, json); });
  json.object("targets", [&] { write_targets(spec, document, json); });
  if (!document.customers.empty()) {
    const table::Dimension& dimension = spec.dimensions.front();
    json.object("customers", [&] {
      for (std::size_t leaf = 0; leaf < document.customers.size(); ++leaf) {
        json.field(dimension.key(dimension.leaf(leaf)), document.customers[leaf]);
      }
    });
  }
  write_quotas(spec, document, json);
  json.object("tasks", [&] { write_tasks(spec, document, json); });
  write_attainment(spec, document, json);
  write_reviews(spec, document, json);
  write_alerts(spec, document, json);
  write_moves(spec, document, json);
  write_next(spec, document, json);
  write_placed_targets(spec, document, json);
  write_strategy(spec, document, json);
  write_accounts(spec, document, json);
  write_budget(spec, document, json);
  write_material(spec, document, json);
  json.object("dashboard", [&] { write_dashboard(spec, document, json); });
  json.array("notes", [&] {
    for (const std::string& note : document.notes) json.item(note);
  });
}

}  // namespace

std::string document_json(const Specification& spec, const Document& document) {
  JsonWriter json(1);
  json.object([&] { write_document(spec, document, json); });
  return std::move(json).take() + "\n";
}

}  // namespace salesplan::adapters
