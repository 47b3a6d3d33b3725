#include "adapters/plan_strategy.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/plan_fields.hpp"
#include "adapters/plan_rows.hpp"
#include "adapters/promotion_sales_csv.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::adapters {
namespace {

using plan::Document;
using plan::Specification;

constexpr const char* product_weights[] = {"contribution", "growth", "return_on_cost",
                                           "relative_share", "feedback"};
constexpr const char* product_columns[] = {"product",        "label",    "rank",         "score",
                                           "share_first",    "revenue",  "contribution", "growth",
                                           "return_on_cost", "abc",      "xyz",          "stage",
                                           "relative_share", "feedback", "quadrant"};
constexpr const char* promotion_columns[] = {"promotion",
                                             "label",
                                             "type",
                                             "depth",
                                             "basis",
                                             "units",
                                             "baseline",
                                             "baseline_sd",
                                             "cost",
                                             "net",
                                             "roi",
                                             "roi_lower",
                                             "roi_upper",
                                             "profit_probability",
                                             "break_even_uplift",
                                             "action",
                                             "recommended_depth",
                                             "reason"};

std::vector<Json> product_cells(const Specification& spec, const plan::ProductLineRow& row) {
  const table::Dimension& dimension = spec.dimensions[spec.products->dimension];
  const std::int32_t member = dimension.leaf(static_cast<std::size_t>(row.leaf));
  return {dimension.key(member),
          dimension.label(member),
          row.rank,
          row.score,
          row.share_first,
          row.revenue,
          row.contribution,
          number_or_null(row.growth),
          number_or_null(row.return_on_cost),
          std::string(1, row.abc),
          std::string(1, row.xyz),
          product::stage_name(row.stage),
          number_or_null(row.relative_share),
          number_or_null(row.feedback),
          row.quadrant ? Json(product::quadrant_name(*row.quadrant)) : Json(nullptr)};
}

std::vector<Json> promotion_cells(const Specification& spec, const plan::PromotionRow& row) {
  const plan::PromotionName& name = spec.promotions->names[row.promotion];
  const double minor = core::minor_per_unit(spec.decimals);
  const auto sold = [&](const Json& value) { return row.sold ? value : Json(nullptr); };
  return {name.key,
          name.label,
          name.type,
          name.depth,
          row.basis,
          sold(number_or_null(row.facts.units)),
          sold(number_or_null(row.facts.baseline.mean)),
          sold(number_or_null(row.facts.baseline.sd)),
          sold(number_or_null(row.result.cost * minor)),
          sold(number_or_null(row.result.net.mean * minor)),
          number_or_null(row.roi.mean),
          number_or_null(row.roi_interval.lower),
          number_or_null(row.roi_interval.upper),
          row.profit_probability,
          sold(number_or_null(row.result.break_even_uplift)),
          sold(promotion::action_name(row.recommendation.action)),
          sold(number_or_null(row.recommendation.depth)),
          sold(row.recommendation.reason)};
}

// What is known of each leaf of the dimension, [leaves].
std::vector<plan::ProductFacts> read_product_facts(const table::Dimension& dimension,
                                                   const CsvTable& csv) {
  std::vector<plan::ProductFacts> facts(dimension.leaf_count());
  std::vector<bool> seen(facts.size());
  const std::size_t key = csv.column("product");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto leaf = static_cast<std::size_t>(
        table::leaf_ordinal(dimension, csv.cell(r, key), csv.place(r, key)));
    if (seen[leaf]) {
      throw Error(ErrorCode::duplicate, csv.place(r, key),
                  core::quoted(csv.cell(r, key)) + " is given twice");
    }
    seen[leaf] = true;
    const auto number = [&](const char* column) {
      return csv_number(csv, r, column, core::missing_number);
    };
    const auto need = [&](bool holds, const char* column, const char* why) {
      if (!holds) {
        throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column(column)), why);
      }
    };
    facts[leaf] = {number("market_share"), number("largest_rival"), number("market_growth"),
                   number("feedback")};
    need(!(facts[leaf].market_share < 0 || facts[leaf].market_share > 1), "market_share",
         "must lie in [0, 1]");
    need(!(facts[leaf].largest_rival <= 0 || facts[leaf].largest_rival > 1), "largest_rival",
         "must lie above 0 and up to 1");
  }
  return facts;
}

}  // namespace

