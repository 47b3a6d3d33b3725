#include "salesplan/plan/loop.hpp"

#include <filesystem>

#include "adapters/file.hpp"
#include "adapters/plan_reader.hpp"
#include "adapters/plan_writer.hpp"
#include "adapters/vega_lite.hpp"
#include "boundary.hpp"
#include "columns.hpp"

using namespace salesplan;

struct splan_plan {
  std::vector<adapters::PlanFile> files;
};

namespace {

splan_plan* run(const splan_context& context, const std::string& json, const std::string& name,
                const std::string& folder) {
  const plan::Specification spec = adapters::read_specification(json, name, folder);
  const plan::Document document = plan::run(spec, [&](const char* step, double done) {
    return context.progress == nullptr || context.progress(step, done, context.user_data) == 0;
  });
  return new splan_plan{adapters::plan_files(spec, document)};
}

const adapters::PlanFile* file_at(const splan_plan* plan, int32_t i) {
  if (plan == nullptr || i < 0 || static_cast<std::size_t>(i) >= plan->files.size()) return nullptr;
  return &plan->files[static_cast<std::size_t>(i)];
}

}  // namespace

splan_status splan_plan_run(splan_context* context, const char* specification_json,
                            const char* folder, splan_plan** out) {
  return capi::guard(context, [&] {
    splan_plan*& to = capi::required(out, "out");
    to = run(*context, &capi::required(specification_json, "specification_json"), "specification",
             folder == nullptr ? "." : folder);
  });
}

splan_status splan_plan_run_file(splan_context* context, const char* path, splan_plan** out) {
  return capi::guard(context, [&] {
    splan_plan*& to = capi::required(out, "out");
    const std::string name = &capi::required(path, "path");
    const std::string folder = std::filesystem::path(name).parent_path().string();
    to = run(*context, adapters::read_file(name), name, folder.empty() ? "." : folder);
  });
}

void splan_plan_free(splan_plan* plan) { delete plan; }

int32_t splan_plan_files(const splan_plan* plan) {
  return plan == nullptr ? 0 : static_cast<int32_t>(plan->files.size());
}

const char* splan_plan_file_name(const splan_plan* plan, int32_t i) {
  const adapters::PlanFile* file = file_at(plan, i);
  return file == nullptr ? nullptr : file->name.c_str();
}

const char* splan_plan_file_content(const splan_plan* plan, int32_t i) {
  const adapters::PlanFile* file = file_at(plan, i);
  return file == nullptr ? nullptr : file->content.c_str();
}

const char* splan_plan_document(const splan_plan* plan) {
  for (int32_t i = 0; i < splan_plan_files(plan); ++i) {
    if (file_at(plan, i)->name == "plan.json") return splan_plan_file_content(plan, i);
  }
  return nullptr;
}

splan_status splan_vega_lite(splan_context* context, const char* model_json, const char* month,
                             splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::vector<adapters::VegaLiteChart> charts = adapters::vega_lite(
        &capi::required(model_json, "model_json"), "model_json", capi::text_or_empty(month));
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "id", charts, [](const auto& chart) { return chart.id; });
    capi::add_column(*result, "specification", charts,
                     [](const auto& chart) { return chart.specification; });
    to = result.release();
  });
}

splan_status splan_plan_write(splan_context* context, const splan_plan* plan, const char* folder) {
  return capi::guard(context, [&] {
    adapters::write_plan_files(capi::required(plan, "plan").files,
                               &capi::required(folder, "folder"));
  });
}
