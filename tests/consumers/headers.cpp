// Every header, without the compiled library. It exits 0 when two answers are right.
#include "headers_again.hpp"
#include "salesplan/salesplan.hpp"

int main() {
  const std::int64_t cents = salesplan::core::parse_amount("12.34", 2, "amount");
  return cents == 1234 && amount_in_another_file("12.34") == cents ? 0 : 1;
}
