#include "adapters/plan_budget.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "adapters/budget_options.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/plan_fields.hpp"
#include "adapters/plan_keys.hpp"
#include "adapters/plan_rows.hpp"
#include "salesplan/plan/budget_plan.hpp"

namespace salesplan::adapters {
namespace {

using core::Minor;
using plan::BudgetEntry;
using plan::BudgetPart;
using plan::BudgetSettings;
using plan::Document;
using plan::Specification;

constexpr const char* budget_columns[] = {"month", "part", "line", "label", "budget", "spent"};
constexpr const char* proposal_columns[] = {"month",        "action",       "from_part", "from",
                                            "to_part",      "to",           "amount",    "effect",
                                            "effect_lower", "effect_upper", "reason"};

double ratio_within(const JsonReader& field, const char* name, double low, double high) {
  const JsonReader ratio = field.get(name);
  if (!(ratio.number() >= low && ratio.number() <= high)) {
    throw Error(ErrorCode::invalid_argument, ratio.path(),
                "must lie in " + core::to_text(low) + ".." + core::to_text(high));
  }
  return ratio.number();
}

BudgetPart read_part(const Specification& spec, const JsonReader& field) {
  field.allow({"name", "share", "over", "elasticity"});
  BudgetPart part;
  const JsonReader over = field.get("over");
  if (over.text() == "promotions") {
    if (!spec.promotions) {
      throw Error(ErrorCode::invalid_argument, over.path(), "needs \"promotions\"");
    }
  } else {
    part.dimension = read_dimension_name(spec, over);
  }
  part.name = field.text("name", over.text());
  if (part.name.empty()) {
    throw Error(ErrorCode::invalid_argument, field.path() + ".name", "must not be empty");
  }
  part.share = ratio_within(field, "share", 0, 1);
  if (field.has("elasticity")) part.elasticity = ratio_within(field, "elasticity", 0.001, 1);
  return part;
}

void read_parts(const Specification& spec, BudgetSettings& settings, const JsonReader& field) {
  std::set<std::string> names;
  double sum = 0;
  for (const JsonReader& item : field.items()) {
    settings.parts.push_back(read_part(spec, item));
    sum += settings.parts.back().share;
    if (!names.insert(settings.parts.back().name).second) {
      throw Error(ErrorCode::duplicate, item.path(),
                  core::quoted(settings.parts.back().name) + " names two parts");
    }
  }
  if (!(std::abs(sum - 1) <= 1e-9)) {
    throw Error(ErrorCode::invalid_argument, field.path(),
                "shares sum to " + core::to_text(sum) + ", not 1");
  }
}

budget::Basis read_basis(const JsonReader& field) {
  field.allow({"history", "target", "equal"});
  const auto weight = [&](const char* name) {
    const double value = field.number(name, 0);
    if (!(value >= 0 && value <= 1e6)) {
      throw Error(ErrorCode::invalid_argument, field.path() + "." + name, "must lie in 0..1000000");
    }
    return value;
  };
  const budget::Basis basis{weight("history"), weight("target"), weight("equal")};
  if (!(basis.history + basis.target + basis.equal > 0)) {
    throw Error(ErrorCode::invalid_argument, field.path(), "are all 0");
  }
  return basis;
}

budget::AdjustmentOptions read_adjustment(const JsonReader& field, int decimals) {
  field.allow({"step", "band", "release", "reversal", "hurdle", "certainty", "coverage",
               "keep_reserve", "smallest"});
  Options options("budget_adjustment");
  for (const auto& item : field.value().items()) {
    const JsonReader value(item.value(), field.path() + "." + item.key());
    try {
      if (item.key() == "smallest") {
        options.set(item.key(), read_amount(value, decimals));
      } else {
        options.set(item.key(), value.number());
      }
    } catch (const Error& error) {
      throw error.moved_to(value.path());
    }
  }
  return adjustment_options(options);
}

// What a table calls a line: its part and its key there.
class LineNames {
 public:
  LineNames(const Specification& spec, const BudgetSettings& settings)
      : spec_(spec), settings_(settings) {
    for (const BudgetPart& part : settings.parts) {
      starts_.push_back(count_);
      count_ += plan::budget_lines(spec, part);
    }
  }

