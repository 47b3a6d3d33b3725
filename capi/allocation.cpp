#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "adapters/over_assignment.hpp"
#include "adapters/worksheet_options.hpp"
#include "boundary.hpp"
#include "bounds.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/allocation/cascade.hpp"
#include "salesplan/allocation/controlled_rounding.hpp"
#include "salesplan/allocation/explanation.hpp"
#include "salesplan/allocation/margin_rounding.hpp"
#include "salesplan/allocation/margins.hpp"
#include "salesplan/allocation/replan.hpp"
#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/missing.hpp"

using namespace salesplan;

struct splan_worksheet {
  allocation::Worksheet sheet;
};

namespace {

/// A tree as the caller gives it.
struct LabelledTree {
  LabelledTree(const int32_t* parents, std::size_t n, const char* labels, int64_t labels_size)
      : parent(capi::array(parents, n, "parents")) {
    if (labels != nullptr) names = capi::texts(labels, labels_size, n, "labels");
  }
  operator allocation::Tree() const { return {parent, names}; }

  core::View<const std::int32_t> parent;
  std::vector<std::string> names;
};

/// For what hands nothing down a tree.
adapters::AllocateOptions allocate_settings(const splan_options* options) {
  const adapters::Options given = capi::options_or_defaults(options, "allocate");
  adapters::refuse_over_assignment(given);
  return adapters::allocate_options(given);
}

/// Minor units as the real numbers of a table; NaN where none is given.
std::vector<double> amounts(core::View<const core::Minor> values) {
  std::vector<double> amounts;
  amounts.reserve(values.size());
  for (const core::Minor value : values) {
    amounts.push_back(core::is_missing(value) ? core::missing_number : static_cast<double>(value));
  }
  return amounts;
}

/// The margins of a table as the caller gives them, and what they are named after.
struct MarginTables {
  MarginTables(core::View<const std::int64_t> lengths, core::View<const std::int32_t> masks,
               core::View<const core::Minor> given, core::View<const core::Minor> given_lower,
               core::View<const core::Minor> given_upper, core::View<const double> given_prices,
               const char* labels, int64_t labels_size)
      : totals(amounts(given)),
        lower(amounts(given_lower)),
        upper(amounts(given_upper)),
        prices(given_prices) {
    if (lengths.size() > 31) {
      throw Error(ErrorCode::invalid_argument, "dimensions",
                  std::to_string(lengths.size()) + " exceeds 31");
    }
    std::size_t texts = lengths.size();
    for (std::size_t d = 0; d < lengths.size(); ++d) {
      const std::string place = core::at("shape", static_cast<std::int64_t>(d));
      shape.push_back(capi::count(lengths[d], place));
      if (shape.back() == 0) throw Error(ErrorCode::invalid_argument, place, "is 0");
      texts += shape.back();
    }
    if (labels != nullptr) {
      const std::vector<std::string> all = capi::texts(labels, labels_size, texts, "labels");
      auto next = all.begin() + static_cast<std::ptrdiff_t>(shape.size());
      names.assign(all.begin(), next);
      for (const std::size_t length : shape) {
        members.emplace_back(next, next + static_cast<std::ptrdiff_t>(length));
        next += static_cast<std::ptrdiff_t>(length);
      }
    }
    std::size_t from = 0;
    for (std::size_t m = 0; m < masks.size(); ++m) {
      from += add(core::at("masks", static_cast<std::int64_t>(m)), masks[m], from);
    }
    if (from != totals.size()) {
      throw Error(ErrorCode::invalid_argument, "totals_count",
                  std::to_string(totals.size()) + " is not the margins' " + std::to_string(from));
    }
  }

