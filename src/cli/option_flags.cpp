#include "cli/option_flags.hpp"

#include <algorithm>

#include "salesplan/core/number_text.hpp"

namespace salesplan::cli {

void add_option_flags(CLI::App& command, adapters::Options& options,
                      std::initializer_list<std::string_view> except) {
  for (const adapters::OptionInfo& info : adapters::options_of(options.scope())) {
    if (std::count(except.begin(), except.end(), info.name) != 0) continue;
    const std::string name = info.name;
    std::string flag = "--" + name;
    std::replace(flag.begin(), flag.end(), '_', '-');
    const auto add = [&](auto value) {
      using Value = decltype(value);
      command
          .add_option_function<Value>(
              flag, [&options, name](const Value& given) { options.set(name, given); }, info.text)
          ->default_str(adapters::option_text(info.value));
    };
    std::visit(add, info.value);
  }
}

void add_decimals(CLI::App& command, int& decimals) {
  command.add_option("--decimals", decimals, "Decimals of the currency")
      ->check(CLI::Range(0, 9))
      ->capture_default_str();
}

void add_unit(CLI::App& command, std::string& unit) {
  command.add_option("--unit", unit, "Smallest step, such as 100.00; else one minor unit");
}

core::Minor flag_amount(const std::string& text, int decimals, const std::string& flag) {
  bool finer = false;
  const core::Minor amount = core::parse_amount(text, decimals, flag, &finer);
  if (!finer) return amount;
  throw Error(ErrorCode::parse, flag,
              core::quoted(text) + " has more than " + std::to_string(decimals) + " decimals");
}

}  // namespace salesplan::cli
