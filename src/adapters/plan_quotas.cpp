#include "adapters/plan_quotas.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "adapters/csv.hpp"
#include "adapters/plan_fields.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

std::string start_of(const plan::Quota& quota) {
  return quota.start == calendar::no_date ? "" : calendar::date_text(quota.start);
}

std::string owner_key(const plan::Specification& spec, const plan::Quota& quota) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  return owners.key(owners.leaf(static_cast<std::size_t>(quota.owner)));
}

}  // namespace

void read_quotas(plan::Specification& spec, const JsonReader& top) {
  const auto field = top.find("quotas");
  if (!field) return;
  field->allow({"ramp", "hardness", "within", "absent", "prorate"});
  plan::QuotaSettings settings;
  if (const auto ramp = field->find("ramp")) {
    for (const JsonReader& share : ramp->items()) settings.ramp.push_back(read_share(share));
  }
  if (const auto hardness = field->find("hardness")) {
    settings.equal_hardness = hardness->choice({"basis", "equal"}) == "equal";
  }
  if (const auto within = field->find("within")) {
    settings.within = read_dimension_name(spec, *within);
    if (!settings.equal_hardness) {
      throw Error(ErrorCode::invalid_argument, within->path(), "needs \"hardness\": \"equal\"");
    }
  }
  if (const auto absent = field->find("absent")) {
    if (absent->choice({"team", "open"}) == "open") settings.absent = target::AbsentPart::open;
  }
  settings.prorate = field->boolean("prorate", false);
  const auto refuse_owners = [&](const std::vector<std::size_t>& margin, const char* name,
                                 std::size_t m) {
    if (std::find(margin.begin(), margin.end(), spec.owner) == margin.end()) return;
    throw Error(ErrorCode::invalid_argument,
                core::at(top.path() + "allocation." + name, static_cast<std::int64_t>(m)),
                "must not name \"" + spec.dimensions[spec.owner].name() +
                    "\", whose sums quotas.hardness \"equal\" sets");
  };
  if (settings.equal_hardness) {
    for (std::size_t m = 0; m < spec.margins.size(); ++m) {
      refuse_owners(spec.margins[m], "margins", m);
    }
    for (std::size_t m = 0; m < spec.ranges.size(); ++m) {
      refuse_owners(spec.ranges[m].dimensions, "ranges", m);
    }
  }
  spec.quotas = std::move(settings);
}

std::string quotas_csv(const plan::Specification& spec, const plan::Document& document) {
  CsvWriter csv({spec.dimensions[spec.owner].name(), "start", "target_minor", "basis_minor",
                 "forecast_minor", "sd_minor", "probability", "presence", "open_minor"});
  for (const plan::Quota& quota : document.quotas) {
    csv.add({owner_key(spec, quota), start_of(quota), std::to_string(quota.target),
             std::to_string(quota.basis), core::to_text(quota.forecast), core::to_text(quota.sd),
             std::isnan(quota.probability) ? "" : core::to_text(quota.probability),
             core::to_text(quota.presence), std::to_string(quota.open)});
  }
  return csv.text();
}

void write_quotas(const plan::Specification& spec, const plan::Document& document,
                  JsonWriter& json) {
  if (document.quotas.empty()) return;
  const table::Dimension& owners = spec.dimensions[spec.owner];
  json.array("quotas", [&] {
    for (const plan::Quota& quota : document.quotas) {
      json.object([&] {
        json.field("key", owner_key(spec, quota));
        json.field("label", owners.label(owners.leaf(static_cast<std::size_t>(quota.owner))));
        json.field("start", start_of(quota));
        json.field("target", quota.target);
        json.field("basis", quota.basis);
        json.field("forecast", quota.forecast);
        json.field("sd", quota.sd);
        json.field("probability", number_or_null(quota.probability));
        json.field("presence", quota.presence);
        json.field("open", quota.open);
      });
    }
  });
}

}  // namespace salesplan::adapters
