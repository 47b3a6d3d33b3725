#include "adapters/plan_review.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/plan_fields.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/review_page.hpp"
#include "salesplan/plan/month_review.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;
using plan::Document;
using plan::Specification;

constexpr const char* customer_moves[] = {"new", "returned", "lost", "grown", "shrunk"};

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

}  // namespace

void read_review(Specification& spec, const std::optional<JsonReader>& field) {
  spec.review_by = {spec.owner};
  if (!field) return;
  field->allow({"carry", "max_change", "carry_surplus", "probability", "by"});
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
      cells.push_back(customers.empty() ? "" : std::to_string(customers[row.node * 5 + move]));
    }
    csv.add(cells);
  }
  return csv.text();
}

std::string review_html(const Specification& spec, const Document& document) {
  const plan::MonthReview& month = document.reviews.back();
  const std::string name = spec.company.empty() ? "*" : spec.company;
  std::vector<ReviewSection> sections{
      {"The company", "全公司", {-1}, {name}, month.company.bridge}};
  for (std::size_t k = 0; k < month.by.size(); ++k) {
    const table::Dimension& dimension = spec.dimensions[spec.review_by[k]];
    ReviewSection section{"By " + dimension.name(), "按 " + dimension.name(), {}, {}, {}};
    for (std::size_t node = 0; node < dimension.size(); ++node) {
      const auto member = static_cast<std::int32_t>(node);
      section.parent.push_back(dimension.parent(member));
      section.labels.push_back(node == 0 ? name : dimension.label(member));
    }
    section.bridge = month.by[k].bridge;
    sections.push_back(std::move(section));
  }
  return review_page(name + " " + month_text(document, month.month), sections, spec.decimals);
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
            json.field(customer_moves[move], customers[row.node * 5 + move]);
          }
        });
      });
    }
  });
}

}  // namespace salesplan::adapters
