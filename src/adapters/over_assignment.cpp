#include "adapters/over_assignment.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {

std::vector<double> over_assignment(const Options& options, const allocation::Tree& tree) {
  const std::string place = "allocate.over_assignment";
  std::vector<double> ratios;
  for (std::string_view rest = options.text("over_assignment"); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    ratios.push_back(core::parse_number(rest.substr(0, comma), place));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (ratios.empty()) return {};
  allocation::check_tree(tree);
  std::vector<std::size_t> level(tree.size());
  for (std::size_t v = 1; v < tree.size(); ++v) {
    level[v] = level[static_cast<std::size_t>(tree.parent[v])] + 1;
  }
  const std::size_t levels = *std::max_element(level.begin(), level.end());
  if (ratios.size() > levels) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(ratios.size()) + " ratios for " + std::to_string(levels) +
                    " levels that hand down");
  }
  std::vector<double> result;
  for (const std::size_t depth : level) {
    result.push_back(depth < ratios.size() ? ratios[depth] : 0.0);
  }
  return result;
}

void refuse_over_assignment(const Options& options) {
  if (options.text("over_assignment").empty()) return;
  throw Error(ErrorCode::unsupported, "allocate.over_assignment",
              "is for the levels of a tree: cascade and explain");
}

}  // namespace salesplan::adapters
