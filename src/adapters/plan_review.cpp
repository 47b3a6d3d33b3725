#include "adapters/plan_review.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/plan_fields.hpp"
#include "adapters/plan_keys.hpp"
#include "salesplan/plan/month_review.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;
using plan::Document;
using plan::Specification;

constexpr const char* customer_moves[plan::customer_moves] = {
    "new", "returned", "lost", "grown", "shrunk", "moved_in", "moved_out"};

/// A member of a reviewed month, or the company, whose dimension and key are "*".
struct ReviewRow {
  std::string month, dimension, member, label;
  Minor target = 0;
  const plan::MemberReview* review = nullptr;
  std::size_t node = 0;

  Minor last_year() const { return review->bridge.base[node]; }
  Minor actual() const { return review->bridge.actual[node]; }
  Minor asked() const { return core::subtract(last_year(), target, "target"); }
};

std::vector<ReviewRow> review_rows(const Specification& spec, const Document& document) {
  std::vector<ReviewRow> rows;
  const auto target = [&](std::size_t d, std::size_t month, std::size_t member) {
    return document.attainment[d].rows[month * spec.dimensions[d].size() + member].target;
  };
  for (const plan::MonthReview& month : document.reviews) {
    const std::string name = month_text(document, month.month);
    rows.push_back({name, "*", "*", spec.company, target(0, month.month, 0), &month.company, 0});
    for (std::size_t k = 0; k < month.by.size(); ++k) {
      const std::size_t d = spec.review_by[k];
      const table::Dimension& dimension = spec.dimensions[d];
      for (std::size_t node = 1; node < dimension.size(); ++node) {
        const auto member = static_cast<std::int32_t>(node);
        ReviewRow row{name,
                      dimension.name(),
                      dimension.key(member),
                      dimension.label(member),
                      target(d, month.month, node),
                      &month.by[k],
                      node};
        if (row.target != 0 || row.last_year() != 0 || row.actual() != 0) rows.push_back(row);
      }
    }
  }
  return rows;
}

std::vector<plan::ResponseFact> read_responses(const Specification& spec, const CsvTable& csv) {
  const std::size_t month = csv.column("month"), dimension = csv.column("dimension"),
                    member = csv.column("member");
  std::vector<plan::ResponseFact> facts;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto named = std::find_if(
        spec.dimensions.begin(), spec.dimensions.end(),
        [&](const table::Dimension& one) { return one.name() == csv.cell(r, dimension); });
    if (named == spec.dimensions.end()) {
      throw Error(ErrorCode::not_found, csv.place(r, dimension),
                  core::quoted(csv.cell(r, dimension)) + " is no dimension");
    }
    plan::ResponseFact fact;
    fact.month = calendar::parse_period(csv.cell(r, month), csv.place(r, month));
    if (fact.month.grain != calendar::Grain::month) {
      throw Error(ErrorCode::parse, csv.place(r, month), "must be a month such as 2026-01");
    }
    fact.dimension = static_cast<std::size_t>(named - spec.dimensions.begin());
    fact.leaf = table::leaf_ordinal(*named, csv.cell(r, member), csv.place(r, member));
    fact.visits = csv_number(csv, r, "visits", fact.visits);
    fact.orders = csv_number(csv, r, "orders", fact.orders);
    fact.satisfaction = csv_number(csv, r, "satisfaction", fact.satisfaction);
    fact.answers = csv_number(csv, r, "answers", fact.answers);
    for (const auto& [name, value] :
         {std::pair("visits", fact.visits), std::pair("orders", fact.orders),
          std::pair("answers", fact.answers)}) {
      if (value < 0) {
        throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column(name)),
                    core::to_text(value) + " is negative");
      }
    }
    facts.push_back(fact);
  }
  return facts;
}

}  // namespace

