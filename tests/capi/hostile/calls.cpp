#include "calls.inc"  // made from salesplan.h by calls.py

#include "targets.hpp"

namespace salesplan::hostile {
namespace {

constexpr const char* tiny_plan = R"({
  "schema": "salesplan.plan/1", "first_month": "2026-01", "months": 2,
  "dimensions": [{"name": "rep", "csv": "key\na\nb\n"}],
  "facts": {"csv": "date,rep,revenue\n2025-01-10,a,1234.56\n2025-02-10,b,300.5\n"},
  "target": {"revenue": {"amount": 1000.25}}})";

// The names that the header quotes, those of options, and texts that nothing is called.
std::vector<std::string> make_words() {
  std::vector<std::string> words(std::begin(quoted_words), std::end(quoted_words));
  splan_context* context = nullptr;
  splan_context_create(&context);
  for (const char* scope : quoted_words) {
    splan_result* options = nullptr;
    if (splan_options_list(context, scope, &options) != SPLAN_OK) continue;
    for (std::int64_t row = 0; row < splan_result_length(options, "name"); ++row) {
      words.emplace_back(splan_result_text(options, "name", row));
    }
    splan_result_free(options);
  }
  splan_context_free(context);
  for (const char* more : {"a", "b", "c", "rep", "auto", "snaive", "80,95", "99.9", "equal", "445",
                           "", "no/such/file", "two\nlines", "\xff\xfe", "目标", "-1", tiny_plan}) {
    words.emplace_back(more);
  }
  words.emplace_back(5000, 'x');
  return words;
}

}  // namespace

void call_functions(Choices& choices) {
  static const std::vector<std::string> words = make_words();
  AnyCaller caller(choices, words);
  for (int i = 0; i < 150 && !choices.done(); ++i) choices.of(all_calls).make(caller);
}

}  // namespace salesplan::hostile