  std::size_t count() const { return count_; }

  std::size_t at(const CsvTable& csv, std::size_t row) const {
    const std::size_t part_column = csv.column("part"), line = csv.column("line");
    const std::string_view name = csv.cell(row, part_column);
    const auto part = std::find_if(settings_.parts.begin(), settings_.parts.end(),
                                   [&](const BudgetPart& one) { return one.name == name; });
    if (part == settings_.parts.end()) {
      throw Error(ErrorCode::not_found, csv.place(row, part_column),
                  core::quoted(name) + " is no part of the budget");
    }
    const std::string_view key = csv.cell(row, line);
    const std::size_t start = starts_[static_cast<std::size_t>(part - settings_.parts.begin())];
    if (part->dimension) {
      return start + static_cast<std::size_t>(table::leaf_ordinal(
                         spec_.dimensions[*part->dimension], key, csv.place(row, line)));
    }
    const auto& names = spec_.promotions->names;
    const auto named =
        std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.key == key; });
    if (named == names.end()) {
      throw Error(ErrorCode::not_found, csv.place(row, line),
                  core::quoted(key) + " is no key of the promotions");
    }
    return start + static_cast<std::size_t>(named - names.begin());
  }

 private:
  const Specification& spec_;
  const BudgetSettings& settings_;
  std::vector<std::size_t> starts_;
  std::size_t count_ = 0;
};

void read_bounds(const Specification& spec, BudgetSettings& settings, const LineNames& lines,
                 const CsvTable& csv) {
  const auto amount = [&](std::size_t row, const char* column) {
    const Minor value = csv_amount(csv, row, column, spec.decimals, core::missing_integer);
    if (!core::is_missing(value) && value < 0) {
      throw Error(ErrorCode::invalid_argument, csv.place(row, csv.column(column)),
                  "must not be negative");
    }
    return value;
  };
  for (auto* bound : {&settings.lower, &settings.upper, &settings.locked}) {
    bound->assign(lines.count(), core::missing_integer);
  }
  std::vector<bool> seen(lines.count(), false);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::size_t line = lines.at(csv, r);
    if (seen[line]) {
      throw Error(ErrorCode::duplicate, csv.place(r, csv.column("line")),
                  core::quoted(csv.cell(r, csv.column("line"))) + " is given twice");
    }
    seen[line] = true;
    settings.lower[line] = amount(r, "lower");
    settings.upper[line] = amount(r, "upper");
    settings.locked[line] = amount(r, "lock");
  }
}

std::vector<BudgetEntry> read_entries(const Specification& spec, const LineNames& lines,
                                      const CsvTable& csv, bool changes) {
  std::vector<BudgetEntry> entries;
  const std::size_t month = csv.column("month"), amount = csv.column("amount");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    BudgetEntry entry;
    entry.month = calendar::parse_period(csv.cell(r, month), csv.place(r, month));
    if (entry.month.grain != calendar::Grain::month) {
      throw Error(ErrorCode::parse, csv.place(r, month), "must be a month such as 2026-01");
    }
    const std::int64_t at = calendar::periods_between(spec.first_month, entry.month);
    if (changes && (at < 0 || at + 2 > static_cast<std::int64_t>(spec.months))) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, month),
                  calendar::period_text(entry.month) + " has no month of the plan after it");
    }
    entry.line = lines.at(csv, r);
    entry.amount = csv_amount(csv, r, "amount", spec.decimals);
    if (!changes && entry.amount < 0) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, amount), "must not be negative");
    }
    entries.push_back(entry);
  }
  return entries;
}

const std::string& part_name(const Specification& spec, const plan::BudgetLine& line) {
  return spec.budget->parts[line.part].name;
}