  /// Adds the margin over the dimensions of `mask`, whose totals begin at `from`; their number.
  std::size_t add(const std::string& place, std::int32_t mask, std::size_t from) {
    if (mask < 0 || mask >> shape.size() != 0) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(mask) + " is no set of the " + std::to_string(shape.size()) +
                      " dimensions");
    }
    allocation::Margin margin;
    const std::size_t left = totals.size() - from;
    bool fits = left > 0;
    std::size_t size = 1;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      if ((mask >> d & 1) == 0) continue;
      margin.dimensions.push_back(d);
      margin.name += (margin.name.empty() ? "" : " × ") +
                     (names.empty() ? "dimension " + std::to_string(d) : names[d]);
      fits = fits && shape[d] <= left / size;
      if (fits) size *= shape[d];
    }
    if (!fits) {
      throw Error(ErrorCode::invalid_argument, "totals_count",
                  std::to_string(totals.size()) + " do not reach for " + place);
    }
    if (margin.name.empty()) margin.name = "total";
    const auto part = [&](core::View<const double> all) {
      return all.empty() ? all : all.subview(from, size);
    };
    margin.totals = part(totals);
    margin.lower = part(lower);
    margin.upper = part(upper);
    margin.price = part(prices);
    margins.push_back(std::move(margin));
    return size;
  }

  std::vector<double> totals, lower, upper;
  core::View<const double> prices;
  std::vector<std::size_t> shape;
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> members;  // of every dimension
  std::vector<allocation::Margin> margins;
};

const char* name_of(allocation::Hold hold) {
  constexpr const char* names[] = {"none", "lower", "upper", "locked"};
  return names[static_cast<int>(hold)];
}

}  // namespace

splan_status splan_allocate_spread(splan_context* context, const splan_options* options,
                                   int64_t total, int64_t n, const double* weights,
                                   const int64_t* lower, const int64_t* upper,
                                   const int64_t* locked, int64_t* out_parts) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto out = capi::array(out_parts, count, "out_parts");
    const adapters::AllocateOptions settings = allocate_settings(options);
    const std::vector<core::Minor> parts = allocation::spread(
        total, capi::array(weights, count, "weights"), capi::bounds(count, lower, upper, locked),
        settings.unit, settings.zero_weights);
    std::copy(parts.begin(), parts.end(), out.begin());
  });
}

splan_status splan_allocate_cascade(splan_context* context, const splan_options* options,
                                    int64_t total, int64_t n, const int32_t* parents,
                                    const double* weights, const int64_t* lower,
                                    const int64_t* upper, const int64_t* locked, const char* labels,
                                    int64_t labels_size, int64_t* out_values) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto out = capi::array(out_values, count, "out_values");
    const adapters::Options given = capi::options_or_defaults(options, "allocate");
    const adapters::AllocateOptions settings = adapters::allocate_options(given);
    const LabelledTree tree(parents, count, labels, labels_size);
    const std::vector<core::Minor> values =
        allocation::cascade(total, tree, capi::array(weights, count, "weights"),
                            capi::bounds(count, lower, upper, locked), settings.unit,
                            settings.zero_weights, adapters::over_assignment(given, tree));
    std::copy(values.begin(), values.end(), out.begin());
  });
}

splan_status splan_allocate_explain(splan_context* context, const splan_options* options,
                                    int64_t node, int64_t total, int64_t n, const int32_t* parents,
                                    const double* weights, const int64_t* lower,
                                    const int64_t* upper, const int64_t* locked, const char* labels,
                                    int64_t labels_size, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& handle = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const adapters::Options given = capi::options_or_defaults(options, "allocate");
    const adapters::AllocateOptions settings = adapters::allocate_options(given);
    const LabelledTree tree(parents, count, labels, labels_size);
    const auto chain = allocation::explain(
        capi::count(node, "node"), total, tree, capi::array(weights, count, "weights"),
        capi::bounds(count, lower, upper, locked), settings.unit, settings.zero_weights,
        adapters::over_assignment(given, tree));
    const auto column = [&](auto value) {
      std::vector<decltype(value(chain[0]))> values;
      values.reserve(chain.size());
      for (const allocation::PartReason& reason : chain) values.push_back(value(reason));
      return values;
    };
    using Reason = const allocation::PartReason&;
    auto result = std::make_unique<splan_result>();
    result->add("node", column([](Reason r) { return static_cast<std::int64_t>(r.node); }));
    result->add("pool", column([](Reason r) { return r.pool; }));
    result->add("weight", column([](Reason r) { return r.weight; }));
    result->add("share", column([](Reason r) { return r.share; }));
    result->add("wish", column([](Reason r) { return r.wish; }));
    result->add("hold", column([](Reason r) { return std::string(name_of(r.hold)); }));
    result->add("bound", column([](Reason r) { return r.bound; }));
    result->add("from_below", column([](Reason r) { return std::int64_t{r.from_below}; }));
    result->add("price", column([](Reason r) { return r.price; }));
    result->add("rounding", column([](Reason r) { return r.rounding; }));
    result->add("value", column([](Reason r) { return r.value; }));
    handle = result.release();
  });
}

