// The monthly review as one HTML page: bars, sentences in both languages, tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/review/bridge.hpp"

namespace salesplan::adapters {

/// A bridge and the tree it is of.
struct ReviewSection {
  std::string title_en, title_zh;
  std::vector<std::int32_t> parent;  ///< [n]
  std::vector<std::string> labels;   ///< [n]
  review::Bridge bridge;
};

/// The change in one line, the five largest effects in both languages, a bar for each effect, a row
/// for each node. @param decimals of the currency, 0..9. Errors as of review::largest().
std::string bridge_section(const ReviewSection& section, int decimals);

/// One self-contained page that prints to PDF: no script, no network, its style named by its hash
/// in the content security policy. Every text is taken as hostile and stays text. A
/// bridge_section() each. O(bytes written).
std::string review_page(const std::string& title, const std::vector<ReviewSection>& sections,
                        int decimals);

}  // namespace salesplan::adapters