std::string line_key(const Specification& spec, const plan::BudgetLine& line) {
  const BudgetPart& part = spec.budget->parts[line.part];
  const auto item = static_cast<std::size_t>(line.item);
  if (!part.dimension) return spec.promotions->names[item].key;
  const table::Dimension& dimension = spec.dimensions[*part.dimension];
  return dimension.key(dimension.leaf(item));
}

std::string line_label(const Specification& spec, const plan::BudgetLine& line) {
  const BudgetPart& part = spec.budget->parts[line.part];
  const auto item = static_cast<std::size_t>(line.item);
  if (!part.dimension) return spec.promotions->names[item].label;
  const table::Dimension& dimension = spec.dimensions[*part.dimension];
  return dimension.label(dimension.leaf(item));
}

// A line in a month.
struct BudgetCell {
  const plan::BudgetLine* line;
  std::size_t month;
};

std::vector<BudgetCell> cells_of(const Document& document) {
  std::vector<BudgetCell> cells;
  for (std::size_t m = 0; m < document.months.size(); ++m) {
    for (const plan::BudgetLine& line : document.budget.lines) cells.push_back({&line, m});
  }
  return cells;
}

std::vector<Json> budget_cells(const Specification& spec, const Document& document,
                               const BudgetCell& cell) {
  const auto& spent = cell.line->spent;
  return {month_text(document, cell.month),
          part_name(spec, *cell.line),
          line_key(spec, *cell.line),
          line_label(spec, *cell.line),
          cell.line->planned[cell.month],
          cell.month < spent.size() && !spec.budget->spent.empty() ? Json(spent[cell.month])
                                                                   : Json(nullptr)};
}

// A proposal, and the review it is of.
struct MonthProposal {
  const plan::BudgetReview* review;
  const budget::Proposal* proposal;
};

std::vector<MonthProposal> proposals_of(const Document& document) {
  std::vector<MonthProposal> proposals;
  for (const plan::BudgetReview& review : document.budget.reviews) {
    for (const budget::Proposal& proposal : review.adjustment.proposals) {
      proposals.push_back({&review, &proposal});
    }
  }
  return proposals;
}

std::vector<Json> proposal_cells(const Specification& spec, const Document& document,
                                 const MonthProposal& row) {
  const budget::Proposal& proposal = *row.proposal;
  const bool freeze = std::string_view(proposal.action) == "freeze";
  const auto end = [&](std::size_t index, auto name, const char* reserve) -> Json {
    if (index == budget::from_reserve) return reserve;
    return name(spec, document.budget.lines[row.review->lines[index]]);
  };
  return {month_text(document, row.review->closed - 1),
          proposal.action,
          end(proposal.from, part_name, ""),
          end(proposal.from, line_key, "reserve"),
          end(proposal.to, part_name, ""),
          end(proposal.to, line_key, freeze ? "" : "reserve"),
          proposal.amount,
          number_or_null(proposal.effect),
          number_or_null(proposal.lower),
          number_or_null(proposal.upper),
          proposal.reason};
}

Minor sum(const std::vector<Minor>& amounts) {
  return std::accumulate(amounts.begin(), amounts.end(), Minor{0});
}