splan_status splan_allocate_replan(splan_context* context, const splan_options* options,
                                   int64_t total, int64_t n, const int32_t* parents,
                                   const int64_t* plan, const int32_t* closed, const int64_t* lower,
                                   const int64_t* upper, const int64_t* locked, const char* labels,
                                   int64_t labels_size, int64_t* out_values) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto out = capi::array(out_values, count, "out_values");
    std::vector<std::uint8_t> past;
    for (const int32_t flag : capi::optional_array(closed, count)) past.push_back(flag != 0);
    const std::vector<core::Minor> values = allocation::replan(
        capi::array(plan, count, "plan"), LabelledTree(parents, count, labels, labels_size), past,
        total, capi::bounds(count, lower, upper, locked), allocate_settings(options).unit);
    std::copy(values.begin(), values.end(), out.begin());
  });
}

splan_status splan_allocate_controlled_rounding(splan_context* context,
                                                const splan_options* options, int64_t row_nodes,
                                                const int32_t* row_parents, int64_t column_nodes,
                                                const int32_t* column_parents, int64_t cells,
                                                const double* values, int64_t* out_cells) {
  return capi::guard(context, [&] {
    const std::size_t n = capi::count(cells, "cells");
    const auto out = capi::array(out_cells, n, "out_cells");
    const std::vector<core::Minor> rounded = allocation::controlled_rounding(
        capi::array(values, n, "values"),
        {capi::array(row_parents, capi::count(row_nodes, "row_nodes"), "row_parents")},
        {capi::array(column_parents, capi::count(column_nodes, "column_nodes"), "column_parents")},
        allocate_settings(options).unit);
    std::copy(rounded.begin(), rounded.end(), out.begin());
  });
}

splan_status splan_allocate_margins(splan_context* context, const splan_options* options,
                                    int64_t dimensions, const int64_t* shape, int64_t cells,
                                    const double* basis, const int64_t* lower, const int64_t* upper,
                                    const int64_t* locked, int64_t margins, const int32_t* masks,
                                    int64_t totals_count, const int64_t* totals,
                                    const int64_t* totals_lower, const int64_t* totals_upper,
                                    const double* prices, const char* labels, int64_t labels_size,
                                    int64_t* out_cells, int64_t* out_excess) {
  return capi::guard(context, [&] {
    const std::size_t n = capi::count(cells, "cells");
    const std::size_t total_n = capi::count(totals_count, "totals_count");
    const auto out = capi::array(out_cells, n, "out_cells");
    const auto excess = capi::optional_array(out_excess, total_n);
    const core::Minor unit = allocate_settings(options).unit;
    const MarginTables given(capi::array(shape, capi::count(dimensions, "dimensions"), "shape"),
                             capi::array(masks, capi::count(margins, "margins"), "masks"),
                             capi::array(totals, total_n, "totals"),
                             capi::optional_array(totals_lower, total_n),
                             capi::optional_array(totals_upper, total_n),
                             capi::optional_array(prices, total_n), labels, labels_size);
    std::vector<double> low = amounts(capi::optional_array(lower, n));
    std::vector<double> high = amounts(capi::optional_array(upper, n));
    const auto fixed = capi::optional_array(locked, n);
    if (!fixed.empty()) {
      low.resize(n, core::missing_number);
      high.resize(n, core::missing_number);
    }
    for (std::size_t c = 0; c < fixed.size(); ++c) {
      if (!core::is_missing(fixed[c])) low[c] = high[c] = static_cast<double>(fixed[c]);
    }
    const allocation::MarginProblem problem{
        given.shape, capi::array(basis, n, "basis"), given.margins, low, high, given.members};
    const allocation::RoundedTable table =
        allocation::round_margins(problem, allocation::fit_margins(problem).cells, unit);
    std::copy(table.cells.begin(), table.cells.end(), out.begin());
    std::fill(excess.begin(), excess.end(), 0);
    for (const allocation::MarginMiss& miss : table.missed) {
      const auto first = given.margins[miss.margin].totals.data() - given.totals.data();
      if (!excess.empty()) excess[static_cast<std::size_t>(first) + miss.cell] = miss.excess;
    }
  });
}

