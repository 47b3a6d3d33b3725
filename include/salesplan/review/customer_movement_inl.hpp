// Bodies of customer_movement.hpp.
#pragma once

#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/review/customer_movement.hpp"

namespace salesplan::review {

SALESPLAN_INLINE CustomerMovement customer_movement(const allocation::Tree& tree,
                                                    core::View<const core::Minor> before,
                                                    core::View<const core::Minor> after,
                                                    core::View<const std::int32_t> known) {
  allocation::check_tree(tree);
  const std::size_t n = tree.size();
  if (before.size() != n || after.size() != n || (!known.empty() && known.size() != n)) {
    throw Error(ErrorCode::invalid_argument, "customers",
                "before, after and known must have one value a node");
  }
  const std::vector<std::string> moves{"new",    "returned", "lost",     "grown",
                                       "shrunk", "moved_in", "moved_out"};
  const std::size_t k = moves.size();
  enum Move : std::size_t { is_new, returned, lost, grown, shrunk, moved_in, moved_out };
  const allocation::Children children = allocation::children_of(tree);
  CustomerMovement result;
  result.customers.assign(n * k, 0);
  std::vector<core::Minor> amount(n * k);
  for (std::size_t i = n; i-- > 0;) {
    if (children.count(i) == 0 && before[i] != after[i]) {
      const auto past = known.empty() ? CustomerPast::none : static_cast<CustomerPast>(known[i]);
      if (past < CustomerPast::none || past > CustomerPast::moved) {
        throw Error(ErrorCode::invalid_argument, core::at("known", static_cast<std::int64_t>(i)),
                    std::to_string(known[i]) + " is not 0, 1 or 2");
      }
      const bool elsewhere = past == CustomerPast::moved;
      const std::size_t move = before[i] == 0         ? (elsewhere                      ? moved_in
                                                         : past == CustomerPast::bought ? returned
                                                                                        : is_new)
                               : after[i] == 0        ? (elsewhere ? moved_out : lost)
                               : after[i] > before[i] ? grown
                                                      : shrunk;
      amount[i * k + move] = core::subtract(after[i], before[i], "after");
      result.customers[i * k + move] = 1;
    }
    if (i == 0) break;
    const auto up = static_cast<std::size_t>(tree.parent[i]);
    for (std::size_t e = 0; e < k; ++e) result.customers[up * k + e] += result.customers[i * k + e];
  }
  result.bridge = roll_up(tree, moves, before, after, amount);
  return result;
}

}  // namespace salesplan::review
