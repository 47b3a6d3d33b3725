#include "adapters/plan_attainment.hpp"

#include <cstddef>
#include <vector>

#include "adapters/plan_keys.hpp"
#include "adapters/plan_rows.hpp"
#include "salesplan/plan/customer_segments.hpp"

namespace salesplan::adapters {
namespace {

using plan::Document;
using plan::Specification;

constexpr const char* attainment_columns[] = {
    "period",      "dimension",       "member",    "label",
    "target",      "actual",          "gap",       "attainment",
    "last_period", "change",          "last_year", "growth",
    "share",       "share_last_year", "customers", "customers_last_year",
    "conversion",  "satisfaction"};

struct AttainmentRow {
  std::string period, dimension, member, label;
  review::Attainment reached;
  review::Comparison compared;
  plan::BuyerCount buyers;
  plan::Response response;
};

std::vector<AttainmentRow> attainment_rows(const Specification& spec, const Document& document) {
  std::vector<AttainmentRow> rows;
  const auto add = [&](const std::string& period, std::size_t d, const review::Attainment& reached,
                       const review::Comparison& compared, plan::BuyerCount buyers,
                       plan::Response response) {
    const table::Dimension& dimension = spec.dimensions[d];
    rows.push_back({period, dimension.name(), dimension.key(reached.member),
                    dimension.label(reached.member), reached, compared, buyers, response});
  };
  for (const plan::AttainmentTable& table : document.attainment) {
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const review::Attainment& row = table.rows[i];
      const review::Comparison& compared = table.compared[i];
      const auto nothing = [](core::Minor value) { return value == 0 || core::is_missing(value); };
      if (row.target == 0 && row.actual == 0 && nothing(compared.last_period) &&
          nothing(compared.last_year)) {
        continue;
      }
      add(document.spans[row.span].name, table.dimension, row, compared,
          table.buyers.empty() ? plan::BuyerCount{} : table.buyers[i],
          table.responses.empty() ? plan::Response{} : table.responses[i]);
    }
  }
  for (const plan::MonthSegments& month : document.segments) {
    for (std::size_t s = 0; s < plan::segment_count; ++s) {
      const core::Minor target = month.target.empty() ? 0 : month.target[s];
      rows.push_back({month_text(document, month.month),
                      "customer_class",
                      plan::segment_names[s],
                      plan::segment_names[s],
                      {0, 0, target, month.compared[s].actual},
                      month.compared[s],
                      month.buyers[s],
                      {}});
    }
  }
  for (const plan::WeekAttainment& week : document.weeks) {
    add(month_text(document, week.month) + "-W" + std::to_string(week.node), spec.owner,
        {0, week.member, week.target, week.compared.actual}, week.compared, {}, {});
  }
  return rows;
}

std::vector<Json> attainment_cells(const AttainmentRow& row) {
  const auto known = [](std::int64_t value) {
    return core::is_missing(value) ? Json(nullptr) : Json(value);
  };
  return {row.period,
          row.dimension,
          row.member,
          row.label,
          row.reached.target,
          row.reached.actual,
          row.reached.gap(),
          number_or_null(row.reached.rate()),
          known(row.compared.last_period),
          number_or_null(row.compared.change()),
          known(row.compared.last_year),
          number_or_null(row.compared.growth()),
          number_or_null(row.compared.share),
          number_or_null(row.compared.share_last_year),
          known(row.buyers.now),
          known(row.buyers.last_year),
          number_or_null(row.response.conversion),
          number_or_null(row.response.satisfaction)};
}

}  // namespace

std::string attainment_csv(const Specification& spec, const Document& document) {
  return rows_csv(attainment_columns, attainment_rows(spec, document), attainment_cells);
}

void write_attainment(const Specification& spec, const Document& document, JsonWriter& json) {
  json.array("attainment", [&] {
    for (const AttainmentRow& row : attainment_rows(spec, document)) {
      json.object([&] {
        const std::vector<Json> values = attainment_cells(row);
        for (std::size_t i = 0; i < values.size(); ++i) {
          json.field(attainment_columns[i], values[i]);
        }
      });
    }
  });
}

}  // namespace salesplan::adapters
