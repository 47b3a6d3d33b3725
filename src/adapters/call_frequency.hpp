// How often a customer is called on, in words.
#pragma once

#include <string>
#include <string_view>

#include "salesplan/schedule/visit_problem.hpp"

namespace salesplan::adapters {

/// "week", "2 weeks", "month", "3 in 2 weeks". Error(parse) naming `place` for anything else.
schedule::CallFrequency parse_call_frequency(std::string_view text, const std::string& place);

/// The words that parse_call_frequency reads.
std::string call_frequency_text(const schedule::CallFrequency& frequency);

}  // namespace salesplan::adapters
