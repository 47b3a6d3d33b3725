#include "options.hpp"

#include <memory>

#include "result.hpp"

using namespace salesplan;

namespace {

splan_status set(splan_context* context, splan_options* options, const char* name,
                 const adapters::OptionValue& value) {
  return capi::guard(context, [&] {
    capi::required(options, "options").values.set(&capi::required(name, "name"), value);
  });
}

}  // namespace

splan_status splan_options_create(splan_context* context, const char* scope, splan_options** out) {
  return capi::guard(context, [&] {
    splan_options*& to = capi::required(out, "out");
    to = new splan_options{adapters::Options(&capi::required(scope, "scope"))};
  });
}

void splan_options_free(splan_options* options) { delete options; }

splan_status splan_options_set_i64(splan_context* context, splan_options* options, const char* name,
                                   int64_t value) {
  return set(context, options, name, value);
}

splan_status splan_options_set_f64(splan_context* context, splan_options* options, const char* name,
                                   double value) {
  return set(context, options, name, value);
}

splan_status splan_options_set_str(splan_context* context, splan_options* options, const char* name,
                                   const char* value) {
  return capi::guard(context, [&] {
    const std::string text = &capi::required(value, "value");
    capi::required(options, "options").values.set(&capi::required(name, "name"), text);
  });
}

splan_status splan_options_list(splan_context* context, const char* scope, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    std::vector<std::string> names, types, defaults, units, lines;
    std::vector<double> minima, maxima;
    for (const adapters::OptionInfo& option :
         adapters::options_of(&capi::required(scope, "scope"))) {
      constexpr const char* type_names[] = {"i64", "f64", "str"};
      names.emplace_back(option.name);
      types.emplace_back(type_names[option.value.index()]);
      defaults.push_back(adapters::option_text(option.value));
      minima.push_back(option.min);
      maxima.push_back(option.max);
      units.emplace_back(option.unit);
      lines.emplace_back(option.text);
    }
    auto result = std::make_unique<splan_result>();
    result->add("name", std::move(names));
    result->add("type", std::move(types));
    result->add("default", std::move(defaults));
    result->add("min", std::move(minima));
    result->add("max", std::move(maxima));
    result->add("unit", std::move(units));
    result->add("text", std::move(lines));
    to = result.release();
  });
}
