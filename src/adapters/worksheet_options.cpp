#include "adapters/worksheet_options.hpp"

#include <algorithm>
#include <cstddef>

#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {
namespace {

// In the order of the enumerations.
constexpr const char* sheet_steps[] = {"proportional", "equal",  "relative",      "pattern",
                                       "repeat",       "change", "straight_line", "growth",
                                       "clear",        "replan", "hold",          "release"};
constexpr const char* sheet_actions[] = {"replace", "add", "subtract"};
constexpr const char* sheet_cells[] = {"all", "populated"};
constexpr const char* sheet_growths[] = {"compound", "linear"};

/// What `name` is called in `names`; the end for none.
template <class Enum, std::size_t n>
Enum by_name(const char* const (&names)[n], std::string_view name) {
  return static_cast<Enum>(std::find(names, names + n, name) - names);
}

}  // namespace

allocation::Step parse_step(std::string_view name, const std::string& place) {
  const auto step = by_name<allocation::Step>(sheet_steps, name);
  if (static_cast<std::size_t>(step) < std::size(sheet_steps)) return step;
  std::string all;
  for (const char* known : sheet_steps) all += (all.empty() ? "" : ", ") + std::string(known);
  throw Error(ErrorCode::not_found, place,
              "no step " + core::quoted(std::string(name)) + "; there are: " + all);
}

allocation::Operation operation(allocation::Step step, std::size_t node, core::Minor amount,
                                const Options& options) {
  allocation::Operation operation;
  operation.step = step;
  operation.node = node;
  operation.amount = amount;
  operation.action = by_name<allocation::Action>(sheet_actions, options.text("action"));
  operation.last = options.integer("last");
  operation.ratio = options.number("ratio");
  operation.reference = static_cast<std::size_t>(options.integer("reference"));
  operation.pattern = options.text("pattern");
  operation.cells = by_name<allocation::Cells>(sheet_cells, options.text("cells"));
  operation.growth = by_name<allocation::Growth>(sheet_growths, options.text("growth"));
  operation.note = options.text("note");
  return operation;
}

const char* step_name(allocation::Step step) { return sheet_steps[static_cast<std::size_t>(step)]; }
const char* action_name(allocation::Action action) {
  return sheet_actions[static_cast<std::size_t>(action)];
}
const char* cells_name(allocation::Cells which) {
  return sheet_cells[static_cast<std::size_t>(which)];
}
const char* growth_name(allocation::Growth growth) {
  return sheet_growths[static_cast<std::size_t>(growth)];
}

}  // namespace salesplan::adapters
