#include "adapters/plan_keys.hpp"

#include "salesplan/calendar/period.hpp"

namespace salesplan::adapters {

using plan::Document;
using plan::Specification;

std::vector<std::string> keys_of(const Specification& spec,
                                 const std::vector<std::size_t>& dimensions, std::size_t group) {
  std::vector<std::string> keys(dimensions.size());
  for (std::size_t k = dimensions.size(); k-- > 0;) {
    const table::Dimension& dimension = spec.dimensions[dimensions[k]];
    keys[k] = dimension.key(dimension.leaf(group % dimension.leaf_count()));
    group /= dimension.leaf_count();
  }
  return keys;
}

std::vector<std::string> names_of(const Specification& spec,
                                  const std::vector<std::size_t>& dimensions) {
  std::vector<std::string> names;
  for (std::size_t d : dimensions) names.push_back(spec.dimensions[d].name());
  return names;
}

std::vector<std::size_t> all_dimensions(const Specification& spec) {
  std::vector<std::size_t> all;
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) all.push_back(d);
  return all;
}

std::string month_text(const Document& document, std::size_t m) {
  return calendar::period_text(document.months[m]);
}

}  // namespace salesplan::adapters