// Each line of the year: its months, and how it stood after the last reviewed one.
void write_lines(const Specification& spec, const Document& document, JsonWriter& json) {
  const plan::BudgetPlan& plan = document.budget;
  const plan::BudgetReview* review = plan.reviews.empty() ? nullptr : &plan.reviews.back();
  json.array("lines", [&] {
    for (std::size_t l = 0; l < plan.lines.size(); ++l) {
      const plan::BudgetLine& line = plan.lines[l];
      json.object([&] {
        json.field("part", part_name(spec, line));
        json.field("line", line_key(spec, line));
        json.field("label", line_label(spec, line));
        json.field("first", line.first);
        json.field("budget", sum(line.planned));
        const auto numbers = [&](const char* name, const std::vector<Minor>& values) {
          json.numbers(name, values.size(),
                       [&](std::size_t m) { return std::to_string(values[m]); });
        };
        numbers("months", line.planned);
        if (spec.budget->spent.empty()) return;
        numbers("spent", line.spent);
        if (review == nullptr) return;
        const auto found = std::find(review->lines.begin(), review->lines.end(), l);
        if (found == review->lines.end()) return;
        const budget::Progress& progress =
            review->progress[static_cast<std::size_t>(found - review->lines.begin())];
        json.field("target", number_or_null(progress.target));
        json.field("landing", number_or_null(progress.landing));
        json.field("landing_sd", number_or_null(progress.landing_sd));
        json.field("marginal", number_or_null(progress.marginal));
        json.field("marginal_sd", number_or_null(progress.marginal_sd));
      });
    }
  });
}

}  // namespace

void read_budget(Specification& spec, const JsonReader& field, const DataReader& data) {
  field.allow({"comment", "total", "reserve", "basis", "parts", "bounds", "spent", "changes",
               "adjustment"});
  BudgetSettings settings;
  settings.comment = field.text("comment", "");
  settings.total = read_amount(field.get("total"), spec.decimals);
  if (const auto reserve = field.find("reserve")) settings.reserve = read_share(*reserve);
  if (const auto basis = field.find("basis")) settings.basis = read_basis(*basis);
  read_parts(spec, settings, field.get("parts"));
  const LineNames lines(spec, settings);
  const auto table = [&](const JsonReader& given) {
    given.allow({"file", "csv"});
    return data.table_of(given);
  };
  if (const auto bounds = field.find("bounds")) {
    read_bounds(spec, settings, lines, table(*bounds));
  }
  if (const auto spent = field.find("spent")) {
    settings.spent = read_entries(spec, lines, table(*spent), false);
  }
  if (const auto changes = field.find("changes")) {
    settings.changes = read_entries(spec, lines, table(*changes), true);
  }
  if (const auto adjustment = field.find("adjustment")) {
    settings.adjustment = read_adjustment(*adjustment, spec.decimals);
  }
  spec.budget = std::move(settings);
}

// As the CSV, with the causes apart from the words.
void write_proposals(const Specification& spec, const Document& document, JsonWriter& json) {
  const std::vector<MonthProposal> proposals = proposals_of(document);
  if (proposals.empty()) return;
  json.array("proposals", [&] {
    for (const MonthProposal& row : proposals) {
      json.object([&] {
        const std::vector<Json> cells = proposal_cells(spec, document, row);
        for (std::size_t i = 0; i < cells.size(); ++i) json.field(proposal_columns[i], cells[i]);
        json.array("causes", [&] {
          for (const budget::Cause& cause : row.proposal->causes) {
            json.object([&] {
              json.field("line", cause.taker ? "to" : "from");
              json.field("cause", cause.what);
              json.field("value", number_or_null(cause.value));
            });
          }
        });
      });
    }
  });
}

void write_budget(const Specification& spec, const Document& document, JsonWriter& json) {
  if (!spec.budget) return;
  json.object("budget", [&] {
    if (!spec.budget->comment.empty()) json.field("comment", spec.budget->comment);
    json.field("total", spec.budget->total);
    json.field("reserve", document.budget.reserve);
    json.field("reserve_left", document.budget.reserve_left);
    write_lines(spec, document, json);
    write_proposals(spec, document, json);
  });
}

std::string budget_csv(const Specification& spec, const Document& document) {
  return rows_csv(budget_columns, cells_of(document),
                  [&](const auto& cell) { return budget_cells(spec, document, cell); });
}

std::string budget_proposals_csv(const Specification& spec, const Document& document) {
  return rows_csv(proposal_columns, proposals_of(document),
                  [&](const auto& row) { return proposal_cells(spec, document, row); });
}

}  // namespace salesplan::adapters
