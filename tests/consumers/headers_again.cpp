// The second translation unit: every header once more, so that a function that is not inline is
// defined twice and does not link.
#include "headers_again.hpp"

#include "salesplan/salesplan.hpp"

std::int64_t amount_in_another_file(const char* text) {
  return salesplan::core::parse_amount(text, 2, "amount");
}
