#include "adapters/plan_writer.hpp"

#include <filesystem>
#include <utility>

#include "adapters/dashboard/dashboard_html.hpp"
#include "adapters/file.hpp"
#include "adapters/plan_board.hpp"
#include "adapters/plan_document.hpp"
#include "adapters/plan_tables.hpp"

namespace salesplan::adapters {

using plan::Document;
using plan::Specification;

std::vector<PlanFile> plan_files(const Specification& spec, const Document& document) {
  JsonWriter board(-1);
  board.object([&] { write_dashboard(spec, document, board); });
  return {{"targets.csv", targets_csv(spec, document)},
          {"tasks.csv", tasks_csv(spec, document)},
          {"forecast.csv", forecast_csv(spec, document)},
          {"attainment.csv", attainment_csv(spec, document)},
          {"next_target.csv", next_target_csv(spec, document)},
          {"plan.json", document_json(spec, document)},
          {"dashboard.html", dashboard_html(std::move(board).take())}};
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
