#include "adapters/plan_writer.hpp"

#include <filesystem>
#include <utility>

#include "adapters/dashboard/dashboard_html.hpp"
#include "adapters/file.hpp"
#include "adapters/plan_accounts.hpp"
#include "adapters/plan_alerts.hpp"
#include "adapters/plan_attainment.hpp"
#include "adapters/plan_board.hpp"
#include "adapters/plan_budget.hpp"
#include "adapters/plan_document.hpp"
#include "adapters/plan_material.hpp"
#include "adapters/plan_month_document.hpp"
#include "adapters/plan_moves.hpp"
#include "adapters/plan_next.hpp"
#include "adapters/plan_quotas.hpp"
#include "adapters/plan_review.hpp"
#include "adapters/plan_review_tables.hpp"
#include "adapters/plan_strategy.hpp"
#include "adapters/plan_tables.hpp"
#include "adapters/quota_letters.hpp"

namespace salesplan::adapters {

using plan::Document;
using plan::Specification;

std::vector<PlanFile> plan_files(const Specification& spec, const Document& document) {
  JsonWriter board(-1);
  board.object([&] { write_dashboard(spec, document, board); });
  std::vector<PlanFile> files{{"targets.csv", targets_csv(spec, document)},
                              {"tasks.csv", tasks_csv(spec, document)},
                              {"forecast.csv", forecast_csv(spec, document)},
                              {"attainment.csv", attainment_csv(spec, document)},
                              {"review.csv", review_csv(spec, document)},
                              {"next_target.csv", next_target_csv(spec, document)}};
  if (has_placed_targets(document)) {
    files.push_back({"placed_targets.csv", placed_targets_csv(spec, document)});
  }
  if (!document.mix.months.empty()) files.push_back({"mix.csv", mix_csv(spec, document)});
  if (!document.segments.empty()) files.push_back({"migration.csv", migration_csv(document)});
  if (!document.cycles.empty()) files.push_back({"cycles.csv", cycles_csv(spec, document)});
  if (document.closed > 0) files.push_back({"review.html", review_index(spec, document)});
  for (std::size_t m = 0; m < document.closed; ++m) {
    files.push_back({month_document_name(document, m), month_document(spec, document, m)});
  }
  if (spec.strategy) files.push_back({"strategy.csv", moves_csv(spec, document)});
  if (!spec.alerts.empty()) files.push_back({"alerts.csv", alerts_csv(spec, document)});
  if (!document.products.empty()) {
    files.push_back({"products.csv", products_csv(spec, document)});
  }
  if (!document.promotions.empty()) {
    files.push_back({"promotions.csv", promotions_csv(spec, document)});
  }
  if (spec.accounts) {
    files.push_back({"customers.csv", customers_csv(spec, document)});
    if (spec.accounts->day_hours > 0) files.push_back({"visits.csv", visits_csv(spec, document)});
    for (const std::int32_t rep : spec.accounts->calendars) {
      files.push_back({visit_calendar_name(spec, rep), visit_calendar(spec, document, rep)});
    }
  }
  if (spec.budget) {
    files.push_back({"budget.csv", budget_csv(spec, document)});
    if (!document.budget.reviews.empty()) {
      files.push_back({"budget_proposals.csv", budget_proposals_csv(spec, document)});
    }
  }
  if (spec.material) {
    files.push_back({"material.csv", material_csv(spec, document)});
    files.push_back({"material_orders.csv", material_orders_csv(spec, document)});
  }
  if (!document.quotas.empty()) {
    files.push_back({"quotas.csv", quotas_csv(spec, document)});
    files.push_back({"quota_letters.html", quota_letters(spec, document)});
  }
  files.push_back({"plan.json", document_json(spec, document)});
  files.push_back({"dashboard.html", dashboard_html(std::move(board).take())});
  return files;
}

void write_plan_files(const std::vector<PlanFile>& files, const std::string& folder) {
  make_folder(folder);
  FileSet set;
  for (const PlanFile& file : files) {
    set.add((std::filesystem::path(folder) / file.name).string(), file.content);
  }
  set.commit();
}

}  // namespace salesplan::adapters
