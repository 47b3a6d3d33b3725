#include "adapters/call_frequency.hpp"

#include <vector>

#include "salesplan/core/number_text.hpp"

namespace salesplan::adapters {

schedule::CallFrequency parse_call_frequency(std::string_view text, const std::string& place) {
  const auto bad = [&](const char* why) {
    return Error(ErrorCode::parse, place, core::quoted(text) + " " + why);
  };
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  schedule::CallFrequency frequency;
  const auto number = [&](const std::string& word) {
    const std::int64_t value = core::parse_integer(word, place);
    if (value < 0 || value > 99) throw bad("is not a frequency");
    return static_cast<int>(value);
  };
  if (words.size() > 2 && words[1] == "in") {
    frequency.visits = number(words[0]);
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.size() == 2) {
    frequency.every = number(words[0]);
    words.erase(words.begin());
  }
  if (words.size() != 1 ||
      (words[0] != "week" && words[0] != "weeks" && words[0] != "month" && words[0] != "months")) {
    throw bad("is not a frequency such as week, 2 weeks, month, 3 in 2 weeks");
  }
  if (words[0][0] == 'm') frequency.grain = calendar::Grain::month;
  return frequency;
}

std::string call_frequency_text(const schedule::CallFrequency& frequency) {
  std::string text;
  if (frequency.visits != 1) text.append(std::to_string(frequency.visits)).append(" in ");
  if (frequency.every != 1) text.append(std::to_string(frequency.every)).append(" ");
  text.append(frequency.grain == calendar::Grain::month ? "month" : "week");
  return frequency.every == 1 ? text : text.append("s");
}

}  // namespace salesplan::adapters
