// The board of a plan as JSON, the dashboard page's input.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/json_writer.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::adapters {

/// The fields of schema "salesplan.dashboard/1" (docs/dashboard-model.md), into an open object.
void write_dashboard(const plan::Specification& spec, const plan::Document& document,
                     JsonWriter& json);

/// The figures of a month by their names in the model.
std::vector<std::pair<const char*, Json>> month_figures(const monitor::BoardMonth& month);

/// A row of `units` or `mix`, into an open object.
void write_unit(const monitor::BoardUnit& unit, JsonWriter& json);

/// The model has no facts where they would be more rows.
constexpr std::size_t most_fact_rows = 100000;

/// Whether a cell of [months, leaves...] is a row of the model's facts, and all that are, in their
/// order there.
bool has_figure(const plan::Document& document, std::size_t cell);
std::vector<std::size_t> fact_cells(const plan::Document& document);

/// A column of the model's facts, among its `members` or not: what it says of a cell, which may be
/// missing.
struct FactColumn {
  std::string name;
  bool of_members = false;
  std::function<core::Minor(std::size_t cell)> value;
};

/// Both must outlive the columns.
std::vector<FactColumn> fact_columns(const plan::Specification& spec,
                                     const plan::Document& document);

}  // namespace salesplan::adapters