splan_status splan_worksheet_create(splan_context* context, int64_t n, const int32_t* parents,
                                    const int64_t* leaves, const char* labels, int64_t labels_size,
                                    splan_worksheet** out) {
  return capi::guard(context, [&] {
    splan_worksheet*& handle = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const LabelledTree tree(parents, count, labels, labels_size);
    handle = new splan_worksheet{{tree, capi::array(leaves, count, "leaves")}};
  });
}

void splan_worksheet_free(splan_worksheet* worksheet) { delete worksheet; }

splan_status splan_worksheet_apply(splan_context* context, splan_worksheet* worksheet,
                                   const splan_options* options, const char* step, int64_t node,
                                   int64_t amount) {
  return capi::guard(context, [&] {
    allocation::Worksheet& sheet = capi::required(worksheet, "worksheet").sheet;
    const allocation::Step what = adapters::parse_step(&capi::required(step, "step"), "step");
    if (core::is_missing(amount)) {
      throw Error(ErrorCode::invalid_argument, "amount", "is missing");
    }
    sheet.apply(adapters::operation(what, capi::count(node, "node"), amount,
                                    capi::options_or_defaults(options, "worksheet")));
  });
}

splan_status splan_worksheet_undo(splan_context* context, splan_worksheet* worksheet,
                                  int32_t* out_done) {
  return capi::guard(context, [&] {
    int32_t& done = capi::required(out_done, "out_done");
    done = capi::required(worksheet, "worksheet").sheet.undo() ? 1 : 0;
  });
}

splan_status splan_worksheet_redo(splan_context* context, splan_worksheet* worksheet,
                                  int32_t* out_done) {
  return capi::guard(context, [&] {
    int32_t& done = capi::required(out_done, "out_done");
    done = capi::required(worksheet, "worksheet").sheet.redo() ? 1 : 0;
  });
}

splan_status splan_worksheet_values(splan_context* context, const splan_worksheet* worksheet,
                                    splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& handle = capi::required(out, "out");
    const allocation::Worksheet& sheet = capi::required(worksheet, "worksheet").sheet;
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "value", sheet.values(), [](core::Minor value) { return value; });
    capi::add_column(*result, "held", sheet.held(), [](std::uint8_t held) { return held; });
    handle = result.release();
  });
}

splan_status splan_worksheet_log(splan_context* context, const splan_worksheet* worksheet,
                                 splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& handle = capi::required(out, "out");
    const auto log = capi::required(worksheet, "worksheet").sheet.log();
    using Row = const allocation::Operation&;
    auto result = std::make_unique<splan_result>();
    const auto add = [&](const char* name, auto get) { capi::add_column(*result, name, log, get); };
    add("step", [](Row row) { return adapters::step_name(row.step); });
    add("node", [](Row row) { return row.node; });
    add("amount", [](Row row) { return row.amount; });
    add("action", [](Row row) { return adapters::action_name(row.action); });
    add("cells", [](Row row) { return adapters::cells_name(row.cells); });
    add("growth", [](Row row) { return adapters::growth_name(row.growth); });
    add("last", [](Row row) { return row.last; });
    add("ratio", [](Row row) { return row.ratio; });
    add("reference", [](Row row) { return row.reference; });
    add("pattern", [](Row row) { return row.pattern; });
    add("note", [](Row row) { return row.note; });
    handle = result.release();
  });
}

splan_status splan_worksheet_history(splan_context* context, const splan_worksheet* worksheet,
                                     int64_t node, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& handle = capi::required(out, "out");
    const allocation::Worksheet& sheet = capi::required(worksheet, "worksheet").sheet;
    const std::vector<allocation::Move> moves = sheet.history(capi::count(node, "node"));
    using Row = const allocation::Move&;
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "operation", moves, [](Row row) { return row.operation; });
    capi::add_column(*result, "before", moves, [](Row row) { return row.before; });
    capi::add_column(*result, "after", moves, [](Row row) { return row.after; });
    handle = result.release();
  });
}
