// What is fuzzed: each target takes choices and throws std::exception where a promise is broken.
#pragma once

#include "choices.hpp"

namespace salesplan::hostile {

/// A sequence of calls of any C functions with any arguments.
void call_functions(Choices& choices);

/// A plan specification, with its CSV texts inside, that went wrong somewhere.
void read_plan(Choices& choices);

/// Bytes as a CSV file, a JSON file, a calendar, an amount, a date.
void read_text(Choices& choices);

struct Target {
  const char* name;
  void (*run)(Choices&);
  std::size_t bytes;  // of choices that a round takes
};
inline constexpr Target targets[] = {
    {"calls", &call_functions, 1500}, {"plan", &read_plan, 200}, {"text", &read_text, 60}};

}  // namespace salesplan::hostile
