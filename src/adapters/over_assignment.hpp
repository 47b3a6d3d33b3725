// What the levels of a tree hand down beyond their values, as the options of scope "allocate" say.
#pragma once

#include <vector>

#include "adapters/options.hpp"
#include "salesplan/allocation/tree.hpp"

namespace salesplan::adapters {

/// The ratio of every node by its level; empty where there are none. Error(invalid_argument) for
/// more ratios than the tree has levels that hand down, and as allocation::check_tree.
std::vector<double> over_assignment(const Options& options, const allocation::Tree& tree);

/// Error(unsupported) where levels are to hand down more and there are no levels.
void refuse_over_assignment(const Options& options);

}  // namespace salesplan::adapters