void read_products(Specification& spec, const JsonReader& field, const DataReader& data) {
  field.allow({"dimension", "weights", "file", "csv"});
  plan::ProductSettings settings;
  settings.dimension = read_dimension_name(spec, field.get("dimension"));
  const bool with_facts = field.has("file") || field.has("csv");
  if (with_facts) {
    settings.facts = read_product_facts(spec.dimensions[settings.dimension], data.table_of(field));
  }
  if (const auto weights = field.find("weights")) {
    weights->allow({"contribution", "growth", "return_on_cost", "relative_share", "feedback"});
    double sum = 0;
    for (const char* name : product_weights) {
      if (settings.weights.size() == 3 && !with_facts) {
        if (!weights->has(name)) continue;
        throw Error(ErrorCode::invalid_argument, weights->path() + "." + name,
                    "needs the table of products");
      }
      const double weight = weights->number(name, 0);
      if (weight < 0) {
        throw Error(ErrorCode::invalid_argument, weights->path() + "." + name,
                    core::to_text(weight) + " is negative");
      }
      settings.weights.push_back(weight);
      sum += weight;
    }
    if (!(sum > 0)) {
      throw Error(ErrorCode::invalid_argument, weights->path(), "are all 0");
    }
  }
  spec.products = std::move(settings);
}

void read_promotions(Specification& spec, const JsonReader& field, const DataReader& data) {
  field.allow({"file", "csv", "sales", "level"});
  plan::PromotionBook book;
  book.level = field.number("level", book.level);
  if (!(book.level > 0 && book.level < 1)) {
    throw Error(ErrorCode::invalid_argument, field.path() + ".level", "must lie between 0 and 1");
  }
  const CsvTable names = data.table_of(field);
  const std::size_t key = names.column("key");
  std::vector<std::string> keys;
  for (std::size_t r = 0; r < names.rows(); ++r) {
    const auto text = [&](const char* column, const std::string& otherwise) {
      return names.has_column(column) ? std::string(names.cell(r, names.column(column)))
                                      : otherwise;
    };
    plan::PromotionName name;
    name.key = std::string(names.cell(r, key));
    if (name.key.empty()) {
      throw Error(ErrorCode::invalid_argument, names.place(r, key), "must not be empty");
    }
    if (std::find(keys.begin(), keys.end(), name.key) != keys.end()) {
      throw Error(ErrorCode::duplicate, names.place(r, key),
                  core::quoted(name.key) + " names two promotions");
    }
    name.label = text("label", name.key);
    name.type = text("type", "");
    name.category = text("category", "");
    name.depth = csv_number(names, r, "depth", 0);
    name.fixed_cost = csv_number(names, r, "fixed_cost", 0);
    of_csv_row(names, r, [&] {
      if (!(name.depth >= 0 && name.depth < 1)) {
        throw Error(ErrorCode::invalid_argument, "depth",
                    core::to_text(name.depth) + " is outside [0, 1)");
      }
      promotion::need_not_negative(name.fixed_cost, "fixed_cost");
    });
    keys.push_back(name.key);
    book.names.push_back(std::move(name));
  }
  const JsonReader sales = field.get("sales");
  sales.allow({"file", "csv"});
  const CsvTable csv = data.table_of(sales);
  PromotionSalesColumns columns = read_promotion_sales(csv, keys);
  if (columns.promotions.size() > keys.size()) {
    throw Error(ErrorCode::not_found, csv.name(),
                core::quoted(columns.promotions[keys.size()]) + " is no key of the promotions");
  }
  if (!columns.period.empty() && columns.grain != calendar::Grain::month) {
    throw Error(ErrorCode::parse, csv.name() + ":2 (period)", "must be a month such as 2026-01");
  }
  book.month = std::move(columns.period);
  book.product = std::move(columns.product);
  book.promotion = std::move(columns.promotion);
  book.units = std::move(columns.units);
  book.revenue = std::move(columns.revenue);
  book.discount = std::move(columns.discount);
  book.cost = std::move(columns.cost);
  spec.promotions = std::move(book);
}

void write_strategy(const Specification& spec, const Document& document, JsonWriter& json) {
  write_rows(
      "products", product_columns, document.products,
      [&](const auto& row) { return product_cells(spec, row); }, json);
  write_rows(
      "promotions", promotion_columns, document.promotions,
      [&](const auto& row) { return promotion_cells(spec, row); }, json);
}

std::string products_csv(const Specification& spec, const Document& document) {
  return rows_csv(product_columns, document.products,
                  [&](const auto& row) { return product_cells(spec, row); });
}

std::string promotions_csv(const Specification& spec, const Document& document) {
  return rows_csv(promotion_columns, document.promotions,
                  [&](const auto& row) { return promotion_cells(spec, row); });
}

}  // namespace salesplan::adapters
