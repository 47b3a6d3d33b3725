#include "adapters/plan_review_tables.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/plan_keys.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/customer_segments.hpp"

namespace salesplan::adapters {
namespace {

using plan::Document;
using plan::Specification;

std::string number_or_empty(double value) { return std::isnan(value) ? "" : core::to_text(value); }

}  // namespace

std::string mix_csv(const Specification& spec, const Document& document) {
  static const std::vector<std::string> effects{"volume", "mix",          "price",
                                                "cost",   "discontinued", "new"};
  std::vector<std::string> header{"month", "measure", "node", "last_year_minor"};
  for (const std::string& effect : effects) header.push_back(effect + "_minor");
  header.emplace_back("actual_minor");
  CsvWriter csv(header);
  const auto add = [&](std::size_t month, const char* measure, const review::Bridge& bridge) {
    for (std::size_t node = 0; node < bridge.base.size(); ++node) {
      std::vector<std::string> row{
          month_text(document, month), measure,
          node == 0 ? (spec.company.empty() ? "*" : spec.company) : document.mix.labels[node],
          std::to_string(bridge.base[node])};
      for (const std::string& effect : effects) {
        const auto found = std::find(bridge.effects.begin(), bridge.effects.end(), effect);
        const auto e = static_cast<std::size_t>(found - bridge.effects.begin());
        row.push_back(found == bridge.effects.end() ? "0" : std::to_string(bridge.at(node, e)));
      }
      row.push_back(std::to_string(bridge.actual[node]));
      csv.add(row);
    }
  };
  for (const plan::MonthMix& month : document.mix.months) {
    add(month.month, "revenue", month.revenue);
    add(month.month, "profit", month.profit);
  }
  return csv.text();
}

std::string migration_csv(const Document& document) {
  CsvWriter csv({"month", "a_year_before", "now", "customers", "last_year_minor", "actual_minor"});
  for (const plan::MonthSegments& month : document.segments) {
    const review::SegmentMigration& moved = month.moved;
    const std::size_t side = moved.segments + 1;
    const auto name = [&](std::size_t s) {
      return s == moved.segments ? std::string() : std::string(plan::segment_names[s]);
    };
    for (std::size_t cell = 0; cell < side * side; ++cell) {
      if (moved.customers[cell] == 0) continue;
      csv.add({month_text(document, month.month), name(cell / side), name(cell % side),
               std::to_string(moved.customers[cell]), std::to_string(moved.money_before[cell]),
               std::to_string(moved.money_now[cell])});
    }
  }
  return csv.text();
}

std::string series_name(const Specification& spec, const Document& document, std::size_t series) {
  if (series >= document.forecast.series) return spec.company.empty() ? "*" : spec.company;
  const std::vector<std::string> keys = keys_of(spec, spec.forecast.by, series);
  std::string name;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    const table::Dimension& dimension = spec.dimensions[spec.forecast.by[k]];
    name += (k == 0 ? "" : " / ") + dimension.label(dimension.at(keys[k], "forecast.by"));
  }
  return name;
}

std::string cycle_sentence(const Specification& spec, const Document& document,
                           const plan::SeriesCycle& of, calendar::Language language) {
  forecast::Story story;
  story.name = series_name(spec, document, of.series);
  story.season_length = 12;
  story.first = of.first;
  return review::sentence(of.cycle, story, language);
}

std::string cycles_csv(const Specification& spec, const Document& document) {
  CsvWriter csv({"month", "series", "growth", "trend_strength", "season_strength", "peak",
                 "peak_effect", "trough", "trough_effect", "turns", "en", "zh"});
  for (const plan::SeriesCycle& one : document.cycles) {
    const review::Cycle& cycle = one.cycle;
    const auto month = [&](std::size_t at) {
      return calendar::period_text(calendar::shift(one.first, static_cast<std::int64_t>(at)));
    };
    std::string turns;
    for (const review::Turn& turn : cycle.turns)
      turns += (turns.empty() ? "" : " ") + month(turn.at);
    const bool seasonal = cycle.season_strength > 0;
    csv.add({month_text(document, one.month), series_name(spec, document, one.series),
             number_or_empty(cycle.growth), core::to_text(cycle.trend_strength),
             core::to_text(cycle.season_strength), seasonal ? month(cycle.peak) : "",
             core::to_text(cycle.peak_effect), seasonal ? month(cycle.trough) : "",
             core::to_text(cycle.trough_effect), turns,
             cycle_sentence(spec, document, one, calendar::Language::en),
             cycle_sentence(spec, document, one, calendar::Language::zh)});
  }
  return csv.text();
}

}  // namespace salesplan::adapters
