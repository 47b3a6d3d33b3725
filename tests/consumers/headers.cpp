// Every header, without the compiled library: 0 where an answer is right.
#include "salesplan/salesplan.hpp"

extern "C" int first_file() {
  const std::int64_t cents = salesplan::core::parse_amount("12.34", 2, "amount");
  return cents == 1234 ? 0 : 1;
}