void read_review(Specification& spec, const std::optional<JsonReader>& field,
                 const DataReader& data) {
  spec.review_by = {spec.owner};
  if (!spec.units.empty() && spec.products) spec.mix_by = {spec.products->dimension};
  if (!field) return;
  field->allow({"carry", "max_change", "carry_surplus", "probability", "by", "mix", "responses"});
  spec.carry.share = field->number("carry", spec.carry.share);
  spec.carry.max_change = field->number("max_change", spec.carry.max_change);
  spec.carry.carry_surplus = field->boolean("carry_surplus", spec.carry.carry_surplus);
  for (const char* name : {"carry", "max_change"}) {
    if (const auto share = field->find(name)) read_share(*share);
  }
  spec.placement.max_change = spec.carry.max_change;
  if (const auto probability = field->find("probability")) {
    spec.placement.probability = probability->number();
    if (!(spec.placement.probability >= 0.05 && spec.placement.probability <= 0.95)) {
      throw Error(ErrorCode::invalid_argument, probability->path(), "must lie in 0.05..0.95");
    }
    spec.placement.least_probability =
        std::min(spec.placement.least_probability, spec.placement.probability);
  }
  if (const auto mix = field->find("mix")) {
    if (spec.units.empty()) {
      throw Error(ErrorCode::invalid_argument, mix->path(), "needs the facts' \"units\"");
    }
    spec.mix_by = read_dimension_names(spec, *mix);
  }
  if (const auto responses = field->find("responses")) {
    responses->allow({"file", "csv"});
    spec.responses = read_responses(spec, data.table_of(*responses));
  }
  if (const auto by = field->find("by")) spec.review_by = read_dimension_names(spec, *by);
}

std::string review_csv(const Specification& spec, const Document& document) {
  std::vector<std::string> header{"month",        "dimension",   "member",         "label",
                                  "target_minor", "asked_minor", "last_year_minor"};
  for (const std::string& effect : plan::review_effects()) header.push_back(effect + "_minor");
  header.emplace_back("actual_minor");
  for (const char* move : customer_moves) header.push_back(std::string(move) + "_customers");
  CsvWriter csv(header);
  for (const ReviewRow& row : review_rows(spec, document)) {
    std::vector<std::string> cells{row.month,
                                   row.dimension,
                                   row.member,
                                   row.label,
                                   std::to_string(row.target),
                                   std::to_string(row.asked()),
                                   std::to_string(row.last_year())};
    for (std::size_t e = 0; e < plan::review_effects().size(); ++e) {
      cells.push_back(std::to_string(row.review->bridge.at(row.node, e)));
    }
    cells.push_back(std::to_string(row.actual()));
    for (std::size_t move = 0; move < std::size(customer_moves); ++move) {
      const auto& customers = row.review->customers;
      cells.push_back(customers.empty()
                          ? ""
                          : std::to_string(customers[row.node * plan::customer_moves + move]));
    }
    csv.add(cells);
  }
  return csv.text();
}

void write_reviews(const Specification& spec, const Document& document, JsonWriter& json) {
  if (document.reviews.empty()) return;
  json.array("reviews", [&] {
    for (const ReviewRow& row : review_rows(spec, document)) {
      json.object([&] {
        json.field("month", row.month);
        json.field("dimension", row.dimension);
        json.field("member", row.member);
        json.field("label", row.label);
        json.field("target", row.target);
        json.field("asked", row.asked());
        json.field("last_year", row.last_year());
        for (std::size_t e = 0; e < plan::review_effects().size(); ++e) {
          json.field(plan::review_effects()[e], row.review->bridge.at(row.node, e));
        }
        json.field("actual", row.actual());
        const auto& customers = row.review->customers;
        if (customers.empty()) return;
        json.object("customers", [&] {
          for (std::size_t move = 0; move < std::size(customer_moves); ++move) {
            json.field(customer_moves[move], customers[row.node * plan::customer_moves + move]);
          }
        });
      });
    }
  });
}

}  // namespace salesplan::adapters
